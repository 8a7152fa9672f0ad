package io.github.communities.jdbi.table;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.jdbi.table.JointQuery.Found;
import io.github.communities.jdbi.table.JointQuery.Part;
import io.github.communities.jdbi.table.OrganizationTable.WithSessionAnswer;
import java.sql.JDBCType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Records of several kinds by one statement, which is a union: so they are of one state without a transaction around
 * it. Each row says of which part it is. Immutable and thread-safe.
 */
final class RecordUnion {
    /** The row that has what the session answers besides, and is of no part. */
    private static final int PROBE = -1;

    /** The part, the revision and the probe. */
    private static final int LEADING_COLUMNS = 3;

    private final Dialect dialect;
    private final SessionProbe probe;
    private final List<Part<?>> parts;
    /** After the leading ones: so many that each kind of record finds room. */
    private final List<Column.Type> columns;

    private final List<Row.Positions> positions;
    private final String sql;

    /**
     * One of these parts.
     *
     * @param parts the first has the organization
     */
    RecordUnion(Dialect dialect, SessionProbe probe, List<Part<?>> parts) {
        this.dialect = dialect;
        this.probe = probe;
        this.parts = parts;
        this.columns = columns(parts);
        this.positions = parts.stream().map(this::positions).toList();
        this.sql = dialect.readLatest(IntStream.range(0, parts.size())
                .mapToObj(this::select)
                .collect(Collectors.joining(
                        "\nunion all\n",
                        "select " + PROBE + ", " + dialect.nullOf(JDBCType.BIGINT) + ", " + probe.column() + noColumns()
                                + "\nunion all\n",
                        "")));
    }

    private static Stream<Column.Type> types(Part<?> part) {
        return part.table().columns().stream().map(column -> shared(column.type()));
    }

    private static Column.Type shared(Column.Type type) {
        return type == Column.Type.KEY ? Column.Type.TEXT : type;
    }

    private static List<Column.Type> columns(List<Part<?>> parts) {
        return Stream.of(Column.Type.TEXT, Column.Type.NUMBER, Column.Type.FLAG)
                .flatMap(type -> Collections.nCopies(
                        parts.stream()
                                .mapToInt(part ->
                                        (int) types(part).filter(type::equals).count())
                                .max()
                                .orElse(0),
                        type)
                        .stream())
                .toList();
    }

    /** Puts each column into the next free column of its type. */
    private Row.Positions positions(Part<?> part) {
        Map<String, Integer> taken = new HashMap<>();
        for (Column<?> column : part.table().columns()) {
            int index = IntStream.range(0, columns.size())
                    .filter(i ->
                            columns.get(i) == shared(column.type()) && !taken.containsValue(i + 1 + LEADING_COLUMNS))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no place for " + column.name()));
            taken.put(column.name(), index + 1 + LEADING_COLUMNS);
        }
        return new Row.Positions(taken);
    }

    /** The columns of a row that is of no table: all null. */
    private String noColumns() {
        return columns.stream().map(type -> ", " + dialect.nullOf(type.sql())).collect(Collectors.joining());
    }

    private String select(int number) {
        Part<?> part = parts.get(number);
        Row.Positions ofPart = positions.get(number);
        Map<Integer, String> byPosition = part.table().columns().stream()
                .collect(Collectors.toMap(column -> ofPart.of(column.name()), this::selected));
        return IntStream.range(0, columns.size())
                .mapToObj(i -> byPosition.getOrDefault(
                        i + 1 + LEADING_COLUMNS, dialect.nullOf(columns.get(i).sql())))
                .collect(Collectors.joining(
                        ", ",
                        "select " + number + ", "
                                + (number == JointQuery.ORGANIZATION ? "t.revision" : dialect.nullOf(JDBCType.BIGINT))
                                + ", "
                                + dialect.nullOf(JDBCType.VARCHAR) + ", ",
                        "\n" + part.from()));
    }

    private String selected(Column<?> column) {
        return column.type() == Column.Type.KEY ? dialect.asText("t." + column.name()) : "t." + column.name();
    }

    /**
     * What is found in an organization; nothing if there is no such organization.
     *
     * @param bind binds what the parts take
     */
    WithSessionAnswer<Found> ask(Handle handle, OrganizationId organization, Consumer<Query> bind) {
        Query query = probe.bind(handle.createQuery(sql), Optional.empty())
                .bind("organization", Column.Type.KEY.argument(Optional.of(organization.value()), dialect));
        bind.accept(query);
        return query.scanResultSet((supplier, context) -> {
            try (context;
                    ResultSet results = supplier.get()) {
                return read(results, organization);
            }
        });
    }

    private WithSessionAnswer<Found> read(ResultSet results, OrganizationId organization) throws SQLException {
        Optional<SessionProbe.Answer> answer = Optional.empty();
        Found found = new Found();
        while (results.next()) {
            int number = results.getInt(1);
            if (number == PROBE) {
                answer = SessionProbe.Answer.parse(results.getString(LEADING_COLUMNS));
                continue;
            }
            if (number == JointQuery.ORGANIZATION) {
                found.setRevision(Revision.of(results.getLong(2)));
            }
            Table<?> table = parts.get(number).table();
            found.add(number, table.read(new Row(results, positions.get(number), organization, dialect)));
        }
        return new WithSessionAnswer<>(found.ifExists(), answer);
    }
}
