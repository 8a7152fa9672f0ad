package io.github.communities.jdbi;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.Standing;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.tck.StoreFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;

/** An H2 database for one test, in memory or in a file, to which each store has a pool of its own. */
final class H2Fixture implements StoreFixture {
    /** H2's code for a deadlock, which is what a concurrent write to the same row may end in. */
    private static final int DEADLOCK = 40001;

    private final String url;
    private final List<Path> folder;
    private final AtomicBoolean conflict = new AtomicBoolean();
    private volatile boolean reachable = true;

    private H2Fixture(String url, List<Path> folder) {
        this.url = url;
        this.folder = folder;
    }

    /** A database in memory, which lives until the fixture is closed. */
    static H2Fixture inMemory() {
        return new H2Fixture("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", List.of());
    }

    /** A database in a file of its own, which is really closed when the last store is. */
    static H2Fixture inFile() {
        try {
            Path folder = Files.createTempDirectory("communities");
            return new H2Fixture("jdbc:h2:file:" + folder.resolve("db"), List.of(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A pool of connections to it, without any tables made. */
    JdbcConnectionPool pool() {
        JdbcConnectionPool pool = JdbcConnectionPool.create(url, "sa", "");
        pool.setMaxConnections(32);
        return pool;
    }

    @Override
    public CommunityStore open() {
        JdbcConnectionPool pool = pool();
        CommunitySchema.migrate(pool);
        TappedDataSource tapped = new TappedDataSource(pool);
        tapped.onConnection(this::requireReachable);
        tapped.onStatement(this::requireReachable);
        tapped.beforeCommit(connection -> {
            requireReachable(connection);
            if (conflict.getAndSet(false)) {
                throw new SQLException("Deadlock detected, as the test wants it", "40001", DEADLOCK);
            }
        });
        return new StoreWithItsPool(JdbiCommunityStore.over(tapped), pool);
    }

    @Override
    public void conflictOnce() {
        conflict.set(true);
    }

    @Override
    public void disconnect() {
        reachable = false;
    }

    @Override
    public void reconnect() {
        reachable = true;
    }

    /** What is not committed when a connection breaks is lost. */
    private void requireReachable(Connection connection) throws SQLException {
        if (!reachable) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            throw new SQLException("Connection is broken, as the test wants it", "08006");
        }
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

    /** As a host that ends closes both, so that a file is really closed before it is opened again. */
    private record StoreWithItsPool(CommunityStore store, JdbcConnectionPool pool) implements CommunityStore {
        @Override
        public <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work) {
            return store.read(organization, work);
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            return store.write(organization, work);
        }

        @Override
        public <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            return store.create(organization, work);
        }

        @Override
        public Revision revision(OrganizationId organization) {
            return store.revision(organization);
        }

        @Override
        public Standing standing(OrganizationId organization, Subject principal) {
            return store.standing(organization, principal);
        }

        @Override
        public Set<Role> roles() {
            return store.roles();
        }

        @Override
        public void close() {
            store.close();
            pool.dispose();
        }
    }
}
