package io.github.communities.jdbi;

import io.github.communities.error.Refused;
import io.github.communities.jdbi.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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

    private final Jdbi jdbi;
    private final Dialect dialect;
    private final int usualIsolation;

    private Database(Jdbi jdbi, Dialect dialect, int usualIsolation) {
        this.jdbi = jdbi;
        this.dialect = dialect;
        this.usualIsolation = usualIsolation;
    }

    /** The database of a data source, in which tables are so named; refused if the library can't work with it. */
    static Database of(DataSource dataSource, TablePrefix prefix) {
        Jdbi jdbi = Jdbi.create(dataSource);
        // The statements are plain SQL; the default engine would look for attributes in each of them.
        jdbi.getConfig(SqlStatements.class).setTemplateEngine(prefix.statements());
        // Where a rollback failed, Jdbi would turn autocommit on when it closes, and so commit what is half-written.
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
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
            int isolation = connection.getTransactionIsolation();
            if (isolation == Connection.TRANSACTION_READ_UNCOMMITTED) {
                throw new Refused(
                        "S-4",
                        "the DataSource gives connections that read what is not committed: set their default isolation"
                                + " to READ_COMMITTED");
            }
            return new Database(jdbi, Dialect.of(connection), isolation);
        } catch (SQLException e) {
            throw new Failure(Failure.Step.ASKING, e);
        } finally {
            close(handle);
        }
    }

    Dialect dialect() {
        return dialect;
    }

    /** Runs single statements, each committed by itself. */
    <T> T statements(Function<Handle, T> work) {
        Handle handle = open(jdbi);
        try {
            return Failure.guard(() -> work.apply(handle));
        } finally {
            close(handle);
        }
    }

    /** Runs a work in a transaction. What it throws rolls back and is thrown on. */
    <T> T transaction(TransactionIsolationLevel isolation, Function<Handle, Outcome<T>> work) {
        Handle handle = open(jdbi);
        try {
            Connection connection = handle.getConnection();
            begin(connection, isolation);
            Outcome<T> outcome;
            try {
                outcome = work.apply(handle);
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
        } finally {
            close(handle);
        }
    }

    private void begin(Connection connection, TransactionIsolationLevel isolation) {
        try {
            if (!connection.getAutoCommit()) {
                throw new Refused(
                        "CON-4",
                        "the DataSource gave a connection that is in a transaction already, which the library would end:"
                                + " call it outside, or give it a DataSource that does not join transactions");
            }
            if (isLasting(isolation)) {
                connection.setTransactionIsolation(isolation.intValue());
            }
            connection.setAutoCommit(false);
            if (isolation.intValue() != usualIsolation && !isLasting(isolation)) {
                isolate(connection, isolation);
            }
        } catch (SQLException e) {
            throw new Failure(Failure.Step.CONNECTING, e);
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
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The database drops what a connection that breaks has not committed. Autocommit must stay off: turning it
            // on would commit.
            return;
        }
        restore(connection, isolation);
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
        } catch (JdbiException e) {
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
