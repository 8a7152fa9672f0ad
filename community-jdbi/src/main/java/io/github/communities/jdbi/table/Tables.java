package io.github.communities.jdbi.table;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.jdbi.table.PrincipalQuery.Keyed;
import io.github.communities.spi.record.JointRecords;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.StoredRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** All tables, in one dialect. Immutable and thread-safe, as the tables are. */
public final class Tables {
    /** What the names of all tables begin with, as in the scripts. */
    public static final String PREFIX = "community_";

    private final Dialect dialect;
    private final SessionProbe probe;
    private final OrganizationTable organizations;
    private final BindingTable bindings;
    private final ChangeTable changes;
    private final PrincipalQuery principalRecords;
    private final TargetQuery targetRecords;
    private final Map<RecordKind<?>, Table<?>> byKind;
    /** Of statements that change rows together, by those that change one. */
    private final Map<List<String>, String> together = new ConcurrentHashMap<>();

    /** The tables in a dialect. */
    public Tables(Dialect dialect) {
        this.dialect = dialect;
        probe = new SessionProbe(dialect);
        organizations = new OrganizationTable(dialect, probe);
        bindings = new BindingTable(dialect);
        changes = new ChangeTable(dialect);
        SubjectTable subjects = new SubjectTable(dialect);
        GroupMemberTable groupMembers = new GroupMemberTable(dialect);
        CommunityTable communities = new CommunityTable(dialect);
        ProjectTable projects = new ProjectTable(dialect);
        ResourceTable resources = new ResourceTable(dialect);
        PublicationTable publications = new PublicationTable(dialect);
        AttachmentTable attachments = new AttachmentTable(dialect);
        targetRecords = new TargetQuery(
                dialect, probe, organizations, communities, projects, resources, publications, attachments);
        principalRecords = new PrincipalQuery(dialect, probe, organizations, subjects, groupMembers, bindings);
        byKind = Stream.of(
                        organizations,
                        subjects,
                        groupMembers,
                        communities,
                        projects,
                        bindings,
                        new DepartureTable(dialect),
                        new LeftoverTable(dialect),
                        new InvitationTable(dialect),
                        resources,
                        publications,
                        attachments,
                        new UsageTable(dialect),
                        new DeletionTable(dialect))
                .collect(Collectors.toMap(Table::kind, Function.identity()));
    }

    /** The table of a kind of record. */
    @SuppressWarnings("unchecked") // a table is filed under its own kind
    public <R extends StoredRecord> Table<R> of(RecordKind<R> kind) {
        Table<?> table = byKind.get(kind);
        if (table == null) {
            throw new IllegalArgumentException("records of the kind " + kind + " are not kept in this store");
        }
        return (Table<R>) table;
    }

    /** What the first statements ask besides. */
    public SessionProbe probe() {
        return probe;
    }

    /** The names of the columns of each table of records, by its name. */
    public Map<String, Set<String>> columns() {
        Map<String, Set<String>> columns = new TreeMap<>();
        byKind.values().forEach(table -> columns.put(table.name(), names(table.columns())));
        columns.put(ChangeTable.NAME, names(ChangeTable.COLUMNS));
        return columns;
    }

    private static Set<String> names(List<? extends Column<?>> columns) {
        return Stream.concat(Stream.of("organization_id"), columns.stream().map(Column::name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The organizations. */
    public OrganizationTable organizations() {
        return organizations;
    }

    /** The bindings. */
    public BindingTable bindings() {
        return bindings;
    }

    /** The change records. */
    public ChangeTable changes() {
        return changes;
    }

    /** The question what decides about a principal. */
    public PrincipalQuery principalRecords() {
        return principalRecords;
    }

    /** What decides about a principal, and the records of some keys where that takes no longer. */
    public JointQuestion<JointRecords> jointRecords(Subject principal, Set<RecordKey<?>> keys) {
        if (!dialect.joinsFaster()) {
            return principalRecords.of(principal, Set.of(), List.of());
        }
        Map<RecordKind<?>, List<RecordKey<?>>> byKind = keys.stream().collect(Collectors.groupingBy(RecordKey::kind));
        // In one order, so that there are not as many statements as orders.
        List<Keyed<?>> keyed = RecordKind.ALL.stream()
                .filter(byKind::containsKey)
                .<Keyed<?>>map(kind -> keyed(kind, byKind.getOrDefault(kind, List.of())))
                .toList();
        return principalRecords.of(principal, keys, keyed);
    }

    private <R extends StoredRecord> Keyed<R> keyed(RecordKind<R> kind, List<RecordKey<?>> keys) {
        return new Keyed<>(
                of(kind),
                keys.stream().map(key -> new RecordKey<>(kind, key.parts())).toList());
    }

    /** The question what decides about where targets lead; empty where it takes less to ask for each kind of record. */
    public Optional<TargetQuery> targetRecords() {
        return dialect.joinsFaster() ? Optional.of(targetRecords) : Optional.empty();
    }

    /** What a transaction is going to change. */
    public RowChanges changing(Handle handle) {
        return new RowChanges(handle, dialect, together);
    }

    /** Deletes whatever there is of an organization whose row is held, down to its last revision (S-24). */
    public void clear(Handle handle, OrganizationId organization, Revision last) {
        Stream<String> besides =
                byKind.values().stream().filter(table -> table != organizations).map(Table::name);
        for (String name : Stream.concat(besides, Stream.of(ChangeTable.NAME)).toList()) {
            handle.createUpdate("delete from " + name + " where organization_id = ?")
                    .bind(0, Column.Type.KEY.argument(Optional.of(organization.value()), dialect))
                    .execute();
        }
        organizations.clear(handle, organization, last);
    }
}
