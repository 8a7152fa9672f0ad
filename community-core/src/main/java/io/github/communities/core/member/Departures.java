package io.github.communities.core.member;

import io.github.communities.CommunityId;
import io.github.communities.Subject;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.DepartureRecord;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.SubjectRecord;
import java.util.List;
import java.util.Optional;

/**
 * Who left a community or was removed from it: when last, which is never forgotten (INV-4), and whether they are kept
 * out until they are added or invited (DEF-4). Users only.
 */
public final class Departures {
    private Departures() {}

    /**
     * Whether a user who belongs to the organization has departed from a community since they came, and is not back.
     */
    public static boolean keptOut(ReadTransaction reading, CommunityId community, SubjectRecord user) {
        return keptOut(reading.find(RecordKind.departure(community, user.subject())), user)
                .isPresent();
    }

    private static Optional<DepartureRecord> keptOut(Optional<DepartureRecord> departure, SubjectRecord user) {
        return departure.filter(known -> known.keptOut() && !known.revision().isBefore(user.epoch()));
    }

    /**
     * Whether the departure of someone who has no role in force here changes anything: it does for a user of the
     * organization, unless they are kept out already and no invitation that could let them in was made since (INV-4).
     */
    static boolean makesDifference(WriteTransaction writing, CommunityId community, Subject subject) {
        Optional<SubjectRecord> user = subject.isUser() ? writing.presence().find(subject) : Optional.empty();
        return user.isPresent()
                && keptOut(writing.find(RecordKind.departure(community, subject)), user.get())
                        .filter(known -> writing.existence()
                                .community(community)
                                .invitedIn()
                                .filter(known.revision()::isBefore)
                                .isEmpty())
                        .isEmpty();
    }

    /** Notes that a user has departed. */
    static void depart(WriteTransaction writing, CommunityId community, Subject user) {
        writing.put(DepartureRecord.builder()
                .community(community)
                .subject(user)
                .revision(writing.next())
                .keptOut(true)
                .build());
    }

    /** Lets users who were added or invited come back; that they departed stays. */
    public static void readmit(WriteTransaction writing, List<RecordKey<DepartureRecord>> departures) {
        writing.update(writing.find(RecordKind.DEPARTURE, departures).stream()
                .filter(DepartureRecord::keptOut)
                .map(departure ->
                        DepartureRecord.builder().from(departure).keptOut(false).build())
                .toList());
    }

    /**
     * Notes for users whose last binding at a community ended that they departed, which ends invitations to them as any
     * removal does (MEM-7); who was bound anew has returned.
     */
    static void record(WriteTransaction writing, CommunityId community, List<Subject> bound, List<Subject> unbound) {
        readmit(
                writing,
                bound.stream()
                        .filter(Subject::isUser)
                        .map(user -> RecordKind.departure(community, user))
                        .toList());
        List<RecordRange<BindingRecord>> left = unbound.stream()
                .filter(Subject::isUser)
                .distinct()
                .map(user -> RecordRange.bindingsAt(community, user))
                .toList();
        List<Subject> staying = writing.presence().inForce(writing.scan(left).toList()).stream()
                .map(BindingRecord::subject)
                .toList();
        unbound.stream()
                .filter(Subject::isUser)
                .distinct()
                .filter(user -> !staying.contains(user))
                .forEach(user -> {
                    PendingInvitations.end(writing, user, community);
                    depart(writing, community, user);
                });
    }
}
