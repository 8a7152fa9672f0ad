package io.github.communities.internal;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.CodePoints.Kind;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The border: every text that comes in is checked here, before any store is asked (LIM-2), and what comes out of it is
 * safe to store, compare and print.
 */
public final class Texts {
    /** The longest id, in code points. Four ids of this length fit into one key of every supported database. */
    public static final int MAX_ID = 64;

    /** The most characters that compose to one code point, and so to any text of a length (NFC). */
    private static final int SPELLED = 4;

    private static final Set<Kind> PROSE = EnumSet.of(Kind.LETTER, Kind.MARK, Kind.OTHER, Kind.IGNORED);
    private static final String NAME_BEGIN = "._";
    private static final String NAME_INSIDE = " -_.,&'()+/:#@";
    private static final String NAME_END = ")";

    private Texts() {}

    /**
     * Checks an id: 1 to 64 code points, compared exactly, any character that can be seen and that Unicode does not
     * ignore by default.
     */
    public static String id(String field, @Nullable String value) {
        String id = Arguments.present(field, value, "TEN-1");
        length(field, id, 1, MAX_ID, "TEN-1");
        visible(field, id, Shown.VISIBLE, "TEN-1");
        if (id.isBlank()) {
            throw new InvalidInput(field, id, "TEN-1", "must not be blank");
        }
        return id;
    }

    /** Checks a text that people compare, of any visible characters as in an id, and composes it (NFC). */
    public static String free(String field, @Nullable String value, int min, int max, String rule) {
        return composed(field, value, Shown.VISIBLE, min, max, rule);
    }

    /**
     * Checks a text that is read and not compared, and composes it (NFC): like {@link #free}, but marks that Unicode
     * ignores by default may be in it, since many an emoji is written with one.
     */
    public static String prose(String field, @Nullable String value, int min, int max, String rule) {
        return composed(field, value, PROSE, min, max, rule);
    }

    /** Like {@link #prose}, but it may be empty, and line feeds and tabs may be in it. */
    public static String lines(String field, @Nullable String value, int max, String rule) {
        String text = Arguments.present(field, value, rule);
        spelling(field, text, 0, max, rule);
        prose(field, text.replace('\n', ' ').replace('\t', ' '), 0, max, rule);
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static String composed(
            String field, @Nullable String value, Set<Kind> legal, int min, int max, String rule) {
        String text = Arguments.present(field, value, rule);
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
                            "must not contain " + Shown.named(c)
                                    + "; allowed are letters, marks, digits, spaces and - _ . , & ' ( ) + / : # @");
                });
        return name;
    }

    /**
     * Checks a key by which something is found or a list goes on: up to so many code points, of characters as in ids;
     * it may be empty.
     */
    public static String key(String field, String value, int max, String rule) {
        length(field, value, 0, max, rule);
        visible(field, value, Shown.VISIBLE, rule);
        return value;
    }

    private static void visible(String field, String text, Set<Kind> legal, String rule) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!legal.contains(CodePoints.kind(c))) {
                throw new InvalidInput(field, text, rule, "must not contain " + Shown.named(c));
            }
            i += Character.charCount(c);
        }
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
}
