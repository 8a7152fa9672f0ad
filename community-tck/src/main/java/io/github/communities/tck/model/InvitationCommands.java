package io.github.communities.tck.model;

import io.github.communities.CommunityId;
import io.github.communities.InvitationId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.invitation.InvitationToken;
import io.github.communities.invitation.NewLink;
import io.github.communities.invitation.NewPersonal;
import io.github.communities.tck.model.Command.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What is done with invitations. */
final class InvitationCommands {
    private InvitationCommands() {}

    /** Whoever may do something with an invitation that can still be accepted. */
    private static Predicate<Subject> able(Model model, InvitationId id, boolean giving) {
        return subject -> model.invitations
                .alive(id)
                .filter(pending -> giving
                        ? model.invitations.mayInvite(subject, pending.team.id, pending.role)
                        : model.invitations.manages(subject, pending.team.id))
                .isPresent();
    }

    /** Someone creates a link. */
    record CreateLink(Who caller, int community, Role role, Optional<Duration> lasting, Optional<Integer> uses)
            implements Write {
        @Override
        public Attempt in(Model model) {
            CommunityId id = model.community(community);
            Subject by = caller.in(model, subject -> model.invitations.mayInvite(subject, id, role));
            Optional<Instant> until = lasting.map(model.now()::plus);
            NewLink link = new NewLink(role, until, uses);
            return Attempt.by(
                    by,
                    model.invitations.createLink(by, id, role, until, uses),
                    (node, as) -> node.invitations().createLink(as, id, link));
        }
    }

    /** Someone invites a user. */
    record Invite(Who caller, int community, Subject recipient, Role role, Optional<Duration> lasting)
            implements Write {
        @Override
        public Attempt in(Model model) {
            CommunityId id = model.community(community);
            Subject by = caller.in(model, subject -> model.invitations.mayInvite(subject, id, role));
            Optional<Instant> until = lasting.map(model.now()::plus);
            NewPersonal invitation = new NewPersonal(recipient, role, until);
            return Attempt.by(
                    by,
                    model.invitations.invite(by, id, recipient, role, until),
                    (node, as) -> node.invitations().invite(as, id, invitation));
        }
    }

    /** Someone resets a link. */
    record Reset(Who caller, int invitation) implements Write {
        @Override
        public Attempt in(Model model) {
            InvitationId id = model.invitation(invitation);
            Subject by = caller.in(model, able(model, id, true));
            return Attempt.by(
                    by,
                    model.invitations.reset(by, id),
                    (node, as) -> node.invitations().reset(as, id));
        }
    }

    /** Someone sends a personal invitation anew. */
    record SendAnew(Who caller, int invitation) implements Write {
        @Override
        public Attempt in(Model model) {
            InvitationId id = model.invitation(invitation);
            Subject by = caller.in(model, able(model, id, true));
            return Attempt.by(
                    by,
                    model.invitations.sendAnew(by, id),
                    (node, as) -> node.invitations().sendAnew(as, id));
        }
    }

    /** Someone cancels an invitation. */
    record Cancel(Who caller, int invitation) implements Write {
        @Override
        public Attempt in(Model model) {
            InvitationId id = model.invitation(invitation);
            Subject by = caller.in(model, able(model, id, false));
            return Attempt.by(
                    by,
                    model.invitations.cancel(by, id),
                    (node, as) -> node.invitations().cancel(as, id));
        }
    }

    /** Someone accepts an invitation. */
    record Accept(Who caller, int invitation) implements Write {
        @Override
        public Attempt in(Model model) {
            InvitationId id = model.invitation(invitation);
            Subject by = caller.in(model, isFor(model, id));
            return accept(model, by, id);
        }
    }

    /** Someone accepts a link that was reset by its token from before, or else an invitation as ever. */
    record AcceptOld(Who caller, int invitation) implements Write {
        @Override
        public Attempt in(Model model) {
            List<InvitationToken> tokens = model.world.invitations.stream()
                    .flatMap(pending -> pending.tokenBefore.stream())
                    .toList();
            if (tokens.isEmpty()) {
                return new Accept(caller, invitation).in(model);
            }
            InvitationToken token = tokens.get(invitation % tokens.size());
            Subject by = caller.in(model, Subject::isUser);
            return Attempt.by(
                    by,
                    model.invitations.acceptByOldToken(by),
                    (node, as) -> node.invitations().accept(as, token));
        }
    }

    /** Someone accepts a link from before they were removed or left, or else an invitation as ever. */
    record AcceptAfterAll(Who caller, int invitation) implements Write {
        @Override
        public Attempt in(Model model) {
            List<World.Pending> links = model.world.invitations.stream()
                    .filter(pending -> pending.recipient.isEmpty() && model.world.isAlive(pending))
                    .filter(pending -> model.world.departures.entrySet().stream()
                            .anyMatch(departure -> isBefore(pending, departure.getKey(), departure.getValue())))
                    .toList();
            if (links.isEmpty()) {
                return new Accept(caller, invitation).in(model);
            }
            World.Pending link = links.get(invitation % links.size());
            Subject by = caller.in(
                    model,
                    subject -> model.world.departures.entrySet().stream()
                            .anyMatch(departure -> departure.getKey().user().equals(subject)
                                    && isBefore(link, departure.getKey(), departure.getValue())));
            return accept(model, by, link.id);
        }
    }

    /** Someone declines an invitation. */
    record Decline(Who caller, int invitation) implements Write {
        @Override
        public Attempt in(Model model) {
            InvitationId id = model.invitation(invitation);
            Subject by = caller.in(model, isFor(model, id));
            return Attempt.by(
                    by,
                    model.invitations.decline(by, id),
                    (node, as) -> node.invitations().decline(as, id));
        }
    }

    private static Predicate<Subject> isFor(Model model, InvitationId id) {
        return subject -> subject.isUser()
                && model.invitations
                        .alive(id)
                        .filter(pending ->
                                pending.recipient.isEmpty() || pending.recipient.equals(Optional.of(subject)))
                        .isPresent();
    }

    private static Attempt accept(Model model, Subject by, InvitationId id) {
        Optional<InvitationToken> token = model.token(id);
        return Attempt.by(
                by,
                model.invitations.accept(by, id),
                (node, as) -> token.isPresent()
                        ? node.invitations().accept(as, token.get())
                        : node.invitations().accept(as, id));
    }

    private static boolean isBefore(World.Pending link, World.Departure departure, int moment) {
        return departure.community().equals(link.team.id) && moment > link.moment;
    }
}
