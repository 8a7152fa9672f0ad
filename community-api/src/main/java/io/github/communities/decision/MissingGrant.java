package io.github.communities.decision;

import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.internal.Arguments;

/**
 * The smallest grant that would turn a refusal round.
 *
 * @param role the lowest role of the policy that permits it and can be bound there
 * @param scope the narrowest scope at which such a role can be bound
 */
public record MissingGrant(Role role, Scope scope) {
    /** Checks that nothing is {@code null}. */
    public MissingGrant {
        Arguments.required("role", role);
        Arguments.required("scope", scope);
    }

    /** It in words. */
    public Sentence sentence() {
        return Sentence.of(role + " at ").and(scope);
    }

    /** {@link #sentence()}, by ids. */
    @Override
    public String toString() {
        return sentence().text();
    }
}
