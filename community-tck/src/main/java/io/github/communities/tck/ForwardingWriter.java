package io.github.communities.tck;

import io.github.communities.Revision;
import io.github.communities.change.ChangeRecord;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.StoredRecord;
import java.util.Collection;
import java.util.Objects;

/** A writer that does what another one does, for those that add to it or change it. Not thread-safe. */
public class ForwardingWriter extends ForwardingReader implements StoreWriter {
    private final StoreWriter writer;

    /** In front of a writer. */
    public ForwardingWriter(StoreWriter writer) {
        super(writer);
        this.writer = Objects.requireNonNull(writer, "writer");
    }

    @Override
    public void insert(Collection<? extends StoredRecord> records) {
        writer.insert(records);
    }

    @Override
    public void update(Collection<? extends StoredRecord> records) {
        writer.update(records);
    }

    @Override
    public void delete(Collection<? extends RecordKey<?>> keys) {
        writer.delete(keys);
    }

    @Override
    public void append(ChangeRecord record) {
        writer.append(record);
    }

    @Override
    public void amend(Collection<ChangeRecord> records) {
        writer.amend(records);
    }

    @Override
    public void dropChanges(Revision upTo) {
        writer.dropChanges(upTo);
    }

    @Override
    public boolean commits() {
        return writer.commits();
    }

    @Override
    public void onceCommitted(Runnable announcement) {
        writer.onceCommitted(announcement);
    }
}
