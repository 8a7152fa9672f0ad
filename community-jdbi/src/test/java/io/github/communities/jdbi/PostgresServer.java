package io.github.communities.jdbi;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** A PostgreSQL server, started when the first test needs it and stopped when the tests have ended. */
final class PostgresServer {
    private static final PostgresServer ONLY = new PostgresServer();

    private final EmbeddedPostgres server;
    private final AtomicInteger databases = new AtomicInteger();
    private final Queue<String> idle = new ConcurrentLinkedQueue<>();

    private PostgresServer() {
        try {
            // It stops itself when the JVM ends, and is installed in a folder that it deletes then.
            server = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "500")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PostgresServer only() {
        return ONLY;
    }

    /** A new database, whose server compares texts as people of some country do. */
    String create() {
        String name = "communities" + databases.incrementAndGet();
        execute("postgres", "create database " + name);
        return name;
    }

    void execute(String database, String sql) {
        try (Connection connection = server.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    PGConnectionPoolDataSource connections(String database) {
        PGConnectionPoolDataSource connections = new PGConnectionPoolDataSource();
        connections.setUrl(server.getJdbcUrl("postgres", database));
        return connections;
    }
}
