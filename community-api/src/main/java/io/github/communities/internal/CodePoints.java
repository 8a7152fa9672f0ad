package io.github.communities.internal;

import java.util.Arrays;

/**
 * What each code point is to this library, by one Unicode on every JDK: version 13.0, which is that of JDK 17. Nodes on
 * different JDKs so take the same texts and compute the same keys: what they may be made of does not grow with the JDK,
 * and of what was assigned in a version of Unicode, normalization and folding never change in a later one. A newer
 * version comes with a new table, never by itself.
 */
public final class CodePoints {
    /** What a code point is; only the first three are in texts that people compare. */
    public enum Kind {
        /** A letter or decimal digit. */
        LETTER,
        /** A mark, which goes with the letter before it. */
        MARK,
        /** Whatever else can be seen: punctuation, symbols, numbers, spaces, characters for private use. */
        OTHER,
        /** A mark that Unicode says to ignore by default: a variation selector, for instance. */
        IGNORED,
        /** A control, format character, separator of lines, filler, or half a surrogate pair. */
        HIDDEN,
        /** What Unicode 13.0 has no character for, and what never is to be one. */
        UNASSIGNED
    }

    private static final String LETTERS_OF_KINDS = "LMOIHU";
    private static final int[] STARTS;
    private static final Kind[] KINDS;
    private static final Kind[] LATIN = new Kind[0x100];

    static {
        String[] runs = UnicodeTable.RUNS.strip().split("\\s+", -1);
        STARTS = new int[runs.length];
        KINDS = new Kind[runs.length];
        for (int i = 0; i < runs.length; i++) {
            int last = runs[i].length() - 1;
            STARTS[i] = Integer.parseInt(runs[i], 0, last, 16);
            KINDS[i] = Kind.values()[LETTERS_OF_KINDS.indexOf(runs[i].charAt(last))];
        }
        for (int c = 0; c < LATIN.length; c++) {
            LATIN[c] = find(c);
        }
    }

    private CodePoints() {}

    /** The kind of a code point, 0 to U+10FFFF; halves of surrogate pairs are code points too. */
    public static Kind kind(int c) {
        return c < LATIN.length ? LATIN[c] : find(c);
    }

    private static Kind find(int c) {
        int found = Arrays.binarySearch(STARTS, c);
        return KINDS[found >= 0 ? found : -found - 2];
    }

    /** Whether Unicode 13.0 has a character for it. */
    public static boolean isAssigned(int c) {
        return kind(c) != Kind.UNASSIGNED;
    }
}
