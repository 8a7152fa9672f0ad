package io.github.communities.core.member;

import io.github.communities.error.InvalidInput;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Expiries as they come from hosts: in the future, and in the years that every supported database can keep (MEM-8). */
public final class Expiry {
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Expiry() {}

    /**
     * An expiry as it is kept, cut to microseconds. Refuses one that is past, or that some database could not keep.
     * Before a transaction this spares work; whoever stores it asks again when the organization's row is held, for time
     * has gone on.
     */
    public static Optional<Instant> check(Optional<Instant> expiresAt, Instant now) {
        Optional<Instant> end = expiresAt.map(instant -> instant.truncatedTo(ChronoUnit.MICROS));
        if (end.isPresent() && end.get().isAfter(LATEST)) {
            throw new InvalidInput("expiry", end.get().toString(), "MEM-8", "must be before the year 10000");
        }
        if (end.isPresent() && !end.get().isAfter(now)) {
            throw new InvalidInput("expiry", end.get().toString(), "MEM-8", "must be in the future");
        }
        return end;
    }
}
