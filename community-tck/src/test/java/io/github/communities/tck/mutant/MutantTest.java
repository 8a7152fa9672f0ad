package io.github.communities.tck.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.tck.CommunityStoreContract;
import io.github.communities.tck.rule.Rule;
import io.github.communities.tck.rule.Specification;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

class MutantTest {
    private static final String PATIENCE = "communities.tck.patience";

    static final List<Mutant> MUTANTS = Mutants.ALL;

    @Test
    void what_the_mutants_are_made_of_is_sound() {
        MutantContract.attempt(Ground::sound);
        List<DiscoverySelector> all = tests(new TreeSet<>(rulesOfTheStore()));
        run(all).assertStatistics(tests -> tests.started(all.size()).succeeded(all.size()));
    }

    @ParameterizedTest(name = "a store that {0}")
    @FieldSource("MUTANTS")
    void a_mutant_is_caught_by_every_rule_that_names_it(Mutant mutant) {
        MutantContract.attempt(mutant.store());
        Set<String> caught = new TreeSet<>();
        System.setProperty(PATIENCE, "2"); // some wait for ever
        try {
            run(tests(mutant.rules())).failed().stream().map(MutantTest::rules).forEach(caught::addAll);
        } finally {
            System.clearProperty(PATIENCE);
        }
        assertTrue(
                caught.containsAll(mutant.rules()),
                () -> "a store that " + mutant + " must fail a test of each of " + mutant.rules()
                        + ", and failed those of " + caught);
    }

    @Test
    void every_rule_of_the_store_catches_a_mutant() {
        Set<String> named = new TreeSet<>();
        MUTANTS.forEach(mutant -> named.addAll(mutant.rules()));
        assertEquals(new TreeSet<>(rulesOfTheStore()), named);
    }

    private static List<String> rulesOfTheStore() {
        return Specification.read().rules().stream()
                .filter(rule -> rule.startsWith("S-"))
                .toList();
    }

    private static Events run(List<DiscoverySelector> tests) {
        return EngineTestKit.engine("junit-jupiter").selectors(tests).execute().testEvents();
    }

    /** The tests of the contract that cite one of these rules. */
    private static List<DiscoverySelector> tests(Set<String> rules) {
        List<DiscoverySelector> tests = new ArrayList<>();
        for (Class<?> group : CommunityStoreContract.class.getDeclaredClasses()) {
            if (group.isAnnotationPresent(Nested.class)) {
                for (Method method : group.getSuperclass().getDeclaredMethods()) {
                    Rule cited = method.getAnnotation(Rule.class);
                    if (cited != null && Arrays.stream(cited.value()).anyMatch(rules::contains)) {
                        tests.add(DiscoverySelectors.selectNestedMethod(
                                List.of(MutantContract.class), group, method.getName()));
                    }
                }
            }
        }
        return tests;
    }

    private static List<String> rules(Event failure) {
        MethodSource source =
                (MethodSource) failure.getTestDescriptor().getSource().orElseThrow();
        return List.of(source.getJavaMethod().getAnnotation(Rule.class).value());
    }
}
