package io.github.communities.core.policy;

import io.github.communities.CommunityId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import io.github.communities.Role;
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
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
    private final GrantTable atProjects;
    private final GrantTable atCommunities;
    private final @Nullable Grant inStandardCommunities;
    private final @Nullable Grant atOrganization;

    /**
     * As {@link GrantsBuilder} puts them together.
     *
     * @param inStandardCommunities the first of those that all standard communities inherit
     * @param atOrganization the first of those at the organization
     */
    Grants(
            CompiledPolicy policy,
            Subject subject,
            boolean belongs,
            GrantTable atProjects,
            GrantTable atCommunities,
            @Nullable Grant inStandardCommunities,
            @Nullable Grant atOrganization) {
        this.policy = policy;
        this.subject = subject;
        this.belongs = belongs;
        this.atProjects = atProjects;
        this.atCommunities = atCommunities;
        this.inStandardCommunities = inStandardCommunities;
        this.atOrganization = atOrganization;
    }

    /** What someone holds who does not belong to the organization: nothing. */
    public static Grants none(CompiledPolicy policy, Subject subject) {
        return new Grants(policy, subject, false, GrantTable.of(Map.of()), GrantTable.of(Map.of()), null, null);
    }

    /** What a subject holds, given all that decides about it. */
    public static Grants of(CompiledPolicy policy, Subject subject, PrincipalRecords principalRecords) {
        return of(policy, subject, principalRecords, UnaryOperator.identity());
    }

    /**
     * The same, to be kept for long.
     *
     * @param ids gives the equal one that others have too
     */
    public static Grants of(
            CompiledPolicy policy, Subject subject, PrincipalRecords principalRecords, UnaryOperator<Object> ids) {
        return new GrantsBuilder(policy, subject, principalRecords, ids).build();
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

    /** About how many bytes they retain, without the ids. */
    public int weight() {
        List<Grant> all = new ArrayList<>(atProjects.all());
        all.addAll(atCommunities.all());
        forEach(inStandardCommunities, all::add);
        forEach(atOrganization, all::add);
        long terms = all.stream().map(Grant::terms).distinct().count();
        return 38 * all.size() + 52 * (int) terms;
    }

    /** Whether a permission is granted at a path at an instant. */
    public boolean allow(Permission permission, Path path, Instant now) {
        return allow(permission.bit(), path, () -> now);
    }

    /**
     * The same for the permission of a bit. All that is asked for goes through here: it makes no objects.
     *
     * @param now what time it is, asked only where it matters
     */
    public boolean allow(int bit, Path path, Supplier<Instant> now) {
        return path.most.has(bit)
                && (grant(bit, atOrganization, now)
                        || grant(bit, inherited(path), now)
                        || grant(bit, atCommunities.first(path.community), now)
                        || grant(bit, atProjects.first(path.project), now));
    }

    private static boolean grant(int bit, @Nullable Grant first, Supplier<Instant> now) {
        for (Grant grant = first; grant != null; grant = GrantTable.after(grant)) {
            if (grant.grants(bit, now)) {
                return true;
            }
        }
        return false;
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
        return atCommunities.scopes(CommunityId.class);
    }

    /** The projects at which something is bound. */
    public List<ProjectId> projects() {
        return atProjects.scopes(ProjectId.class);
    }

    /** Whether a permission is granted in every standard community at an instant. */
    public boolean allowInAllStandard(Permission permission, Instant now) {
        return grant(permission.bit(), inStandardCommunities, () -> now);
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

    /**
     * Gives each of the grants that count at a path, limited to what can be granted there, the nearest first: the very
     * ones that {@link #allow} looks at.
     */
    private void forEach(Path path, Consumer<Grant> consumer) {
        Consumer<Grant> limited =
                path.most().equals(Mask.ALL) ? consumer : grant -> consumer.accept(grant.limitedTo(path.most()));
        forEach(atProjects.first(path.project), limited);
        forEach(atCommunities.first(path.community), limited);
        forEach(inherited(path), limited);
        forEach(atOrganization, limited);
    }

    private static void forEach(@Nullable Grant first, Consumer<Grant> consumer) {
        for (Grant grant = first; grant != null; grant = GrantTable.after(grant)) {
            consumer.accept(grant);
        }
    }

    /** The first of the grants that a path's community has since it is a standard one. */
    private @Nullable Grant inherited(Path path) {
        return path.community == null || path.inDefault ? null : inStandardCommunities;
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
