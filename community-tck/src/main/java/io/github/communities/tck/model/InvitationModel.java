package io.github.communities.tck.model;

import static io.github.communities.tck.model.Outcome.ANY;
import static io.github.communities.tck.model.Outcome.Kind.FORBIDDEN;
import static io.github.communities.tck.model.Outcome.Kind.INVALID;
import static io.github.communities.tck.model.Outcome.Kind.NOT_FOUND;
import static io.github.communities.tck.model.Outcome.Kind.REFUSED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.InvitationId;
import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.invitation.Acceptance;
import io.github.communities.invitation.Invitation;
import io.github.communities.invitation.InvitationLink;
import java.time.Instant;
import java.util.Optional;

/** Invitations by link and in person: the rules INV. */
final class InvitationModel {
    private final World world;
    private final Giving giving;

    InvitationModel(World world) {
        this.world = world;
        this.giving = new Giving(world);
    }

    Expected createLink(Subject caller, CommunityId id, Role role, Optional<Instant> until, Optional<Integer> uses) {
        Expected refusals = inviting(caller, id, role, until);
        if (!refusals.isNothing()) {
            return refusals;
        }
        return Expected.changed(InvitationLink.class, link -> {
            World.Pending pending = made(link.invitation(), caller, role, Optional.empty(), until.orElse(World.NEVER));
            pending.usesLeft = uses;
            pending.token = Optional.of(link.token());
            compare(pending, link.invitation());
        });
    }

    Expected invite(Subject caller, CommunityId id, Subject recipient, Role role, Optional<Instant> until) {
        Expected refusals = inviting(caller, id, role, until);
        if (!refusals.isNothing()) {
            return refusals;
        }
        Optional<World.Pending> same = world.invitations.stream()
                .filter(pending -> world.isAlive(pending)
                        && pending.team.id.equals(id)
                        && pending.role.equals(role)
                        && pending.recipient.equals(Optional.of(recipient)))
                .findFirst();
        Expected sent = Expected.changed(Optional.class, told -> {
            Invitation invitation = (Invitation) told.orElseThrow();
            Instant end = until.orElseGet(() -> world.now.plus(world.table.invitationLifetime()));
            same.ifPresent(pending -> assertEquals(pending.id, invitation.id(), "the invitation that is pending"));
            World.Pending pending = same.map(again -> sent(again, caller, end))
                    .orElseGet(() -> made(invitation, caller, role, Optional.of(recipient), end));
            pending.usesLeft = Optional.of(1);
            compare(pending, invitation);
        });
        Expected member = Expected.unchanged(Optional.class, told -> assertTrue(told.isEmpty(), "no invitation"));
        Optional<World.Binding> own = world.binding(id, recipient, role);
        if (own.isPresent()) {
            return member; // whether or not it expires
        }
        return throughGroup(recipient, id, role) ? sent.or(Outcome.unchanged()) : sent;
    }

    /** Whether a member by way of a group is one with that very role, so that INV-8 holds, is left open. */
    private boolean throughGroup(Subject user, CommunityId community, Role role) {
        return world.groups.entrySet().stream()
                .anyMatch(group -> group.getValue().contains(user)
                        && world.binding(community, group.getKey(), role).isPresent());
    }

    private Expected inviting(Subject caller, CommunityId id, Role role, Optional<Instant> until) {
        if (!world.table.canBeBound(role, ScopeKind.COMMUNITY)) {
            return Expected.only(INVALID, "MEM-3");
        }
        if (until.filter(instant -> !instant.isAfter(world.now)).isPresent()) {
            return Expected.only(INVALID, ANY);
        }
        if (!world.belongs(caller) || !world.exists(id)) {
            return Expected.notFound();
        }
        return giving.mayGive(caller, id, role) ? Expected.nothing() : forbidden(caller, id);
    }

    private Expected forbidden(Subject caller, CommunityId id) {
        return Expected.only(FORBIDDEN, manages(caller, id) ? "MEM-3" : "INV-9");
    }

    boolean manages(Subject caller, CommunityId id) {
        return world.may(caller, Permission.COMMUNITY_MANAGE_ACCESS, id);
    }

    boolean mayInvite(Subject caller, CommunityId id, Role role) {
        return giving.mayGive(caller, id, role);
    }

    private World.Pending made(
            Invitation invitation, Subject caller, Role role, Optional<Subject> recipient, Instant end) {
        World.Team team = world.team(invitation.community()).orElseThrow();
        World.Pending pending = new World.Pending(invitation.id(), team, role, recipient, caller);
        world.invitations.add(pending);
        return sent(pending, caller, end);
    }

    private World.Pending sent(World.Pending pending, Subject caller, Instant end) {
        pending.inviter = caller;
        pending.made = world.now;
        pending.moment = world.moment;
        pending.team.lastInvitation = world.moment;
        pending.end = World.earlier(end, giving.limit(caller, pending.team.id, pending.role));
        return pending;
    }

    /** What the rules say of an invitation that was read or written. */
    void compare(World.Pending pending, Invitation invitation) {
        assertEquals(pending.id, invitation.id(), "id");
        assertEquals(pending.team.id, invitation.community(), "community");
        assertEquals(pending.role, invitation.role(), "role");
        assertEquals(pending.recipient, invitation.recipient(), "recipient");
        assertEquals(pending.inviter, invitation.inviter(), "inviter");
        assertEquals(pending.made, invitation.createdAt(), "since when");
        assertEquals(pending.end, invitation.expiresAt().orElse(World.NEVER), "until when");
        assertEquals(pending.usesLeft, invitation.usesLeft(), "uses left");
    }

    Optional<World.Pending> alive(InvitationId id) {
        return world.invitations.stream()
                .filter(pending -> pending.id.equals(id) && world.isAlive(pending))
                .findFirst();
    }

    /** Whether it is told to those who may not manage it that an invitation has ended is left open. */
    private static Expected gone() {
        return Expected.notFound().or(FORBIDDEN, ANY);
    }

    Expected reset(Subject caller, InvitationId id) {
        Optional<World.Pending> alive = alive(id).filter(pending -> pending.recipient.isEmpty());
        if (!world.belongs(caller)) {
            return Expected.notFound();
        }
        if (alive.isEmpty()) {
            return gone();
        }
        World.Pending pending = alive.get();
        if (!giving.mayGive(caller, pending.team.id, pending.role)) {
            return forbidden(caller, pending.team.id);
        }
        return Expected.changed(InvitationLink.class, link -> {
            assertTrue(
                    pending.token
                            .filter(token -> token.secret().equals(link.token().secret()))
                            .isEmpty(),
                    "the token is a new one");
            sent(pending, caller, pending.end);
            pending.tokenBefore = pending.token;
            pending.token = Optional.of(link.token());
            compare(pending, link.invitation());
        });
    }

    Expected sendAnew(Subject caller, InvitationId id) {
        Optional<World.Pending> known = world.invitations.stream()
                .filter(pending -> pending.id.equals(id)
                        && pending.recipient.isPresent()
                        && !pending.ended
                        && world.team(pending.team.id).isPresent())
                .findFirst();
        if (!world.belongs(caller)) {
            return Expected.notFound();
        }
        if (known.isEmpty()) {
            return gone();
        }
        World.Pending pending = known.get();
        Expected sent = sentAnew(caller, pending);
        // Whether one that has expired can be sent anew is left open.
        return world.isAlive(pending) ? sent : sent.or(NOT_FOUND, ANY).or(FORBIDDEN, ANY);
    }

    private Expected sentAnew(Subject caller, World.Pending pending) {
        if (!giving.mayGive(caller, pending.team.id, pending.role)) {
            return forbidden(caller, pending.team.id);
        }
        Expected sent = Expected.changed(Invitation.class, invitation -> {
            sent(pending, caller, world.now.plus(world.table.invitationLifetime()));
            compare(pending, invitation);
        });
        // Whether INV-8 holds for sending anew, and of a member by way of a group, is left open.
        Subject recipient = pending.recipient.orElseThrow();
        boolean member = world.binding(pending.team.id, recipient, pending.role).isPresent()
                || throughGroup(recipient, pending.team.id, pending.role);
        return member ? sent.orUnchanged() : sent;
    }

    Expected cancel(Subject caller, InvitationId id) {
        if (!world.belongs(caller)) {
            return Expected.notFound();
        }
        Optional<World.Pending> alive = alive(id);
        if (alive.isEmpty()) {
            // To cancel what is gone changes nothing; whom that is told is left open, and when rows go.
            return Expected.unchanged().or(NOT_FOUND, ANY).or(FORBIDDEN, ANY).orChanged(() -> {});
        }
        World.Pending pending = alive.get();
        return manages(caller, pending.team.id)
                ? Expected.changed(() -> pending.ended = true)
                : Expected.only(FORBIDDEN, "INV-9");
    }

    /** Only users accept and decline; how others are told is left open. */
    private static Expected notAUser() {
        return Expected.notFound().or(FORBIDDEN, ANY).or(INVALID, ANY).or(REFUSED, ANY);
    }

    Expected decline(Subject caller, InvitationId id) {
        if (!caller.isUser()) {
            return notAUser();
        }
        if (!world.belongs(caller)) {
            return Expected.notFound();
        }
        Optional<World.Pending> alive = alive(id);
        if (alive.filter(pending -> pending.recipient.equals(Optional.of(caller)))
                .isPresent()) {
            return Expected.changed(() -> alive.get().ended = true);
        }
        // What names someone else, or is gone: nobody learns which of these it is.
        return Expected.unchanged().or(NOT_FOUND, ANY).or(FORBIDDEN, ANY);
    }

    /** A token from before a reset is worthless (INV-3). */
    Expected acceptByOldToken(Subject caller) {
        if (!caller.isUser()) {
            return notAUser();
        }
        return world.belongs(caller) ? Expected.only(NOT_FOUND, "INV-1") : Expected.notFound();
    }

    /** A link is accepted by its token, and what is personal by its id. */
    Expected accept(Subject caller, InvitationId id) {
        if (!caller.isUser()) {
            return notAUser();
        }
        if (!world.belongs(caller)) {
            return Expected.notFound();
        }
        Optional<World.Pending> known = world.invitations.stream()
                .filter(pending -> pending.id.equals(id))
                .findFirst();
        Optional<World.Pending> alive = alive(id)
                .filter(pending -> pending.recipient.isEmpty() || pending.recipient.equals(Optional.of(caller)));
        if (alive.isEmpty()) {
            boolean link = known.filter(pending -> pending.recipient.isEmpty()).isPresent();
            Expected none = Expected.only(NOT_FOUND, link ? "INV-1" : "INV-5");
            // Accepting twice makes somebody a member once (INV-5); how they are told the second time is left open.
            boolean again = known.filter(pending -> (!pending.ended || pending.usesLeft.equals(Optional.of(0)))
                            && (world.binding(pending.team.id, caller, pending.role)
                                            .isPresent()
                                    || throughGroup(caller, pending.team.id, pending.role)))
                    .isPresent();
            return again ? none.orUnchanged() : none;
        }
        World.Pending pending = alive.get();
        CommunityId team = pending.team.id;
        Expected refusals = Expected.nothing();
        int gone = world.departures.getOrDefault(new World.Departure(team, caller), -1);
        if (gone > pending.moment) {
            refusals.or(REFUSED, "INV-4");
        }
        if (!giving.mayGive(pending.inviter, team, pending.role)) {
            refusals.or(REFUSED, "INV-9");
        }
        if (pending.team.isDefault
                && pending.role.equals(world.table.administrator())
                && !world.isMember(caller, team)) {
            refusals.or(REFUSED, "DEF-9");
        }
        Optional<World.Binding> had = world.binding(team, caller, pending.role);
        if (!refusals.isNothing()) {
            return had.isPresent() || throughGroup(caller, team, pending.role) ? refusals.orUnchanged() : refusals;
        }
        Instant end = giving.limit(pending.inviter, team, pending.role);
        if (had.isPresent()) {
            return Expected.unchanged(
                    Acceptance.class,
                    told -> compare(
                            pending,
                            told,
                            Acceptance.Outcome.HAD_IT_ALREADY,
                            had.get().end()));
        }
        Expected joined = Expected.changed(Acceptance.class, told -> {
            compare(pending, told, Acceptance.Outcome.JOINED, end);
            world.bind(team, caller, pending.role, end);
            pending.usesLeft = pending.usesLeft.map(left -> left - 1);
            pending.ended = pending.usesLeft.equals(Optional.of(0));
        });
        return throughGroup(caller, team, pending.role) ? joined.orUnchanged() : joined;
    }

    private static void compare(World.Pending pending, Acceptance told, Acceptance.Outcome outcome, Instant end) {
        assertEquals(outcome, told.outcome(), "outcome");
        assertEquals(pending.team.id, told.community(), "community");
        assertEquals(pending.role, told.role(), "role");
        assertEquals(end, told.expiresAt().orElse(World.NEVER), "until when");
    }
}
