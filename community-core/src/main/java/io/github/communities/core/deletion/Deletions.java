package io.github.communities.core.deletion;

import io.github.communities.Scope;
import io.github.communities.core.transaction.Existence;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.decision.Sentence;
import io.github.communities.error.Refused;
import io.github.communities.spi.record.DeletionRecord;
import io.github.communities.spi.record.RecordKind;
import java.time.Duration;
import java.util.List;

/** What is deleted and not purged yet, and for how long it can be restored (COM-6, PRJ-5). */
public final class Deletions {
    private Deletions() {}

    /** Notes that a community or project was deleted, for the purge to find it. */
    public static void note(WriteTransaction writing, Scope scope) {
        writing.insert(DeletionRecord.builder()
                .scope(scope)
                .deletedAt(writing.now())
                .deletedIn(writing.next())
                .purging(false)
                .build());
    }

    /** Forgets that a community or project was deleted, which is to be restored; or refuses, since it is too late. */
    public static void undo(WriteTransaction writing, Scope scope, String rule) {
        DeletionRecord deletion = writing.find(RecordKind.deletion(scope)).orElseThrow(() -> Existence.missing(scope));
        if (isPastRetention(writing, deletion)) {
            throw new Refused(
                    rule,
                    Sentence.of(scope)
                            .and(" was deleted at " + deletion.deletedAt() + " and could be restored for "
                                    + writing.policy().source().retention()));
        }
        writing.delete(List.of(deletion.key()));
    }

    /** Whether the time is over in which something could be restored; where purging has begun it is over for good. */
    static boolean isPastRetention(ReadTransaction reading, DeletionRecord deletion) {
        Duration since = Duration.between(deletion.deletedAt(), reading.now());
        return deletion.purging() || since.compareTo(reading.policy().source().retention()) >= 0;
    }
}
