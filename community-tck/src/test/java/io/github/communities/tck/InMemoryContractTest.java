package io.github.communities.tck;

import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.StoreName;

@StoreName("memory")
class InMemoryContractTest extends CommunityStoreContract {
    @Override
    protected StoreFixture storage() {
        return new MemoryFixture();
    }
}
