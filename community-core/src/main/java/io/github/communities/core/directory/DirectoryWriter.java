package io.github.communities.core.directory;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.policy.CompiledPolicy;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.SubjectRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** An organization as it looks with a directory, to a work that may change what the store keeps of it. */
final class DirectoryWriter extends DirectoryReader implements StoreWriter {
    private final StoreWriter stored;

    DirectoryWriter(OrganizationId organization, CompiledPolicy policy, StoreWriter stored, DirectoryAnswers answers) {
        super(organization, policy, stored, answers);
        this.stored = stored;
    }

    @Override
    public void insert(Collection<? extends StoredRecord> records) {
        stored.insert(records);
    }

    /** What is kept of someone whom the directory knows, such as that they signed in, may have no row yet. */
    @Override
    public void update(Collection<? extends StoredRecord> records) {
        List<RecordKey<SubjectRecord>> keys = records.stream()
                .filter(SubjectRecord.class::isInstance)
                .map(SubjectRecord.class::cast)
                .map(record -> RecordKind.subject(record.subject()))
                .toList();
        if (keys.isEmpty()) {
            stored.update(records);
            return;
        }
        Set<RecordKey<?>> kept = stored.find(RecordKind.SUBJECT, keys).stream()
                .map(SubjectRecord::key)
                .collect(Collectors.toSet());
        List<StoredRecord> updated = new ArrayList<>();
        List<StoredRecord> inserted = new ArrayList<>();
        for (StoredRecord record : records) {
            boolean isNew = record instanceof SubjectRecord && !kept.contains(record.key());
            (isNew ? inserted : updated).add(record);
        }
        if (!inserted.isEmpty()) {
            stored.insert(inserted);
        }
        if (!updated.isEmpty()) {
            stored.update(updated);
        }
    }

    @Override
    public void delete(Collection<? extends RecordKey<?>> keys) {
        stored.delete(keys);
    }

    @Override
    public void append(ChangeRecord record) {
        stored.append(record);
    }

    @Override
    public void amend(Collection<ChangeRecord> records) {
        stored.amend(records);
    }

    @Override
    public void dropChanges(Revision upTo) {
        stored.dropChanges(upTo);
    }

    @Override
    public boolean commits() {
        return stored.commits();
    }

    @Override
    public void onceCommitted(Runnable announcement) {
        stored.onceCommitted(announcement);
    }
}
