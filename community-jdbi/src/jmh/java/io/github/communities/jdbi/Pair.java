package io.github.communities.jdbi;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Times of two things that are done in turn, so that what else the machine does meets both alike. The fields are what
 * the harness reports.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Pair {
    private static final double MILLIONTHS = 1_000_000;

    public long ours;
    public long reference;
    public long turns;

    /** What is timed. */
    interface Call {
        Object run() throws Exception;
    }

    /** Does both, each first every other time. */
    void time(Blackhole hole, Call library, Call other) throws Exception {
        if (turns++ % 2 == 0) {
            ours += time(hole, library);
            reference += time(hole, other);
        } else {
            reference += time(hole, other);
            ours += time(hole, library);
        }
    }

    /** Notes two figures that are no times: in millionths, as times are in those of a millisecond. */
    void note(double library, double other) {
        turns++;
        ours += Math.round(library * MILLIONTHS);
        reference += Math.round(other * MILLIONTHS);
    }

    private static long time(Blackhole hole, Call call) throws Exception {
        long begun = System.nanoTime();
        Object result = call.run();
        long time = System.nanoTime() - begun;
        hole.consume(result);
        return time;
    }
}
