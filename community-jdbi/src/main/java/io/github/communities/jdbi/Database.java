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
import org.jdbi.v3.core.statement.SqlStatements;
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
     */
    record Session(Handle handle, boolean ofHost) {}

    private final Jdbi jdbi;
    private final TablePrefix prefix;
    private final Dialect dialect;
    private final String product;
    private final int usualIsolation;
    private final Optional<JdbiTransaction> transaction;
    /** Whether the data source gives the same connection to all in a transaction; false until that is seen. */
    private volatile boolean shares;

    private Database(
            Jdbi jdbi,
            TablePrefix prefix,
            Dialect dialect,
            String product,
            int usualIsolation,
            Optional<JdbiTransaction> transaction) {
        this.jdbi = jdbi;
        this.prefix = prefix;
        this.dialect = dialect;
        this.product = product;
        this.usualIsolation = usualIsolation;
        this.transaction = transaction;
    }

    /** The database of a data source; refused if the library can't work with it. */
    static Database of(DataSource dataSource, JdbiOptions options) {
        TablePrefix prefix = options.tables();
        Jdbi jdbi = configured(Jdbi.create(dataSource), prefix);
        Handle handle = open(jdbi);
        try {
            Connection connection = handle.getConnection();
            if (!connection.getAutoCommit()) {
                throw new Refused(
                        "S-1",
                        "the DataSource gives connections with autocommit off, so that what the library reads and writes"
                                + " by single statements would never be committed: turn it on (HikariCP: autoCommit=true);"
                                + " the library begins and ends its transactions itself");
            }
            Dialect dialect = Dialect.of(connection);
            int isolation = connection.getTransactionIsolation();
            if (isolation == Connection.TRANSACTION_READ_UNCOMMITTED) {
                throw new Refused(
                        "S-4",
                        "the DataSource gives connections that read what is not committed: set their default isolation"
                                + " to READ_COMMITTED");
            }
            String product = connection.getMetaData().getDatabaseProductName();
            return new Database(jdbi, prefix, dialect, product, isolation, Optional.empty());
        } catch (SQLException e) {
            throw new Failure(Failure.Step.ASKING, e);
        } finally {
            close(handle);
        }
    }

    private static Jdbi configured(Jdbi jdbi, TablePrefix prefix) {
        // The statements are plain SQL; the default engine would look for attributes in each of them.
        jdbi.getConfig(SqlStatements.class).setTemplateEngine(prefix.statements());
        // Where a rollback failed, Jdbi would turn autocommit on when it closes, and so commit what is half-written.
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        return jdbi;
    }

    /** The same inside a transaction of the host; refused if the library can't work in that. */
    Database within(JdbiTransaction ofHost) {
        Database within = new Database(
                configured(Jdbi.create(ofHost.connection()), prefix),
                prefix,
                dialect,
                product,
                usualIsolation,
                Optional.of(ofHost));
        return within.<Database>using(handle -> {
            within.requireSameProduct(handle);
            within.joined(handle).ifPresent(Joined::requireFit);
            return within;
        });
    }

    /** As far as can be told: that it is the very same database, only the host knows. */
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

    /** Runs single statements, each committed by itself unless they are in a transaction of the host. */
    <T> T statements(Function<Handle, T> work) {
        return using(handle -> joining(handle)
                .map(joined -> joined.ask(session -> Failure.guard(() -> work.apply(handle))))
                .orElseGet(() -> Failure.guard(() -> work.apply(handle))));
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
     * Refuses a connection that is not given to everybody in the transaction, but was left with autocommit off, by the pool
     * or by whoever had it before: nobody would commit what is written there.
     */
    private void requireShared(Joined joined) {
        if (!shares) {
            Object session = joined.ask(this::sessionId);
            if (!session.equals(using(another -> sessionId(new Session(another, true))))) {
                throw new Refused(
                        "CON-4",
                        "the DataSource gave a connection that has autocommit off, but is not that of a transaction of the"
                                + " host, for another one was given next: let who turns autocommit off turn it on again before"
                                + " it is given back, or the pool reset it");
            }
            shares = true;
        }
    }

    private Object sessionId(Session session) {
        return Failure.guard(() -> session.handle()
                .createQuery(dialect.sessionId())
                .mapTo(Long.class)
                .one());
    }

    private Optional<Joined> joined(Handle handle) {
        transaction.ifPresent(JdbiTransaction::requireGoingOn);
        try {
            if (!handle.getConnection().getAutoCommit()) {
                return Optional.of(new Joined(handle, dialect, transaction));
            }
            if (transaction.isPresent()) {
                throw new Refused(
                        "CON-4",
                        "the connection is in no transaction: turn its autocommit off before it is given to the library, and"
                                + " commit when all is done");
            }
            return Optional.empty();
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

    private <T> T transaction(Handle handle, TransactionIsolationLevel isolation, Function<Session, Outcome<T>> work) {
        Connection connection = handle.getConnection();
        begin(connection, isolation);
        Outcome<T> outcome;
        try {
            outcome = work.apply(new Session(handle, false));
        } catch (Throwable e) {
            rollBack(connection, isolation);
            throw e;
        }
        if (outcome.commit()) {
            commit(connection, isolation);
        } else {
            rollBack(connection, isolation);
        }
        return outcome.value();
    }

    private void begin(Connection connection, TransactionIsolationLevel isolation) {
        try {
            if (isLasting(isolation)) {
                connection.setTransactionIsolation(isolation.intValue());
            }
            connection.setAutoCommit(false);
            if (isolation.intValue() != usualIsolation && !isLasting(isolation)) {
                isolate(connection, isolation);
            }
        } catch (SQLException e) {
            throw new Failure(Failure.Step.BEGINNING, e);
        }
    }

    /** Whether the isolation has to be taken back after the transaction. */
    private boolean isLasting(TransactionIsolationLevel isolation) {
        return isolation.intValue() != usualIsolation
                && dialect.isolate(isolation).isEmpty();
    }

    private void isolate(Connection connection, TransactionIsolationLevel isolation) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(dialect.isolate(isolation).orElseThrow());
        } catch (SQLException e) {
            rollBack(connection, isolation);
            throw e;
        }
    }

    private void commit(Connection connection, TransactionIsolationLevel isolation) {
        try {
            connection.commit();
        } catch (SQLException e) {
            rollBack(connection, isolation);
            throw new Failure(Failure.Step.COMMITTING, e);
        }
        restore(connection, isolation);
    }

    private void rollBack(Connection connection, TransactionIsolationLevel isolation) {
        // Where another node has aborted the transaction, Galera says so to whatever comes next, the rollback too,
        // and only the rollback after that is one.
        boolean ended = isRolledBack(connection);
        if (!ended) {
            ended = isRolledBack(connection);
        }
        // Else it is broken, and the database drops what it has not committed. Autocommit must stay off: turning it on
        // would commit.
        if (ended) {
            restore(connection, isolation);
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
    private void restore(Connection connection, TransactionIsolationLevel isolation) {
        try {
            connection.setAutoCommit(true);
            if (isLasting(isolation)) {
                connection.setTransactionIsolation(usualIsolation);
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
