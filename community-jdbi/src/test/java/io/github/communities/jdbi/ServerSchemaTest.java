package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.error.Unavailable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;

/** The schema on a real server: made once by however many nodes, finished after a death, and exact about ids. */
abstract class ServerSchemaTest {
    private static final int NODES = 20;

    /** The server it is made on. */
    abstract DatabaseServer server();

    @Test
    void it_is_made_over_a_pool_whose_connections_come_with_autocommit_off() {
        ServerFixture fixture = ServerFixture.empty(server());
        JdbcConnectionPool pool = fixture.pool();
        try {
            TappedDataSource tapped = new TappedDataSource(pool);
            tapped.onConnection(connection -> connection.setAutoCommit(false));
            JdbiOptions pooled = JdbiOptions.standard().withAutocommitOff(AutocommitOff.POOL_DEFAULT);
            CommunitySchema.migrate(tapped, pooled);
            CommunitySchema.verify(tapped, pooled);
        } finally {
            fixture.giveBack(pool);
            fixture.close();
        }
    }

    @Test
    void twenty_nodes_that_migrate_at_once_run_each_script_once() throws Exception {
        ServerFixture fixture = ServerFixture.empty(server());
        JdbcConnectionPool pool = fixture.pool();
        ExecutorService threads = Executors.newFixedThreadPool(NODES);
        try {
            CyclicBarrier start = new CyclicBarrier(NODES);
            List<Callable<TappedDataSource>> migrations = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                JdbcConnectionPool own = fixture.pool();
                migrations.add(() -> {
                    TappedDataSource node = new TappedDataSource(own);
                    start.await(60, TimeUnit.SECONDS);
                    CommunitySchema.migrate(node);
                    CommunitySchema.verify(node);
                    fixture.giveBack(own);
                    return node;
                });
            }
            long runs = 0;
            for (Future<TappedDataSource> migration : threads.invokeAll(migrations)) {
                runs += migration.get().statements().stream()
                        .filter(statement ->
                                statement.sql().matches("(?s)create table if not exists \\S+community_bindings .*"))
                        .count();
            }
            assertEquals(1, runs);
        } finally {
            threads.shutdownNow();
            fixture.giveBack(pool);
            fixture.close();
        }
    }

    @Test
    void a_migration_that_dies_at_any_statement_is_finished_by_the_next() throws SQLException {
        ServerFixture whole = ServerFixture.empty(server());
        JdbcConnectionPool pool = whole.pool();
        TappedDataSource counting = new TappedDataSource(pool);
        CommunitySchema.migrate(counting);
        int statements = counting.statements().size();
        List<String> expected = columns(pool);
        whole.giveBack(pool);
        whole.close();
        assertTrue(statements > 20);
        for (int death = 1; death <= statements; death++) {
            requireFinishedAfterDeath(death, expected);
        }
    }

    private void requireFinishedAfterDeath(int death, List<String> expected) throws SQLException {
        ServerFixture fixture = ServerFixture.empty(server());
        JdbcConnectionPool pool = fixture.pool();
        try {
            TappedDataSource dying = new TappedDataSource(pool);
            AtomicInteger left = new AtomicInteger(death);
            dying.onStatement(connection -> {
                if (left.decrementAndGet() <= 0) {
                    throw new SQLException("Connection is broken, as the test wants it", "08006");
                }
            });
            assertThrows(Unavailable.class, () -> CommunitySchema.migrate(dying), () -> "at statement " + death);

            CommunitySchema.migrate(pool);

            CommunitySchema.verify(pool);
            assertEquals(expected, columns(pool), () -> "after a death at statement " + death);
        } finally {
            fixture.giveBack(pool);
            fixture.close();
        }
    }

    @Test
    void ids_that_differ_are_kept_apart_whatever_the_databases_collation_is() {
        ServerFixture fixture = ServerFixture.empty(server());
        JdbcConnectionPool pool = fixture.pool();
        try {
            CommunitySchema.migrate(pool);
            ExactIds.requireKeptApart(JdbiCommunityStore.over(pool));
        } finally {
            fixture.giveBack(pool);
            fixture.close();
        }
    }

    /** All columns and what is in an index, in the order of the database. */
    private static List<String> columns(JdbcConnectionPool pool) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = pool.getConnection()) {
            try (ResultSet columns = connection
                    .getMetaData()
                    .getColumns(connection.getCatalog(), connection.getSchema(), "community%", "%")) {
                while (columns.next()) {
                    found.add(columns.getString("TABLE_NAME") + "." + columns.getString("COLUMN_NAME") + " "
                            + columns.getString("TYPE_NAME") + " " + columns.getString("COLUMN_SIZE"));
                }
            }
            for (String table : List.of("community_bindings", "community_resources", "community_attachments")) {
                try (ResultSet indexes = connection
                        .getMetaData()
                        .getIndexInfo(connection.getCatalog(), connection.getSchema(), table, false, true)) {
                    while (indexes.next()) {
                        found.add(indexes.getString("INDEX_NAME") + " " + indexes.getString("COLUMN_NAME"));
                    }
                }
            }
        }
        return found;
    }
}
