package io.github.communities.jdbi;

import io.github.communities.Caller;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Scope;
import io.github.communities.access.Access;
import io.github.communities.access.AccessView;
import java.util.ArrayList;
import java.util.List;
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
    private static final int QUESTIONS = 16_000;
    private static final int AT_ONCE = 1_000;

    /** The store does not matter: it is not asked. */
    @Param("memory")
    public String database = "";

    /** So that the clock is really read. */
    public long read;

    private CheckGround ground;
    private Access access;
    private List<Question> ofOne;
    private List<Question> ofFew;
    private List<Question> ofMany;
    private CheckGround.Attached attached;
    private int next;

    private record Question(Caller caller, ProjectId target) {}

    /** Fills both, and lets the engine learn what is asked. */
    @Setup(Level.Trial)
    public void fill() {
        ground = new CheckGround(Boolean.getBoolean("jmh.quick") ? 2 : 10);
        access = ground.communities().access();
        ofOne = questions(1);
        ofFew = questions(16);
        ofMany = questions(1_000);
        attached = ground.attached();
        Same.require(true, access.can(attached.caller(), Permission.RESOURCE_USE, attached.shared()));
        Same.require(true, access.can(attached.caller(), Permission.RESOURCE_USE, attached.project()));
    }

    private List<Question> questions(int principals) {
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < QUESTIONS; i++) {
            Caller caller = ground.caller(principals);
            ProjectId target = ground.project(caller);
            Same.require(ground.walk(ground.held(caller), target), access.can(caller, CheckGround.ASKED, target));
            questions.add(new Question(caller, target));
        }
        return questions;
    }

    private int from() {
        next = (next + AT_ONCE) % QUESTIONS;
        return next;
    }

    @Benchmark
    public void view(Pair pair, Blackhole hole) throws Exception {
        int from = from();
        Caller caller = ofOne.get(from).caller();
        AccessView view = access.of(caller);
        Map<Scope, Set<Permission>> held = ground.held(caller);
        pair.time(
                hole,
                () -> {
                    int granted = 0;
                    for (int i = from; i < from + AT_ONCE; i++) {
                        granted += view.can(CheckGround.ASKED, ofOne.get(i).target()) ? 1 : 0;
                    }
                    return granted;
                },
                () -> {
                    int granted = 0;
                    for (int i = from; i < from + AT_ONCE; i++) {
                        read = System.nanoTime();
                        granted += ground.walk(held, ofOne.get(i).target()) ? 1 : 0;
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

    private void checks(Pair pair, Blackhole hole, List<Question> questions) throws Exception {
        int from = from();
        pair.time(
                hole,
                () -> {
                    int granted = 0;
                    for (int i = from; i < from + AT_ONCE; i++) {
                        granted += access.can(
                                        questions.get(i).caller(),
                                        CheckGround.ASKED,
                                        questions.get(i).target())
                                ? 1
                                : 0;
                    }
                    return granted;
                },
                () -> {
                    int granted = 0;
                    for (int i = from; i < from + AT_ONCE; i++) {
                        read = System.nanoTime();
                        granted += ground.walk(
                                        ground.held(questions.get(i).caller()),
                                        questions.get(i).target())
                                ? 1
                                : 0;
                    }
                    return granted;
                });
    }

    @Benchmark
    public void shared(Pair pair, Blackhole hole) throws Exception {
        pair.time(
                hole,
                () -> {
                    int granted = 0;
                    for (int i = 0; i < AT_ONCE; i++) {
                        granted += access.can(attached.caller(), Permission.RESOURCE_USE, attached.shared()) ? 1 : 0;
                    }
                    return granted;
                },
                () -> {
                    int granted = 0;
                    for (int i = 0; i < AT_ONCE; i++) {
                        granted += access.can(attached.caller(), Permission.RESOURCE_USE, attached.project()) ? 1 : 0;
                    }
                    return granted;
                });
    }
}
