package io.github.communities.organization;

import io.github.communities.OrganizationId;
import io.github.communities.internal.Arguments;
import java.util.Optional;

/**
 * One row of a roster (ORG-6). Names and roles are taken as they come and judged when the row is brought in, so that a
 * bad one is reported with its line and stops no other.
 *
 * @param line where it stands in its source, for the report; counts from 1
 * @param organization a registered organization
 * @param community the name of a community, empty for an organization role
 * @param project the name of a project of it, empty for a community role
 * @param user the id of a user
 * @param role a role by its short name: {@code member}, {@code admin}, {@code owner} at the organization, {@code
 *     viewer}, {@code developer}, {@code editor}, {@code admin} elsewhere; or by its full name
 */
public record RosterRow(
        long line,
        OrganizationId organization,
        Optional<String> community,
        Optional<String> project,
        String user,
        String role) {
    /** Checks that nothing is {@code null}. */
    public RosterRow {
        Arguments.required("organization id", organization);
        Arguments.required("community", community);
        Arguments.required("project", project);
        Arguments.required("user", user);
        Arguments.required("role", role);
    }
}
