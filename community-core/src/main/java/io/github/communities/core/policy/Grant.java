package io.github.communities.core.policy;

import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.decision.RoleSource;
import java.time.Instant;
import java.util.Optional;

/**
 * A role that a principal holds, with what it permits and where it comes from.
 *
 * @param role the role
 * @param mask what it permits
 * @param scope where it holds, with everything below
 * @param kind how it comes to the principal
 * @param boundTo to whom it is bound
 * @param inheritedFrom the organization role it follows from
 * @param since since when
 * @param expiresAt from when on it grants nothing
 */
public record Grant(
        Role role,
        Mask mask,
        Scope scope,
        RoleSource.Kind kind,
        Subject boundTo,
        Optional<Role> inheritedFrom,
        Instant since,
        Optional<Instant> expiresAt) {
    /** Whether it grants anything at an instant (MEM-8). */
    public boolean holds(Instant now) {
        return expiresAt.isEmpty() || now.isBefore(expiresAt.get());
    }

    /** The same grant, of whose permissions only those in a mask are left. */
    Grant limitedTo(Mask most) {
        return new Grant(role, mask.and(most), scope, kind, boundTo, inheritedFrom, since, expiresAt);
    }

    /**
     * Whether it makes its holder a member of the community at which it holds: a binding of their own does, and for a
     * user one of their groups; what is inherited does not, nor what all users have.
     */
    public boolean makesMember(Subject holder) {
        return inheritedFrom.isEmpty()
                && (boundTo.equals(holder) || (kind == RoleSource.Kind.GROUP && holder.isUser()));
    }

    /** It as hosts see it. */
    public RoleSource source() {
        return RoleSource.builder()
                .role(role)
                .scope(scope)
                .kind(kind)
                .boundTo(boundTo)
                .inheritedFrom(inheritedFrom)
                .since(since)
                .expiresAt(expiresAt)
                .build();
    }
}
