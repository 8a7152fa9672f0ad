package io.github.communities.jdbi;

import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.OrganizationId;
import io.github.communities.PageRequest;
import io.github.communities.Subject;
import io.github.communities.community.CommunityFilter;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.CommunityEngine;
import io.github.communities.error.NotFound;
import io.github.communities.error.Refused;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * While H2 writes to a file, a rollback that releases a lock may undo what another transaction has made of the row
 * since, committed or not. So the library releases none by a rollback.
 */
class H2RollbackTest {
    private static final OrganizationId ACME = OrganizationId.of("acme");
    private static final Subject ANN = Subject.user("ann");

    private final H2Fixture fixture = H2Fixture.inFile();
    private final JdbcConnectionPool pool = fixture.pool();
    private final TappedDataSource tapped = new TappedDataSource(pool);
    private final Communities communities;
    private final List<String> ends = new ArrayList<>();
    private boolean stored;

    H2RollbackTest() {
        CommunitySchema.migrate(pool);
        communities =
                CommunityEngine.builder().store(JdbiCommunityStore.over(tapped)).build();
    }

    @BeforeEach
    void register() {
        communities.host().register(ACME, "Acme");
        communities.host().addUser(ACME, ANN, ORGANIZATION_ADMIN);
        create(communities, "Cat lovers");
        tapped.statements();
        tapped.beforeCommit(connection -> ends.add("commit"));
        tapped.onRollback(connection -> ends.add("rollback"));
    }

    @AfterEach
    void close() {
        communities.close();
        fixture.giveBack(pool);
        fixture.close();
    }

    private static void create(Communities where, String name) {
        where.create(Caller.of(ACME, ANN), NewCommunity.named(name));
    }

    private List<String> names() {
        tapped.untap();
        return communities.list(Caller.of(ACME, ANN), CommunityFilter.all(), PageRequest.first(10)).items().stream()
                .map(community -> community.name())
                .sorted()
                .toList();
    }

    @Test
    void what_is_refused_before_it_stores_anything_ends_in_a_commit_of_nothing() {
        assertThrows(Refused.class, () -> create(communities, "Cat lovers"));
        assertEquals(List.of("commit"), ends);
        assertEquals(List.of("Acme Team", "Cat lovers"), names());
    }

    @Test
    void what_fails_when_something_is_stored_is_taken_back_and_the_row_released_by_a_commit() {
        tapped.onStatement(connection -> {
            if (stored) {
                throw new SQLException("a value is too long, as the test wants it", "22001", 22001);
            }
            stored = tapped.statements().toString().contains("insert into");
        });
        assertThrows(RuntimeException.class, () -> create(communities, "Dog lovers"));
        assertTrue(stored);
        assertEquals(List.of("rollback", "commit"), ends); // to a savepoint, and then of nothing
        assertEquals(List.of("Acme Team", "Cat lovers"), names());
    }

    @Test
    void what_locks_nothing_is_rolled_back() {
        assertThrows(NotFound.class, () -> communities.host().addUser(OrganizationId.of("nowhere"), ANN));
        assertEquals(List.of("rollback"), ends);
    }

    /** A savepoint's rollback would let whoever waits for the row wait without end, and turn round and round. */
    @Test
    void in_a_transaction_of_the_host_what_stores_nothing_rolls_nothing_back() throws SQLException {
        try (Connection connection = tapped.getConnection()) {
            connection.setAutoCommit(false);
            Communities within = communities.within(JdbiTransaction.on(connection));
            assertThrows(Refused.class, () -> create(within, "Cat lovers"));
            assertEquals(List.of(), ends);
            assertTrue(isLocked());
            connection.commit();
            connection.setAutoCommit(true);
        }
        assertFalse(isLocked());
    }

    @Test
    void in_a_transaction_of_the_host_what_fails_takes_back_its_own_and_keeps_the_lock() throws SQLException {
        try (Connection connection = tapped.getConnection()) {
            connection.setAutoCommit(false);
            Communities within = communities.within(JdbiTransaction.on(connection));
            create(within, "Dog lovers");
            tapped.onStatement(now -> {
                if (stored) {
                    throw new SQLException("a value is too long, as the test wants it", "22001", 22001);
                }
                stored = tapped.statements().toString().contains("insert into");
            });
            tapped.statements();
            assertThrows(RuntimeException.class, () -> create(within, "Rat lovers"));
            tapped.onStatement(now -> {});
            assertTrue(isLocked());

            assertThrows(NotFound.class, () -> within.host().addUser(OrganizationId.of("nowhere"), ANN));
            connection.commit();
            connection.setAutoCommit(true);
        }
        assertEquals(List.of("Acme Team", "Cat lovers", "Dog lovers"), names());
    }

    private boolean isLocked() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            return !statement
                    .executeQuery("select 1 from community_organizations for update skip locked")
                    .next();
        }
    }
}
