package io.github.communities.core.member;

import io.github.communities.CommunityId;
import io.github.communities.Subject;
import io.github.communities.core.work.Reading;
import io.github.communities.core.work.Writing;
import io.github.communities.spi.BindingRecord;
import io.github.communities.spi.DepartureRecord;
import io.github.communities.spi.Index;
import io.github.communities.spi.RecordKey;
import io.github.communities.spi.RecordKind;
import io.github.communities.spi.SubjectRecord;
import java.util.List;
import java.util.Optional;

/** Who left a community or was removed from it, and is not brought back but by being added or invited (DEF-4, INV-4). Users only. */
public final class Departures {
    private Departures() {}

    /** Whether a user who belongs to the organization has departed from a community since they came. */
    public static boolean departed(Reading reading, CommunityId community, SubjectRecord user) {
        return reading.find(RecordKind.departure(community, user.subject()))
                .filter(departure -> !departure.revision().isBefore(user.epoch()))
                .isPresent();
    }

    /** Notes that a user has departed. */
    static void depart(Writing writing, CommunityId community, Subject user) {
        DepartureRecord departure = DepartureRecord.builder()
                .community(community)
                .subject(user)
                .revision(writing.next())
                .build();
        Optional<DepartureRecord> earlier = writing.find(RecordKind.departure(community, user));
        if (earlier.isPresent()) {
            writing.update(departure);
        } else {
            writing.insert(departure);
        }
    }

    /** Forgets departures of users who were added again. */
    public static void undo(Writing writing, List<RecordKey<DepartureRecord>> departures) {
        writing.delete(writing.find(RecordKind.DEPARTURE, departures).stream()
                .map(DepartureRecord::key)
                .toList());
    }

    /**
     * Notes for users whose last binding at a community ended that they departed, which ends invitations to them as any
     * removal does (MEM-7); who was bound anew has returned.
     */
    static void settle(Writing writing, CommunityId community, List<Subject> bound, List<Subject> unbound) {
        undo(
                writing,
                bound.stream()
                        .filter(Subject::isUser)
                        .map(user -> RecordKind.departure(community, user))
                        .toList());
        List<List<String>> left = unbound.stream()
                .filter(Subject::isUser)
                .distinct()
                .map(user -> List.of("community", community.value(), user.kind().text(), user.id()))
                .toList();
        List<Subject> staying = writing.inForce(writing.all(Index.BINDINGS_AT_SCOPE, left)).stream()
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
