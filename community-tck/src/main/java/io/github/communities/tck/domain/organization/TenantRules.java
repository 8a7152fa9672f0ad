package io.github.communities.tck.domain.organization;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.BillingAccountId;
import io.github.communities.Communities;
import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.billing.BillingStatus;
import io.github.communities.spi.BillingAccounts;
import io.github.communities.tck.domain.Answers;
import io.github.communities.tck.domain.Deeds;
import io.github.communities.tck.domain.Deeds.Deed;
import io.github.communities.tck.fixture.Cluster;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.model.ProgramRules;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * That organizations have nothing to do with each other: TEN-3. Two of them, whose ids look alike, have the same
 * people, and ids from generators that give the same, so that whoever forgets the organization anywhere takes the
 * things of one for those of the other.
 *
 * <p>A tenth as many programs are run as in {@link ProgramRules}, since each is followed by every question there is.
 */
public abstract class TenantRules {
    private static final Duration PAST_STALENESS = Duration.ofSeconds(2);

    private final Supplier<StoreFixture> storages;

    /** Programs on storages of this kind. */
    protected TenantRules(Supplier<StoreFixture> storages) {
        this.storages = storages;
    }

    @Provide
    Arbitrary<List<Deed>> deeds() {
        return Deeds.upTo(40);
    }

    /** What some store or other might take for "acme". */
    @Provide
    Arbitrary<OrganizationId> alike() {
        return Arbitraries.of(
                        "Acme",
                        "acme ",
                        "acm",
                        "acme/",
                        "acme%2F",
                        "acm\u00E9",
                        "\uFF41cme",
                        "acme\u0301",
                        "globex",
                        "%")
                .map(OrganizationId::of);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @AddLifecycleHook(Tries.class)
    @Rule("TEN-3")
    void nothing_done_in_one_organization_changes_any_answer_in_another(
            @ForAll("alike") OrganizationId id,
            @ForAll("deeds") List<Deed> here,
            @ForAll("deeds") List<Deed> there,
            @ForAll("deeds") List<Deed> then,
            @ForAll boolean removed) {
        try (Cluster cluster = new Cluster(storages.get())) {
            Deeds acme = started(cluster, OrganizationId.of("acme"));
            Deeds other = started(cluster, id);
            Communities reader = cluster.node(Deeds.POLICY);
            here.forEach(acme::run);
            there.forEach(other::run);

            cluster.clock().advance(PAST_STALENESS);
            List<Target> strange = other.targets();
            Answers before = Answers.of(reader, acme, strange);
            assertTrue(before.size() > 100, () -> "questions: " + before.size());
            then.forEach(other::run);
            if (removed) {
                other.removeOrganization();
            }

            cluster.clock().advance(PAST_STALENESS);
            // One remembers what it was asked before, the other has to ask the store.
            for (Communities asked : List.of(reader, cluster.node(Deeds.POLICY))) {
                Answers.of(asked, acme, strange).assertAre(before, () -> "changed by what was done in " + id);
            }
        }
    }

    /** An organization on a node of its own, whose ids are those that every other such node gives. */
    private static Deeds started(Cluster cluster, OrganizationId organization) {
        AtomicInteger last = new AtomicInteger();
        Communities node = cluster.node(
                Deeds.POLICY,
                engine -> engine.ids(() -> "id" + last.incrementAndGet()).billingAccounts(new AnyAccount()));
        Deeds deeds = new Deeds(organization, node, cluster.clock());
        deeds.begin();
        return deeds;
    }

    /** A host by whose word every account is good for everyone. */
    private static final class AnyAccount implements BillingAccounts {
        @Override
        public Optional<BillingStatus> status(
                OrganizationId organization, BillingAccountId account, Duration patience) {
            return Optional.of(BillingStatus.ACTIVE);
        }

        @Override
        public boolean mayUse(
                OrganizationId organization, Subject principal, BillingAccountId account, Duration patience) {
            return true;
        }
    }

    /** How many programs are run. */
    static final class Tries implements AroundPropertyHook {
        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
            context.attributes().setTries(Math.max(1, Integer.getInteger(ProgramRules.PROGRAMS, 300) / 10));
            return property.execute();
        }
    }
}
