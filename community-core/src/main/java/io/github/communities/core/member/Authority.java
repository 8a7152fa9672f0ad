package io.github.communities.core.member;

import io.github.communities.CommunityId;
import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.change.Power;
import io.github.communities.core.policy.CompiledPolicy;
import io.github.communities.core.policy.GrantPeriod;
import io.github.communities.core.policy.Grants;
import io.github.communities.core.policy.Mask;
import io.github.communities.core.policy.Path;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.spi.record.BindingRecord;
import java.util.Collection;
import java.util.Optional;

/**
 * Whether a caller may bind and revoke roles at a scope, by which permissions or powers, and for how long (MEM-1,
 * MEM-3, MEM-6, MEM-8, DEF-9).
 */
public final class Authority {
    private final ReadTransaction reading;
    private final Path path;

    /** Of the caller of a use case, at a scope that exists. */
    public Authority(ReadTransaction reading, Path path) {
        this.reading = reading;
        this.path = path;
    }

    /**
     * Lets the caller bind a role to a subject, for as long as the period says, or refuses.
     *
     * @param bound what is bound at the scope so far, by the same call too
     */
    GrantPeriod requireGrant(Subject subject, Role role, Collection<BindingRecord> bound) {
        return exerciseManagement(role)
                .or(() -> appointing(subject, role, bound))
                .orElseThrow(() -> refusal(role));
    }

    /** Lets the caller invite to a role, for as long as the period says, or refuses (INV-9). */
    public GrantPeriod requireInvite(Role role) {
        return exerciseManagement(role).orElseThrow(() -> refusal(role));
    }

    /** For how long someone, be it the caller or not, may invite to a role at a community; empty if not (INV-9). */
    public static Optional<GrantPeriod> inviterPeriod(
            ReadTransaction reading, Subject inviter, Path community, Role role) {
        Mask needed =
                Mask.of(Permission.COMMUNITY_MANAGE_ACCESS).or(reading.policy().mask(role));
        Grants theirs = reading.grants(inviter);
        Optional<GrantPeriod> period = theirs.period(needed, community, reading.now());
        if (period.isPresent()) {
            reading.exercised(theirs, needed, community);
        }
        return period;
    }

    /** Lets the caller change bindings at all, or refuses. */
    void requireManage() {
        if (!reading.callerGrants().allow(permission(), path, reading.now())) {
            throw reading.forbidden(rule(), permission(), path);
        }
        reading.exercised(reading.callerGrants(), Mask.of(permission()), path);
    }

    /** Lets the caller take a role, or refuses. */
    void requireRevoke(Role role) {
        if (exerciseManagement(role).isEmpty()) {
            throw refusal(role);
        }
    }

    /** The {@link #managementPeriod}; that the caller uses this power is recorded (CHG-5). */
    private Optional<GrantPeriod> exerciseManagement(Role role) {
        Optional<GrantPeriod> period = managementPeriod(role);
        if (period.isPresent()) {
            reading.exercised(reading.callerGrants(), needed(role), path);
        }
        return period;
    }

    /** For how long the caller may give and take a role as whoever manages access here does; empty if not. */
    private Optional<GrantPeriod> managementPeriod(Role role) {
        return periodOfRole(role)
                .flatMap(period -> reading.callerGrants()
                        .period(needed(role), path, reading.now())
                        .map(period::intersect));
    }

    private Mask needed(Role role) {
        return Mask.of(permission(role)).or(reading.policy().mask(role));
    }

    /** How long the caller holds all that a role would give in communities if it were bound here (MEM-3). */
    private Optional<GrantPeriod> periodOfRole(Role role) {
        Optional<GrantPeriod> period = Optional.of(GrantPeriod.UNLIMITED);
        if (path.target().kind() == ScopeKind.ORGANIZATION) {
            for (Optional<Role> administering : reading.policy().administering()) {
                Optional<GrantPeriod> one =
                        reading.callerGrants().periodOfRole(role, administering, path, reading.now());
                period = period.flatMap(so -> one.map(so::intersect));
            }
        }
        return period;
    }

    /**
     * The power over administrators that comes with the organization: in the default community, and in orphaned ones.
     */
    private Optional<GrantPeriod> appointing(Subject subject, Role role, Collection<BindingRecord> bound) {
        if (path.target().kind() != ScopeKind.COMMUNITY
                || !role.equals(reading.policy().source().administratorRole())) {
            return Optional.empty();
        }
        Mask needed = Mask.of(Permission.ORGANIZATION_APPOINT_ADMINISTRATORS);
        Optional<GrantPeriod> period =
                reading.callerGrants().period(needed, Path.of(path.organization()), reading.now());
        if (period.isEmpty() || path.inDefault()) {
            return period;
        }
        RequiredRole administrator = RequiredRole.administrator(reading, (CommunityId) path.target());
        boolean another = bound.stream()
                .anyMatch(binding -> !binding.subject().equals(subject) && administrator.isOne(reading, binding));
        if (subject.isUser() && !another && !administrator.isHeld(reading)) {
            reading.exercised(Power.APPOINTMENT);
            return period;
        }
        return Optional.empty();
    }

    private RuntimeException refusal(Role role) {
        Permission permission = permission(role);
        if (!reading.callerGrants().allow(permission, path, reading.now())) {
            return reading.forbidden(rule(), permission, path);
        }
        CompiledPolicy policy = reading.policy();
        Mask held = reading.callerGrants().mask(path, reading.now());
        Mask needed = policy.mask(role);
        if (path.target().kind() == ScopeKind.ORGANIZATION) {
            for (Optional<Role> administering : policy.administering()) {
                needed = needed.or(policy.permissionsOf(role, administering));
            }
        }
        Permission missing = policy.permissions(needed).stream()
                .filter(each -> !held.has(each.bit()))
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
