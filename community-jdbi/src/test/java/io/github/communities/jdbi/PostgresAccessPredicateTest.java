package io.github.communities.jdbi;

import io.github.communities.tck.rule.StoreName;

@StoreName("postgresql")
class PostgresAccessPredicateTest extends AccessPredicateRules {
    PostgresAccessPredicateTest() {
        super(ServerFixture.empty(PostgresServer.only()));
    }
}
