package io.github.communities.tck.model;

import static io.github.communities.tck.model.World.ACME;

import io.github.communities.ProjectId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.tck.model.Command.Write;
import java.util.List;

/** What the host does. */
final class HostCommands {
    private HostCommands() {}

    /** The host registers or renames the organization. */
    record Register(String name) implements Write {
        @Override
        public Attempt in(Model model) {
            return Attempt.ofHost(model.organization.register(name), host -> host.register(ACME, name));
        }
    }

    /** The host adds someone, with organization roles. */
    record Add(Subject principal, List<Role> roles) implements Write {
        @Override
        public Attempt in(Model model) {
            Role[] given = roles.toArray(Role[]::new);
            return Attempt.ofHost(
                    model.organization.add(principal, roles),
                    host -> principal.isUser()
                            ? host.addUser(ACME, principal, given)
                            : host.addServiceAccount(ACME, principal, given));
        }
    }

    /** The host takes an organization role. */
    record RevokeRole(Subject subject, Role role) implements Write {
        @Override
        public Attempt in(Model model) {
            return Attempt.ofHost(
                    model.organization.revokeRole(subject, role), host -> host.revokeRole(ACME, subject, role));
        }
    }

    /** The host takes a user, a service account or a group out of the organization. */
    record TakeOut(Subject subject) implements Write {
        @Override
        public Attempt in(Model model) {
            return Attempt.ofHost(model.organization.remove(subject), host -> switch (subject.kind()) {
                case GROUP -> host.removeGroup(ACME, subject);
                case SERVICE_ACCOUNT -> host.removeServiceAccount(ACME, subject);
                default -> host.removeUser(ACME, subject);
            });
        }
    }

    /** The host adds a group. */
    record AddGroup(Subject group) implements Write {
        @Override
        public Attempt in(Model model) {
            return Attempt.ofHost(model.organization.addGroup(group), host -> host.addGroup(ACME, group));
        }
    }

    /** The host puts someone into a group. */
    record AddToGroup(Subject group, Subject member) implements Write {
        @Override
        public Attempt in(Model model) {
            return Attempt.ofHost(
                    model.organization.addToGroup(group, member), host -> host.addToGroup(ACME, group, member));
        }
    }

    /** The host takes someone out of a group. */
    record RemoveFromGroup(Subject group, Subject member) implements Write {
        @Override
        public Attempt in(Model model) {
            return Attempt.ofHost(
                    model.organization.removeFromGroup(group, member),
                    host -> host.removeFromGroup(ACME, group, member));
        }
    }

    /** A user signs in. */
    record LogIn(Subject user) implements Write {
        @Override
        public Attempt in(Model model) {
            return Attempt.ofHost(model.organization.signIn(user), host -> host.signIn(ACME, user));
        }
    }

    /** The host reports what a run has used. */
    record ReportUse(int project, String key, long units) implements Write {
        @Override
        public Attempt in(Model model) {
            ProjectId id = model.project(project);
            return Attempt.ofHost(
                    model.projects.reportUse(id, key, units), host -> host.reportUse(ACME, id, key, units));
        }
    }

    /** The host purges what can't be restored any more; no program makes more than one call takes. */
    record Purge() implements Write {
        @Override
        public Attempt in(Model model) {
            return Attempt.ofHost(model.communities.purge(), host -> host.purge(ACME, 1000));
        }
    }
}
