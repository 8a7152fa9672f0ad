package io.github.communities.jdbi.table;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.jdbi.table.JointQuery.Found;
import io.github.communities.jdbi.table.JointQuery.Part;
import io.github.communities.jdbi.table.OrganizationTable.WithSessionAnswer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * Records of several kinds by a select for each part. They are of one state if nobody can change the records meanwhile.
 * Immutable and thread-safe.
 */
final class SeparateSelects {
    private final Dialect dialect;
    private final SessionProbe probe;
    private final List<Part<?>> parts;
    private final List<Row.Positions> positions;
    private final List<String> selects;

    /**
     * One of these parts.
     *
     * @param parts the first has the organization
     */
    SeparateSelects(Dialect dialect, SessionProbe probe, List<Part<?>> parts) {
        this.dialect = dialect;
        this.probe = probe;
        this.parts = parts;
        this.positions = parts.stream()
                .map(part -> Row.Positions.inOrder(part.table().columns()))
                .toList();
        this.selects = IntStream.range(0, parts.size()).mapToObj(this::select).toList();
    }

    private String select(int number) {
        Part<?> part = parts.get(number);
        Stream<String> names = part.table().columns().stream().map(Column::name);
        Stream<String> selected =
                number == JointQuery.ORGANIZATION ? Stream.concat(names, Stream.of("revision")) : names;
        return dialect.readLatest(
                "select " + String.join(", ", selected.map(name -> "t." + name).toList()) + "\n" + part.from());
    }

    /**
     * What is found in an organization; nothing if there is no such organization.
     *
     * @param bind binds what the parts take
     */
    WithSessionAnswer<Found> ask(Handle handle, OrganizationId organization, Consumer<Query> bind) {
        Optional<SessionProbe.Answer> answer = probe.ask(handle, Optional.empty());
        Found found = new Found();
        for (int number = 0; number < parts.size(); number++) {
            try (Query query = handle.createQuery(selects.get(number))) {
                query.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
                query.bind("organization", Column.Type.KEY.argument(Optional.of(organization.value()), dialect));
                bind.accept(query);
                read(query, number, organization, found);
            }
        }
        return new WithSessionAnswer<>(found.ifExists(), answer);
    }

    private void read(Query query, int number, OrganizationId organization, Found found) {
        query.scanResultSet((supplier, context) -> {
            try (context;
                    ResultSet rows = supplier.get()) {
                while (rows.next()) {
                    add(rows, number, organization, found);
                }
                return found;
            }
        });
    }

    private void add(ResultSet rows, int number, OrganizationId organization, Found found) throws SQLException {
        Table<?> table = parts.get(number).table();
        if (number == JointQuery.ORGANIZATION) {
            found.setRevision(Revision.of(rows.getLong(table.columns().size() + 1)));
        }
        found.add(number, table.read(new Row(rows, positions.get(number), organization, dialect)));
    }
}
