package io.github.communities.jdbi;

import io.github.communities.jdbi.dialect.Dialect;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** A connection, for one work. Not thread-safe. */
final class Session {
    private final Handle handle;
    private final boolean inHostTransaction;
    private final Optional<TransactionIsolationLevel> isolationToVerify;
    private boolean rowLocked;

    private Session(Handle handle, boolean inHostTransaction, Optional<TransactionIsolationLevel> isolationToVerify) {
        this.handle = handle;
        this.inHostTransaction = inHostTransaction;
        this.isolationToVerify = isolationToVerify;
    }

    static Session inHostTransaction(Handle handle) {
        return new Session(handle, true, Optional.empty());
    }

    /**
     * One that is in no transaction of the host.
     *
     * @param isolationToVerify the isolation that its transaction must have and was not given, since the connections of
     *     the data source begin with it
     */
    static Session ofLibrary(Handle handle, Optional<TransactionIsolationLevel> isolationToVerify) {
        return new Session(handle, false, isolationToVerify);
    }

    Handle handle() {
        return handle;
    }

    /**
     * Whether it is in a transaction of the host, which is neither committed with the work nor, by itself, one state
     * for several statements.
     */
    boolean inHostTransaction() {
        return inHostTransaction;
    }

    Optional<TransactionIsolationLevel> isolationToVerify() {
        return isolationToVerify;
    }

    /** Notes that the work has locked a row by {@link Dialect#forUpdate()}. */
    void rowLocked() {
        rowLocked = true;
    }

    /**
     * Takes back what the work has stored since it locked a row, where the database must not be left to release that
     * lock by a rollback.
     *
     * @return whether this is so, and was done; else all is still to be rolled back
     */
    boolean rollBackToLock(Dialect dialect) throws SQLException {
        Optional<String> statement = dialect.rollbackToLock();
        if (!rowLocked || statement.isEmpty()) {
            return false;
        }
        try (Statement toLock = handle.getConnection().createStatement()) {
            toLock.execute(statement.get());
            return true;
        }
    }
}
