package io.github.communities.tck;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A wall clock and a ticker that stand until they are moved: together, as time passes, or apart, as where somebody sets
 * the wall clock. The ticker begins shortly before it overflows, as {@link System#nanoTime} may. Thread-safe.
 */
public final class ManualClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long ticks = Long.MAX_VALUE - Duration.ofMillis(500).toNanos();

    /** Lets time pass: moves both on. */
    public synchronized void advance(Duration duration) {
        set(duration);
        ticks += duration.toNanos();
    }

    /**
     * Sets the wall clock on, or back, by a duration, as people and time servers do. No time passes.
     *
     * @param duration negative to set it back
     */
    public synchronized void set(Duration duration) {
        now = now.plus(duration);
    }

    /** The ticker: nanoseconds from some moment on, whatever the wall clock is set to. */
    public LongSupplier ticker() {
        return this::ticks;
    }

    private synchronized long ticks() {
        return ticks;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}
