package io.github.communities.tck.model;

import io.github.communities.CommunityId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Subject;
import io.github.communities.tck.model.Command.Write;
import java.util.List;

/** What is done to share resources. */
final class SharingCommands {
    private SharingCommands() {}

    /** Someone publishes a resource. */
    record Publish(Who caller, int resource, int community) implements Write {
        @Override
        public Attempt in(Model model) {
            ResourceId id = model.resource(resource);
            CommunityId where = model.community(community);
            Subject by = caller.in(model, subject -> model.sharing.may(subject, id, where, true));
            return Attempt.by(
                    by,
                    model.sharing.publish(by, id, where),
                    (node, as) -> node.sharing().publish(as, id, where));
        }
    }

    /** Someone withdraws a resource. */
    record Withdraw(Who caller, int resource, int community) implements Write {
        @Override
        public Attempt in(Model model) {
            return withdraw(model, caller, model.resource(resource), model.community(community));
        }
    }

    /** Someone withdraws one of the resources that are published. */
    record WithdrawOne(Who caller, int publication) implements Write {
        @Override
        public Attempt in(Model model) {
            List<World.Published> all = List.copyOf(model.world.publications);
            if (all.isEmpty()) {
                return new Withdraw(caller, publication, publication).in(model);
            }
            World.Published chosen = all.get(publication % all.size());
            return withdraw(model, caller, chosen.thing().id, chosen.team().id);
        }
    }

    private static Attempt withdraw(Model model, Who caller, ResourceId id, CommunityId where) {
        Subject by = caller.in(model, subject -> model.sharing.may(subject, id, where, false));
        return Attempt.by(
                by,
                model.sharing.withdraw(by, id, where),
                (node, as) -> node.sharing().withdraw(as, id, where));
    }

    /** Someone attaches a resource. */
    record Attach(Who caller, int resource, int project) implements Write {
        @Override
        public Attempt in(Model model) {
            return attach(model, caller, model.resource(resource), model.project(project));
        }
    }

    /** Someone attaches one of the resources that are published, to a project of that community. */
    record AttachOne(Who caller, int publication, int project) implements Write {
        @Override
        public Attempt in(Model model) {
            List<World.Attached> all = model.world.publications.stream()
                    .flatMap(published -> model.world
                            .livingWorks()
                            .filter(work -> work.team == published.team() && work != published.thing().work)
                            .map(work -> new World.Attached(published.thing(), work)))
                    .toList();
            if (all.isEmpty()) {
                return new Attach(caller, publication, project).in(model);
            }
            World.Attached chosen = all.get((publication * Model.NUMBERS + project) % all.size());
            return attach(model, caller, chosen.thing().id, chosen.work().id);
        }
    }

    private static Attempt attach(Model model, Who caller, ResourceId id, ProjectId where) {
        Subject by = caller.in(model, model.permitted(Permission.PROJECT_ATTACH, where));
        return Attempt.by(
                by,
                model.sharing.attach(by, id, where),
                (node, as) -> node.sharing().attach(as, id, where));
    }

    /** Someone detaches one of the resources that are attached, or one that is not. */
    record Detach(Who caller, int attachment, int project) implements Write {
        @Override
        public Attempt in(Model model) {
            List<World.Attached> all = model.world.attachments.stream()
                    .filter(attached -> model.world.exists(attached.work().id))
                    .toList();
            boolean one = !all.isEmpty() && project < Model.NUMBERS - 2;
            World.Attached chosen = one ? all.get(attachment % all.size()) : null;
            ResourceId id = chosen == null ? model.resource(attachment) : chosen.thing().id;
            ProjectId where = chosen == null ? model.project(project) : chosen.work().id;
            Subject by = caller.in(model, model.permitted(Permission.PROJECT_ATTACH, where));
            return Attempt.by(
                    by,
                    model.sharing.detach(by, id, where),
                    (node, as) -> node.sharing().detach(as, id, where));
        }
    }
}
