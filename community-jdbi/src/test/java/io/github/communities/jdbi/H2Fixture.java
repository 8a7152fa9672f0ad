package io.github.communities.jdbi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;

/** An H2 database for one test, in memory or in a file. */
final class H2Fixture extends SqlFixture {
    /** H2's code for a deadlock, which is what a concurrent write to the same row may end in. */
    private static final int DEADLOCK = 40001;

    private final String url;
    private final List<Path> folder;

    private H2Fixture(String url, List<Path> folder) {
        super(false);
        this.url = url;
        this.folder = folder;
    }

    /** A database in memory, which lives until the fixture is closed. */
    static H2Fixture inMemory() {
        return new H2Fixture("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", List.of());
    }

    /** The same with its tables made. */
    static H2Fixture migrated() {
        H2Fixture fixture = inMemory();
        JdbcConnectionPool pool = fixture.pool();
        CommunitySchema.migrate(pool);
        pool.dispose();
        return fixture;
    }

    /** A database in a file of its own, which is really closed when the last store is. */
    static H2Fixture inFile() {
        try {
            Path folder = Files.createTempDirectory("communities");
            return new H2Fixture("jdbc:h2:file:" + folder.resolve("db") + ";WRITE_DELAY=0", List.of(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    JdbcConnectionPool pool() {
        JdbcConnectionPool pool = JdbcConnectionPool.create(url, "sa", "");
        pool.setMaxConnections(32);
        return pool;
    }

    @Override
    SQLException deadlock() {
        return new SQLException("Deadlock detected, as the test wants it", "40001", DEADLOCK);
    }

    @Override
    public void close() {
        if (folder.isEmpty()) {
            shutDown();
        }
        folder.forEach(H2Fixture::delete);
    }

    private void shutDown() {
        JdbcConnectionPool pool = pool();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown immediately");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            pool.dispose();
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
