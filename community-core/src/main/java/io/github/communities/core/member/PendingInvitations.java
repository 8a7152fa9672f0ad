package io.github.communities.core.member;

import io.github.communities.CommunityId;
import io.github.communities.Subject;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.InvitationRecord;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Invitations that can still be accepted, and what ends them. */
public final class PendingInvitations {
    private PendingInvitations() {}

    /** Those of some invitations that are pending: valid, neither expired nor used up. */
    public static List<InvitationRecord> among(ReadTransaction reading, List<InvitationRecord> invitations) {
        return valid(reading, invitations).stream()
                .filter(invitation -> isOpen(reading, invitation))
                .toList();
    }

    /** Those of some invitations whose community exists and was not deleted since they were made (COM-6). */
    public static List<InvitationRecord> valid(ReadTransaction reading, List<InvitationRecord> invitations) {
        Map<CommunityId, CommunityRecord> communities = new HashMap<>();
        reading
                .find(
                        RecordKind.COMMUNITY,
                        invitations.stream()
                                .map(invitation -> RecordKind.community(invitation.community()))
                                .toList())
                .stream()
                .filter(community -> community.deletedIn().isEmpty())
                .forEach(community -> communities.put(community.id(), community));
        return invitations.stream()
                .filter(invitation -> {
                    CommunityRecord community = communities.get(invitation.community());
                    return community != null && !invitation.revision().isBefore(community.sharingEpoch());
                })
                .toList();
    }

    /** Whether an invitation has neither expired nor been used up. */
    public static boolean isOpen(ReadTransaction reading, InvitationRecord invitation) {
        return invitation
                        .expiresAt()
                        .filter(end -> !reading.now().isBefore(end))
                        .isEmpty()
                && invitation
                        .maxUses()
                        .filter(most -> invitation.uses() >= most)
                        .isEmpty();
    }

    /** All personal invitations of a user that are stored, pending or not. */
    public static List<InvitationRecord> to(ReadTransaction reading, Subject user) {
        return reading.scan(RecordRange.invitationsOf(user)).toList();
    }

    /** Ends the personal invitations of a user in one community (MEM-7). */
    static void end(WriteTransaction writing, Subject user, CommunityId community) {
        end(writing, user, invitation -> invitation.community().equals(community));
    }

    /** Ends the personal invitations of a user in all communities (ORG-4). */
    public static void end(WriteTransaction writing, Subject user) {
        end(writing, user, invitation -> true);
    }

    private static void end(WriteTransaction writing, Subject user, Predicate<InvitationRecord> which) {
        List<InvitationRecord> stored =
                user.isUser() ? to(writing, user).stream().filter(which).toList() : List.of();
        List<InvitationRecord> pending = among(writing, stored);
        // Rows that mean nothing any more go along, but not by themselves: a write without a change stores nothing.
        if (!pending.isEmpty() || writing.hasChanges()) {
            writing.delete(stored.stream().map(InvitationRecord::key).toList());
        }
        pending.forEach(invitation -> writing.tell(ended(invitation)));
    }

    /** That an invitation has ended. */
    public static Change ended(InvitationRecord invitation) {
        return change(ChangeKind.INVITATION_ENDED, invitation).from(attributes(invitation));
    }

    /** That something became of an invitation; its token is no part of that (INV-2). */
    public static Change change(ChangeKind kind, InvitationRecord invitation) {
        Change change = Change.of(kind, invitation.community());
        return invitation.recipient().map(change::about).orElse(change);
    }

    /** What changes tell of an invitation. */
    public static Map<String, String> attributes(InvitationRecord invitation) {
        return Attributes.of(Map.of(
                ChangeAttribute.INVITATION,
                invitation.id().toString(),
                ChangeAttribute.ROLE,
                invitation.role().name(),
                ChangeAttribute.EXPIRES_AT,
                invitation.expiresAt().map(Object::toString).orElse(""),
                ChangeAttribute.MAX_USES,
                invitation.maxUses().map(Object::toString).orElse("")));
    }
}
