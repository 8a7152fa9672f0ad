package io.github.communities.core.invitation;

import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.member.Authority;
import io.github.communities.core.member.Bindings;
import io.github.communities.core.member.Departures;
import io.github.communities.core.member.PendingInvitations;
import io.github.communities.core.policy.Grant;
import io.github.communities.core.policy.GrantPeriod;
import io.github.communities.core.policy.Path;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.decision.Sentence;
import io.github.communities.error.NotFound;
import io.github.communities.error.Refused;
import io.github.communities.invitation.Acceptance;
import io.github.communities.member.NewBinding;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.InvitationRecord;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.SubjectRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A user accepts an invitation that is theirs to accept: they join, unless they have the role already (INV-4 to INV-9).
 */
final class AcceptUseCase {
    private final WriteTransaction writing;
    private final Subject user;
    private final InvitationRecord invitation;
    private final Path community;

    AcceptUseCase(WriteTransaction writing, InvitationRecord invitation) {
        this.writing = writing;
        this.user = writing.principal();
        this.invitation = invitation;
        this.community = Path.of(writing.existence().community(invitation.community()));
    }

    Acceptance accept(NotFound otherwise) {
        Optional<Grant> held = held(writing, user, community, invitation);
        if (held.isPresent()) {
            return acceptance(Acceptance.Outcome.HAD_IT_ALREADY, held.get().expiresAt());
        }
        if (!PendingInvitations.isOpen(writing, invitation)) {
            throw otherwise;
        }
        refuseWhoDeparted();
        checkRole(writing, invitation);
        refuseToAppointStrangers();
        GrantPeriod period = Authority.inviterPeriod(writing, invitation.inviter(), community, invitation.role())
                .orElseThrow(() -> new Refused(
                        "INV-9",
                        Sentence.of(invitation.inviter() + ", who invited, may not give " + invitation.role() + " in ")
                                .and(invitation.community())
                                .and(" any more; ask for another invitation")));
        join(period);
        return acceptance(Acceptance.Outcome.JOINED, period.until());
    }

    /** The role of an invitation, if someone is a member with it already, themselves or through a group (INV-8). */
    static Optional<Grant> held(ReadTransaction reading, Subject subject, Path community, InvitationRecord invitation) {
        return reading.grants(subject).at(community, reading.now()).stream()
                .filter(grant -> grant.role().equals(invitation.role())
                        && grant.scope().equals(invitation.community())
                        && grant.makesMember(subject))
                .findFirst();
    }

    /** {@link #held(ReadTransaction, Subject, Path, InvitationRecord)} for the recipient of a personal invitation. */
    static Optional<Grant> held(ReadTransaction reading, InvitationRecord personal) {
        Path path = Path.of(reading.existence().community(personal.community()));
        return personal.recipient().flatMap(recipient -> held(reading, recipient, path, personal));
    }

    /** Refuses an invitation to a role that the running policy does not know, or binds elsewhere (POL-2, MEM-3). */
    static void checkRole(ReadTransaction reading, InvitationRecord invitation) {
        Role role = invitation.role();
        if (!reading.policy().knows(role)) {
            throw new Refused(
                    "POL-2", "invitation " + invitation.id() + " is to " + role + ", which is not known any more");
        }
        if (!reading.policy().bindable(role, ScopeKind.COMMUNITY)) {
            throw new Refused(
                    "MEM-3",
                    "invitation " + invitation.id() + " is to " + role
                            + ", which can't be bound at a community any more");
        }
    }

    private void refuseWhoDeparted() {
        boolean departed = writing.find(RecordKind.departure(invitation.community(), user))
                .filter(departure -> !departure.revision().isBefore(invitation.revision()))
                .isPresent();
        boolean left = writing.find(RecordKind.subject(user))
                .flatMap(SubjectRecord::leftIn)
                .filter(revision -> !revision.isBefore(invitation.revision()))
                .isPresent();
        if (departed || left) {
            throw new Refused("INV-4", user + " was removed or left after this invitation was made; ask for a new one");
        }
    }

    private void refuseToAppointStrangers() {
        boolean appointed = community.inDefault()
                && invitation.role().equals(writing.policy().source().administratorRole());
        if (appointed && !writing.callerGrants().isMember(community, writing.now())) {
            throw new Refused(
                    "DEF-9",
                    user + " is not a member of the default community; accept " + invitation.role()
                            + " there after becoming one");
        }
    }

    private void join(GrantPeriod period) {
        BindingRecord binding =
                Bindings.made(writing, community, NewBinding.of(user, invitation.role()), period.until());
        Bindings.add(writing, binding);
        Departures.readmit(writing, List.of(RecordKind.departure(invitation.community(), user)));
        InvitationRecord used = InvitationRecord.builder()
                .from(invitation)
                .uses(invitation.uses() + 1)
                .build();
        writing.update(used);
        writing.tell(PendingInvitations.change(ChangeKind.INVITATION_ACCEPTED, invitation)
                .about(user)
                .to(PendingInvitations.attributes(invitation)));
        writing.touchBindings(List.of(invitation.community()));
    }

    private Acceptance acceptance(Acceptance.Outcome outcome, Optional<Instant> expiresAt) {
        return new Acceptance(invitation.community(), invitation.role(), outcome, expiresAt);
    }
}
