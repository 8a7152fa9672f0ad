package io.github.communities.jdbi;

import io.github.communities.tck.DomainConformance;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.StoreName;

@StoreName("own")
class OwnServerConformanceTest extends DomainConformance {
    @Override
    protected StoreFixture storage() {
        return ServerFixture.migrated(OwnServer.only());
    }
}
