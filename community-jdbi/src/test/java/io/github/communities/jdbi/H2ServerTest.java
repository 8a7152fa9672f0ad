package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.error.Unavailable;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.tck.rule.Rule;
import io.github.communities.tck.rule.StoreName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** H2 as a server, whose driver asks it for what it knows by itself where the database is embedded. */
@StoreName("h2")
class H2ServerTest {
    private static final OrganizationId ACME = OrganizationId.of("acme");

    private final Server server = started();
    private final String name = "mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private final JdbcConnectionPool pool =
            JdbcConnectionPool.create("jdbc:h2:tcp://localhost:" + server.getPort() + '/' + name, "sa", "");
    private final TappedDataSource tapped = new TappedDataSource(pool);
    private final CommunityStore store = opened();

    private static Server started() {
        try {
            return Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private CommunityStore opened() {
        CommunitySchema.migrate(pool);
        return JdbiCommunityStore.over(tapped);
    }

    @BeforeEach
    void register() {
        ExactIds.register(store, ACME);
    }

    @AfterEach
    void stop() throws SQLException {
        tapped.untap();
        execute("shutdown immediately");
        pool.dispose();
        server.stop();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** How often the driver has asked the server for a session's isolation, in a statement of its own. */
    private int questions() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "select coalesce(sum(EXECUTION_COUNT), 0) from INFORMATION_SCHEMA.QUERY_STATISTICS"
                                + " where SQL_STATEMENT like 'SELECT ISOLATION_LEVEL%'")) {
            result.next();
            return result.getInt(1);
        }
    }

    @Test
    @Rule("S-4")
    void no_call_takes_a_round_trip_to_ask_for_the_isolation() throws SQLException {
        execute("set query_statistics true");
        store.revision(ACME);
        store.principalRecords(ACME, Subject.user("ann"));
        store.read(ACME, StoreReader::revision);
        store.write(ACME, ExactIds::touch);
        assertEquals(0, questions());

        tapped.onConnection(Connection::getTransactionIsolation);
        store.revision(ACME);
        assertEquals(1, questions(), "would be seen");
    }

    @Test
    @Rule("S-4")
    void a_session_that_reads_what_is_not_committed_later_is_refused() {
        tapped.onConnection(connection -> connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED));
        for (Executable call : List.<Executable>of(
                () -> store.revision(ACME),
                () -> store.principalRecords(ACME, Subject.user("ann")),
                () -> store.write(ACME, ExactIds::touch))) {
            Unavailable unavailable = assertThrows(Unavailable.class, call);
            assertEquals("S-4", unavailable.rule());
            assertFalse(unavailable.retryable());
            assertTrue(unavailable.toString().contains("READ_COMMITTED"), unavailable::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
    @Rule("S-4")
    void a_session_that_comes_with_another_isolation_later_is_given_the_right_one(int isolation) {
        tapped.onConnection(connection -> connection.setTransactionIsolation(isolation));
        ExactIds.requireOneState(store, JdbiCommunityStore.over(pool), ACME);
    }
}
