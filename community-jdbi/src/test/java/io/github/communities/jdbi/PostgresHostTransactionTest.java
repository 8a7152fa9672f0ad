package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.communities.error.Refused;
import io.github.communities.tck.Rule;
import io.github.communities.tck.StoreName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The host's transactions, on PostgreSQL. */
@StoreName("postgresql")
class PostgresHostTransactionTest extends HostTransactionTest {
    @Override
    SqlFixture database() {
        return ServerFixture.migrated(PostgresServer.only());
    }

    /** All: it takes READ UNCOMMITTED for READ COMMITTED. */
    @Override
    Set<Integer> fit() {
        return Set.of(
                Connection.TRANSACTION_READ_UNCOMMITTED,
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE);
    }

    /** The library waits for two seconds, but the host's own statements wait as long as the host wants. */
    @Test
    @Rule("CON-4")
    void how_long_the_host_waits_for_locks_stays_as_it_was() throws SQLException {
        inTransaction(connection -> {
            create(within(connection), "Cat lovers");
            assertEquals("0", lockTimeout(connection));
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local lock_timeout = '7s'");
            }
            create(within(connection), "Dog lovers");
            assertEquals("7s", lockTimeout(connection));
            assertThrows(Refused.class, () -> create(within(connection), "Cat lovers"));
            assertEquals("7s", lockTimeout(connection));
        });
    }

    private static String lockTimeout(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("show lock_timeout")) {
            result.next();
            return result.getString(1);
        }
    }
}
