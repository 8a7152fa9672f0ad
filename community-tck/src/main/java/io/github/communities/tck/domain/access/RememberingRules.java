package io.github.communities.tck.domain.access;

import static io.github.communities.Permission.COMMUNITY_UPDATE;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_MEMBER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.BillingAccountId;
import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.access.AccessStatistics;
import io.github.communities.access.AccessView;
import io.github.communities.access.Operation;
import io.github.communities.billing.BillingStatus;
import io.github.communities.core.memory.InMemoryCommunityStore;
import io.github.communities.decision.Decision;
import io.github.communities.decision.Names;
import io.github.communities.error.Stale;
import io.github.communities.error.Unavailable;
import io.github.communities.policy.Policy;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.Race.Outcome;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TestBilling;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a node remembers it does not ask for again; what changed it forgets, and nothing else; and nobody but itself has
 * a part in it. Cat lovers is bob's, with the project Litter; carol edits it and dave views it.
 */
public abstract class RememberingRules extends NotedAccessRules {
    private static final Duration BOUND = Duration.ofSeconds(1);

    private Communities on;

    /** Rules on storages of their own. */
    @SuppressWarnings("NullAway.Init") // the field is set before each test
    protected RememberingRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void letANodeBeNoted() {
        on = nodeThatKnowsNothing(BOUND);
    }

    private Communities nodeThatKnowsNothing(Duration bound) {
        Communities another =
                cluster.node(Policy.standard(), engine -> engine.store(store).stalenessBound(bound));
        store.questions();
        return another;
    }

    private boolean can(Subject who, Permission permission) {
        return on.access().can(as(who), permission, litter);
    }

    // What is asked, and what not

    @Test
    @Rule({"CON-2", "ACC-4"})
    void who_holds_what_takes_one_question_and_where_a_target_leads_another() {
        assertTrue(can(CAROL, PROJECT_VIEW));
        assertEquals(List.of("user/carol", "targets"), store.questions());

        assertTrue(can(DAVE, PROJECT_VIEW));
        assertEquals(List.of("user/dave"), store.questions(), "where it leads is known for all");
        assertTrue(can(CAROL, PROJECT_VIEW));
        assertFalse(can(DAVE, COMMUNITY_UPDATE));
        AccessView view = on.access().of(as(CAROL));
        assertTrue(view.can(COMMUNITY_UPDATE, litter));
        assertTrue(view.explain(PROJECT_VIEW, litter).allowed());
        assertFalse(view.permissions(litter).isEmpty());
        assertFalse(view.permissions(List.of(litter, ACME), Permission.STANDARD).isEmpty());
        assertEquals(List.of(), store.questions());
    }

    @Test
    @Rule("ACC-2")
    void names_take_one_work_of_those_who_ask_for_them_and_nothing_is_asked_about_what_names_nothing() {
        Decision decision = on.access().explain(as(CAROL), PROJECT_VIEW, litter);
        store.questions();

        Names names = on.access().names(as(CAROL), decision.targets());
        assertEquals(Optional.of("Litter"), names.of(litter));
        assertEquals(List.of("read"), store.questions());
        assertEquals(Names.none(), on.access().names(as(CAROL), List.of()));
        assertEquals(List.of(), store.questions());
    }

    @Test
    @Rule({"ACC-7", "CON-2"})
    void what_may_be_run_takes_one_question_about_the_project_before_the_host_is_asked_and_one_after() {
        TestBilling billing = new TestBilling();
        Communities asking = linked(billing);
        assertTrue(asking.access().can(as(CAROL), PROJECT_RUN, litter));
        store.questions();
        int before = billing.questions().size();

        assertTrue(asking.access().authorize(as(CAROL), Operation.RUN, litter).allowed());

        assertEquals(List.of("targets", "targets"), store.questions());
        assertEquals(before + 1, billing.questions().size());
    }

    @Test
    @Rule({"ACC-7", "CON-2"})
    void what_another_node_writes_while_the_host_is_asked_is_known_when_it_has_answered() {
        TestBilling billing = new TestBilling();
        Communities asking = linked(billing);
        assertTrue(asking.access().authorize(as(CAROL), Operation.RUN, litter).allowed());

        billing.meanwhile(() -> node.members().revoke(as(BOB), cats, CAROL, COMMUNITY_EDITOR));

        assertFalse(asking.access().authorize(as(CAROL), Operation.RUN, litter).allowed());
        assertFalse(asking.access().authorize(as(CAROL), Operation.RUN, litter).allowed());
    }

    /** A node whose host lets Cat lovers use an account. */
    private Communities linked(TestBilling billing) {
        Communities linking =
                cluster.node(Policy.standard(), engine -> engine.store(store).billingAccounts(billing));
        BillingAccountId account = billing.account("account", BillingStatus.ACTIVE);
        billing.allow(account, BOB);
        linking.billing().link(as(BOB), cats, account);
        return linking;
    }

    @Test
    @Rule("CON-2")
    void past_the_bound_it_is_asked_once_for_all_whether_anything_changed() {
        can(CAROL, PROJECT_VIEW);
        can(DAVE, PROJECT_VIEW);
        store.questions();

        cluster.clock().advance(BOUND.plusNanos(1));

        can(CAROL, PROJECT_VIEW);
        can(DAVE, PROJECT_VIEW);
        assertEquals(List.of("revision"), store.questions());
        cluster.clock().advance(BOUND);
        can(CAROL, PROJECT_VIEW);
        assertEquals(List.of(), store.questions(), "from when it was asked, it may be used for so long");
    }

    @Test
    @Rule("CON-2")
    void of_a_change_of_one_member_nobody_else_has_to_be_asked_for_again() {
        List<Subject> members = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Subject member = Subject.user("member " + i);
            node.host().addUser(ACME, member);
            node.members().grant(as(BOB), cats, member, COMMUNITY_VIEWER);
            members.add(member);
            assertTrue(can(member, PROJECT_VIEW));
        }
        assertTrue(can(DAVE, PROJECT_VIEW));
        store.questions();
        node.members().revoke(as(BOB), cats, DAVE, COMMUNITY_VIEWER);

        cluster.clock().advance(BOUND.plusNanos(1));

        members.forEach(member -> assertTrue(can(member, PROJECT_VIEW)));
        assertEquals(List.of("revision", "read"), store.questions(), "that it moved, and the feed");
        assertFalse(can(DAVE, PROJECT_VIEW));
        assertEquals(List.of("user/dave"), store.questions());
    }

    @Test
    @Rule("CON-2")
    void of_its_own_writes_a_node_asks_nothing() {
        can(CAROL, PROJECT_VIEW);
        can(DAVE, PROJECT_VIEW);
        on.members().revoke(as(BOB), cats, DAVE, COMMUNITY_VIEWER);
        store.questions();

        assertTrue(can(CAROL, PROJECT_VIEW));
        assertEquals(List.of(), store.questions());
        assertFalse(can(DAVE, PROJECT_VIEW));
        assertEquals(List.of("user/dave"), store.questions());
    }

    @Test
    @Rule("CON-2")
    void where_the_revision_is_known_already_nothing_is_asked() {
        can(CAROL, PROJECT_VIEW);
        Revision latest = revision();
        store.questions();

        assertTrue(on.access().of(as(CAROL), latest).can(PROJECT_VIEW, litter));
        assertEquals(List.of(), store.questions());
        Revision later =
                node.members().revoke(as(BOB), cats, DAVE, COMMUNITY_VIEWER).revision();
        assertTrue(on.access().of(as(CAROL), later).can(PROJECT_VIEW, litter));
        assertEquals(List.of("revision", "read"), store.questions());
    }

    @Test
    @Rule({"CON-2", "ACC-8"})
    void what_does_not_exist_is_not_remembered() {
        can(CAROL, PROJECT_VIEW);
        store.questions();
        for (int i = 0; i < 3; i++) {
            assertFalse(on.access().can(as(CAROL), PROJECT_VIEW, ProjectId.of(ACME, "made up")));
            assertEquals(List.of("targets"), store.questions());
            assertFalse(on.access().can(as(Subject.user("stranger")), PROJECT_VIEW, litter));
            assertEquals(List.of("user/stranger"), store.questions());
        }
        ProjectId created = projectOf(BOB, cats, "Created").id();
        cluster.clock().advance(BOUND.plusNanos(1));
        assertTrue(on.access().can(as(CAROL), PROJECT_VIEW, created));
    }

    @Test
    @Rule("CON-2")
    void many_who_miss_the_same_together_ask_once() {
        int many = 64;
        try (Race race = new Race(many)) {
            for (int round = 0; round < 20; round++) {
                Subject member = Subject.user("member " + round);
                node.host().addUser(ACME, member, COMMUNITY_VIEWER);
                Revision added = revision();
                store.questions();
                List<Callable<Boolean>> tasks = new ArrayList<>();
                for (int i = 0; i < many; i++) {
                    tasks.add(() -> on.access().of(as(member), added).can(COMMUNITY_VIEW, cats));
                }
                for (Outcome<Boolean> outcome : race.<Boolean>run(tasks)) {
                    assertTrue(outcome.get());
                }
                List<String> asked = store.questions();
                // Whoever comes between the answer and its being remembered asks again.
                assertTrue(asked.size() < many / 4, () -> "asked " + asked);
            }
        }
    }

    // How much it is

    @Test
    @Rule("CON-2")
    void how_it_fares_can_be_read() {
        can(CAROL, PROJECT_VIEW);
        can(DAVE, PROJECT_VIEW);
        AccessStatistics begun = on.host().accessStatistics();
        assertEquals(List.of(2L, 1L, 0L, 0L, 0L), fetched(begun));
        assertEquals(4, begun.entries(), "two principals, a project, and the organization");
        assertTrue(begun.weight() > 1_000 && begun.weight() < 10_000, () -> begun.weight() + " bytes");
        node.members().revoke(as(BOB), cats, DAVE, COMMUNITY_VIEWER);

        cluster.clock().advance(BOUND.plusNanos(1));
        for (int i = 0; i < 1_000; i++) {
            cluster.clock().advance(Duration.ofNanos(1));
            can(CAROL, PROJECT_VIEW);
            on.access().of(as(CAROL)).can(PROJECT_VIEW, litter);
        }
        can(DAVE, PROJECT_VIEW);

        AccessStatistics later = on.host().accessStatistics();
        assertEquals(List.of(3L, 1L, 1L, 1L, 1L), fetched(later));
        assertEquals(4, later.entries());
        assertTrue(later.hits() > 1_000 && later.hits() < 4_000, () -> later.hits() + " hits of 2,000");
        assertTrue(later.greatestAge().compareTo(Duration.ofNanos(900)) > 0, later::toString);
        assertTrue(later.greatestAge().compareTo(BOUND) <= 0, later::toString);
    }

    private static List<Long> fetched(AccessStatistics statistics) {
        return List.of(
                statistics.loads(),
                statistics.reads(),
                statistics.revisionChecks(),
                statistics.changesRead(),
                statistics.drops());
    }

    @Test
    @Rule("CON-2")
    void what_is_remembered_takes_no_more_room_than_it_was_given() {
        int bytes = 64 * 1024;
        on = cluster.node(Policy.standard(), engine -> engine.accessMemory(bytes));
        List<Subject> members = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Subject member = Subject.user("member " + i);
            node.host().addUser(ACME, member, i % 2 == 0 ? COMMUNITY_VIEWER : ORGANIZATION_MEMBER);
            members.add(member);
        }
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < members.size(); i++) {
                assertEquals(i % 2 == 0, can(members.get(i), PROJECT_VIEW));
            }
        }
        AccessStatistics full = on.host().accessStatistics();
        assertTrue(full.weight() <= bytes, () -> full.weight() + " bytes");
        assertTrue(full.weight() > bytes / 2, () -> full.weight() + " bytes");
        assertTrue(full.evictions() > 0);
    }

    @Test
    @Rule({"CON-2", "ACC-8"})
    void whatever_does_not_exist_takes_no_room() {
        can(CAROL, PROJECT_VIEW);
        long entries = on.host().accessStatistics().entries();
        for (int i = 0; i < 100; i++) {
            assertFalse(on.access().can(as(CAROL), PROJECT_VIEW, ProjectId.of(ACME, "made up " + i)));
            assertFalse(on.access().can(as(Subject.user("stranger " + i)), PROJECT_VIEW, litter));
            OrganizationId nowhere = OrganizationId.of("nowhere " + i);
            assertFalse(on.access().can(Caller.of(nowhere, CAROL), PROJECT_VIEW, ProjectId.of(nowhere, "litter")));
        }
        store.cutOff(true);
        for (int i = 0; i < 100; i++) {
            OrganizationId unknown = OrganizationId.of("unknown " + i);
            assertThrows(Unavailable.class, () -> on.access().can(Caller.of(unknown, CAROL), PROJECT_VIEW, unknown));
        }
        assertEquals(entries, on.host().accessStatistics().entries());
    }

    @Test
    @Rule("ACC-8")
    void a_stranger_can_not_tell_by_what_it_costs_that_something_was_written() {
        can(CAROL, PROJECT_VIEW);
        Subject stranger = Subject.user("stranger");
        for (int i = 0; i < 3; i++) {
            node.members().grant(as(BOB), cats, DAVE, i % 2 == 0 ? COMMUNITY_EDITOR : COMMUNITY_VIEWER);
            cluster.clock().advance(BOUND.plusNanos(1));
            store.questions();
            assertFalse(can(stranger, PROJECT_VIEW));
            assertEquals(List.of("user/stranger"), store.questions());
        }
    }

    @Test
    @Rule("S-19")
    void a_node_that_is_closed_answers_nothing_from_what_it_knew() {
        assertTrue(can(CAROL, PROJECT_VIEW));
        AccessView view = on.access().of(as(CAROL));
        on.close();
        assertEquals(0, on.host().accessStatistics().entries());
        assertThrows(Unavailable.class, () -> can(CAROL, PROJECT_VIEW));
        assertThrows(Unavailable.class, () -> on.access().of(as(CAROL)));
        assertThrows(Unavailable.class, () -> view.can(PROJECT_VIEW, litter));
    }

    // A bound of zero

    @Test
    @Rule({"CON-2", "CON-3"})
    void with_a_bound_of_zero_each_question_asks_whether_anything_changed() {
        on = nodeThatKnowsNothing(Duration.ZERO);
        assertTrue(can(CAROL, PROJECT_VIEW));
        store.questions();
        assertTrue(can(CAROL, PROJECT_VIEW));
        assertEquals(List.of("revision"), store.questions());

        node.members().revoke(as(BOB), cats, CAROL, COMMUNITY_EDITOR);

        assertFalse(can(CAROL, PROJECT_VIEW));
        store.cutOff(true);
        assertThrows(Unavailable.class, () -> can(CAROL, PROJECT_VIEW));
    }

    @Test
    @Rule({"ACC-4", "CON-3"})
    void with_a_bound_of_zero_a_view_answers_until_something_is_written() {
        on = nodeThatKnowsNothing(Duration.ZERO);
        AccessView view = on.access().of(as(CAROL));
        assertTrue(view.can(PROJECT_VIEW, litter));
        cluster.clock().advance(Duration.ofHours(1));
        assertTrue(view.can(PROJECT_VIEW, litter));

        node.members().revoke(as(BOB), cats, CAROL, COMMUNITY_EDITOR);

        assertThrows(Stale.class, () -> view.can(PROJECT_VIEW, litter));
        assertFalse(view.refresh().can(PROJECT_VIEW, litter));
    }

    // ACC-4: a view of the past

    @Test
    @Rule("ACC-4")
    void a_view_answers_as_of_its_revision_or_not_at_all() {
        ProjectId shed = projectOf(BOB, cats, "Shed").id();
        AccessView view = on.access().of(as(CAROL));
        assertTrue(view.can(PROJECT_VIEW, litter));
        ProjectId attic = projectOf(BOB, cats, "Attic").id();
        node.projects().delete(as(BOB), litter);
        node.projects().delete(as(BOB), shed);
        assertFalse(on.access().of(as(CAROL), revision()).can(PROJECT_VIEW, litter));

        assertTrue(view.can(PROJECT_VIEW, litter), "it was there");
        assertTrue(view.can(PROJECT_VIEW, shed), "as was this, of which nobody had asked");
        assertFalse(view.can(PROJECT_VIEW, attic), "it was not there yet");

        node.projects().restore(as(BOB), litter);
        node.projects().restore(as(BOB), shed);
        assertTrue(on.access().of(as(CAROL), revision()).can(PROJECT_VIEW, shed));
        assertThrows(Stale.class, () -> view.can(PROJECT_VIEW, shed), "that it was there nobody knows any more");
    }

    @Test
    @Rule("ACC-4")
    void a_view_does_not_take_for_missing_what_went_with_what_was_above_it() {
        AccessView view = on.access().of(as(CAROL));
        node.delete(as(BOB), cats);
        on.access().of(as(BOB), revision());

        assertTrue(view.can(PROJECT_VIEW, litter), "it was there");
        node.restore(as(BOB), cats);
        assertTrue(on.access().of(as(CAROL), revision()).can(PROJECT_VIEW, litter));
    }

    // TEN-2 and TEN-3

    @Test
    @Rule({"TEN-2", "TEN-3"})
    void two_engines_under_load_never_answer_for_each_other() {
        CommunityId namesake = CommunityId.of(GLOBEX, cats.value());
        register(GLOBEX, "Globex");
        try (Communities apart = cluster.engine(InMemoryCommunityStore.create()).build()) {
            apart.host().register(ACME, "Another Acme");
            apart.host().addUser(ACME, CAROL);
            try (Race race = new Race(8)) {
                List<Callable<Boolean>> tasks = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    boolean here = i % 2 == 0;
                    tasks.add(() -> {
                        for (int question = 0; question < 20_000; question++) {
                            boolean answer = here
                                    ? on.access().can(as(CAROL), COMMUNITY_UPDATE, cats)
                                            && !on.access().can(as(CAROL), COMMUNITY_UPDATE, namesake)
                                    : !apart.access().can(as(CAROL), COMMUNITY_VIEW, ACME);
                            if (!answer) {
                                return false;
                            }
                        }
                        return true;
                    });
                }
                race.<Boolean>run(tasks).forEach(outcome -> assertTrue(outcome.get()));
            }
        }
    }

    @Test
    @Rule({"TEN-1", "TEN-3"})
    void ids_that_look_alike_when_they_are_joined_are_kept_apart() {
        OrganizationId short1 = OrganizationId.of("a$");
        OrganizationId long1 = OrganizationId.of("a");
        register(short1, "Short");
        register(long1, "Long");
        node.host().addUser(short1, Subject.user("b"), COMMUNITY_VIEWER);
        node.host().addUser(long1, Subject.user("$b"));
        CommunityId shortTeam = node.host().organization(short1).defaultCommunity();
        CommunityId longTeam = node.host().organization(long1).defaultCommunity();
        for (int i = 0; i < 2; i++) {
            assertTrue(on.access().can(Caller.of(short1, Subject.user("b")), COMMUNITY_VIEW, shortTeam));
            assertFalse(on.access().can(Caller.of(long1, Subject.user("$b")), COMMUNITY_VIEW, longTeam));
        }
    }
}
