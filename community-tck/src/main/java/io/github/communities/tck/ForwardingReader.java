package io.github.communities.tck;

import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.change.ChangeRecord;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** A reader that does what another one does, for those that add to it or change it. Not thread-safe. */
public class ForwardingReader implements StoreReader {
    private final StoreReader reader;

    /** In front of a reader. */
    public ForwardingReader(StoreReader reader) {
        this.reader = Objects.requireNonNull(reader, "reader");
    }

    @Override
    public Revision revision() {
        return reader.revision();
    }

    @Override
    public <R extends StoredRecord> List<R> find(RecordKind<R> kind, Collection<RecordKey<R>> keys) {
        return reader.find(kind, keys);
    }

    @Override
    public <R extends StoredRecord> List<R> list(RecordRange<R> range) {
        return reader.list(range);
    }

    @Override
    public PrincipalRecords principalRecords(Subject principal) {
        return reader.principalRecords(principal);
    }

    @Override
    public List<ChangeRecord> changes(Revision after, int limit) {
        return reader.changes(after, limit);
    }
}
