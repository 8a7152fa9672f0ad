package io.github.communities.jdbi;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.ConnectionPoolDataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** A real server, started when the first test needs it and stopped when the tests have ended. */
abstract class DatabaseServer {
    /**
     * A database on it.
     *
     * @param pools those to it that no store uses at the moment; connecting anew takes longer than most tests
     */
    record OneDatabase(String name, Queue<JdbcConnectionPool> pools) {}

    private final AtomicInteger databases = new AtomicInteger();
    private final Queue<OneDatabase> migrated = new ConcurrentLinkedQueue<>();

    /** A new database, without any tables made. */
    final OneDatabase create() {
        String name = "communities" + databases.incrementAndGet();
        create(name);
        return new OneDatabase(name, new ConcurrentLinkedQueue<>());
    }

    final void drop(OneDatabase database) {
        database.pools().forEach(JdbcConnectionPool::dispose);
        drop(database.name());
    }

    /** A database with its tables made, and nothing in them; it takes long to make one, so they are used again. */
    final OneDatabase migrated() {
        OneDatabase free = migrated.poll();
        if (free != null) {
            return free;
        }
        OneDatabase database = create();
        JdbcConnectionPool pool = pool(database);
        CommunitySchema.migrate(pool);
        database.pools().add(pool);
        return database;
    }

    /** Takes back what {@link #migrated} gave. */
    final void giveBack(OneDatabase database) {
        JdbcConnectionPool pool = pool(database);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : tables(connection)) {
                statement.addBatch("delete from " + table);
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            database.pools().add(pool);
        }
        migrated.add(database);
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (var found = connection
                .getMetaData()
                .getTables(
                        connection.getCatalog(), connection.getSchema(), "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (found.next()) {
                tables.add(found.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        tables.removeIf(table -> !table.startsWith("community_") || table.startsWith("community_schema"));
        return tables;
    }

    /** A pool of connections to a database. */
    final JdbcConnectionPool pool(OneDatabase database) {
        JdbcConnectionPool free = database.pools().poll();
        if (free != null) {
            return free;
        }
        JdbcConnectionPool pool = JdbcConnectionPool.create(connections(database.name()));
        pool.setMaxConnections(32);
        return pool;
    }

    abstract void create(String name);

    abstract void drop(String name);

    abstract ConnectionPoolDataSource connections(String name);

    /** What it says of a transaction that it ended because of another. */
    abstract SQLException deadlock();
}
