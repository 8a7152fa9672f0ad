package io.github.communities.jdbi;

import io.github.communities.jdbi.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Begins and ends the library's own transactions, on connections that are in none of the host. Thread-safe.
 *
 * <p>This is done here and not by Jdbi, since one must know at which step a transaction failed: what failed before the
 * commit is not stored, what failed in it may be, what failed after it is.
 */
final class OwnTransactions {
    /**
     * How a transaction was begun, and so what is to be put back when it has ended.
     *
     * @param autocommit whether it was on
     * @param isolationToRestore the isolation that the connection had, if another was set for longer than the
     *     transaction
     * @param isolationToVerify see {@link Session#isolationToVerify()}
     */
    private record BegunTransaction(
            boolean autocommit,
            Optional<Integer> isolationToRestore,
            Optional<TransactionIsolationLevel> isolationToVerify) {}

    private final Dialect dialect;
    /** The isolation with which the connections of the data source come; empty once one has come with another. */
    private volatile Optional<Integer> usualIsolation;

    OwnTransactions(Dialect dialect, int usualIsolation) {
        this.dialect = dialect;
        this.usualIsolation = Optional.of(usualIsolation);
    }

    /**
     * Connections come with other isolations than the usual one, so that from now on each transaction is given its own.
     */
    void stopAssumingIsolation() {
        usualIsolation = Optional.empty();
    }

    /**
     * Runs a work in a transaction of its own, which ends as the work says; what it throws rolls the transaction back.
     */
    <T> T run(Handle handle, TransactionIsolationLevel isolation, Function<Session, WorkResult<T>> work) {
        BegunTransaction begun = begin(handle.getConnection(), isolation);
        Session session = Session.ofLibrary(handle, begun.isolationToVerify());
        WorkResult<T> result;
        try {
            result = work.apply(session);
        } catch (Throwable e) {
            rollBack(session, begun);
            throw e;
        }
        if (result.commit()) {
            commit(session, begun);
        } else {
            rollBack(session, begun);
        }
        return result.value();
    }

    private BegunTransaction begin(Connection connection, TransactionIsolationLevel isolation) {
        try {
            boolean autocommit = connection.getAutoCommit();
            if (!autocommit) {
                // A pool may have asked whether it lives, and so begun a transaction.
                connection.rollback();
            }
            return dialect.setsIsolationPerSession()
                    ? beginWithSessionIsolation(connection, isolation, autocommit)
                    : beginWithOwnIsolation(connection, isolation, autocommit);
        } catch (SQLException e) {
            throw new Failure(Failure.Step.BEGINNING, e);
        }
    }

    /** Where the isolation is one of the session, and has to be put back. */
    private BegunTransaction beginWithSessionIsolation(
            Connection connection, TransactionIsolationLevel isolation, boolean autocommit) throws SQLException {
        Optional<Integer> assumed = dialect.driverKnowsIsolation() ? Optional.empty() : usualIsolation;
        int before = assumed.isPresent() ? assumed.get() : connection.getTransactionIsolation();
        boolean other = before != isolation.intValue();
        if (other) {
            connection.setTransactionIsolation(isolation.intValue());
        }
        connection.setAutoCommit(false);
        return other
                ? new BegunTransaction(autocommit, Optional.of(before), Optional.empty())
                : new BegunTransaction(autocommit, Optional.empty(), assumed.map(usual -> isolation));
    }

    /** Where a transaction has an isolation of its own. */
    private BegunTransaction beginWithOwnIsolation(
            Connection connection, TransactionIsolationLevel isolation, boolean autocommit) throws SQLException {
        connection.setAutoCommit(false);
        if (usualIsolation.filter(usual -> usual == isolation.intValue()).isPresent()) {
            return new BegunTransaction(autocommit, Optional.empty(), Optional.of(isolation));
        }
        BegunTransaction begun = new BegunTransaction(autocommit, Optional.empty(), Optional.empty());
        setIsolation(connection, isolation, begun);
        return begun;
    }

    /** For this one transaction, so that nothing has to be put back. */
    private void setIsolation(Connection connection, TransactionIsolationLevel isolation, BegunTransaction begun)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "set transaction isolation level " + isolation.name().replace('_', ' '));
        } catch (SQLException e) {
            rollBack(connection, begun);
            throw e;
        }
    }

    private void commit(Session session, BegunTransaction begun) {
        Connection connection = session.handle().getConnection();
        try {
            connection.commit();
        } catch (SQLException e) {
            rollBack(session, begun);
            throw new Failure(Failure.Step.COMMITTING, e);
        }
        restore(connection, begun);
    }

    private void rollBack(Session session, BegunTransaction begun) {
        Connection connection = session.handle().getConnection();
        if (tryReleaseLockByCommit(session)) {
            restore(connection, begun);
        } else {
            rollBack(connection, begun);
        }
    }

    private static void rollBack(Connection connection, BegunTransaction begun) {
        // Where another node has aborted the transaction, Galera says so to whatever comes next, the rollback too,
        // and only the rollback after that is one.
        boolean ended = tryRollBack(connection);
        if (!ended) {
            ended = tryRollBack(connection);
        }
        // Else it is broken, and the database drops what it has not committed. Autocommit must stay off: turning it on
        // would commit.
        if (ended) {
            restore(connection, begun);
        }
    }

    private static boolean tryRollBack(Connection connection) {
        try {
            connection.rollback();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Where that fails, the database has rolled back by itself, or is gone; a rollback then does no harm.
     *
     * @return whether the transaction has ended, with nothing stored
     */
    private boolean tryReleaseLockByCommit(Session session) {
        try {
            boolean nothingIsStored = session.rollBackToLock();
            if (nothingIsStored) {
                session.handle().getConnection().commit();
            }
            return nothingIsStored;
        } catch (SQLException e) {
            return false;
        }
    }

    /** As it came from the data source, for pools that don't do so. */
    private static void restore(Connection connection, BegunTransaction begun) {
        try {
            if (begun.autocommit()) {
                connection.setAutoCommit(true);
            }
            if (begun.isolationToRestore().isPresent()) {
                connection.setTransactionIsolation(begun.isolationToRestore().get());
            }
        } catch (SQLException e) {
            // The transaction has ended by now; it is the pool that has to do without this connection.
            return;
        }
    }
}
