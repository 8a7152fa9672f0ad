package io.github.communities.core.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.CodePoints;
import io.github.communities.internal.CodePoints.Kind;
import io.github.communities.internal.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * One Unicode for all nodes, whatever JDK each runs on (COM-2): which texts are taken, and what becomes of them, is
 * compared with what was written down on JDK 17. What comes out differently is left in {@code target}, beside the files
 * that it is compared with by name; after a change of the rules, and only then, it takes their place.
 */
class OneUnicodeTest {
    private static final int BLOCK = 0x1000;
    private static final int PRIVATE_PLANES = 0xF0000;
    private static final String ACUTE = "\u0301";
    private static final Set<Kind> COMPARED = EnumSet.of(Kind.LETTER, Kind.MARK, Kind.OTHER);

    /** Names of several code points, in which normalizing, folding and cutting have to do with each other. */
    private static final List<String> TRICKY = List.of(
            "Stra\u00DFe",
            "STRA\u1E9EE",
            "\uFF33\uFF34\uFF32\uFF21\uFF33\uFF33\uFF25",
            "\u03A3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2",
            "\u039F\u0394\u039F\u03A3",
            "\u0130stanbul",
            "I\u0307stanbul",
            "i\u0307stanbul",
            "\u0131stanbul",
            "\uFB01sh",
            "\uFB03x",
            "\u01C4ungla",
            "\u01C5ungla",
            "\u01F0x",
            "J\u030Cx",
            "\u0390x",
            "\u1FD3x",
            "\u0399\u0308\u0301x",
            "\u1F82x",
            "\u1F8Ax",
            "\u03B1\u0313\u0300\u0345x",
            "\u03B1\u0345\u0313\u0300x",
            "\u1FB4x",
            "\u1E69x",
            "s\u0323\u0307x",
            "s\u0307\u0323x",
            "\u1E9B\u0323x",
            "\u212Angstrom",
            "\u212Bngstrom",
            "A\u030Angstrom",
            "\u2126hm",
            "q\u0307\u0323x",
            "q\u0323\u0307x",
            "\u1100\u1161\u11A8",
            "\uAC00\u11A8",
            "\uAC01",
            "\u304B\u3099\u3061",
            "\uFF76\uFF9E\uFF81",
            "\u30AC\u30C1",
            "\u0915\u093C\u0915",
            "\u0958\u0915",
            "\u09C7\u09BE\u0995",
            "\u0995\u09C7\u09BE\u0995",
            "\u0F71\u0F72\u0F40",
            "\u0F40\u0F71\u0F72",
            "\u0F40\u0F73\u0F40",
            "\u1025\u102E\u1000",
            "\uD804\uDC99\uD804\uDCBA",
            "\uD804\uDD31\uD804\uDD27x",
            "x\uD834\uDD58\uD834\uDD65",
            "\uD801\uDC00\uD801\uDC28",
            "\uD83A\uDD00\uD83A\uDD22",
            "\u13A0\uAB70",
            "\u10D0\u1C90",
            "\u10A0\u2D00",
            "\u0264x",
            "\u019Bx",
            "\uA7AEx",
            "\u1C80x",
            "\uA64Ax",
            "\u0345x",
            "a\u0345\u0301",
            "\uFDFA\uFDFB",
            "\u3392\u33C7",
            "\u2460\u2163",
            "x\u00B2\u00BD",
            "x\u2024y\u2025z",
            "x\u00A0y",
            "x\u2003y",
            "\uFF0Egithub",
            "\uFF0Fetc",
            "WG - Docs/Chinese",
            ".github",
            "_x",
            "x (y)",
            "C#/F#: core @ work",
            "a\u034Fb",
            "a\uFE0Fb",
            "a\u180Bb",
            "a\u17B5b",
            "a\uDB40\uDD00b",
            "a\u200Db",
            "a\uD83E\uDEE0b",
            "a\u0C3Cb",
            "\uD805\uDF71\uD805\uDF1E",
            "\u1734x",
            "\uD835\uDD38".repeat(63),
            "\uFDFA".repeat(63),
            "e\u0323\u0301".repeat(63));

    @Test
    void every_code_point_is_taken_and_folded_as_on_every_other_jdk() throws IOException {
        StringBuilder digests = new StringBuilder();
        for (int block = 0; block <= Character.MAX_CODE_POINT; block += BLOCK) {
            StringBuilder outcomes = new StringBuilder();
            for (int c = block; c < block + BLOCK; c++) {
                outcomes.append(outcome(c)).append('\n');
            }
            digests.append(String.format("%06X ", block))
                    .append(Fingerprint.of(outcomes.toString()), 0, 16)
                    .append('\n');
        }
        compare("code-points.txt", digests.toString());
    }

    @Test
    void what_is_written_with_several_is_taken_and_folded_as_on_every_other_jdk() throws IOException {
        StringBuilder keys = new StringBuilder();
        for (String text : TRICKY) {
            keys.append(escaped(text + " =" + taken(Texts::name, text) + " or" + taken(Texts::free, text)))
                    .append('\n');
        }
        compare("names.txt", keys.toString());
    }

    /** A key is never what a list could not go on after. */
    @Test
    void every_key_is_a_position_of_a_list() {
        for (int c = 0; c < PRIVATE_PLANES; c++) {
            if (COMPARED.contains(CodePoints.kind(c))) {
                String key = NameKey.of(Character.toString(c));
                assertEquals(key, Texts.key("cursor", key, NameKey.LONGEST, "LIM-2"));
                assertEquals(key, NameKey.of(key));
            }
        }
    }

    /**
     * Kind and, of what is taken, what becomes of it. What is refused is tried where a run of a kind begins and ends,
     * since to refuse a million code points takes a minute.
     */
    private static String outcome(int c) {
        Kind kind = CodePoints.kind(c);
        boolean atAnEnd = c == 0
                || c == Character.MAX_CODE_POINT
                || kind != CodePoints.kind(c - 1)
                || kind != CodePoints.kind(c + 1);
        String character = Character.toString(c);
        StringBuilder outcome = new StringBuilder(kind.name());
        if (atAnEnd || (kind.compareTo(Kind.IGNORED) <= 0 && c < PRIVATE_PLANES)) {
            outcome.append(
                    taken((field, text, min, max, rule) -> Texts.lines(field, text, max, rule), character + ACUTE));
        }
        if (atAnEnd || (COMPARED.contains(kind) && c < PRIVATE_PLANES)) {
            outcome.append(taken((field, text, min, max, rule) -> Texts.id(field, text), character))
                    .append(taken(Texts::free, character + ACUTE));
        }
        if (atAnEnd || kind == Kind.LETTER || kind == Kind.MARK || c < 0x80) {
            outcome.append(taken(Texts::name, "a" + character + "c"));
        }
        if (atAnEnd || c < 0x80) {
            outcome.append(taken(Texts::name, character + "bc")).append(taken(Texts::name, "ab" + character));
        }
        return outcome.toString();
    }

    /** How a kind of text is checked. */
    private interface Check {
        String check(String field, String text, int min, int max, String rule);
    }

    private static String taken(Check kind, String text) {
        String taken;
        try {
            taken = kind.check("text", text, 1, 63, "COM-2");
        } catch (InvalidInput refused) {
            return " -";
        }
        return " " + taken + " " + Normalizer.normalize(taken, Normalizer.Form.NFKC) + " " + NameKey.of(taken);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0x7F && c != '\\') {
                escaped.append(c);
            } else {
                escaped.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
            }
        }
        return escaped.toString();
    }

    private static void compare(String name, String now) throws IOException {
        String before;
        try (InputStream file = Objects.requireNonNull(OneUnicodeTest.class.getResourceAsStream(name), name)) {
            before = new String(file.readAllBytes(), UTF_8);
        }
        if (!before.equals(now)) {
            Files.writeString(Path.of("target", name), now);
        }
        assertEquals(before, now);
    }
}
