package io.github.communities.spi;

import io.github.communities.Revision;
import io.github.communities.change.ChangeRecord;
import io.github.communities.internal.Arguments;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.StoredRecord;
import java.util.Collection;
import java.util.List;

/**
 * One organization as a work may change it. Used by one thread, until the work ends (S-23). A store may keep what is
 * inserted, updated and deleted until the work reads, or ends, and refuse it only then.
 */
public interface StoreWriter extends StoreReader {
    /** Stores records whose keys do not exist yet; else throws {@link DuplicateKey} (S-11). */
    void insert(Collection<? extends StoredRecord> records);

    /** Stores records in the place of those that have their keys (S-11). */
    void update(Collection<? extends StoredRecord> records);

    /** Deletes the records of keys that exist (S-11). */
    void delete(Collection<? extends RecordKey<?>> keys);

    /**
     * Appends the one change record of this write, which raises the revision (S-3, S-15).
     *
     * @param record its revision is the one after {@link #revision()}
     */
    void append(ChangeRecord record);

    /**
     * Puts change records in the place of those of their revisions, which must be there (S-25). For erasing a person
     * (CHG-4); what is amended is stored, so it takes a change record of its own.
     */
    void amend(Collection<ChangeRecord> records);

    /** Drops the change records up to and including a revision (S-20). */
    void dropChanges(Revision upTo);

    /**
     * Whether what the work stores is committed when the work has ended well; if not, it is part of a transaction of
     * the host, which may yet roll it back, so that nobody is told of it before the host has committed (S-26). True
     * unless overridden.
     */
    default boolean commits() {
        return true;
    }

    /**
     * Has something done once the host has committed what the work stores, where {@link #commits()} is false though the
     * host has not given its transaction by {@link CommunityStore#within}: the store has joined it by itself (S-26).
     * Does nothing unless overridden, for stores that join none, or don't learn when it is committed.
     *
     * @param announcement does not throw
     */
    default void onceCommitted(Runnable announcement) {
        Arguments.required("announcement", announcement);
    }

    /** {@link #insert} for one. */
    default void insert(StoredRecord record) {
        insert(List.of(Arguments.required("record", record)));
    }

    /** {@link #update} for one. */
    default void update(StoredRecord record) {
        update(List.of(Arguments.required("record", record)));
    }

    /** {@link #delete} for one. */
    default void delete(RecordKey<?> key) {
        delete(List.of(Arguments.required("key", key)));
    }
}
