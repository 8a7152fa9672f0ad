package io.github.communities.jdbi.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Texts keep their value and get the order of code points, whatever is in them. */
class CodePointOrderTest {
    @Property(tries = 5000)
    void a_text_is_read_as_it_was_written(@ForAll("texts") String text) {
        assertEquals(text, CodePointOrder.decode(CodePointOrder.encode(text)));
    }

    @Property(tries = 5000)
    void what_is_written_compares_by_utf_16_as_the_texts_do_by_code_point(
            @ForAll("texts") String one, @ForAll("texts") String other) {
        int byCodePoint =
                Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());

        assertEquals(
                Integer.signum(byCodePoint),
                Integer.signum(CodePointOrder.encode(one).compareTo(CodePointOrder.encode(other))));
    }

    @Property
    void it_fits_into_three_units_for_each_code_point(@ForAll("texts") String text) {
        int length = CodePointOrder.encode(text).length();

        assertEquals(length, Math.min(length, 3 * text.codePointCount(0, text.length())));
    }

    @Example
    void what_has_no_odd_characters_stays_as_it_is() {
        String text = "Ünïcode, 日本 and ﬁ";

        assertSame(text, CodePointOrder.encode(text));
        assertSame(text, CodePointOrder.decode(text));
    }

    /** Texts of few different characters, so that many of them begin alike, from both sides of every border. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        0x20, 0x21, 0x61, 0xE9, 0xD7FF, 0xE000, 0xFFFD, 0xFFFE, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF)
                .list()
                .ofMaxSize(5)
                .map(points -> points.stream().map(Character::toString).reduce("", String::concat));
    }
}
