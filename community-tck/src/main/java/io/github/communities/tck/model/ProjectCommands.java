package io.github.communities.tck.model;

import io.github.communities.CommunityId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Subject;
import io.github.communities.project.BalanceUpdate;
import io.github.communities.project.LimitsUpdate;
import io.github.communities.project.NewProject;
import io.github.communities.project.NewResource;
import io.github.communities.project.ProjectUpdate;
import io.github.communities.project.ResourceUpdate;
import io.github.communities.tck.model.Command.Write;
import java.util.Optional;

/** What is done with projects and their resources. */
final class ProjectCommands {
    private ProjectCommands() {}

    /** Someone creates a project. */
    record Create(Who caller, int community, String name) implements Write {
        @Override
        public Attempt in(Model model) {
            CommunityId id = model.community(community);
            Subject by = caller.in(model, model.permitted(Permission.PROJECT_CREATE, id));
            return Attempt.by(
                    by,
                    model.projects.create(by, id, name),
                    (node, as) -> node.projects().create(as, id, NewProject.named(name)));
        }
    }

    /** Someone renames a project, on the version they see, if they see any, or on another. */
    record Update(Who caller, int project, String name, boolean stale) implements Write {
        @Override
        public Attempt in(Model model) {
            ProjectId id = model.project(project);
            Subject by = caller.in(model, model.permitted(Permission.PROJECT_UPDATE, id));
            ProjectUpdate update = ProjectUpdate.nothing().name(name);
            boolean outdated = stale || !model.world.may(by, Permission.PROJECT_VIEW, id);
            return Attempt.by(
                    by,
                    model.projects.update(by, id, name, outdated),
                    (node, as) -> node.projects()
                            .update(
                                    as,
                                    id,
                                    update,
                                    CommunityCommands.seen(() ->
                                                    node.projects().get(as, id).version())
                                            + (stale ? 1 : 0)));
        }
    }

    /** Someone deletes a project. */
    record Delete(Who caller, int project) implements Write {
        @Override
        public Attempt in(Model model) {
            ProjectId id = model.project(project);
            Subject by = caller.in(model, model.permitted(Permission.PROJECT_DELETE, id));
            return Attempt.by(
                    by,
                    model.projects.delete(by, id),
                    (node, as) -> node.projects().delete(as, id));
        }
    }

    /** Someone restores a project. */
    record Restore(Who caller, int project) implements Write {
        @Override
        public Attempt in(Model model) {
            ProjectId id = model.project(project);
            Subject by = caller.in(
                    model,
                    subject -> model.world
                            .anyWork(id)
                            .filter(work -> model.projects.mayRestore(subject, work))
                            .isPresent());
            return Attempt.by(
                    by,
                    model.projects.restore(by, id),
                    (node, as) -> node.projects().restore(as, id));
        }
    }

    /** Someone limits a project, on the version they see, if they see any, or on another. */
    record Limit(Who caller, int project, Optional<Long> perHour, Optional<Long> perExecution, boolean stale)
            implements Write {
        @Override
        public Attempt in(Model model) {
            ProjectId id = model.project(project);
            Subject by = caller.in(model, model.permitted(Permission.PROJECT_LIMIT, id));
            LimitsUpdate update = limits(perHour, perExecution);
            boolean outdated = stale || !model.world.may(by, Permission.PROJECT_VIEW, id);
            return Attempt.by(
                    by,
                    model.projects.limit(by, id, perHour, perExecution, outdated),
                    (node, as) -> node.projects()
                            .limit(
                                    as,
                                    id,
                                    update,
                                    CommunityCommands.seen(() ->
                                                    node.projects().get(as, id).version())
                                            + (stale ? 1 : 0)));
        }
    }

    private static LimitsUpdate limits(Optional<Long> perHour, Optional<Long> perExecution) {
        LimitsUpdate hour = perHour.map(LimitsUpdate.nothing()::perHour).orElse(LimitsUpdate.nothing());
        return perExecution.map(hour::perExecution).orElse(hour);
    }

    /** Someone sets the balance of a project, in the place of the one there is or of another. */
    record SetBalance(Who caller, int project, Optional<Long> balance, boolean stale) implements Write {
        @Override
        public Attempt in(Model model) {
            ProjectId id = model.project(project);
            Subject by = caller.in(model, model.permitted(Permission.PROJECT_LIMIT, id));
            Optional<Long> there = model.world.work(id).flatMap(work -> work.balance);
            Optional<Long> seen =
                    stale ? Optional.of(there.map(units -> units + 1).orElse(7L)) : there;
            BalanceUpdate update = new BalanceUpdate(seen, balance);
            return Attempt.by(
                    by,
                    model.projects.setBalance(by, id, balance, stale),
                    (node, as) -> node.projects().setBalance(as, id, update));
        }
    }

    /** Someone adds to the balance of a project. */
    record AddToBalance(Who caller, int project, long units) implements Write {
        @Override
        public Attempt in(Model model) {
            ProjectId id = model.project(project);
            Subject by = caller.in(model, model.permitted(Permission.PROJECT_LIMIT, id));
            return Attempt.by(
                    by,
                    model.projects.addToBalance(by, id, units),
                    (node, as) -> node.projects().addToBalance(as, id, units));
        }
    }

    /** Someone creates a resource. */
    record CreateResource(Who caller, int project, String type, String name) implements Write {
        @Override
        public Attempt in(Model model) {
            ProjectId id = model.project(project);
            Subject by = caller.in(model, model.permitted(Permission.RESOURCE_CREATE, id));
            NewResource resource = NewResource.of(type, name);
            return Attempt.by(
                    by,
                    model.projects.createResource(by, id, resource),
                    (node, as) -> node.resources().create(as, id, resource));
        }
    }

    /** Someone changes a resource, on the version they see, if they see any, or on another. */
    record UpdateResource(Who caller, int resource, Optional<String> name, Optional<String> description, boolean stale)
            implements Write {
        @Override
        public Attempt in(Model model) {
            ResourceId id = model.resource(resource);
            Subject by = caller.in(model, model.permitted(Permission.RESOURCE_UPDATE, id));
            ResourceUpdate update = new ResourceUpdate(name, description, Optional.empty());
            boolean outdated =
                    stale || !model.permitted(Permission.PROJECT_VIEW, id).test(by);
            return Attempt.by(
                    by,
                    model.projects.updateResource(by, id, name, description, outdated),
                    (node, as) -> node.resources()
                            .update(
                                    as,
                                    id,
                                    update,
                                    CommunityCommands.seen(() ->
                                                    node.resources().get(as, id).version())
                                            + (stale ? 1 : 0)));
        }
    }

    /** Someone deletes a resource. */
    record DeleteResource(Who caller, int resource) implements Write {
        @Override
        public Attempt in(Model model) {
            ResourceId id = model.resource(resource);
            Subject by = caller.in(model, model.permitted(Permission.RESOURCE_DELETE, id));
            return Attempt.by(
                    by,
                    model.projects.deleteResource(by, id),
                    (node, as) -> node.resources().delete(as, id));
        }
    }

    /** Someone copies a resource. */
    record Copy(Who caller, int resource, int project, String name) implements Write {
        @Override
        public Attempt in(Model model) {
            ResourceId source = model.resource(resource);
            ProjectId target = model.project(project);
            Subject by = caller.in(
                    model,
                    subject -> model.world
                            .thing(source)
                            .flatMap(thing -> model.world
                                    .work(target)
                                    .filter(work -> model.projects.mayCopy(subject, thing, work)))
                            .isPresent());
            return Attempt.by(
                    by,
                    model.projects.copy(by, source, target, name),
                    (node, as) -> node.resources().copy(as, source, target, name));
        }
    }
}
