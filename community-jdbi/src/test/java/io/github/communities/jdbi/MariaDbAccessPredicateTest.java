package io.github.communities.jdbi;

import io.github.communities.tck.rule.StoreName;

@StoreName("mariadb")
class MariaDbAccessPredicateTest extends AccessPredicateRules {
    MariaDbAccessPredicateTest() {
        super(ServerFixture.empty(MariaDbServer.only()));
    }

    /** With the collation that takes A for a, and "a " too. */
    @Override
    String tableOptions() {
        return " character set utf8mb4";
    }
}
