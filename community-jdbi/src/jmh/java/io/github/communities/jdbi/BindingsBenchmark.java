package io.github.communities.jdbi;

import static io.github.communities.jdbi.BindingsGround.DEFAULT_MEMORY;

import io.github.communities.access.Access;
import io.github.communities.core.memory.InMemoryCommunityStore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Checks where there are a million bindings, against where there are a thousand: by a thousand principals, which all
 * are remembered, and by all of them in random order, as many of which are remembered as there is room for.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the harness
public class BindingsBenchmark {
    /** Of one binding each. */
    static final int FEW = 1_000;

    static final int MANY = Boolean.getBoolean("jmh.quick") ? 100_000 : 1_000_000;
    private static final int ROLES = 20;
    private static final int PRINCIPALS = MANY / ROLES;
    /** The default, or as much less as there is less to be remembered. */
    private static final long MEMORY = DEFAULT_MEMORY * MANY / 1_000_000;
    /** In so many all principals are asked about. */
    private static final int RANDOM = 4 * PRINCIPALS;

    /** The store does not matter much: it is in memory too. */
    @Param("memory")
    public String database = "";

    private Place few;
    private Place many;

    /** A ground with the questions that are asked there. */
    private record Place(BindingsGround ground, Access access, Questions questions) {
        static Place of(int principals, int roles, long memory, int inPlay, int different) {
            BindingsGround ground = new BindingsGround(InMemoryCommunityStore.create(), principals, roles, memory);
            return new Place(ground, ground.communities().access(), new Questions(ground, inPlay, different));
        }

        long loads() {
            return ground.communities().host().accessStatistics().loads();
        }
    }

    /** The few. */
    @Setup(Level.Trial)
    public void fill() {
        few = Place.of(FEW, 1, DEFAULT_MEMORY, FEW, Questions.COUNT);
    }

    /** Where there are many, and a thousand ask. */
    @State(Scope.Benchmark)
    public static class Some {
        @Setup(Level.Trial)
        public void fill(BindingsBenchmark benchmark) {
            benchmark.many = Place.of(PRINCIPALS, ROLES, DEFAULT_MEMORY, FEW, Questions.COUNT);
        }
    }

    /** Where there are many, and all ask. */
    @State(Scope.Benchmark)
    public static class All {
        @Setup(Level.Trial)
        public void fill(BindingsBenchmark benchmark) {
            benchmark.many = Place.of(PRINCIPALS, ROLES, MEMORY, PRINCIPALS, RANDOM);
        }
    }

    @Benchmark
    public void some(Some some, Pair pair, Blackhole hole) throws Exception {
        int ofMany = many.questions().from();
        int ofFew = few.questions().from();
        pair.time(hole, () -> checked(many, ofMany), () -> checked(few, ofFew));
    }

    /** What the walk has of that. */
    @Benchmark
    public void someWalked(Some some, Pair pair, Blackhole hole) throws Exception {
        int ofMany = many.questions().from();
        int ofFew = few.questions().from();
        pair.time(hole, () -> walked(many, ofMany), () -> walked(few, ofFew));
    }

    /** How many times as long, each. */
    @Benchmark
    public void all(All all, Pair pair, Blackhole hole) throws Exception {
        int ofMany = many.questions().from();
        int ofFew = few.questions().from();
        Pair checks = new Pair();
        Pair walks = new Pair();
        checks.time(hole, () -> checked(many, ofMany), () -> checked(few, ofFew));
        walks.time(hole, () -> walked(many, ofMany), () -> walked(few, ofFew));
        pair.note((double) checks.ours / checks.reference, (double) walks.ours / walks.reference);
    }

    /** How many of a thousand are answered from memory. */
    @Benchmark
    public void hits(All all, Pair pair, Blackhole hole) {
        long before = many.loads();
        hole.consume(checked(many, many.questions().from()));
        pair.note((double) Questions.AT_ONCE - (many.loads() - before), Questions.AT_ONCE);
    }

    private static Object checked(Place place, int from) {
        return place.questions().granted(place.access(), from);
    }

    private static Object walked(Place place, int from) {
        return place.questions().granted(place.ground().walk(), from);
    }
}
