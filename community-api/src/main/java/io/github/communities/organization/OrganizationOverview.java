package io.github.communities.organization;

import io.github.communities.internal.Arguments;

/**
 * How much is in an organization.
 *
 * @param organization the organization at the revision that was counted
 * @param users its users, without service accounts and groups
 * @param signedIn how many of them have signed in
 * @param communities its communities besides the default one
 * @param orphaned how many of those have no administrator (MEM-6)
 * @param projects the projects of all its communities
 * @param bindings the access bindings in force at all scopes, without what is inherited
 */
public record OrganizationOverview(
        Organization organization,
        long users,
        long signedIn,
        long communities,
        long orphaned,
        long projects,
        long bindings) {
    /** Checks that nothing is {@code null}. */
    public OrganizationOverview {
        Arguments.required("organization", organization);
    }
}
