package io.github.communities.jdbi;

import io.github.communities.error.Unavailable;
import io.github.communities.spi.HostTransaction;
import java.sql.Connection;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A transaction of the host on a connection of its own, to the database in which a {@link JdbiCommunityStore} keeps
 * communities (CON-4).
 *
 * <pre>{@code
 * connection.setAutoCommit(false);
 * JdbiTransaction transaction = JdbiTransaction.on(connection);
 * communities.within(transaction).members().grant(caller, team, bob, COMMUNITY_VIEWER);
 * // … the host's own statements …
 * connection.commit();
 * transaction.committed();
 * }</pre>
 *
 * <p>The library works on the connection and leaves the transaction to the host: it never commits it, rolls it back or
 * closes the connection. It sets savepoints, and takes back to them what it has itself written when a call is refused
 * or fails. The host does not use the connection while a call of the library runs.
 *
 * <p>Autocommit must be off. The isolation must be READ COMMITTED; on PostgreSQL it may be any, and on H2 SNAPSHOT or
 * SERIALIZABLE too. In these, where something was written since the transaction began, a write throws {@link
 * Unavailable}, and the host runs its whole transaction again. MariaDB's default, REPEATABLE READ, is refused.
 *
 * <p>Where a {@code DataSource} gives the library connections that are in the host's transaction already, as Spring's
 * {@code TransactionAwareDataSourceProxy} does, none of this is needed: a store over it joins by itself.
 */
public final class JdbiTransaction extends HostTransaction {
    private final Connection connection;
    private Optional<Failure> loss = Optional.empty();

    private JdbiTransaction(Connection connection) {
        this.connection = connection;
    }

    /** The transaction that a connection is in. */
    public static JdbiTransaction on(Connection connection) {
        return new JdbiTransaction(Arguments.required("connection", connection));
    }

    /** The transaction that a handle is in; only its connection is used, not what it is configured with. */
    public static JdbiTransaction on(Handle handle) {
        return on(Arguments.required("handle", handle).getConnection());
    }

    Connection connection() {
        return connection;
    }

    /** The database has ended it, whatever the host thinks: what went on here would be in another transaction. */
    void lose(Failure failure) {
        loss = Optional.of(failure);
    }

    /** Refuses to go on if the host has said that it is committed, or the database has ended it. */
    void requireGoingOn() {
        requireOpen();
        if (loss.isPresent()) {
            throw new Unavailable(
                    "CON-4",
                    "the database failed in this transaction before: roll all of it back, and run it again with another"
                            + " JdbiTransaction",
                    loss.get().isTransient(),
                    loss.get());
        }
    }
}
