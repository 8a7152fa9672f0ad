package io.github.communities.tck.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class RuleFilterTest {
    abstract static class Suite {
        @Test
        @Rule({"POL-1", "POL-2"})
        void two() {}

        @Test
        void none() {}

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        @Rule("POL-2")
        void many(int number) {}

        @Nested
        @Rule("POL-3")
        class Inner {
            @Test
            void inside() {}
        }

        @Group
        @SuppressWarnings("ClassCanBeStatic") // jqwik wants inner classes
        class Properties {
            @Property
            @Rule("POL-1")
            void property() {}
        }
    }

    @StoreName("paper")
    static class OnPaper extends Suite {}

    @StoreName("stone")
    static class OnStone extends Suite {}

    @AfterEach
    void forget() {
        System.clearProperty(RuleFilter.RULE);
        System.clearProperty(RuleFilter.STORE);
        System.clearProperty(RuleFilter.STORES);
    }

    private static Set<String> found(RuleFilter filter) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(OnPaper.class), selectClass(OnStone.class))
                .filters(filter)
                .build();
        LauncherConfig alone = LauncherConfig.builder()
                .enablePostDiscoveryFilterAutoRegistration(false)
                .build();
        TestPlan plan = LauncherFactory.create(alone).discover(request);
        Set<String> found = new TreeSet<>();
        plan.accept(new TestPlan.Visitor() {
            @Override
            public void visit(TestIdentifier node) {
                String id = node.getUniqueId();
                if (node.isTest() || id.contains("[test-template:")) {
                    found.add((id.contains("OnPaper") ? "paper " : "stone ")
                            + id.substring(id.lastIndexOf(':') + 1, id.lastIndexOf('(')));
                }
            }
        });
        return found;
    }

    @Test
    void what_cites_the_rule_is_run_on_every_store_or_on_those_that_are_named() {
        assertEquals(
                Set.of("paper two", "paper property", "stone two", "stone property"),
                found(new RuleFilter(Set.of("POL-1"), Set.of())));
        assertEquals(Set.of("stone two", "stone many"), found(new RuleFilter(Set.of("POL-2"), Set.of("stone"))));
        assertEquals(Set.of("paper inside"), found(new RuleFilter(Set.of("POL-3"), Set.of("paper"))));
        assertEquals(
                Set.of("paper two", "paper many", "paper inside", "paper property"),
                found(new RuleFilter(Set.of("POL-1", "POL-2", "POL-3"), Set.of("paper"))));
        assertEquals(
                Set.of("paper two", "paper many", "paper inside", "paper property", "paper none"),
                found(new RuleFilter(Set.of(), Set.of("paper"))));
    }

    @Test
    void without_a_choice_everything_is_run() {
        assertEquals(10, found(new RuleFilter(Set.of(), Set.of())).size());
        assertEquals(10, found(new RuleFilter()).size());
    }

    @Test
    void the_choice_is_read_from_system_properties() {
        System.setProperty(RuleFilter.RULE, "POL-3, POL-2");
        System.setProperty(RuleFilter.STORE, "stone");
        System.setProperty(RuleFilter.STORES, "stone");

        assertEquals(Set.of("stone two", "stone many", "stone inside"), found(new RuleFilter()));
    }

    @Test
    void an_unknown_rule_fails_with_those_there_are() {
        System.setProperty(RuleFilter.RULE, "POL-3,MEM-99");

        String message = refusal();

        assertTrue(message.startsWith("-Dcommunities.rule: there is no MEM-99; there are POL-1, POL-2, "), message);
        assertTrue(message.endsWith(", S-29"), message);
    }

    @Test
    void an_unknown_store_fails_with_those_of_this_module_and_of_others() {
        System.setProperty(RuleFilter.STORES, "h2, postgresql");
        System.setProperty(RuleFilter.STORE, "postgres");

        String message = refusal();

        assertTrue(message.startsWith("-Dcommunities.store: there is no postgres; there are h2, "), message);
        assertTrue(message.contains("memory, "), message);
        assertTrue(message.endsWith("postgresql"), message);
    }

    private static String refusal() {
        return String.valueOf(assertThrows(RuntimeException.class, () -> found(new RuleFilter()))
                .getMessage());
    }
}
