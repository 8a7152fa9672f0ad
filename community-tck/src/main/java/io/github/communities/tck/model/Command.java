package io.github.communities.tck.model;

import static io.github.communities.tck.model.Model.ACME;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.error.CommunitiesException;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.NewBinding;
import io.github.communities.project.NewProject;
import io.github.communities.project.ProjectUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** One line of a program. What it names by number is looked up in the model when it is run. */
public sealed interface Command {
    /** A command that writes: what the rules let become of it, and how the engine is asked for it. */
    sealed interface Write extends Command {
        Expected expected(Model model);

        Written<?> run(Communities node, Model model);
    }

    /** Time passes. */
    record Advance(Duration duration) implements Command {}

    /** What follows is asked of the other node. */
    record SwitchNode() implements Command {}

    /** The node is closed, and another opened over the same storage. */
    record Reopen() implements Command {}

    /** Where. */
    sealed interface Place {
        Scope in(Model model);
    }

    /** A number of a community or project, with those that are deleted and one that never was. */
    record Numbered(ScopeKind kind, int number) implements Place {
        @Override
        public Scope in(Model model) {
            return switch (kind) {
                case ORGANIZATION -> ACME;
                case COMMUNITY -> model.community(number);
                case PROJECT -> model.project(number);
            };
        }

        @Override
        public String toString() {
            return kind.noun() + " " + number;
        }
    }

    /** A scope itself. */
    record Exactly(Scope scope) implements Place {
        @Override
        public Scope in(Model model) {
            return scope;
        }
    }

    /** On whose behalf: someone certain, or someone who may, if anyone may. */
    sealed interface Who {
        /** Who it is, to do what takes a permission at a scope. */
        Subject in(Model model, Permission permission, Scope scope);

        /** Someone certain. */
        record Certain(Subject subject) implements Who {
            @Override
            public Subject in(Model model, Permission permission, Scope scope) {
                return subject;
            }

            @Override
            public String toString() {
                return subject.toString();
            }
        }

        /** One of those who may, or else someone certain. */
        record Able(int number, Subject otherwise) implements Who {
            @Override
            public Subject in(Model model, Permission permission, Scope scope) {
                return model.whoMay(permission, scope, number).orElse(otherwise);
            }

            @Override
            public String toString() {
                return "able " + number + " or " + otherwise;
            }
        }
    }

    /** The host registers or renames the organization. */
    record Register(String name) implements Write {
        @Override
        public Expected expected(Model model) {
            return model.register(name);
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            return node.host().register(ACME, name);
        }
    }

    /** The host adds someone, with organization roles. */
    record Add(Subject principal, List<Role> roles) implements Write {
        @Override
        public Expected expected(Model model) {
            return model.add(principal, roles);
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            Role[] given = roles.toArray(Role[]::new);
            return principal.isUser()
                    ? node.host().addUser(ACME, principal, given)
                    : node.host().addServiceAccount(ACME, principal, given);
        }
    }

    /** The host takes an organization role. */
    record RevokeRole(Subject subject, Role role) implements Write {
        @Override
        public Expected expected(Model model) {
            return model.revokeRole(subject, role);
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            return node.host().revokeRole(ACME, subject, role);
        }
    }

    /** The host takes a user out of the organization. */
    record RemoveUser(Subject user) implements Write {
        @Override
        public Expected expected(Model model) {
            return model.removeUser(user);
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            return node.host().removeUser(ACME, user);
        }
    }

    /** The host adds a group. */
    record AddGroup(Subject group) implements Write {
        @Override
        public Expected expected(Model model) {
            return model.addGroup(group);
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            return node.host().addGroup(ACME, group);
        }
    }

    /** The host puts someone into a group. */
    record AddToGroup(Subject group, Subject member) implements Write {
        @Override
        public Expected expected(Model model) {
            return model.addToGroup(group, member);
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            return node.host().addToGroup(ACME, group, member);
        }
    }

    /** The host takes someone out of a group. */
    record RemoveFromGroup(Subject group, Subject member) implements Write {
        @Override
        public Expected expected(Model model) {
            return model.removeFromGroup(group, member);
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            return node.host().removeFromGroup(ACME, group, member);
        }
    }

    /** A user signs in. */
    record LogIn(Subject user) implements Write {
        @Override
        public Expected expected(Model model) {
            return model.signIn(user);
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            return node.host().signIn(ACME, user);
        }
    }

    /** Someone creates a community. */
    record CreateCommunity(Who caller, String name) implements Write {
        private Subject caller(Model model) {
            return caller.in(model, Permission.COMMUNITY_CREATE, ACME);
        }

        @Override
        public Expected expected(Model model) {
            return model.createCommunity(caller(model), name);
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            return node.create(Caller.of(ACME, caller(model)), NewCommunity.named(name));
        }
    }

    /** Someone changes a community, on the version they see or on another. */
    record UpdateCommunity(
            Who caller, int community, Optional<String> name, Optional<String> description, boolean stale)
            implements Write {
        private Subject caller(Model model) {
            return caller.in(model, Permission.COMMUNITY_UPDATE, model.community(community));
        }

        @Override
        public Expected expected(Model model) {
            return model.updateCommunity(caller(model), model.community(community), name, description, stale);
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            CommunityId id = model.community(community);
            Caller as = Caller.of(ACME, caller(model));
            long version = seen(node, at -> at.get(as, id).version());
            return node.update(
                    as, id, new CommunityUpdate(name, description, Optional.empty()), stale ? version + 1 : version);
        }
    }

    /** Someone deletes a community. */
    record DeleteCommunity(Who caller, int community) implements Write {
        private Subject caller(Model model) {
            return caller.in(model, Permission.COMMUNITY_DELETE, model.community(community));
        }

        @Override
        public Expected expected(Model model) {
            return model.deleteCommunity(caller(model), model.community(community));
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            return node.delete(Caller.of(ACME, caller(model)), model.community(community));
        }
    }

    /** Someone creates a project. */
    record CreateProject(Who caller, int community, String name) implements Write {
        private Subject caller(Model model) {
            return caller.in(model, Permission.PROJECT_CREATE, model.community(community));
        }

        @Override
        public Expected expected(Model model) {
            return model.createProject(caller(model), model.community(community), name);
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            return node.projects()
                    .create(Caller.of(ACME, caller(model)), model.community(community), NewProject.named(name));
        }
    }

    /** Someone renames a project, on the version they see or on another. */
    record UpdateProject(Who caller, int project, String name, boolean stale) implements Write {
        private Subject caller(Model model) {
            return caller.in(model, Permission.PROJECT_UPDATE, model.project(project));
        }

        @Override
        public Expected expected(Model model) {
            return model.updateProject(caller(model), model.project(project), name, stale);
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            ProjectId id = model.project(project);
            Caller as = Caller.of(ACME, caller(model));
            long version = seen(node, at -> at.projects().get(as, id).version());
            return node.projects().update(as, id, ProjectUpdate.nothing().name(name), stale ? version + 1 : version);
        }
    }

    /** Someone deletes a project. */
    record DeleteProject(Who caller, int project) implements Write {
        private Subject caller(Model model) {
            return caller.in(model, Permission.PROJECT_DELETE, model.project(project));
        }

        @Override
        public Expected expected(Model model) {
            return model.deleteProject(caller(model), model.project(project));
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            return node.projects().delete(Caller.of(ACME, caller(model)), model.project(project));
        }
    }

    /** Someone grants a role, perhaps until some time from now, which may be none. */
    record Grant(Who caller, Place place, Subject subject, Role role, Optional<Duration> lasting) implements Write {
        private Subject caller(Model model) {
            return caller.in(model, Model.managing(place.in(model), role), place.in(model));
        }

        @Override
        public Expected expected(Model model) {
            return model.grant(caller(model), place.in(model), subject, role, until(model));
        }

        private Optional<Instant> until(Model model) {
            return lasting.map(duration -> model.now().plus(duration));
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            Caller as = Caller.of(ACME, caller(model));
            Optional<Instant> until = until(model);
            return until.isPresent()
                    ? node.members().grant(as, place.in(model), subject, role, until.get())
                    : node.members().grant(as, place.in(model), subject, role);
        }
    }

    /** Someone takes a role. */
    record Revoke(Who caller, Place place, Subject subject, Role role) implements Write {
        private Subject caller(Model model) {
            return caller.in(model, Model.managing(place.in(model), role), place.in(model));
        }

        @Override
        public Expected expected(Model model) {
            return model.revoke(caller(model), place.in(model), subject, role);
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            return node.members().revoke(Caller.of(ACME, caller(model)), place.in(model), subject, role);
        }
    }

    /** Someone removes someone. */
    record Remove(Who caller, Place place, Subject subject) implements Write {
        private Subject caller(Model model) {
            return caller.in(model, Model.managing(place.in(model), Role.PROJECT_VIEWER), place.in(model));
        }

        @Override
        public Expected expected(Model model) {
            return model.remove(caller(model), place.in(model), subject);
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            return node.members().remove(Caller.of(ACME, caller(model)), place.in(model), subject);
        }
    }

    /** Someone grants again what is bound, to the same subject: as one of the bindings there are. */
    record GrantAgain(Who caller, int binding, Optional<Duration> lasting) implements Write {
        private Grant exact(Model model) {
            Model.Bound bound = model.bound(binding);
            return new Grant(caller, new Exactly(bound.scope()), bound.subject(), bound.role(), lasting);
        }

        @Override
        public Expected expected(Model model) {
            return exact(model).expected(model);
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            return exact(model).run(node, model);
        }
    }

    /** Someone takes one of the bindings there are. */
    record RevokeOne(Who caller, int binding) implements Write {
        private Revoke exact(Model model) {
            Model.Bound bound = model.bound(binding);
            return new Revoke(caller, new Exactly(bound.scope()), bound.subject(), bound.role());
        }

        @Override
        public Expected expected(Model model) {
            return exact(model).expected(model);
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            return exact(model).run(node, model);
        }
    }

    /** Someone removes the subject of one of the bindings there are, from where it is. */
    record RemoveOne(Who caller, int binding) implements Write {
        private Remove exact(Model model) {
            Model.Bound bound = model.bound(binding);
            return new Remove(caller, new Exactly(bound.scope()), bound.subject());
        }

        @Override
        public Expected expected(Model model) {
            return exact(model).expected(model);
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            return exact(model).run(node, model);
        }
    }

    /** Someone leaves. */
    record Leave(Who caller, int community) implements Write {
        private Subject caller(Model model) {
            return caller.in(model, Permission.COMMUNITY_VIEW, model.community(community));
        }

        @Override
        public Expected expected(Model model) {
            return model.leave(caller(model), model.community(community));
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            return node.members().leave(Caller.of(ACME, caller(model)), model.community(community));
        }
    }

    /** Someone applies a delta. */
    record Update(Who caller, int community, List<Model.Step> steps) implements Write {
        private Subject caller(Model model) {
            return caller.in(model, Permission.COMMUNITY_MANAGE_ACCESS, model.community(community));
        }

        @Override
        public Expected expected(Model model) {
            return model.update(caller(model), model.community(community), steps, false);
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            BindingDelta delta = BindingDelta.nothing();
            for (Model.Step step : steps) {
                delta = step.addition()
                        ? delta.add(step.subject(), step.role())
                        : delta.remove(step.subject(), step.role());
            }
            return node.members().update(Caller.of(ACME, caller(model)), model.community(community), delta);
        }
    }

    /** Someone sets all bindings of a community, on the version they see or on another. */
    record Replace(Who caller, int community, List<Model.Step> wanted, boolean stale) implements Write {
        private Subject caller(Model model) {
            return caller.in(model, Permission.COMMUNITY_MANAGE_ACCESS, model.community(community));
        }

        @Override
        public Expected expected(Model model) {
            CommunityId id = model.community(community);
            return model.replace(caller(model), id, wanted, stale);
        }

        @Override
        public Written<?> run(Communities node, Model model) {
            CommunityId id = model.community(community);
            Caller as = Caller.of(ACME, caller(model));
            long version = stale
                    ? seen(node, at -> at.get(as, id).bindingsVersion()) - 1
                    : node.host().organization(ACME).revision().value();
            List<NewBinding> bindings = wanted.stream()
                    .map(step -> NewBinding.of(step.subject(), step.role()))
                    .distinct()
                    .toList();
            return node.members().replace(as, id, bindings, version);
        }
    }

    /** The version someone sees; whoever sees none gives any. */
    private static long seen(Communities node, ToLongFunction<Communities> question) {
        try {
            return question.applyAsLong(node);
        } catch (CommunitiesException hidden) {
            return 1;
        }
    }
}
