package io.github.communities.organization;

import io.github.communities.Caller;
import io.github.communities.Page;
import io.github.communities.PageRequest;

/**
 * The caller's organization. Its roles are granted and revoked as any others, by {@link
 * io.github.communities.member.Members} with the organization's id as scope (ORG-5). Thread-safe.
 */
public interface Organizations {
    /** The caller's organization. Needs {@code organization.view}. */
    Organization get(Caller caller);

    /** Its users and service accounts, sorted by kind and id. Needs {@code organization.view}. */
    Page<OrganizationUser> users(Caller caller, PageRequest page);
}
