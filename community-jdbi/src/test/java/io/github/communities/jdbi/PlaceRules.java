package io.github.communities.jdbi;

import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.PROJECT_VIEWER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityFilter;
import io.github.communities.CommunityId;
import io.github.communities.NewCommunity;
import io.github.communities.OrganizationId;
import io.github.communities.PageRequest;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.core.CommunityEngine;
import io.github.communities.error.InvalidInput;
import io.github.communities.error.NotFound;
import io.github.communities.error.Refused;
import io.github.communities.project.NewProject;
import io.github.communities.spi.CommunityStore;
import io.github.communities.tck.ManualClock;
import io.github.communities.tck.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a host wants the tables, and what makes them: the library or the host's Flyway. */
abstract class PlaceRules {
    private static final OrganizationId ACME = OrganizationId.of("acme");
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

    /** Drops what {@link #inSchema} made. */
    abstract void dropSchema(String name) throws SQLException;

    @AfterEach
    void drop() {
        fixture.giveBack(pool);
        fixture.close();
    }

    final void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
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

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "A", "a-", "a b", "a;", "a\"", "é", "a2345678_123456789_123456789__1"})
    @Rule("S-18")
    void what_is_no_beginning_of_a_name_is_refused(String prefix) {
        InvalidInput refusal = assertThrows(InvalidInput.class, () -> new TablePrefix(prefix));
        assertEquals("table prefix", refusal.field());
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
