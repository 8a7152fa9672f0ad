package io.github.communities.policy;

import io.github.communities.Permission;
import io.github.communities.Role;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which role includes which, followed to the end; a cycle or an unknown role is no obstacle. */
record Inclusion(Map<Role, RoleDefinition> definitions) {
    static Inclusion of(Collection<RoleDefinition> roles) {
        Map<Role, RoleDefinition> definitions = new LinkedHashMap<>();
        roles.forEach(definition -> definitions.putIfAbsent(definition.role(), definition));
        return new Inclusion(definitions);
    }

    Set<Role> included(Role role) {
        Set<Role> included = new LinkedHashSet<>();
        collect(role, included);
        return included;
    }

    Set<Permission> permissions(Role role) {
        Set<Permission> permissions = new TreeSet<>();
        for (Role each : included(role)) {
            RoleDefinition definition = definitions.get(each);
            if (definition != null) {
                permissions.addAll(definition.permissions());
            }
        }
        return permissions;
    }

    boolean isOnCycle(Role role) {
        RoleDefinition definition = definitions.get(role);
        return definition != null
                && definition.includes().stream()
                        .anyMatch(next -> included(next).contains(role));
    }

    private void collect(Role role, Set<Role> included) {
        RoleDefinition definition = definitions.get(role);
        if (definition != null && included.add(role)) {
            definition.includes().forEach(next -> collect(next, included));
        }
    }
}
