package io.github.communities.tck.model;

import io.github.communities.Communities;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import java.util.List;
import java.util.Set;

/** Where a program has come to: a node to ask, and what there is. */
public final class Scene {
    private final Communities node;
    private final Model model;
    private final Revision revision;

    Scene(Communities node, Model model, Revision revision) {
        this.node = node;
        this.model = model;
        this.revision = revision;
    }

    /** The organization's revision; none before it is registered. */
    public Revision revision() {
        return revision;
    }

    /** An engine that knows of everything that was done. */
    public Communities node() {
        return node;
    }

    /** Everyone who can ask, whether they belong to the organization or not. */
    public List<Subject> principals() {
        return Programs.PRINCIPALS;
    }

    /** The organization, and the communities and projects that were ever there. */
    public List<Scope> scopes() {
        return model.scopes();
    }

    /**
     * Whether someone holds a role at a scope or from above, or one that includes it, from whatever source.
     *
     * @throws IllegalArgumentException if the policy has no such role
     */
    public boolean holds(Subject principal, Role role, Scope scope) {
        model.table().permissions(role);
        return model.world.held(principal, scope).stream()
                .anyMatch(held -> model.table().isOrIncludes(held.role(), role));
    }

    /** The roles that someone holds at a scope or from above, besides that of belonging to the organization. */
    public List<Role> roles(Subject principal, Scope scope) {
        return model.world.held(principal, scope).stream()
                .filter(held -> !held.isBelonging())
                .map(World.Held::role)
                .toList();
    }

    /** A scope and all above it; the organization alone for what does not exist. */
    public List<Scope> upwards(Scope scope) {
        List<Scope> upwards = model.world.upwards(scope);
        return upwards.isEmpty() ? List.of(Model.ACME) : upwards;
    }

    /**
     * Whether someone is in a group.
     *
     * @throws IllegalArgumentException if programs know no such group
     */
    public boolean isIn(Subject principal, Subject group) {
        if (!Programs.ALL_GROUPS.contains(group)) {
            throw new IllegalArgumentException(
                    "group: programs have none that is called " + group + "; they have " + Programs.ALL_GROUPS);
        }
        return model.world.groups.getOrDefault(group, Set.of()).contains(principal);
    }

    /** Whether someone belongs to the organization. */
    public boolean belongs(Subject principal) {
        return model.world.belongs(principal);
    }
}
