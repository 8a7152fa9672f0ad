package io.github.communities.build.planted.core.policy;

import java.time.Instant;

final class AsksForTheTime {
    private AsksForTheTime() {}

    static boolean expired(Instant expiry) {
        return expiry.isBefore(Instant.now());
    }
}
