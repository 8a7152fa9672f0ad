package io.github.communities.invitation;

import io.github.communities.Role;
import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import java.time.Instant;
import java.util.Optional;

/**
 * A link to be created (INV-1).
 *
 * @param role what it gives
 * @param expiresAt from when on it can't be accepted; empty if it does not end
 * @param maxUses how many may accept it, 1 or more; empty if there is no cap
 */
public record NewLink(Role role, Optional<Instant> expiresAt, Optional<Integer> maxUses) {
    /** Checks the cap. */
    public NewLink {
        Arguments.required("role", role);
        Arguments.required("expiry", expiresAt);
        Arguments.required("cap on uses", maxUses).filter(most -> most < 1).ifPresent(most -> {
            throw new InvalidInput("cap on uses", most.toString(), "INV-1", "must be 1 or more");
        });
    }

    /** One without an end and a cap. */
    public static NewLink to(Role role) {
        return new NewLink(role, Optional.empty(), Optional.empty());
    }

    /** The same until an instant. */
    public NewLink until(Instant instant) {
        return new NewLink(role, Arguments.given("expiry", instant), maxUses);
    }

    /** The same for so many. */
    public NewLink forAtMost(int uses) {
        return new NewLink(role, expiresAt, Optional.of(uses));
    }
}
