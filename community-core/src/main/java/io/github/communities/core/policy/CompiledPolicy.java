package io.github.communities.core.policy;

import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.decision.MissingGrant;
import io.github.communities.error.InvalidInput;
import io.github.communities.policy.Policy;
import io.github.communities.policy.RoleDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A policy made ready to decide with: permissions are bits, every role a mask with all it includes. Immutable. */
public final class CompiledPolicy {
    private static final Mask MANAGING = Mask.of(Set.of(
            Permission.PROJECT_MANAGE_ACCESS,
            Permission.COMMUNITY_MANAGE_ACCESS,
            Permission.ORGANIZATION_MANAGE_ACCESS,
            Permission.ORGANIZATION_APPOINT_ADMINISTRATORS,
            Permission.ORGANIZATION_MANAGE_OWNERS));

    private final Policy policy;
    private final Map<Role, Compiled> roles = new HashMap<>();
    private final @Nullable Permission[] permissions = new Permission[Permission.MAX];
    private final Map<ScopeKind, Mask> meaningful = new EnumMap<>(ScopeKind.class);

    private record Compiled(RoleDefinition definition, int rank, Mask mask, Set<Role> included) {}

    /** Compiles a policy. */
    public CompiledPolicy(Policy policy) {
        this.policy = policy;
        for (RoleDefinition definition : policy.roles()) {
            Role role = definition.role();
            Set<Permission> permitted = policy.permissions(role);
            roles.put(
                    role,
                    new Compiled(definition, roles.size(), Mask.of(permitted), Set.copyOf(policy.included(role))));
            permitted.forEach(permission -> permissions[permission.bit()] = permission);
        }
        Permission.STANDARD.forEach(permission -> permissions[permission.bit()] = permission);
        for (ScopeKind kind : ScopeKind.values()) {
            meaningful.put(
                    kind,
                    Mask.of(permissions().stream()
                            .filter(permission -> permission.level().compareTo(kind) >= 0)
                            .toList()));
        }
    }

    /** What was compiled. */
    public Policy source() {
        return policy;
    }

    /** Whether the policy defines a role. */
    public boolean knows(Role role) {
        return roles.containsKey(role);
    }

    /** A role as the policy has it, if it defines it: equal, and the same for all. */
    Role own(Role role) {
        Compiled compiled = roles.get(role);
        return compiled == null ? role : compiled.definition().role();
    }

    /** Whether the policy defines a role that can be bound at scopes of a kind. */
    public boolean bindable(Role role, ScopeKind kind) {
        Compiled compiled = roles.get(role);
        return compiled != null && compiled.definition().scopes().contains(kind);
    }

    /** What a role permits; nothing, if the policy does not know it (POL-2). */
    public Mask mask(Role role) {
        Compiled compiled = roles.get(role);
        return compiled == null ? Mask.NONE : compiled.mask();
    }

    /** Whether a role is, or includes, another. */
    public boolean includes(Role role, Role other) {
        Compiled compiled = roles.get(role);
        return compiled != null && compiled.included().contains(other);
    }

    /** The roles that are, or include, a role, and can be bound at scopes of a kind. */
    public List<Role> including(Role role, ScopeKind kind) {
        return roles.values().stream()
                .filter(compiled -> compiled.included().contains(role)
                        && compiled.definition().scopes().contains(kind))
                .map(compiled -> compiled.definition().role())
                .sorted(highestFirst())
                .toList();
    }

    /**
     * The organization roles from which the administration of communities follows (DEF-7): first that of the default
     * community, then that of all others; each may be none.
     */
    public List<Optional<Role>> administering() {
        return List.of(policy.defaultAdministrationRole(), policy.standardAdministrationRole());
    }

    /** Whether the administration of communities follows from a role, given one of {@link #administering}. */
    public boolean administers(Role role, Optional<Role> administering) {
        return administering.isPresent() && includes(role, administering.get());
    }

    /**
     * All that a role gives if it is bound at the organization: its own permissions, and those of administrators if
     * their administration follows from it, given one of {@link #administering}. Roles are compared by this (MEM-2,
     * MEM-3).
     */
    public Mask permissionsOf(Role role, Optional<Role> administering) {
        Mask own = mask(role);
        return administers(role, administering) ? own.or(mask(policy.administratorRole())) : own;
    }

    /** Whether a role, by itself or by the administration that follows from it, permits to manage access (MEM-2). */
    public boolean managesAccess(Role role) {
        return administering().stream().anyMatch(by -> permissionsOf(role, by).intersects(MANAGING));
    }

    /**
     * Whether a role that is bound to a subject grants anything: not if the policy does not know it (POL-2), nor to all
     * users if it manages access (MEM-2).
     */
    public boolean grants(Role role, Subject subject) {
        return knows(role) && (subject.kind() != SubjectKind.ALL_USERS || !managesAccess(role));
    }

    /** Whether a role permits anything that means something at scopes of a kind, or below. */
    public boolean appliesAt(Role role, ScopeKind kind) {
        return mask(role).intersects(meaningful.getOrDefault(kind, Mask.NONE));
    }

    /** The order in which roles are shown (MEM-4); roles the policy does not know come last. */
    public Comparator<Role> highestFirst() {
        return Comparator.<Role>comparingInt(this::rank).reversed().thenComparing(Role::name);
    }

    /** The permissions of a mask, in the order of their bits. */
    public Set<Permission> permissions(Mask mask) {
        return permissions().stream()
                .filter(permission -> mask.has(permission.bit()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** All permissions there are: the standard ones, and those that roles permit. */
    public Collection<Permission> permissions() {
        List<Permission> known = new ArrayList<>();
        for (Permission permission : permissions) {
            if (permission != null) {
                known.add(permission);
            }
        }
        return known;
    }

    /** Refuses a permission that the policy does not know (POL-1). */
    public void check(@Nullable Permission permission) {
        if (permission == null || !permission.equals(permissions[permission.bit()])) {
            throw new InvalidInput(
                    "permission",
                    String.valueOf(permission),
                    "POL-1",
                    "is not known to the policy '" + policy.name() + "'");
        }
    }

    /** Refuses a role that the policy does not know (POL-1), or that can't be bound at such a scope (MEM-3). */
    public void checkBindable(Role role, ScopeKind kind) {
        Compiled compiled = roles.get(role);
        if (compiled == null) {
            throw new InvalidInput("role", role.name(), "POL-1", "is not known to the policy '" + policy.name() + "'");
        }
        if (!compiled.definition().scopes().contains(kind)) {
            throw new InvalidInput(
                    "role",
                    role.name(),
                    "MEM-3",
                    "can't be bound at " + (kind == ScopeKind.ORGANIZATION ? "an " : "a ") + kind.noun() + ", only at "
                            + compiled.definition().scopes().stream()
                                    .map(ScopeKind::noun)
                                    .collect(Collectors.joining(", ")));
        }
    }

    /**
     * The lowest role that permits something at the narrowest scope of a path where one can be bound; none if none
     * helps.
     */
    public Optional<MissingGrant> nearest(Permission permission, Path path) {
        if (!path.most().has(permission.bit())) {
            return Optional.empty();
        }
        List<Scope> scopes = new ArrayList<>();
        path.project().ifPresent(scopes::add);
        path.community().ifPresent(scopes::add);
        scopes.add(path.organization());
        for (Scope scope : scopes) {
            Optional<Role> lowest = roles.values().stream()
                    .filter(compiled -> compiled.definition().scopes().contains(scope.kind())
                            && compiled.mask().has(permission.bit()))
                    .min(Comparator.comparingInt(Compiled::rank))
                    .map(compiled -> compiled.definition().role());
            if (lowest.isPresent()) {
                return Optional.of(new MissingGrant(lowest.get(), scope));
            }
        }
        return Optional.empty();
    }

    private int rank(Role role) {
        Compiled compiled = roles.get(role);
        return compiled == null ? -1 : compiled.rank();
    }
}
