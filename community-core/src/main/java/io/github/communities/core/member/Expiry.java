package io.github.communities.core.member;

import io.github.communities.error.InvalidInput;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Expiries as they come from hosts: in the future, and of a form that every supported database can keep (MEM-8). */
public final class Expiry {
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Expiry() {}

    /** Refuses an expiry that is past, or that some database could not keep. */
    public static void check(Optional<Instant> expiresAt, Instant now) {
        if (expiresAt.isEmpty()) {
            return;
        }
        Instant end = expiresAt.get();
        if (end.isAfter(LATEST)) {
            throw new InvalidInput("expiry", end.toString(), "MEM-8", "must be before the year 10000");
        }
        if (!end.truncatedTo(ChronoUnit.MICROS).isAfter(now)) {
            throw new InvalidInput("expiry", end.toString(), "MEM-8", "must be in the future");
        }
    }
}
