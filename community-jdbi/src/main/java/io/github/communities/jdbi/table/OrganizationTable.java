package io.github.communities.jdbi.table;

import static io.github.communities.jdbi.table.Column.instant;
import static io.github.communities.jdbi.table.Column.text;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.OrganizationRecord;
import io.github.communities.spi.RecordKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;

/** Organizations: the record, and the revision, which is the row that writes lock. */
public final class OrganizationTable extends Table<OrganizationRecord> {
    private final Dialect dialect;

    OrganizationTable(Dialect dialect) {
        super(
                RecordKind.ORGANIZATION,
                "organizations",
                dialect,
                List.of(),
                List.of(
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

    /** The revision of an organization, if it exists. */
    public Optional<Revision> revision(Handle handle, OrganizationId organization) {
        return revision(handle, organization, "");
    }

    /** The revision of an organization, if it exists, after waiting until no other write holds it (S-2). */
    public Optional<Revision> lock(Handle handle, OrganizationId organization) {
        return revision(handle, organization, dialect.forUpdate());
    }

    private Optional<Revision> revision(Handle handle, OrganizationId organization, String locking) {
        return handle.createQuery("select revision from " + name() + " where organization_id = ?" + locking)
                .bind(0, key(organization))
                .map((results, context) -> Revision.of(results.getLong(1)))
                .findOne();
    }

    /**
     * Inserts the row of an organization that does not exist yet, for the write to hold. Its columns are filled when the
     * record is inserted; it is never committed without.
     *
     * @return how many rows
     */
    public int claim(Handle handle, OrganizationId organization) {
        return handle.createUpdate(dialect.waiting("insert into " + name()
                        + " (organization_id, revision, name, default_community, registered_at,"
                        + " bindings_version, removed, dropped_changes) values (?, 0, '-', '-', 0, 0, false, 0)"))
                .bind(0, key(organization))
                .execute();
    }

    /** Raises the revision of an organization whose row is held, and says how many rows that were. */
    public int raise(Handle handle, OrganizationId organization, Revision to) {
        return handle.createUpdate("update " + name() + " set revision = ? where organization_id = ?")
                .bind(0, to.value())
                .bind(1, key(organization))
                .execute();
    }

    private Argument key(OrganizationId organization) {
        return Column.Type.KEY.argument(Optional.of(organization.value()), dialect);
    }
}
