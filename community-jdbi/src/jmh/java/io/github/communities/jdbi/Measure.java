package io.github.communities.jdbi;

import java.util.Map;
import org.openjdk.jmh.annotations.Mode;

/**
 * What is measured.
 *
 * @param name what it is called in the summary; the database is added
 * @param benchmark the class
 * @param method that of it which does both in turn; else it has {@code ours} and {@code reference}
 * @param mode how: by the time that one takes, or by how many there are in a second, or that of a single one
 * @param unit that of the two figures
 * @param goals what the ratio has to be, by database; none where it is measured to be known
 */
record Measure(String name, Class<?> benchmark, String method, Mode mode, String unit, Map<String, Goal> goals) {
    Measure(String name, Class<?> benchmark, Mode mode, Map<String, Goal> goals) {
        this(name, benchmark, "pair", mode, mode == Mode.AverageTime ? "ms" : "per s", goals);
    }

    /** Of what is remembered, whatever the store. */
    static Measure ofChecks(String name, Class<?> benchmark, String method, String unit, Goal goal) {
        return new Measure(name, benchmark, method, Mode.AverageTime, unit, Map.of("memory", goal));
    }

    /** Of what is counted or weighed, for which one look is enough. */
    static Measure counted(String name, Class<?> benchmark, String method, String unit, Map<String, Goal> goals) {
        return new Measure(name, benchmark, method, Mode.SingleShotTime, unit, goals);
    }

    /** What the ratio has to be on a database. */
    Goal goal(String database) {
        return goals.getOrDefault(database, Goal.NONE);
    }

    /** Whether the figures are how many there are in a second. */
    boolean isRate() {
        return unit.equals("per s");
    }

    /** Of what takes minutes, one is enough. */
    boolean once() {
        return mode == Mode.SingleShotTime;
    }
}
