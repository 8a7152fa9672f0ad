package io.github.communities.core.subject;

import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.member.PendingInvitations;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.spi.record.LeftoverRecord;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.SubjectRecord;
import java.util.Optional;

/** How users, service accounts and groups leave an organization: what they have ends in one write (ORG-4, ORG-8). */
public final class SubjectRemoval {
    private SubjectRemoval() {}

    /** Removes a subject, and clears what it left behind in as many writes as that takes. */
    public static Written<Subject> run(Transactions transactions, OrganizationId organization, Subject subject) {
        Written<Boolean> removed = transactions.writeWithoutDirectory(organization, writing -> {
            leaving(writing, subject, transactions.hasDirectory()).ifPresent(record -> remove(writing, record));
            return Leftovers.exist(writing, subject);
        });
        Written<Boolean> cleared = removed;
        while (cleared.value()) {
            cleared =
                    transactions.writeWithoutDirectory(organization, writing -> Leftovers.clearMore(writing, subject));
        }
        return new Written<>(subject, cleared.revision(), removed.changed());
    }

    /**
     * The record of a subject that the host removes, if there is anything to end. Of someone whom a directory knew
     * there may be none yet; it is made, so that what was bound before the removal never counts again. Whether they
     * came back to the directory since an earlier removal is not known here, so only a removal right after another is
     * none.
     */
    private static Optional<SubjectRecord> leaving(WriteTransaction writing, Subject subject, boolean directory) {
        Optional<SubjectRecord> known = writing.find(RecordKind.subject(subject));
        if (!directory) {
            return known.filter(SubjectRecord::present);
        }
        if (known.isEmpty()) {
            SubjectRecord record = Subjects.record(writing, subject);
            writing.insert(record);
            return Optional.of(record);
        }
        return known.filter(record -> record.present() || !record.epoch().equals(writing.revision()));
    }

    /** Ends all that a subject has: from now on its rows count no more, and a first batch of them is cleared. */
    private static void remove(WriteTransaction writing, SubjectRecord record) {
        Subject subject = record.subject();
        SubjectRecord gone = SubjectRecord.builder()
                .from(record)
                .present(false)
                .epoch(writing.next())
                .leftIn(writing.next())
                .since(writing.now())
                .signedIn(false)
                .build();
        writing.update(gone);
        writing.tell(
                Change.of(ChangeKind.SUBJECT_REMOVED, writing.organizationId()).about(subject));
        if (!Leftovers.exist(writing, subject)) {
            writing.insert(LeftoverRecord.builder()
                    .organization(writing.organizationId())
                    .subject(subject)
                    .build());
        }
        PendingInvitations.end(writing, subject);
        Leftovers.clear(writing, gone);
    }
}
