package io.github.communities.tck;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecificationTest {

    private static final Pattern ID = Pattern.compile("\\b([A-Z]{1,3}-\\d+)\\b");

    private final Specification specification = Specification.read();

    @Test
    void it_has_every_rule_of_the_domain_in_order() {
        List<String> expected = Stream.of(
                        ids("POL", 1, 3),
                        ids("ORG", 1, 9),
                        ids("DEF", 1, 11),
                        ids("COM", 1, 8),
                        ids("MEM", 1, 11),
                        ids("INV", 1, 9),
                        ids("BIL", 1, 5),
                        ids("CHN", 1, 3),
                        ids("PRJ", 1, 5),
                        ids("RES", 1, 4),
                        ids("SHR", 1, 6),
                        ids("RST", 1, 2),
                        ids("ACC", 1, 8),
                        ids("CON", 1, 1),
                        ids("CON", 4, 4),
                        ids("CON", 6, 6),
                        ids("TEN", 1, 2),
                        ids("LIM", 1, 2),
                        ids("CHG", 1, 5))
                .flatMap(ids -> ids)
                .toList();

        assertEquals(
                expected,
                specification.rules().stream().filter(id -> !isOfTheStore(id)).toList());
    }

    @Test
    void the_rules_of_the_store_come_last_and_without_a_gap() {
        List<String> all = specification.rules();
        List<String> ofTheStore =
                all.stream().filter(SpecificationTest::isOfTheStore).toList();

        assertEquals(ids("S", 1, ofTheStore.size()).toList(), ofTheStore);
        assertEquals(ofTheStore, all.subList(all.size() - ofTheStore.size(), all.size()));
    }

    @Test
    void each_rule_is_a_sentence_on_one_line() {
        assertAll(specification.rules().stream().map(id -> () -> {
            String text = specification.text(id);
            assertTrue(text.matches("[A-Z`].*[.]"), () -> id + ": " + text);
            assertFalse(text.contains("  "), () -> id + ": " + text);
        }));
    }

    @Test
    void rules_refer_only_to_rules_that_are_there() {
        assertAll(specification.rules().stream().map(id -> () -> {
            Matcher reference = ID.matcher(specification.text(id));
            while (reference.find()) {
                assertTrue(specification.rules().contains(reference.group(1)), () -> id + ": " + reference.group(1));
            }
        }));
    }

    @Test
    void a_rule_goes_on_over_indented_lines() {
        Specification parsed = Specification.parse("""
                # A title

                - **Term**: not a rule,
                  nor is this.
                - **X-1** One
                  and more.
                - **X-2**
                  Two.
                Not a rule.
                  Nor this.

                  Nor this.

                - **Y-10** Three.\
                """);

        assertEquals(List.of("X-1", "X-2", "Y-10"), parsed.rules());
        assertEquals("One and more.", parsed.text("X-1"));
        assertEquals("Two.", parsed.text("X-2"));
        assertEquals("Three.", parsed.text("Y-10"));
    }

    @Test
    void an_id_that_is_given_twice_is_refused() {
        IllegalStateException refusal = assertThrows(
                IllegalStateException.class, () -> Specification.parse("- **X-1** One.\n- **X-1** Another.\n"));

        assertEquals("specification.md gives X-1 twice", refusal.getMessage());
    }

    @Test
    void a_rule_without_a_text_is_refused() {
        IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> Specification.parse("- **X-1**\n- **X-2** Two.\n"));

        assertEquals("specification.md gives no text for X-1", refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"MEM-0", "mem-1", "", "MEM-1 "})
    void the_text_of_what_is_no_rule_is_refused(String id) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> specification.text(id));

        assertEquals("the specification has no rule " + id, refusal.getMessage());
    }

    @Test
    void the_list_of_rules_cannot_be_changed() {
        assertThrows(
                UnsupportedOperationException.class, () -> specification.rules().add("X-1"));
    }

    private static boolean isOfTheStore(String id) {
        return id.startsWith("S-");
    }

    private static Stream<String> ids(String area, int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(number -> area + "-" + number);
    }
}
