package io.github.communities.tck.model;

import io.github.communities.CommunityId;
import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.NewBinding;
import io.github.communities.tck.model.Command.Write;
import io.github.communities.tck.model.MemberModel.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What is done with members and their roles. */
final class MemberCommands {
    private MemberCommands() {}

    /** Someone grants a role, perhaps until some time from now, which may be none. */
    record Grant(Who caller, Place place, Subject subject, Role role, Optional<Duration> lasting) implements Write {
        @Override
        public Attempt in(Model model) {
            return grant(model, caller, new Model.Bound(place.in(model), subject, role), lasting);
        }
    }

    /** Someone grants again what is bound, to the same subject: as one of the bindings there are. */
    record GrantAgain(Who caller, int binding, Optional<Duration> lasting) implements Write {
        @Override
        public Attempt in(Model model) {
            return grant(model, caller, model.bound(binding), lasting);
        }
    }

    private static Attempt grant(Model model, Who caller, Model.Bound wanted, Optional<Duration> lasting) {
        Subject by = caller.in(model, giving(model, wanted));
        Optional<Instant> until = lasting.map(model.now()::plus);
        return Attempt.by(
                by,
                model.members.grant(by, wanted.scope(), wanted.subject(), wanted.role(), until),
                (node, as) -> until.isPresent()
                        ? node.members().grant(as, wanted.scope(), wanted.subject(), wanted.role(), until.get())
                        : node.members().grant(as, wanted.scope(), wanted.subject(), wanted.role()));
    }

    private static Predicate<Subject> giving(Model model, Model.Bound wanted) {
        return subject -> model.giving.mayGive(subject, wanted.scope(), wanted.role());
    }

    /** Someone takes a role. */
    record Revoke(Who caller, Place place, Subject subject, Role role) implements Write {
        @Override
        public Attempt in(Model model) {
            return revoke(model, caller, new Model.Bound(place.in(model), subject, role));
        }
    }

    /** Someone takes one of the bindings there are. */
    record RevokeOne(Who caller, int binding) implements Write {
        @Override
        public Attempt in(Model model) {
            return revoke(model, caller, model.bound(binding));
        }
    }

    private static Attempt revoke(Model model, Who caller, Model.Bound bound) {
        Subject by = caller.in(model, giving(model, bound));
        return Attempt.by(
                by,
                model.members.revoke(by, bound.scope(), bound.subject(), bound.role()),
                (node, as) -> node.members().revoke(as, bound.scope(), bound.subject(), bound.role()));
    }

    /** Someone removes someone. */
    record Remove(Who caller, Place place, Subject subject) implements Write {
        @Override
        public Attempt in(Model model) {
            return remove(model, caller, place.in(model), subject);
        }
    }

    /** Someone removes the subject of one of the bindings there are, from where it is. */
    record RemoveOne(Who caller, int binding) implements Write {
        @Override
        public Attempt in(Model model) {
            Model.Bound bound = model.bound(binding);
            return remove(model, caller, bound.scope(), bound.subject());
        }
    }

    private static Attempt remove(Model model, Who caller, Scope scope, Subject subject) {
        Permission managing = Giving.managing(scope);
        Subject by = caller.in(model, model.permitted(managing, scope));
        return Attempt.by(
                by,
                model.members.remove(by, scope, subject),
                (node, as) -> node.members().remove(as, scope, subject));
    }

    /** Someone leaves. */
    record Leave(Who caller, int community) implements Write {
        @Override
        public Attempt in(Model model) {
            CommunityId id = model.community(community);
            Subject by = caller.in(model, subject -> model.world.isMember(subject, id));
            return Attempt.by(
                    by,
                    model.members.leave(by, id),
                    (node, as) -> node.members().leave(as, id));
        }
    }

    /** Someone applies a delta. */
    record Update(Who caller, int community, List<Step> steps) implements Write {
        @Override
        public Attempt in(Model model) {
            CommunityId id = model.community(community);
            Subject by = caller.in(model, model.permitted(Permission.COMMUNITY_MANAGE_ACCESS, id));
            BindingDelta delta = BindingDelta.nothing();
            for (Step step : steps) {
                delta = step.addition()
                        ? delta.add(step.subject(), step.role())
                        : delta.remove(step.subject(), step.role());
            }
            BindingDelta whole = delta;
            return Attempt.by(
                    by,
                    model.members.update(by, id, steps, false),
                    (node, as) -> node.members().update(as, id, whole));
        }
    }

    /** Someone sets all bindings of a community, on the version they see or on another. */
    record Replace(Who caller, int community, List<Step> wanted, boolean stale) implements Write {
        @Override
        public Attempt in(Model model) {
            CommunityId id = model.community(community);
            Subject by = caller.in(model, model.permitted(Permission.COMMUNITY_MANAGE_ACCESS, id));
            List<NewBinding> bindings = wanted.stream()
                    .map(step -> NewBinding.of(step.subject(), step.role()))
                    .distinct()
                    .toList();
            return Attempt.by(by, model.members.replace(by, id, wanted, stale), (node, as) -> {
                long version = stale
                        ? CommunityCommands.seen(() -> node.get(as, id).bindingsVersion()) - 1
                        : node.host().organization(World.ACME).revision().value();
                return node.members().replace(as, id, bindings, version);
            });
        }
    }
}
