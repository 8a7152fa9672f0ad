package io.github.communities.jdbi;

import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_VIEWER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.access.AccessFilter;
import io.github.communities.access.AccessView;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.CommunityEngine;
import io.github.communities.core.memory.InMemoryCommunityStore;
import io.github.communities.error.InvalidInput;
import io.github.communities.policy.Policy;
import io.github.communities.project.NewProject;
import io.github.communities.tck.fixture.ManualClock;
import io.github.communities.tck.rule.Rule;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ACC-6 in SQL: the host's rows that a filter's predicate finds are those at which the caller has the permission. */
abstract class AccessPredicateRules {
    private static final OrganizationId ACME = OrganizationId.of("acme/ü");
    /** What a careless comparison would take for Acme. */
    private static final List<OrganizationId> OTHERS = Stream.of(
                    "ACME/Ü", "acme/u", "acme", "acme/ü ", "acme/ü/x", "globex")
            .map(OrganizationId::of)
            .toList();

    private static final Subject OWNER = Subject.user("owner");
    private static final Subject DIRECTOR = Subject.user("director");
    private static final Subject ANN = Subject.user("ann");
    private static final Subject BOB = Subject.user("bob");
    private static final Subject CAROL = Subject.user("carol");
    private static final Subject ROBOT = Subject.serviceAccount("robot");
    private static final Subject CATS = Subject.group("cats");
    private static final List<Subject> MEMBERS = List.of(ANN, BOB, CAROL, ROBOT, CATS);
    private static final List<Subject> PRINCIPALS = List.of(ANN, BOB, CAROL, ROBOT, OWNER, DIRECTOR);
    private static final List<Permission> PERMISSIONS =
            List.of(COMMUNITY_VIEW, COMMUNITY_MANAGE_ACCESS, PROJECT_VIEW, PROJECT_RUN);
    /** Ids that differ by what many comparisons overlook, or that could break out of a literal. */
    private static final List<String> ODD = List.of(
            "a",
            "A",
            "á",
            "a\u0301",
            "a ",
            "a%",
            "a_",
            "a'",
            "a\"",
            "a\\",
            "a/b",
            "a, b",
            "?",
            ":a",
            "$1",
            "ß",
            "ss",
            "\uD83D\uDE00",
            "\uFFFD",
            "null",
            "--",
            ";",
            "()",
            "[]");

    private final SqlFixture fixture;
    private final JdbcConnectionPool pool;
    private final ManualClock clock = new ManualClock();
    /** Where the host's rows are, each with its project, if it has one. */
    private final Map<Integer, Row> rows = new LinkedHashMap<>();

    /** A row of the host's. */
    private record Row(CommunityId community, Optional<ProjectId> project) {
        Scope scope() {
            return project.<Scope>map(id -> id).orElse(community);
        }
    }

    /** On a database without any tables. */
    AccessPredicateRules(SqlFixture fixture) {
        this.fixture = fixture;
        this.pool = fixture.pool();
    }

    /** What the database needs to keep every text, in the collation that it has for such texts by default. */
    String tableOptions() {
        return "";
    }

    @BeforeEach
    void createTable() throws SQLException {
        execute("create table host_rows (id int primary key, organization varchar(200) not null,"
                + " community varchar(200) not null, project varchar(200),"
                + " community_text varchar(700) not null, project_text varchar(700))" + tableOptions());
    }

    @AfterEach
    void drop() {
        fixture.giveBack(pool);
        fixture.close();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @Rule("ACC-6")
    void the_rows_found_are_those_at_which_the_caller_has_the_permission(long seed) throws SQLException {
        Random random = new Random(seed);
        Policy policy = seed % 2 == 0 ? Policy.standard() : administeredFromAbove();
        try (Communities communities = communities(policy)) {
            List<Row> places = fill(communities, random);
            insert(places);
            int allowed = 0;
            for (Subject principal : PRINCIPALS) {
                Caller caller = Caller.of(ACME, principal);
                for (Permission permission : PERMISSIONS) {
                    allowed += requireSame(communities, caller, permission);
                }
            }
            assertTrue(allowed > 0, "somebody may do something");
        }
    }

    private Row row(int id) {
        return Optional.ofNullable(rows.get(id)).orElseThrow();
    }

    /** How many rows pass. */
    private int requireSame(Communities communities, Caller caller, Permission permission) throws SQLException {
        AccessFilter filter = communities.access().filter(caller, permission);
        AccessView view = communities.access().of(caller);
        Set<Integer> expected = rows.entrySet().stream()
                .filter(row -> row.getValue().community().organization().equals(ACME))
                .filter(row -> view.can(permission, row.getValue().scope()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        String asked = caller.principal() + " " + permission + " " + filter;
        assertEquals(expected, found(filter, texts()), asked);
        assertEquals(expected, found(filter, values()), asked);
        Set<Integer> ofCommunities = expected.stream()
                .filter(row -> row(row).project().isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Integer> withoutProject = found(filter, RowColumns.community("community_text"));
        withoutProject.removeIf(row -> row(row).project().isPresent());
        assertEquals(ofCommunities, withoutProject, asked);
        return expected.size();
    }

    private static RowColumns texts() {
        return RowColumns.community("h.community_text").project("h.project_text");
    }

    private static RowColumns values() {
        return RowColumns.community("community").project("project").organization("h.organization");
    }

    /** By JDBC, in the midst of other conditions. */
    private Set<Integer> found(AccessFilter filter, RowColumns columns) throws SQLException {
        AccessPredicate predicate = AccessPredicates.over(pool).of(filter, columns);
        Set<Integer> found = new TreeSet<>();
        String sql = "select id from host_rows h where id >= ? and " + predicate.sql() + " and id < ? order by id";
        try (Connection connection = pool.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, 0);
            int next = predicate.bind(query, 2);
            query.setInt(next, Integer.MAX_VALUE);
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    found.add(result.getInt(1));
                }
            }
        }
        return found;
    }

    @Test
    @Rule("ACC-6")
    void ten_thousand_scopes_are_found_exactly() throws SQLException {
        List<CommunityId> communities = IntStream.range(0, 10_000)
                .mapToObj(i -> CommunityId.of(ACME, "community " + i))
                .toList();
        insert(communities.stream().map(id -> new Row(id, Optional.empty())).toList());
        Set<CommunityId> even =
                IntStream.range(0, 5_000).mapToObj(i -> communities.get(2 * i)).collect(Collectors.toSet());
        Set<CommunityId> odd =
                communities.stream().filter(id -> !even.contains(id)).collect(Collectors.toSet());

        assertEquals(rowsOf(even), found(filter(false, Set.of(), even, Set.of()), values()));
        assertEquals(rowsOf(odd), found(filter(true, even, Set.of(), Set.of()), texts()));
        assertEquals(rowsOf(odd), found(filter(true, Set.of(), Set.of(), even), values()));
        assertEquals(rowsOf(even), foundByJdbi(filter(false, Set.of(), even, Set.of())));
    }

    private static AccessFilter filter(
            boolean all, Set<CommunityId> besides, Set<CommunityId> communities, Set<CommunityId> deleted) {
        return new AccessFilter(
                ACME, PROJECT_VIEW, Revision.of(1), all, besides, communities, Set.of(), deleted, Set.of());
    }

    private Set<Integer> rowsOf(Set<CommunityId> communities) {
        return rows.entrySet().stream()
                .filter(row -> communities.contains(row.getValue().community()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<Integer> foundByJdbi(AccessFilter filter) {
        AccessPredicate predicate = AccessPredicates.over(pool).of(filter, texts());
        return Jdbi.create(pool).withHandle(handle -> {
            var query = handle.createQuery("select id from host_rows h where id >= ? and " + predicate.sql())
                    .bind(0, 0);
            assertEquals(1 + predicate.parameters().size(), predicate.bind(query, 1));
            return new TreeSet<>(query.mapTo(Integer.class).list());
        });
    }

    @Test
    @Rule("ACC-6")
    void with_nothing_reached_no_row_is_found() throws SQLException {
        insert(List.of(new Row(CommunityId.of(ACME, "a"), Optional.of(ProjectId.of(ACME, "p")))));

        assertEquals(Set.of(), found(filter(false, Set.of(), Set.of(), Set.of()), values()));
        assertEquals(Set.of(), found(filter(false, Set.of(), Set.of(), Set.of()), texts()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "a b",
                "a;",
                "a)",
                "a or 1",
                "a--",
                "a.",
                ".a",
                "a..b",
                "a'",
                "\"a",
                "\"a\"\"b\"",
                "a.b.c.d.e",
                "?"
            })
    @Rule("ACC-6")
    void what_is_not_the_name_of_a_column_is_refused(String name) {
        InvalidInput refusal = assertThrows(InvalidInput.class, () -> RowColumns.community(name));
        assertEquals("ACC-6", refusal.rule());
        assertEquals("column of the community", refusal.field());
        assertThrows(InvalidInput.class, () -> RowColumns.community("c").project(name));
        assertThrows(InvalidInput.class, () -> RowColumns.community("c").organization(name));
    }

    @Test
    @Rule("ACC-6")
    void names_of_columns_may_be_quoted_and_qualified() {
        for (String name : List.of("a", "_a1$", "t.a", "\"my table\".\"a b\"", "`t`.`a`", "c.s.t.größe")) {
            assertEquals(name, RowColumns.community(name).community());
        }
    }

    private Communities communities(Policy policy) {
        Iterator<String> odd = ODD.iterator();
        AtomicInteger number = new AtomicInteger();
        return CommunityEngine.builder()
                .store(InMemoryCommunityStore.create())
                .policy(policy)
                .clock(clock)
                .ticker(clock.ticker())
                .ids(() -> odd.hasNext() ? odd.next() : "id " + number.incrementAndGet())
                .build();
    }

    /** Organization administrators administer all standard communities, and the default one not. */
    private static Policy administeredFromAbove() {
        return Policy.standard().toBuilder("from above")
                .withoutInheritedAdministration()
                .standardAdministrationRole(ORGANIZATION_ADMIN)
                .build();
    }

    /** Communities and projects with random roles, some of it deleted, some restored, some expired. */
    private List<Row> fill(Communities node, Random random) {
        node.host().register(ACME, "Acme");
        node.host().addUser(ACME, OWNER, ORGANIZATION_ADMIN);
        node.host().addUser(ACME, DIRECTOR, ORGANIZATION_ADMIN);
        node.host().addGroup(ACME, CATS);
        node.host().addServiceAccount(ACME, ROBOT);
        List.of(ANN, BOB, CAROL).forEach(user -> node.host().addUser(ACME, user));
        node.host().addToGroup(ACME, CATS, CAROL);
        node.host().signIn(ACME, ANN);
        Caller owner = Caller.of(ACME, OWNER);
        List<Row> places = new ArrayList<>();
        places.add(new Row(node.host().organization(ACME).defaultCommunity(), Optional.empty()));
        for (int i = 0; i < 6; i++) {
            places.add(new Row(
                    node.create(owner, NewCommunity.named("Community " + i))
                            .value()
                            .id(),
                    Optional.empty()));
        }
        for (int i = 0; i < 12; i++) {
            CommunityId community = places.get(1 + random.nextInt(6)).community();
            places.add(new Row(
                    community,
                    Optional.of(node.projects()
                            .create(owner, community, NewProject.named("Project " + i))
                            .value()
                            .id())));
        }
        for (int i = 0; i < 14; i++) {
            bind(node, owner, places.get(1 + random.nextInt(places.size() - 1)).scope(), random);
        }
        node.projects().delete(owner, places.get(8).project().orElseThrow());
        node.projects().delete(owner, places.get(9).project().orElseThrow());
        node.projects().restore(owner, places.get(9).project().orElseThrow());
        node.delete(owner, places.get(1).community());
        node.delete(owner, places.get(6).community());
        node.restore(owner, places.get(6).community());
        clock.advance(Duration.ofHours(2));
        return places;
    }

    private void bind(Communities node, Caller owner, Scope scope, Random random) {
        Subject subject = MEMBERS.get(random.nextInt(MEMBERS.size()));
        List<Role> roles = scope instanceof CommunityId
                ? List.of(COMMUNITY_VIEWER, COMMUNITY_DEVELOPER, COMMUNITY_EDITOR)
                : List.of(PROJECT_VIEWER, PROJECT_DEVELOPER);
        Role role = roles.get(random.nextInt(roles.size()));
        if (random.nextInt(4) == 0) {
            node.members().grant(owner, scope, subject, role, clock.instant().plus(Duration.ofHours(1)));
        } else {
            node.members().grant(owner, scope, subject, role);
        }
    }

    /** A row at each place, and those that look the same in other organizations. */
    private void insert(List<Row> places) throws SQLException {
        List<Row> all = new ArrayList<>(places);
        for (OrganizationId other : OTHERS) {
            places.stream()
                    .limit(20)
                    .map(row -> new Row(
                            CommunityId.of(other, row.community().value()),
                            row.project().map(project -> ProjectId.of(other, project.value()))))
                    .forEach(all::add);
        }
        try (Connection connection = pool.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into host_rows values (?, ?, ?, ?, ?, ?)")) {
            for (Row row : all) {
                int id = rows.size();
                rows.put(id, row);
                insert.setInt(1, id);
                insert.setString(2, row.community().organization().value());
                insert.setString(3, row.community().value());
                insert.setString(4, row.project().map(ProjectId::value).orElse(null));
                insert.setString(5, row.community().toString());
                insert.setString(6, row.project().map(ProjectId::toString).orElse(null));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
