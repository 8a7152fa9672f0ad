package io.github.communities.jdbi;

import io.github.communities.tck.rule.StoreName;

@StoreName("h2")
class H2AccessPredicateTest extends AccessPredicateRules {
    H2AccessPredicateTest() {
        super(H2Fixture.inMemory());
    }
}
