package io.github.communities.access;

import java.time.Duration;

/**
 * Told of what one engine asks its store for {@link Access} and its views, and of what it forgets: for timers and
 * counters of a metrics registry. It hears of no organization and no principal, since a meter for each would be too
 * many. Nor does it hear of answers from memory, which take less time than it would: {@link AccessStatistics} counts
 * them. What is never remembered is not told either: lists, holders, filters, {@code authorize}, and what writes ask.
 *
 * <p>It is called in a thread that asks about access, which waits for it, so it has to be quick; no other thread does,
 * and no lock is held. That thread may be inside a transaction of the host. What it throws is logged as a warning of
 * {@code io.github.communities}, and changes neither an answer nor what other listeners are told. It may itself ask
 * about access, and hears of that as well. Must be thread-safe.
 */
public interface AccessListener {
    /**
     * The store was asked.
     *
     * @param question what for
     * @param took how long that took, by the engine's ticker; not negative
     * @param failed whether that threw, so that there is no answer; that something does not exist is one
     */
    default void asked(StoreQuestion question, Duration took, boolean failed) {}

    /**
     * Of what was remembered, some was found to have changed, and was forgotten.
     *
     * @param entries how many principals and targets; at least 1
     */
    default void dropped(long entries) {}

    /**
     * Of what was remembered, some was forgotten to make room. Told by who next remembers something, or reads {@link
     * io.github.communities.Host#accessStatistics}; by then it may have become more.
     *
     * @param entries how many principals, targets and organizations; at least 1
     */
    default void evicted(long entries) {}
}
