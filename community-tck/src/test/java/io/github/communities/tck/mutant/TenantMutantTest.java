package io.github.communities.tck.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.communities.spi.CommunityStore;
import io.github.communities.tck.domain.organization.TenantRules;
import io.github.communities.tck.fixture.StoreFixture;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Stores that mix up organizations, under an engine: TEN-3 finds them too, without knowing of stores. */
class TenantMutantTest {
    /** No engine writes a record of another organization, or asks for nothing but a revision: these only S-14 finds. */
    private static final Set<String> UNSEEN = Set.of(
            "passes records of other organizations over",
            "takes organizations for one that differ by case",
            "counts revisions across organizations");

    static final List<Mutant> MUTANTS = Mutants.ALL.stream()
            .filter(mutant -> mutant.rules().contains("S-14") && !UNSEEN.contains(mutant.fault()))
            .toList();

    @Test
    void on_a_sound_store_nothing_is_found() {
        assertEquals(0, run(Ground::sound).failed().count());
    }

    @ParameterizedTest(name = "a store that {0}")
    @FieldSource("MUTANTS")
    void a_store_that_mixes_organizations_up_is_found(Mutant mutant) {
        assertEquals(1, run(mutant.store()).failed().count(), () -> "a store that " + mutant);
    }

    private static Events run(Function<Ground, CommunityStore> store) {
        Tried.store = store;
        Events tests = EngineTestKit.engine("jqwik")
                .selectors(DiscoverySelectors.selectClass(Tried.class))
                .execute()
                .testEvents();
        assertEquals(1, tests.started().count(), "the property ran");
        return tests;
    }

    /** That a mutant is found is enough; by how short a program matters to nobody. */
    static final class NoShrinking implements AroundPropertyHook {
        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
            context.attributes().setShrinking(ShrinkingMode.OFF);
            return property.execute();
        }
    }

    /** The rules on the store that is being tried; run from here, and not by itself. */
    @AddLifecycleHook(NoShrinking.class)
    static final class Tried extends TenantRules {
        private static volatile Function<Ground, CommunityStore> store = Ground::sound;

        Tried() {
            super(Tried::storage);
        }

        private static StoreFixture storage() {
            return Ground.of(store);
        }
    }
}
