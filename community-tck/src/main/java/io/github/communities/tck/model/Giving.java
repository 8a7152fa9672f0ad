package io.github.communities.tck.model;

import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Who may give or take a role, and for how long: MEM-1, MEM-3 and MEM-8. */
final class Giving {
    private final World world;

    Giving(World world) {
        this.world = world;
    }

    /** What it takes to give and take a role (MEM-1, ORG-5). */
    Permission managing(Scope scope, Role role) {
        return scope.equals(World.ACME) && role.equals(world.table.owner())
                ? Permission.ORGANIZATION_MANAGE_OWNERS
                : managing(scope);
    }

    /** What it takes to manage access, but to owners. */
    static Permission managing(Scope scope) {
        return switch (scope.kind()) {
            case ORGANIZATION -> Permission.ORGANIZATION_MANAGE_ACCESS;
            case COMMUNITY -> Permission.COMMUNITY_MANAGE_ACCESS;
            case PROJECT -> Permission.PROJECT_MANAGE_ACCESS;
        };
    }

    private Set<Permission> needed(Scope scope, Role role) {
        Set<Permission> needed = new HashSet<>(world.table.permissions(role));
        needed.add(managing(scope, role));
        return needed;
    }

    boolean mayGive(Subject caller, Scope scope, Role role) {
        return world.permissions(caller, scope).containsAll(needed(scope, role))
                && (!scope.equals(World.ACME)
                        || world.table.follows(role).stream()
                                .allMatch(follows -> world.held(caller, World.ACME).stream()
                                        .anyMatch(no -> noLess(follows).test(no))));
    }

    /** Until when what they give lasts at most. */
    Instant limit(Subject caller, Scope scope, Role role) {
        Instant limit = world.limit(caller, needed(scope, role), scope);
        if (scope.equals(World.ACME)) {
            for (RoleTable.Follows follows : world.table.follows(role)) {
                limit = World.earlier(limit, World.latest(world.held(caller, World.ACME), noLess(follows)));
            }
        }
        return limit;
    }

    /** A role at the organization from which no less follows, or the administrator role there. */
    private Predicate<World.Held> noLess(RoleTable.Follows follows) {
        return held -> world.table.follows(held.role()).contains(follows)
                || world.table.isOrIncludes(held.role(), world.table.administrator());
    }
}
