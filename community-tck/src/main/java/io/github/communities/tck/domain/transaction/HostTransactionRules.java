package io.github.communities.tck.domain.transaction;

import static io.github.communities.Permission.COMMUNITY_CREATE;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_UPDATE;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.BillingAccountId;
import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Written;
import io.github.communities.access.AccessView;
import io.github.communities.billing.BillingStatus;
import io.github.communities.change.ChangeListener;
import io.github.communities.change.ChangeRecord;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.error.Unavailable;
import io.github.communities.organization.RosterReport;
import io.github.communities.organization.RosterRow;
import io.github.communities.policy.Policy;
import io.github.communities.spi.HostTransaction;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.BegunTransaction;
import io.github.communities.tck.fixture.NotingStore;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TestBilling;
import io.github.communities.tck.fixture.TestDirectory;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is written inside a transaction of the host, and who learns of it when: CON-4, and CHG-3 as far as it is about
 * it.
 */
public abstract class HostTransactionRules extends AcmeRules {
    private CommunityId team;

    /** Rules on storages of this kind. */
    @SuppressWarnings("NullAway.Init") // the field is set before each test
    protected HostTransactionRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void registerAcme() {
        team = acme();
    }

    /** What listeners were told, by organization and revision. */
    private static final class Heard implements ChangeListener {
        private final List<String> told = new ArrayList<>();

        @Override
        public synchronized void changed(OrganizationId organization, ChangeRecord record) {
            told.add(told(organization, record.revision()));
        }

        synchronized List<String> told() {
            return List.copyOf(told);
        }

        static String told(OrganizationId organization, Revision revision) {
            return organization + " " + revision;
        }
    }

    private Communities telling(ChangeListener listener) {
        return cluster.node(Policy.standard(), engine -> engine.listener(listener));
    }

    private static NewCommunity cats() {
        return NewCommunity.named("Cat lovers");
    }

    @Test
    @Rule("CON-4")
    void what_is_written_inside_is_there_for_others_once_the_host_has_committed() {
        Revision before = revision();
        try (BegunTransaction host = cluster.storage().begin()) {
            Communities within = node.within(host.transaction());
            Written<Community> written = within.create(as(BOB), cats());
            CommunityId cats = written.value().id();

            assertEquals(before.next(), written.revision());
            assertEquals("Cat lovers", within.get(as(BOB), cats).name());
            assertEquals(before, revision());
            notFound(() -> other.get(as(BOB), cats));
            notFound(() -> node.get(as(BOB), cats));
            assertEquals(List.of(), communities("Cat lovers"));

            host.commit();
            assertEquals(before.next(), revision());
            assertEquals("Cat lovers", later().get(as(BOB), cats).name());
            assertEquals(Set.of(COMMUNITY_ADMIN), ownRoles(cats, BOB));
            assertEquals(Optional.of(BOB), recordOf(written).actor());
        }
    }

    @Test
    @Rule("CON-4")
    void after_a_roll_back_nothing_is_visible_or_cached_and_no_revision_is_used_up() {
        Revision before = revision();
        Set<String> facts = facts();
        try (BegunTransaction host = cluster.storage().begin()) {
            Communities within = node.within(host.transaction());
            CommunityId cats = within.create(as(BOB), cats()).value().id();
            within.members().grant(as(BOB), cats, CAROL, COMMUNITY_ADMIN);
            assertTrue(within.access().can(as(CAROL), COMMUNITY_UPDATE, cats));
            within.host().addUser(ACME, BOB, ORGANIZATION_ADMIN);
            assertTrue(within.access().can(as(BOB), COMMUNITY_MANAGE_ACCESS, team));
            host.rollBack();

            notFound(() -> node.get(as(BOB), cats));
            assertFalse(node.access().can(as(CAROL), COMMUNITY_UPDATE, cats));
        }
        assertFalse(node.access().can(as(BOB), COMMUNITY_MANAGE_ACCESS, team));
        assertFalse(later().access().can(as(BOB), COMMUNITY_MANAGE_ACCESS, team));
        assertEquals(before, revision());
        assertEquals(facts, facts());
        assertEquals(before.next(), node.create(as(BOB), cats()).revision());
    }

    @Test
    @Rule({"CON-4", "CON-2"})
    void a_node_that_remembers_knows_at_once_what_became_of_what_was_written_inside() {
        CommunityId cats = node.create(as(BOB), cats()).value().id();
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);
        for (boolean commits : List.of(false, true)) {
            assertTrue(node.access().can(as(CAROL), COMMUNITY_VIEW, cats));
            try (BegunTransaction host = cluster.storage().begin()) {
                Communities within = node.within(host.transaction());
                assertTrue(within.access().can(as(CAROL), COMMUNITY_VIEW, cats));
                Revision inside = within.members()
                        .revoke(as(BOB), cats, CAROL, COMMUNITY_VIEWER)
                        .revision();

                assertFalse(within.access().can(as(CAROL), COMMUNITY_VIEW, cats));
                assertFalse(within.access().of(as(CAROL), inside).can(COMMUNITY_VIEW, cats));
                assertTrue(node.access().can(as(CAROL), COMMUNITY_VIEW, cats), "nobody else sees it");
                assertTrue(node.access().of(as(CAROL)).can(COMMUNITY_VIEW, cats), "nobody else sees it");
                if (commits) {
                    host.commit();
                } else {
                    host.rollBack();
                }

                // Nobody has said so, and no time has passed.
                assertEquals(!commits, node.access().can(as(CAROL), COMMUNITY_VIEW, cats));
                assertEquals(!commits, node.access().of(as(CAROL)).can(COMMUNITY_VIEW, cats));
            }
        }
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);
        assertTrue(node.access().can(as(CAROL), COMMUNITY_VIEW, cats));
        Communities asked = cluster.node();
        try (BegunTransaction host = cluster.storage().begin()) {
            asked.within(host.transaction()).members().revoke(as(BOB), cats, CAROL, COMMUNITY_VIEWER);
            assertTrue(asked.access().can(as(CAROL), COMMUNITY_VIEW, cats), "for the first time while it is open");
            host.commit();
            assertFalse(asked.access().can(as(CAROL), COMMUNITY_VIEW, cats));
        }
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);
        assertTrue(later().access().can(as(CAROL), COMMUNITY_VIEW, cats));
    }

    @Test
    @Rule({"CON-4", "CON-2"})
    void what_the_host_says_is_committed_a_node_knows_without_asking() {
        NotingStore store = new NotingStore(cluster.storage().open());
        Communities on = cluster.node(Policy.standard(), engine -> engine.store(store));
        on.access().can(as(CAROL), COMMUNITY_CREATE, ACME);
        try (BegunTransaction host = cluster.storage().begin()) {
            on.within(host.transaction()).host().removeUser(ACME, CAROL);
            host.commit();
            host.transaction().committed();
        }
        assertFalse(on.access().can(as(CAROL), COMMUNITY_CREATE, ACME));
        assertTrue(on.access().can(as(BOB), COMMUNITY_CREATE, ACME));
        store.questions();

        assertTrue(on.access().can(as(BOB), COMMUNITY_CREATE, ACME));

        assertEquals(List.of(), store.questions());
    }

    @Test
    @Rule({"CON-4", "CHG-3"})
    void listeners_are_told_when_the_host_says_that_it_has_committed() {
        Heard heard = new Heard();
        Communities writing = telling(heard);
        Revision before = revision();
        try (BegunTransaction host = cluster.storage().begin()) {
            Communities within = writing.within(host.transaction());
            within.create(as(BOB), cats());
            within.host().register(GLOBEX, "Globex");
            writing.within(host.transaction()).host().signIn(ACME, BOB);
            assertFalse(within.host().signIn(ACME, BOB).changed());

            assertEquals(List.of(), heard.told());
            host.commit();
            assertEquals(List.of(), heard.told());
            host.transaction().committed();
            List<String> told = List.of(
                    Heard.told(ACME, before.next()),
                    Heard.told(GLOBEX, Revision.of(1)),
                    Heard.told(ACME, before.next().next()));
            assertEquals(told, heard.told());
            host.transaction().committed();
            assertEquals(told, heard.told(), "each once");
        }
        writing.host().signIn(ACME, CAROL);
        assertEquals(4, heard.told().size(), "and then as ever");
    }

    @Test
    @Rule({"CON-4", "CHG-3"})
    void nobody_is_told_of_what_was_rolled_back_or_refused_or_not_said_to_be_committed() {
        Heard heard = new Heard();
        Communities writing = telling(heard);
        try (BegunTransaction host = cluster.storage().begin()) {
            writing.within(host.transaction()).create(as(BOB), cats());
            host.rollBack();
        }
        try (BegunTransaction host = cluster.storage().begin()) {
            Communities within = writing.within(host.transaction());
            refused("DEF-2", () -> within.delete(as(ANN), team));
            host.commit();
            host.transaction().committed();
        }
        try (BegunTransaction host = cluster.storage().begin()) {
            writing.within(host.transaction()).create(as(BOB), cats());
            host.commit();
        }
        assertEquals(List.of(), heard.told());
        assertEquals(1, communities("Cat lovers").size(), "who was told nothing finds it in the feed");
        Written<?> next = writing.host().signIn(ACME, BOB);
        assertEquals(List.of(Heard.told(ACME, next.revision())), heard.told(), "nobody waits for the host to say it");
    }

    @Test
    @Rule("CON-4")
    void what_is_refused_inside_leaves_the_transaction_as_it_was() {
        try (BegunTransaction host = cluster.storage().begin()) {
            Communities within = node.within(host.transaction());
            Community cats = within.create(as(BOB), cats()).value();

            refused("COM-2", () -> within.create(as(CAROL), cats()));
            refused("DEF-2", () -> within.delete(as(ANN), team));
            forbidden(
                    COMMUNITY_UPDATE,
                    () -> within.update(
                            as(ANN), cats.id(), CommunityUpdate.nothing().name("Dog lovers"), cats.version()));
            notFound(() -> within.create(as(DAVE), NewCommunity.named("Strangers")));

            within.update(as(BOB), cats.id(), CommunityUpdate.nothing().name("Dog lovers"), cats.version());
            host.commit();
        }
        assertEquals(1, communities("Dog lovers").size());
        assertEquals(List.of(), communities("Cat lovers"));
        assertEquals(List.of(), communities("Strangers"));
    }

    @Test
    @Rule({"CON-4", "CON-6"})
    void what_is_written_inside_authorizes_what_follows_inside() {
        Revision before = revision();
        try (BegunTransaction host = cluster.storage().begin()) {
            Communities within = node.within(host.transaction());
            within.host().signIn(ACME, BOB);
            forbidden(COMMUNITY_MANAGE_ACCESS, () -> within.members().grant(as(BOB), team, CAROL, COMMUNITY_VIEWER));
            within.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN);
            within.members().grant(as(BOB), team, CAROL, COMMUNITY_VIEWER);
            within.members().revoke(as(ANN), team, BOB, COMMUNITY_ADMIN);
            forbidden(COMMUNITY_MANAGE_ACCESS, () -> within.members().grant(as(BOB), team, ANN, COMMUNITY_VIEWER));
            forbidden(COMMUNITY_MANAGE_ACCESS, () -> node.access().require(as(BOB), COMMUNITY_MANAGE_ACCESS, team));
            host.commit();
        }
        later();
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, BOB));
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(team, CAROL));
        assertEquals(before.value() + 4, revision().value(), "each write is a revision of its own");
    }

    @Test
    @Rule("CON-4")
    void a_view_that_was_made_inside_sees_what_the_transaction_sees() {
        try (BegunTransaction host = cluster.storage().begin()) {
            Communities within = node.within(host.transaction());
            within.host().signIn(ACME, CAROL);
            AccessView inside = within.access().of(as(CAROL));
            AccessView outside = node.access().of(as(CAROL));

            assertTrue(inside.can(COMMUNITY_VIEW, team));
            assertTrue(inside.explain(COMMUNITY_VIEW, team).allowed());
            assertFalse(outside.can(COMMUNITY_VIEW, team));
            host.commit();
            assertTrue(later().access().can(as(CAROL), COMMUNITY_VIEW, team));
        }
    }

    @Test
    @Rule("CON-4")
    void several_organizations_are_committed_together_or_not_at_all() {
        try (BegunTransaction host = cluster.storage().begin()) {
            Communities within = node.within(host.transaction());
            within.host().register(GLOBEX, "Globex");
            within.host().signIn(ACME, BOB);
            host.rollBack();
        }
        notFound(() -> other.host().organization(GLOBEX));
        assertFalse(member(team, BOB).isPresent());

        try (BegunTransaction host = cluster.storage().begin()) {
            Communities within = node.within(host.transaction());
            within.host().register(GLOBEX, "Globex");
            within.host().addUser(GLOBEX, BOB);
            within.host().signIn(GLOBEX, BOB);
            within.host().signIn(ACME, BOB);
            notFound(() -> other.host().organization(GLOBEX));
            host.commit();
        }
        assertEquals("Globex Team", other.getDefault(Caller.of(GLOBEX, BOB)).name());
        assertTrue(member(team, BOB).isPresent());
    }

    @Test
    @Rule({"CON-4", "ORG-6"})
    void a_roster_comes_in_inside_as_a_whole_or_not_at_all() {
        List<RosterRow> rows = IntStream.range(0, 1500)
                .mapToObj(number ->
                        new RosterRow(number, ACME, Optional.empty(), Optional.empty(), "user " + number, "member"))
                .toList();
        Revision before = revision();
        try (BegunTransaction host = cluster.storage().begin()) {
            RosterReport report = node.within(host.transaction()).host().importRoster(rows.stream(), row -> {});
            assertEquals(1500, report.added());
            assertEquals(before, revision());
            host.rollBack();
        }
        assertEquals(before, revision());
        try (BegunTransaction host = cluster.storage().begin()) {
            node.within(host.transaction()).host().importRoster(rows.stream(), row -> {});
            host.commit();
        }
        assertEquals(1500, node.host().importRoster(rows.stream(), row -> {}).unchanged());
    }

    @Test
    @Rule({"CON-4", "BIL-1", "BIL-2"})
    void the_host_is_asked_about_billing_as_ever() {
        TestBilling billing = new TestBilling();
        BillingAccountId good = billing.account("good", BillingStatus.ACTIVE);
        billing.allow(good, BOB);
        Communities billed = cluster.node(Policy.standard(), engine -> engine.billingAccounts(billing));
        try (BegunTransaction host = cluster.storage().begin()) {
            Communities within = billed.within(host.transaction());
            CommunityId cats = within.create(as(BOB), cats()).value().id();
            refused("BIL-2", () -> within.billing().link(as(BOB), cats, BillingAccountId.of("unknown")));
            within.billing().link(as(BOB), cats, good);
            assertEquals(Optional.of(good), within.billing().linked(as(BOB), cats));
            host.commit();
        }
        assertEquals(
                Optional.of("good"), community("Cat lovers").billingAccount().map(BillingAccountId::value));
    }

    @Test
    @Rule({"CON-4", "ORG-2"})
    void the_hosts_directory_is_asked_as_ever() {
        TestDirectory directory = new TestDirectory(cluster.clock());
        directory.put(ACME, CAROL, ORGANIZATION_ADMIN);
        Communities asking = cluster.node(Policy.standard(), directory);
        try (BegunTransaction host = cluster.storage().begin()) {
            Communities within = asking.within(host.transaction());
            notFound(() -> within.create(as(BOB), cats()));
            within.create(as(CAROL), cats());
            assertTrue(within.access().can(as(CAROL), COMMUNITY_MANAGE_ACCESS, team));
            assertEquals(List.of(), communities("Cat lovers"));
            host.commit();
        }
        assertEquals(1, communities("Cat lovers").size());
    }

    @Test
    @Rule("CON-4")
    void closing_what_works_inside_closes_nothing_else() {
        try (BegunTransaction host = cluster.storage().begin()) {
            Communities within = node.within(host.transaction());
            within.host().signIn(ACME, BOB);
            within.close();
            assertThrows(Unavailable.class, () -> within.host().signIn(ACME, CAROL));
            node.within(host.transaction()).host().signIn(ACME, CAROL);
            host.commit();
        }
        assertTrue(member(team, BOB).isPresent());
        assertTrue(member(team, CAROL).isPresent());
        assertEquals("Acme", node.host().organization(ACME).name());
    }

    @Test
    @Rule("CON-4")
    void a_transaction_that_the_store_cannot_join_is_refused_and_nothing_is_written() {
        HostTransaction strange = new HostTransaction() {};
        untouched(() -> refused("CON-4", () -> node.within(strange).create(as(BOB), cats())));
    }

    @Test
    @Rule("CON-4")
    void a_transaction_that_the_host_said_is_committed_is_refused() {
        try (BegunTransaction host = cluster.storage().begin()) {
            Communities within = node.within(host.transaction());
            within.host().signIn(ACME, BOB);
            host.commit();
            host.transaction().committed();
            untouched(() -> refused("CON-4", () -> within.create(as(BOB), cats())));
            refused("CON-4", () -> within.get(as(BOB), team));
        }
    }
}
