package io.github.communities.jdbi;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.ConnectionPoolDataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGConnectionPoolDataSource;

/**
 * A server of the user's own, named by {@code -Dcommunity.jdbc.url}, {@code -Dcommunity.jdbc.user} and {@code
 * -Dcommunity.jdbc.password}. The tests make schemas on it (MariaDB, or with {@code -Dcommunity.jdbc.databases=true}:
 * databases) whose names begin with {@code communities_test_}, drop them, and touch nothing else. A proxy may let no
 * connection say which schema it is in, but has to let it say which database.
 *
 * <p>With {@code -Ppgbouncer} it is the tests' own PostgreSQL, through PgBouncer.
 */
final class OwnServer extends DatabaseServer {
    private static final OwnServer ONLY = new OwnServer();

    private final Optional<PgBouncer> pgBouncer = setting("pgbouncer").map(yes -> PgBouncer.started());
    private final String url = pgBouncer
            .map(bouncer -> bouncer.url("postgres"))
            .or(() -> setting("url"))
            .orElseThrow();
    private final boolean databases =
            speaks("mariadb") || pgBouncer.isPresent() || setting("databases").isPresent();
    private final Optional<String> user = setting("user");
    private final Optional<String> password = setting("password");
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final Queue<String> left = new ConcurrentLinkedQueue<>();

    private OwnServer() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> left.forEach(this::dropSchema)));
    }

    static OwnServer only() {
        return ONLY;
    }

    /** The proxy that the tests have started. */
    PgBouncer pgBouncer() {
        return pgBouncer.orElseThrow();
    }

    private static Optional<String> setting(String name) {
        return Optional.ofNullable(System.getProperty("community.jdbc." + name));
    }

    private boolean speaks(String database) {
        return url.startsWith("jdbc:" + database + ":");
    }

    private String schema(String name) {
        return "communities_test_" + run + "_" + name;
    }

    @Override
    void create(String name) {
        left.add(schema(name));
        execute((databases ? "create database " : "create schema ") + schema(name));
    }

    @Override
    void drop(String name) {
        dropSchema(schema(name));
        left.remove(schema(name));
    }

    private void dropSchema(String schema) {
        execute(
                databases
                        ? "drop database if exists " + schema + (speaks("postgresql") ? " with (force)" : "")
                        : "drop schema if exists " + schema + " cascade");
    }

    @Override
    ConnectionPoolDataSource connections(String name) {
        try {
            return speaks("mariadb") ? mariaDb(name) : speaks("h2") ? h2(name) : postgres(name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String urlTo(String database) {
        return url.replaceFirst("(//[^/?]+)(?:/[^?]*)?", "$1/" + database);
    }

    private ConnectionPoolDataSource mariaDb(String name) throws SQLException {
        MariaDbDataSource source = new MariaDbDataSource(urlTo(schema(name)));
        if (user.isPresent()) {
            source.setUser(user.get());
        }
        if (password.isPresent()) {
            source.setPassword(password.get());
        }
        return source;
    }

    private ConnectionPoolDataSource h2(String name) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url + ";SCHEMA=" + schema(name));
        user.ifPresent(source::setUser);
        password.ifPresent(source::setPassword);
        return source;
    }

    private ConnectionPoolDataSource postgres(String name) {
        PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
        source.setUrl(databases ? urlTo(schema(name)) : url);
        if (!databases) {
            source.setCurrentSchema(schema(name));
        }
        user.ifPresent(source::setUser);
        password.ifPresent(source::setPassword);
        return source;
    }

    @Override
    SQLException deadlock() {
        String said = "deadlock, as the test wants it";
        return speaks("postgresql")
                ? new SQLException(said, "40P01")
                : new SQLException(said, "40001", speaks("h2") ? 40001 : 1213);
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url, user.orElse(null), password.orElse(null));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
