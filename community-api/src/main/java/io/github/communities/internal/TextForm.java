package io.github.communities.internal;

import io.github.communities.error.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The text forms of ids and maps: each part encoded, and one form for one thing. */
public final class TextForm {
    /**
     * The most characters of a text form that one part of it takes: four bytes a code point, three characters a byte.
     */
    private static final int ENCODED = 12;

    /** The most characters of the text form of a map or a change: several times what the largest of them has. */
    private static final int LONGEST_FORM = 1 << 20;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private TextForm() {}

    /** Encodes one part of a text form: what is left unencoded is legal in a path segment, a log and a cell. */
    public static String encode(String part) {
        StringBuilder encoded = new StringBuilder(part.length() + 8);
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    /** Names with their texts as one line, sorted, everything odd in them encoded; {@code -} if there are none. */
    public static String encode(Map<String, String> map) {
        return map.isEmpty()
                ? "-"
                : new TreeMap<>(map)
                        .entrySet().stream()
                                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                                .collect(Collectors.joining("&"));
    }

    /** Checks that a text form of no fixed number of parts is there and not too long to be taken apart (LIM-2). */
    public static String form(String field, @Nullable String text, String rule) {
        String form = Arguments.present(field, text, rule);
        if (form.length() > LONGEST_FORM) {
            throw new InvalidInput(field, form, rule, "is longer than any that was written");
        }
        return form;
    }

    /** Undoes {@link #encode(Map)}. */
    public static SortedMap<String, String> decodeMap(String field, String text) {
        String form = form(field, text, "CHG-1");
        SortedMap<String, String> map = new TreeMap<>();
        if (!form.equals("-")) {
            for (String pair : List.of(form.split("&", -1))) {
                int equals = pair.indexOf('=');
                if (equals < 0) {
                    throw new InvalidInput(field, form, "CHG-1", "has a name without a value");
                }
                map.put(
                        decode(field, form, pair.substring(0, equals)),
                        decode(field, form, pair.substring(equals + 1)));
            }
        }
        return map;
    }

    /** Joins encoded parts with a slash. */
    public static String join(String... parts) {
        List<String> encoded = new ArrayList<>();
        for (String part : parts) {
            encoded.add(encode(part));
        }
        return String.join("/", encoded);
    }

    /** Takes a text form of exactly {@code parts} parts, none longer than an id, apart again. */
    public static List<String> split(String field, @Nullable String text, int parts) {
        return split(field, text, parts, Texts.MAX_ID);
    }

    /** Takes a text form of exactly {@code parts} parts of up to so many code points apart again. */
    public static List<String> split(String field, @Nullable String text, int parts, int longest) {
        String form = Arguments.present(field, text, "TEN-1");
        if (form.length() > formLength(parts, longest)) {
            throw new InvalidInput(field, form, "TEN-1", "is longer than anything that it could name");
        }
        String[] split = form.split("/", -1);
        if (split.length != parts) {
            throw new InvalidInput(field, form, "TEN-1", "must have " + parts + " parts joined by a slash");
        }
        List<String> decoded = new ArrayList<>();
        for (String part : split) {
            decoded.add(decode(field, form, part));
        }
        return decoded;
    }

    /** The most characters of a text form of so many parts, each of up to so many code points. */
    public static int formLength(int parts, int longest) {
        return parts * (ENCODED * longest + 1);
    }

    /** Undoes {@link #encode(String)} and accepts nothing else, so that two text forms never name one thing. */
    public static String decode(String field, String form, String part) {
        ByteBuffer bytes = ByteBuffer.allocate(part.length() * 3);
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c != '%') {
                bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            } else if (i + 2 < part.length() && isHex(part.charAt(i + 1)) && isHex(part.charAt(i + 2))) {
                bytes.put((byte) Integer.parseInt(part, i + 1, i + 3, 16));
                i += 2;
            } else {
                throw new InvalidInput(field, form, "TEN-1", "holds a % that two hexadecimal digits do not follow");
            }
        }
        String decoded;
        try {
            decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidInput(field, form, "TEN-1", "is not percent-encoded UTF-8", e);
        }
        if (!encode(decoded).equals(part)) {
            throw new InvalidInput(field, form, "TEN-1", "is not in the form in which it is written");
        }
        return decoded;
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0 && c < 0x80;
    }
}
