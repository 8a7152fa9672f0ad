package io.github.communities.jdbi;

import io.github.communities.tck.CommunityStoreContract;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.StoreName;

/** The contract of a store, on MariaDB. */
@StoreName("mariadb")
class MariaDbContractTest extends CommunityStoreContract {
    @Override
    protected StoreFixture storage() {
        return ServerFixture.migrated(MariaDbServer.only());
    }
}
