package io.github.communities.jdbi;

import io.github.communities.tck.CommunityStoreContract;
import io.github.communities.tck.StoreFixture;
import io.github.communities.tck.StoreName;

@StoreName("own")
class OwnServerContractTest extends CommunityStoreContract {
    @Override
    protected StoreFixture storage() {
        return ServerFixture.migrated(OwnServer.only());
    }
}
