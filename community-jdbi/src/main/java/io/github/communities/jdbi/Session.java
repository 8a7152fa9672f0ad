package io.github.communities.jdbi;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * A connection, for one work.
 *
 * @param inHostTransaction whether it is in a transaction of the host, which is neither committed with the work nor, by
 *     itself, one state for several statements
 * @param isolationToVerify the isolation that the transaction must have and was not given, since the connections of the
 *     data source begin with it
 */
record Session(Handle handle, boolean inHostTransaction, Optional<TransactionIsolationLevel> isolationToVerify) {
    static Session inHostTransaction(Handle handle) {
        return new Session(handle, true, Optional.empty());
    }
}
