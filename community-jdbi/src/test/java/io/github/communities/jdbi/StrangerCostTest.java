package io.github.communities.jdbi;

import io.github.communities.Communities;
import io.github.communities.core.CommunityEngine;
import io.github.communities.tck.domain.authorization.StrangerCalls;
import java.sql.Connection;
import java.sql.SQLException;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Someone who does not belong to an organization can't tell it from none by what the database is asked: it is as many
 * statements, and the same answer (ACC-8).
 */
final class StrangerCostTest {
    private final H2Fixture h2 = H2Fixture.inMemory();
    private final JdbcConnectionPool pool = h2.pool();
    private final TappedDataSource tapped = new TappedDataSource(pool);
    private final Communities node = node();
    private int statements;

    private Communities node() {
        CommunitySchema.migrate(pool);
        return StrangerCalls.settings(CommunityEngine.builder().store(JdbiCommunityStore.over(tapped)))
                .build();
    }

    private int statements() {
        statements += tapped.statements().size();
        return statements;
    }

    @AfterEach
    void drop() {
        node.close();
        pool.dispose();
        h2.close();
    }

    @Test
    void an_organization_costs_a_stranger_as_much_as_none() {
        new StrangerCalls(node, node, this::statements).compareWithNone();
    }

    @Test
    void so_it_does_in_a_transaction_of_the_host() throws SQLException {
        try (Connection connection = tapped.getConnection()) {
            connection.setAutoCommit(false);
            Communities within = node.within(JdbiTransaction.on(connection));
            new StrangerCalls(node, within, this::statements).compareWithNone();
            connection.rollback();
        }
    }
}
