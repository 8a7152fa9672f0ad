package io.github.communities.tck.mutant;

import io.github.communities.Revision;
import io.github.communities.change.ChangeRecord;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.tck.fixture.ForwardingWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A writer that takes down what a work stores, record by record. */
class WatchedWriter extends ForwardingWriter {
    private final List<Consumer<StoreWriter>> steps = new ArrayList<>();
    private Optional<ChangeRecord> appended = Optional.empty();

    WatchedWriter(StoreWriter writer) {
        super(writer);
    }

    final List<Consumer<StoreWriter>> steps() {
        return steps;
    }

    final Optional<ChangeRecord> appended() {
        return appended;
    }

    @Override
    public void insert(Collection<? extends StoredRecord> records) {
        super.insert(records);
        records.forEach(record -> steps.add(writer -> writer.insert(record)));
    }

    @Override
    public void update(Collection<? extends StoredRecord> records) {
        super.update(records);
        records.forEach(record -> steps.add(writer -> writer.update(record)));
    }

    @Override
    public void delete(Collection<? extends RecordKey<?>> keys) {
        super.delete(keys);
        keys.forEach(key -> steps.add(writer -> writer.delete(key)));
    }

    @Override
    public void amend(Collection<ChangeRecord> records) {
        super.amend(records);
        records.forEach(record -> steps.add(writer -> writer.amend(List.of(record))));
    }

    @Override
    public void dropChanges(Revision upTo) {
        super.dropChanges(upTo);
        steps.add(writer -> writer.dropChanges(upTo));
    }

    @Override
    public void append(ChangeRecord record) {
        super.append(record);
        appended = Optional.of(record);
    }
}
