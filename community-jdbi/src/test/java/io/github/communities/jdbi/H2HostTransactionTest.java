package io.github.communities.jdbi;

import io.github.communities.tck.rule.StoreName;
import java.sql.Connection;
import java.util.Set;

/** The host's transactions, on H2. */
@StoreName("h2")
class H2HostTransactionTest extends HostTransactionTest {
    /** H2's own, which JDBC has no name for. */
    private static final int SNAPSHOT = 6;

    @Override
    SqlFixture database() {
        return H2Fixture.inMemory();
    }

    @Override
    Set<Integer> fit() {
        return Set.of(Connection.TRANSACTION_READ_COMMITTED, SNAPSHOT, Connection.TRANSACTION_SERIALIZABLE);
    }
}
