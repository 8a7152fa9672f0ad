package io.github.communities.jdbi.table;

import static java.util.stream.Collectors.joining;

import io.github.communities.OrganizationId;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * What reads the records of a table in the order of one of its indexes, slice by slice until there are enough: each of
 * them a database reads in order from one place of one index, which H2 does for no condition that has several. Where a
 * round trip takes time, several of them share a statement, of few sizes, so that drivers and databases meet few
 * different ones.
 *
 * @param <R> the type of record
 */
final class IndexQuery<R extends StoredRecord> {
    /** How many slices are read at first where all are wanted, as a limit of as much as there may be says. */
    private static final int MANY = 128;
    /** How many rows of each slice are read at least, where there are many. */
    private static final int FEW_ROWS = 16;
    /** How many slices of a range are read at most for one of several ranges: a position has as many. */
    private static final int FEW = 8;

    private final Index<R> index;
    private final List<String> parts;
    private final String columns;
    private final String table;
    private final Dialect dialect;
    private final Function<OrganizationId, RowMapper<R>> mapper;

    /** A slice of one of the ranges that are listed, and how many rows it has to give. */
    private record Wanted(IndexSlice slice, int limit) {
        /** In the same order are those that one statement can read together. */
        static final Comparator<Wanted> BY_STATEMENT = Comparator.comparingInt(
                        (Wanted wanted) -> wanted.slice().equal().size())
                .thenComparing(wanted -> wanted.slice().above().isPresent())
                .thenComparing(Wanted::limit);
    }

    /**
     * Makes one.
     *
     * @param parts the columns of the index, without the organization
     * @param columns the columns that are read, separated by commas
     */
    IndexQuery(
            Index<R> index,
            List<String> parts,
            String columns,
            String table,
            Dialect dialect,
            Function<OrganizationId, RowMapper<R>> mapper) {
        this.index = index;
        this.parts = parts;
        this.columns = columns;
        this.table = table;
        this.dialect = dialect;
        this.mapper = mapper;
    }

    /**
     * The records of a range: of its slices, the further it goes, the more at once, and so many rows of each of them
     * that they are about twice the limit together. A slice that has more is read again by itself.
     */
    List<R> list(Handle handle, OrganizationId organization, RecordRange<R> range) {
        int limit = range.limit();
        List<R> found = new ArrayList<>();
        List<IndexSlice> left = IndexSlice.of(range);
        // Whoever asks for as many as there may be wants them all, and mostly there are few.
        int size = limit == RecordRange.MAX ? Math.min(MANY, dialect.slicesPerStatement()) : 1;
        while (!left.isEmpty() && found.size() < limit) {
            int most = Math.min(size, left.size());
            int each = most == 1 ? limit : Math.max(FEW_ROWS, 2 * limit / most);
            List<Wanted> next = ofOneStatement(
                    left.stream()
                            .limit(most)
                            .map(slice -> new Wanted(slice, each))
                            .toList(),
                    most);
            List<List<R>> rows = read(handle, organization, next);
            int complete = 0;
            while (complete < rows.size()
                    && (each == limit || rows.get(complete).size() < each)) {
                found.addAll(rows.get(complete++));
            }
            left = left.subList(complete, left.size());
            size = complete < rows.size() ? 1 : Math.min(size * 4, dialect.slicesPerStatement());
        }
        return List.copyOf(found.subList(0, Math.min(limit, found.size())));
    }

    /** The records of each of some ranges; those that have few slices are read together. */
    List<List<R>> listEach(Handle handle, OrganizationId organization, List<RecordRange<R>> ranges) {
        Map<Wanted, List<R>> found = new HashMap<>();
        List<Wanted> left = ranges.stream()
                .map(IndexQuery::wanted)
                .filter(this::areFew)
                .flatMap(List::stream)
                .distinct()
                .sorted(Wanted.BY_STATEMENT)
                .toList();
        while (!left.isEmpty()) {
            List<Wanted> next = ofOneStatement(left, dialect.slicesPerStatement());
            List<List<R>> rows = read(handle, organization, next);
            IntStream.range(0, next.size()).forEach(i -> found.put(next.get(i), rows.get(i)));
            left = left.subList(next.size(), left.size());
        }
        return ranges.stream()
                .map(range -> {
                    List<Wanted> slices = wanted(range);
                    return areFew(slices)
                            ? slices.stream()
                                    .flatMap(slice -> found.getOrDefault(slice, List.of()).stream())
                                    .limit(range.limit())
                                    .toList()
                            : list(handle, organization, range);
                })
                .toList();
    }

    private static List<Wanted> wanted(RecordRange<?> range) {
        return IndexSlice.of(range).stream()
                .map(slice -> new Wanted(slice, range.limit()))
                .toList();
    }

    /** Whether slices are so few that to read them all does not cost much more than to read as many as are wanted. */
    private boolean areFew(List<Wanted> slices) {
        return slices.size() <= Math.min(FEW, dialect.slicesPerStatement());
    }

    /** The first ones, up to so many, that one statement can read. */
    private static List<Wanted> ofOneStatement(List<Wanted> wanted, int most) {
        int same = 1;
        while (same < Math.min(most, wanted.size())
                && Wanted.BY_STATEMENT.compare(wanted.get(0), wanted.get(same)) == 0) {
            same++;
        }
        return wanted.subList(0, same);
    }

    /** What slices of one statement have. */
    private List<List<R>> read(Handle handle, OrganizationId organization, List<Wanted> wanted) {
        List<List<R>> rows = new ArrayList<>();
        wanted.forEach(slice -> rows.add(new ArrayList<>()));
        Query query = wanted.size() > 1 && dialect.joinsLaterally()
                ? joined(handle, organization, wanted)
                : united(handle, organization, wanted);
        RowMapper<R> record = mapper.apply(organization);
        query.map((results, context) -> rows.get(results.getInt("slice")).add(record.map(results, context)))
                .list();
        if (wanted.size() > 1) {
            // Which rows are read is decided by their order, and yet no database promises to give them in it.
            rows.forEach(each -> each.sort(Comparator.comparing(index.key(), Index.order())));
        }
        return rows;
    }

    /**
     * For each of a table of slices a select, whose conditions leave no order to choose but that of the index: of a part
     * that equals something PostgreSQL knows that it needs no order, and may take the order of another index, in which
     * it then meets everything.
     */
    private Query joined(Handle handle, OrganizationId organization, List<Wanted> wanted) {
        IndexSlice.Shape shape = wanted.get(0).slice().shape();
        int given = shape.equal() + (shape.above() ? 1 : 0);
        Query query = handle.createQuery("select t.*, k.key" + given + " as slice from "
                        + dialect.keyRows("slice", given + 1)
                        + " cross join lateral ("
                        + "select " + columns + " from " + table
                        + " where " + row(given, parts::get, "organization_id") + (shape.above() ? " > " : " >= ")
                        + row(given, part -> "k.key" + part, ":organization")
                        + " and " + row(shape.equal(), parts::get, "organization_id") + " <= "
                        + row(shape.equal(), part -> "k.key" + part, ":organization")
                        + order(":limit")
                        + ") t")
                .bind("organization", key(organization.value()))
                .bind("limit", wanted.get(0).limit());
        List<List<String>> keys = new ArrayList<>();
        for (Wanted each : wanted) {
            List<String> key = new ArrayList<>();
            each.slice().equal().forEach(part -> key.add(dialect.sortable(part)));
            each.slice().above().ifPresent(part -> key.add(dialect.above(part)));
            key.add(String.valueOf(keys.size()));
            keys.add(key);
        }
        Table.bindRows(query, "slice", dialect.keys(keys));
        return query;
    }

    /**
     * A union of a select for each slice. Their number is a power of two, so that there are few different statements;
     * what is too many gives no rows.
     */
    private Query united(Handle handle, OrganizationId organization, List<Wanted> wanted) {
        int size = wanted.size() == 1 ? 1 : 2 * Integer.highestOneBit(wanted.size() - 1);
        IndexSlice.Shape shape = wanted.get(0).slice().shape();
        List<String> selects = IntStream.range(0, size)
                .mapToObj(number -> select(columns + ", " + number + " as slice", shape))
                .toList();
        Query query = handle.createQuery(
                size == 1 ? selects.get(0) : selects.stream().collect(joining(") union all (", "(", ")")));
        int position = 0;
        for (int number = 0; number < size; number++) {
            boolean needed = number < wanted.size();
            Wanted next = wanted.get(needed ? number : 0);
            query.bind(position++, key(organization.value()));
            for (String part : next.slice().equal()) {
                query.bind(position++, key(part));
            }
            if (shape.above()) {
                query.bind(position++, dialect.above(next.slice().above().orElseThrow()));
            }
            query.bind(position++, needed ? next.limit() : 0);
        }
        return query;
    }

    private String select(String selected, IndexSlice.Shape shape) {
        StringBuilder sql = new StringBuilder("select ")
                .append(selected)
                .append(" from ")
                .append(table)
                .append(" where organization_id = ?");
        parts.subList(0, shape.equal())
                .forEach(part -> sql.append(" and ").append(part).append(" = ?"));
        if (shape.above()) {
            sql.append(" and ").append(dialect.isAbove(parts.get(shape.equal())));
        }
        return sql.append(order("?")).toString();
    }

    /** By all parts, also those that are given: else H2 sorts. */
    private String order(String limit) {
        return " order by organization_id, " + String.join(", ", parts) + " fetch first " + limit + " rows only";
    }

    private static String row(int length, IntFunction<String> part, String organization) {
        return IntStream.range(0, length)
                .mapToObj(part)
                .collect(joining(", ", "(" + organization + (length == 0 ? "" : ", "), ")"));
    }

    private Argument key(String part) {
        return Column.Type.KEY.argument(Optional.of(part), dialect);
    }
}
