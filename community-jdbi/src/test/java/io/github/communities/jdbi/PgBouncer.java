package io.github.communities.jdbi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/**
 * PgBouncer in front of the tests' PostgreSQL, with a session of the server for each transaction, until the JVM ends.
 */
final class PgBouncer {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final int port;

    private PgBouncer(int port) {
        this.port = port;
    }

    static PgBouncer started() {
        try {
            PgBouncer bouncer = new PgBouncer(freePort());
            bouncer.start();
            return bouncer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void start() throws IOException {
        Path folder = Files.createTempDirectory("communities-pgbouncer");
        Process process = new ProcessBuilder(
                        Path.of("src/test/pgbouncer/pgbouncer.sh").toString(),
                        "run",
                        folder.toString(),
                        String.valueOf(port),
                        String.valueOf(PostgresServer.only().port()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, folder)));
        long begun = System.nanoTime();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IllegalStateException("PgBouncer did not start: " + Files.readString(folder.resolve("log")));
            }
            Thread.onSpinWait();
        }
    }

    private static void end(Process process, Path folder) {
        process.destroy();
        process.onExit().join();
        try {
            Files.deleteIfExists(folder.resolve("pgbouncer.ini"));
            Files.deleteIfExists(folder.resolve("log"));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(url("postgres"))) {
            return connection.isValid(0);
        } catch (SQLException e) {
            return false;
        }
    }

    /** As its users have to give it. */
    String url(String database) {
        return urlThatPrepares(database) + "&prepareThreshold=0";
    }

    /** With the driver's defaults. */
    String urlThatPrepares(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }
}
