package io.github.communities.tck.property;

import io.github.communities.Caller;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.access.AccessView;
import io.github.communities.decision.Decision;
import io.github.communities.tck.model.Model;
import io.github.communities.tck.model.Scene;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A user, a federated user, a service account or a stranger at a scope, as a program has left them. Of use until its
 * next step.
 */
public final class Person {
    private final Scene scene;
    private final Subject subject;
    private final Scope scope;
    private final AccessView view;

    private Person(Scene scene, Subject subject, Scope scope, AccessView view) {
        this.scene = scene;
        this.subject = subject;
        this.scope = scope;
        this.view = view;
    }

    /** Everyone at every scope there ever was. */
    static Stream<Person> everyone(Scene scene) {
        return scene.principals().stream().flatMap(subject -> {
            AccessView view = view(scene, subject);
            return scene.scopes().stream().map(scope -> new Person(scene, subject, scope, view));
        });
    }

    /** What the engine knows of someone now. */
    static AccessView view(Scene scene, Subject subject) {
        return scene.node().access().of(Caller.of(Model.ACME, subject));
    }

    /** Who it is. */
    public Subject subject() {
        return subject;
    }

    /** Where: the organization, a community or a project, which may be deleted. */
    public Scope scope() {
        return scope;
    }

    /** The organization that the program is about. */
    public OrganizationId organization() {
        return Model.ACME;
    }

    /** Whether they belong to the organization. */
    public boolean belongs() {
        return scene.belongs(subject);
    }

    /**
     * Whether they are in a group.
     *
     * @param group {@code cats} or {@code dogs}
     * @throws IllegalArgumentException if it is another
     */
    public boolean isIn(Subject group) {
        return scene.isIn(subject, Objects.requireNonNull(group, "group"));
    }

    /**
     * Whether they hold a role here or from above, or one that includes it, be it by a group or by inheritance.
     *
     * @throws IllegalArgumentException if the policy has no such role
     */
    public boolean holds(Role role) {
        return scene.holds(subject, Objects.requireNonNull(role, "role"), scope);
    }

    /**
     * Whether they hold some of these roles here or from above, and no other but that which every user has. Of a role
     * that one of these includes they have all that it permits, and need not hold it.
     *
     * @param roles at least one
     * @throws IllegalArgumentException if there is none, or the policy has no such role
     */
    public boolean holdsOnly(Role... roles) {
        List<Role> allowed = Program.given("role", roles);
        allowed.forEach(this::holds);
        List<Role> held = scene.roles(subject, scope);
        return !held.isEmpty() && allowed.containsAll(held);
    }

    /** Whether they have a permission here. */
    public boolean may(Permission permission) {
        return view.can(Objects.requireNonNull(permission, "permission"), scope);
    }

    /** Why they may, or may not, in words and with the roles that decide. */
    public String why(Permission permission) {
        Objects.requireNonNull(permission, "permission");
        Decision decision = view.explain(permission, scope);
        return this + (decision.allowed() ? " may " : " may not ") + permission + ", by "
                + decision.sources().stream()
                        .map(source -> source.role() + " at " + source.scope() + ", bound to " + source.boundTo()
                                + source.inheritedFrom()
                                        .map(role -> ", which follows from " + role)
                                        .orElse(""))
                        .collect(Collectors.joining("; "));
    }

    /** Who and where. */
    @Override
    public String toString() {
        return subject + " at " + scope.kind().noun() + " " + scope;
    }
}
