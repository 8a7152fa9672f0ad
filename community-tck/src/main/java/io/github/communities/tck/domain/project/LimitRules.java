package io.github.communities.tck.domain.project;

import static io.github.communities.Permission.PROJECT_LIMIT;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.PROJECT_ADMIN;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_EDITOR;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static io.github.communities.tck.fixture.Refusals.stale;
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
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.error.Forbidden;
import io.github.communities.project.BalanceUpdate;
import io.github.communities.project.Limits;
import io.github.communities.project.LimitsUpdate;
import io.github.communities.project.Project;
import io.github.communities.project.ProjectUpdate;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.record.UsageRecord;
import io.github.communities.tck.domain.BilledRules;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.StoreContents;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TrickyTexts;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Limits and balances of projects, reported use, and running: PRJ-3 and PRJ-4. Bob's project Litter is paid for. */
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

    private Project read() {
        return other.projects().get(as(BOB), litter);
    }

    private Written<Project> limit(Subject caller, LimitsUpdate update) {
        return node.projects().limit(as(caller), litter, update, read().version());
    }

    private Written<Project> limit(LimitsUpdate update) {
        return limit(BOB, update);
    }

    private Written<Project> balance(long units) {
        return node.projects()
                .setBalance(as(BOB), litter, BalanceUpdate.from(balance()).to(units));
    }

    private Written<Project> add(long units) {
        return node.projects().addToBalance(as(BOB), litter, units);
    }

    private Written<Optional<Long>> use(String key, long units) {
        return node.host().reportUse(ACME, litter, key, units);
    }

    private Limits limits() {
        return later().projects().get(as(BOB), litter).limits();
    }

    private Optional<Long> balance() {
        return later().projects().get(as(BOB), litter).unitBalance();
    }

    private Authorization run(UnaryOperator<OperationRequest> wanted) {
        return later().access().authorize(as(BOB), wanted.apply(OperationRequest.of(Operation.RUN, litter)));
    }

    private Authorization run() {
        return run(request -> request);
    }

    @Test
    @Rule("PRJ-4")
    void limits_are_changed_by_mask() {
        assertEquals(Limits.NONE, limits());

        Written<Project> written = changed(() -> limit(LimitsUpdate.nothing().perHour(0)));

        assertEquals(Limits.NONE.perHour(0), written.value().limits());
        assertEquals(Limits.NONE.perHour(0), limits());
        Change change = only(ChangeKind.LIMITS_CHANGED, recordOf(written));
        assertEquals(litter, change.scope());
        assertEquals(Map.of("unitsPerHour", ""), change.before());
        assertEquals(Map.of("unitsPerHour", "0"), change.after());
        changed(() -> limit(LimitsUpdate.nothing().perExecution(Long.MAX_VALUE)));
        assertEquals(Limits.NONE.perHour(0).perExecution(Long.MAX_VALUE), limits(), "what is not named stays");
        unchanged(() -> limit(LimitsUpdate.nothing()));
        unchanged(() -> limit(LimitsUpdate.nothing().perHour(0).perExecution(Long.MAX_VALUE)));
        Written<Project> again = changed(() -> limit(LimitsUpdate.nothing().unlimitedPerHour()));
        assertEquals(Limits.NONE.perExecution(Long.MAX_VALUE), limits());
        assertEquals(
                Map.of("unitsPerHour", "0"),
                only(ChangeKind.LIMITS_CHANGED, recordOf(again)).before());
        changed(() -> limit(LimitsUpdate.nothing().perHour(7).unlimitedPerExecution()));
        assertEquals(Limits.NONE.perHour(7), limits());
    }

    @Test
    @Rule({"PRJ-4", "COM-4"})
    void limits_are_changed_under_the_version_that_was_seen() {
        long version = read().version();
        Project limited =
                changed(() -> limit(LimitsUpdate.nothing().perHour(10))).value();
        assertEquals(revision().value(), limited.version());
        LimitsUpdate update = LimitsUpdate.nothing().perExecution(5);

        for (long wrong : new long[] {version, limited.version() - 1, limited.version() + 1, 0, Long.MAX_VALUE}) {
            untouched(() -> stale("COM-4", () -> node.projects().limit(as(BOB), litter, update, wrong)));
        }
        untouched(() -> stale(
                "COM-4",
                () -> node.projects()
                        .update(as(BOB), litter, ProjectUpdate.nothing().name("Bin"), version)));
        assertEquals(Limits.NONE.perHour(10), limits(), "nothing is lost");
        changed(() -> node.projects().limit(as(BOB), litter, update, limited.version()));
        assertEquals(Limits.NONE.perHour(10).perExecution(5), limits());
    }

    @Test
    @Rule("PRJ-4")
    void use_and_the_balance_make_no_version_stale_and_no_change_of_limits_sets_them_back() {
        balance(100);
        long version = read().version();
        use("run-1", 90);
        changed(() -> add(1));

        changed(() ->
                node.projects().limit(as(BOB), litter, LimitsUpdate.nothing().perHour(7), version));

        assertEquals(Optional.of(11L), balance());
        node.projects().update(as(BOB), litter, ProjectUpdate.nothing().description("cats only"), read().version());
        assertEquals(Optional.of(11L), balance());
        node.members().grant(as(BOB), litter, CAROL, PROJECT_VIEWER);
        assertEquals(Optional.of(11L), balance());
    }

    @Test
    @Rule("PRJ-4")
    void changing_limits_and_the_balance_takes_an_administrator_of_the_project() {
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_EDITOR);
        node.members().grant(as(BOB), litter, CAROL, PROJECT_EDITOR);
        balance(5);
        ProjectId unknown = ProjectId.of(ACME, "unknown");
        long version = read().version();
        List<BiFunction<Subject, ProjectId, Written<Project>>> ways = List.of(
                (caller, id) -> node.projects()
                        .limit(as(caller), id, LimitsUpdate.nothing().perHour(1), version),
                (caller, id) -> node.projects().addToBalance(as(caller), id, 1),
                (caller, id) -> node.projects()
                        .setBalance(
                                as(caller),
                                id,
                                BalanceUpdate.from(Optional.of(6L)).to(7)));

        for (BiFunction<Subject, ProjectId, Written<Project>> way : ways) {
            Forbidden refusal = untouched(() -> forbidden(PROJECT_LIMIT, () -> way.apply(CAROL, litter)));
            assertEquals("PRJ-4", refusal.rule());
            assertEquals(litter, refusal.decision().target());
            untouched(() -> notFound(() -> way.apply(DAVE, litter)));
            untouched(() -> notFound(() -> way.apply(BOB, unknown)));
        }
        assertEquals(Limits.NONE, limits());
        assertEquals(Optional.of(5L), balance());
        node.members().grant(as(BOB), litter, CAROL, PROJECT_ADMIN);
        ways.forEach(way -> changed(() -> way.apply(CAROL, litter)));
    }

    @Test
    @Rule("PRJ-4")
    void a_balance_is_added_to_whatever_was_used_meanwhile() {
        balance(-3);
        use("run-1", 2);

        Written<Project> added = changed(() -> add(10));

        assertEquals(Optional.of(5L), added.value().unitBalance());
        assertEquals(Optional.of(5L), balance());
        Change change = only(ChangeKind.BALANCE_CHANGED, recordOf(added));
        assertEquals(litter, change.scope());
        assertEquals(Map.of("unitBalance", "-5"), change.before());
        assertEquals(Map.of("unitBalance", "5"), change.after());
        unchanged(() -> add(0));
        changed(() -> add(Long.MAX_VALUE - 5));
        assertEquals(Optional.of(Long.MAX_VALUE), balance());
    }

    @Test
    @Rule("PRJ-4")
    void an_addition_that_would_overflow_is_refused() {
        for (long balance : new long[] {Long.MAX_VALUE, 1, 2}) {
            balance(balance);
            long much = Long.MAX_VALUE - balance + 1;
            untouched(() -> refused("PRJ-4", () -> add(much)));
            untouched(() -> refused("PRJ-4", () -> add(Long.MAX_VALUE)));
            assertEquals(Optional.of(balance), balance());
        }
        balance(Long.MIN_VALUE);
        changed(() -> add(Long.MAX_VALUE));
        assertEquals(Optional.of(-1L), balance());
    }

    @Test
    @Rule("PRJ-4")
    void nothing_is_added_to_a_balance_that_there_is_not() {
        untouched(() -> refused("PRJ-4", () -> add(1)));

        Written<Project> set = changed(() -> balance(7));
        assertEquals(
                Map.of("unitBalance", ""),
                only(ChangeKind.BALANCE_CHANGED, recordOf(set)).before());
        Written<Project> unset = changed(() -> node.projects()
                .setBalance(as(BOB), litter, BalanceUpdate.from(Optional.of(7L)).toNone()));

        assertEquals(Optional.empty(), unset.value().unitBalance());
        assertEquals(Optional.empty(), balance());
        Change change = only(ChangeKind.BALANCE_CHANGED, recordOf(unset));
        assertEquals(Map.of("unitBalance", "7"), change.before());
        assertEquals(Map.of("unitBalance", ""), change.after());
        assertTrue(run(request -> request.using(Long.MAX_VALUE)).allowed(), "nothing is limited");
        unchanged(() -> node.projects()
                .setBalance(
                        as(BOB), litter, BalanceUpdate.from(Optional.empty()).toNone()));
        untouched(() -> refused("PRJ-4", () -> add(0)));
    }

    @Test
    @Rule("PRJ-4")
    void a_balance_is_set_under_the_one_that_was_seen() {
        balance(100);
        BalanceUpdate update = BalanceUpdate.from(Optional.of(100L)).to(200);
        use("run-1", 90);

        untouched(() -> stale("PRJ-4", () -> node.projects().setBalance(as(BOB), litter, update)));
        untouched(() -> stale(
                "PRJ-4",
                () -> node.projects()
                        .setBalance(
                                as(BOB),
                                litter,
                                BalanceUpdate.from(Optional.empty()).to(200))));
        assertEquals(Optional.of(10L), balance(), "no use is lost");
        Written<Project> set = changed(() -> node.projects()
                .setBalance(
                        as(BOB), litter, BalanceUpdate.from(Optional.of(10L)).to(-200)));
        assertEquals(Optional.of(-200L), set.value().unitBalance());
        assertEquals(Optional.of(-200L), balance());
        unchanged(() -> balance(-200));
        unchanged(() -> node.projects().setBalance(as(BOB), litter, BalanceUpdate.from(balance())));
    }

    @Test
    @Rule({"PRJ-4", "CON-1"})
    void whoever_sets_a_balance_while_others_use_it_loses_no_use() {
        balance(0);
        try (Race threads = new Race(16)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                String key = "run-" + round + "-";
                List<Callable<Written<?>>> tasks = IntStream.range(0, 16)
                        .<Callable<Written<?>>>mapToObj(i -> {
                            Communities at = i % 2 == 0 ? node : other;
                            return switch (i % 4) {
                                case 0 -> () -> at.host().reportUse(ACME, litter, key + i, 3);
                                case 1 -> () -> at.projects().addToBalance(as(BOB), litter, 1);
                                default -> () -> raised(at);
                            };
                        })
                        .toList();
                long before = balance().orElseThrow();
                List<Race.Outcome<Written<?>>> outcomes = threads.run(tasks);
                long set = outcomes.stream()
                        .flatMap(outcome -> outcome.value().stream())
                        .filter(written -> written.value() instanceof Project && written.changed())
                        .map(this::difference)
                        .reduce(0L, Long::sum);
                assertEquals(before - 3 * 4 + set, balance().orElseThrow(), key);
            }
        }
    }

    /** Sets the balance ten higher than it has read. */
    private Written<Project> raised(Communities at) {
        Optional<Long> seen = at.projects().get(as(BOB), litter).unitBalance();
        return at.projects()
                .setBalance(as(BOB), litter, BalanceUpdate.from(seen).to(seen.orElseThrow() + 10));
    }

    private long difference(Written<?> written) {
        Change change = only(ChangeKind.BALANCE_CHANGED, recordOf(written));
        return Long.parseLong(change.after(ChangeAttribute.UNIT_BALANCE).orElseThrow())
                - Long.parseLong(change.before(ChangeAttribute.UNIT_BALANCE).orElseThrow());
    }

    @Test
    @Rule({"PRJ-4", "LIM-2"})
    void what_limits_a_run_or_is_added_is_not_negative() {
        invalid("PRJ-4", () -> Limits.NONE.perHour(-1));
        invalid("PRJ-4", () -> Limits.NONE.perExecution(Long.MIN_VALUE));
        invalid("PRJ-4", () -> LimitsUpdate.nothing().perHour(-1));
        invalid("PRJ-4", () -> LimitsUpdate.nothing().perExecution(Long.MIN_VALUE));
        invalid("PRJ-4", () -> OperationRequest.of(Operation.RUN, litter).using(-1));
        invalid("PRJ-4", () -> OperationRequest.of(Operation.RUN, litter).perHour(-1));
        balance(5);
        untouched(() -> invalid("PRJ-4", () -> add(-1)));
        untouched(() -> invalid("PRJ-4", () -> add(Long.MIN_VALUE)));
    }

    @Test
    @Rule("PRJ-4")
    void what_the_host_reports_lowers_the_balance() {
        balance(10);

        Written<Optional<Long>> written = changed(() -> use("run-1", 4));

        assertEquals(Optional.of(6L), written.value());
        assertEquals(written.value(), balance());
        Change change = only(ChangeKind.USE_REPORTED, recordOf(written));
        assertEquals(litter, change.scope());
        assertEquals(Map.of("unitBalance", "10"), change.before());
        assertEquals(Map.of("key", "run-1", "units", "4", "unitBalance", "6"), change.after());
        assertEquals(Optional.empty(), recordOf(written).actor());
        changed(() -> use("run-2", 9));
        assertEquals(Optional.of(-3L), balance());
    }

    @Test
    @Rule("PRJ-4")
    void a_report_counts_once_under_its_key() {
        balance(10);
        use("run-1", 4);

        assertEquals(Optional.of(6L), unchanged(() -> use("run-1", 4)).value());
        unchanged(() -> use("run-1", 5));
        assertEquals(Optional.of(6L), balance());
        changed(() -> use("Run-1", 1));
        changed(() -> use("run-1 ", 1));
        assertEquals(Optional.of(4L), balance());
    }

    @Test
    @Rule("PRJ-4")
    void keys_are_each_projects_own() {
        ProjectId second = projectOf(BOB, cats, "Second").id();
        balance(10);
        node.projects()
                .setBalance(
                        as(BOB), second, BalanceUpdate.from(Optional.empty()).to(10));

        use("run-1", 4);
        changed(() -> node.host().reportUse(ACME, second, "run-1", 3));

        assertEquals(Optional.of(6L), balance());
        assertEquals(Optional.of(7L), other.projects().get(as(BOB), second).unitBalance());
    }

    @Test
    @Rule("PRJ-4")
    void without_a_balance_a_report_is_kept_and_lowers_nothing() {
        Written<Optional<Long>> written = changed(() -> use("run-1", 4));

        assertEquals(Optional.empty(), written.value());
        assertEquals(
                Map.of("key", "run-1", "units", "4"),
                only(ChangeKind.USE_REPORTED, recordOf(written)).after());
        balance(10);
        unchanged(() -> use("run-1", 4));
        assertEquals(Optional.of(10L), balance());
    }

    @Test
    @Rule("PRJ-4")
    void a_use_of_nothing_is_a_report_too() {
        balance(10);

        changed(() -> use("run-1", 0));
        unchanged(() -> use("run-1", 4));

        assertEquals(Optional.of(10L), balance());
    }

    @Test
    @Rule("PRJ-4")
    void a_balance_stops_at_the_lowest_number() {
        balance(-2);

        use("run-1", Long.MAX_VALUE);
        assertEquals(Optional.of(Long.MIN_VALUE), balance());
        use("run-2", Long.MAX_VALUE);
        assertEquals(Optional.of(Long.MIN_VALUE), balance());
        balance(Long.MAX_VALUE);
        use("run-3", Long.MAX_VALUE);
        assertEquals(Optional.of(0L), balance());
        balance(Long.MIN_VALUE + 1);
        use("run-4", 1);
        assertEquals(Optional.of(Long.MIN_VALUE), balance());
    }

    @Test
    @Rule({"PRJ-4", "LIM-2"})
    void a_report_has_a_key_and_no_negative_units() {
        balance(10);
        assertAll(Stream.concat(Stream.of("", " ", "k".repeat(65)), TrickyTexts.unseen())
                .<Executable>map(key -> () -> untouched(() -> invalid("TEN-1", () -> use(key, 1))))
                .toList());
        untouched(() -> invalid("PRJ-4", () -> use("run-1", -1)));
        untouched(() -> invalid("PRJ-4", () -> use("run-1", Long.MIN_VALUE)));
        changed(() -> use("\uD83D\uDE3A".repeat(64), 1));
    }

    @Test
    @Rule("PRJ-4")
    void use_is_reported_of_projects_that_exist() {
        node.host().register(GLOBEX, "Globex");

        untouched(() -> notFound(() -> node.host().reportUse(ACME, ProjectId.of(ACME, "unknown"), "run-1", 1)));
        untouched(() -> invalid("TEN-1", () -> node.host().reportUse(GLOBEX, litter, "run-1", 1)));
    }

    @Test
    @Rule({"PRJ-4", "PRJ-5"})
    void use_of_a_deleted_project_is_reported_too_and_not_lost_when_it_is_restored() {
        balance(100);
        use("run-1", 1);
        node.projects().delete(as(BOB), litter);

        Written<Optional<Long>> written = changed(() -> use("run-2", 90));
        assertEquals(Optional.of(9L), written.value());
        Change change = only(ChangeKind.USE_REPORTED, recordOf(written));
        assertEquals(litter, change.scope());
        assertEquals(Map.of("unitBalance", "99"), change.before());
        assertEquals(Optional.of(9L), unchanged(() -> use("run-1", 1)).value());
        assertEquals(Optional.of(9L), unchanged(() -> use("run-2", 90)).value());
        notFound(() -> later().projects().get(as(BOB), litter));

        node.projects().restore(as(BOB), litter);
        assertEquals(Optional.of(9L), balance());
        unchanged(() -> use("run-2", 90));
        node.delete(as(BOB), cats);
        changed(() -> use("run-3", 10));
        node.restore(as(BOB), cats);
        assertEquals(Optional.of(-1L), balance(), "and so of a deleted community's");
        assertFalse(run().allowed());
    }

    @Test
    @Rule({"PRJ-4", "PRJ-5"})
    void use_is_reported_until_its_project_is_purged() {
        balance(100);
        use("run-1", 1);
        node.projects().delete(as(BOB), litter);
        cluster.clock().advance(Duration.ofDays(30));

        changed(() -> use("run-2", 1));
        changed(() -> node.host().purge(ACME, 1));
        changed(() -> use("run-3", 1));
        while (node.host().purge(ACME, 1).changed()) {
            // until nothing is left
        }

        untouched(() -> notFound(() -> use("run-1", 1)));
        untouched(() -> notFound(() -> use("run-4", 1)));
        try (CommunityStore store = cluster.storage().open()) {
            assertFalse(
                    StoreContents.of(store, ACME).records().stream().anyMatch(UsageRecord.class::isInstance),
                    "none of the reports is left behind");
        }
    }

    @Test
    @Rule({"PRJ-4", "CON-1"})
    void of_many_reports_under_one_key_at_the_same_moment_one_counts() {
        balance(1_000);
        try (Race threads = new Race(16)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                String key = "run-" + round;
                List<Callable<Written<Optional<Long>>>> tasks = IntStream.range(0, 16)
                        .<Callable<Written<Optional<Long>>>>mapToObj(i -> {
                            Communities at = i % 2 == 0 ? node : other;
                            return () -> at.host().reportUse(ACME, litter, key, 3);
                        })
                        .toList();
                List<Race.Outcome<Written<Optional<Long>>>> outcomes = threads.run(tasks);
                assertEquals(
                        1,
                        outcomes.stream()
                                .filter(outcome -> outcome.get().changed())
                                .count(),
                        key);
            }
        }
        assertEquals(Optional.of(1_000L - 3 * Race.ROUNDS), balance());
    }

    @Test
    @Rule({"PRJ-4", "CON-1"})
    void reports_under_different_keys_at_the_same_moment_all_count() {
        balance(0);
        try (Race threads = new Race(16)) {
            List<Callable<Written<Optional<Long>>>> tasks = IntStream.range(0, 16)
                    .<Callable<Written<Optional<Long>>>>mapToObj(i -> {
                        Communities at = i % 2 == 0 ? node : other;
                        return () -> at.host().reportUse(ACME, litter, "run-" + i, 1);
                    })
                    .toList();
            threads.run(tasks).forEach(Race.Outcome::get);
        }
        assertEquals(Optional.of(-16L), balance());
    }

    @Test
    @Rule({"PRJ-3", "PRJ-4", "ACC-7"})
    void a_balance_of_zero_or_less_keeps_from_running() {
        assertTrue(run().allowed(), "without a balance nothing is limited");
        for (long balance : new long[] {0, -1, Long.MIN_VALUE}) {
            balance(balance);
            Authorization answer = run();
            assertEquals(List.of("PRJ-4"), rules(answer.unmet()), answer::text);
        }
        balance(1);
        assertTrue(run().allowed());
        use("run-1", 1);
        assertFalse(run().allowed());
    }

    @Test
    @Rule({"PRJ-3", "PRJ-4", "ACC-7"})
    void a_request_over_a_limit_keeps_from_running() {
        limit(LimitsUpdate.nothing().perHour(10).perExecution(100));

        assertTrue(run().allowed());
        assertTrue(run(request -> request.perHour(10).using(100)).allowed());
        assertEquals(List.of("PRJ-4"), rules(run(request -> request.perHour(11)).unmet()));
        assertEquals(List.of("PRJ-4"), rules(run(request -> request.using(101)).unmet()));
        assertEquals(
                List.of("PRJ-4", "PRJ-4"),
                rules(run(request -> request.perHour(11).using(101)).unmet()));
        limit(LimitsUpdate.nothing().unlimitedPerHour().unlimitedPerExecution());
        assertTrue(run(request -> request.perHour(Long.MAX_VALUE).using(Long.MAX_VALUE))
                .allowed());
    }

    @Test
    @Rule({"PRJ-3", "PRJ-4", "ACC-7"})
    void a_request_over_the_balance_keeps_from_running() {
        balance(10);

        assertTrue(run(request -> request.using(10)).allowed());
        assertTrue(run(request -> request.perHour(11)).allowed(), "how fast it goes is not how much it is");
        for (long much : new long[] {11, Long.MAX_VALUE}) {
            Authorization answer = run(request -> request.using(much));
            assertEquals(List.of("PRJ-4"), rules(answer.unmet()), answer::text);
            assertTrue(answer.unmet().get(0).reason().contains("10"), answer::text);
        }
        limit(LimitsUpdate.nothing().perExecution(5));
        assertEquals(
                List.of("PRJ-4", "PRJ-4"),
                rules(run(request -> request.using(11)).unmet()));
        balance(-1);
        assertEquals(List.of("PRJ-4"), rules(run(request -> request.using(1)).unmet()), "said once");
        assertFalse(run(request -> request.using(0)).allowed());
    }

    @Test
    @Rule({"PRJ-3", "ACC-7"})
    void running_takes_the_role_billing_and_limits_and_names_all_that_is_missing() {
        node.members().grant(as(BOB), litter, CAROL, PROJECT_VIEWER);
        limit(LimitsUpdate.nothing().perHour(1));
        balance(0);
        billing.account("cats-pay", BillingStatus.PAYMENT_REQUIRED);

        Authorization answer = later().access()
                .authorize(as(CAROL), OperationRequest.of(Operation.RUN, litter).perHour(2));

        assertEquals(List.of("PRJ-3"), rules(answer.unmet()), answer::text);
        assertEquals(PROJECT_RUN, answer.decisions().get(0).permission());
        assertEquals(
                List.of("BIL-1", "PRJ-4", "PRJ-4"),
                rules(run(request -> request.perHour(2)).unmet()));
        node.members().grant(as(BOB), litter, CAROL, PROJECT_DEVELOPER);
        limit(LimitsUpdate.nothing().perHour(2));
        balance(1);
        goodAccount("cats-pay");
        assertTrue(later().access()
                .authorize(as(CAROL), OperationRequest.of(Operation.RUN, litter).perHour(2))
                .allowed());
    }
}
