package io.github.communities.jdbi;

import io.github.communities.error.Refused;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Finds out in whose transaction a connection comes from the data source: the host says it, or Spring, or autocommit
 * together with what the host has said that it means when it is off (CON-4).
 */
final class HostTransactionDetection {
    private HostTransactionDetection() {}

    /**
     * Whether a connection, as the data source gave it, is in a transaction of the host; refused where nobody can tell.
     */
    static boolean isUnderWay(Connection connection, JdbiOptions options) throws SQLException {
        boolean autocommit = connection.getAutoCommit();
        if (options.transactions().isPresent()) {
            return asTheHostSays(options.transactions().get(), autocommit);
        }
        return !autocommit && meansHostTransaction(options.autocommitOff(), SpringTransactions.isUnderWay(connection));
    }

    private static boolean asTheHostSays(HostTransactions transactions, boolean autocommit) {
        boolean underWay = transactions.underWay();
        if (underWay && autocommit) {
            throw new Refused(
                    "CON-4",
                    "the host says that this thread is in a transaction, and the DataSource gave a connection that is"
                            + " in none, so that both would be committed apart: give the library a DataSource that"
                            + " gives the transaction's connection (with Spring a TransactionAwareDataSourceProxy)");
        }
        return underWay;
    }

    /** What a connection with autocommit off is in. */
    private static boolean meansHostTransaction(Optional<AutocommitOff> meaning, boolean inSpringTransaction) {
        if (meaning.isEmpty() && !inSpringTransaction) {
            throw new Refused(
                    "CON-4",
                    "the DataSource gave a connection with autocommit off, and nobody can tell whether that is the"
                            + " pool's default or a transaction of the host, which commits it: say it when opening,"
                            + " by JdbiOptions.withAutocommitOff or withTransactions; or turn autocommit on"
                            + " (HikariCP: autoCommit=true); where most connections come with it on, somebody gave"
                            + " this one back without turning it on again");
        }
        boolean poolDefault = meaning.equals(Optional.of(AutocommitOff.POOL_DEFAULT));
        if (poolDefault && inSpringTransaction) {
            throw new Refused(
                    "CON-4",
                    "the connection is in a transaction of Spring, which the library would commit, for it was told that"
                            + " autocommit off is the pool's default: open the store with JdbiOptions.withTransactions"
                            + " instead");
        }
        return !poolDefault;
    }
}
