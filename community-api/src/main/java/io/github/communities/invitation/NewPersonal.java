package io.github.communities.invitation;

import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import java.time.Instant;
import java.util.Optional;

/**
 * A personal invitation to be created (INV-5).
 *
 * @param recipient a user, who need not belong to the organization yet
 * @param role what it gives
 * @param expiresAt from when on it can't be accepted; if empty, after the policy's lifetime of personal invitations
 */
public record NewPersonal(Subject recipient, Role role, Optional<Instant> expiresAt) {
    /** Checks the recipient. */
    public NewPersonal {
        if (!Arguments.required("recipient", recipient).isUser()) {
            throw new InvalidInput("recipient", recipient.toString(), "INV-5", "must be a user");
        }
        Arguments.required("role", role);
        Arguments.required("expiry", expiresAt);
    }

    /** One that ends after the policy's lifetime. */
    public static NewPersonal of(Subject recipient, Role role) {
        return new NewPersonal(recipient, role, Optional.empty());
    }

    /** The same until an instant. */
    public NewPersonal until(Instant instant) {
        return new NewPersonal(recipient, role, Arguments.given("expiry", instant));
    }
}
