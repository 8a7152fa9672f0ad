package io.github.communities.jdbi;

import io.github.communities.access.Access;
import org.casbin.jcasbin.main.CachedEnforcer;
import org.casbin.jcasbin.main.Enforcer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Checks of what the engine remembers, against other libraries that hold the same grants in memory. Each run fills but
 * the one that it asks.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the harness
public class CompetitorBenchmark {
    /** Few, as their requests are under way at the same time: for many, memory is what is waited for. */
    private static final int PRINCIPALS = 16;

    /** Questions that are asked again and again. */
    private static final int HOT = 32;

    /** The store does not matter: it is not asked. */
    @Param("memory")
    public String database = "";

    private CheckGround ground;
    private Access access;

    /** Fills the engine. */
    @Setup(Level.Trial)
    public void fill() {
        ground = new CheckGround();
        access = ground.communities().access();
    }

    /** Another library, and what it is asked. */
    private record Other(Questions questions, Checker checker) {
        void time(Access access, Pair pair, Blackhole hole) throws Exception {
            int from = questions.from();
            pair.time(hole, () -> questions.granted(access, from), () -> questions.granted(checker, from));
        }
    }

    /** The same thousand each time: what is timed is not to read new ones from memory that the other has filled. */
    private Other thousand(Checker checker) {
        return compared(new Questions(ground, PRINCIPALS, Questions.AT_ONCE), checker);
    }

    private Other compared(Questions questions, Checker checker) {
        questions.compare(access, checker);
        return new Other(questions, checker);
    }

    /** Apache Shiro. */
    @State(Scope.Benchmark)
    public static class Shiro {
        private Other other;

        @Setup(Level.Trial)
        public void fill(CompetitorBenchmark benchmark) {
            other = benchmark.thousand(new ByShiro(benchmark.ground.walk()));
        }
    }

    /** Spring Security's lists. */
    @State(Scope.Benchmark)
    public static class SpringAcl {
        private Other other;

        @Setup(Level.Trial)
        public void fill(CompetitorBenchmark benchmark) {
            other = benchmark.thousand(new BySpringAcl(benchmark.ground.walk()));
        }
    }

    /** jCasbin. */
    @State(Scope.Benchmark)
    public static class Casbin {
        private Other other;

        @Setup(Level.Trial)
        public void fill(CompetitorBenchmark benchmark) {
            other = benchmark.thousand(new ByCasbin(benchmark.ground.walk(), Enforcer::new));
        }
    }

    /** jCasbin, of which a few things are asked that it has answered before. */
    @State(Scope.Benchmark)
    public static class CachedCasbin {
        private Other other;

        @Setup(Level.Trial)
        public void fill(CompetitorBenchmark benchmark) {
            other = benchmark.compared(
                    new Questions(benchmark.ground, PRINCIPALS, HOT),
                    new ByCasbin(benchmark.ground.walk(), CachedEnforcer::new));
        }
    }

    @Benchmark
    public void shiro(Shiro shiro, Pair pair, Blackhole hole) throws Exception {
        shiro.other.time(access, pair, hole);
    }

    @Benchmark
    public void springAcl(SpringAcl springAcl, Pair pair, Blackhole hole) throws Exception {
        springAcl.other.time(access, pair, hole);
    }

    @Benchmark
    public void casbin(Casbin casbin, Pair pair, Blackhole hole) throws Exception {
        casbin.other.time(access, pair, hole);
    }

    @Benchmark
    public void cachedCasbin(CachedCasbin casbin, Pair pair, Blackhole hole) throws Exception {
        casbin.other.time(access, pair, hole);
    }
}
