package io.github.communities.jdbi.table;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.jdbi.table.JointQuery.Found;
import io.github.communities.jdbi.table.JointQuery.Part;
import io.github.communities.jdbi.table.OrganizationTable.WithSessionAnswer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * Records of several kinds by a select for each part, which a database plans once and runs faster than their union. They
 * are of one state if nobody can change the records meanwhile. Immutable and thread-safe.
 */
final class SeparateSelects {
    private final Dialect dialect;
    private final SessionProbe probe;
    private final List<Part<?>> parts;
    private final List<Row.Positions> positions;
    /** Together they have what the session answers, and a result for each part, in their order. */
    private final List<String> statements;

    /**
     * One of these parts.
     *
     * @param parts the first has the organization
     */
    SeparateSelects(Dialect dialect, Dialect.Series series, SessionProbe probe, List<Part<?>> parts) {
        this.dialect = dialect;
        this.probe = probe;
        this.parts = parts;
        this.positions = parts.stream()
                .map(part -> Row.Positions.inOrder(part.table().columns()))
                .toList();
        List<String> selects = new ArrayList<>();
        selects.add("select " + probe.column());
        for (int number = 0; number < parts.size(); number++) {
            selects.add(select(number));
        }
        this.statements = series == Dialect.Series.ONE_STATEMENT ? List.of(String.join(";\n", selects)) : selects;
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
        Results results = new Results(organization);
        for (String sql : statements) {
            try (Query query = probe.bind(handle.createQuery(sql), Optional.empty())) {
                query.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
                query.bind("organization", Column.Type.KEY.argument(Optional.of(organization.value()), dialect));
                bind.accept(query);
                query.execute((executed, context) -> results.readAll(executed.get()));
            }
        }
        return new WithSessionAnswer<>(results.found.ifExists(), results.answer);
    }

    /** What has been read, one result after the other. */
    private final class Results {
        private final OrganizationId organization;
        private final Found found = new Found();
        private Optional<SessionProbe.Answer> answer = Optional.empty();
        private int read;

        Results(OrganizationId organization) {
            this.organization = organization;
        }

        /** Reads all of one statement and says how many have been read by then. */
        int readAll(PreparedStatement executed) throws SQLException {
            do {
                try (ResultSet rows = executed.getResultSet()) {
                    if (read == 0) {
                        rows.next();
                        answer = SessionProbe.Answer.parse(rows.getString(1));
                    } else {
                        readPart(rows, read - 1);
                    }
                    read++;
                }
            } while (executed.getMoreResults());
            return read;
        }

        private void readPart(ResultSet rows, int number) throws SQLException {
            Part<?> part = parts.get(number);
            Row row = new Row(rows, positions.get(number), organization, dialect);
            while (rows.next()) {
                if (number == JointQuery.ORGANIZATION) {
                    found.setRevision(
                            Revision.of(rows.getLong(part.table().columns().size() + 1)));
                }
                found.add(number, part.table().read(row));
            }
        }
    }
}
