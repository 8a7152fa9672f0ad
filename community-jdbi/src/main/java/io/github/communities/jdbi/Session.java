package io.github.communities.jdbi;

import io.github.communities.jdbi.dialect.Dialect;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** A connection, for one work. Not thread-safe. */
final class Session {
    private final Handle handle;
    private final boolean inHostTransaction;
    private final Optional<TransactionIsolationLevel> isolationToVerify;
    private boolean keepsLock;
    /** Set once the work stores something. */
    private Optional<Savepoint> locked = Optional.empty();

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

    /**
     * Notes that the work has locked a row by {@link Dialect#forUpdate()}, before it stored anything. Where the database
     * {@link Dialect#undoesLocksTwice}, no rollback may take back that lock.
     */
    void rowLocked(Dialect dialect) {
        keepsLock = dialect.undoesLocksTwice();
    }

    /** To be called before the work stores anything. */
    void beforeChange() {
        if (keepsLock && locked.isEmpty()) {
            try {
                locked = Optional.of(handle.getConnection().setSavepoint());
            } catch (SQLException e) {
                throw new Failure(Failure.Step.ASKING, e);
            }
        }
    }

    /**
     * Takes back what the work has stored, but not the lock, where that must not be taken back.
     *
     * @return whether it must not; else all is still to be rolled back
     */
    boolean rollBackToLock() throws SQLException {
        if (locked.isPresent()) {
            handle.getConnection().rollback(locked.get());
        }
        return keepsLock;
    }
}
