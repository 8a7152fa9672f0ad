package io.github.communities.jdbi.table;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import io.github.communities.OrganizationId;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.jdbi.table.JointQuery.Part;
import io.github.communities.jdbi.table.RowChanges.RowStatement;
import io.github.communities.jdbi.table.RowChanges.Uncounted;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * The table of one kind of record: its columns and orders, given by a subclass for each kind, and all that is done with
 * it. The organization is its first column and the first of its key, here and in every statement (S-14).
 *
 * @param <R> the type of record
 */
public abstract class Table<R extends StoredRecord> {
    private final RecordKind<R> kind;
    private final String name;
    private final Dialect dialect;
    private final List<Column<R>> keys;
    private final List<Column<R>> columns;
    private final Row.Positions positions;
    private final Map<Index<R>, IndexQuery<R>> indexes = new HashMap<>();
    private final String select;
    private final String keyIs;
    private final List<Column<R>> updated;
    private final String insert;
    private final String update;
    private final String delete;
    private final String findMany;
    /** What the parameters are called that take keys of this kind, but for the number of the part. */
    private final String parameter;

    private final Part<R> byOneNamedKey;
    private final Part<R> byNamedKeys;

    /**
     * Makes one.
     *
     * @param keys the columns of its key, without the organization
     * @param values its other columns
     * @param indexes for each index, the names of the columns that are its parts
     */
    Table(
            RecordKind<R> kind,
            String name,
            Dialect dialect,
            List<Column<R>> keys,
            List<Column<R>> values,
            Map<Index<R>, List<String>> indexes) {
        this.kind = kind;
        this.name = Tables.PREFIX + name;
        this.dialect = dialect;
        this.keys = keys;
        this.columns = Stream.concat(keys.stream(), values.stream()).toList();
        this.positions = Row.Positions.inOrder(columns);
        this.select = "select " + names(columns, ", ") + " from " + this.name;
        this.keyIs = "organization_id = ?"
                + keys.stream().map(key -> " and " + key.name() + " = ?").collect(joining());
        // A table of nothing but its key is updated too, for the count says whether the record exists.
        this.updated = values.isEmpty() ? columns : values;
        this.insert = "insert into " + this.name + " (organization_id, " + names(columns, ", ") + ") values (?"
                + ", ?".repeat(columns.size()) + ")";
        this.update = "update " + this.name + " set " + names(updated, " = ?, ") + " = ? where " + keyIs;
        this.delete = "delete from " + this.name + " where " + keyIs;
        this.findMany = "select "
                + columns.stream().map(column -> "t." + column.name()).collect(joining(", "))
                + " from "
                + byKeys(dialect.keyRows("key", keys.size()));
        this.parameter = kind.name().replace(' ', '_');
        this.byOneNamedKey = new Part<>(
                this,
                "from " + this.name + " t where t.organization_id = :organization"
                        + IntStream.range(0, keys.size())
                                .mapToObj(part -> " and t." + keys.get(part).name() + " = :" + parameter + part)
                                .collect(joining()));
        this.byNamedKeys = new Part<>(this, "from " + byKeys(dialect.keyRows(parameter, keys.size())));
        indexes.forEach((index, parts) -> this.indexes.put(
                index, new IndexQuery<>(index, parts, names(columns, ", "), this.name, dialect, this::mapper)));
    }

    /** A record from the row that has it. */
    abstract R read(Row row) throws SQLException;

    /** What it keeps. */
    RecordKind<R> kind() {
        return kind;
    }

    /** Its name in the database. */
    String name() {
        return name;
    }

    /** Its columns besides the organization, those of the key first. */
    List<Column<R>> columns() {
        return columns;
    }

    /** The records of these keys that exist. */
    public List<R> find(Handle handle, OrganizationId organization, Collection<RecordKey<R>> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        if (keys.size() > RecordRange.MAX) {
            throw new IllegalArgumentException("up to " + RecordRange.MAX + " keys at once, not " + keys.size());
        }
        if (keys.size() == 1) {
            Query query = handle.createQuery(select + " where " + keyIs);
            RowChanges.bind(
                    query, 0, key(organization, keys.iterator().next().parts()).toList());
            return query.map(mapper(organization)).list();
        }
        Query query = handle.createQuery(findMany).bind("organization", key(organization.value()));
        bindKeys(query, "key", keys);
        return query.map(mapper(organization)).list();
    }

    /** A select of keys of this table, which a statement takes under the name of its kind. */
    final String namedKeys() {
        String columns =
                IntStream.range(0, keys.size()).mapToObj(part -> "k.key" + part).collect(joining(", "));
        return "select " + columns + " from " + dialect.keyRows(parameter, keys.size());
    }

    /** The part of a union that has the records of so many keys, which a statement takes under the name of its kind. */
    final Part<R> byNamedKeys(int count) {
        return count == 1 ? byOneNamedKey : byNamedKeys;
    }

    /**
     * What follows {@code from} in a select of those rows {@code t} that have certain keys. It takes {@code
     * :organization}.
     *
     * @param keyRows a table {@code k} of the keys, once each
     */
    final String byKeys(String keyRows) {
        return dialect.byKeys(keyRows, name, keys.stream().map(Column::name).toList());
    }

    /** Binds what {@link #namedKeys} takes. */
    final void bindNamed(Query query, Collection<RecordKey<R>> named) {
        bindKeys(query, parameter, named);
    }

    /** Binds what {@link #byNamedKeys} takes. */
    final void bindByNamed(Query query, Collection<RecordKey<R>> named) {
        if (named.size() > 1) {
            bindNamed(query, named);
            return;
        }
        List<String> parts = requireParts(named.iterator().next().parts());
        for (int part = 0; part < parts.size(); part++) {
            query.bind(parameter + part, key(parts.get(part)));
        }
    }

    private void bindKeys(Query query, String name, Collection<RecordKey<R>> keys) {
        bindRows(
                query,
                name,
                dialect.keys(keys.stream()
                        .map(key -> requireParts(key.parts()).stream()
                                .map(dialect::sortable)
                                .toList())
                        .toList()));
    }

    /** Binds what {@link Dialect#keyRows} takes under a name. */
    static void bindRows(Query query, String name, List<Argument> rows) {
        for (int number = 0; number < rows.size(); number++) {
            query.bind(name + number, rows.get(number));
        }
    }

    /** The records of a range, in the order of its index. */
    public List<R> list(Handle handle, OrganizationId organization, RecordRange<R> range) {
        return query(range.index()).list(handle, organization, range);
    }

    /** The records of each of some ranges of one index (S-28); at least one. */
    public List<List<R>> listEach(Handle handle, OrganizationId organization, List<RecordRange<R>> ranges) {
        return query(ranges.get(0).index()).listEach(handle, organization, ranges);
    }

    private IndexQuery<R> query(Index<R> index) {
        IndexQuery<R> query = indexes.get(index);
        if (query == null) {
            throw new IllegalArgumentException("the table of " + kind + " records has no index '" + index + "'");
        }
        return query;
    }

    /** Inserts records whose keys do not exist yet (S-11). */
    public void insert(RowChanges changes, OrganizationId organization, List<R> records) {
        changes.run(
                new RowStatement<>(
                        name,
                        insert,
                        record -> Stream.concat(Stream.of(key(organization.value())), arguments(columns, record))
                                .toList(),
                        // One that does not fail has inserted the row, whatever the driver says of it.
                        uncounted -> {},
                        Optional.of(describe(records.size()))),
                records);
    }

    /** Updates records whose keys exist (S-11). */
    public void update(RowChanges changes, Handle handle, OrganizationId organization, List<R> records) {
        changes.run(
                new RowStatement<>(
                        name,
                        update,
                        record -> Stream.concat(arguments(updated, record), key(organization, record.keyParts()))
                                .toList(),
                        uncounted -> requireAll(handle, organization, uncounted, records.size()),
                        Optional.empty()),
                records);
    }

    /** Refuses records that are not there. Some drivers count a row only if its content has changed, or not at all. */
    private void requireAll(Handle handle, OrganizationId organization, List<Uncounted<R>> uncounted, int records) {
        for (int from = 0; from < uncounted.size(); from += RowChanges.BATCH) {
            List<R> some = uncounted.subList(from, Math.min(from + RowChanges.BATCH, uncounted.size())).stream()
                    .map(Uncounted::row)
                    .toList();
            Set<List<String>> there = find(
                            handle,
                            organization,
                            some.stream()
                                    .map(record -> new RecordKey<>(kind, record.keyParts()))
                                    .toList())
                    .stream()
                    .map(StoredRecord::keyParts)
                    .collect(toSet());
            for (R record : some) {
                if (!there.contains(record.keyParts())) {
                    throw missing(records, record);
                }
            }
        }
    }

    /** Deletes the records of keys that exist (S-11). */
    public void delete(RowChanges changes, OrganizationId organization, List<RecordKey<R>> keys) {
        changes.run(
                new RowStatement<>(
                        name,
                        delete,
                        key -> key(organization, key.parts()).toList(),
                        uncounted -> {
                            throw notDeleted(keys.size(), uncounted.get(0));
                        },
                        Optional.empty()),
                keys);
    }

    private IllegalStateException notDeleted(int keys, Uncounted<RecordKey<R>> key) {
        return key.count() == Statement.SUCCESS_NO_INFO
                ? new IllegalStateException("[S-11] the driver does not say whether each record of a batch was there:"
                        + " turn off in its URL that it sends or rewrites batches as one")
                : missing(keys, key.row());
    }

    private List<String> requireParts(List<String> parts) {
        if (parts.size() != keys.size()) {
            throw new IllegalArgumentException(
                    "the key of a " + kind + " record has " + keys.size() + " parts, not " + parts.size());
        }
        return parts;
    }

    private IllegalStateException missing(int records, Object record) {
        return new IllegalStateException("[S-11] " + describe(records) + " does not exist: " + record);
    }

    private String describe(int count) {
        return count == 1 ? "the " + kind + " record" : "one of " + count + " " + kind + " records";
    }

    private Stream<Argument> arguments(List<Column<R>> some, R record) {
        return some.stream().map(column -> column.argument(record, dialect));
    }

    private Stream<Argument> key(OrganizationId organization, List<String> parts) {
        return Stream.concat(Stream.of(organization.value()), requireParts(parts).stream())
                .map(this::key);
    }

    private static String names(List<? extends Column<?>> columns, String separator) {
        return columns.stream().map(Column::name).collect(joining(separator));
    }

    private Argument key(String part) {
        return Column.Type.KEY.argument(Optional.of(part), dialect);
    }

    private RowMapper<R> mapper(OrganizationId organization) {
        return (results, context) -> read(new Row(results, positions, organization, dialect));
    }
}
