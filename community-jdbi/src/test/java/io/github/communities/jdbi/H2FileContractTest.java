package io.github.communities.jdbi;

import io.github.communities.tck.CommunityStoreContract;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.StoreName;

/** The contract of a store, on H2 in files. */
@StoreName("h2")
class H2FileContractTest extends CommunityStoreContract {
    @Override
    protected StoreFixture storage() {
        return H2Fixture.inFile();
    }
}
