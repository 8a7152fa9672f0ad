package io.github.communities.core.memory;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.change.ChangeRecord;
import io.github.communities.internal.Arguments;
import io.github.communities.spi.DuplicateKey;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.StoredRecord;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes of the contents an organization had those it will have. */
final class MemoryWriter extends MemoryReader implements StoreWriter {
    private boolean stored;
    private boolean ended;
    private boolean appended;
    private @Nullable IllegalStateException refusal;

    MemoryWriter(OrganizationId organization, Contents contents) {
        super(organization, contents);
    }

    @Override
    public void insert(Collection<? extends StoredRecord> records) {
        for (StoredRecord record : Arguments.all("records", records)) {
            Contents now = contents();
            requireOwn(record);
            if (exists(now, record.key())) {
                throw refused(new DuplicateKey("S-11: exists already: " + record.key()));
            }
            store(now.with(record));
        }
    }

    @Override
    public void update(Collection<? extends StoredRecord> records) {
        for (StoredRecord record : Arguments.all("records", records)) {
            Contents now = contents();
            requireOwn(record);
            require(exists(now, record.key()), "S-11: can't be updated, since it does not exist: ", record.key());
            store(now.without(record.kind(), record.keyParts()).with(record));
        }
    }

    @Override
    public void delete(Collection<? extends RecordKey<?>> keys) {
        for (RecordKey<?> key : Arguments.all("keys", keys)) {
            Contents now = contents();
            require(exists(now, key), "S-11: can't be deleted, since it does not exist: ", key);
            store(now.without(key.kind(), key.parts()));
            ended |= key.kind().equals(RecordKind.ORGANIZATION);
        }
    }

    @Override
    public void append(ChangeRecord record) {
        Contents now = contents();
        Arguments.required("record", record);
        require(!appended, "S-15: a work appends one change record, not another of ", record.revision());
        require(
                record.revision().equals(revision().next()),
                "S-15: the change record must have the next revision, not ",
                record.revision());
        appended = true;
        become(now.with(record));
    }

    @Override
    public void amend(Collection<ChangeRecord> records) {
        for (ChangeRecord record : Arguments.all("records", records)) {
            Contents now = contents();
            Optional<ChangeRecord> amended = Optional.of(record.revision())
                    .filter(revision -> !revision.equals(Revision.NONE))
                    .flatMap(revision -> now.changes(Revision.of(revision.value() - 1), 1).stream()
                            .findFirst())
                    .filter(found -> found.revision().equals(record.revision()));
            require(
                    amended.isPresent(),
                    "S-25: there is no change record to be amended of revision ",
                    record.revision());
            store(now.amended(record));
        }
    }

    @Override
    public void dropChanges(Revision upTo) {
        store(contents().withoutChanges(Arguments.required("revision", upTo)));
    }

    /**
     * What the organization holds from now on, once the work is done.
     *
     * @throws IllegalStateException if the work broke a rule, even if it went on as if it had not
     */
    Contents outcome() {
        if (refusal != null) {
            throw refusal;
        }
        Contents now = contents();
        require(
                appended || !stored,
                "S-15: a work that stores something must append a change record to ",
                organization());
        if (ended && !now.exist()) {
            return Contents.ended(now.revision().next());
        }
        require(
                !appended || now.exist(),
                "S-8: a work that creates an organization must insert its record: ",
                organization());
        return appended ? now.at(now.revision().next()) : now;
    }

    private void store(Contents changed) {
        become(changed);
        stored = true;
    }

    private void requireOwn(StoredRecord record) {
        require(
                record.organization().equals(organization()),
                "S-14: belongs to another organization than " + organization() + ": ",
                record.key());
    }

    private void require(boolean met, String otherwise, Object what) {
        if (!met) {
            throw refused(new IllegalStateException(otherwise + what));
        }
    }

    private IllegalStateException refused(IllegalStateException fault) {
        refusal = fault;
        return fault;
    }

    private static boolean exists(Contents contents, RecordKey<?> key) {
        return contents.find(key.kind(), key.parts()).isPresent();
    }
}
