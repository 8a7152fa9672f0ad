package io.github.communities.policy;

import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.internal.Arguments;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a role is.
 *
 * @param role its name
 * @param scopes where it can be bound
 * @param includes roles whose permissions it has too, and theirs
 * @param permissions what it permits besides
 */
public record RoleDefinition(Role role, Set<ScopeKind> scopes, Set<Role> includes, Set<Permission> permissions) {
    /** Copies the sets; their order is kept. */
    public RoleDefinition {
        Arguments.required("role", role);
        scopes = ordered("scopes", scopes);
        includes = ordered("included roles", includes);
        permissions = ordered("permissions", permissions);
    }

    /** A role that is bound nowhere and permits nothing yet. */
    public static RoleDefinition role(Role role) {
        return new RoleDefinition(role, Set.of(), Set.of(), Set.of());
    }

    /** The same, bound at these scopes too. */
    public RoleDefinition boundAt(ScopeKind... kinds) {
        return new RoleDefinition(role, with(scopes, Arguments.all("scopes", kinds)), includes, permissions);
    }

    /** The same, including these roles too. */
    public RoleDefinition includes(Role... roles) {
        return new RoleDefinition(role, scopes, with(includes, Arguments.all("included roles", roles)), permissions);
    }

    /** The same, permitting this too. */
    public RoleDefinition permits(Permission... more) {
        return new RoleDefinition(role, scopes, includes, with(permissions, Arguments.all("permissions", more)));
    }

    private static <T> Set<T> with(Set<T> some, List<T> more) {
        Set<T> all = new LinkedHashSet<>(some);
        all.addAll(more);
        return all;
    }

    private static <T> Set<T> ordered(String field, Set<T> elements) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(Arguments.all(field, elements)));
    }
}
