package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.communities.error.Refused;
import io.github.communities.tck.rule.Rule;
import io.github.communities.tck.rule.StoreName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
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

    /**
     * The library waits for two seconds and reads no table as a whole, but the host's own statements do as the host
     * wants.
     */
    @Test
    @Rule("CON-4")
    void how_long_the_host_waits_for_locks_and_how_it_reads_stays_as_it_was() throws SQLException {
        inTransaction(connection -> {
            create(within(connection), "Cat lovers");
            assertEquals(List.of("0", "on"), settings(connection));
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local lock_timeout = '7s'; set local enable_seqscan = off");
            }
            create(within(connection), "Dog lovers");
            assertEquals(List.of("7s", "off"), settings(connection));
            assertThrows(Refused.class, () -> create(within(connection), "Cat lovers"));
            assertEquals(List.of("7s", "off"), settings(connection));
        });
    }

    private static List<String> settings(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "select current_setting('lock_timeout'), current_setting('enable_seqscan')")) {
            result.next();
            return List.of(result.getString(1), result.getString(2));
        }
    }

    /** PostgreSQL would keep that plan when they have grown. */
    @Test
    @Rule("CON-4")
    void a_write_reads_no_table_as_a_whole_not_even_small_ones() throws SQLException {
        inTransaction(connection -> {
            create(within(connection), "Cat lovers");
            try (Statement statement = connection.createStatement()) {
                statement.execute("analyze");
                int before = wholeReads(statement);
                create(within(connection), "Dog lovers");
                assertEquals(before, wholeReads(statement));
                // without an index the reading of a table as a whole is certain, whatever other tests left in it
                statement.execute("set local enable_indexscan = off; set local enable_indexonlyscan = off;"
                        + " set local enable_bitmapscan = off; set local enable_seqscan = on");
                statement.execute("select count(*) from community_communities where name_key = 'dog lovers'");
                assertEquals(before + 1, wholeReads(statement), "would be seen");
            }
        });
    }

    /** In this transaction, of the tables that grow with an organization. */
    private static int wholeReads(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("select sum(seq_scan) from pg_stat_xact_user_tables"
                + " where relname in ('community_communities', 'community_bindings', 'community_subjects')")) {
            result.next();
            return result.getInt(1);
        }
    }
}
