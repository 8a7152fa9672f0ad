package io.github.communities.jdbi;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.ConnectionPoolDataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** A PostgreSQL server; as root it runs itself as somebody else. */
final class PostgresServer extends DatabaseServer {
    private static final PostgresServer ONLY = new PostgresServer();

    private final EmbeddedPostgres server;

    private PostgresServer() {
        try {
            // It stops when the JVM ends, and deletes its data.
            server = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofMinutes(3))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PostgresServer only() {
        return ONLY;
    }

    @Override
    void create(String name) {
        execute("create database " + name);
    }

    @Override
    void drop(String name) {
        execute("drop database " + name + " with (force)");
    }

    @Override
    ConnectionPoolDataSource connections(String name) {
        PGConnectionPoolDataSource connections = new PGConnectionPoolDataSource();
        connections.setUrl(url(name));
        return connections;
    }

    /** A pool of connections to a database that are opened with an option. */
    JdbcConnectionPool pool(String database, String option) {
        PGConnectionPoolDataSource connections = new PGConnectionPoolDataSource();
        connections.setUrl(url(database) + "&" + option);
        return JdbcConnectionPool.create(connections);
    }

    String url(String database) {
        return server.getJdbcUrl("postgres", database);
    }

    int port() {
        return server.getPort();
    }

    @Override
    SQLException deadlock() {
        return new SQLException("ERROR: deadlock detected, as the test wants it", "40P01");
    }

    private void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
