package io.github.communities.jdbi.table;

import static java.util.stream.Collectors.joining;

import io.github.communities.OrganizationId;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * What reads the records of a table in the order of one of its indexes, slice by slice until there are enough: each of
 * them a database reads in order from one place of one index, which H2 does for no condition that has several. The
 * further it goes, the more of them share a statement, of few sizes, so that drivers and databases meet few different
 * ones.
 *
 * @param <R> the type of record
 */
final class IndexQuery<R extends StoredRecord> {
    private final Index<R> index;
    private final List<String> parts;
    private final String select;
    private final Dialect dialect;
    private final Function<OrganizationId, RowMapper<R>> mapper;
    private final String orderBy;

    /**
     * Makes one.
     *
     * @param parts the columns of the index, without the organization
     * @param select the beginning of a statement, down to the name of the table
     */
    IndexQuery(
            Index<R> index,
            List<String> parts,
            String select,
            Dialect dialect,
            Function<OrganizationId, RowMapper<R>> mapper) {
        this.index = index;
        this.parts = parts;
        this.select = select;
        this.dialect = dialect;
        this.mapper = mapper;
        // All of them, also those that are given: else H2 sorts.
        this.orderBy = " order by organization_id, " + String.join(", ", parts) + " fetch first ? rows only";
    }

    /** The records of a range. */
    List<R> list(Handle handle, OrganizationId organization, RecordRange<R> range) {
        List<R> found = new ArrayList<>();
        List<IndexSlice> left = IndexSlice.of(range);
        for (int size = 1;
                !left.isEmpty() && found.size() < range.limit();
                size = Math.min(size * 4, dialect.slicesPerStatement())) {
            List<IndexSlice> next = IndexSlice.firstOfSameShape(left, size);
            found.addAll(read(handle, organization, next, range.limit() - found.size()));
            left = left.subList(next.size(), left.size());
        }
        return found;
    }

    /** Of slices of one shape, as many rows as the limit says. */
    private List<R> read(Handle handle, OrganizationId organization, List<IndexSlice> slices, int limit) {
        IndexSlice any = slices.get(0);
        String one = sql(any.equal().size(), any.above().isPresent());
        Query query = handle.createQuery(
                slices.size() == 1
                        ? one
                        : slices.stream().map(slice -> "(" + one + ")").collect(joining(" union all ")));
        int position = 0;
        for (IndexSlice slice : slices) {
            query.bind(position++, key(organization.value()));
            for (String part : slice.equal()) {
                query.bind(position++, key(part));
            }
            if (slice.above().isPresent()) {
                query.bind(position++, dialect.above(slice.above().get()));
            }
            query.bind(position++, limit);
        }
        List<R> rows = query.map(mapper.apply(organization)).list();
        return slices.size() == 1
                ? rows
                : rows.stream()
                        .sorted(Comparator.comparing(index.key(), Index.order()))
                        .limit(limit)
                        .toList();
    }

    private String sql(int equal, boolean above) {
        StringBuilder sql = new StringBuilder(select).append(" where organization_id = ?");
        parts.subList(0, equal).forEach(part -> sql.append(" and ").append(part).append(" = ?"));
        if (above) {
            sql.append(" and ").append(dialect.isAbove(parts.get(equal)));
        }
        return sql.append(orderBy).toString();
    }

    private Argument key(String part) {
        return Column.Type.KEY.argument(Optional.of(part), dialect);
    }
}
