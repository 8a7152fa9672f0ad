package io.github.communities.jdbi;

import io.github.communities.tck.rule.StoreName;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

@StoreName("postgresql")
class PostgresStoppedTest extends StoppedServerRules {
    @Override
    Server server(Path data) throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return new Restartable(data, free.getLocalPort());
        }
    }

    private static final class Restartable implements Server {
        private final Path data;
        private final int port;
        private Optional<EmbeddedPostgres> running = Optional.empty();

        Restartable(Path data, int port) {
            this.data = data;
            this.port = port;
        }

        @Override
        public DataSource connections() {
            PGSimpleDataSource connections = new PGSimpleDataSource();
            connections.setUrl("jdbc:postgresql://localhost:" + port + "/postgres?user=postgres");
            return connections;
        }

        @Override
        public void start() throws IOException {
            // Also one that was killed, for it holds a lock on the folder.
            close();
            running = Optional.of(EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    // The tests' usual server may lose what was just committed.
                    .setServerConfig("synchronous_commit", "on")
                    .setPGStartupWait(Duration.ofMinutes(3))
                    .start());
        }

        /** It ends all its processes at once, and has to recover when it is started again. */
        @Override
        public void kill() {
            try {
                String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
                ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
                new ProcessBuilder("kill", "-QUIT", pid).start().onExit().join();
                server.onExit().join();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            if (running.isPresent()) {
                running.get().close();
            }
        }
    }
}
