package io.github.communities.tck.property;

import io.github.communities.Permission;
import io.github.communities.Revision;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.access.AccessView;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.tck.model.Model;
import io.github.communities.tck.model.Scene;
import io.github.communities.tck.model.Watch;
import java.util.List;
import java.util.Optional;

/** Whoever lacks a permission, of whom it is yet to be said what they never change. Immutable and thread-safe. */
public final class Only {
    private final Program program;
    private final Permission permission;

    Only(Program program, Permission permission) {
        this.program = program;
        this.permission = permission;
    }

    /**
     * None of these changes is made by a principal who did not have the permission before, where it was made or above
     * that. What the host does is not looked at; what a step brings along is, as the role of whoever creates a community.
     *
     * @param kinds at least one
     * @throws IllegalArgumentException if there is none
     * @throws AssertionError if one is, with the shortest such program
     */
    public void changes(ChangeKind... kinds) {
        List<ChangeKind> guarded = Program.given("kind", kinds);
        program.watchedBy(() -> new Guard(permission, guarded));
    }

    /** Remembers what somebody could before each step. */
    private static final class Guard implements Watch {
        private final Permission permission;
        private final List<ChangeKind> kinds;
        private Optional<AccessView> before = Optional.empty();
        private Revision revision = Revision.NONE;

        Guard(Permission permission, List<ChangeKind> kinds) {
            this.permission = permission;
            this.kinds = kinds;
        }

        @Override
        public void before(Scene scene, Optional<Subject> caller) {
            before = caller.map(subject -> Person.view(scene, subject));
            revision = scene.revision();
        }

        @Override
        public void after(Scene scene, Optional<Subject> caller) {
            if (!scene.revision().equals(revision)) {
                before.ifPresent(view -> caller.ifPresent(subject ->
                        changesSince(scene, revision).forEach(change -> check(scene, view, subject, change))));
            }
        }

        private static List<Change> changesSince(Scene scene, Revision revision) {
            return scene.node().host().changes(Model.ACME, revision, 1).stream()
                    .flatMap(record -> record.changes().stream())
                    .toList();
        }

        private void check(Scene scene, AccessView before, Subject subject, Change change) {
            List<Scope> upwards = scene.upwards(change.scope());
            if (kinds.contains(change.kind()) && upwards.stream().noneMatch(scope -> before.can(permission, scope))) {
                throw new AssertionError(
                        "nobody without " + permission + " may ever change this, and " + subject + " did: " + change);
            }
        }
    }
}
