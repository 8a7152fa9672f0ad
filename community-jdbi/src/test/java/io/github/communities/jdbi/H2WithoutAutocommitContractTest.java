package io.github.communities.jdbi;

import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.StoreName;

/** The contract of a store, on H2 over pools whose connections have autocommit off. */
@StoreName("h2")
class H2WithoutAutocommitContractTest extends WithoutAutocommitContract {
    @Override
    StoreFixture storage() {
        return H2Fixture.inMemory().withoutAutocommit();
    }
}
