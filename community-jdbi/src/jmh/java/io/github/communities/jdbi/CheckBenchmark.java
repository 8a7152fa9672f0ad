package io.github.communities.jdbi;

import io.github.communities.Caller;
import io.github.communities.Permission;
import io.github.communities.Scope;
import io.github.communities.access.Access;
import io.github.communities.access.AccessView;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Checks of what the engine remembers, against a walk over hash maps that reads the clock as well. What is timed is a
 * thousand questions at a time, the same ones in the same order on both sides, whose answers were compared before.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the harness
public class CheckBenchmark {
    /** The store does not matter: it is not asked. */
    @Param("memory")
    public String database = "";

    /** So that the clock is really read. */
    public long read;

    private CheckGround ground;
    private Access access;
    private Questions ofOne;
    private Questions ofFew;
    private Questions ofMany;
    private CheckGround.Attached attached;

    /** Fills both, and lets the engine learn what is asked. */
    @Setup(Level.Trial)
    public void fill() {
        ground = new CheckGround();
        access = ground.communities().access();
        ofOne = new Questions(ground, 1);
        ofFew = new Questions(ground, 16);
        ofMany = new Questions(ground, 1_000);
        attached = ground.attached();
        Same.require(true, access.can(attached.caller(), Permission.RESOURCE_USE, attached.shared()));
        Same.require(true, access.can(attached.caller(), Permission.RESOURCE_USE, attached.project()));
    }

    @Benchmark
    public void view(Pair pair, Blackhole hole) throws Exception {
        views(pair, hole, true);
    }

    @Benchmark
    public void viewWithoutClock(Pair pair, Blackhole hole) throws Exception {
        views(pair, hole, false);
    }

    private void views(Pair pair, Blackhole hole, boolean walkReadsClock) throws Exception {
        int from = ofOne.from();
        Caller caller = ofOne.get(from).caller();
        AccessView view = access.of(caller);
        Walk walk = ground.walk();
        Map<Scope, Set<Permission>> held = walk.held(caller);
        pair.time(hole, () -> ofOne.granted(view, from), () -> {
            int granted = 0;
            for (int i = from; i < from + Questions.AT_ONCE; i++) {
                if (walkReadsClock) {
                    read = System.nanoTime();
                }
                granted += walk.can(held, ofOne.get(i).target()) ? 1 : 0;
            }
            return granted;
        });
    }

    @Benchmark
    public void few(Pair pair, Blackhole hole) throws Exception {
        checks(pair, hole, ofFew);
    }

    @Benchmark
    public void many(Pair pair, Blackhole hole) throws Exception {
        checks(pair, hole, ofMany);
    }

    private void checks(Pair pair, Blackhole hole, Questions questions) throws Exception {
        int from = questions.from();
        Walk walk = ground.walk();
        pair.time(hole, () -> questions.granted(access, from), () -> questions.granted(walk, from));
        read = questions.read();
    }

    @Benchmark
    public void shared(Pair pair, Blackhole hole) throws Exception {
        pair.time(
                hole,
                () -> {
                    int granted = 0;
                    for (int i = 0; i < Questions.AT_ONCE; i++) {
                        granted += access.can(attached.caller(), Permission.RESOURCE_USE, attached.shared()) ? 1 : 0;
                    }
                    return granted;
                },
                () -> {
                    int granted = 0;
                    for (int i = 0; i < Questions.AT_ONCE; i++) {
                        granted += access.can(attached.caller(), Permission.RESOURCE_USE, attached.project()) ? 1 : 0;
                    }
                    return granted;
                });
    }

    /** Against a millisecond, so that the ratio is the microseconds that one explanation takes. */
    @Benchmark
    public void explained(Pair pair, Blackhole hole) {
        int from = ofMany.from();
        long begun = System.nanoTime();
        for (int i = from; i < from + Questions.AT_ONCE; i++) {
            Questions.Question question = ofMany.get(i);
            hole.consume(access.explain(question.caller(), Questions.ASKED, question.target()));
        }
        pair.note((System.nanoTime() - begun) / 1e6, 1);
    }
}
