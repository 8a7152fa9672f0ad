package io.github.communities.jdbi;

import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.PROJECT_VIEWER;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.PageRequest;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.community.CommunityFilter;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.CommunityEngine;
import io.github.communities.error.NotFound;
import io.github.communities.error.Refused;
import io.github.communities.error.Unavailable;
import io.github.communities.project.NewProject;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.tck.fixture.ManualClock;
import io.github.communities.tck.rule.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** Where a host wants the tables, and what makes them: the library or the host's Flyway. */
abstract class PlaceRules {
    static final OrganizationId ACME = OrganizationId.of("acme");
    private static final Subject ANN = Subject.user("ann");
    private static final Subject BOB = Subject.user("bob");
    private static final TablePrefix OURS = new TablePrefix("ours_");
    private static final TablePrefix LONGEST = new TablePrefix("a2345678_123456789_123456789__");

    private final SqlFixture fixture;
    private final JdbcConnectionPool pool;

    @TempDir
    Path folder;

    /** On a database without any tables. */
    PlaceRules(SqlFixture fixture) {
        this.fixture = fixture;
        this.pool = fixture.pool();
    }

    /** The folder of the scripts. */
    abstract String scripts();

    /** Makes a schema, or what the database has in its place, and says so to a pool. */
    abstract void inSchema(HikariConfig config, String name) throws SQLException;

    /** Makes a schema, or what the database has in its place. */
    void makeSchema(String name) throws SQLException {
        execute("create schema " + name);
    }

    /** A name as it stands in a statement, exactly. */
    String quoted(String name) {
        return '"' + name + '"';
    }

    /** Puts a connection into a schema, with the usual one as a fallback where the database has such. */
    abstract void search(Connection connection, String schema) throws SQLException;

    /** Takes back what {@link #search} did. */
    abstract void searchUsual(Connection connection) throws SQLException;

    /** Whether a connection to one database can work in another one, so that a store still is in its own. */
    boolean reachesAcross() {
        return false;
    }

    /** Another database, without any tables. */
    abstract SqlFixture another();

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Drops what {@link #makeSchema} made. */
    void dropSchema(String name) throws SQLException {
        execute("drop schema " + name + " cascade");
    }

    @AfterEach
    void drop() {
        fixture.giveBack(pool);
        fixture.close();
    }

    final void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            execute(connection, sql);
        }
    }

    @Test
    @Rule({"S-14", "S-18"})
    void stores_whose_tables_are_named_differently_share_nothing() throws SQLException {
        for (TablePrefix prefix : List.of(OURS, LONGEST)) {
            Refused refusal = assertThrows(Refused.class, () -> JdbiCommunityStore.over(pool, in(prefix)));
            assertTrue(refusal.toString().contains("CommunitySchema.migrate"), refusal::toString);
            CommunitySchema.migrate(pool, in(prefix));
            CommunitySchema.verify(pool, in(prefix));
            requireWhole(JdbiCommunityStore.over(pool, in(prefix)));
        }
        assertThrows(Refused.class, () -> CommunitySchema.verify(pool));
        CommunitySchema.migrate(pool);
        requireWhole(JdbiCommunityStore.over(pool));
        assertEquals(
                tables("community_"),
                tables(LONGEST.text()).stream()
                        .map(name -> name.replace(LONGEST.text(), "community_"))
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertEquals(tables("community_").size(), tables(OURS.text()).size());
    }

    private static JdbiOptions in(TablePrefix prefix) {
        return JdbiOptions.standard().withTables(prefix);
    }

    private Set<String> tables(String prefix) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (Connection connection = pool.getConnection();
                ResultSet tables = connection
                        .getMetaData()
                        .getTables(connection.getCatalog(), connection.getSchema(), "%", new String[] {
                            "TABLE", "BASE TABLE"
                        })) {
            while (tables.next()) {
                String name = tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
                if (name.startsWith(prefix)) {
                    names.add(name);
                }
            }
        }
        assertFalse(names.isEmpty());
        return names;
    }

    @Test
    @Rule({"S-14", "S-18"})
    void stores_in_two_schemas_of_a_database_share_nothing() throws SQLException {
        for (String name : List.of("communities_one", "communities_two")) {
            HikariConfig config = new HikariConfig();
            config.setDataSource(pool);
            config.setMaximumPoolSize(2);
            inSchema(config, name);
            try (HikariDataSource source = new HikariDataSource(config)) {
                assertThrows(Refused.class, () -> CommunitySchema.verify(source));
                CommunitySchema.migrate(source);
                requireWhole(JdbiCommunityStore.over(source));
            }
        }
        dropSchema("communities_one");
        dropSchema("communities_two");
    }

    @Test
    @Rule({"S-14", "S-18"})
    void a_named_schema_takes_the_tables_wherever_connections_are() throws SQLException {
        makeSchema("communities_one");
        JdbiOptions options = JdbiOptions.standard().withTables(TablePrefix.in("communities_one", "ours_"));
        assertTrue(assertThrows(Refused.class, () -> CommunitySchema.verify(pool, options))
                .toString()
                .toLowerCase(Locale.ROOT)
                .contains("schema communities_one lacks"));
        CommunitySchema.migrate(pool, options);
        CommunitySchema.verify(pool, options);
        requireWhole(JdbiCommunityStore.over(pool, options));
        assertThrows(Refused.class, () -> CommunitySchema.verify(pool));
        CommunityStore store = JdbiCommunityStore.over(pool, options);

        try (Connection connection = pool.getConnection()) {
            int isolation = connection.getTransactionIsolation();
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            CommunityStore within = store.within(JdbiTransaction.on(connection));
            ExactIds.register(within, OrganizationId.of("inside"));
            connection.rollback();
            connection.setAutoCommit(true);
            connection.setTransactionIsolation(isolation);
        }
        assertEquals(Revision.NONE, store.revision(OrganizationId.of("inside")));
        dropSchema("communities_one");
    }

    @Test
    @Rule("S-18")
    void a_schema_that_is_not_there_is_named() {
        JdbiOptions options = JdbiOptions.standard().withTables(TablePrefix.in("communities_none"));
        for (Executable call : List.<Executable>of(
                () -> CommunitySchema.migrate(pool, options), () -> JdbiCommunityStore.over(pool, options))) {
            Refused refusal = assertThrows(Refused.class, call);
            assertEquals("S-18", refusal.rule());
            assertTrue(refusal.toString().contains("no schema 'communities_none'"), refusal::toString);
        }
    }

    @Test
    @Rule("S-18")
    void names_that_have_to_be_quoted_are() throws SQLException {
        for (String name : List.of("user", "tenant-1", "Tenant$B", "community_data", "x-community_y")) {
            makeSchema(quoted(name));
            JdbiOptions options = JdbiOptions.standard().withTables(TablePrefix.in(name));
            CommunitySchema.migrate(pool, options);
            requireWhole(JdbiCommunityStore.over(pool, options));
            dropSchema(quoted(name));
        }
    }

    /** A second schema does not share the first one's tables, though its sessions find them. */
    @Test
    @Rule({"S-14", "S-18"})
    void tables_are_not_found_through_a_fallback() throws SQLException {
        CommunitySchema.migrate(pool);
        CommunityStore first = JdbiCommunityStore.over(pool);
        ExactIds.register(first, ACME);
        makeSchema("communities_one");
        TappedDataSource tapped = new TappedDataSource(pool);
        tapped.onConnection(connection -> search(connection, "communities_one"));

        assertThrows(Refused.class, () -> JdbiCommunityStore.over(tapped));
        CommunitySchema.migrate(tapped);
        requireWhole(JdbiCommunityStore.over(tapped));

        assertEquals(Revision.of(1), first.revision(ACME));
        assertEquals(Revision.NONE, first.revision(OrganizationId.of("gone")));
        tapped.onConnection(this::searchUsual);
        assertEquals(Revision.of(1), JdbiCommunityStore.over(tapped).revision(ACME));
        dropSchema("communities_one");
    }

    @Test
    @Rule({"S-14", "S-18"})
    void a_store_stays_in_its_schema_when_connections_come_with_another() throws SQLException {
        makeSchema("communities_one");
        CommunitySchema.migrate(pool);
        TappedDataSource tapped = new TappedDataSource(pool);
        tapped.onConnection(connection -> search(connection, "communities_one"));
        CommunitySchema.migrate(tapped);
        CommunityStore one = JdbiCommunityStore.over(tapped);
        tapped.onConnection(this::searchUsual);
        CommunityStore usual = JdbiCommunityStore.over(tapped);

        ExactIds.register(one, ACME);
        assertEquals(Revision.of(1), one.revision(ACME));
        assertEquals(Revision.NONE, usual.revision(ACME));
        tapped.onConnection(connection -> search(connection, "communities_one"));
        assertEquals(Revision.NONE, usual.revision(ACME));
        tapped.onConnection(this::searchUsual);
        usual.revision(ACME);
        dropSchema("communities_one");
    }

    /** A database for each tenant behind one data source: never is what belongs to one looked for in another. */
    @Test
    @Rule({"S-14", "S-18"})
    void a_data_source_that_gives_connections_to_another_database_later_is_refused() throws SQLException {
        SqlFixture another = another();
        JdbcConnectionPool elsewhere = another.pool();
        CommunitySchema.migrate(pool);
        CommunitySchema.migrate(elsewhere);
        AtomicReference<JdbcConnectionPool> tenant = new AtomicReference<>(pool);
        CommunityStore store = JdbiCommunityStore.over(routing(tenant));
        ExactIds.register(store, ACME);
        ExactIds.register(JdbiCommunityStore.over(elsewhere), ACME);

        tenant.set(elsewhere);
        List<Executable> calls = List.of(
                () -> store.revision(ACME),
                () -> store.principalRecords(ACME, ANN),
                () -> store.targetRecords(ACME, List.of(ACME)),
                () -> store.read(ACME, StoreReader::revision),
                () -> store.write(ACME, ExactIds::touch),
                () -> ExactIds.register(store, OrganizationId.of("globex")),
                store::roles);
        for (Executable call : calls) {
            if (reachesAcross()) {
                assertDoesNotThrow(call);
            } else {
                requireAnother(call);
            }
        }
        Revision expected = reachesAcross() ? Revision.of(1) : Revision.NONE;
        assertEquals(expected, JdbiCommunityStore.over(pool).revision(OrganizationId.of("globex")));
        assertEquals(Revision.of(1), JdbiCommunityStore.over(elsewhere).revision(ACME));
        assertEquals(Revision.NONE, JdbiCommunityStore.over(elsewhere).revision(OrganizationId.of("globex")));
        another.giveBack(elsewhere);
        another.close();
    }

    /** A data source that gives the connections of the tenant whose turn it is. */
    static DataSource routing(AtomicReference<JdbcConnectionPool> tenant) {
        return new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                return Objects.requireNonNull(tenant.get()).getConnection();
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                return getConnection();
            }
        };
    }

    static void requireAnother(Executable call) {
        Unavailable unavailable = assertThrows(Unavailable.class, call);
        assertEquals("S-14", unavailable.rule());
        assertFalse(unavailable.retryable());
        assertTrue(unavailable.toString().contains("another database"), unavailable::toString);
    }

    /** Does what needs each of the tables, in a store that must be empty. */
    private static void requireWhole(CommunityStore store) {
        assertEquals(Revision.NONE, store.revision(ACME));
        ExactIds.requireKeptApart(store);
        OrganizationId gone = OrganizationId.of("gone");
        ManualClock clock = new ManualClock();
        try (Communities communities = CommunityEngine.builder()
                .store(store)
                .clock(clock)
                .ticker(clock.ticker())
                .build()) {
            communities.host().register(gone, "Gone");
            communities.host().addUser(gone, ANN, ORGANIZATION_ADMIN);
            communities.host().addUser(gone, BOB);
            communities.host().signIn(gone, BOB);
            Caller ann = Caller.of(gone, ANN);
            CommunityId cats =
                    communities.create(ann, NewCommunity.named("Cats")).value().id();
            ProjectId litter = communities
                    .projects()
                    .create(ann, cats, NewProject.named("Litter"))
                    .value()
                    .id();
            communities.members().grant(ann, litter, BOB, PROJECT_VIEWER);
            assertFalse(communities.access().of(Caller.of(gone, BOB)).can(PROJECT_RUN, litter));
            assertEquals(
                    2,
                    communities
                            .list(ann, CommunityFilter.all(), PageRequest.first(10))
                            .items()
                            .size());
            assertTrue(communities
                    .access()
                    .filter(ann, COMMUNITY_VIEW)
                    .communities()
                    .contains(cats));
            communities.delete(ann, cats);
            communities.host().removeOrganization(gone);
            assertThrows(NotFound.class, () -> communities.get(ann, cats));
        }
    }

    @Test
    @Rule("S-18")
    void flyway_makes_the_tables_beside_the_hosts_own() throws IOException, SQLException {
        Files.writeString(folder.resolve("V1__host.sql"), "create table host_runs (id int primary key);");
        flyway().locations("filesystem:" + folder).load().migrate();
        Flyway communities = flyway().locations(scripts())
                .table("community_flyway_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();

        assertEquals(2, communities.migrate().migrationsExecuted);

        CommunitySchema.verify(pool);
        requireNothingLeftToDo();
        requireWhole(JdbiCommunityStore.over(pool));
        assertEquals(0, communities.migrate().migrationsExecuted);
        execute("select id from host_runs");
    }

    private void requireNothingLeftToDo() {
        TappedDataSource tapped = new TappedDataSource(pool);
        CommunitySchema.migrate(tapped);
        tapped.statements()
                .forEach(statement -> assertTrue(statement.sql().matches("(?s)(select|show) .*"), statement::sql));
    }

    @Test
    @Rule("S-18")
    void flyway_takes_over_what_the_library_has_made() throws SQLException {
        CommunitySchema.migrate(pool);
        try (CommunityStore store = JdbiCommunityStore.over(pool)) {
            ExactIds.requireKeptApart(store);
            Flyway communities = flyway().locations(scripts())
                    .table("community_flyway_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load();

            assertEquals(2, communities.migrate().migrationsExecuted, "each can be run again");

            CommunitySchema.verify(pool);
            assertEquals(Revision.of(1), store.revision(ACME));
        }
    }

    private FluentConfiguration flyway() {
        return Flyway.configure().dataSource((DataSource) pool);
    }
}
