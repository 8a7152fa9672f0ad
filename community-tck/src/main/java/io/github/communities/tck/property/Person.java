package io.github.communities.tck.property;

import io.github.communities.Caller;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.access.AccessView;
import io.github.communities.tck.model.Model;
import io.github.communities.tck.model.Scene;
import java.util.List;
import java.util.Objects;

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

    /** Someone at every scope there ever was. */
    static List<Person> everywhere(Scene scene, Subject subject) {
        AccessView view = view(scene, subject);
        return scene.scopes().stream()
                .map(scope -> new Person(scene, subject, scope, view))
                .toList();
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

    /** Whether they are in a group. */
    public boolean isIn(Subject group) {
        return scene.isIn(subject, Objects.requireNonNull(group, "group"));
    }

    /** Whether they hold a role here or from above, or one that includes it, be it by a group or by inheritance. */
    public boolean holds(Role role) {
        return scene.holds(subject, Objects.requireNonNull(role, "role"), scope);
    }

    /** Whether each role that they hold here or from above is one of these, besides that of belonging. */
    public boolean holdsNothingBut(Role... roles) {
        return Program.given("role", roles).containsAll(scene.roles(subject, scope));
    }

    /** Whether they have a permission here. */
    public boolean may(Permission permission) {
        return view.can(Objects.requireNonNull(permission, "permission"), scope);
    }

    /** Why they may, or may not. */
    String why(Permission permission) {
        return subject + " at " + scope + ": " + view.explain(permission, scope);
    }
}
