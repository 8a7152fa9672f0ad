package io.github.communities.core.access;

import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.change.ChangeRecord;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.TargetRecords;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Reads what decides about where one target leads from records that are at hand, and nothing else. */
final class RecordsReader implements StoreReader {
    private final Target target;
    private final TargetRecords records;

    RecordsReader(Target target, TargetRecords records) {
        this.target = target;
        this.records = records;
    }

    /** It takes more than these records. */
    static final class NotAtHand extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAtHand() {
            super(null, null, false, false);
        }
    }

    @Override
    public Revision revision() {
        return records.revision();
    }

    @Override
    public TargetRecords targetRecords(Collection<? extends Target> targets) {
        if (targets.size() != 1 || !targets.contains(target)) {
            throw new NotAtHand();
        }
        return records;
    }

    @Override
    public <R extends StoredRecord> List<R> find(RecordKind<R> kind, Collection<RecordKey<R>> keys) {
        List<R> found = Stream.<List<? extends StoredRecord>>of(
                        List.of(records.organization()),
                        records.communities(),
                        records.projects(),
                        records.resources(),
                        records.publications(),
                        records.attachments())
                .flatMap(List::stream)
                .filter(record -> record.kind().equals(kind))
                .map(kind.type()::cast)
                .filter(record -> keys.contains(record.key()))
                .toList();
        // What is not among them may exist all the same.
        if (found.size() < keys.size()) {
            throw new NotAtHand();
        }
        return found;
    }

    @Override
    public <R extends StoredRecord> List<R> list(RecordRange<R> range) {
        throw new NotAtHand();
    }

    @Override
    public PrincipalRecords principalRecords(Subject principal) {
        throw new NotAtHand();
    }

    @Override
    public List<ChangeRecord> changes(Revision after, int limit) {
        throw new NotAtHand();
    }
}
