package io.github.communities.jdbi;

import io.github.communities.tck.DomainConformance;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.StoreName;

/** The whole domain, on MariaDB. */
@StoreName("mariadb")
class MariaDbConformanceTest extends DomainConformance {
    @Override
    protected StoreFixture storage() {
        return ServerFixture.migrated(MariaDbServer.only());
    }
}
