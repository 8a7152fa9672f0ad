package io.github.communities.internal;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.CodePoints.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** The most characters of a text form that one part of it takes: four bytes a code point, three characters a byte. */
    private static final int ENCODED = 12;

    /** The most characters that compose to one code point, and so to any text of a length (NFC). */
    private static final int SPELLED = 4;

    /** The most characters of the text form of a map or a change: several times what the largest of them has. */
    private static final int LONGEST_FORM = 1 << 20;

    private static final Set<Kind> COMPARED = EnumSet.of(Kind.LETTER, Kind.MARK, Kind.OTHER);
    private static final Set<Kind> PROSE = EnumSet.of(Kind.LETTER, Kind.MARK, Kind.OTHER, Kind.IGNORED);
    private static final String NAME_BEGIN = "._";
    private static final String NAME_INSIDE = " -_.,&'()+/:#@";
    private static final String NAME_END = ")";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Text() {}

    /**
     * Checks an id: 1 to 64 code points, compared exactly, any character that can be seen and that Unicode does not ignore
     * by default.
     */
    public static String id(String field, @Nullable String value) {
        String id = present(field, value, "TEN-1");
        length(field, id, 1, MAX_ID, "TEN-1");
        visible(field, id, COMPARED, "TEN-1");
        if (id.isBlank()) {
            throw new InvalidInput(field, id, "TEN-1", "must not be blank");
        }
        return id;
    }

    /** Checks a text that people compare, of any visible characters as in an id, and composes it (NFC). */
    public static String free(String field, @Nullable String value, int min, int max, String rule) {
        return composed(field, value, COMPARED, min, max, rule);
    }

    /**
     * Checks a text that is read and not compared, and composes it (NFC): like {@link #free}, but marks that Unicode ignores
     * by default may be in it, since many an emoji is written with one.
     */
    public static String prose(String field, @Nullable String value, int min, int max, String rule) {
        return composed(field, value, PROSE, min, max, rule);
    }

    /** Like {@link #prose}, but it may be empty, and line feeds and tabs may be in it. */
    public static String lines(String field, @Nullable String value, int max, String rule) {
        String text = present(field, value, rule);
        spelling(field, text, 0, max, rule);
        prose(field, text.replace('\n', ' ').replace('\t', ' '), 0, max, rule);
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static String composed(
            String field, @Nullable String value, Set<Kind> legal, int min, int max, String rule) {
        String text = present(field, value, rule);
        spelling(field, text, min, max, rule);
        visible(field, text, legal, rule);
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        length(field, composed, min, max, rule);
        if (min > 0 && composed.isBlank()) {
            throw new InvalidInput(field, composed, rule, "must not be blank");
        }
        return composed;
    }

    /** Checks a name of the form COM-2 gives, and composes it (NFC). */
    public static String name(String field, @Nullable String value, int min, int max, String rule) {
        String name = free(field, value, min, max, rule);
        int first = name.codePointAt(0);
        int last = name.codePointBefore(name.length());
        if (CodePoints.kind(first) != Kind.LETTER && NAME_BEGIN.indexOf(first) < 0) {
            throw new InvalidInput(field, name, rule, "must begin with a letter, a digit, . or _");
        }
        if (!isWritten(last) && NAME_END.indexOf(last) < 0) {
            throw new InvalidInput(field, name, rule, "must end with a letter, a mark, a digit or )");
        }
        name.codePoints()
                .filter(c -> !isWritten(c) && NAME_INSIDE.indexOf(c) < 0)
                .findFirst()
                .ifPresent(c -> {
                    throw new InvalidInput(
                            field,
                            name,
                            rule,
                            "must not contain " + named(c)
                                    + "; allowed are letters, marks, digits, spaces and - _ . , & ' ( ) + / : # @");
                });
        return name;
    }

    /**
     * Checks a key by which something is found or a list goes on: up to so many code points, of characters as in ids; it may
     * be empty.
     */
    public static String key(String field, String value, int max, String rule) {
        length(field, value, 0, max, rule);
        visible(field, value, COMPARED, rule);
        return value;
    }

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
        String form = present(field, text, rule);
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
        return split(field, text, parts, MAX_ID);
    }

    /** Takes a text form of exactly {@code parts} parts of up to so many code points apart again. */
    public static List<String> split(String field, @Nullable String text, int parts, int longest) {
        String form = present(field, text, "TEN-1");
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

    /** A value as an error message or a log may show it: what can't be seen is escaped, what is long is cut. */
    public static String shortened(String value) {
        StringBuilder shown = new StringBuilder();
        int count = 0;
        for (int i = 0; i < value.length(); count++) {
            if (count == 40) {
                return shown.append('…').toString();
            }
            int c = value.codePointAt(i);
            if (!COMPARED.contains(CodePoints.kind(c))) {
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

    private static void visible(String field, String text, Set<Kind> legal, String rule) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!legal.contains(CodePoints.kind(c))) {
                throw new InvalidInput(field, text, rule, "must not contain " + named(c));
            }
            i += Character.charCount(c);
        }
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
    public static <T> List<T> all(String field, @Nullable Collection<? extends T> values) {
        return List.copyOf(present(field, values));
    }

    /** {@link #all(String, Collection)}, as a set in no order. */
    public static <T> Set<T> set(String field, @Nullable Collection<? extends T> values) {
        return Set.copyOf(present(field, values));
    }

    private static <T> Collection<T> present(String field, @Nullable Collection<T> values) {
        Collection<T> given = required(field, values);
        given.forEach(value -> required(field, value));
        return given;
    }

    /** Checks that a map is there and holds no {@code null}; and copies it, in the order of its names as they are. */
    public static SortedMap<String, String> texts(String field, @Nullable Map<String, String> values) {
        SortedMap<String, String> texts = new TreeMap<>();
        required(field, values).forEach((name, text) -> texts.put(required(field, name), required(field, text)));
        return Collections.unmodifiableSortedMap(texts);
    }

    /** {@link #all(String, Collection)} for an array. */
    public static <T> List<T> all(String field, T @Nullable [] values) {
        return all(field, Arrays.asList(required(field, values)));
    }

    private static String present(String field, @Nullable String value, String rule) {
        if (value == null) {
            throw new InvalidInput(field, "null", rule, "must not be null");
        }
        return value;
    }

    /** Refuses what is too long however it is composed, before anything is done to all of it (LIM-2). */
    private static void spelling(String field, String text, int min, int max, String rule) {
        if (text.length() > SPELLED * max) {
            throw wrongLength(field, text, min, max, rule, "more");
        }
    }

    /** Counts no further than it has to: no code point takes more than two characters. */
    private static void length(String field, String text, int min, int max, String rule) {
        if (text.length() > 2 * max) {
            throw wrongLength(field, text, min, max, rule, "more");
        }
        int length = text.codePointCount(0, text.length());
        if (length < min || length > max) {
            throw wrongLength(field, text, min, max, rule, Integer.toString(length));
        }
    }

    private static InvalidInput wrongLength(String field, String text, int min, int max, String rule, String length) {
        return new InvalidInput(
                field, text, rule, "must have " + min + " to " + max + " characters, and has " + length);
    }

    /** What words are written in: letters, digits and their marks. */
    private static boolean isWritten(int c) {
        Kind kind = CodePoints.kind(c);
        return kind == Kind.LETTER || kind == Kind.MARK;
    }

    private static String named(int c) {
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
