package io.github.communities.member;

import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.decision.RoleSource;
import io.github.communities.internal.Arguments;
import java.time.Instant;
import java.util.List;

/**
 * A subject with a binding at a scope, and all its roles there (MEM-4, MEM-10).
 *
 * @param subject who
 * @param role the role to show: the first in the policy's ranking
 * @param sources every role with where it comes from, in the policy's ranking; roles that the policy does not know are
 *     left out
 * @param since when the oldest of its own bindings there was made
 */
public record Member(Subject subject, Role role, List<RoleSource> sources, Instant since) {
    /** Copies the sources. */
    public Member {
        Arguments.required("subject", subject);
        Arguments.required("role", role);
        sources = Arguments.all("sources", sources);
        Arguments.required("instant", since);
    }
}
