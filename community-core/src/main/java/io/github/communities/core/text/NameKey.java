package io.github.communities.core.text;

import io.github.communities.internal.CodePoints;
import java.text.Normalizer;
import java.util.Locale;

/**
 * What names are sorted and compared by (COM-2): without regard to case, width and other differences of form, and
 * without regard to any locale; and as on every other node, whatever the JDK (see {@link CodePoints}).
 */
public final class NameKey {
    /** The longest key, in code points. */
    public static final int LONGEST = 256;

    private static final int KEPT = 192;

    private NameKey() {}

    /** The key of a name. */
    public static String of(String name) {
        String key = fold(name);
        if (key.codePointCount(0, key.length()) <= LONGEST) {
            return key;
        }
        // A few ligatures unfold to many letters; what is too long for a key of a database keeps its order and its
        // identity.
        return key.substring(0, key.offsetByCodePoints(0, KEPT)) + Fingerprint.of(key);
    }

    /** A text folded as names are, to look for parts of it. */
    public static String fold(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC);
        String before;
        do {
            before = folded;
            StringBuilder cased = new StringBuilder(folded.length());
            folded.codePoints().forEach(c -> cased(c, cased));
            folded = Normalizer.normalize(cased, Normalizer.Form.NFKC);
        } while (!folded.equals(before));
        return folded;
    }

    private static void cased(int c, StringBuilder cased) {
        if (c < 0x80) { // most are, and there is nothing odd about them
            cased.appendCodePoint(Character.toLowerCase(c));
        } else {
            upper(c).codePoints().map(NameKey::lower).forEach(cased::appendCodePoint);
        }
    }

    /**
     * A letter in upper case; the dotless i of Turkish stays, since Unicode's folding keeps it apart from i, and so
     * does a letter whose upper case only a newer Unicode has. (Two letters that are there already never become a pair
     * later.)
     */
    private static String upper(int c) {
        String letter = Character.toString(c);
        String upper = letter.toUpperCase(Locale.ROOT);
        return c != 'ı' && upper.codePoints().allMatch(CodePoints::isAssigned) ? upper : letter;
    }

    private static int lower(int c) {
        int lower = Character.toLowerCase(c);
        return CodePoints.isAssigned(lower) ? lower : c;
    }
}
