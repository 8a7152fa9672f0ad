package io.github.communities.tck;

import static io.github.communities.Permission.PROJECT_LIMIT;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.PROJECT_ADMIN;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_EDITOR;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.Refusals.forbidden;
import static io.github.communities.tck.Refusals.invalid;
import static io.github.communities.tck.Refusals.notFound;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Communities;
import io.github.communities.ProjectId;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.access.Authorization;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationRequest;
import io.github.communities.billing.BillingStatus;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.error.Forbidden;
import io.github.communities.project.Limits;
import io.github.communities.project.Project;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Limits of projects, reported use, and running: PRJ-3 and PRJ-4. Bob's project Litter is paid for. */
public abstract class LimitRules extends BilledRules {
    private ProjectId litter = ProjectId.of(ACME, "not created yet");

    /** Rules on storages of this kind. */
    protected LimitRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void letBobHaveAProject() {
        litter = projectOf(BOB, cats, "Litter").id();
        node.billing().link(as(BOB), cats, goodAccount("cats-pay"));
    }

    private Written<Project> limit(Subject caller, Limits limits) {
        return node.projects().limit(as(caller), litter, limits);
    }

    private Written<Limits> use(String key, long units) {
        return node.host().reportUse(ACME, litter, key, units);
    }

    private Limits limits() {
        return later().projects().get(as(BOB), litter).limits();
    }

    private Authorization run(UnaryOperator<OperationRequest> wanted) {
        return later().access().authorize(as(BOB), wanted.apply(OperationRequest.of(Operation.RUN, litter)));
    }

    private Authorization run() {
        return run(request -> request);
    }

    @Test
    @Rule("PRJ-4")
    void limitsAreSetAllTogether() {
        assertEquals(Limits.NONE, limits());
        Limits first = Limits.NONE.perHour(0).perExecution(Long.MAX_VALUE).balance(-5);

        Written<Project> written = changed(() -> limit(BOB, first));

        assertEquals(first, written.value().limits());
        assertEquals(first, limits());
        Change change = only(ChangeKind.LIMITS_CHANGED, recordOf(written));
        assertEquals(litter, change.scope());
        assertEquals("-5", change.after().get("unitBalance"));
        assertEquals("0", change.after().get("unitsPerHour"));
        unchanged(() -> limit(BOB, first));
        Written<Project> again = changed(() -> limit(BOB, Limits.NONE.balance(7)));
        assertEquals(Limits.NONE.balance(7), limits());
        assertEquals(
                Map.of("unitBalance", "-5", "unitsPerHour", "0", "unitsPerExecution", Long.toString(Long.MAX_VALUE)),
                only(ChangeKind.LIMITS_CHANGED, recordOf(again)).before());
    }

    @Test
    @Rule("PRJ-4")
    void settingLimitsTakesAnAdministratorOfTheProject() {
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_EDITOR);
        node.members().grant(as(BOB), litter, CAROL, PROJECT_EDITOR);
        Limits limits = Limits.NONE.balance(1);

        Forbidden refusal = untouched(() -> forbidden(PROJECT_LIMIT, () -> limit(CAROL, limits)));
        assertEquals("PRJ-4", refusal.rule());
        assertEquals(litter, refusal.decision().target());
        untouched(() -> notFound(() -> limit(DAVE, limits)));
        untouched(() -> notFound(() -> node.projects().limit(as(BOB), ProjectId.of(ACME, "unknown"), limits)));
        assertEquals(Limits.NONE, limits());
        node.members().grant(as(BOB), litter, CAROL, PROJECT_ADMIN);
        changed(() -> limit(CAROL, limits));
    }

    @Test
    @Rule({"PRJ-4", "LIM-2"})
    void whatLimitsARunIsNotNegative() {
        invalid("PRJ-4", () -> Limits.NONE.perHour(-1));
        invalid("PRJ-4", () -> Limits.NONE.perExecution(Long.MIN_VALUE));
        invalid("PRJ-4", () -> OperationRequest.of(Operation.RUN, litter).using(-1));
        invalid("PRJ-4", () -> OperationRequest.of(Operation.RUN, litter).perHour(-1));
    }

    @Test
    @Rule("PRJ-4")
    void whatTheHostReportsLowersTheBalance() {
        limit(BOB, Limits.NONE.perHour(3).balance(10));

        Written<Limits> written = changed(() -> use("run-1", 4));

        assertEquals(Limits.NONE.perHour(3).balance(6), written.value());
        assertEquals(written.value(), limits());
        Change change = only(ChangeKind.USE_REPORTED, recordOf(written));
        assertEquals(litter, change.scope());
        assertEquals(Map.of("unitBalance", "10"), change.before());
        assertEquals(Map.of("key", "run-1", "units", "4", "unitBalance", "6"), change.after());
        assertEquals(Optional.empty(), recordOf(written).actor());
        changed(() -> use("run-2", 9));
        assertEquals(Optional.of(-3L), limits().balance());
    }

    @Test
    @Rule("PRJ-4")
    void aReportCountsOnceUnderItsKey() {
        limit(BOB, Limits.NONE.balance(10));
        use("run-1", 4);

        assertEquals(Limits.NONE.balance(6), unchanged(() -> use("run-1", 4)).value());
        unchanged(() -> use("run-1", 5));
        assertEquals(Optional.of(6L), limits().balance());
        changed(() -> use("Run-1", 1));
        changed(() -> use("run-1 ", 1));
        assertEquals(Optional.of(4L), limits().balance());
    }

    @Test
    @Rule("PRJ-4")
    void keysAreEachProjectsOwn() {
        ProjectId second = projectOf(BOB, cats, "Second").id();
        limit(BOB, Limits.NONE.balance(10));
        node.projects().limit(as(BOB), second, Limits.NONE.balance(10));

        use("run-1", 4);
        changed(() -> node.host().reportUse(ACME, second, "run-1", 3));

        assertEquals(Optional.of(6L), limits().balance());
        assertEquals(
                Optional.of(7L), other.projects().get(as(BOB), second).limits().balance());
    }

    @Test
    @Rule("PRJ-4")
    void withoutABalanceAReportIsKeptAndLowersNothing() {
        Written<Limits> written = changed(() -> use("run-1", 4));

        assertEquals(Limits.NONE, written.value());
        assertEquals(
                Map.of("key", "run-1", "units", "4"),
                only(ChangeKind.USE_REPORTED, recordOf(written)).after());
        limit(BOB, Limits.NONE.balance(10));
        unchanged(() -> use("run-1", 4));
        assertEquals(Optional.of(10L), limits().balance());
    }

    @Test
    @Rule("PRJ-4")
    void aUseOfNothingIsAReportToo() {
        limit(BOB, Limits.NONE.balance(10));

        changed(() -> use("run-1", 0));
        unchanged(() -> use("run-1", 4));

        assertEquals(Optional.of(10L), limits().balance());
    }

    @Test
    @Rule("PRJ-4")
    void aBalanceStopsAtTheLowestNumber() {
        limit(BOB, Limits.NONE.balance(-2));

        use("run-1", Long.MAX_VALUE);
        assertEquals(Optional.of(Long.MIN_VALUE), limits().balance());
        use("run-2", Long.MAX_VALUE);
        assertEquals(Optional.of(Long.MIN_VALUE), limits().balance());
        limit(BOB, Limits.NONE.balance(Long.MAX_VALUE));
        use("run-3", Long.MAX_VALUE);
        assertEquals(Optional.of(0L), limits().balance());
    }

    @Test
    @Rule({"PRJ-4", "LIM-2"})
    void aReportHasAKeyAndNoNegativeUnits() {
        limit(BOB, Limits.NONE.balance(10));
        assertAll(Stream.concat(Stream.of("", " ", "k".repeat(65)), Odd.hidden())
                .<Executable>map(key -> () -> untouched(() -> invalid("TEN-1", () -> use(key, 1))))
                .toList());
        untouched(() -> invalid("PRJ-4", () -> use("run-1", -1)));
        untouched(() -> invalid("PRJ-4", () -> use("run-1", Long.MIN_VALUE)));
        changed(() -> use("\uD83D\uDE3A".repeat(64), 1));
    }

    @Test
    @Rule("PRJ-4")
    void useIsReportedOfProjectsThatExist() {
        node.host().register(GLOBEX, "Globex");

        untouched(() -> notFound(() -> node.host().reportUse(ACME, ProjectId.of(ACME, "unknown"), "run-1", 1)));
        untouched(() -> invalid("TEN-1", () -> node.host().reportUse(GLOBEX, litter, "run-1", 1)));
        node.projects().delete(as(BOB), litter);
        untouched(() -> notFound(() -> use("run-1", 1)));
    }

    @Test
    @Rule({"PRJ-4", "CON-1"})
    void ofManyReportsUnderOneKeyAtTheSameMomentOneCounts() {
        limit(BOB, Limits.NONE.balance(1_000));
        try (AtOnce threads = new AtOnce(16)) {
            for (int round = 0; round < AtOnce.ROUNDS; round++) {
                String key = "run-" + round;
                List<Callable<Written<Limits>>> tasks = IntStream.range(0, 16)
                        .<Callable<Written<Limits>>>mapToObj(i -> {
                            Communities at = i % 2 == 0 ? node : other;
                            return () -> at.host().reportUse(ACME, litter, key, 3);
                        })
                        .toList();
                List<AtOnce.Outcome<Written<Limits>>> outcomes = threads.run(tasks);
                assertEquals(
                        1,
                        outcomes.stream()
                                .filter(outcome -> outcome.get().changed())
                                .count(),
                        key);
            }
        }
        assertEquals(Optional.of(1_000L - 3 * AtOnce.ROUNDS), limits().balance());
    }

    @Test
    @Rule({"PRJ-4", "CON-1"})
    void reportsUnderDifferentKeysAtTheSameMomentAllCount() {
        limit(BOB, Limits.NONE.balance(0));
        try (AtOnce threads = new AtOnce(16)) {
            List<Callable<Written<Limits>>> tasks = IntStream.range(0, 16)
                    .<Callable<Written<Limits>>>mapToObj(i -> {
                        Communities at = i % 2 == 0 ? node : other;
                        return () -> at.host().reportUse(ACME, litter, "run-" + i, 1);
                    })
                    .toList();
            threads.run(tasks).forEach(AtOnce.Outcome::get);
        }
        assertEquals(Optional.of(-16L), limits().balance());
    }

    @Test
    @Rule({"PRJ-3", "PRJ-4", "ACC-7"})
    void aBalanceOfZeroOrLessKeepsFromRunning() {
        assertTrue(run().allowed(), "without a balance nothing is limited");
        for (long balance : new long[] {0, -1, Long.MIN_VALUE}) {
            limit(BOB, Limits.NONE.balance(balance));
            Authorization answer = run();
            assertEquals(List.of("PRJ-4"), rules(answer.unmet()), answer::text);
        }
        limit(BOB, Limits.NONE.balance(1));
        assertTrue(run().allowed());
        use("run-1", 1);
        assertFalse(run().allowed());
    }

    @Test
    @Rule({"PRJ-3", "PRJ-4", "ACC-7"})
    void aRequestOverALimitKeepsFromRunning() {
        limit(BOB, Limits.NONE.perHour(10).perExecution(100));

        assertTrue(run().allowed());
        assertTrue(run(request -> request.perHour(10).using(100)).allowed());
        assertEquals(List.of("PRJ-4"), rules(run(request -> request.perHour(11)).unmet()));
        assertEquals(List.of("PRJ-4"), rules(run(request -> request.using(101)).unmet()));
        assertEquals(
                List.of("PRJ-4", "PRJ-4"),
                rules(run(request -> request.perHour(11).using(101)).unmet()));
        limit(BOB, Limits.NONE);
        assertTrue(run(request -> request.perHour(Long.MAX_VALUE).using(Long.MAX_VALUE))
                .allowed());
    }

    @Test
    @Rule({"PRJ-3", "ACC-7"})
    void runningTakesTheRoleBillingAndLimitsAndNamesAllThatIsMissing() {
        node.members().grant(as(BOB), litter, CAROL, PROJECT_VIEWER);
        limit(BOB, Limits.NONE.perHour(1).balance(0));
        billing.account("cats-pay", BillingStatus.PAYMENT_REQUIRED);

        Authorization answer = later().access()
                .authorize(as(CAROL), OperationRequest.of(Operation.RUN, litter).perHour(2));

        assertEquals(List.of("PRJ-3"), rules(answer.unmet()), answer::text);
        assertEquals(PROJECT_RUN, answer.decisions().get(0).permission());
        assertEquals(
                List.of("BIL-1", "PRJ-4", "PRJ-4"),
                rules(run(request -> request.perHour(2)).unmet()));
        node.members().grant(as(BOB), litter, CAROL, PROJECT_DEVELOPER);
        limit(BOB, Limits.NONE.perHour(2).balance(1));
        goodAccount("cats-pay");
        assertTrue(later().access()
                .authorize(as(CAROL), OperationRequest.of(Operation.RUN, litter).perHour(2))
                .allowed());
    }
}
