package io.github.communities.jdbi;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.HostTransaction;
import io.github.communities.tck.fixture.BegunTransaction;
import io.github.communities.tck.fixture.ForwardingStore;
import io.github.communities.tck.fixture.StoreFixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** A database for one test, to which each store has a pool of its own; faults are made on the way to it. */
abstract class SqlFixture implements StoreFixture {
    private final AtomicBoolean conflict = new AtomicBoolean();
    private boolean withoutAutocommit = Boolean.getBoolean("community.jdbc.withoutAutocommit");
    private volatile boolean reachable = true;
    private boolean migrated;

    /** Of a database, whose schema may be up to date. */
    SqlFixture(boolean migrated) {
        this.migrated = migrated;
    }

    /** A pool of connections to it, without any tables made; H2's, which can pool any database's. */
    abstract JdbcConnectionPool pool();

    /** The same, but each store is over a pool whose connections have autocommit off. */
    final SqlFixture withoutAutocommit() {
        withoutAutocommit = true;
        return this;
    }

    /** Takes a pool back whose store is closed. */
    void giveBack(JdbcConnectionPool pool) {
        pool.dispose();
    }

    /** What the database says of a transaction that it ended because of another. */
    abstract SQLException deadlock();

    @Override
    public CommunityStore open() {
        JdbcConnectionPool pool = pool();
        migrateOnce(pool);
        return withoutAutocommit
                ? openWithoutAutocommit(pool)
                : open(pool, JdbiOptions.standard(), () -> giveBack(pool));
    }

    private synchronized void migrateOnce(JdbcConnectionPool pool) {
        if (!migrated) {
            CommunitySchema.migrate(pool);
            migrated = true;
        }
    }

    private CommunityStore openWithoutAutocommit(JdbcConnectionPool pool) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(pool);
        config.setMaximumPoolSize(32);
        config.setMinimumIdle(1);
        config.setAutoCommit(false);
        HikariDataSource source = new HikariDataSource(config);
        return open(source, JdbiOptions.standard().withAutocommitOff(AutocommitOff.POOL_DEFAULT), () -> {
            source.close();
            // Its connections have autocommit off for good.
            pool.dispose();
        });
    }

    private CommunityStore open(DataSource source, JdbiOptions options, Runnable giveBack) {
        TappedDataSource tapped = new TappedDataSource(source);
        ThreadLocal<Boolean> held = ThreadLocal.withInitial(() -> false);
        tapped.onConnection(connection -> {
            requireReachable(connection);
            if (held.get()) {
                throw new IllegalStateException(
                        "a call takes a second connection, and would wait for ever in a pool of one");
            }
            held.set(true);
            if (!connection.getAutoCommit()) {
                begin(connection);
            }
        });
        tapped.onClose(connection -> held.set(false));
        tapped.onStatement(this::requireReachable);
        tapped.beforeCommit(connection -> {
            requireReachable(connection);
            if (conflict.getAndSet(false)) {
                throw deadlock();
            }
        });
        return new StoreWithItsPool(JdbiCommunityStore.over(tapped, options), giveBack);
    }

    /** As a pool does that asks whether a connection lives, and does not end the transaction which that begins. */
    private static void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 1");
        }
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

    @Override
    public BegunTransaction begin() {
        return new OnAConnection(pool());
    }

    /** As a host has it, with the isolation that is right everywhere. */
    private final class OnAConnection implements BegunTransaction {
        private final JdbcConnectionPool pool;
        private final Connection connection;
        private final int usualIsolation;
        private final JdbiTransaction transaction;

        OnAConnection(JdbcConnectionPool pool) {
            this.pool = pool;
            try {
                connection = pool.getConnection();
                usualIsolation = connection.getTransactionIsolation();
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                connection.setAutoCommit(false);
                transaction = JdbiTransaction.on(connection);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public HostTransaction transaction() {
            return transaction;
        }

        @Override
        public void commit() {
            end(connection::commit);
        }

        @Override
        public void rollBack() {
            end(connection::rollback);
        }

        @Override
        public void close() {
            end(() -> {
                connection.rollback();
                connection.setAutoCommit(true);
                connection.setTransactionIsolation(usualIsolation);
                connection.close();
            });
            giveBack(pool);
        }
    }

    private interface End {
        void run() throws SQLException;
    }

    private static void end(End end) {
        try {
            end.run();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
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
    public abstract void close();

    /** As a host that ends closes both, so that a file is really closed before it is opened again. */
    private static final class StoreWithItsPool extends ForwardingStore {
        private final AtomicReference<Runnable> giveBack;

        StoreWithItsPool(CommunityStore store, Runnable giveBack) {
            super(store);
            this.giveBack = new AtomicReference<>(giveBack);
        }

        @Override
        public void close() {
            super.close();
            // A store may be closed again, when its pool is another's already.
            giveBack.getAndSet(() -> {}).run();
        }
    }
}
