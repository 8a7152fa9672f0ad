package io.github.communities.core.change;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Written;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.error.Stale;
import io.github.communities.spi.record.OrganizationRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The change records of an organization as hosts read them, and drop those that are old enough (CHG-2). */
public final class ChangeFeed {
    private static final int DROPPED_AT_ONCE = 10_000;

    private ChangeFeed() {}

    /** Up to so many change records after a revision, the earliest first and without a gap. */
    public static List<ChangeRecord> read(ReadTransaction reading, Revision after, int limit) {
        Revision dropped = reading.organization().droppedChanges();
        if (reading.revision().isBefore(after)) {
            throw new Stale(
                    "CHG-2",
                    "the newest change record is that of revision " + reading.revision() + ", and a reader that has"
                            + " seen those up to " + after
                            + " has read another feed, or one that was set back since;"
                            + " read the state anew");
        }
        if (after.isBefore(dropped) && !after.equals(Revision.NONE)) {
            throw new Stale(
                    "CHG-2",
                    "the change records up to revision " + dropped + " have been dropped, so a reader that has seen"
                            + " only those up to " + after + " has missed some; read the state anew");
        }
        return reading.changes(after, limit);
    }

    /** Drops the change records from before an instant, a batch in each write; gives how many. */
    public static Written<Long> drop(Transactions transactions, OrganizationId organization, Instant before) {
        Revision upTo = transactions.readAsHost(organization, reading -> newestBefore(reading, before));
        Written<Long> batch;
        long dropped = 0;
        boolean changed = false;
        do {
            batch = transactions.writeAsHost(organization, writing -> drop(writing, upTo));
            dropped += batch.value();
            changed |= batch.changed();
        } while (batch.changed());
        return new Written<>(dropped, batch.revision(), changed);
    }

    private static Revision newestBefore(ReadTransaction reading, Instant before) {
        Revision newest = reading.organization().droppedChanges();
        while (true) {
            List<ChangeRecord> records = reading.changes(newest, 1000);
            for (ChangeRecord record : records) {
                if (!record.at().isBefore(before)) {
                    return newest;
                }
                newest = record.revision();
            }
            if (records.isEmpty()) {
                return newest;
            }
        }
    }

    private static long drop(WriteTransaction writing, Revision upTo) {
        OrganizationRecord organization = writing.organization();
        Revision floor = organization.droppedChanges();
        if (!floor.isBefore(upTo)) {
            return 0;
        }
        Revision last = Revision.of(Math.min(upTo.value(), floor.value() + DROPPED_AT_ONCE));
        writing.dropChanges(last);
        writing.update(OrganizationRecord.builder()
                .from(organization)
                .droppedChanges(last)
                .build());
        writing.tell(Change.of(ChangeKind.CHANGES_DROPPED, organization.id())
                .from(Attributes.of(
                        Map.of(ChangeAttribute.AFTER, floor.toString(), ChangeAttribute.UP_TO, last.toString()))));
        return last.value() - floor.value();
    }
}
