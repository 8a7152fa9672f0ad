package io.github.communities.spi;

import io.github.communities.OrganizationId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.internal.Arguments;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The host's directory (LDAP, Keycloak, SCIM), in the place of what the library would keep itself: who belongs to an
 * organization, with which organization roles, in which groups (ORG-2, ORG-7). It is asked by the thread that does an
 * operation, never while a transaction of the library's is open, and its answers live no longer than the staleness
 * bound, counted from before it was asked. Each question has a deadline, given as the time there is, whatever a clock
 * is set to; an answer that comes after it counts as none, as does whatever it throws; access fails closed then. Ids
 * are never reused: the host takes whoever leaves out of the directory and then reports it by {@code Host.removeUser}
 * and {@code Host.remove}. It is asked only about organizations that are registered. Must be thread-safe.
 *
 * <p>Lists are sorted by the text of the kind of subject and then by id, both by code point; one that is not is
 * refused.
 */
public interface Directory {
    /**
     * What the directory knows of a subject.
     *
     * @param roles the roles it has at the organization; of a group too. Those that the policy does not know, or that
     *     can't be bound at an organization, grant nothing; {@code organization.member} goes without saying (ORG-3)
     * @param groups the groups it is in; empty for groups. One that is not itself found grants nothing
     */
    record Entry(Set<Role> roles, Set<Subject> groups) {
        /** Copies the sets. */
        public Entry {
            roles = Arguments.set("roles", roles);
            groups = Arguments.set("groups", groups);
        }
    }

    /**
     * Those of some subjects that belong to an organization: users, service accounts and groups.
     *
     * @param subjects up to 1,000
     * @param patience the deadline: within how long to answer, from this call on
     * @return an entry for each that belongs, none for others. It may have those of the groups that these are in as
     *     well, which saves the library from asking for them
     */
    Map<Subject, Entry> find(OrganizationId organization, Collection<Subject> subjects, Duration patience);

    /**
     * The users and service accounts in a group; none if there is no such group.
     *
     * @param after the member to go on after; empty to begin
     * @param limit 1 to 1,000
     * @param patience the deadline: within how long to answer, from this call on
     */
    List<Subject> members(
            OrganizationId organization, Subject group, Optional<Subject> after, int limit, Duration patience);

    /**
     * All users and service accounts of an organization.
     *
     * @param after the one to go on after; empty to begin
     * @param limit 1 to 1,000
     * @param patience the deadline: within how long to answer, from this call on
     */
    List<Subject> principals(OrganizationId organization, Optional<Subject> after, int limit, Duration patience);

    /**
     * The users, service accounts and groups that have roles at an organization, besides {@code organization.member}.
     *
     * @param after the one to go on after; empty to begin
     * @param limit 1 to 1,000
     * @param patience the deadline: within how long to answer, from this call on
     */
    List<Subject> holders(OrganizationId organization, Optional<Subject> after, int limit, Duration patience);
}
