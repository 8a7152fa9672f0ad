package io.github.communities.jdbi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;

/** All that is measured, in the order of the summary. */
final class Measures {
    static final List<Measure> ALL = List.of(
            new Measure(
                    "grant a role / by hand in JDBC",
                    GrantBenchmark.class,
                    "byHand",
                    Mode.AverageTime,
                    "ms",
                    goals("h2", Goal.most(2), "postgresql", Goal.most(1.5), "mariadb", Goal.most(1.5))),
            new Measure(
                    "grant a role / the same statements in JDBC",
                    GrantBenchmark.class,
                    Mode.AverageTime,
                    goals("h2", Goal.most(1.5), "postgresql", Goal.most(1.2), "mariadb", Goal.most(1.2))),
            new Measure(
                    "grants of a principal / the same statement in JDBC",
                    PrincipalBenchmark.class,
                    Mode.AverageTime,
                    goals("h2", Goal.most(2), "postgresql", Goal.most(1.3))),
            new Measure(
                    "checks of who is not known / their statement in JDBC",
                    MissBenchmark.class,
                    Mode.AverageTime,
                    goals("h2", Goal.NONE, "postgresql", Goal.most(1.5))),
            Measure.counted(
                    "statements of checks of who is not known / checks",
                    StatementBenchmark.class,
                    "miss",
                    "statements",
                    goals("h2", Goal.most(1), "postgresql", Goal.most(1), "mariadb", Goal.most(1))),
            Measure.counted(
                    "statements of checks of an operation that costs / checks",
                    StatementBenchmark.class,
                    "run",
                    "statements",
                    goals("h2", Goal.most(2), "postgresql", Goal.most(2), "mariadb", Goal.most(2))),
            written("grants of a role / grants", "grant", Goal.NONE),
            written("first sign-ins / sign-ins", "firstSignIn", Goal.most(8)),
            written("later sign-ins / sign-ins", "laterSignIn", Goal.most(1)),
            written("projects that are created / projects", "project", Goal.most(8)),
            written("links that are accepted / links", "accept", Goal.NONE),
            written("resources that are published / resources", "publish", Goal.NONE),
            written("resources that are attached / resources", "attach", Goal.NONE),
            new Measure(
                    "last page of 1000000 members / first page",
                    PageBenchmark.class,
                    Mode.AverageTime,
                    goals("h2", Goal.most(1.3), "postgresql", Goal.most(1.3), "mariadb", Goal.most(1.3))),
            new Measure(
                    "members added at 1000000 / at 1000",
                    GrowthBenchmark.class,
                    Mode.Throughput,
                    goals("h2", Goal.NONE, "postgresql", Goal.least(0.8), "mariadb", Goal.NONE)),
            new Measure(
                    "roster of 3596 rows / batches in JDBC",
                    RosterBenchmark.class,
                    Mode.AverageTime,
                    goals("h2", Goal.most(3), "postgresql", Goal.most(3))),
            new Measure(
                    "rosters of " + RosterGrowthBenchmark.MANY + " rows / of " + RosterGrowthBenchmark.FEW,
                    RosterGrowthBenchmark.class,
                    Mode.SingleShotTime,
                    goals("h2", Goal.least(0.8), "postgresql", Goal.least(0.8))),
            new Measure(
                    "gain of 8 organizations at once / the same by hand",
                    ParallelBenchmark.class,
                    "gain",
                    Mode.AverageTime,
                    "times",
                    goals("postgresql", Goal.least(0.9))),
            new Measure(
                    "1000 first sign-ins at once / by hand in JDBC",
                    MorningBenchmark.class,
                    Mode.Throughput,
                    goals("h2", Goal.least(0.7), "postgresql", Goal.least(0.7), "mariadb", Goal.least(0.7))),
            new Measure(
                    "1000 first sign-ins at once: slowest / median",
                    MorningBenchmark.class,
                    "slowest",
                    Mode.AverageTime,
                    "ms",
                    goals("h2", Goal.most(20), "postgresql", Goal.most(20), "mariadb", Goal.most(20))),
            checks("1000 checks of views / walks over three hash maps", "view", Goal.most(1)),
            checks("1000 checks of views / walks that do not read the clock", "viewWithoutClock", Goal.NONE),
            checks("1000 checks for 16 principals / walks that find the principal", "few", Goal.most(1.4)),
            checks("1000 checks for 1000 principals / walks that find the principal", "many", Goal.most(1.4)),
            checks("1000 checks of a resource that is attached / of the project", "shared", Goal.most(2)),
            checks("1000 checks that are explained / a millisecond", "explained", Goal.most(5)),
            against("1000 checks for 16 principals / Apache Shiro", "shiro", Goal.most(0.0333)),
            against("1000 checks for 16 principals / Spring Security ACL", "springAcl", Goal.most(0.0333)),
            against("1000 checks for 16 principals / jCasbin", "casbin", Goal.most(0.001)),
            against("1000 checks of 32 questions / jCasbin that remembers its answers", "cachedCasbin", Goal.most(1)),
            allocated("bytes of 1000 checks of a view / checks", "view", Goal.most(0)),
            allocated("bytes of 1000 checks / checks", "access", Goal.most(24)),
            Measure.ofChecks(
                    "checks by two threads for those by one / walks by two for those by one",
                    TwoThreadsBenchmark.class,
                    "gain",
                    "times",
                    Goal.least(0.95)),
            bindings("checks for 1000 principals", "some", "ms", Goal.most(1.3)),
            bindings("walks for 1000 principals", "someWalked", "ms", Goal.NONE),
            bindings("checks for all principals", "all", "times those of the walk", Goal.most(1.4)),
            Measure.ofChecks(
                    "checks at " + BindingsBenchmark.MANY + " bindings for all principals: from memory / all",
                    BindingsBenchmark.class,
                    "hits",
                    "checks",
                    Goal.NONE),
            weighed(
                    "bytes that checks remember of a principal with 20 roles / principals",
                    "principal",
                    Goal.most(2048)),
            weighed("bytes that checks remember of a target, but for its id / targets", "target", Goal.most(200)),
            weighed(
                    "bytes that full tables of checks say they take / bytes that they take",
                    "full",
                    Goal.between(0.8, 1.2)),
            price("roles of an organization's own", "ownRoles"),
            price("principals who may be suspended", "suspended"),
            price("callers who are limited", "limited"),
            price("acting for another", "actingForAnother"));

    private Measures() {}

    private static Measure checks(String name, String method, Goal goal) {
        return Measure.ofChecks(name, CheckBenchmark.class, method, "ms", goal);
    }

    private static Measure against(String name, String method, Goal goal) {
        return Measure.ofChecks(name, CompetitorBenchmark.class, method, "ms", goal);
    }

    private static Measure allocated(String name, String method, Goal goal) {
        return Measure.ofChecks(name, AllocationBenchmark.class, method, "bytes", goal);
    }

    private static Measure bindings(String what, String method, String unit, Goal goal) {
        return Measure.ofChecks(
                "1000 " + what + " at " + BindingsBenchmark.MANY + " bindings / at " + BindingsBenchmark.FEW,
                BindingsBenchmark.class,
                method,
                unit,
                goal);
    }

    private static Measure weighed(String name, String method, Goal goal) {
        return Measure.counted(name, MemoryBenchmark.class, method, "bytes", Map.of("postgresql", goal));
    }

    private static Measure written(String what, String method, Goal goal) {
        return Measure.counted(
                "statements of " + what,
                WriteStatementBenchmark.class,
                method,
                "statements",
                goals("h2", goal, "postgresql", goal, "mariadb", goal));
    }

    private static Measure price(String name, String method) {
        return Measure.ofChecks(
                "price of " + name + ": 1000 checks with / without", PriceBenchmark.class, method, "ms", Goal.NONE);
    }

    private static Map<String, Goal> goals(String first, Goal ofFirst, Object... more) {
        Map<String, Goal> goals = new LinkedHashMap<>();
        goals.put(first, ofFirst);
        for (int i = 0; i < more.length; i += 2) {
            goals.put((String) more[i], (Goal) more[i + 1]);
        }
        return goals;
    }
}
