package io.github.communities.core.memory;

import io.github.communities.Revision;
import io.github.communities.change.ChangeRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.StoredRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything one organization holds at one moment. Immutable; each change makes another, which shares what is equal.
 */
final class Contents {
    /** Those of an organization that never was. */
    static final Contents NONE = none();

    private final Revision revision;
    private final Map<RecordKind<?>, Table<?>> tables;
    private final OrderedMap<Revision, ChangeRecord> changes;

    private Contents(
            Revision revision, Map<RecordKind<?>, Table<?>> tables, OrderedMap<Revision, ChangeRecord> changes) {
        this.revision = revision;
        this.tables = tables;
        this.changes = changes;
    }

    private static Contents none() {
        Map<RecordKind<?>, Table<?>> tables = new HashMap<>();
        RecordKind.ALL.forEach(kind -> tables.put(kind, Table.empty(kind)));
        return new Contents(Revision.NONE, tables, OrderedMap.empty(Comparator.naturalOrder()));
    }

    /** What stays of an organization that ended: its last revision (S-24). */
    static Contents ended(Revision last) {
        return NONE.at(last);
    }

    /** Whether there is an organization, which without its record there is not (S-8, S-24). */
    boolean exist() {
        return find(RecordKind.ORGANIZATION, List.of()).isPresent();
    }

    /** The revision; where no organization is, the last one of that id, on which one that is created goes on. */
    Revision revision() {
        return revision;
    }

    <R extends StoredRecord> Optional<R> find(RecordKind<R> kind, List<String> key) {
        return Optional.ofNullable(table(kind).get(key));
    }

    /**
     * The records whose first parts are these, in the order of an index.
     *
     * @param after the parts of the record to go on after
     */
    <R extends StoredRecord> List<R> list(
            Index<R> index, List<String> prefix, Optional<List<String>> after, int limit) {
        List<String> from =
                after.filter(parts -> Index.order().compare(parts, prefix) > 0).orElse(prefix);
        List<R> found = new ArrayList<>();
        table(index.kind()).walk(index, from, (parts, record) -> {
            if (found.size() == limit || !parts.subList(0, prefix.size()).equals(prefix)) {
                return false;
            }
            if (after.isEmpty() || !after.get().equals(parts)) {
                found.add(record);
            }
            return true;
        });
        return found;
    }

    List<ChangeRecord> changes(Revision after, int limit) {
        List<ChangeRecord> found = new ArrayList<>();
        // From the cursor on, for there may be no number after it.
        changes.walk(after, (number, record) -> number.equals(after) || (found.size() < limit && found.add(record)));
        return found;
    }

    /** With a record whose key is not there yet. */
    Contents with(StoredRecord record) {
        return with(record.kind(), record);
    }

    private <R extends StoredRecord> Contents with(RecordKind<R> kind, StoredRecord record) {
        return with(kind, table(kind).with(kind.type().cast(record)));
    }

    /** Without the record of a key that is there. */
    Contents without(RecordKind<?> kind, List<String> key) {
        return with(kind, table(kind).without(key));
    }

    private Contents with(RecordKind<?> kind, Table<?> table) {
        Map<RecordKind<?>, Table<?>> changed = new HashMap<>(tables);
        changed.put(kind, table);
        return new Contents(revision, changed, changes);
    }

    /** With another change record. The revision stays: a work is not to see the one it leads to (S-17). */
    Contents with(ChangeRecord record) {
        return new Contents(revision, tables, changes.with(record.revision(), record));
    }

    /** With a change record in the place of the one of its revision. */
    Contents amended(ChangeRecord record) {
        return new Contents(revision, tables, changes.without(record.revision()).with(record.revision(), record));
    }

    Contents withoutChanges(Revision upTo) {
        OrderedMap<Revision, ChangeRecord> kept = changes;
        for (ChangeRecord record : changes(Revision.NONE, Integer.MAX_VALUE)) {
            if (!upTo.isBefore(record.revision())) {
                kept = kept.without(record.revision());
            }
        }
        return new Contents(revision, tables, kept);
    }

    Contents at(Revision next) {
        return new Contents(next, tables, changes);
    }

    @SuppressWarnings("unchecked") // each kind was given its own table, and each table is only replaced by its like
    private <R extends StoredRecord> Table<R> table(RecordKind<R> kind) {
        return (Table<R>) Objects.requireNonNull(tables.get(kind));
    }
}
