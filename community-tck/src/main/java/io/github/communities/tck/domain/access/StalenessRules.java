package io.github.communities.tck.domain.access;

import static io.github.communities.Permission.COMMUNITY_DELETE;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.stale;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.PageRequest;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import io.github.communities.access.AccessView;
import io.github.communities.access.Operation;
import io.github.communities.community.CommunityFilter;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.decision.Decision;
import io.github.communities.error.Forbidden;
import io.github.communities.error.NotFound;
import io.github.communities.error.Unavailable;
import io.github.communities.policy.Policy;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.SlowStore;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TestDirectory;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Nothing is used past the staleness bound, however long whatever is asked takes to answer, and whatever the wall clock
 * is set to meanwhile: ACC-4, CON-3, ORG-7 and MEM-8 where time passes during a question. Cat lovers is bob's, with the
 * project Litter; dave is an editor of it; the bound is a second.
 */
public abstract class StalenessRules extends AcmeRules {
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration LONGER = BOUND.plusNanos(1);

    private CommunityId cats = CommunityId.of(ACME, "not created yet");
    private ProjectId litter = ProjectId.of(ACME, "not created yet");
    private SlowStore slow;
    private Communities on;
    private Supplier<Communities> nodes;

    /** Rules on storages of their own. */
    @SuppressWarnings("NullAway.Init") // the three fields are set before each test
    protected StalenessRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void letANodeHaveASlowStore() {
        acme();
        node.host().addUser(ACME, DAVE);
        cats = communityOf(BOB, "Cat lovers");
        litter = projectOf(BOB, cats, "Litter").id();
        letDaveEdit();
        slow = new SlowStore(cluster.storage().open(), cluster.clock());
        nodes = () -> cluster.node(Policy.standard(), engine -> engine.store(slow));
        on = nodes.get();
    }

    /** A node that remembers nothing yet, so that it has to ask the slow store. */
    private Communities anotherNode() {
        on = nodes.get();
        return on;
    }

    private void letDaveEdit() {
        node.members().grant(as(BOB), cats, DAVE, COMMUNITY_EDITOR);
    }

    private void letDaveEditUntil(Instant end) {
        node.members().grant(as(BOB), cats, DAVE, COMMUNITY_EDITOR, end);
    }

    private void letDaveEditNoMore() {
        node.members().revoke(as(BOB), cats, DAVE, COMMUNITY_EDITOR);
    }

    /** Lets an answer take so long that is this many answers from now. */
    private void slow(int answer, Duration time) {
        slow.upon(answer, () -> cluster.clock().advance(time));
    }

    /** The ways to ask a view whether dave may delete Cat lovers or its project. */
    private Map<String, Predicate<AccessView>> questions() {
        Map<String, Predicate<AccessView>> questions = new LinkedHashMap<>();
        questions.put("can", view -> view.can(COMMUNITY_DELETE, cats));
        questions.put("can, below", view -> view.can(COMMUNITY_DELETE, litter));
        questions.put("require", view -> permitted(() -> view.require(COMMUNITY_DELETE, cats)));
        questions.put("explain", view -> view.explain(COMMUNITY_DELETE, cats).allowed());
        questions.put("permissions", view -> view.permissions(cats).contains(COMMUNITY_DELETE));
        questions.put(
                "permissions of many",
                view -> view.permissions(List.of(cats, litter), List.of(COMMUNITY_DELETE))
                        .getOrDefault(cats, Set.of())
                        .contains(COMMUNITY_DELETE));
        return questions;
    }

    /** The ways to ask the same without a view. */
    private Map<String, Predicate<Communities>> questionsWithoutAView() {
        Caller dave = as(DAVE);
        Map<String, Predicate<Communities>> questions = new LinkedHashMap<>();
        questions.put("can", at -> at.access().can(dave, COMMUNITY_DELETE, cats));
        questions.put("can, below", at -> at.access().can(dave, COMMUNITY_DELETE, litter));
        questions.put("require", at -> permitted(() -> at.access().require(dave, COMMUNITY_DELETE, cats)));
        questions.put(
                "explain",
                at -> at.access().explain(dave, COMMUNITY_DELETE, cats).allowed());
        questions.put("permissions", at -> at.access().permissions(dave, cats).contains(COMMUNITY_DELETE));
        return questions;
    }

    private static boolean permitted(Runnable attempt) {
        try {
            attempt.run();
            return true;
        } catch (Forbidden e) {
            return false;
        }
    }

    // ACC-4 and CON-3: a slow store

    @Test
    @Rule({"ACC-4", "CON-3"})
    void a_view_grants_nothing_past_its_bound_though_it_was_within_it_when_it_began_to_ask_the_store() {
        questions().forEach((how, question) -> {
            AccessView view = anotherNode().access().of(as(DAVE));
            letDaveEditNoMore();
            slow(1, Duration.ofSeconds(4));

            stale("ACC-4", () -> question.test(view));
            stale("ACC-4", () -> question.test(view));

            assertFalse(question.test(view.refresh()), how);
            letDaveEdit();
        });
    }

    @Test
    @Rule({"ACC-4", "CON-3"})
    void a_view_answers_for_as_long_as_its_bound_however_long_the_store_took() {
        questions().forEach((how, question) -> {
            AccessView view = anotherNode().access().of(as(DAVE));
            slow(1, BOUND);
            assertTrue(question.test(view), how);
            AccessView late = anotherNode().access().of(as(DAVE));
            slow(1, LONGER);
            stale("ACC-4", () -> question.test(late));
        });
    }

    @Test
    @Rule({"ACC-4", "CON-3"})
    void the_age_of_a_view_is_that_of_what_it_was_loaded_from() {
        slow(1, LONGER);
        AccessView view = on.access().of(as(DAVE));

        stale("ACC-4", () -> view.can(COMMUNITY_DELETE, cats));

        slow(1, LONGER);
        AccessView refreshed = view.refresh();
        stale("ACC-4", () -> refreshed.can(COMMUNITY_DELETE, cats));
        assertTrue(refreshed.refresh().can(COMMUNITY_DELETE, cats));
    }

    @Test
    @Rule({"ACC-4", "MEM-8"})
    void a_binding_that_expires_while_the_store_is_asked_grants_nothing() {
        questions().forEach((how, question) -> {
            Duration half = BOUND.dividedBy(2);
            letDaveEditUntil(cluster.clock().instant().plus(half));
            AccessView view = anotherNode().access().of(as(DAVE));
            slow(1, half);
            assertFalse(question.test(view), how);
            letDaveEditUntil(cluster.clock().instant().plus(half));
            AccessView early = anotherNode().access().of(as(DAVE));
            slow(1, half.minusNanos(1000));
            assertTrue(question.test(early), how);
        });
    }

    @Test
    @Rule("CON-3")
    void a_question_without_a_view_is_loaded_again_where_what_it_loaded_grew_too_old() {
        questionsWithoutAView().forEach((how, question) -> {
            eachSlow(() -> assertTrue(question.test(on), how));
            letDaveEditNoMore();
            eachSlow(() -> assertFalse(question.test(on), how));
            letDaveEdit();
        });
    }

    /** Runs a check again and again, while the first of its answers takes long, then the second, and so on. */
    private void eachSlow(Runnable check) {
        int number = 0;
        int answers;
        do {
            number++;
            int before = slow.answers();
            anotherNode();
            slow(number, Duration.ofSeconds(4));
            check.run();
            answers = slow.answers() - before;
        } while (number < answers);
        slow.upon(0, () -> {});
    }

    @Test
    @Rule("CON-3")
    void what_is_revoked_while_a_question_is_loaded_is_not_granted() {
        questionsWithoutAView().forEach((how, question) -> {
            slow.upon(1, () -> {
                letDaveEditNoMore();
                cluster.clock().advance(LONGER);
            });
            assertFalse(question.test(anotherNode()), how);
            letDaveEdit();
        });
    }

    @Test
    @Rule("CON-3")
    void a_question_to_a_store_that_is_always_too_slow_is_refused_in_the_end() {
        questionsWithoutAView().forEach((how, question) -> {
            int before = slow.answers();
            anotherNode();
            slow.slow(LONGER);
            tooSlow("CON-3", () -> question.test(on));
            assertTrue(slow.answers() - before < 20, () -> slow.answers() + " answers to one question");
            slow.slow(Duration.ZERO);
            assertTrue(question.test(on), how);
        });
    }

    @Test
    @Rule("CON-3")
    void the_smallest_bound_can_be_kept() {
        Duration bound = Duration.ofMillis(1);
        nodes = () ->
                cluster.node(Policy.standard(), engine -> engine.store(slow).stalenessBound(bound));
        questionsWithoutAView().forEach((how, question) -> {
            assertTrue(question.test(anotherNode()), how);
            anotherNode();
            slow(1, bound.plusNanos(1));
            assertTrue(question.test(on), how);
            anotherNode();
            slow.slow(bound.plusNanos(1));
            tooSlow("CON-3", () -> question.test(on));
            slow.slow(Duration.ZERO);
        });
    }

    /** So an engine that looked at ages only now and then would be noticed: what it did not look at stands still. */
    @Test
    @Rule("CON-3")
    void each_answer_looks_how_old_it_is() {
        questionsWithoutAView().forEach((how, question) -> {
            assertEquals(0, grantedPastTheBound(question, ticker -> ticker), how);
            assertNotEquals(0, grantedPastTheBound(question, StalenessRules::lookedAtNowAndThen), how);
        });
    }

    private long grantedPastTheBound(Predicate<Communities> question, UnaryOperator<LongSupplier> looks) {
        Communities asked = cluster.node(
                Policy.standard(),
                engine -> engine.ticker(looks.apply(cluster.clock().ticker())));
        letDaveEdit();
        assertTrue(question.test(asked));
        letDaveEditNoMore();
        cluster.clock().advance(LONGER);
        return IntStream.range(0, 100).filter(i -> question.test(asked)).count();
    }

    private static LongSupplier lookedAtNowAndThen(LongSupplier ticker) {
        AtomicInteger asked = new AtomicInteger();
        AtomicLong last = new AtomicLong(ticker.getAsLong());
        return () -> asked.incrementAndGet() % 10 == 0 ? last.updateAndGet(before -> ticker.getAsLong()) : last.get();
    }

    private static void tooSlow(String rule, Executable attempt) {
        Unavailable unavailable = assertThrows(Unavailable.class, attempt);
        assertEquals(rule, unavailable.rule(), unavailable::getMessage);
        assertTrue(unavailable.retryable(), unavailable::getMessage);
    }

    // ACC-4 and CON-3: the wall clock and the ticker

    @Test
    @Rule({"ACC-4", "CON-3"})
    void a_view_grows_old_though_the_wall_clock_is_set_back() {
        questions().forEach((how, question) -> {
            AccessView view = anotherNode().access().of(as(DAVE));
            AccessView asked = on.access().of(as(DAVE));
            assertTrue(question.test(asked), how);
            letDaveEditNoMore();
            cluster.clock().advance(LONGER);
            cluster.clock().set(Duration.ofHours(-1));

            stale("ACC-4", () -> question.test(view));
            stale("ACC-4", () -> question.test(asked));

            assertFalse(question.test(view.refresh()), how);
            letDaveEdit();
        });
    }

    @Test
    @Rule({"ACC-4", "CON-3"})
    void a_view_is_no_older_though_the_wall_clock_is_set_on() {
        AccessView view = on.access().of(as(DAVE));

        cluster.clock().set(Duration.ofHours(1));

        questions().forEach((how, question) -> assertTrue(question.test(view), how));
    }

    @Test
    @Rule({"ACC-4", "MEM-8"})
    void expiry_is_an_instant_of_the_wall_clock() {
        letDaveEditUntil(cluster.clock().instant().plus(Duration.ofHours(1)));
        AccessView view = on.access().of(as(DAVE));
        assertTrue(view.can(COMMUNITY_DELETE, cats));

        cluster.clock().set(Duration.ofHours(1));
        assertFalse(view.can(COMMUNITY_DELETE, cats));
        assertEquals(
                Decision.Reason.EXPIRED, view.explain(COMMUNITY_DELETE, cats).reason());

        cluster.clock().advance(Duration.ofHours(2));
        cluster.clock().set(Duration.ofHours(-3));
        assertTrue(view.refresh().can(COMMUNITY_DELETE, cats));
    }

    // ORG-7: a directory

    /** Lets the slow node ask a directory, which knows everybody as the library does. */
    private TestDirectory directory() {
        TestDirectory directory = new TestDirectory(cluster.clock());
        directory.put(ACME, WATCHER, COMMUNITY_VIEWER);
        directory.put(ACME, ANN, ORGANIZATION_ADMIN);
        List.of(BOB, CAROL, DAVE).forEach(user -> directory.put(ACME, user));
        nodes = () -> cluster.node(
                Policy.standard(), engine -> engine.store(directory.watch(slow)).directory(directory));
        anotherNode();
        return directory;
    }

    /** What only someone of the organization is answered, by each way to use what a directory says. */
    private Map<String, Consumer<Communities>> operations() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        long version = node.get(as(WATCHER), team).version();
        PageRequest first = PageRequest.first(10);
        Caller ann = as(ANN);
        Map<String, Consumer<Communities>> operations = new LinkedHashMap<>();
        operations.put("can", at -> granted(at.access().can(ann, COMMUNITY_VIEW, team)));
        operations.put("require", at -> at.access().require(ann, COMMUNITY_VIEW, team));
        operations.put(
                "explain",
                at -> granted(at.access().explain(ann, COMMUNITY_VIEW, team).allowed()));
        operations.put(
                "authorize",
                at -> granted(at.access()
                        .authorize(ann, Operation.VIEW_COMMUNITY, team)
                        .allowed()));
        operations.put(
                "filter", at -> granted(at.access().filter(ann, COMMUNITY_VIEW).passes(team, Optional.empty())));
        operations.put(
                "communities",
                at -> granted(!at.access()
                        .communities(ann, COMMUNITY_VIEW, first)
                        .items()
                        .isEmpty()));
        operations.put(
                "holders",
                at -> granted(at.access().holders(ann, COMMUNITY_VIEW, team, first).items().stream()
                        .anyMatch(holder -> holder.principal().equals(ANN))));
        operations.put("get", at -> at.get(ann, team));
        operations.put(
                "list",
                at -> granted(
                        !at.list(ann, CommunityFilter.all(), first).items().isEmpty()));
        operations.put("members", at -> at.members().list(ann, team, first));
        operations.put("grant", at -> at.members().grant(ann, team, CAROL, COMMUNITY_VIEWER));
        operations.put(
                "update", at -> at.update(ann, team, CommunityUpdate.nothing().description("Ann's own"), version));
        return operations;
    }

    private static void granted(boolean granted) {
        if (!granted) {
            throw new NotFound("ACC-8", "answer for someone who is not let in", ACME.toString());
        }
    }

    @Test
    @Rule({"ORG-7", "CON-3", "CON-6"})
    void what_a_directory_said_is_not_used_past_the_bound_however_long_the_store_takes() {
        TestDirectory directory = directory();
        operations().forEach((how, operation) -> {
            int answer = 1;
            while (isRefused(how, operation, directory, answer)) {
                answer++;
            }
            assertTrue(answer > 2, how + " asks the store before the directory, and after it");
        });
    }

    /** Runs what ann is out of the directory for after so many answers, which takes long; whether it has so many. */
    private boolean isRefused(String how, Consumer<Communities> operation, TestDirectory directory, int answer) {
        String when = how + ", at answer " + answer;
        int before = slow.answers();
        Revision revision = revision();
        anotherNode();
        slow.upon(answer, () -> {
            directory.remove(ACME, ANN);
            cluster.clock().advance(Duration.ofSeconds(4));
        });
        try {
            operation.accept(on);
            assertTrue(slow.answers() - before < answer, when + ": is let in");
            return false;
        } catch (NotFound e) {
            assertEquals(revision, revision(), when + ": writes");
            return true;
        } finally {
            slow.upon(0, () -> {});
            directory.put(ACME, ANN, ORGANIZATION_ADMIN);
        }
    }

    @Test
    @Rule("ORG-7")
    void an_operation_during_which_a_directorys_answers_always_grow_too_old_is_refused_in_the_end() {
        directory();
        operations().forEach((how, operation) -> {
            int before = slow.answers();
            anotherNode();
            slow.slow(LONGER);
            Unavailable unavailable = assertThrows(Unavailable.class, () -> operation.accept(on), how);
            assertTrue(List.of("ORG-7", "CON-3").contains(unavailable.rule()), unavailable::getMessage);
            assertTrue(unavailable.retryable(), unavailable::getMessage);
            assertTrue(slow.answers() - before < 200, () -> slow.answers() - before + " answers: " + how);
            slow.slow(Duration.ZERO);
        });
        operations().forEach((how, operation) -> operation.accept(on));
    }

    @Test
    @Rule("ORG-7")
    void an_answer_of_a_directory_is_late_though_the_wall_clock_is_set_back() {
        TestDirectory directory = directory();
        directory.slow(LONGER);
        directory.uponQuestion(1, () -> cluster.clock().set(Duration.ofHours(-1)));
        tooSlow("ORG-7", () -> on.get(as(ANN), cats));
        directory.slow(Duration.ZERO);
        directory.uponQuestion(1, () -> cluster.clock().set(Duration.ofHours(1)));
        forbidden(COMMUNITY_VIEW, () -> on.get(as(CAROL), cats));
        assertEquals("Cat lovers", on.get(as(WATCHER), cats).name());
    }

    @Test
    @Rule({"ORG-7", "CON-6"})
    void what_a_directory_said_grows_old_though_the_wall_clock_is_set_back() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        TestDirectory directory = directory();
        directory.slow(Duration.ofMillis(700));
        directory.uponQuestion(2, () -> {
            directory.remove(ACME, ANN);
            cluster.clock().set(Duration.ofHours(-1));
        });

        untouched(() -> notFound(() -> on.members().grant(as(ANN), team, CAROL, COMMUNITY_VIEWER)));
    }
}
