package io.github.communities.core.transaction;

import io.github.communities.core.paging.Batches;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The records that a use case finds by their keys, each of which is asked for once: a transaction sees one state, and
 * what it stores itself it tells. Not thread-safe.
 */
final class FoundRecords {
    /** How many are known at most; whoever is about more goes through them once. */
    private static final int KNOWN = 1_000;

    private final StoreReader reader;
    private final Map<RecordKey<?>, Optional<StoredRecord>> known = new HashMap<>();

    FoundRecords(StoreReader reader) {
        this.reader = reader;
    }

    @SuppressWarnings("unchecked") // a key of a kind is that of a record of this kind
    <R extends StoredRecord> Optional<R> find(RecordKey<R> key) {
        Optional<StoredRecord> before = known.get(key);
        if (before != null) {
            return (Optional<R>) before;
        }
        Optional<R> found = reader.find(key);
        know(key, found);
        return found;
    }

    /** Any number of them, those that there are. */
    <R extends StoredRecord> List<R> find(RecordKind<R> kind, Collection<RecordKey<R>> keys) {
        List<R> found = new ArrayList<>();
        List<RecordKey<R>> unknown = new ArrayList<>();
        for (RecordKey<R> key : keys.stream().distinct().toList()) {
            if (known.containsKey(key)) {
                find(key).ifPresent(found::add);
            } else {
                unknown.add(key);
            }
        }
        for (List<RecordKey<R>> batch : Batches.of(unknown)) {
            List<R> read = reader.find(kind, batch);
            found.addAll(read);
            read.forEach(this::stored);
        }
        return found;
    }

    /** Takes a record as it is stored now. */
    void stored(StoredRecord record) {
        know(record.key(), Optional.of(record));
    }

    /** Takes it that there is no record of a key. */
    void absent(RecordKey<?> key) {
        know(key, Optional.empty());
    }

    private void know(RecordKey<?> key, Optional<? extends StoredRecord> record) {
        if (known.size() < KNOWN || known.containsKey(key)) {
            known.put(key, record.map(found -> found));
        }
    }
}
