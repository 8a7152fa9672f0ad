package io.github.communities.tck.rule;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/**
 * Test classes for the tests of the report, many of them wrong on purpose. They are nested, and named so, that the
 * build never takes them for its own.
 */
@SuppressWarnings("unused") // the parameters of tests that only count
final class Sample {

    private Sample() {}

    @StoreName("paper")
    static class Plain {

        @Test
        @Rule("X-1")
        void passes() {}

        @Test
        @Rule("X-2")
        void fails() {
            fail("planted");
        }

        @Test
        @Disabled("planted")
        @Rule("X-3")
        void is_disabled() {}

        @Test
        @Rule("X-4")
        void assumes_in_vain() {
            assumeTrue(false, "planted");
        }

        @Test
        @Rule("X-5")
        void is_unsupported() {
            Unsupported.because("\"paper\" has no locks,\n  nor clocks");
        }

        @Test
        @Rule("X-5")
        void is_unsupported_for_no_reason() {
            Unsupported.because(" ");
        }

        @Test
        @Rule({"X-7", "X-6"})
        void shows_two() {}

        @Test
        void shows_none() {}
    }

    static class WithoutAnyRule {

        @Test
        void passes() {}
    }

    static class WithoutStore {

        @Test
        @Rule("X-1")
        void passes() {}
    }

    @StoreName("paper")
    static class Invocations {

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        @Rule("X-1")
        void all_pass(int number) {}

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        @Rule("X-2")
        void the_second_fails(int number) {
            if (number == 2) {
                fail("planted");
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        @Rule("X-3")
        void the_third_assumes_in_vain(int number) {
            assumeTrue(number < 3);
        }

        @ParameterizedTest
        @ValueSource(strings = {"b", "a", ""})
        @Rule("X-4")
        void two_are_unsupported(String reason) {
            if (!reason.isEmpty()) {
                Unsupported.because(reason);
            }
        }

        @RepeatedTest(2)
        @Rule("X-5")
        void is_repeated() {}

        @TestFactory
        @Rule("X-6")
        Stream<DynamicNode> is_dynamic() {
            return Stream.of(
                    dynamicTest("passes", () -> {}),
                    dynamicContainer("deeper", Stream.of(dynamicTest("fails", () -> fail("planted")))));
        }

        @TestFactory
        @Rule("X-7")
        Stream<DynamicNode> is_dynamic_but_empty() {
            return Stream.of();
        }

        @ParameterizedTest
        @ValueSource(ints = 1)
        @Rule("X-8")
        void is_overloaded(int number) {}

        @ParameterizedTest
        @ValueSource(strings = "1")
        @Rule("X-8")
        void is_overloaded(String text) {}

        @ParameterizedTest
        @MethodSource("breaks")
        @Rule("X-9")
        void never_gets_its_arguments(int number) {}

        @SuppressWarnings("DoNotCallSuggester") // JUnit shall call it
        static Stream<Integer> breaks() {
            throw new IllegalStateException("planted");
        }
    }

    @Rule("X-1")
    abstract static class Contract {

        @Test
        void is_inherited() {}

        @Nested
        @Rule("X-2")
        class Members {

            @Test
            @Rule("X-3")
            void are_inherited() {}

            @Nested
            class Deeper {

                @Test
                @Rule("X-4")
                void is_inherited() {}
            }
        }
    }

    @StoreName("paper")
    static class OnPaper extends Contract {}

    @Rule("X-5")
    @StoreName("stone")
    static class OnStone extends Contract {}

    static class OnPaperToo extends OnPaper {}

    @ParameterizedClass
    @ValueSource(ints = {1, 2})
    @StoreName("paper")
    record Template(int number) {

        @Test
        @Rule("X-1")
        void passes() {}

        @Test
        @Rule("X-2")
        void fails_once() {
            if (number == 1) {
                fail("planted");
            }
        }

        @Nested
        class Inside {

            @Test
            @Rule("X-3")
            void passes() {}
        }
    }

    @ParameterizedClass
    @MethodSource("breaks")
    @StoreName("paper")
    @Rule("X-1")
    record TemplateWithoutInvocation(int number) {

        @SuppressWarnings("DoNotCallSuggester") // JUnit shall call it
        static Stream<Integer> breaks() {
            throw new IllegalStateException("planted");
        }

        @Test
        void never_runs() {}

        @Nested
        class Inside {

            @ParameterizedTest
            @ValueSource(ints = {1, 2})
            @Rule("X-2")
            void never_runs(int other) {}
        }
    }

    @StoreName("paper")
    static class FailsBefore {

        @BeforeAll
        static void fails() {
            fail("planted");
        }

        @Test
        @Rule("X-1")
        void never_runs() {}

        @Nested
        class Inside {

            @ParameterizedTest
            @ValueSource(ints = {1, 2})
            @Rule("X-2")
            void never_runs(int number) {}

            @TestFactory
            @Rule("X-3")
            Stream<DynamicNode> never_made() {
                return Stream.of();
            }
        }

        @Nested
        @Disabled
        class Disregarded {

            @Test
            @Rule("X-4")
            void never_runs() {}
        }
    }

    @StoreName("paper")
    static class FailsAfter {

        @AfterAll
        static void fails() {
            fail("planted");
        }

        @Test
        @Rule("X-1")
        void passes() {}
    }

    @StoreName("paper")
    static class FailsBeforeEach {

        @BeforeEach
        void fails() {
            fail("planted");
        }

        @Test
        @Rule("X-1")
        void never_runs() {}
    }

    @StoreName("paper")
    static class AssumesBefore {

        @BeforeAll
        static void assumes() {
            assumeTrue(false, "planted");
        }

        @Test
        @Rule("X-1")
        void never_runs() {}
    }

    @StoreName("paper")
    static class UnsupportedBefore {

        @BeforeAll
        static void is_unsupported() {
            Unsupported.because("no transactions on paper");
        }

        @Test
        @Rule("X-1")
        void never_runs() {}

        @Nested
        class Inside {

            @Test
            @Rule("X-2")
            void never_runs() {}
        }
    }

    @Disabled
    @StoreName("paper")
    static class IsDisabled extends Contract {}

    abstract static class Properties {

        @Property(tries = 5)
        @Rule("X-1")
        void hold(@ForAll int number) {}

        @Group
        @SuppressWarnings("ClassCanBeStatic") // jqwik wants inner classes
        class Grouped {

            @Property(tries = 5)
            @Rule("X-2")
            void hold(@ForAll String text, @ForAll int number) {}
        }
    }

    @StoreName("paper")
    static class PropertiesOnPaper extends Properties {

        @Property(tries = 5)
        @Rule("X-3")
        boolean fails(@ForAll int number) {
            return false;
        }

        @net.jqwik.api.Disabled("planted")
        @Property(tries = 5)
        @Rule("X-4")
        void is_disabled(@ForAll int number) {}

        @Property(tries = 5)
        @Rule("X-5")
        void assumes_in_vain(@ForAll int number) {
            Assume.that(false);
        }

        @Property(tries = 50)
        @Rule("X-6")
        void is_unsupported_at_times(@ForAll boolean flag) {
            if (flag) {
                Unsupported.because("no flags on paper");
            }
        }

        @Example
        @Rule("X-7")
        void is_unsupported() {
            Unsupported.because("no examples on paper");
        }
    }

    @StoreName("paper")
    static class PropertiesUnsupportedBeforeTry {

        @BeforeTry
        void is_unsupported() {
            Unsupported.because("nothing to try on paper");
        }

        @Property(tries = 5)
        @Rule("X-1")
        void never_tried(@ForAll int number) {}
    }

    @StoreName("paper")
    static class PropertiesFailBefore {

        @BeforeContainer
        static void fails() {
            fail("planted");
        }

        @Property(tries = 5)
        @Rule("X-1")
        void never_tried(@ForAll int number) {}
    }

    /** Both engines find their own tests in one class. */
    @StoreName("paper")
    static class OfBothEngines {

        @Test
        @Rule("X-1")
        void of_jupiter() {}

        @Property(tries = 5)
        @Rule("X-1")
        void of_jqwik(@ForAll int number) {}
    }

    /** A test of tests, as those of wrong stores are. */
    @StoreName("paper")
    static class TestsOfTests {

        @Test
        @Rule("X-1")
        void run_by_a_launcher() {
            Launching.run(LaunchedInside.class);
        }

        @Test
        @Rule("X-2")
        void run_by_the_test_kit() {
            EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(LaunchedInside.class))
                    .execute();
        }
    }

    @StoreName("inside")
    static class LaunchedInside {

        @Test
        @Rule("X-3")
        void fails() {
            fail("planted");
        }
    }
}
