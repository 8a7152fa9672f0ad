package io.github.communities.jdbi;

import io.github.communities.Communities;
import io.github.communities.tck.rule.Rule;
import io.github.communities.tck.rule.StoreName;
import java.sql.Connection;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The host's transactions, on MariaDB. */
@StoreName("mariadb")
class MariaDbHostTransactionTest extends HostTransactionTest {
    @Override
    SqlFixture database() {
        return ServerFixture.migrated(MariaDbServer.only());
    }

    @Override
    Set<Integer> fit() {
        return Set.of(Connection.TRANSACTION_READ_COMMITTED);
    }

    /** MariaDB's default is REPEATABLE READ. */
    @Test
    @Rule("CON-4")
    void with_spring_the_default_isolation_is_refused_and_what_to_ask_for_is_said() {
        Communities ours = springs();
        plainSpring()
                .executeWithoutResult(
                        status -> requireRefused("ISOLATION_READ_COMMITTED", () -> create(ours, "Cat lovers")));
    }
}
