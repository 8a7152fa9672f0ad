package io.github.communities.jdbi.table;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.jdbi.table.OrganizationTable.WithSessionAnswer;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.SubjectRecord;
import java.sql.JDBCType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * All that decides about a principal, by one statement: so it is one state without a transaction around it, and one
 * round trip (S-16). The statement is a union; each row says of which part of it it is.
 */
public final class PrincipalQuery {
    /** The row that has what the session answers besides, and is of no part. */
    private static final int PROBE = -1;

    /**
     * The columns of the union, after the part, the revision and the probe: so many that each kind of record finds
     * room.
     */
    private static final List<Column.Type> UNION_COLUMNS = List.of(
            Column.Type.TEXT,
            Column.Type.TEXT,
            Column.Type.TEXT,
            Column.Type.TEXT,
            Column.Type.TEXT,
            Column.Type.TEXT,
            Column.Type.NUMBER,
            Column.Type.NUMBER,
            Column.Type.NUMBER,
            Column.Type.FLAG,
            Column.Type.FLAG);

    private static final int LEADING_COLUMNS = 3;

    private final Dialect dialect;
    private final SessionProbe probe;
    private final List<Part<?>> parts;
    private final String sql;

    PrincipalQuery(
            Dialect dialect,
            SessionProbe probe,
            OrganizationTable organizations,
            SubjectTable subjects,
            GroupMemberTable groupMembers,
            BindingTable bindings) {
        this.dialect = dialect;
        this.probe = probe;
        this.parts = parts(organizations, subjects, groupMembers, bindings);
        this.sql = dialect.readLatest(IntStream.range(0, parts.size())
                .mapToObj(number -> parts.get(number).select(number, dialect))
                .collect(Collectors.joining(
                        "union all\n",
                        "select " + PROBE + ", 0, " + probe.column() + nullColumns() + "\nunion all\n",
                        "")));
    }

    private static List<Part<?>> parts(
            OrganizationTable organizations, SubjectTable subjects, GroupMemberTable members, BindingTable bindings) {
        return List.of(
                new Part<>(organizations, Found::organization, """
                        from community_organizations t
                        where t.organization_id = :organization and t.present
                        """),
                new Part<>(subjects, Found::subject, """
                        from community_subjects t
                        where t.organization_id = :organization and t.kind = :kind and t.id = :id
                        """),
                new Part<>(subjects, Found::subject, """
                        from community_group_members m
                        join community_subjects t
                          on t.organization_id = m.organization_id and t.kind = 'group' and t.id = m.group_id
                        where m.organization_id = :organization and m.member_kind = :kind and m.member_id = :id
                        """),
                new Part<>(members, Found::membership, """
                        from community_group_members t
                        where t.organization_id = :organization and t.member_kind = :kind and t.member_id = :id
                        """),
                new Part<>(bindings, Found::binding, """
                        from community_bindings t
                        where t.organization_id = :organization and t.subject_kind = :kind and t.subject_id = :id
                        """),
                new Part<>(bindings, Found::binding, """
                        from community_group_members m
                        join community_bindings t
                          on t.organization_id = m.organization_id
                          and t.subject_kind = 'group' and t.subject_id = m.group_id
                        where m.organization_id = :organization and m.member_kind = :kind and m.member_id = :id
                        """),
                new Part<>(bindings, Found::binding, """
                        from community_bindings t
                        where t.organization_id = :organization
                          and t.subject_kind = 'allUsers' and t.subject_id = '*' and :kind <> 'allUsers'
                        """));
    }

    /** The columns of the union in a row that is of no table: all null. */
    private String nullColumns() {
        return UNION_COLUMNS.stream()
                .map(type -> ", " + dialect.nullOf(type.sql()))
                .collect(Collectors.joining());
    }

    /** What decides about a principal; nothing is found if there is no such organization. */
    public WithSessionAnswer<PrincipalRecords> ask(Handle handle, OrganizationId organization, Subject principal) {
        return probe.bind(handle.createQuery(sql), Optional.empty())
                .bind("organization", Column.Type.KEY.argument(Optional.of(organization.value()), dialect))
                .bind(
                        "kind",
                        Column.Type.KEY.argument(Optional.of(principal.kind().text()), dialect))
                .bind("id", Column.Type.KEY.argument(Optional.of(principal.id()), dialect))
                .scanResultSet((supplier, context) -> {
                    try (context;
                            ResultSet results = supplier.get()) {
                        Found found = new Found();
                        while (results.next()) {
                            if (results.getInt(1) == PROBE) {
                                found.answer = SessionProbe.Answer.parse(results.getString(LEADING_COLUMNS));
                            } else {
                                parts.get(results.getInt(1)).read(results, organization, dialect, found);
                            }
                        }
                        return found.principalRecords();
                    }
                });
    }

    /** One select of the union. */
    private static final class Part<R extends StoredRecord> {
        private final Table<R> table;
        private final BiConsumer<Found, R> found;
        private final String from;
        private final Row.Positions positions;

        Part(Table<R> table, BiConsumer<Found, R> found, String from) {
            this.table = table;
            this.found = found;
            this.from = from;
            this.positions = new Row.Positions(positions(table.columns()));
        }

        /** Puts each column into the next free column of its type. */
        private static <R> Map<String, Integer> positions(List<Column<R>> columns) {
            Map<String, Integer> positions = new HashMap<>();
            for (Column<R> column : columns) {
                Column.Type type = column.type() == Column.Type.KEY ? Column.Type.TEXT : column.type();
                int index = IntStream.range(0, UNION_COLUMNS.size())
                        .filter(i -> UNION_COLUMNS.get(i) == type && !positions.containsValue(i + 1 + LEADING_COLUMNS))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no place for " + column.name()));
                positions.put(column.name(), index + 1 + LEADING_COLUMNS);
            }
            return positions;
        }

        String select(int number, Dialect dialect) {
            Map<Integer, String> byPosition = positions.byName().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getValue, entry -> "t." + entry.getKey()));
            return IntStream.range(0, UNION_COLUMNS.size())
                    .mapToObj(i -> byPosition.getOrDefault(
                            i + 1 + LEADING_COLUMNS,
                            dialect.nullOf(UNION_COLUMNS.get(i).sql())))
                    .collect(Collectors.joining(
                            ", ",
                            "select " + number + ", " + (table instanceof OrganizationTable ? "t.revision" : "0") + ", "
                                    + dialect.nullOf(JDBCType.VARCHAR) + ", ",
                            "\n" + from));
        }

        void read(ResultSet results, OrganizationId organization, Dialect dialect, Found all) throws SQLException {
            if (table instanceof OrganizationTable) {
                all.revision = Revision.of(results.getLong(2));
            }
            found.accept(all, table.read(new Row(results, positions, organization, dialect)));
        }
    }

    /** What was read so far. */
    private static final class Found {
        private Revision revision = Revision.NONE;
        private Optional<SessionProbe.Answer> answer = Optional.empty();
        private Optional<OrganizationRecord> organization = Optional.empty();
        private final List<SubjectRecord> subjects = new ArrayList<>();
        private final List<GroupMemberRecord> memberships = new ArrayList<>();
        private final List<BindingRecord> bindings = new ArrayList<>();

        void organization(OrganizationRecord record) {
            organization = Optional.of(record);
        }

        void subject(SubjectRecord record) {
            subjects.add(record);
        }

        void membership(GroupMemberRecord record) {
            memberships.add(record);
        }

        void binding(BindingRecord record) {
            bindings.add(record);
        }

        WithSessionAnswer<PrincipalRecords> principalRecords() {
            return new WithSessionAnswer<>(
                    organization.map(record -> new PrincipalRecords(revision, record, subjects, memberships, bindings)),
                    answer);
        }
    }
}
