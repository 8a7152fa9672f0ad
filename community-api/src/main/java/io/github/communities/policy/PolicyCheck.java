package io.github.communities.policy;

import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.restriction.RestrictionValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks for what is inconsistent in a policy and adds each fault to a list (POL-1). */
final class PolicyCheck {
    private final List<RoleDefinition> roles;
    private final Inclusion inclusion;
    private final List<String> faults;

    PolicyCheck(List<RoleDefinition> roles, List<String> faults) {
        this.roles = roles;
        this.inclusion = Inclusion.of(roles);
        this.faults = faults;
    }

    void roles() {
        Map<Integer, Permission> byBit = new HashMap<>();
        Map<String, Permission> byName = new HashMap<>();
        Permission.STANDARD.forEach(permission -> {
            byBit.put(permission.bit(), permission);
            byName.put(permission.name(), permission);
        });
        for (RoleDefinition definition : roles) {
            Role role = definition.role();
            if (definition.scopes().isEmpty()) {
                faults.add("role " + role + " can be bound nowhere");
            }
            definition.includes().stream()
                    .filter(included -> !inclusion.definitions().containsKey(included))
                    .forEach(unknown -> faults.add("role " + role + " includes the unknown role " + unknown));
            if (inclusion.isOnCycle(role)) {
                faults.add("role " + role + " includes itself");
            }
            if (inclusion.permissions(role).isEmpty()) {
                faults.add("role " + role + " permits nothing");
            }
            for (Permission permission : inclusion.permissions(role)) {
                definition.scopes().stream()
                        .filter(scope -> scope.compareTo(permission.level()) > 0)
                        .forEach(scope -> faults.add("role " + role + " can be bound at a " + scope.noun()
                                + ", where its permission " + permission + " means nothing"));
            }
            for (Permission permission : definition.permissions()) {
                permission(permission, byBit, byName);
            }
        }
    }

    void restrictions(List<RestrictionDefinition> restrictions, List<ResourceType> types) {
        Set<String> known = types.stream().map(ResourceType::name).collect(Collectors.toSet());
        for (RestrictionDefinition restriction : restrictions) {
            if (restriction.effect() != RestrictionDefinition.Effect.HOST) {
                if (restriction.defaultValue() instanceof RestrictionValue.Strings names) {
                    names.values().stream()
                            .filter(name -> !known.contains(name))
                            .forEach(name -> faults.add("restriction " + restriction.name()
                                    + " names the unknown type of resource " + name));
                } else {
                    faults.add("restriction " + restriction.name() + ", which names types of resources, is no list");
                }
            }
        }
    }

    Role organizationRole(String use, @Nullable Role role) {
        return bindable(use, role, ScopeKind.ORGANIZATION);
    }

    Role communityRole(String use, @Nullable Role role) {
        return bindable(use, role, ScopeKind.COMMUNITY);
    }

    Role projectRole(String use, @Nullable Role role) {
        return bindable(use, role, ScopeKind.PROJECT);
    }

    Role administratorRole(@Nullable Role role) {
        Role checked = bindable("role of administrators", role, ScopeKind.COMMUNITY);
        if (role != null && !inclusion.permissions(role).contains(Permission.COMMUNITY_MANAGE_ACCESS)) {
            faults.add(
                    "the role of administrators, " + role + ", does not permit " + Permission.COMMUNITY_MANAGE_ACCESS);
        }
        return checked;
    }

    private Role bindable(String use, @Nullable Role role, ScopeKind scope) {
        if (role == null) {
            faults.add("the " + use + " is not named");
            return Role.ORGANIZATION_MEMBER;
        }
        RoleDefinition definition = inclusion.definitions().get(role);
        if (definition == null) {
            faults.add("the " + use + ", " + role + ", is unknown");
        } else if (!definition.scopes().contains(scope)) {
            faults.add("the " + use + ", " + role + ", can't be bound at a " + scope.noun());
        }
        return role;
    }

    private void permission(Permission permission, Map<Integer, Permission> byBit, Map<String, Permission> byName) {
        Permission sameBit = byBit.putIfAbsent(permission.bit(), permission);
        Permission sameName = byName.putIfAbsent(permission.name(), permission);
        if (sameName != null && sameName.bit() == permission.bit() && sameName.level() != permission.level()) {
            faults.add("permission " + permission + " has the levels "
                    + sameName.level().noun() + " and " + permission.level().noun());
        } else if (sameBit != null && !sameBit.equals(permission)) {
            faults.add("permissions " + sameBit + " and " + permission + " have the same bit " + permission.bit());
        } else if (sameName != null && !sameName.equals(permission)) {
            faults.add("permission " + permission + " has the bits " + sameName.bit() + " and " + permission.bit());
        } else if (sameBit == null && permission.bit() < Permission.FIRST_OWN_BIT) {
            faults.add("permission " + permission + " has bit " + permission.bit() + ", but a host's own begin at "
                    + Permission.FIRST_OWN_BIT);
        }
    }
}
