package io.github.communities.jdbi.dialect;

/**
 * Writes texts so that comparing them by UTF-16, as H2 does, puts them in the order of code points.
 *
 * <p>UTF-16 puts what lies beyond U+FFFF, as pairs that begin with U+D800 to U+DBFF, before U+E000 to U+FFFF. So each
 * pair gets a U+FFFF before it, and U+FFFF itself a blank after it, which comes before any pair. All other texts, which
 * is nearly all there are, stay as they are and can be read and searched for in a console; binary columns would be as
 * exact, but nobody could read them.
 */
final class CodePointOrder {
    private static final char MARK = '\uFFFF';
    private static final char ITSELF = ' ';

    private CodePointOrder() {}

    static String encode(String text) {
        int first = firstToEncode(text);
        if (first == text.length()) {
            return text;
        }
        StringBuilder encoded = new StringBuilder(text.length() + 8).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == MARK) {
                encoded.append(MARK).append(ITSELF);
            } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                encoded.append(MARK).append(c).append(text.charAt(++i));
            } else {
                encoded.append(c);
            }
        }
        return encoded.toString();
    }

    static String decode(String encoded) {
        int mark = encoded.indexOf(MARK);
        if (mark < 0) {
            return encoded;
        }
        StringBuilder text = new StringBuilder(encoded.length()).append(encoded, 0, mark);
        for (int i = mark; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c != MARK) {
                text.append(c);
            } else if (encoded.charAt(i + 1) == ITSELF) {
                text.append(MARK);
                i++;
            }
        }
        return text.toString();
    }

    private static int firstToEncode(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) != MARK && !Character.isHighSurrogate(text.charAt(i))) {
            i++;
        }
        return i;
    }
}
