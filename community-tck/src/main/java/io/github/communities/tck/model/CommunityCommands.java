package io.github.communities.tck.model;

import io.github.communities.BillingAccountId;
import io.github.communities.CommunityId;
import io.github.communities.Permission;
import io.github.communities.Subject;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.error.CommunitiesException;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.tck.model.Command.Write;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What is done with communities, their billing and their restrictions. */
final class CommunityCommands {
    private CommunityCommands() {}

    /** The version someone sees; whoever sees none gives one that no program gets to. */
    static long seen(LongSupplier question) {
        try {
            return question.getAsLong();
        } catch (CommunitiesException hidden) {
            return 1_000_000;
        }
    }

    /** Someone creates a community. */
    record Create(Who caller, String name, Optional<String> zone) implements Write {
        @Override
        public Attempt in(Model model) {
            Subject by = caller.in(model, model.permitted(Permission.COMMUNITY_CREATE, World.ACME));
            NewCommunity community = new NewCommunity(name, "", zone, Optional.empty());
            return Attempt.by(by, model.communities.create(by, name, zone), (node, as) -> node.create(as, community));
        }
    }

    /** Someone changes a community, on the version they see, if they see any, or on another. */
    record Update(Who caller, int community, Optional<String> name, Optional<String> description, boolean stale)
            implements Write {
        @Override
        public Attempt in(Model model) {
            CommunityId id = model.community(community);
            Subject by = caller.in(model, model.permitted(Permission.COMMUNITY_UPDATE, id));
            boolean outdated = stale || !model.world.may(by, Permission.COMMUNITY_VIEW, id);
            CommunityUpdate update = new CommunityUpdate(name, description, Optional.empty());
            return Attempt.by(
                    by,
                    model.communities.update(by, id, name, description, outdated),
                    (node, as) -> node.update(
                            as, id, update, seen(() -> node.get(as, id).version()) + (stale ? 1 : 0)));
        }
    }

    /** Someone deletes a community. */
    record Delete(Who caller, int community) implements Write {
        @Override
        public Attempt in(Model model) {
            CommunityId id = model.community(community);
            Subject by = caller.in(model, model.permitted(Permission.COMMUNITY_DELETE, id));
            return Attempt.by(by, model.communities.delete(by, id), (node, as) -> node.delete(as, id));
        }
    }

    /** Someone restores a community. */
    record Restore(Who caller, int community) implements Write {
        @Override
        public Attempt in(Model model) {
            CommunityId id = model.community(community);
            Subject by = caller.in(
                    model,
                    subject -> model.world
                            .anyTeam(id)
                            .filter(team -> model.communities.mayRestore(subject, team))
                            .isPresent());
            return Attempt.by(by, model.communities.restore(by, id), (node, as) -> node.restore(as, id));
        }
    }

    /** Someone links a billing account. */
    record Link(Who caller, int community, BillingAccountId account) implements Write {
        @Override
        public Attempt in(Model model) {
            CommunityId id = model.community(community);
            Subject by = caller.in(model, model.permitted(Permission.COMMUNITY_LINK_BILLING, id));
            return Attempt.by(
                    by,
                    model.communities.link(by, id, account),
                    (node, as) -> node.billing().link(as, id, account));
        }
    }

    /** Someone sets a restriction. */
    record Restrict(Who caller, int community, String name, RestrictionValue value) implements Write {
        @Override
        public Attempt in(Model model) {
            CommunityId id = model.community(community);
            Subject by = caller.in(model, model.permitted(Permission.COMMUNITY_RESTRICT, id));
            return Attempt.by(
                    by,
                    model.communities.restrict(by, id, name, value),
                    (node, as) -> node.restrictions().set(as, id, name, value));
        }
    }

    /** Someone takes a restriction off. */
    record Unrestrict(Who caller, int community, String name) implements Write {
        @Override
        public Attempt in(Model model) {
            CommunityId id = model.community(community);
            Subject by = caller.in(model, model.permitted(Permission.COMMUNITY_RESTRICT, id));
            return Attempt.by(
                    by,
                    model.communities.unrestrict(by, id, name),
                    (node, as) -> node.restrictions().unset(as, id, name));
        }
    }
}
