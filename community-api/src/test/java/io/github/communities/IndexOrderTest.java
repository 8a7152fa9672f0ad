package io.github.communities;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.communities.spi.record.Index;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexOrderTest {
    private static final List<String> TEXTS = List.of(
            "",
            "A",
            "a",
            "aa",
            "b",
            "~",
            "\u00e9",
            "\ud7ff",
            "\ue000",
            "\uffff",
            "\ud800\udc00",
            "\ud83d\ude00",
            "\udbff\udfff");

    @Test
    void texts_are_in_the_order_of_their_bytes_in_utf_8() {
        for (String one : TEXTS) {
            for (String other : TEXTS) {
                assertEquals(
                        Integer.signum(Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8))),
                        Integer.signum(Index.order().compare(List.of("x", one), List.of("x", other))),
                        () -> one + " and " + other);
            }
        }
    }

    @Test
    void a_key_comes_before_those_it_begins_and_the_first_part_decides() {
        List<List<String>> inOrder = List.of(
                List.of(), List.of("a"), List.of("a", "a"), List.of("a", "b"), List.of("aa"), List.of("b", "a"));

        assertEquals(inOrder, inOrder.stream().sorted(Index.order()).toList());
        for (List<String> key : inOrder) {
            assertEquals(0, Index.order().compare(key, List.copyOf(key)), key::toString);
        }
    }
}
