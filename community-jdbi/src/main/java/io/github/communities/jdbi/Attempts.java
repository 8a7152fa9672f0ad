package io.github.communities.jdbi;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Runs what may fail only because of others again, from scratch, until it goes through or its time is up (S-6, S-18).
 * Bounded by time and not by number, since how often it fails depends on how many are at it.
 *
 * @param time how long after the first attempt began another one may begin
 * @param retryOn whether a failure is of that kind
 */
record Attempts(Duration time, Predicate<SQLException> retryOn) {
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

    /** Runs it, as often as need be. Each attempt takes a connection and a transaction of its own. */
    <T> T run(Supplier<T> attempt) {
        long begun = System.nanoTime();
        for (long pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
            try {
                return attempt.get();
            } catch (Failure failure) {
                boolean again = !failure.isFinal() && failure.hasCause(retryOn);
                boolean late = System.nanoTime() - begun >= time.toNanos();
                if (!again || late || Thread.currentThread().isInterrupted()) {
                    throw failure.unavailable();
                }
            }
            // Of random length, or those who collided would do so again.
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pause));
        }
    }
}
