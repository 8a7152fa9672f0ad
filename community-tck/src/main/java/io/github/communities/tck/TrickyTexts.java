package io.github.communities.tck;

import java.util.List;
import java.util.stream.Stream;

/** Texts that go wrong where code is careless. */
final class TrickyTexts {
    private TrickyTexts() {}

    /**
     * Single characters, or halves of one, that nobody can see: controls, marks that turn the direction of writing,
     * blanks without width, fillers, and surrogates that stand alone; and what only newer JDKs have a character for, if
     * any has.
     */
    static Stream<String> hidden() {
        return Stream.of(
                "\u0000", // NUL
                "\u0007",
                "\u001B",
                "\u007F",
                "\u0085",
                "\u00AD", // soft hyphen
                "\u061C",
                "\u200B", // zero width space
                "\u200C",
                "\u200D",
                "\u200E",
                "\u200F",
                "\u2028",
                "\u2029",
                "\u202A",
                "\u202E", // right-to-left override
                "\u2060",
                "\u2066",
                "\u2069",
                "\uFEFF", // byte order mark
                "\uFFF9",
                "\u115F", // fillers, which are letters
                "\u1160",
                "\u3164",
                "\uFFA0",
                "\u0378", // not assigned
                "\u0870", // an Arabic letter since Unicode 14
                "\uA7CB", // a Latin capital since Unicode 16
                "\uD83E\uDEE0", // an emoji since Unicode 14
                "\uD88D\uDC79", // an ideograph since Unicode 17
                "\uFDD0", // never to be characters
                "\uFFFE",
                "\uDBFF\uDFFF",
                "\uD83D", // high half, alone
                "\uDE3A", // low half, alone
                "\uDE3A\uD83D", // both, the wrong way round
                "\uDB40\uDC41"); // tag character, outside the basic plane
    }

    /** Marks that Unicode says to ignore by default, so that a text with one looks like the same text without. */
    static Stream<String> ignored() {
        return Stream.of(
                "\u034F", // combining grapheme joiner
                "\u17B4",
                "\u17B5",
                "\u180B", // Mongolian variation selectors
                "\u180D",
                "\uFE00", // variation selectors
                "\uFE0F",
                "\uDB40\uDD00",
                "\uDB40\uDDEF");
    }

    /** What no text that people compare may hold: {@link #hidden} and {@link #ignored}. */
    static Stream<String> unseen() {
        return Stream.concat(hidden(), ignored());
    }

    /** Ids that are legal, differ from each other, and look alike to whoever folds, trims, joins or escapes them. */
    static List<String> ids() {
        return List.of(
                "a",
                "A",
                "a/b",
                "a%2Fb",
                "a%2fb",
                "a%252Fb",
                "a|b",
                "a,b",
                "a:b",
                "a;b",
                "a\\b",
                "a'b",
                "a''b",
                "a\"b",
                "a`b",
                "a b",
                "a  b",
                "a ",
                " a",
                "a_b",
                "a%b",
                "a*b",
                "a?b",
                "a=b&c",
                "a+b",
                "*",
                "-",
                ".",
                "..",
                "/",
                "%",
                "null",
                "NULL",
                "0",
                "00",
                "user/a",
                "group/a",
                "\u00E9",
                "e\u0301",
                "e",
                "ﬁ",
                "fi",
                "ａ",
                "ß",
                "ss",
                "ı",
                "i",
                "I",
                "İ",
                "\uD83D\uDE3A",
                "\uD83D\uDE3B",
                "\uFA0E",
                "\uD840\uDC00",
                "\uD83D\uDE3A".repeat(64),
                "x".repeat(64),
                "x".repeat(63));
    }
}
