package io.github.communities.member;

import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.internal.Arguments;
import java.time.Instant;
import java.util.Optional;

/**
 * A role to be bound to a subject.
 *
 * @param subject to whom
 * @param role which
 * @param expiresAt from when on it is to grant nothing; empty if it does not end
 */
public record NewBinding(Subject subject, Role role, Optional<Instant> expiresAt) {
    /** Checks that nothing is {@code null}. */
    public NewBinding {
        Arguments.required("subject", subject);
        Arguments.required("role", role);
        Arguments.required("expiry", expiresAt);
    }

    /** One that does not end. */
    public static NewBinding of(Subject subject, Role role) {
        return new NewBinding(subject, role, Optional.empty());
    }

    /** The same until an instant. */
    public NewBinding until(Instant instant) {
        return new NewBinding(subject, role, Arguments.given("expiry", instant));
    }
}
