package io.github.communities.invitation;

import io.github.communities.CommunityId;
import io.github.communities.Role;
import io.github.communities.internal.Arguments;
import java.time.Instant;
import java.util.Optional;

/**
 * What accepting an invitation came to.
 *
 * @param community where
 * @param role the role of the invitation
 * @param outcome whether they joined
 * @param expiresAt until when they have the role; empty if it does not end
 */
public record Acceptance(CommunityId community, Role role, Outcome outcome, Optional<Instant> expiresAt) {
    /** Checks that nothing is {@code null}. */
    public Acceptance {
        Arguments.required("community id", community);
        Arguments.required("role", role);
        Arguments.required("outcome", outcome);
        Arguments.required("expiry", expiresAt);
    }

    /** What became of it. */
    public enum Outcome {
        /** They have the role now. */
        JOINED,
        /** They had it already; nothing changed (INV-8). */
        HAD_IT_ALREADY
    }
}
