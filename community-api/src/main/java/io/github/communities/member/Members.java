package io.github.communities.member;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.Written;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Access bindings: members of communities, participants of projects, and the roles of an organization, all by the same
 * operations; the scope says which. Thread-safe.
 *
 * <p>Granting and revoking need {@code organization.manageAccess}, {@code community.manageAccess} or {@code
 * project.manageAccess} at the scope (MEM-1; for the role of owners {@code organization.manageOwners}, ORG-5), and that
 * the caller holds all that the role permits there, and for an organization role from which the administration of
 * communities follows as much of that, or the administrator role at the organization itself (MEM-3). Setting an earlier
 * expiry is revoking. Whoever has {@code organization.appointAdministrators} may besides make members of the default
 * community administrators of it (DEF-9), and a user administrator of an orphaned community, which then is none any
 * more (MEM-6); neither takes a role from anyone. What a principal gives by virtue of bindings that expire, expires no
 * later (MEM-8).
 *
 * <p>Refused with the rule's id: a subject that is not of the organization, a role that manages access or from which
 * one follows for all users (MEM-2), taking a community's last administrator (MEM-5) or an organization's last owner
 * (ORG-5), revoking what is inherited (DEF-8), a member more than the policy allows (LIM-1).
 */
public interface Members {
    /** Binds a role to a subject at a scope, for good. If it is bound already with an expiry, the expiry goes. */
    Written<BindingChanges> grant(Caller caller, Scope scope, Subject subject, Role role);

    /**
     * Binds a role to a subject at a scope until an instant (MEM-8). If it is bound already, the expiry becomes this.
     *
     * @param expiresAt cut to microseconds; must be in the future, when the organization is free to be written to as
     *     well, and before the year 10000
     */
    Written<BindingChanges> grant(Caller caller, Scope scope, Subject subject, Role role, Instant expiresAt);

    /** Takes a role from a subject at a scope. Taking what is not there changes nothing. */
    Written<BindingChanges> revoke(Caller caller, Scope scope, Subject subject, Role role);

    /**
     * Applies 1 to 1,000 additions and removals, all of them or none (MEM-9). Each needs the permissions that it would
     * need alone. What is stored and told is their net effect: a binding that is removed and added again stays as it
     * was, since the same instant.
     */
    Written<BindingChanges> update(Caller caller, Scope scope, BindingDelta delta);

    /**
     * Makes these the only bindings of a scope (MEM-9).
     *
     * @param bindings up to 1,000
     * @param version the {@code bindingsVersion} of organization, community or project that the caller has seen, or any
     *     later revision of the organization as of which they have read the bindings. To name a subject that came to
     *     the organization after the last write to the bindings, such a later revision is needed
     * @throws io.github.communities.error.Stale if the scope's bindings have changed since, or a subject that is named
     *     came to the organization, or came back, later. Where a {@link io.github.communities.spi.Directory} says who
     *     belongs, what counts is when the host last reported that they were removed
     */
    Written<BindingChanges> replace(Caller caller, Scope scope, Collection<NewBinding> bindings, long version);

    /**
     * Ends all own roles of a subject at a community and at its projects (MEM-7), or at one project. A user of the
     * organization who has none can be removed from a community too: no invitation to it that was made before gives
     * them anything any more (INV-4), and signing in does not bring them to the default community (DEF-4). Repeated, it
     * changes nothing unless an invitation was made there since.
     *
     * @param scope a community or project
     */
    Written<Removal> remove(Caller caller, Scope scope, Subject subject);

    /**
     * The caller leaves a community; as {@link #remove}, but needs no permission (MEM-11). Leaving where one is no
     * member and has nothing changes nothing; only the default community can be left before signing in (DEF-4).
     */
    Written<Removal> leave(Caller caller, CommunityId community);

    /**
     * Who has a binding at a scope, sorted by kind and id (MEM-10). Needs {@code organization.view}, {@code
     * community.view} or {@code project.view} there.
     */
    Page<Member> list(Caller caller, Scope scope, PageRequest page);

    /**
     * The members of a group that is bound at a scope, sorted by kind and id (MEM-10). Needs what {@link #list} needs.
     */
    Page<Subject> expand(Caller caller, Scope scope, Subject group, PageRequest page);

    /**
     * Makes a service account a community's service agent, in the place of the one it has (COM-7): it gets a binding of
     * {@code projects.developer} at the community, which ends when it is replaced, unset or removed. Needs {@code
     * community.manageAccess} (MEM-1) and that the caller holds all that the role permits (MEM-3).
     */
    Written<Subject> setAgent(Caller caller, CommunityId community, Subject serviceAccount);

    /** Ends a community's service agency; where there is none, nothing changes. Needs what {@link #setAgent} needs. */
    Written<Optional<Subject>> unsetAgent(Caller caller, CommunityId community);

    /** A community's service agent. Needs {@code community.view}. */
    Optional<Subject> agent(Caller caller, CommunityId community);
}
