package io.github.communities.core.subject;

import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.error.Refused;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.SubjectRecord;
import java.util.Optional;

/** How users, service accounts and groups come to an organization (ORG-2, ORG-8). */
public final class Subjects {
    private Subjects() {}

    /** Lets a subject belong to the organization, if it does not yet. */
    public static SubjectRecord add(WriteTransaction writing, Subject subject) {
        Optional<SubjectRecord> known = writing.find(RecordKind.subject(subject));
        if (known.isPresent() && known.get().present()) {
            return known.get();
        }
        SubjectRecord record = arriving(writing, subject, known.flatMap(SubjectRecord::leftIn));
        if (known.isPresent()) {
            writing.update(record);
        } else {
            writing.insert(record);
        }
        return record;
    }

    /** A subject that comes now, and tells so; whoever comes back starts anew. */
    public static SubjectRecord arriving(WriteTransaction writing, Subject subject, Optional<Revision> leftIn) {
        writing.tell(
                Change.of(ChangeKind.SUBJECT_ADDED, writing.organizationId()).about(subject));
        return SubjectRecord.builder()
                .from(record(writing, subject))
                .leftIn(leftIn)
                .build();
    }

    /** That a subject belongs to the organization from now on. */
    static SubjectRecord record(WriteTransaction writing, Subject subject) {
        return SubjectRecord.builder()
                .organization(writing.organizationId())
                .subject(subject)
                .present(true)
                .epoch(writing.next())
                .since(writing.now())
                .signedIn(false)
                .build();
    }

    /** Refuses to keep what the host's own directory says (ORG-2). */
    public static void refuseWhereDirectory(ReadTransaction reading) {
        if (reading.presence().isInDirectory()) {
            throw new Refused(
                    "ORG-2",
                    "the host's directory says who belongs to organization " + reading.organizationId()
                            + ", with which roles and in which groups; change it there");
        }
    }
}
