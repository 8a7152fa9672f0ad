package io.github.communities.jdbi.table;

import static io.github.communities.jdbi.table.Column.idOf;
import static io.github.communities.jdbi.table.Column.instant;
import static io.github.communities.jdbi.table.Column.kindOf;
import static io.github.communities.jdbi.table.Column.optionalText;
import static io.github.communities.jdbi.table.Column.revision;
import static io.github.communities.jdbi.table.Column.text;
import static java.util.stream.Collectors.joining;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeRecord;
import io.github.communities.change.Power;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.jdbi.table.RowChanges.RowStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.Update;

/** Change records: a row each, whose changes are one text, since nothing but the whole record is ever asked for. */
public final class ChangeTable {
    static final String NAME = Tables.PREFIX + "changes";
    static final List<Column<ChangeRecord>> COLUMNS = List.of(
            revision("revision", ChangeRecord::revision),
            instant("changed_at", ChangeRecord::at),
            kindOf("actor_kind", ChangeRecord::actor),
            idOf("actor_id", ChangeRecord::actor),
            optionalText("reason", ChangeRecord::reason),
            optionalText("request_id", ChangeRecord::requestId),
            text(
                    "powers",
                    record -> record.powers().stream().map(Power::name).sorted().collect(joining(" "))),
            text(
                    "changes",
                    record -> record.changes().stream().map(Change::toString).collect(joining("\n"))));
    private static final String NAMES = COLUMNS.stream().map(Column::name).collect(joining(", "));
    private static final Row.Positions POSITIONS = Row.Positions.inOrder(COLUMNS);

    private static final String INSERT =
            "insert into " + NAME + " (organization_id, " + NAMES + ") values (?" + ", ?".repeat(COLUMNS.size()) + ")";
    private static final String AFTER = "select " + NAMES + " from " + NAME
            + " where organization_id = ? and revision > ? order by organization_id, revision fetch first ? rows only";
    private static final String AMEND = "update " + NAME + " set "
            + COLUMNS.stream().map(column -> column.name() + " = ?").collect(joining(", "))
            + " where organization_id = ? and revision = ?";
    private static final String EXISTS = "select 1 from " + NAME + " where organization_id = ? and revision = ?";
    private static final String DROP = "delete from " + NAME + " where organization_id = ? and revision <= ?";

    private final Dialect dialect;

    ChangeTable(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Appends a record. */
    public void append(RowChanges changes, OrganizationId organization, ChangeRecord record) {
        changes.run(
                new RowStatement<>(
                        NAME,
                        INSERT,
                        appended -> Stream.concat(Stream.of(key(organization)), arguments(appended))
                                .toList(),
                        uncounted -> {},
                        Optional.empty()),
                List.of(record));
    }

    private Stream<Argument> arguments(ChangeRecord record) {
        return COLUMNS.stream().map(column -> column.argument(record, dialect));
    }

    /** The records after a revision, oldest first. */
    public List<ChangeRecord> after(Handle handle, OrganizationId organization, Revision after, int limit) {
        return handle.createQuery(AFTER)
                .bind(0, key(organization))
                .bind(1, after.value())
                .bind(2, limit)
                .map((results, context) -> read(new Row(results, POSITIONS, organization, dialect)))
                .list();
    }

    /**
     * Puts records in the place of those of their revisions, and says how many there were. Some drivers count a row
     * only if its content has changed.
     */
    public int amend(Handle handle, OrganizationId organization, Collection<ChangeRecord> records) {
        int amended = 0;
        for (ChangeRecord record : records) {
            Update update = handle.createUpdate(AMEND);
            for (int i = 0; i < COLUMNS.size(); i++) {
                update.bind(i, COLUMNS.get(i).argument(record, dialect));
            }
            int count = update.bind(COLUMNS.size(), key(organization))
                    .bind(COLUMNS.size() + 1, record.revision().value())
                    .execute();
            amended += count == 1 || exists(handle, organization, record.revision()) ? 1 : 0;
        }
        return amended;
    }

    private boolean exists(Handle handle, OrganizationId organization, Revision revision) {
        return handle.createQuery(EXISTS)
                .bind(0, key(organization))
                .bind(1, revision.value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Drops the records up to and including a revision, and says how many there were. */
    public int drop(Handle handle, OrganizationId organization, Revision upTo) {
        return handle.createUpdate(DROP)
                .bind(0, key(organization))
                .bind(1, upTo.value())
                .execute();
    }

    private static ChangeRecord read(Row row) throws SQLException {
        return ChangeRecord.builder()
                .revision(row.revision("revision"))
                .at(row.instant("changed_at"))
                .actor(row.optionalSubject("actor_kind", "actor_id"))
                .reason(row.optionalText("reason"))
                .requestId(row.optionalText("request_id"))
                .powers(Stream.of(row.text("powers").split(" "))
                        .filter(power -> !power.isEmpty())
                        .map(Power::valueOf)
                        .toList())
                .changes(row.text("changes").lines().map(Change::parse).toList())
                .build();
    }

    private Argument key(OrganizationId organization) {
        return Column.Type.KEY.argument(Optional.of(organization.value()), dialect);
    }
}
