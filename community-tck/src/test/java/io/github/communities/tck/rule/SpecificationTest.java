package io.github.communities.tck.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
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
                        ids("CON", 1, 6),
                        ids("TEN", 1, 3),
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
    void each_rule_has_an_intent_of_a_sentence_or_two() {
        assertAll(specification.rules().stream().map(id -> () -> {
            String intent = specification.intent(id);
            assertTrue(intent.matches("[A-Z`].*[.]"), () -> id + ": " + intent);
            assertFalse(intent.contains("  "), () -> id + ": " + intent);
            assertTrue(intent.length() >= 40 && intent.length() <= 240, () -> id + ": " + intent);
            assertTrue(intent.split("[.?!] ", -1).length <= 2, () -> id + ": " + intent);
        }));
    }

    @Test
    void no_two_rules_have_one_intent_and_none_repeats_its_rule() {
        Map<String, String> rules = new HashMap<>();
        assertAll(specification.rules().stream().map(id -> () -> {
            String intent = specification.intent(id);
            String other = rules.putIfAbsent(intent.toLowerCase(Locale.ROOT), id);
            assertNull(other, () -> id + " and " + other + ": " + intent);
            assertFalse(specification.text(id).contains(intent), () -> id + ": " + intent);
        }));
    }

    @Test
    void no_rule_is_left_for_later() {
        assertAll(specification.rules().stream().map(id -> () -> {
            String all = specification.text(id) + " " + specification.intent(id);
            assertFalse(all.matches("(?i).*(\\(next\\)|next round|\\btodo\\b|\\btbd\\b).*"), () -> id + ": " + all);
        }));
    }

    @Test
    void rules_refer_only_to_rules_that_are_there() {
        assertAll(specification.rules().stream().map(id -> () -> {
            Matcher reference = ID.matcher(specification.text(id) + " " + specification.intent(id));
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
                  *Why:* For
                  once.
                - **X-2**
                  Two.
                  *Why:*
                  For two.
                Not a rule.
                  Nor this.
                  *Why:* Nor this.

                  Nor this.

                - **Y-10** Three.
                  *Why:* Why *Why:* is not to begin with.\
                """);

        assertEquals(List.of("X-1", "X-2", "Y-10"), parsed.rules());
        assertEquals("One and more.", parsed.text("X-1"));
        assertEquals("Two.", parsed.text("X-2"));
        assertEquals("Three.", parsed.text("Y-10"));
        assertEquals("For once.", parsed.intent("X-1"));
        assertEquals("For two.", parsed.intent("X-2"));
        assertEquals("Why *Why:* is not to begin with.", parsed.intent("Y-10"));
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
    @ValueSource(strings = {"", "  *Why:*\n", "  Why: For once.\n", "\n  *Why:* For once.\n", "- *Why:* For once.\n"})
    void a_rule_without_an_intent_is_refused(String intent) {
        String rules = "- **X-1** One.\n" + intent + "- **X-2** Two.\n  *Why:* For two.\n";

        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> Specification.parse(rules));

        assertEquals("specification.md gives no intent for X-1", refusal.getMessage());
    }

    @Test
    void a_rule_with_two_intents_is_refused() {
        IllegalStateException refusal = assertThrows(
                IllegalStateException.class,
                () -> Specification.parse("- **X-1** One.\n  *Why:* For once.\n  *Why:* For all.\n"));

        assertEquals("specification.md gives two intents for X-1", refusal.getMessage());
    }

    @Test
    void the_specification_without_the_intent_of_any_one_of_its_rules_is_refused() throws IOException {
        try (InputStream in = Specification.class.getResourceAsStream("specification.md")) {
            List<String> lines =
                    new String(requireNonNull(in).readAllBytes(), UTF_8).lines().toList();
            List<Integer> intents = IntStream.range(0, lines.size())
                    .filter(i -> lines.get(i).startsWith("  *Why:*"))
                    .boxed()
                    .toList();
            assertEquals(specification.rules().size(), intents.size());
            for (int planted : intents) {
                List<String> without = new ArrayList<>(lines);
                without.set(planted, lines.get(planted).replace("*Why:*", "That is so because"));
                assertThrows(IllegalStateException.class, () -> Specification.parse(String.join("\n", without)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MEM-0", "mem-1", "", "MEM-1 "})
    void the_text_of_what_is_no_rule_is_refused(String id) {
        for (Function<String, String> part :
                List.<Function<String, String>>of(specification::text, specification::intent)) {
            IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> part.apply(id));

            assertEquals("the specification has no rule " + id, refusal.getMessage());
        }
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
