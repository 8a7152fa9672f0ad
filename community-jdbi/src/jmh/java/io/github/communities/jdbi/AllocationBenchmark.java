package io.github.communities.jdbi;

import com.sun.management.ThreadMXBean;
import io.github.communities.access.Access;
import io.github.communities.access.AccessView;
import java.lang.management.ManagementFactory;
import java.util.function.IntSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The bytes that a thousand checks allocate, against how many they are: the ratio is the bytes of one. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the harness
public class AllocationBenchmark {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The store does not matter: it is not asked. */
    @Param("memory")
    public String database = "";

    private Access access;
    private AccessView view;
    private Questions ofOne;
    private Questions ofMany;

    /** Lets the engine learn what is asked. */
    @Setup(Level.Trial)
    public void fill() {
        CheckGround ground = new CheckGround();
        access = ground.communities().access();
        ofOne = new Questions(ground, 1);
        ofMany = new Questions(ground, 1_000);
        view = access.of(ofOne.get(0).caller());
    }

    @Benchmark
    public void view(Pair pair, Blackhole hole) {
        int from = ofOne.from();
        allocated(pair, hole, () -> ofOne.granted(view, from));
    }

    @Benchmark
    public void access(Pair pair, Blackhole hole) {
        int from = ofMany.from();
        allocated(pair, hole, () -> ofMany.granted(access, from));
    }

    private static void allocated(Pair pair, Blackhole hole, IntSupplier questions) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        int granted = questions.getAsInt();
        long after = THREADS.getCurrentThreadAllocatedBytes();
        hole.consume(granted);
        pair.note((double) (after - before), Questions.AT_ONCE);
    }
}
