package io.github.communities.core.member;

import io.github.communities.CommunityId;
import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.change.Power;
import io.github.communities.core.policy.CompiledPolicy;
import io.github.communities.core.policy.Grants;
import io.github.communities.core.policy.Lease;
import io.github.communities.core.policy.Mask;
import io.github.communities.core.policy.Path;
import io.github.communities.core.work.Reading;
import java.util.Optional;

/** By virtue of what a caller may bind and take roles at a scope, and for how long (MEM-1, MEM-3, MEM-6, MEM-8, DEF-9). */
public final class Authority {
    private final Reading reading;
    private final Path path;

    /** Of the caller of a use case, at a scope that exists. */
    public Authority(Reading reading, Path path) {
        this.reading = reading;
        this.path = path;
    }

    /** Lets the caller bind a role to a subject, for as long as the lease says, or refuses. */
    Lease toGrant(Subject subject, Role role) {
        return managing(role).or(() -> appointing(subject, role)).orElseThrow(() -> refusal(role));
    }

    /** Lets the caller invite to a role, for as long as the lease says, or refuses (INV-9). */
    public Lease toInvite(Role role) {
        return managing(role).orElseThrow(() -> refusal(role));
    }

    /** For how long someone, be it the caller or not, may invite to a role at a community; empty if not (INV-9). */
    public static Optional<Lease> toInvite(Reading reading, Subject inviter, Path community, Role role) {
        Mask needed =
                Mask.of(Permission.COMMUNITY_MANAGE_ACCESS).or(reading.policy().mask(role));
        Grants theirs = reading.grants(inviter);
        Optional<Lease> lease = theirs.lease(needed, community, reading.now());
        if (lease.isPresent() && theirs.onlyByInheritance(needed, community, reading.now())) {
            reading.exercised(Power.INHERITED_ADMINISTRATION);
        }
        return lease;
    }

    /** Lets the caller change bindings at all, or refuses. */
    void toManage() {
        reading.require(rule(), permission(), path);
    }

    /** Lets the caller take a role, or refuses. */
    void toRevoke(Role role) {
        if (managing(role).isEmpty()) {
            throw refusal(role);
        }
    }

    private Optional<Lease> managing(Role role) {
        Mask needed = Mask.of(permission(role)).or(reading.policy().mask(role));
        return reading.lease(needed, path);
    }

    /** The power over administrators that comes with the organization: in the default community, and in orphaned ones. */
    private Optional<Lease> appointing(Subject subject, Role role) {
        if (path.target().kind() != ScopeKind.COMMUNITY
                || !role.equals(reading.policy().source().administratorRole())) {
            return Optional.empty();
        }
        Mask needed = Mask.of(Permission.ORGANIZATION_APPOINT_ADMINISTRATORS);
        Optional<Lease> lease = reading.caller().lease(needed, Path.of(path.organization()), reading.now());
        if (lease.isEmpty() || path.inDefault()) {
            return lease;
        }
        boolean orphaned = subject.isUser()
                && !LastHolder.administrator(reading, (CommunityId) path.target())
                        .exists(reading);
        if (orphaned) {
            reading.exercised(Power.APPOINTMENT);
            return lease;
        }
        return Optional.empty();
    }

    private RuntimeException refusal(Role role) {
        Permission permission = permission(role);
        if (!reading.caller().allow(permission, path, reading.now())) {
            return reading.forbidden(rule(), permission, path);
        }
        CompiledPolicy policy = reading.policy();
        Permission missing = policy.permissions(policy.mask(role)).stream()
                .filter(each -> !reading.caller().allow(each, path, reading.now()))
                .findFirst()
                .orElse(permission);
        return reading.forbidden("MEM-3", missing, path);
    }

    private String rule() {
        return path.target().kind() == ScopeKind.ORGANIZATION ? "ORG-5" : "MEM-1";
    }

    private Permission permission() {
        return switch (path.target().kind()) {
            case PROJECT -> Permission.PROJECT_MANAGE_ACCESS;
            case COMMUNITY -> Permission.COMMUNITY_MANAGE_ACCESS;
            case ORGANIZATION -> Permission.ORGANIZATION_MANAGE_ACCESS;
        };
    }

    private Permission permission(Role role) {
        CompiledPolicy policy = reading.policy();
        boolean owners = path.target().kind() == ScopeKind.ORGANIZATION
                && policy.includes(role, policy.source().ownerRole());
        return owners ? Permission.ORGANIZATION_MANAGE_OWNERS : permission();
    }
}
