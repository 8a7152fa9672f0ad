package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.jdbi.TappedDataSource.Executed;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.LeftoverRecord;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every statement of the store is answered from an index and reads hardly more rows than it returns. */
abstract class QueryPlans {
    private static final int ROWS = 100_000;
    private static final int LIMIT = 10;
    /** As many as it takes for a list under that many alternatives to use each of the sizes of its statements. */
    private static final int ROLES = 1 + 4 + 16;
    /** As many rows as a statement of this test may read from one table: a limit, or ten keys, and what ends them. */
    static final int READ = 2 * LIMIT;

    private static final OrganizationId ACME = OrganizationId.of("acme");
    private static final Subject ANN = Subject.user("user 50000");
    /** How many parts the keys of each kind have. */
    private static final Map<RecordKind<?>, Integer> PARTS = Map.ofEntries(
            Map.entry(RecordKind.ORGANIZATION, 0),
            Map.entry(RecordKind.SUBJECT, 2),
            Map.entry(RecordKind.GROUP_MEMBER, 3),
            Map.entry(RecordKind.COMMUNITY, 1),
            Map.entry(RecordKind.PROJECT, 1),
            Map.entry(RecordKind.BINDING, 5),
            Map.entry(RecordKind.DEPARTURE, 3),
            Map.entry(RecordKind.LEFTOVER, 2),
            Map.entry(RecordKind.INVITATION, 1),
            Map.entry(RecordKind.RESOURCE, 1),
            Map.entry(RecordKind.PUBLICATION, 2),
            Map.entry(RecordKind.ATTACHMENT, 2),
            Map.entry(RecordKind.USAGE, 2),
            Map.entry(RecordKind.DELETION, 2));

    private final SqlFixture fixture;
    private final JdbcConnectionPool pool;
    private final TappedDataSource tapped;

    /** On a database without any tables. */
    QueryPlans(SqlFixture fixture) {
        this.fixture = fixture;
        this.pool = fixture.pool();
        this.tapped = new TappedDataSource(pool);
    }

    /** How the database says that it goes about a statement; it may run it. */
    abstract List<String> plans(Connection connection, Executed statement) throws SQLException;

    /** Fails unless the plan goes straight to few rows, which come in the right order. */
    abstract void requireGood(String plan, Executed statement);

    /** Without what the first statements ask of the schema's one row, which never are more. */
    static String withoutProbe(String text) {
        return text.replaceAll("(?is)\\(select concat\\(s\\..*?( is not null| and true)\\)", "(PROBE)")
                .replaceAll("\\(SELECT CONCAT\\(\"S\"\\..*?\"SAMPLE\" = \\?\\d+\\)[^()]*\\)", "(PROBE)");
    }

    /** A table with the column {@code x}, from 1 to a number. */
    abstract String numbers(int last);

    /** Whether its plans for tables that are empty are worth a look, since a connection keeps them. */
    abstract boolean keepsPlans();

    @BeforeEach
    void migrate() {
        CommunitySchema.migrate(pool);
    }

    @AfterEach
    void drop() {
        fixture.giveBack(pool);
        fixture.close();
    }

    @Test
    void every_statement_uses_its_index() throws SQLException {
        try (CommunityStore store = JdbiCommunityStore.over(tapped)) {
            register(store);
            if (keepsPlans()) {
                requireGoodPlans(statements(store));
            }
            fill();
            requireGoodPlans(statements(store));
            requireALookForEachRole(store);
            requireGoodPlans(removal(store));
        }
    }

    private List<Executed> statements(CommunityStore store) {
        tapped.statements();
        lists(store);
        questions(store);
        changes(store);
        return tapped.statements();
    }

    private static void register(CommunityStore store) {
        store.create(ACME, writer -> {
            writer.insert(OrganizationRecord.builder()
                    .id(ACME)
                    .name("Acme")
                    .defaultCommunity(CommunityId.of(ACME, "team"))
                    .registeredAt(Instant.EPOCH)
                    .bindingsVersion(Revision.of(1))
                    .removed(false)
                    .droppedChanges(Revision.NONE)
                    .build());
            writer.append(change(Revision.of(1)));
            return "registered";
        });
    }

    private List<Executed> removal(CommunityStore store) {
        tapped.statements();
        store.write(ACME, writer -> {
            writer.delete(RecordKind.organization());
            writer.append(change(writer.revision().next()));
            return "removed";
        });
        return tapped.statements();
    }

    private void requireALookForEachRole(CommunityStore store) throws SQLException {
        tapped.statements();
        assertEquals(ROLES, store.roles().size());
        List<Executed> statements = tapped.statements();
        assertEquals(
                ROLES + 2, // the first asks what the session is
                statements.stream()
                        .filter(statement -> statement.sql().startsWith("select"))
                        .count());
        requireGoodPlans(statements);
        assertEquals(Set.of(), store.rolesOfAllUsers());
        requireGoodPlans(tapped.statements());
    }

    /** Every index, under every number of parts, from the beginning and after the middle. */
    private void lists(CommunityStore store) {
        for (Index<?> index : Index.ALL) {
            List<String> middle = middle(index);
            for (int parts = 0; parts <= middle.size(); parts++) {
                list(store, index, middle.subList(0, parts), middle);
            }
        }
    }

    /** From the beginning, from the middle, and from where parts end, so that the next part above has to be gone to. */
    private <R extends StoredRecord> void list(
            CommunityStore store, Index<R> index, List<String> prefix, List<String> middle) {
        RecordRange<R> range =
                RecordRange.of(index).under(prefix.toArray(String[]::new)).limit(LIMIT);
        store.read(ACME, reader -> reader.list(range));
        if (!prefix.isEmpty()) {
            store.read(ACME, reader -> reader.list(range.underAny(alternatives(index, prefix))));
        }
        for (int end = prefix.size(); end <= middle.size(); end++) {
            List<String> after = new ArrayList<>(middle.subList(0, end));
            after.addAll(Collections.nCopies(middle.size() - end, "~"));
            RecordRange<R> rest = range.after(after);
            store.read(ACME, reader -> reader.list(rest));
            after.set(middle.size() - 1, "~~");
            store.read(ACME, reader -> reader.listEach(List.of(rest, range.after(after), range)));
        }
    }

    private static List<List<String>> alternatives(Index<?> index, List<String> prefix) {
        int last = prefix.size() - 1;
        // Of a role that is bound nowhere PostgreSQL knows so, and looks for it alone.
        String beginning = index.parts().get(last).equals("role") ? "role.r" : prefix.get(last) + " ~";
        List<List<String>> alternatives = new ArrayList<>();
        for (int i = 0; i < ROLES; i++) {
            List<String> alternative = new ArrayList<>(prefix);
            alternative.set(last, beginning + i);
            alternatives.add(alternative);
        }
        return alternatives;
    }

    /** Parts of a record in the middle of what {@link #fill} inserts. */
    private static List<String> middle(Index<?> index) {
        Map<String, String> parts = Map.ofEntries(
                Map.entry("group", "group 50"),
                Map.entry("member kind", "user"),
                Map.entry("member id", "user 50000"),
                Map.entry("name key", "name"),
                Map.entry("community", "community 50"),
                Map.entry("scope kind", "community"),
                Map.entry("scope id", "community 50"),
                Map.entry("subject kind", "user"),
                Map.entry("subject id", "user 50000"),
                Map.entry("recipient kind", "user"),
                Map.entry("recipient id", "user 50000"),
                Map.entry("project", "project 50"),
                Map.entry("type", "dataset"),
                Map.entry("resource", "resource 50"),
                Map.entry("key", "key 50000"));
        return index.parts().stream()
                .map(part -> switch (part) {
                    case "id" ->
                        index.kind().equals(RecordKind.SUBJECT) || index.kind().equals(RecordKind.LEFTOVER)
                                ? "user 50000"
                                : "id 50000";
                    case "kind" -> index.kind().equals(RecordKind.DELETION) ? "project" : "user";
                    case "role" -> "role.r10";
                    default -> parts.getOrDefault(part, "?");
                })
                .toList();
    }

    private void questions(CommunityStore store) {
        store.revision(ACME);
        store.principalRecords(ACME, ANN);
        for (int count : List.of(1, 5)) {
            targets(count).forEach(targets -> store.targetRecords(ACME, targets));
            store.jointRecords(ACME, ANN, keysOfAllKinds(count));
        }
        store.read(ACME, reader -> {
            for (RecordKind<?> kind : RecordKind.ALL) {
                find(reader, kind, 1);
                find(reader, kind, kind.equals(RecordKind.ORGANIZATION) ? 1 : LIMIT);
            }
            return reader.changes(Revision.of(50_000), LIMIT);
        });
    }

    /** Of each kind by itself, and of all. */
    private static List<List<Target>> targets(int count) {
        List<CommunityId> communities = ids(count, id -> CommunityId.of(ACME, id));
        List<ProjectId> projects = ids(count, id -> ProjectId.of(ACME, id));
        List<ResourceId> resources = ids(count, id -> ResourceId.of(ACME, id));
        List<List<Target>> targets = new ArrayList<>(List.of(
                List.copyOf(communities),
                List.copyOf(projects),
                List.copyOf(resources),
                zipped(resources, communities),
                zipped(resources, projects)));
        targets.add(targets.stream().flatMap(List::stream).toList());
        return targets;
    }

    private static <T> List<T> ids(int count, Function<String, T> id) {
        return IntStream.range(0, count).mapToObj(i -> id.apply("id " + i)).toList();
    }

    private static List<Target> zipped(List<ResourceId> resources, List<? extends Scope> places) {
        return IntStream.range(0, places.size())
                .<Target>mapToObj(i -> new ResourceAt(resources.get(i), places.get(i)))
                .toList();
    }

    private static <R extends StoredRecord> void find(StoreReader reader, RecordKind<R> kind, int count) {
        reader.find(kind, keys(kind, count));
    }

    private static List<RecordKey<?>> keysOfAllKinds(int count) {
        List<RecordKey<?>> keys = new ArrayList<>();
        RecordKind.ALL.forEach(kind -> keys.addAll(keys(kind, kind.equals(RecordKind.ORGANIZATION) ? 1 : count)));
        return keys;
    }

    private static <R extends StoredRecord> List<RecordKey<R>> keys(RecordKind<R> kind, int count) {
        int parts = PARTS.getOrDefault(kind, 0);
        return IntStream.range(0, count)
                .mapToObj(i -> new RecordKey<>(kind, Collections.nCopies(parts, "user " + i)))
                .toList();
    }

    /** What a write reads and does besides its batches, whose conditions are those by which one record is found. */
    private void changes(CommunityStore store) {
        store.write(ACME, writer -> {
            writer.principalRecords(ANN);
            List.of(1, 5).forEach(count -> writer.jointRecords(ANN, keysOfAllKinds(count)));
            List.of(1, 5).forEach(count -> targets(count).forEach(writer::targetRecords));
            writer.insert(
                    LeftoverRecord.builder().organization(ACME).subject(ANN).build());
            writer.delete(RecordKind.leftover(ANN));
            writer.dropChanges(Revision.of(1));
            writer.append(change(writer.revision().next()));
            return "changed";
        });
    }

    private static ChangeRecord change(Revision revision) {
        return ChangeRecord.builder()
                .revision(revision)
                .at(Instant.EPOCH)
                .addChanges(Change.of(ChangeKind.SUBJECT_ADDED, ACME))
                .build();
    }

    private void requireGoodPlans(List<Executed> statements) throws SQLException {
        Map<String, Executed> different = new LinkedHashMap<>();
        statements.forEach(statement -> different.put(statement.sql(), statement));
        assertFalse(different.isEmpty());
        try (Connection connection = pool.getConnection()) {
            for (Executed statement : different.values()) {
                if (statement.sql().matches("(?s)(select|update|delete).*")) {
                    plans(connection, statement).forEach(plan -> requireGood(plan, statement));
                }
            }
        }
    }

    /** Many rows of each kind, of which many have the same first parts. */
    private void fill() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String rows : List.of("""
                    insert into community_organizations
                    select 'organization ' || x, 1, true, 'name', 'team', 1, 1, false, 1 from %s
                    """, """
                    insert into community_subjects
                    select 'acme', 'user', 'user ' || x, true, 1, 1, null, false from %s
                    """, """
                    insert into community_group_members
                    select 'acme', 'group ' || mod(x, 100), 'user', 'user ' || x, 1 from %s
                    """, """
                    insert into community_communities (organization_id, id, kind, name, name_key, follows_organization,
                      description, channels, labels, restrictions, sharing_epoch, created_at, updated_at, version,
                      bindings_version, created_in)
                    select 'acme', 'id ' || x, 'STANDARD', 'name', 'name', false, '', '-', '-', '-', 1, 1, 1, 1, 1, 1
                    from %s
                    """, """
                    insert into community_projects (organization_id, id, community, name, name_key, description, labels,
                      created_at, updated_at, version, bindings_version, created_in)
                    select 'acme', 'id ' || x, 'community ' || mod(x, 100), 'name', 'name', '', '-', 1, 1, 1, 1, 1
                    from %s
                    """, """
                    insert into community_bindings (organization_id, scope_kind, scope_id, subject_kind, subject_id, role,
                      since, revision)
                    select 'acme', 'community', 'community ' || mod(x, 100), 'user', 'user ' || x, 'role.r' || mod(x, 21),
                      1, 1
                    from %s
                    """, """
                    insert into community_departures
                    select 'acme', 'community ' || mod(x, 100), 'user', 'user ' || x, 1, true from %s
                    """, """
                    insert into community_invitations (organization_id, id, community, role, recipient_kind, recipient_id,
                      inviter_kind, inviter_id, created_at, uses, revision)
                    select 'acme', 'id ' || x, 'community ' || mod(x, 100), 'role.r1', 'user', 'user 50000', 'user', 'ann',
                      1, 0, 1
                    from %s
                    """, """
                    insert into community_resources (organization_id, id, project, community, type, name, name_key,
                      description, labels, created_at, updated_at, version, created_in)
                    select 'acme', 'id ' || x, 'project ' || mod(x, 100), 'community ' || mod(x, 100), 'dataset', 'name',
                      'name', '', '-', 1, 1, 1, 1
                    from %s
                    """, """
                    insert into community_publications
                    select 'acme', 'community ' || mod(x, 100), 'resource ' || x, 'project ' || mod(x, 100), 'source', 1, 1
                    from %s
                    """, """
                    insert into community_attachments
                    select 'acme', 'project ' || x, 'resource ' || mod(x, 100), 'community ' || mod(x, 100), 1, 1
                    from %s
                    """, """
                    insert into community_usage
                    select 'acme', 'project ' || mod(x, 100), 'key ' || x, 1, 1 from %s
                    """, """
                    insert into community_deletions select 'acme', 'project', 'id ' || x, 1, 1, false from %s
                    """, """
                    insert into community_leftovers select 'acme', 'user', 'user x ' || x from %s
                    """, """
                    insert into community_changes
                    select 'acme', x + 100, 1, null, null, null, null, '', 'subject.added organization acme - - -'
                    from %s
                    """)) {
                statement.execute(String.format(rows, numbers(ROWS)));
            }
            statement.execute("analyze");
        }
    }
}
