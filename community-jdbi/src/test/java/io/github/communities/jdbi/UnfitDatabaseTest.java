package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.error.CommunitiesException;
import io.github.communities.error.Refused;
import io.github.communities.error.Unavailable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the library can't work with is refused before anything is read or made, with what to do. */
class UnfitDatabaseTest {
    private final H2Fixture h2 = H2Fixture.inMemory();
    private final JdbcConnectionPool pool = h2.pool();
    private final TappedDataSource tapped = new TappedDataSource(pool);

    @AfterEach
    void drop() {
        pool.dispose();
        h2.close();
    }

    @Test
    void autocommit_that_is_off_is_refused() {
        CommunitySchema.migrate(pool);
        tapped.onConnection(connection -> connection.setAutoCommit(false));

        requireRefused("CON-4", tapped, "autocommit off", "withAutocommitOff", "turn autocommit on");
    }

    @Test
    void reading_what_is_not_committed_is_refused() {
        CommunitySchema.migrate(pool);
        tapped.onConnection(connection -> connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED));

        requireRefused("S-4", tapped, "READ_COMMITTED");
    }

    @Test
    void another_database_is_refused() {
        requireRefused(
                "S-18",
                pretending(Map.of("getDatabaseProductName", "Oracle", "getDatabaseProductVersion", "23ai")),
                "Oracle 23ai",
                "H2");
    }

    @Test
    void mysql_is_refused_by_whatever_driver() {
        for (String driver : List.of("MySQL Connector/J", "MariaDB Connector/J")) {
            requireRefused(
                    "S-18",
                    pretending(Map.of(
                            "getDatabaseProductName",
                            "MySQL",
                            "getDatabaseProductVersion",
                            "8.4.3",
                            "getDriverName",
                            driver)),
                    "MySQL 8.4.3",
                    "H2, PostgreSQL or MariaDB");
        }
    }

    @Test
    void mariadb_by_the_driver_of_mysql_is_refused_with_the_driver_to_use() {
        requireRefused(
                "S-18",
                pretending(Map.of(
                        "getDatabaseProductName",
                        "MySQL",
                        "getDatabaseProductVersion",
                        "5.5.5-10.11.6-MariaDB",
                        "getDriverName",
                        "MySQL Connector/J")),
                "MariaDB",
                "MySQL Connector/J, calls it MySQL",
                "jdbc:mariadb:");
    }

    @Test
    void an_older_h2_is_refused() {
        requireRefused(
                "S-18",
                pretending(Map.of("getDatabaseMinorVersion", 3, "getDatabaseProductVersion", "2.3.232 (2024-08-11)")),
                "H2 2.3.232",
                "2.5 or newer");
    }

    @Test
    void a_collation_is_refused() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set collation english strength primary");
        }

        requireRefused("S-12", pool, "SET COLLATION", "without one");
    }

    @Test
    void oracle_mode_where_an_empty_text_is_none_is_refused() {
        JdbcConnectionPool oracle = JdbcConnectionPool.create("jdbc:h2:mem:oracle;MODE=Oracle", "sa", "");
        try {
            requireRefused("S-12", oracle, "Oracle mode");
        } finally {
            oracle.dispose();
        }
    }

    @Test
    void a_database_that_cannot_be_reached_is_unavailable_for_now() {
        tapped.onConnection(connection -> {
            throw new SQLException("Connection refused, as the test wants it", "08001");
        });

        requireUnavailable(true, "there is no connection to the database", "Connection refused");
    }

    @Test
    void a_login_that_is_refused_is_unavailable_until_somebody_does_something() {
        tapped.onConnection(connection -> {
            throw new SQLException("Wrong user name or password", "28000");
        });

        requireUnavailable(false, "Wrong user name or password");
    }

    private void requireRefused(String rule, DataSource dataSource, String... words) {
        for (Executable call : calls(dataSource)) {
            Refused refused = assertThrows(Refused.class, call);
            assertEquals(rule, refused.rule());
            requireWords(refused, words);
        }
    }

    private void requireUnavailable(boolean retryable, String... words) {
        for (Executable call : calls(tapped)) {
            Unavailable unavailable = assertThrows(Unavailable.class, call);
            assertEquals("S-18", unavailable.rule());
            assertEquals(retryable, unavailable.retryable());
            requireWords(unavailable, words);
        }
    }

    private static void requireWords(CommunitiesException exception, String... words) {
        String message = String.valueOf(exception.getMessage());
        assertAll(Stream.of(words).map(word -> () -> assertTrue(message.contains(word), message)));
    }

    private static Iterable<Executable> calls(DataSource dataSource) {
        return List.of(
                () -> CommunitySchema.migrate(dataSource),
                () -> CommunitySchema.verify(dataSource),
                () -> JdbiCommunityStore.over(dataSource));
    }

    /** H2, but its connections say something else of their database. */
    private DataSource pretending(Map<String, Object> answers) {
        InvocationHandler connections = (proxy, method, arguments) -> {
            Connection connection = pool.getConnection();
            return Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (p, asked, given) -> {
                        Object answer = asked.invoke(connection, given);
                        return answer instanceof DatabaseMetaData real ? pretending(real, answers) : answer;
                    });
        };
        return (DataSource)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {DataSource.class}, connections);
    }

    private DatabaseMetaData pretending(DatabaseMetaData real, Map<String, Object> answers) {
        return (DatabaseMetaData) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DatabaseMetaData.class}, (proxy, method, arguments) -> {
                    Object answer = answers.get(method.getName());
                    return answer == null ? method.invoke(real, arguments) : answer;
                });
    }
}
