package io.github.communities.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.communities.internal.CodePoints.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Where the table of code points comes from: JDK 17's categories, and Unicode's list of what is ignored by default. */
class UnicodeTableTest {
    /**
     * The code points of Unicode 13.0 that have the property Default_Ignorable_Code_Point, first and last of each
     * range. No JDK knows that property. The list is what Perl 5.36 (Unicode 14.0) prints by
     *
     * <pre>{@code
     * perl -e 'for (0..0xD7FF, 0xE000..0x10FFFF) { printf "%04X\n", $_
     *     if chr =~ /\p{Default_Ignorable_Code_Point}/ && chr =~ /\p{Present_In: 13.0}/ && chr !~ /\p{Unassigned}/ }'
     * }</pre>
     *
     * and the same as in DerivedCoreProperties.txt of Unicode 15.0.0 without what DerivedAge.txt says is younger than
     * 13.0.
     */
    private static final int[][] IGNORABLE = {
        {0x00AD, 0x00AD},
        {0x034F, 0x034F},
        {0x061C, 0x061C},
        {0x115F, 0x1160},
        {0x17B4, 0x17B5},
        {0x180B, 0x180E},
        {0x200B, 0x200F},
        {0x202A, 0x202E},
        {0x2060, 0x2064},
        {0x2066, 0x206F},
        {0x3164, 0x3164},
        {0xFE00, 0xFE0F},
        {0xFEFF, 0xFEFF},
        {0xFFA0, 0xFFA0},
        {0x1BCA0, 0x1BCA3},
        {0x1D173, 0x1D17A},
        {0xE0001, 0xE0001},
        {0xE0020, 0xE007F},
        {0xE0100, 0xE01EF}
    };

    /**
     * On JDK 17 the table is made anew, and left in {@code target} if it differs; on any other nothing of it is gone.
     */
    @Test
    void the_table_is_what_jdk17_knows_and_what_unicode_ignores() throws IOException {
        if (Runtime.version().feature() == 17) {
            String made = made();
            if (!made.equals(UnicodeTable.RUNS)) {
                Files.writeString(Path.of("target", "UnicodeTable.txt"), made);
            }
            assertEquals(made, UnicodeTable.RUNS);
        }
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (CodePoints.isAssigned(c)) {
                assertNotEquals(Character.UNASSIGNED, Character.getType(c), Integer.toHexString(c));
            }
        }
    }

    @Test
    void what_is_ignored_by_default_is_in_no_text_that_people_compare() {
        for (int[] range : IGNORABLE) {
            for (int c = range[0]; c <= range[1]; c++) {
                Kind expected = isMark(Character.getType(c)) ? Kind.IGNORED : Kind.HIDDEN;
                assertEquals(expected, CodePoints.kind(c), Integer.toHexString(c));
            }
        }
    }

    /** The runs of one kind: the first code point of each, and the letter of the kind; ten to a line. */
    private static String made() {
        StringBuilder table = new StringBuilder();
        char before = ' ';
        int runs = 0;
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            char kind = kind(c);
            if (kind != before) {
                table.append(runs == 0 ? "" : runs % 10 == 0 ? "\n" : " ").append(String.format("%X%c", c, kind));
                before = kind;
                runs++;
            }
        }
        return table.append('\n').toString();
    }

    private static char kind(int c) {
        int type = Character.getType(c);
        return switch (type) {
            case Character.UNASSIGNED -> 'U';
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> 'H';
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
                isIgnorable(c) ? 'I' : 'M';
            default -> isIgnorable(c) ? 'H' : Character.isLetterOrDigit(c) ? 'L' : 'O';
        };
    }

    private static boolean isMark(int type) {
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static boolean isIgnorable(int c) {
        for (int[] range : IGNORABLE) {
            if (range[0] <= c && c <= range[1]) {
                return true;
            }
        }
        return false;
    }
}
