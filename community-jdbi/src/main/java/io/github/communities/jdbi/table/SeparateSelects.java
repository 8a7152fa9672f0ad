package io.github.communities.jdbi.table;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.jdbi.table.JointQuery.Found;
import io.github.communities.jdbi.table.JointQuery.Part;
import io.github.communities.jdbi.table.JointQuestion.Locked;
import io.github.communities.jdbi.table.OrganizationTable.RowState;
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
    /** The same, after the organization's row was locked, which is the first result. */
    private final List<String> lockingStatements;

    /**
     * One of these parts.
     *
     * @param parts the first has the organization
     */
    SeparateSelects(
            Dialect dialect,
            Dialect.Series series,
            OrganizationTable organizations,
            SessionProbe probe,
            List<Part<?>> parts) {
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
        this.statements = statements(series, selects);
        selects.add(0, organizations.lockStatement());
        this.lockingStatements = statements(series, selects);
    }

    private static List<String> statements(Dialect.Series series, List<String> selects) {
        return series == Dialect.Series.ONE_STATEMENT ? List.of(String.join(";\n", selects)) : List.copyOf(selects);
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
        Results results = new Results(organization, 0);
        execute(handle, statements, organization, Optional.empty(), bind, results);
        return new WithSessionAnswer<>(results.found.ifExists(), results.answer);
    }

    /**
     * The same, after the organization's row was locked.
     *
     * @param isolation what the transaction was not given but has to have, if that matters
     */
    Locked<Found> lockAndAsk(
            Handle handle, OrganizationId organization, Optional<String> isolation, Consumer<Query> bind) {
        Results results = new Results(organization, 1);
        execute(handle, lockingStatements, organization, isolation, bind, results);
        return new Locked<>(results.row, new WithSessionAnswer<>(results.found.ifExists(), results.answer));
    }

    private void execute(
            Handle handle,
            List<String> executed,
            OrganizationId organization,
            Optional<String> isolation,
            Consumer<Query> bind,
            Results results) {
        for (String sql : executed) {
            try (Query query = probe.bind(handle.createQuery(sql), isolation)) {
                query.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
                query.bind("organization", Column.Type.KEY.argument(Optional.of(organization.value()), dialect));
                bind.accept(query);
                query.execute((statement, context) -> results.readAll(statement.get()));
            }
        }
    }

    /** What has been read, one result after the other. */
    private final class Results {
        private final OrganizationId organization;
        private final Found found = new Found();
        private Optional<WithSessionAnswer<RowState>> row = Optional.empty();
        private Optional<SessionProbe.Answer> answer = Optional.empty();
        /** Of which part the next one is; before the first one comes what the session answers, and before that the lock. */
        private int part;

        Results(OrganizationId organization, int locks) {
            this.organization = organization;
            this.part = -1 - locks;
        }

        /** Reads all of one statement and says of which part the next one is. */
        int readAll(PreparedStatement executed) throws SQLException {
            do {
                try (ResultSet rows = executed.getResultSet()) {
                    while (rows.next()) {
                        readRow(rows);
                    }
                    part++;
                }
            } while (executed.getMoreResults());
            return part;
        }

        private void readRow(ResultSet rows) throws SQLException {
            if (part < -1) {
                row = Optional.of(OrganizationTable.locked(rows));
                return;
            }
            if (part < 0) {
                answer = SessionProbe.Answer.parse(rows.getString(1));
                return;
            }
            Table<?> table = parts.get(part).table();
            if (part == JointQuery.ORGANIZATION) {
                found.setRevision(Revision.of(rows.getLong(table.columns().size() + 1)));
            }
            found.add(part, table.read(new Row(rows, positions.get(part), organization, dialect)));
        }
    }
}
