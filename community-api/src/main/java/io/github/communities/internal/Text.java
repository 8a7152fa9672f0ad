package io.github.communities.internal;

import io.github.communities.error.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The border: every text that comes in is checked here, before any store is asked (LIM-2), and what comes out of it is
 * safe to store, compare and print.
 */
public final class Text {
    /** The longest id, in code points. Four ids of this length fit into one key of every supported database. */
    public static final int MAX_ID = 64;

    private static final String NAME_PUNCTUATION = " -_.,&'()+";

    private Text() {}

    /** Checks an id: 1 to 64 code points, compared exactly, any character that can be seen. */
    public static String id(String field, @Nullable String value) {
        String id = visible(field, value, 1, MAX_ID, "TEN-1");
        if (id.isBlank()) {
            throw new InvalidInput(field, id, "TEN-1", "must not be blank");
        }
        return id;
    }

    /** Checks a text a person gave that may hold any visible character, and composes it (NFC). */
    public static String free(String field, @Nullable String value, int min, int max, String rule) {
        String text = visible(field, value, 0, Integer.MAX_VALUE, rule);
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        length(field, composed, min, max, rule);
        if (min > 0 && composed.isBlank()) {
            throw new InvalidInput(field, composed, rule, "must not be blank");
        }
        return composed;
    }

    /** Like {@link #free}, but line feeds and tabs may be in it. */
    public static String lines(String field, @Nullable String value, int max, String rule) {
        String text = present(field, value, rule);
        free(field, text.replace('\n', ' ').replace('\t', ' '), 0, max, rule);
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** Checks a name of the form COM-2 gives, and composes it (NFC). */
    public static String name(String field, @Nullable String value, int min, int max, String rule) {
        String name = free(field, value, min, max, rule);
        int first = name.codePointAt(0);
        int last = name.codePointBefore(name.length());
        if (!Character.isLetterOrDigit(first)) {
            throw new InvalidInput(field, name, rule, "must begin with a letter or a digit");
        }
        if (!Character.isLetterOrDigit(last) && !isMark(last)) {
            throw new InvalidInput(field, name, rule, "must end with a letter, a mark or a digit");
        }
        name.codePoints()
                .filter(c -> !Character.isLetterOrDigit(c) && !isMark(c) && NAME_PUNCTUATION.indexOf(c) < 0)
                .findFirst()
                .ifPresent(c -> {
                    throw new InvalidInput(
                            field,
                            name,
                            rule,
                            "must not contain " + named(c)
                                    + "; allowed are letters, marks, digits, spaces and - _ . , & ' ( ) +");
                });
        return name;
    }

    /** Encodes one part of a text form: what is left unencoded is legal in a path segment, a log and a cell. */
    public static String encode(String part) {
        StringBuilder encoded = new StringBuilder(part.length() + 8);
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", (int) c));
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

    /** Undoes {@link #encode(Map)}. */
    public static SortedMap<String, String> decodeMap(String field, String form) {
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

    /** Takes a text form of exactly {@code parts} parts apart again. */
    public static List<String> split(String field, @Nullable String text, int parts) {
        String form = present(field, text, "TEN-1");
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

    /** Undoes {@link #encode} and accepts nothing else, so that two text forms never name one thing. */
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

    /** A value as an error message or a log may show it: what can't be seen is escaped, what is long is cut. */
    public static String shortened(String value) {
        StringBuilder shown = new StringBuilder();
        int count = 0;
        for (int i = 0; i < value.length(); count++) {
            if (count == 40) {
                return shown.append('…').toString();
            }
            int c = value.codePointAt(i);
            if (isHidden(c)) {
                shown.append(String.format("\\u%04X", c));
            } else {
                shown.appendCodePoint(c);
            }
            i += Character.charCount(c);
        }
        return shown.toString();
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0 && c < 0x80;
    }

    private static String visible(String field, @Nullable String value, int min, int max, String rule) {
        String text = present(field, value, rule);
        text.codePoints().filter(Text::isHidden).findFirst().ifPresent(c -> {
            throw new InvalidInput(field, text, rule, "must not contain " + named(c));
        });
        length(field, text, min, max, rule);
        return text;
    }

    /** Checks that an argument is there at all. */
    public static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw new InvalidInput(field, "null", "LIM-2", "must not be null");
        }
        return value;
    }

    /** Checks that an argument is there, and gives it as an option that is taken. */
    public static <T> Optional<T> given(String field, @Nullable T value) {
        return Optional.of(required(field, value));
    }

    /** Checks that a collection is there and holds no {@code null}; and copies it. */
    public static <T> List<T> all(String field, @Nullable Iterable<T> values) {
        List<T> all = new ArrayList<>();
        for (T value : required(field, values)) {
            all.add(required(field, value));
        }
        return Collections.unmodifiableList(all);
    }

    /** {@link #all(String, Iterable)} for an array. */
    public static <T> List<T> all(String field, T @Nullable [] values) {
        return all(field, Arrays.asList(required(field, values)));
    }

    private static String present(String field, @Nullable String value, String rule) {
        if (value == null) {
            throw new InvalidInput(field, "null", rule, "must not be null");
        }
        return value;
    }

    private static void length(String field, String text, int min, int max, String rule) {
        int length = text.codePointCount(0, text.length());
        if (length < min || length > max) {
            throw new InvalidInput(
                    field,
                    text,
                    rule,
                    max == Integer.MAX_VALUE || min == max
                            ? "must have " + min + " characters or more, and has " + length
                            : "must have " + min + " to " + max + " characters, and has " + length);
        }
    }

    /** Controls, format characters (bidirectional and zero-width ones among them), separators of lines, half pairs. */
    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0;
        };
    }

    private static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    private static String named(int c) {
        String code = String.format("U+%04X", c);
        if (c >= 0xD800 && c <= 0xDFFF) {
            return code + " (half of a surrogate pair)";
        }
        String name = Character.getName(c);
        return name == null ? code : code + " (" + name + ")";
    }
}
