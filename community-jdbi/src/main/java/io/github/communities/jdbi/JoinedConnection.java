package io.github.communities.jdbi;

import io.github.communities.error.Refused;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.jdbi.dialect.TransientFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * A connection that is in a transaction of the host, which is left to the host (CON-4). Nothing is run again here: the
 * database may have ended the transaction with what failed, and what went on would be in another one.
 *
 * @param transaction what the host has given for it; nothing if the data source gave the connection as it is
 */
record JoinedConnection(Handle handle, Dialect dialect, Optional<JdbiTransaction> transaction) {
    private interface SqlCall<T> {
        T run() throws SQLException;
    }

    /** Refuses a transaction in which an organization would be seen as it never was. */
    void requireFit() {
        trying(() -> dialect.whyUnfitToJoin(handle.getConnection())).ifPresent(reason -> {
            throw new Refused("CON-4", reason);
        });
    }

    /** Asks. If that fails, the transaction counts as lost, for on PostgreSQL it is. */
    <T> T ask(Function<Session, T> question) {
        try {
            return question.apply(Session.inHostTransaction(handle));
        } catch (Failure failure) {
            throw failure.isFinal() ? failure : lost(failure);
        }
    }

    /** Runs a work; what it throws takes back what it has stored, and nothing else. */
    <T> T store(Function<Session, WorkResult<T>> work) {
        Connection connection = handle.getConnection();
        Savepoint savepoint = savepoint(connection);
        Optional<String> restore = trying(() -> dialect.restoreStatement(connection));
        Session session = Session.inHostTransaction(handle);
        WorkResult<T> result;
        try {
            result = work.apply(session);
        } catch (Failure failure) {
            if (failure.hasCause(this::losesTransaction) || !tryRollBack(session, savepoint)) {
                throw lost(failure);
            }
            throw new Failure(Failure.Step.ROLLED_BACK_TO_SAVEPOINT, failure);
        } catch (Throwable e) {
            trying(() -> rollBack(session, savepoint));
            throw e;
        }
        trying(() ->
                result.commit() ? restoreAndRelease(connection, savepoint, restore) : rollBack(session, savepoint));
        return result.value();
    }

    /** Where others have the say of a transaction, they may refuse one, which does the transaction no harm. */
    private Savepoint savepoint(Connection connection) {
        try {
            return connection.setSavepoint();
        } catch (SQLException e) {
            throw TransientFailures.include(e) ? lost(e) : new Failure(Failure.Step.SETTING_SAVEPOINT, e);
        }
    }

    private static boolean restoreAndRelease(Connection connection, Savepoint savepoint, Optional<String> restore)
            throws SQLException {
        if (restore.isPresent()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(restore.get());
            }
        }
        connection.releaseSavepoint(savepoint);
        return true;
    }

    private boolean rollBack(Session session, Savepoint savepoint) throws SQLException {
        Connection connection = handle.getConnection();
        if (!session.rollBackToLock()) {
            connection.rollback(savepoint);
        }
        connection.releaseSavepoint(savepoint);
        return true;
    }

    /** Where the savepoint is gone, the transaction that it was set in is too. */
    private boolean tryRollBack(Session session, Savepoint savepoint) {
        try {
            return rollBack(session, savepoint);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Whether the transaction is over, or can't succeed any more; whoever only waited too long can go on. */
    private boolean losesTransaction(SQLException failure) {
        return String.valueOf(failure.getSQLState()).startsWith("08")
                || (dialect.isRetryable(failure) && !dialect.isLockTimeout(failure));
    }

    /** Does what fails only if there is no such transaction any more. */
    private <T> T trying(SqlCall<T> call) {
        try {
            return call.run();
        } catch (SQLException e) {
            throw lost(e);
        }
    }

    private Failure lost(Throwable cause) {
        Failure loss = new Failure(Failure.Step.TRANSACTION_LOST, cause);
        transaction.ifPresent(ofHost -> ofHost.lose(loss));
        return loss;
    }
}
