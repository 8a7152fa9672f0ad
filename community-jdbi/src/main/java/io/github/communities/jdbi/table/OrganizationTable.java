package io.github.communities.jdbi.table;

import static io.github.communities.jdbi.table.Column.instant;
import static io.github.communities.jdbi.table.Column.text;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.jdbi.table.RowChanges.RowStatement;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.RecordKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;

/**
 * Organizations: the record, and the revision, which is the row that writes lock. A row is not {@code present} while
 * its organization is made, nor after it has ended: then it keeps the last revision, and nothing else but what is
 * filled in.
 */
public final class OrganizationTable extends Table<OrganizationRecord> {
    /**
     * What the row of an id tells.
     *
     * @param revision the last one of that id
     * @param present whether there is an organization
     */
    public record RowState(Revision revision, boolean present) {}

    /**
     * Something found by the first statement of what is done.
     *
     * @param found what
     * @param answer what the session answers besides; empty if it is not fit
     */
    public record WithSessionAnswer<T>(Optional<T> found, Optional<SessionProbe.Answer> answer) {
        <R> WithSessionAnswer<R> map(Function<? super T, ? extends R> to) {
            return new WithSessionAnswer<>(found.map(to), answer);
        }
    }

    private static final String NAME = Tables.PREFIX + "organizations";
    private static final String RAISE = "update " + NAME + " set revision = ? where organization_id = ?";

    private final Dialect dialect;
    private final SessionProbe probe;
    private final String revision;
    private final String lock;

    OrganizationTable(Dialect dialect, SessionProbe probe) {
        super(
                RecordKind.ORGANIZATION,
                "organizations",
                dialect,
                List.of(),
                List.of(
                        Column.flag("present", organization -> true), // a record is stored of none else
                        text("name", OrganizationRecord::name),
                        text(
                                "default_community",
                                organization -> organization.defaultCommunity().value()),
                        instant("registered_at", OrganizationRecord::registeredAt),
                        Column.revision("bindings_version", OrganizationRecord::bindingsVersion),
                        Column.flag("removed", OrganizationRecord::removed),
                        Column.revision("dropped_changes", OrganizationRecord::droppedChanges)),
                Map.of());
        this.dialect = dialect;
        this.probe = probe;
        this.revision = dialect.readLatest("select (select revision from " + name()
                + " where organization_id = :organization and present), " + probe.column());
        this.lock = "select revision, present, " + probe.column() + " from " + name()
                + " where organization_id = :organization" + dialect.forUpdate();
    }

    @Override
    OrganizationRecord read(Row row) throws SQLException {
        return OrganizationRecord.builder()
                .id(row.organization())
                .name(row.text("name"))
                .defaultCommunity(CommunityId.of(row.organization(), row.text("default_community")))
                .registeredAt(row.instant("registered_at"))
                .bindingsVersion(row.revision("bindings_version"))
                .removed(row.flag("removed"))
                .droppedChanges(row.revision("dropped_changes"))
                .build();
    }

    /**
     * The revision of an organization, if it exists.
     *
     * @param isolation what the transaction was not given but has to have, if that matters
     */
    public WithSessionAnswer<Revision> revision(
            Handle handle, OrganizationId organization, Optional<String> isolation) {
        return probe.bind(handle.createQuery(revision), isolation)
                .bind("organization", key(organization))
                .map((results, context) -> {
                    long found = results.getLong(1);
                    return new WithSessionAnswer<>(
                            results.wasNull() ? Optional.empty() : Optional.of(Revision.of(found)),
                            SessionProbe.Answer.parse(results.getString(2)));
                })
                .one();
    }

    /**
     * The row of an id, if there is or was an organization, after waiting until no other write holds it (S-2).
     *
     * @param isolation what the transaction was not given but has to have, if that matters
     */
    public Optional<WithSessionAnswer<RowState>> lock(
            Handle handle, OrganizationId organization, Optional<String> isolation) {
        return probe.bind(handle.createQuery(lock), isolation)
                .bind("organization", key(organization))
                .map((results, context) -> new WithSessionAnswer<>(
                        Optional.of(new RowState(Revision.of(results.getLong(1)), results.getBoolean(2))),
                        SessionProbe.Answer.parse(results.getString(3))))
                .findOne();
    }

    /**
     * Inserts the row of an organization that never was, for the write to hold. Its columns are filled when the record
     * is inserted; it is never committed without.
     *
     * @return how many rows
     */
    public int insertEmptyRow(Handle handle, OrganizationId organization) {
        return handle.createUpdate(dialect.withLockTimeout("insert into " + name()
                        + " (organization_id, revision, present, name, default_community,"
                        + " registered_at, bindings_version, removed, dropped_changes) values (?, 0,"
                        + " false, '-', '-', 0, 0, false, 0)"))
                .bind(0, key(organization))
                .execute();
    }

    /** Raises the revision of an organization whose row is held. */
    public void setRevision(RowChanges changes, OrganizationId organization, Revision to) {
        changes.run(
                new RowStatement<>(
                        NAME,
                        RAISE,
                        raised -> List.of(
                                Column.Type.NUMBER.argument(Optional.of(raised.value()), dialect), key(organization)),
                        uncounted -> {},
                        Optional.empty()),
                List.of(to));
    }

    /** Leaves of an organization whose row is held nothing but its last revision (S-24). */
    void clear(Handle handle, OrganizationId organization, Revision last) {
        handle.createUpdate("update " + name() + " set revision = ?, present = false, name = '-',"
                        + " default_community = '-', registered_at = 0, bindings_version = 0, removed = false,"
                        + " dropped_changes = 0 where organization_id = ?")
                .bind(0, last.value())
                .bind(1, key(organization))
                .execute();
    }

    private Argument key(OrganizationId organization) {
        return Column.Type.KEY.argument(Optional.of(organization.value()), dialect);
    }
}
