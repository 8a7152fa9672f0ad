package io.github.communities.jdbi;

import java.sql.SQLException;
import org.h2.jdbcx.JdbcConnectionPool;

/** A database of its own on the PostgreSQL server. */
final class PostgresFixture extends SqlFixture {
    private final PostgresServer server = PostgresServer.only();
    private final String database = server.create();

    @Override
    JdbcConnectionPool pool() {
        JdbcConnectionPool pool = JdbcConnectionPool.create(server.connections(database));
        pool.setMaxConnections(32);
        return pool;
    }

    @Override
    SQLException deadlock() {
        return new SQLException("ERROR: deadlock detected, as the test wants it", "40P01");
    }

    @Override
    public void close() {
        server.execute("postgres", "drop database " + database + " with (force)");
    }
}
