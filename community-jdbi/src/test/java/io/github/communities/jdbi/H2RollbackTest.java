package io.github.communities.jdbi;

import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
    void what_is_refused_releases_its_lock_by_a_commit_of_nothing() {
        assertThrows(Refused.class, () -> create(communities, "Cat lovers"));
        assertEquals(List.of("commit"), ends);
        assertEquals(List.of("Acme Team", "Cat lovers"), names());
    }

    @Test
    void what_fails_when_something_is_stored_too() {
        tapped.onStatement(connection -> {
            if (tapped.statements().toString().contains("insert into")) {
                throw new SQLException("a value is too long, as the test wants it", "22001", 22001);
            }
        });
        assertThrows(RuntimeException.class, () -> create(communities, "Dog lovers"));
        assertEquals(List.of("commit"), ends);
        assertEquals(List.of("Acme Team", "Cat lovers"), names());
    }

    @Test
    void what_locks_nothing_is_rolled_back() {
        assertThrows(NotFound.class, () -> communities.host().addUser(OrganizationId.of("nowhere"), ANN));
        assertEquals(List.of("rollback"), ends);
    }

    @Test
    void in_a_transaction_of_the_host_the_lock_is_kept_and_all_that_went_before_is_too() throws SQLException {
        try (Connection connection = tapped.getConnection()) {
            connection.setAutoCommit(false);
            Communities within = communities.within(JdbiTransaction.on(connection));
            create(within, "Dog lovers");
            assertThrows(Refused.class, () -> create(within, "Dog lovers"));
            assertEquals(List.of(), ends);

            assertThrows(NotFound.class, () -> within.host().addUser(OrganizationId.of("nowhere"), ANN));
            assertEquals(List.of("rollback"), ends); // to a savepoint after all of that
            connection.commit();
            connection.setAutoCommit(true);
        }
        assertEquals(List.of("Acme Team", "Cat lovers", "Dog lovers"), names());
    }
}
