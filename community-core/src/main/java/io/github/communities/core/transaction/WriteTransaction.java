package io.github.communities.core.transaction;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeRecord;
import io.github.communities.change.Power;
import io.github.communities.core.policy.CompiledPolicy;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One organization as a use case may change it. What it changes it tells, and only what it tells is committed. */
public final class WriteTransaction extends ReadTransaction {
    private final StoreWriter writer;
    private final NewIds ids;
    private final List<Change> changes = new ArrayList<>();
    private final Set<Power> powers = EnumSet.noneOf(Power.class);
    private final WriteCheck check;

    WriteTransaction(
            CompiledPolicy policy,
            StoreWriter writer,
            OrganizationId organization,
            Optional<Subject> principal,
            SubjectSource subjects,
            Instant now,
            NewIds ids,
            Function<WriteTransaction, WriteCheck> checks) {
        super(policy, writer, organization, principal, subjects, now);
        this.writer = writer;
        this.ids = ids;
        this.check = checks.apply(this);
    }

    /** The revision this write leads to, if it changes anything. */
    public Revision next() {
        return writer.revision().next();
    }

    /**
     * A new id, which this write was not given yet. That nothing else has it shows when something is stored under it.
     */
    public String newId() {
        return ids.next();
    }

    /** What to throw where a new id turns out to be in use, so that this write is run anew with others. */
    public RuntimeException taken(String id) {
        return new NewIds.Taken(id);
    }

    /** Stores a new record. */
    public void insert(StoredRecord record) {
        insert(List.of(record));
    }

    /** Stores new records. */
    public void insert(Collection<? extends StoredRecord> records) {
        if (!records.isEmpty()) {
            ids.noteUsed(records);
            writer.insert(records);
            records.forEach(records()::stored);
            check.stored(records);
        }
    }

    /** Stores a record in the place of the one with its key. */
    public void update(StoredRecord record) {
        update(List.of(record));
    }

    /** Stores records in the place of those with their keys. */
    public void update(Collection<? extends StoredRecord> records) {
        if (!records.isEmpty()) {
            writer.update(records);
            records.forEach(records()::stored);
            check.stored(records);
        }
    }

    /** Stores a record, in the place of the one with its key if there is one. */
    public void put(StoredRecord record) {
        if (find(record.key()).isPresent()) {
            update(record);
        } else {
            insert(record);
        }
    }

    /** Deletes records. */
    public void delete(Collection<? extends RecordKey<?>> keys) {
        if (!keys.isEmpty()) {
            writer.delete(keys);
            keys.forEach(records()::absent);
            check.deleted(keys);
        }
    }

    /** Puts change records in the place of those of their revisions. */
    public void amend(Collection<ChangeRecord> records) {
        if (!records.isEmpty()) {
            writer.amend(records);
        }
    }

    /** Drops change records. */
    public void dropChanges(Revision upTo) {
        writer.dropChanges(upTo);
    }

    /** Notes on scopes that their bindings have changed, so that a set with an older version is refused (MEM-9). */
    public void touchBindings(Collection<? extends Scope> scopes) {
        Set<StoredRecord> touched = new LinkedHashSet<>();
        List<RecordKey<CommunityRecord>> communities = new ArrayList<>();
        List<RecordKey<ProjectRecord>> projects = new ArrayList<>();
        for (Scope scope : scopes) {
            if (scope instanceof CommunityId id) {
                communities.add(RecordKind.community(id));
            } else if (scope instanceof ProjectId id) {
                projects.add(RecordKind.project(id));
            } else {
                touched.add(OrganizationRecord.builder()
                        .from(organization())
                        .bindingsVersion(next())
                        .build());
            }
        }
        find(RecordKind.COMMUNITY, communities)
                .forEach(record -> touched.add(CommunityRecord.builder()
                        .from(record)
                        .bindingsVersion(next())
                        .build()));
        find(RecordKind.PROJECT, projects)
                .forEach(record -> touched.add(ProjectRecord.builder()
                        .from(record)
                        .bindingsVersion(next())
                        .build()));
        update(touched);
    }

    /** Tells what was changed. */
    public void tell(Change change) {
        changes.add(change);
    }

    @Override
    public void exercised(Power power) {
        powers.add(power);
    }

    @Override
    public Revision latest() {
        return next();
    }

    /** Refuses, after all that this did, what must not be. */
    void check() {
        check.check();
    }

    Set<Power> powers() {
        return powers;
    }

    /** Whether anything was told so far. */
    public boolean hasChanges() {
        return !changes.isEmpty();
    }

    List<Change> changes() {
        return changes;
    }
}
