package io.github.communities.tck.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.AssertionFailedError;

class RuleFailuresTest {
    private static final Specification SPECIFICATION = Specification.read();

    @StoreName("paper")
    @ExtendWith(RuleFailures.class)
    static class Suite {
        @Test
        @Rule({"POL-1", "S-7"})
        void what_is_wrong_is_compared() {
            assertEquals("two", "three", "how many");
        }

        @Test
        @Rule("POL-1")
        void what_is_wrong_is_thrown() {
            throw new UncheckedIOException(new IOException("out of ink"));
        }

        @Test
        @Rule({"POL-1", "POL-2", "POL-3", "ORG-1", "ORG-2"})
        void much_is_wrong() {
            fail("neither POL-2 nor ORG-22");
        }

        @Test
        @Rule("POL-1")
        void is_unsupported() {
            Unsupported.because("paper has none");
        }

        @Test
        void stands_for_nothing() {
            fail("planted");
        }

        @Nested
        @Rule("POL-3")
        class Inner {
            @BeforeEach
            void never_begins() {
                fail("planted");
            }

            @Test
            void is_inside() {}
        }
    }

    @StoreName("paper")
    static class Properties {
        @Property(tries = 1000)
        @Rule("POL-1")
        void holds_below_a_hundred(@ForAll @IntRange(min = 0, max = 100_000) int number) {
            assertTrue(number < 100, "too large");
        }

        @Property(tries = 10)
        @Rule("POL-1")
        void holds(@ForAll boolean any) {}
    }

    private static Throwable failureOf(String engine, Class<?> suite, String test) {
        List<Throwable> thrown = Launching.thrown(engine, suite, test);
        assertEquals(1, thrown.size(), () -> test + " ended with " + thrown);
        return thrown.get(0);
    }

    private static String said(String id) {
        return "  " + id + " " + SPECIFICATION.text(id) + "\n    Why: " + SPECIFICATION.intent(id) + "\n";
    }

    @Test
    void a_failure_says_rules_and_store_with_words_and_intent_before_what_was_wrong() {
        assertEquals(
                "POL-1, S-7, on paper: what is wrong is compared\n" + said("POL-1") + said("S-7")
                        + "how many ==> expected: <two> but was: <three>",
                failureOf("junit-jupiter", Suite.class, "is_compared").getMessage());
    }

    @Test
    void what_was_compared_and_where_stays() {
        Throwable failure = failureOf("junit-jupiter", Suite.class, "is_compared");

        AssertionFailedError failed = assertInstanceOf(AssertionFailedError.class, failure);
        assertEquals("two", failed.getExpected().getValue());
        assertEquals("three", failed.getActual().getValue());
        assertTrue(List.of(failure.getStackTrace()).stream()
                .anyMatch(at -> at.getMethodName().equals("what_is_wrong_is_compared")));
    }

    @Test
    void what_was_thrown_is_the_cause() {
        Throwable failure = failureOf("junit-jupiter", Suite.class, "is_thrown");

        Throwable cause = assertInstanceOf(UncheckedIOException.class, failure.getCause());
        assertEquals("POL-1, on paper: what is wrong is thrown\n" + said("POL-1") + cause, failure.getMessage());
    }

    @Test
    void of_many_rules_those_are_explained_that_the_failure_names() {
        assertEquals(
                "One of 5 rules, on paper: much is wrong\n" + said("POL-2") + "neither POL-2 nor ORG-22",
                failureOf("junit-jupiter", Suite.class, "much_is_wrong").getMessage());
    }

    @Test
    void what_fails_before_a_test_is_explained_too() {
        assertEquals(
                "POL-3, on paper: is inside\n" + said("POL-3") + "planted",
                failureOf("junit-jupiter", Suite.class, "is_inside").getMessage());
    }

    @Test
    void what_is_unsupported_or_stands_for_no_rule_is_left_alone() {
        assertEquals(
                "unsupported by this store: paper has none",
                failureOf("junit-jupiter", Suite.class, "is_unsupported").getMessage());
        assertEquals(
                "planted",
                failureOf("junit-jupiter", Suite.class, "stands_for_nothing").getMessage());
    }

    @Test
    void a_property_says_besides_the_smallest_case_and_its_seed() {
        String message = String.valueOf(
                failureOf("jqwik", Properties.class, "holds_below_a_hundred").getMessage());

        assertTrue(
                message.startsWith("POL-1, on paper: holds below a hundred\n" + said("POL-1") + "too large"), message);
        assertTrue(message.contains("\n  The smallest case that fails:\n    100\n"), message);
        assertTrue(message.contains("@Property(seed = \""), message);
    }
}
