package io.github.communities.organization;

import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.internal.Arguments;
import java.time.Instant;
import java.util.List;

/**
 * A user or service account of an organization.
 *
 * @param subject who
 * @param roles the roles bound to them at the organization, highest first; {@code organization.member}, which every
 *     user has (ORG-3), is last
 * @param since when they came, or came back
 * @param signedIn whether they have signed in since
 */
public record OrganizationUser(Subject subject, List<Role> roles, Instant since, boolean signedIn) {
    /** Copies the roles. */
    public OrganizationUser {
        Arguments.required("subject", subject);
        roles = Arguments.all("roles", roles);
        Arguments.required("instant", since);
    }
}
