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
    private interface Step<T> {
        T take() throws SQLException;
    }

    /** Refuses a transaction in which an organization would be seen as it never was. */
    void requireFit() {
        trying(() -> dialect.unfitToJoin(handle.getConnection())).ifPresent(reason -> {
            throw new Refused("CON-4", reason);
        });
    }

    /** Asks. If that fails, the transaction counts as lost, for on PostgreSQL it is. */
    <T> T ask(Function<Session, T> question) {
        try {
            return question.apply(Session.ofHost(handle));
        } catch (Failure failure) {
            throw failure.isFinal() ? failure : lost(failure);
        }
    }

    /** Runs a work; what it throws takes back what it has stored, and nothing else. */
    <T> T store(Function<Session, WorkResult<T>> work) {
        Connection connection = handle.getConnection();
        Savepoint savepoint = savepoint(connection);
        Optional<String> putBack = trying(() -> dialect.puttingBack(connection));
        WorkResult<T> outcome;
        try {
            outcome = work.apply(Session.ofHost(handle));
        } catch (Failure failure) {
            if (failure.says(this::endsTransaction) || !takesBack(connection, savepoint)) {
                throw lost(failure);
            }
            throw new Failure(Failure.Step.UNDOING, failure);
        } catch (Throwable e) {
            trying(() -> takeBack(connection, savepoint));
            throw e;
        }
        trying(() -> outcome.commit() ? keep(connection, savepoint, putBack) : takeBack(connection, savepoint));
        return outcome.value();
    }

    /** Where others have the say of a transaction, they may refuse one, which does the transaction no harm. */
    private Savepoint savepoint(Connection connection) {
        try {
            return connection.setSavepoint();
        } catch (SQLException e) {
            throw TransientFailures.include(e) ? lost(e) : new Failure(Failure.Step.SAVING, e);
        }
    }

    private static boolean keep(Connection connection, Savepoint savepoint, Optional<String> putBack)
            throws SQLException {
        if (putBack.isPresent()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(putBack.get());
            }
        }
        connection.releaseSavepoint(savepoint);
        return true;
    }

    private static boolean takeBack(Connection connection, Savepoint savepoint) throws SQLException {
        connection.rollback(savepoint);
        connection.releaseSavepoint(savepoint);
        return true;
    }

    /** Where the savepoint is gone, the transaction that it was set in is too. */
    private static boolean takesBack(Connection connection, Savepoint savepoint) {
        try {
            return takeBack(connection, savepoint);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Whether the transaction is over, or can't succeed any more; whoever only waited too long can go on. */
    private boolean endsTransaction(SQLException failure) {
        return String.valueOf(failure.getSQLState()).startsWith("08")
                || (dialect.saysRunAgain(failure) && !dialect.saysWaited(failure));
    }

    /** Does what fails only if there is no such transaction any more. */
    private <T> T trying(Step<T> step) {
        try {
            return step.take();
        } catch (SQLException e) {
            throw lost(e);
        }
    }

    private Failure lost(Throwable cause) {
        Failure loss = new Failure(Failure.Step.LOSING, cause);
        transaction.ifPresent(ofHost -> ofHost.lose(loss));
        return loss;
    }
}
