package io.github.communities.spi;

import io.github.communities.OrganizationId;
import io.github.communities.Role;
import io.github.communities.Subject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The host's directory (LDAP, Keycloak, SCIM), in the place of what the library would keep itself: who belongs to an
 * organization, with which organization roles, in which groups (ORG-2, ORG-7). It is asked by the thread that does an
 * operation, never while a transaction is open, and its answers live no longer than the staleness bound. An answer that
 * comes after the deadline counts as none, as does whatever it throws; access fails closed then. Ids are never reused: the
 * host reports removals by {@code Host.removeUser} and {@code Host.remove}. Must be thread-safe.
 */
public interface Directory {
    /**
     * What the directory knows of a subject.
     *
     * @param roles the roles it has at the organization; of a group too
     * @param groups the groups it is in; empty for groups
     */
    record Entry(Set<Role> roles, Set<Subject> groups) {
        /** Copies the sets. */
        public Entry {
            roles = Set.copyOf(roles);
            groups = Set.copyOf(groups);
        }
    }

    /**
     * Those of some subjects that belong to an organization: users, service accounts and groups.
     *
     * @param subjects up to 1,000
     * @param deadline by when to answer
     * @return an entry for each that belongs; none for others
     */
    Map<Subject, Entry> find(OrganizationId organization, Collection<Subject> subjects, Instant deadline);

    /**
     * The members of a group, sorted by the text of their kind and their id, both by code point.
     *
     * @param after the member to go on after; empty to begin
     * @param limit 1 to 1,000
     * @param deadline by when to answer
     */
    List<Subject> members(
            OrganizationId organization, Subject group, Optional<Subject> after, int limit, Instant deadline);

    /**
     * All users and service accounts of an organization, sorted and paged as {@link #members}.
     *
     * @param deadline by when to answer
     */
    List<Subject> principals(OrganizationId organization, Optional<Subject> after, int limit, Instant deadline);
}
