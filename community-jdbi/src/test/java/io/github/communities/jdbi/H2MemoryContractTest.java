package io.github.communities.jdbi;

import io.github.communities.tck.CommunityStoreContract;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.StoreName;

/** The contract of a store, on H2 in memory. */
@StoreName("h2")
class H2MemoryContractTest extends CommunityStoreContract {
    @Override
    protected StoreFixture storage() {
        return H2Fixture.inMemory();
    }
}
