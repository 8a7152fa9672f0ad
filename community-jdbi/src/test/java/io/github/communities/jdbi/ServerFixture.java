package io.github.communities.jdbi;

import io.github.communities.jdbi.DatabaseServer.OneDatabase;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.h2.jdbcx.JdbcConnectionPool;

/** A database of its own on a real server. */
final class ServerFixture extends SqlFixture {
    private final DatabaseServer server;
    private final OneDatabase database;
    private final Consumer<OneDatabase> end;

    private ServerFixture(DatabaseServer server, OneDatabase database, boolean migrated, Consumer<OneDatabase> end) {
        super(migrated);
        this.server = server;
        this.database = database;
        this.end = end;
    }

    /** A database whose schema is up to date, without any rows. */
    static ServerFixture migrated(DatabaseServer server) {
        return new ServerFixture(server, server.migrated(), true, server::giveBack);
    }

    /** A new database, without any tables. */
    static ServerFixture empty(DatabaseServer server) {
        return new ServerFixture(server, server.create(), false, server::drop);
    }

    /** The name of the database. */
    String name() {
        return database.name();
    }

    @Override
    JdbcConnectionPool pool() {
        return server.pool(database);
    }

    @Override
    void giveBack(JdbcConnectionPool pool) {
        if (database.pools().contains(pool)) {
            throw new IllegalStateException("a pool is given back twice, and two tests would share it");
        }
        database.pools().add(pool);
    }

    @Override
    SQLException deadlock() {
        return server.deadlock();
    }

    @Override
    public void close() {
        end.accept(database);
    }
}
