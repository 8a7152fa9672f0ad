package io.github.communities.tck;

@StoreName("memory")
class InMemoryContractTest extends CommunityStoreContract {
    @Override
    protected StoreFixture storage() {
        return new MemoryFixture();
    }
}
