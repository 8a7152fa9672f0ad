package io.github.communities.core.policy;

import java.time.Instant;
import java.util.Optional;

/**
 * How long someone holds all that an operation needs (MEM-8).
 *
 * @param until the instant at which the first of it ends; empty if none does
 */
public record Lease(Optional<Instant> until) {
    /** One that does not end. */
    public static final Lease FOR_GOOD = new Lease(Optional.empty());

    /** What is left of both together. */
    public Lease and(Lease other) {
        return new Lease(cut(other.until()));
    }

    /** An expiry that was asked for, cut to this lease. */
    public Optional<Instant> cut(Optional<Instant> wanted) {
        if (until.isEmpty() || (wanted.isPresent() && wanted.get().isBefore(until.get()))) {
            return wanted;
        }
        return until;
    }
}
