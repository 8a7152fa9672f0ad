package io.github.communities.jdbi;

import static org.jdbi.v3.core.transaction.TransactionIsolationLevel.READ_COMMITTED;

import io.github.communities.error.Refused;
import io.github.communities.jdbi.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * A data source that the library can work with, and how work on its connections begins and ends. Thread-safe.
 *
 * <p>Transactions are begun and ended here and not by Jdbi, since one must know at which step one failed: what failed
 * before the commit is not stored, what failed in it may be, what failed after it is.
 */
final class Database {
    /**
     * What a transaction ended with.
     *
     * @param value what it returns
     * @param commit whether there is anything to commit
     */
    record Outcome<T>(T value, boolean commit) {}

    /**
     * A connection, for one work.
     *
     * @param ofHost whether it is in a transaction of the host, which is neither committed with the work nor, by itself, one
     *     state for several statements
     * @param assumed the isolation that the transaction must have and was not given, since the connections of the data
     *     source begin with it
     */
    record Session(Handle handle, boolean ofHost, Optional<TransactionIsolationLevel> assumed) {
        static Session ofHost(Handle handle) {
            return new Session(handle, true, Optional.empty());
        }
    }

    /**
     * How a transaction was begun, and so what is to be put back when it has ended.
     *
     * @param autocommit whether it was on
     * @param isolation the isolation that the connection had, if another was set for longer than the transaction
     */
    private record Begun(
            boolean autocommit, Optional<Integer> isolation, Optional<TransactionIsolationLevel> assumed) {}

    private final Jdbi jdbi;
    private final JdbiOptions options;
    private final Dialect dialect;
    private final String product;
    private final String schema;
    private final Optional<JdbiTransaction> transaction;
    /** The isolation with which the connections of the data source come; empty once one has come with another. */
    private volatile Optional<Integer> usualIsolation;
    /** Whether the data source gives the same connection to all in a transaction; false until that is seen. */
    private volatile boolean shares;

    private Database(
            Jdbi jdbi,
            JdbiOptions options,
            Dialect dialect,
            String product,
            String schema,
            Optional<Integer> usualIsolation,
            Optional<JdbiTransaction> transaction) {
        this.jdbi = jdbi;
        this.options = options;
        this.dialect = dialect;
        this.product = product;
        this.schema = schema;
        this.usualIsolation = usualIsolation;
        this.transaction = transaction;
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
            boolean joined = joins(connection, options);
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
        dialect.unfit(connection).ifPresent(unfit -> {
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
                Optional.of(isolation),
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
                usualIsolation,
                Optional.of(ofHost));
        return within.<Database>using(handle -> {
            within.requireSameProduct(handle);
            within.joined(handle).ifPresent(Joined::requireFit);
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

    /** Connections come with other isolations than the usual one, so that from now on each transaction is given its own. */
    void mindIsolation() {
        usualIsolation = Optional.empty();
    }

    /** Runs single statements that only ask, each by itself unless they are in a transaction of the host. */
    <T> T statements(Function<Session, T> work) {
        return using(handle -> joining(handle)
                .map(joined -> joined.ask(session -> Failure.guard(() -> work.apply(session))))
                .orElseGet(() -> alone(handle, session -> Failure.guard(() -> work.apply(session)), false)));
    }

    /** Runs single statements that store something, while a connection may be in use; in no transaction of the host. */
    <T> T beside(Function<Session, T> work) {
        return using(handle -> alone(handle, session -> Failure.guard(() -> work.apply(session)), true));
    }

    private <T> T alone(Handle handle, Function<Session, T> work, boolean commit) {
        try {
            Connection connection = handle.getConnection();
            boolean dirty = dialect.driverKnowsIsolation()
                    && connection.getTransactionIsolation() == Connection.TRANSACTION_READ_UNCOMMITTED;
            if (connection.getAutoCommit() && !dirty) {
                return work.apply(new Session(handle, false, Optional.empty()));
            }
        } catch (SQLException e) {
            throw new Failure(Failure.Step.CONNECTING, e);
        }
        return transaction(handle, READ_COMMITTED, session -> new Outcome<>(work.apply(session), commit));
    }

    /** Runs a work that only reads: on one state, unless it is in a transaction of the host. */
    <T> T read(Function<Session, T> work) {
        return using(handle -> joining(handle)
                .map(joined -> joined.ask(work))
                .orElseGet(() ->
                        transaction(handle, dialect.snapshot(), session -> new Outcome<>(work.apply(session), false))));
    }

    /** Runs a work that may store something. What it throws takes back what it stored, and is thrown on. */
    <T> T write(Function<Session, Outcome<T>> work) {
        return using(handle -> joining(handle)
                .map(joined -> joined.store(work))
                .orElseGet(() -> transaction(handle, READ_COMMITTED, work)));
    }

    /** The transaction of the host that a connection is in, if it is in one. */
    private Optional<Joined> joining(Handle handle) {
        Optional<Joined> joined = joined(handle);
        // One that the host has given was looked at then.
        if (transaction.isEmpty() && joined.isPresent()) {
            requireShared(joined.get());
            joined.get().requireFit();
        }
        return joined;
    }

    /**
     * Refuses, once for all, a data source that gives a connection with which nobody else works in the transaction, for
     * nobody would commit what is written there. One that does give the same is not asked for a second one by this.
     */
    private void requireShared(Joined joined) {
        if (!shares) {
            Object session = joined.ask(this::sessionId);
            if (!session.equals(using(another -> sessionId(Session.ofHost(another))))) {
                throw new Refused(
                        "CON-4",
                        "the DataSource gives connections of its own where a transaction of the host is said to be under way,"
                                + " so that nobody would commit what is written there: give the library a DataSource that"
                                + " gives the transaction's connection (with Spring a TransactionAwareDataSourceProxy)");
            }
            shares = true;
        }
    }

    /** What tells a session of the server from all others. */
    Object sessionId(Session session) {
        return Failure.guard(() -> session.handle()
                .createQuery(dialect.sessionId())
                .mapTo(Long.class)
                .one());
    }

    private Optional<Joined> joined(Handle handle) {
        transaction.ifPresent(JdbiTransaction::requireGoingOn);
        try {
            Connection connection = handle.getConnection();
            if (transaction.isPresent() && connection.getAutoCommit()) {
                throw new Refused(
                        "CON-4",
                        "the connection is in no transaction: turn its autocommit off before it is given to the library, and"
                                + " commit when all is done");
            }
            return transaction.isPresent() || joins(connection, options)
                    ? Optional.of(new Joined(handle, dialect, transaction))
                    : Optional.empty();
        } catch (SQLException e) {
            throw new Failure(Failure.Step.BEGINNING, e);
        }
    }

    /** Whether a connection, as the data source gave it, is in a transaction of the host. */
    private static boolean joins(Connection connection, JdbiOptions options) throws SQLException {
        boolean autocommit = connection.getAutoCommit();
        if (options.transactions().isPresent()) {
            boolean underWay = options.transactions().get().underWay();
            if (underWay && autocommit) {
                throw new Refused(
                        "CON-4",
                        "the host says that this thread is in a transaction, and the DataSource gave a connection that is in"
                                + " none, so that both would be committed apart: give the library a DataSource that gives the"
                                + " transaction's connection (with Spring a TransactionAwareDataSourceProxy)");
            }
            return underWay;
        }
        if (autocommit) {
            return false;
        }
        boolean springs = SpringTransactions.isUnderWay(connection);
        if (options.autocommitOff().isEmpty() && !springs) {
            throw new Refused(
                    "CON-4",
                    "the DataSource gave a connection with autocommit off, and nobody can tell whether that is the pool's"
                            + " default or a transaction of the host, which commits it: say it when opening, by"
                            + " JdbiOptions.withAutocommitOff or withTransactions; or turn autocommit on (HikariCP:"
                            + " autoCommit=true); where most connections come with it on, somebody gave this one back"
                            + " without turning it on again");
        }
        boolean poolDefault = options.autocommitOff()
                .filter(meaning -> meaning == AutocommitOff.POOL_DEFAULT)
                .isPresent();
        if (poolDefault && springs) {
            throw new Refused(
                    "CON-4",
                    "the connection is in a transaction of Spring, which the library would commit, for it was told that"
                            + " autocommit off is the pool's default: open the store with JdbiOptions.withTransactions"
                            + " instead");
        }
        return !poolDefault;
    }

    private <T> T using(Function<Handle, T> work) {
        Handle handle = open(jdbi);
        try {
            return work.apply(handle);
        } finally {
            close(handle);
        }
    }

    private <T> T transaction(Handle handle, TransactionIsolationLevel isolation, Function<Session, Outcome<T>> work) {
        Connection connection = handle.getConnection();
        Begun begun = begin(connection, isolation);
        Outcome<T> outcome;
        try {
            outcome = work.apply(new Session(handle, false, begun.assumed()));
        } catch (Throwable e) {
            rollBack(connection, begun);
            throw e;
        }
        if (outcome.commit()) {
            commit(connection, begun);
        } else {
            rollBack(connection, begun);
        }
        return outcome.value();
    }

    private Begun begin(Connection connection, TransactionIsolationLevel isolation) {
        try {
            boolean autocommit = connection.getAutoCommit();
            if (!autocommit) {
                // A pool may have asked whether it lives, and so begun a transaction.
                connection.rollback();
            }
            if (dialect.isolatesSessions()) {
                Optional<Integer> assumed = dialect.driverKnowsIsolation() ? Optional.empty() : usualIsolation;
                int before = assumed.isPresent() ? assumed.get() : connection.getTransactionIsolation();
                boolean other = before != isolation.intValue();
                if (other) {
                    connection.setTransactionIsolation(isolation.intValue());
                }
                connection.setAutoCommit(false);
                return other
                        ? new Begun(autocommit, Optional.of(before), Optional.empty())
                        : new Begun(autocommit, Optional.empty(), assumed.map(usual -> isolation));
            }
            connection.setAutoCommit(false);
            if (usualIsolation.filter(usual -> usual == isolation.intValue()).isPresent()) {
                return new Begun(autocommit, Optional.empty(), Optional.of(isolation));
            }
            Begun begun = new Begun(autocommit, Optional.empty(), Optional.empty());
            isolate(connection, isolation, begun);
            return begun;
        } catch (SQLException e) {
            throw new Failure(Failure.Step.BEGINNING, e);
        }
    }

    /** For this one transaction, so that nothing has to be put back. */
    private void isolate(Connection connection, TransactionIsolationLevel isolation, Begun begun) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "set transaction isolation level " + isolation.name().replace('_', ' '));
        } catch (SQLException e) {
            rollBack(connection, begun);
            throw e;
        }
    }

    private static void commit(Connection connection, Begun begun) {
        try {
            connection.commit();
        } catch (SQLException e) {
            rollBack(connection, begun);
            throw new Failure(Failure.Step.COMMITTING, e);
        }
        restore(connection, begun);
    }

    private static void rollBack(Connection connection, Begun begun) {
        // Where another node has aborted the transaction, Galera says so to whatever comes next, the rollback too,
        // and only the rollback after that is one.
        boolean ended = isRolledBack(connection);
        if (!ended) {
            ended = isRolledBack(connection);
        }
        // Else it is broken, and the database drops what it has not committed. Autocommit must stay off: turning it on
        // would commit.
        if (ended) {
            restore(connection, begun);
        }
    }

    private static boolean isRolledBack(Connection connection) {
        try {
            connection.rollback();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** As it came from the data source, for pools that don't do so. */
    private static void restore(Connection connection, Begun begun) {
        try {
            if (begun.autocommit()) {
                connection.setAutoCommit(true);
            }
            if (begun.isolation().isPresent()) {
                connection.setTransactionIsolation(begun.isolation().get());
            }
        } catch (SQLException e) {
            // The transaction has ended by now; it is the pool that has to do without this connection.
            return;
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
