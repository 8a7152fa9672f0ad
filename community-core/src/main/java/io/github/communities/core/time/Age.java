package io.github.communities.core.time;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long ago something began, by a monotonic ticker: people and time servers set the wall clock, back too, and what
 * is measured by it may live for ever. Immutable.
 */
public final class Age {
    private final LongSupplier ticker;
    private final long begun;

    private Age(LongSupplier ticker, long begun) {
        this.ticker = ticker;
        this.begun = begun;
    }

    /**
     * Begins now.
     *
     * @param ticker nanoseconds from some moment on
     */
    public static Age beginning(LongSupplier ticker) {
        return new Age(ticker, ticker.getAsLong());
    }

    /**
     * Whether more time than this has passed. Told by the difference alone, so that it does not matter where the ticker
     * begins, nor if it overflows.
     *
     * @param time up to a year, as the engine's settings are
     */
    public boolean exceeds(Duration time) {
        return ticker.getAsLong() - begun > time.toNanos();
    }
}
