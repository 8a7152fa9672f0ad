package io.github.communities.jdbi;

import io.github.communities.tck.CommunityStoreContract;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.StoreName;

@StoreName("own")
class OwnServerContractTest extends CommunityStoreContract {
    @Override
    protected StoreFixture storage() {
        return ServerFixture.migrated(OwnServer.only());
    }
}
