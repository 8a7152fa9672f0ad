package io.github.communities.tck.domain.access;

import static io.github.communities.Permission.COMMUNITY_UPDATE;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.Written;
import io.github.communities.access.AccessView;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.error.Unavailable;
import io.github.communities.invitation.NewPersonal;
import io.github.communities.member.Members;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.domain.Answers;
import io.github.communities.tck.domain.Deeds;
import io.github.communities.tck.fixture.ForwardingStore;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TestBilling;
import io.github.communities.tck.fixture.ThreadWatch;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How soon a check sees a write, and that no thread of the library's own has to see to that: CON-2 and CON-5. */
public abstract class FreshnessRules extends AcmeRules {
    private CommunityId cats = CommunityId.of(ACME, "not created yet");
    private ProjectId litter = ProjectId.of(ACME, "not created yet");

    /** Rules on storages of this kind. */
    protected FreshnessRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void letBobHaveCats() {
        // One that remembers, as those of hosts do.
        other = cluster.node();
        acme();
        cats = communityOf(BOB, "Cat lovers");
        litter = projectOf(BOB, cats, "Litter").id();
        node.host().addGroup(ACME, CATS);
        node.members().grant(as(BOB), litter, CATS, PROJECT_VIEWER);
    }

    // CON-2

    /** A write that turns an answer round. */
    private record Turn(
            String words,
            Supplier<Written<?>> write,
            Subject who,
            Permission permission,
            Target target,
            boolean granted) {}

    /** Writes of every kind that access depends on, each of which turns the answer to a question about carol round. */
    private List<Turn> turns(Communities writing) {
        return List.of(
                turn(
                        "granting",
                        () -> writing.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER),
                        COMMUNITY_VIEW,
                        cats,
                        true),
                turn(
                        "granting more",
                        () -> writing.members().grant(as(BOB), cats, CAROL, COMMUNITY_EDITOR),
                        COMMUNITY_UPDATE,
                        cats,
                        true),
                turn(
                        "revoking",
                        () -> writing.members().revoke(as(BOB), cats, CAROL, COMMUNITY_EDITOR),
                        COMMUNITY_UPDATE,
                        cats,
                        false),
                turn("removing", () -> writing.members().remove(as(BOB), cats, CAROL), COMMUNITY_VIEW, cats, false),
                turn(
                        "putting into a group",
                        () -> writing.host().addToGroup(ACME, CATS, CAROL),
                        PROJECT_VIEW,
                        litter,
                        true),
                turn("deleting", () -> writing.projects().delete(as(BOB), litter), PROJECT_VIEW, litter, false),
                turn("restoring", () -> writing.projects().restore(as(BOB), litter), PROJECT_VIEW, litter, true),
                turn("deleting the community", () -> writing.delete(as(BOB), cats), PROJECT_VIEW, litter, false),
                turn("restoring the community", () -> writing.restore(as(BOB), cats), PROJECT_VIEW, litter, true),
                turn(
                        "taking out of a group",
                        () -> writing.host().removeFromGroup(ACME, CATS, CAROL),
                        PROJECT_VIEW,
                        litter,
                        false),
                turn(
                        "granting in the organization",
                        () -> writing.host().addUser(ACME, CAROL, COMMUNITY_VIEWER),
                        COMMUNITY_VIEW,
                        cats,
                        true),
                turn(
                        "removing from the organization",
                        () -> writing.host().removeUser(ACME, CAROL),
                        COMMUNITY_VIEW,
                        cats,
                        false));
    }

    private static Turn turn(
            String words, Supplier<Written<?>> write, Permission permission, Target target, boolean granted) {
        return new Turn(words, write, CAROL, permission, target, granted);
    }

    @Test
    @Rule("CON-2")
    void on_the_node_that_wrote_the_next_check_sees_the_write() {
        for (Turn turn : turns(node)) {
            Caller caller = as(turn.who());
            assertEquals(!turn.granted(), node.access().can(caller, turn.permission(), turn.target()), turn::words);

            assertTrue(turn.write().get().changed(), turn::words);

            assertEquals(turn.granted(), node.access().can(caller, turn.permission(), turn.target()), turn::words);
            assertEquals(
                    turn.granted(),
                    node.access()
                            .explain(caller, turn.permission(), turn.target())
                            .allowed(),
                    turn::words);
            assertEquals(
                    turn.granted(),
                    node.access().permissions(caller, turn.target()).contains(turn.permission()),
                    turn::words);
            assertEquals(turn.granted(), node.access().of(caller).can(turn.permission(), turn.target()), turn::words);
        }
    }

    @Test
    @Rule("CON-2")
    void on_another_node_the_check_sees_the_write_if_it_is_given_the_revision() {
        for (Turn turn : turns(node)) {
            Caller caller = as(turn.who());
            assertEquals(!turn.granted(), other.access().can(caller, turn.permission(), turn.target()), turn::words);

            Revision revision = turn.write().get().revision();

            AccessView view = other.access().of(caller, revision);
            assertEquals(turn.granted(), view.can(turn.permission(), turn.target()), turn::words);
            assertEquals(
                    turn.granted(),
                    view.explain(turn.permission(), turn.target()).allowed(),
                    turn::words);
            assertEquals(turn.granted(), view.permissions(turn.target()).contains(turn.permission()), turn::words);
        }
    }

    @Test
    @Rule("CON-2")
    void on_another_node_the_check_sees_the_write_within_the_bound() {
        for (Turn turn : turns(node)) {
            Caller caller = as(turn.who());
            assertEquals(!turn.granted(), other.access().can(caller, turn.permission(), turn.target()), turn::words);

            assertTrue(turn.write().get().changed(), turn::words);

            cluster.clock().advance(Duration.ofMillis(1001));
            assertEquals(turn.granted(), other.access().can(caller, turn.permission(), turn.target()), turn::words);
        }
    }

    @Test
    @Rule("CON-2")
    void a_view_answers_from_the_revision_that_it_was_asked_for_or_a_later_one() {
        Revision earlier = revision();
        Revision granted =
                node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER).revision();
        Revision later =
                node.members().grant(as(BOB), cats, ANN, COMMUNITY_VIEWER).revision();

        for (Revision asked : List.of(Revision.NONE, earlier, granted, later)) {
            AccessView view = other.access().of(as(CAROL), asked);
            assertFalse(view.revision().isBefore(asked));
            assertFalse(view.refresh().revision().isBefore(asked));
        }
        assertTrue(other.access().of(as(CAROL), later).can(COMMUNITY_VIEW, cats));
    }

    @Test
    @Rule("CON-2")
    void a_revision_that_the_store_has_not_come_to_is_not_answered_from_an_earlier_one() {
        Revision ahead = revision().next();

        Unavailable refusal =
                assertThrows(Unavailable.class, () -> other.access().of(as(BOB), ahead));

        assertEquals("CON-2", refusal.rule());
        assertTrue(refusal.retryable());
        assertTrue(String.valueOf(refusal.getMessage()).contains("revision " + ahead), refusal::getMessage);
        node.update(
                as(BOB),
                cats,
                CommunityUpdate.nothing().description("Purring"),
                node.get(as(BOB), cats).version());
        assertTrue(other.access().of(as(BOB), ahead).can(COMMUNITY_VIEW, cats));
    }

    @Test
    @Rule({"CON-2", "ACC-8"})
    void who_does_not_belong_learns_nothing_by_naming_a_revision() {
        for (Revision asked : List.of(Revision.NONE, revision(), revision().next(), Revision.of(Long.MAX_VALUE))) {
            AccessView stranger = other.access().of(as(DAVE), asked);
            AccessView nowhere = other.access().of(Caller.of(GLOBEX, DAVE), asked);
            assertFalse(stranger.can(COMMUNITY_VIEW, cats));
            assertFalse(nowhere.can(COMMUNITY_VIEW, CommunityId.of(GLOBEX, cats.value())));
            notFound(() -> stranger.require(COMMUNITY_VIEW, cats));
        }
    }

    @Test
    @Rule("CON-2")
    void a_node_whose_store_lags_behind_says_so_when_it_is_given_the_revision() {
        CommunityStore store = cluster.storage().open();
        Map<Subject, PrincipalRecords> remembered = new ConcurrentHashMap<>();
        CommunityStore lagging = new ForwardingStore(store) {
            @Override
            public PrincipalRecords principalRecords(OrganizationId organization, Subject principal) {
                return remembered.computeIfAbsent(principal, who -> super.principalRecords(organization, who));
            }
        };
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);
        try (Communities stale = cluster.engine(lagging).build()) {
            assertTrue(stale.access().can(as(CAROL), COMMUNITY_VIEW, cats));
            Revision revoked = node.members()
                    .revoke(as(BOB), cats, CAROL, COMMUNITY_VIEWER)
                    .revision();

            assertTrue(stale.access().can(as(CAROL), COMMUNITY_VIEW, cats), "it does lag");
            assertThrows(Unavailable.class, () -> stale.access().of(as(CAROL), revoked));
            assertFalse(other.access().of(as(CAROL), revoked).can(COMMUNITY_VIEW, cats));
        }
    }

    @Test
    @Rule("CON-2")
    void no_node_misses_a_revision_that_it_is_given_however_many_write_and_ask() {
        List<Communities> nodes = List.of(node, other);
        List<CommunityId> places = IntStream.range(0, 16)
                .mapToObj(i -> communityOf(BOB, "Place " + i))
                .toList();
        try (Race threads = new Race(16)) {
            for (int round = 0; round < 100; round++) {
                boolean granting = round % 2 == 0;
                List<Callable<Boolean>> tasks = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    CommunityId place = places.get(i);
                    Communities writing = nodes.get(i % 2);
                    Communities asking = nodes.get(1 - i % 2);
                    tasks.add(() -> {
                        Revision revision = granting
                                ? writing.members()
                                        .grant(as(BOB), place, CAROL, COMMUNITY_VIEWER)
                                        .revision()
                                : writing.members()
                                        .revoke(as(BOB), place, CAROL, COMMUNITY_VIEWER)
                                        .revision();
                        return asking.access().of(as(CAROL), revision).can(COMMUNITY_VIEW, place)
                                && writing.access().can(as(CAROL), COMMUNITY_VIEW, place);
                    });
                }
                threads.run(tasks).forEach(outcome -> assertEquals(granting, outcome.get()));
            }
        }
    }

    /** So a node that ignored the revision would be noticed: it answers from before for as long as the bound lasts. */
    @Test
    @Rule("CON-2")
    void only_a_node_that_is_not_given_the_revision_misses_writes_within_the_bound() {
        List<CommunityId> places = IntStream.range(0, 16)
                .mapToObj(i -> communityOf(BOB, "Den " + i))
                .toList();
        assertEquals(0, missed(places, (third, revision) -> third.access().of(as(CAROL), revision)));
        assertNotEquals(0, missed(places, (third, revision) -> third.access().of(as(CAROL))));
    }

    /** How often a third node does not see what was just granted or revoked on two others, while these go on. */
    private long missed(List<CommunityId> places, BiFunction<Communities, Revision, AccessView> asked) {
        Communities third = cluster.node();
        long missed = 0;
        try (Race threads = new Race(16)) {
            for (int round = 0; round < 10; round++) {
                boolean granting = round % 2 == 0;
                List<Callable<Boolean>> tasks = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    Members members = (i % 2 == 0 ? node : other).members();
                    CommunityId place = places.get(i);
                    tasks.add(() -> {
                        Written<?> written = granting
                                ? members.grant(as(BOB), place, CAROL, COMMUNITY_VIEWER)
                                : members.revoke(as(BOB), place, CAROL, COMMUNITY_VIEWER);
                        return asked.apply(third, written.revision()).can(COMMUNITY_VIEW, place);
                    });
                }
                missed += threads.run(tasks).stream()
                        .filter(outcome -> outcome.get() != granting)
                        .count();
            }
        }
        return missed;
    }

    // CON-5

    @Test
    @Rule("CON-5")
    void no_thread_is_started_whatever_is_done() {
        CommunityStore store = cluster.storage().open();
        TestBilling billing = new TestBilling();
        try (ThreadWatch watch = ThreadWatch.ofLibrary(store)) {
            Communities watched = cluster.engine(store)
                    .policy(Deeds.POLICY)
                    .billingAccounts(billing)
                    .listener((organization, record) -> {})
                    .build();
            try {
                Deeds deeds = new Deeds(GLOBEX, watched, cluster.clock());
                deeds.begin();
                for (int round = 0; round < 4; round++) {
                    deeds.oneOfEach(round).forEach(deeds::run);
                    cluster.clock().advance(Duration.ofSeconds(2));
                    assertTrue(Answers.of(watched, deeds, List.of()).size() > 100);
                }
                watched.access()
                        .of(Caller.of(GLOBEX, Deeds.WATCHER), Revision.NONE)
                        .refresh();
                deeds.removeOrganization();
            } finally {
                watched.close();
            }
            assertEquals(List.of(), watch.ofTheLibrary(), "threads that the library started");
        }
    }

    @Test
    @Rule({"CON-5", "MEM-8", "INV-5", "COM-6"})
    void what_ends_with_time_has_ended_for_the_next_who_asks() {
        node.members()
                .grant(
                        as(BOB),
                        cats,
                        CAROL,
                        COMMUNITY_VIEWER,
                        cluster.clock().instant().plus(Duration.ofDays(1)));
        var invitation = node.invitations()
                .invite(as(BOB), cats, NewPersonal.of(ANN, COMMUNITY_VIEWER))
                .value()
                .orElseThrow();
        CommunityId dogs = communityOf(BOB, "Dogs");
        node.delete(as(BOB), dogs);
        Revision before = revision();
        assertTrue(other.access().can(as(CAROL), COMMUNITY_VIEW, cats));
        assertEquals(1, all(page -> other.invitations().mine(as(ANN), page)).size());

        cluster.clock().advance(Duration.ofDays(31));

        assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, cats));
        assertEquals(List.of(), all(page -> other.invitations().mine(as(ANN), page)));
        notFound(() -> other.invitations().accept(as(ANN), invitation.id()));
        refused("COM-6", () -> other.restore(as(BOB), dogs));
        assertEquals(before, revision(), "nobody wrote that it has ended");
        assertTrue(node.host().purge(ACME, 1000).value() > 0, "clearing is for the host to call");
    }
}
