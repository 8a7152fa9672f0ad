package io.github.communities.internal;

import io.github.communities.internal.CodePoints.Kind;
import java.util.EnumSet;
import java.util.Set;

/** How a value is shown in a message or a log: on one line, nothing hidden in it, and not for ever. */
public final class Shown {
    /** What can be seen; only this is in texts that people compare. */
    static final Set<Kind> VISIBLE = EnumSet.of(Kind.LETTER, Kind.MARK, Kind.OTHER);

    private Shown() {}

    /** A value as an error message or a log may show it: what can't be seen is escaped, what is long is cut. */
    public static String shortened(String value) {
        StringBuilder shown = new StringBuilder();
        int count = 0;
        for (int i = 0; i < value.length(); count++) {
            if (count == 40) {
                return shown.append('…').toString();
            }
            int c = value.codePointAt(i);
            if (!VISIBLE.contains(CodePoints.kind(c))) {
                shown.append(String.format("\\u%04X", c));
            } else {
                shown.appendCodePoint(c);
            }
            i += Character.charCount(c);
        }
        return shown.toString();
    }

    /** A code point by its number, and its name if it has one. */
    static String named(int c) {
        String code = String.format("U+%04X", c);
        if (c >= 0xD800 && c <= 0xDFFF) {
            return code + " (half of a surrogate pair)";
        }
        if (!CodePoints.isAssigned(c)) {
            return code + " (which has no character in Unicode 13.0)";
        }
        String name = Character.getName(c);
        return name == null ? code : code + " (" + name + ")";
    }
}
