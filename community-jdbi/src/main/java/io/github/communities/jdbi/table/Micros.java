package io.github.communities.jdbi.table;

import java.time.Instant;

/** Instants as the tables keep them: microseconds since 1970 in UTC, which no driver shifts or rounds. */
final class Micros {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private Micros() {}

    static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND), instant.getNano() / 1000);
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1000);
    }
}
