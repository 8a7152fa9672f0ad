package io.github.communities.jdbi;

import io.github.communities.access.Access;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** How many times as many checks two threads do in a time as one does, against the same of the walk over hash maps. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the harness
public class TwoThreadsBenchmark {
    /** So many times all questions, beside which to hand them to a thread takes nothing. */
    private static final int ROUNDS = 2;

    /** The store does not matter: it is not asked. */
    @Param("memory")
    public String database = "";

    private CheckGround ground;
    private Access access;
    private Questions questions;
    private ExecutorService threads;

    /** Lets the engine learn what is asked. */
    @Setup(Level.Trial)
    public void fill() {
        ground = new CheckGround();
        access = ground.communities().access();
        questions = new Questions(ground, 1_000);
        threads = Executors.newFixedThreadPool(2);
    }

    @Benchmark
    public void gain(Pair pair, Blackhole hole) throws Exception {
        double ours = gain(hole, this::check);
        pair.note(ours, gain(hole, this::walk));
    }

    private long check() {
        long granted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int from = 0; from < Questions.COUNT; from += Questions.AT_ONCE) {
                granted += questions.granted(access, from);
            }
        }
        return granted;
    }

    /** What it reads of the clock stays in the thread: where both write the same field, one waits for the other. */
    private long walk() {
        long result = 0;
        Walk walk = ground.walk();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < Questions.COUNT; i++) {
                Questions.Question question = questions.get(i);
                result ^= System.nanoTime();
                result += walk.can(walk.held(question.caller()), question.target()) ? 1 : 0;
            }
        }
        return result;
    }

    private double gain(Blackhole hole, Callable<Long> work) throws Exception {
        long alone = time(hole, List.of(work));
        return 2.0 * alone / time(hole, List.of(work, work));
    }

    private long time(Blackhole hole, List<Callable<Long>> work) throws Exception {
        long begun = System.nanoTime();
        List<Future<Long>> done = threads.invokeAll(work);
        long time = System.nanoTime() - begun;
        for (Future<Long> result : done) {
            hole.consume(result.get());
        }
        return time;
    }

    @TearDown(Level.Trial)
    public void close() {
        threads.shutdown();
    }
}
