package io.github.communities.tck.domain.access;

import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.Subject;
import io.github.communities.access.AccessListener;
import io.github.communities.access.AccessStatistics;
import io.github.communities.access.AccessView;
import io.github.communities.access.StoreQuestion;
import io.github.communities.error.Unavailable;
import io.github.communities.policy.Policy;
import io.github.communities.tck.fixture.BegunTransaction;
import io.github.communities.tck.fixture.Meanwhile;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a listener is told of access: each question to the store, with how long it took, and what was forgotten; of what
 * is answered from memory, nothing. Cat lovers is bob's, with the project Litter; carol edits it and dave views it. Each
 * question takes the store three milliseconds.
 */
public abstract class AccessListenerRules extends NotedAccessRules {
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration TAKEN = Duration.ofMillis(3);

    /** Rules on storages of their own. */
    @SuppressWarnings("NullAway.Init") // the field is set before each test
    protected AccessListenerRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void openASlowStore() {
        store.before(() -> cluster.clock().advance(TAKEN));
    }

    /** A node that tells listeners. */
    private Communities telling(Duration bound, AccessListener... listeners) {
        return cluster.node(Policy.standard(), engine -> {
            List.of(listeners).forEach(engine::accessListener);
            return engine.store(store).stalenessBound(bound).accessMemory(64 * 1024);
        });
    }

    /** What one listener was told. */
    private static final class Heard implements AccessListener {
        private final List<String> told = new ArrayList<>();
        private int principals;
        private int targets;
        private int revisions;
        private int dropped;
        private int evicted;

        @Override
        public synchronized void asked(StoreQuestion question, Duration took, boolean failed) {
            told.add(question + (failed ? " failed after " : " took ") + took.toMillis());
            switch (question) {
                case PRINCIPAL -> principals++;
                case TARGETS -> targets++;
                case REVISION -> revisions++;
                case CHANGES -> {} // counted by records
            }
        }

        @Override
        public synchronized void dropped(long entries) {
            told.add("dropped " + entries);
            dropped += (int) entries;
        }

        @Override
        public synchronized void evicted(long entries) {
            told.add("evicted " + (entries > 0));
            evicted += (int) entries;
        }

        /** Since this was called last. */
        synchronized List<String> told() {
            List<String> since = List.copyOf(told);
            told.clear();
            return since;
        }

        synchronized List<Integer> counted() {
            return List.of(principals, targets, revisions, dropped, evicted);
        }
    }

    private boolean canSee(Communities on, Subject who) {
        return on.access().can(as(who), PROJECT_VIEW, litter);
    }

    @Test
    @Rule("CON-2")
    void each_question_to_the_store_is_told_once_with_how_long_it_took() {
        Heard heard = new Heard();
        Communities on = telling(BOUND, heard);

        assertTrue(canSee(on, CAROL));
        assertTrue(canSee(on, DAVE));
        assertEquals(List.of("PRINCIPAL took 3", "TARGETS took 3", "PRINCIPAL took 3"), heard.told());

        node.members().revoke(as(BOB), cats, DAVE, COMMUNITY_VIEWER);
        cluster.clock().advance(BOUND);
        assertTrue(canSee(on, CAROL));
        assertEquals(List.of("REVISION took 3", "CHANGES took 3"), heard.told());
        assertFalse(canSee(on, DAVE));
        assertEquals(List.of("dropped 1", "PRINCIPAL took 3"), heard.told());
    }

    @Test
    @Rule("CON-2")
    void of_what_is_answered_from_memory_nobody_is_told() {
        Heard heard = new Heard();
        Communities on = telling(BOUND, heard);
        canSee(on, CAROL);
        heard.told();

        AccessView view = on.access().of(as(CAROL));
        for (int i = 0; i < 1_000; i++) {
            assertTrue(canSee(on, CAROL));
            assertTrue(view.can(PROJECT_VIEW, litter));
        }

        assertEquals(List.of(), heard.told());
    }

    @Test
    @Rule({"CON-2", "ACC-4"})
    void with_a_bound_of_zero_each_question_for_the_revision_is_told() {
        Heard heard = new Heard();
        Communities on = telling(Duration.ZERO, heard);
        AccessView view = on.access().of(as(CAROL));
        view.can(PROJECT_VIEW, litter);
        heard.told();
        store.questions();

        assertTrue(view.can(PROJECT_VIEW, litter));
        assertTrue(canSee(on, CAROL));

        List<String> told = heard.told();
        assertEquals(store.questions().size(), told.size());
        assertTrue(told.stream().allMatch("REVISION took 3"::equals), told::toString);
    }

    @Test
    @Rule({"CON-2", "CON-3"})
    void a_question_that_the_store_does_not_answer_is_told_as_failed() {
        Heard heard = new Heard();
        Communities on = telling(BOUND, heard);
        assertTrue(canSee(on, CAROL));
        AccessView view = on.access().of(as(CAROL));
        heard.told();

        store.cutOff(true);
        assertThrows(Unavailable.class, () -> canSee(on, DAVE));
        assertThrows(Unavailable.class, () -> view.can(COMMUNITY_VIEW, cats));
        assertEquals(List.of("PRINCIPAL failed after 3", "TARGETS failed after 3"), heard.told());
        cluster.clock().advance(BOUND);
        assertThrows(Unavailable.class, () -> canSee(on, CAROL));
        assertEquals(List.of("REVISION failed after 3"), heard.told());

        store.cutOff(false);
        node.members().revoke(as(BOB), cats, DAVE, COMMUNITY_VIEWER);
        AtomicInteger questions = new AtomicInteger();
        store.before(() -> store.cutOff(questions.incrementAndGet() > 1));
        assertThrows(Unavailable.class, () -> canSee(on, CAROL));
        assertEquals(List.of("REVISION took 0", "CHANGES failed after 0"), heard.told());
    }

    @Test
    @Rule({"CON-2", "ACC-8"})
    void that_something_does_not_exist_is_an_answer() {
        Heard heard = new Heard();
        Communities on = telling(BOUND, heard);
        OrganizationId nowhere = OrganizationId.of("nowhere");

        assertFalse(on.access().can(Caller.of(nowhere, CAROL), COMMUNITY_VIEW, CommunityId.of(nowhere, "cats")));
        assertFalse(on.access().can(as(CAROL), PROJECT_VIEW, ProjectId.of(ACME, "made up")));

        assertEquals(List.of("PRINCIPAL took 3", "PRINCIPAL took 3", "TARGETS took 3"), heard.told());
    }

    @Test
    @Rule({"CON-2", "CON-4"})
    void what_is_asked_inside_a_transaction_of_the_host_is_told_and_counted_too() {
        Heard heard = new Heard();
        Communities on = telling(BOUND, heard);
        try (BegunTransaction host = cluster.storage().begin()) {
            Communities within = on.within(host.transaction());
            assertTrue(canSee(within, CAROL));
            assertTrue(canSee(within, CAROL));
        }
        assertEquals(
                List.of("PRINCIPAL took 0", "TARGETS took 0", "PRINCIPAL took 0", "TARGETS took 0"),
                heard.told(),
                "there nothing is remembered");
        assertEquals(2, on.host().accessStatistics().loads());
    }

    @Test
    @Rule("CON-2")
    void a_listener_that_throws_changes_no_answer_and_is_logged() {
        Heard first = new Heard();
        Heard last = new Heard();
        AccessListener failing = new AccessListener() {
            @Override
            public void asked(StoreQuestion question, Duration took, boolean failed) {
                throw new IllegalStateException("a listener that fails");
            }

            @Override
            public void dropped(long entries) {
                throw new AssertionError("a listener that fails badly");
            }
        };
        Communities on = telling(BOUND, first, failing, last);

        List<String> warnings = warnings(
                () -> {
                    assertTrue(canSee(on, CAROL));
                    assertTrue(canSee(on, DAVE));
                    on.members().revoke(as(BOB), cats, DAVE, COMMUNITY_VIEWER);
                    assertTrue(canSee(on, CAROL));
                    assertFalse(canSee(on, DAVE));
                },
                "CON-2");

        List<String> told = first.told();
        assertEquals(told, last.told(), "others are told all the same");
        assertEquals(told.size(), warnings.size(), warnings::toString);
        assertTrue(told.contains("dropped 1"), told::toString);
    }

    @Test
    @Rule("CON-2")
    void what_is_told_adds_up_to_what_is_counted() {
        Heard heard = new Heard();
        Communities on = telling(BOUND, heard);
        for (int round = 0; round < 4; round++) {
            assertTrue(canSee(on, CAROL));
            assertTrue(canSee(on, DAVE));
            (round % 2 == 0 ? on : node)
                    .members()
                    .grant(as(BOB), cats, DAVE, round == 0 ? COMMUNITY_EDITOR : COMMUNITY_DEVELOPER);
            cluster.clock().advance(BOUND.plusNanos(1));
        }
        for (int i = 0; i < 200; i++) {
            Subject member = Subject.user("member " + i);
            node.host().addUser(ACME, member, COMMUNITY_VIEWER);
            assertTrue(canSee(on, member));
        }

        AccessStatistics counted = on.host().accessStatistics();

        assertEquals(
                List.of(
                        (int) counted.loads(),
                        (int) counted.reads(),
                        (int) counted.revisionChecks(),
                        (int) counted.drops(),
                        (int) counted.evictions()),
                heard.counted());
        assertTrue(heard.counted().stream().allMatch(count -> count > 0), counted::toString);
    }

    @Test
    @Rule("CON-2")
    void a_listener_may_ask_about_access_itself() {
        List<Communities> itself = new ArrayList<>();
        List<Boolean> answers = new ArrayList<>();
        AtomicBoolean asked = new AtomicBoolean();
        Communities on = telling(BOUND, new AccessListener() {
            @Override
            public void asked(StoreQuestion question, Duration took, boolean failed) {
                if (!asked.getAndSet(true)) {
                    answers.add(canSee(itself.get(0), CAROL));
                    answers.add(canSee(itself.get(0), DAVE));
                }
            }
        });
        itself.add(on);

        assertTrue(Meanwhile.run(() -> canSee(on, CAROL)).result("a listener waits for who waits for it"));
        assertEquals(List.of(true, true), answers);
    }

    @Test
    @Rule("CON-2")
    void while_a_listener_is_busy_others_are_answered() {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        AtomicBoolean asked = new AtomicBoolean();
        Communities on = telling(BOUND, new AccessListener() {
            @Override
            public void asked(StoreQuestion question, Duration took, boolean failed) {
                if (!asked.getAndSet(true)) {
                    busy.countDown();
                    Meanwhile.await(free, "the listener is to be busy only until others are answered");
                }
            }
        });
        Meanwhile<Boolean> slow = Meanwhile.run(() -> canSee(on, CAROL));
        Meanwhile.await(busy, "the listener is to be told");

        assertTrue(Meanwhile.run(() -> canSee(on, CAROL)).result("a question waits for another's listener"));
        assertTrue(Meanwhile.run(() -> canSee(on, DAVE)).result("a question waits for another's listener"));
        free.countDown();
        assertTrue(slow.result("a listener that is not busy any more keeps a question waiting"));
    }
}
