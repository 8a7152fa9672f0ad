package io.github.communities.jdbi;

import static org.jdbi.v3.core.transaction.TransactionIsolationLevel.READ_COMMITTED;

import io.github.communities.error.Refused;
import io.github.communities.jdbi.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * A data source that the library can work with, and on whose connections work is done: in a transaction of the host
 * where there is one ({@link JoinedConnection}), else by {@link OwnTransactions}. Thread-safe.
 */
final class Database {
    private final Jdbi jdbi;
    private final JdbiOptions options;
    private final Dialect dialect;
    private final String product;
    private final String schema;
    private final OwnTransactions ownTransactions;
    private final Optional<JdbiTransaction> hostTransaction;
    /** Whether the data source gives the same connection to all in a transaction; false until that is seen. */
    private volatile boolean sharesHostConnection;

    private Database(
            Jdbi jdbi,
            JdbiOptions options,
            Dialect dialect,
            String product,
            String schema,
            OwnTransactions ownTransactions,
            Optional<JdbiTransaction> hostTransaction) {
        this.jdbi = jdbi;
        this.options = options;
        this.dialect = dialect;
        this.product = product;
        this.schema = schema;
        this.ownTransactions = ownTransactions;
        this.hostTransaction = hostTransaction;
        // The statements are plain SQL; the default engine would look for attributes in each of them.
        TableNames.of(dialect.quoted(schema), options.tables().text()).use(jdbi);
        // Where a rollback failed, Jdbi would turn autocommit on when it closes, and so commit what is half-written.
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
    }

    /** The database of a data source; refused if the library can't work with it. */
    static Database of(DataSource dataSource, JdbiOptions options) {
        Jdbi jdbi = Jdbi.create(dataSource);
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        Handle handle = open(jdbi);
        try {
            Connection connection = handle.getConnection();
            boolean joined = HostTransactionDetection.isUnderWay(connection, options);
            try {
                return of(jdbi, connection, options);
            } finally {
                if (!joined && !connection.getAutoCommit()) {
                    connection.rollback();
                }
            }
        } catch (SQLException e) {
            throw new Failure(Failure.Step.ASKING, e);
        } finally {
            close(handle);
        }
    }

    /** The dialect of a data source in which the library keeps nothing; refused if it can't work with it. */
    static Dialect dialectOf(DataSource dataSource) {
        Handle handle = open(Jdbi.create(dataSource));
        try {
            return fit(handle.getConnection());
        } catch (SQLException e) {
            throw new Failure(Failure.Step.ASKING, e);
        } finally {
            close(handle);
        }
    }

    private static Dialect fit(Connection connection) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        dialect.whyUnfit(connection).ifPresent(unfit -> {
            throw new Refused(unfit.rule(), unfit.reason());
        });
        return dialect;
    }

    private static Database of(Jdbi jdbi, Connection connection, JdbiOptions options) throws SQLException {
        Dialect dialect = fit(connection);
        int isolation = connection.getTransactionIsolation();
        if (isolation == Connection.TRANSACTION_READ_UNCOMMITTED) {
            throw new Refused(
                    "S-4",
                    "the DataSource gives connections that read what is not committed: set their default isolation"
                            + " to READ_COMMITTED");
        }
        return new Database(
                jdbi,
                options,
                dialect,
                connection.getMetaData().getDatabaseProductName(),
                Schemas.find(connection, dialect, options.tables().schema()),
                new OwnTransactions(dialect, isolation),
                Optional.empty());
    }

    /** The same inside a transaction of the host; refused if the library can't work in that. */
    Database within(JdbiTransaction ofHost) {
        Database within = new Database(
                Jdbi.create(ofHost.connection()),
                options,
                dialect,
                product,
                schema,
                ownTransactions,
                Optional.of(ofHost));
        return within.<Database>using(handle -> {
            within.requireSameProduct(handle);
            within.detectJoined(handle).ifPresent(JoinedConnection::requireFit);
            return within;
        });
    }

    /** As far as can be told before anything is asked. */
    private void requireSameProduct(Handle handle) {
        try {
            String other = handle.getConnection().getMetaData().getDatabaseProductName();
            if (!other.equals(product)) {
                throw new Refused(
                        "CON-4",
                        "the transaction is one of " + other + ", and the communities are kept in " + product
                                + ": give the library a connection to its own database");
            }
        } catch (SQLException e) {
            throw new Failure(Failure.Step.ASKING, e);
        }
    }

    Dialect dialect() {
        return dialect;
    }

    /** The schema in which the tables lie. */
    String schema() {
        return schema;
    }

    /** What the names of the tables begin with. */
    String prefix() {
        return options.tables().text();
    }

    /**
     * Connections come with other isolations than the usual one, so that from now on each transaction is given its own.
     */
    void stopAssumingIsolation() {
        ownTransactions.stopAssumingIsolation();
    }

    /** Runs single statements that only ask, each by itself unless they are in a transaction of the host. */
    <T> T statements(Function<Session, T> work) {
        return using(handle -> join(handle)
                .map(joined -> joined.ask(session -> Failure.askDatabase(() -> work.apply(session))))
                .orElseGet(() -> withoutHostTransaction(
                        handle, session -> Failure.askDatabase(() -> work.apply(session)), false)));
    }

    /** Runs single statements that store something, on a connection of their own, in no transaction of the host. */
    <T> T storingStatements(Function<Session, T> work) {
        return using(handle ->
                withoutHostTransaction(handle, session -> Failure.askDatabase(() -> work.apply(session)), true));
    }

    private <T> T withoutHostTransaction(Handle handle, Function<Session, T> work, boolean commit) {
        try {
            Connection connection = handle.getConnection();
            boolean readsUncommitted = dialect.driverKnowsIsolation()
                    && connection.getTransactionIsolation() == Connection.TRANSACTION_READ_UNCOMMITTED;
            if (connection.getAutoCommit() && !readsUncommitted) {
                return work.apply(Session.ofLibrary(handle, Optional.empty()));
            }
        } catch (SQLException e) {
            throw new Failure(Failure.Step.CONNECTING, e);
        }
        return ownTransactions.run(handle, READ_COMMITTED, session -> new WorkResult<>(work.apply(session), commit));
    }

    /** Runs a work that only reads: on one state, unless it is in a transaction of the host. */
    <T> T read(Function<Session, T> work) {
        return using(handle -> join(handle)
                .map(joined -> joined.ask(work))
                .orElseGet(() -> ownTransactions.run(
                        handle, dialect.snapshot(), session -> new WorkResult<>(work.apply(session), false))));
    }

    /** Runs a work that may store something. What it throws takes back what it stored, and is thrown on. */
    <T> T write(Function<Session, WorkResult<T>> work) {
        return using(handle -> join(handle)
                .map(joined -> joined.store(work))
                .orElseGet(() -> ownTransactions.run(handle, READ_COMMITTED, work)));
    }

    /** The transaction of the host that a connection is in, if it is in one. */
    private Optional<JoinedConnection> join(Handle handle) {
        Optional<JoinedConnection> joined = detectJoined(handle);
        // One that the host has given was looked at then.
        if (hostTransaction.isEmpty() && joined.isPresent()) {
            requireShared(joined.get());
            joined.get().requireFit();
        }
        return joined;
    }

    /**
     * Refuses, once for all, a data source that gives a connection with which nobody else works in the transaction, for
     * nobody would commit what is written there. One that does give the same is not asked for a second one by this.
     */
    private void requireShared(JoinedConnection joined) {
        if (!sharesHostConnection) {
            Object session = joined.ask(this::sessionId);
            if (!session.equals(using(another -> sessionId(Session.inHostTransaction(another))))) {
                throw new Refused(
                        "CON-4",
                        "the DataSource gives connections of its own where a transaction of the host is said to be"
                                + " under way, so that nobody would commit what is written there: give the library a"
                                + " DataSource that gives the transaction's connection (with Spring a"
                                + " TransactionAwareDataSourceProxy)");
            }
            sharesHostConnection = true;
        }
    }

    /** What tells a session of the server from all others. */
    Object sessionId(Session session) {
        return Failure.askDatabase(() -> session.handle()
                .createQuery(dialect.sessionId())
                .mapTo(Long.class)
                .one());
    }

    private Optional<JoinedConnection> detectJoined(Handle handle) {
        hostTransaction.ifPresent(JdbiTransaction::requireGoingOn);
        try {
            Connection connection = handle.getConnection();
            if (hostTransaction.isPresent() && connection.getAutoCommit()) {
                throw new Refused(
                        "CON-4",
                        "the connection is in no transaction: turn its autocommit off before it is given to the"
                                + " library, and commit when all is done");
            }
            return hostTransaction.isPresent() || HostTransactionDetection.isUnderWay(connection, options)
                    ? Optional.of(new JoinedConnection(handle, dialect, hostTransaction))
                    : Optional.empty();
        } catch (SQLException e) {
            throw new Failure(Failure.Step.BEGINNING, e);
        }
    }

    private <T> T using(Function<Handle, T> work) {
        Handle handle = open(jdbi);
        try {
            return work.apply(handle);
        } finally {
            close(handle);
        }
    }

    private static Handle open(Jdbi jdbi) {
        try {
            return jdbi.open();
        } catch (RuntimeException e) {
            // Not only Jdbi's: some pools throw others.
            throw new Failure(Failure.Step.CONNECTING, e);
        }
    }

    /** What the connection was needed for is done, well or not: that it can't be given back must not change that. */
    private static void close(Handle handle) {
        try {
            handle.close();
        } catch (JdbiException e) {
            return;
        }
    }
}
