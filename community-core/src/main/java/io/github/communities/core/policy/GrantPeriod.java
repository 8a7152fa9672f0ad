package io.github.communities.core.policy;

import java.time.Instant;
import java.util.Optional;

/**
 * How long someone holds all that an operation needs (MEM-8).
 *
 * @param until the instant at which the first of it ends; empty if none does
 */
public record GrantPeriod(Optional<Instant> until) {
    /** One that does not end. */
    public static final GrantPeriod UNLIMITED = new GrantPeriod(Optional.empty());

    /** What is left of both together. */
    public GrantPeriod intersect(GrantPeriod other) {
        return new GrantPeriod(limit(other.until()));
    }

    /** An expiry that was asked for, limited to this period. */
    public Optional<Instant> limit(Optional<Instant> wanted) {
        if (until.isEmpty() || (wanted.isPresent() && wanted.get().isBefore(until.get()))) {
            return wanted;
        }
        return until;
    }
}
