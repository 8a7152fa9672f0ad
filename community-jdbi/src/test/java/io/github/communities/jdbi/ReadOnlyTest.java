package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.Subject;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.CommunityEngine;
import io.github.communities.error.NotFound;
import io.github.communities.error.Unavailable;
import io.github.communities.jdbi.DatabaseServer.OneDatabase;
import io.github.communities.tck.rule.Rule;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** A database in which nothing can be stored: what would change nothing works, and all else says why it never will. */
class ReadOnlyTest {
    private static final OrganizationId ACME = OrganizationId.of("acme");
    private static final Subject BOB = Subject.user("bob");
    private static final Subject CAROL = Subject.user("carol");

    @TempDir
    private Path folder;

    private final List<Runnable> end = new ArrayList<>();

    /** How a database is made read-only, and what is to be seen of it. */
    enum Kind {
        H2("ACCESS_MODE_DATA"),
        POSTGRESQL("default_transaction_read_only"),
        MARIADB("transaction_read_only");

        private final String setting;

        Kind(String setting) {
            this.setting = setting;
        }
    }

    private record Pools(JdbcConnectionPool writing, JdbcConnectionPool reading) {}

    @AfterEach
    void drop() {
        end.forEach(Runnable::run);
    }

    private Pools pools(Kind kind) throws SQLException {
        return switch (kind) {
            case H2 -> {
                String url = "jdbc:h2:file:" + folder.resolve("db") + ";WRITE_DELAY=0";
                yield new Pools(
                        JdbcConnectionPool.create(url, "sa", ""),
                        JdbcConnectionPool.create(url + ";ACCESS_MODE_DATA=r", "sa", ""));
            }
            case POSTGRESQL -> {
                OneDatabase database = PostgresServer.only().create();
                end.add(() -> PostgresServer.only().drop(database));
                PGConnectionPoolDataSource reading = new PGConnectionPoolDataSource();
                reading.setUrl(PostgresServer.only().url(database.name()));
                reading.setOptions("-c default_transaction_read_only=on");
                yield new Pools(
                        JdbcConnectionPool.create(PostgresServer.only().connections(database.name())),
                        JdbcConnectionPool.create(reading));
            }
            case MARIADB -> {
                OneDatabase database = MariaDbServer.only().create();
                end.add(() -> MariaDbServer.only().drop(database));
                String url = MariaDbServer.only().url(database.name());
                yield new Pools(
                        JdbcConnectionPool.create(new MariaDbDataSource(url)),
                        JdbcConnectionPool.create(new MariaDbDataSource(url + "&sessionVariables=tx_read_only=1")));
            }
        };
    }

    private static Communities communities(JdbcConnectionPool pool) {
        return CommunityEngine.builder().store(JdbiCommunityStore.over(pool)).build();
    }

    private JdbcConnectionPool readOnly(Kind kind) throws SQLException {
        Pools pools = pools(kind);
        CommunitySchema.migrate(pools.writing());
        try (Communities communities = communities(pools.writing())) {
            communities.host().register(ACME, "Acme");
            communities.host().addUser(ACME, BOB);
            communities.host().addUser(ACME, CAROL);
            communities.host().signIn(ACME, BOB);
        }
        pools.writing().dispose();
        end.add(0, pools.reading()::dispose);
        return pools.reading();
    }

    @ParameterizedTest
    @EnumSource
    void what_changes_nothing_works(Kind kind) throws SQLException {
        try (Communities communities = communities(readOnly(kind))) {
            assertFalse(communities.host().signIn(ACME, BOB).changed());
            assertFalse(communities.host().addUser(ACME, BOB).changed());
            assertFalse(communities.host().register(ACME, "Acme").changed());
            assertTrue(communities.access().can(Caller.of(ACME, BOB), Permission.COMMUNITY_CREATE, ACME));
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_would_change_something_says_what_forbids_it(Kind kind) throws SQLException {
        try (Communities communities = communities(readOnly(kind))) {
            requireReadOnly(kind, communities, all -> all.host().signIn(ACME, CAROL));
            requireReadOnly(kind, communities, all -> all.create(Caller.of(ACME, BOB), NewCommunity.named("Cats")));
            requireReadOnly(kind, communities, all -> all.host().register(OrganizationId.of("globex"), "Globex"));
            assertEquals(4, communities.host().organization(ACME).revision().value());
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule("ACC-8")
    void a_write_costs_a_stranger_as_many_statements_as_where_there_is_no_organization(Kind kind) throws SQLException {
        TappedDataSource tapped = new TappedDataSource(readOnly(kind));
        try (Communities communities =
                CommunityEngine.builder().store(JdbiCommunityStore.over(tapped)).build()) {
            assertEquals(
                    statements(tapped, communities, OrganizationId.of("globex")),
                    statements(tapped, communities, ACME));
        }
    }

    private static int statements(TappedDataSource tapped, Communities communities, OrganizationId organization) {
        Caller stranger = Caller.of(organization, Subject.user("stranger"));
        tapped.statements();
        assertThrows(NotFound.class, () -> communities.create(stranger, NewCommunity.named("Cats")));
        return tapped.statements().size();
    }

    @ParameterizedTest
    @EnumSource
    void in_a_transaction_of_the_host_that_goes_on(Kind kind) throws SQLException {
        JdbcConnectionPool pool = readOnly(kind);
        try (Communities communities = communities(pool);
                Connection connection = pool.getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            Communities within = communities.within(JdbiTransaction.on(connection));

            assertFalse(within.host().signIn(ACME, BOB).changed());
            requireReadOnly(kind, within, all -> all.host().signIn(ACME, CAROL));
            assertFalse(within.host().signIn(ACME, BOB).changed());
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_schema_that_is_to_be_made_there_says_so(Kind kind) throws SQLException {
        JdbcConnectionPool reading = readOnly(kind);
        Unavailable unavailable = assertThrows(
                Unavailable.class,
                () -> CommunitySchema.migrate(reading, JdbiOptions.standard().withTables(new TablePrefix("another_"))));
        assertFalse(unavailable.retryable(), unavailable::getMessage);
    }

    private static void requireReadOnly(Kind kind, Communities communities, Consumer<Communities> call) {
        Unavailable unavailable = assertThrows(Unavailable.class, () -> call.accept(communities));
        assertFalse(unavailable.retryable(), unavailable::getMessage);
        String message = String.valueOf(unavailable.getMessage());
        assertTrue(message.contains("read-only") && message.contains(kind.setting), message);
    }
}
