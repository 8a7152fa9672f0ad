package io.github.communities.core.memory;

import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.StoredRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** All records of one kind in one organization, by key and in the order of each index. Immutable. */
final class Table<R extends StoredRecord> {
    private final OrderedMap<List<String>, R> byKey;
    private final Map<Index<R>, OrderedMap<List<String>, R>> ordered;

    private Table(OrderedMap<List<String>, R> byKey, Map<Index<R>, OrderedMap<List<String>, R>> ordered) {
        this.byKey = byKey;
        this.ordered = ordered;
    }

    static <R extends StoredRecord> Table<R> empty(RecordKind<R> kind) {
        Map<Index<R>, OrderedMap<List<String>, R>> ordered = new HashMap<>();
        for (Index<?> index : Index.ALL) {
            if (index.kind().equals(kind)) {
                @SuppressWarnings("unchecked") // its kind has just told
                Index<R> ofThisKind = (Index<R>) index;
                ordered.put(ofThisKind, OrderedMap.empty(Index.order()));
            }
        }
        return new Table<>(OrderedMap.empty(Index.order()), ordered);
    }

    @Nullable
    R get(List<String> key) {
        return byKey.get(key);
    }

    /** The table with a record whose key it has not. */
    Table<R> with(R record) {
        Map<Index<R>, OrderedMap<List<String>, R>> changed = new HashMap<>(ordered);
        changed.replaceAll((index, map) -> map.with(index.key().apply(record), record));
        return new Table<>(byKey.with(record.keyParts(), record), changed);
    }

    /** The table without the record of a key it has. */
    Table<R> without(List<String> key) {
        R record = Objects.requireNonNull(byKey.get(key));
        Map<Index<R>, OrderedMap<List<String>, R>> changed = new HashMap<>(ordered);
        changed.replaceAll((index, map) -> map.without(index.key().apply(record)));
        return new Table<>(byKey.without(key), changed);
    }

    /** Shows the records from a key of an index on, itself included, in order, until the visitor returns false. */
    void walk(Index<R> index, List<String> from, BiPredicate<? super List<String>, ? super R> visitor) {
        OrderedMap<List<String>, R> map = ordered.get(index);
        if (map == null) {
            throw new IllegalArgumentException("there is no index " + index);
        }
        map.walk(from, visitor);
    }
}
