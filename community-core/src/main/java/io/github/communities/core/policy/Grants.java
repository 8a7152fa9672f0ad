package io.github.communities.core.policy;

import io.github.communities.CommunityId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.decision.Decision;
import io.github.communities.decision.MissingGrant;
import io.github.communities.policy.RoleDefinition;
import io.github.communities.spi.record.PrincipalRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Every role that one subject holds in one organization, by scope; and the decisions that follow from it. Immutable.
 *
 * <p>Access is the union of what is bound to the subject, to its groups and to the system group, at the target and
 * above it (ACC-1), and of what follows from organization roles (ORG-3, DEF-7).
 */
public final class Grants {
    private final CompiledPolicy policy;
    private final Subject subject;
    private final boolean belongs;
    private final Map<Scope, List<Grant>> byScope;
    private final List<Grant> inStandardCommunities;

    /** As {@link GrantsBuilder} puts them together, which hands over the collections. */
    Grants(
            CompiledPolicy policy,
            Subject subject,
            boolean belongs,
            Map<Scope, List<Grant>> byScope,
            List<Grant> inStandardCommunities) {
        this.policy = policy;
        this.subject = subject;
        this.belongs = belongs;
        this.byScope = byScope;
        this.inStandardCommunities = inStandardCommunities;
    }

    /** What someone holds who does not belong to the organization: nothing. */
    public static Grants none(CompiledPolicy policy, Subject subject) {
        return new Grants(policy, subject, false, Map.of(), List.of());
    }

    /** What a subject holds, given all that decides about it. */
    public static Grants of(CompiledPolicy policy, Subject subject, PrincipalRecords principalRecords) {
        return new GrantsBuilder(policy, subject, principalRecords).build();
    }

    /**
     * The roles by which a permission is granted at a path, if they are bound at scopes of a kind: by themselves, or by
     * the administrator role that follows from them (DEF-7).
     */
    public static List<Role> rolesGranting(CompiledPolicy policy, Permission permission, ScopeKind boundAt, Path path) {
        if (!path.most().has(permission.bit())) {
            return List.of();
        }
        boolean administrating =
                boundAt == ScopeKind.ORGANIZATION && path.community().isPresent();
        Optional<Role> administering = administrating
                ? (path.inDefault()
                        ? policy.source().defaultAdministrationRole()
                        : policy.source().standardAdministrationRole())
                : Optional.empty();
        return policy.source().roles().stream()
                .map(RoleDefinition::role)
                .filter(role -> policy.permissionsOf(role, administering).has(permission.bit()))
                .toList();
    }

    /** Whether the subject belongs to the organization at all. */
    public boolean belongs() {
        return belongs;
    }

    /** Whether a permission is granted at a path at an instant. */
    public boolean allow(Permission permission, Path path, Instant now) {
        return allow(permission.bit(), path, now);
    }

    /** The same for the permission of a bit. */
    boolean allow(int bit, Path path, Instant now) {
        return any(path, grant -> grant.mask().has(bit) && grant.holds(now));
    }

    /** The same, made ready for many questions. */
    public GrantMasks compile() {
        return new GrantMasks(this, byScope, inStandardCommunities);
    }

    /** All that is granted at a path at an instant. */
    public Mask mask(Path path, Instant now) {
        Mask[] mask = {Mask.NONE};
        forEach(path, grant -> {
            if (grant.holds(now)) {
                mask[0] = mask[0].or(grant.mask());
            }
        });
        return mask[0];
    }

    /** The grants at a path that mean something there, the highest first, expired ones left out. */
    public List<Grant> at(Path path, Instant now) {
        List<Grant> all = new ArrayList<>();
        ScopeKind kind = path.target().kind();
        forEach(path, grant -> {
            if (grant.holds(now) && policy.appliesAt(grant.role(), kind)) {
                all.add(grant);
            }
        });
        all.sort(Comparator.comparing(Grant::role, policy.highestFirst()).thenComparing(Grant::kind));
        return all;
    }

    /** Whether the subject is a member of the community at the end of a path at an instant. */
    public boolean isMember(Path community, Instant now) {
        return at(community, now).stream()
                .anyMatch(grant -> grant.scope().equals(community.target()) && grant.makesMember(subject));
    }

    /**
     * The decision about a permission at a target.
     *
     * @param path the target's path, empty if it does not exist
     */
    public Decision decide(Permission permission, Target target, Optional<Path> path, Revision revision, Instant now) {
        List<Grant> granting = new ArrayList<>();
        List<Grant> expired = new ArrayList<>();
        path.ifPresent(existing -> forEach(existing, grant -> {
            if (grant.mask().has(permission.bit())) {
                (grant.holds(now) ? granting : expired).add(grant);
            }
        }));
        Decision.Reason reason = reason(permission, path, !granting.isEmpty(), !expired.isEmpty());
        boolean allowed = reason == Decision.Reason.GRANTED;
        Optional<MissingGrant> nearest =
                allowed || !belongs ? Optional.empty() : path.flatMap(existing -> policy.nearest(permission, existing));
        return Decision.builder()
                .principal(subject)
                .permission(permission)
                .target(target)
                .revision(revision)
                .reason(reason)
                .sources((allowed ? granting : expired)
                        .stream().map(Grant::source).toList())
                .nearestMissing(nearest)
                .build();
    }

    /** How long all of a mask is granted at a path; empty if something of it is not granted now (MEM-8). */
    public Optional<GrantPeriod> period(Mask needed, Path path, Instant now) {
        return period(needed, path, now, Grant::mask);
    }

    /**
     * How long the subject holds, by roles at the organization, all that a role would give there; empty if not now
     * (MEM-3, MEM-8). What a role gives is what {@link CompiledPolicy#permissionsOf} says.
     */
    public Optional<GrantPeriod> periodOfRole(Role role, Optional<Role> administering, Path organization, Instant now) {
        return period(
                policy.permissionsOf(role, administering),
                organization,
                now,
                grant -> policy.permissionsOf(grant.role(), administering));
    }

    private Optional<GrantPeriod> period(Mask needed, Path path, Instant now, Function<Grant, Mask> granted) {
        Optional<GrantPeriod> period = Optional.of(GrantPeriod.UNLIMITED);
        for (Permission permission : policy.permissions(needed)) {
            Optional<GrantPeriod> one = period(permission, path, now, granted);
            period = period.flatMap(so -> one.map(so::intersect));
        }
        return period;
    }

    /** Whether something of a mask, all of which is granted at a path, is granted only by inheritance (CHG-5). */
    public boolean onlyByInheritance(Mask granted, Path path, Instant now) {
        Mask[] bound = {Mask.NONE};
        forEach(path, grant -> {
            if (grant.holds(now) && grant.inheritedFrom().isEmpty()) {
                bound[0] = bound[0].or(grant.mask());
            }
        });
        return policy.permissions(granted).stream().anyMatch(permission -> !bound[0].has(permission.bit()));
    }

    /** The communities at which something is bound, or that are inherited. */
    public List<CommunityId> communities() {
        return byScope.keySet().stream()
                .filter(CommunityId.class::isInstance)
                .map(CommunityId.class::cast)
                .toList();
    }

    /** The projects at which something is bound. */
    public List<ProjectId> projects() {
        return byScope.keySet().stream()
                .filter(ProjectId.class::isInstance)
                .map(ProjectId.class::cast)
                .toList();
    }

    /** Whether a permission is granted in every standard community at an instant. */
    public boolean allowInAllStandard(Permission permission, Instant now) {
        return inStandardCommunities.stream().anyMatch(grant -> grant.mask().has(permission.bit()) && grant.holds(now));
    }

    private Optional<GrantPeriod> period(Permission permission, Path path, Instant now, Function<Grant, Mask> granted) {
        List<Grant> granting = new ArrayList<>();
        forEach(path, grant -> {
            if (granted.apply(grant).has(permission.bit()) && grant.holds(now)) {
                granting.add(grant);
            }
        });
        if (granting.stream().anyMatch(grant -> grant.expiresAt().isEmpty())) {
            return Optional.of(GrantPeriod.UNLIMITED);
        }
        return granting.stream()
                .flatMap(grant -> grant.expiresAt().stream())
                .max(Comparator.naturalOrder())
                .map(until -> new GrantPeriod(Optional.of(until)));
    }

    /** Gives each of the grants that count at a path, the nearest first. */
    private void forEach(Path path, Consumer<Grant> consumer) {
        any(path, grant -> {
            consumer.accept(grant);
            return false;
        });
    }

    /**
     * Whether one of the grants that count at a path meets a condition; the nearest is tried first. Only here it is
     * known which these are: those at the project, at the community, those that every standard community inherits, and
     * those at the organization.
     */
    private boolean any(Path path, Predicate<Grant> condition) {
        Predicate<Grant> limited =
                path.most().equals(Mask.ALL) ? condition : grant -> condition.test(grant.limitedTo(path.most()));
        return (path.project().isPresent() && any(bound(path.project().get()), limited))
                || (path.community().isPresent() && any(bound(path.community().get()), limited))
                || (path.community().isPresent() && !path.inDefault() && any(inStandardCommunities, limited))
                || any(bound(path.organization()), limited);
    }

    private static boolean any(List<Grant> grants, Predicate<Grant> condition) {
        for (Grant grant : grants) {
            if (condition.test(grant)) {
                return true;
            }
        }
        return false;
    }

    private List<Grant> bound(Scope scope) {
        return byScope.getOrDefault(scope, List.of());
    }

    private Decision.Reason reason(Permission permission, Optional<Path> path, boolean granted, boolean expired) {
        if (!belongs) {
            return Decision.Reason.NOT_OF_THE_ORGANIZATION;
        }
        if (path.isEmpty()) {
            return Decision.Reason.NO_SUCH_TARGET;
        }
        if (!path.get().most().has(permission.bit())) {
            return Decision.Reason.NOT_BY_SHARING;
        }
        if (granted) {
            return Decision.Reason.GRANTED;
        }
        return expired ? Decision.Reason.EXPIRED : Decision.Reason.NOT_GRANTED;
    }
}
