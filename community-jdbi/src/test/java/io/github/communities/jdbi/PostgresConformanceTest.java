package io.github.communities.jdbi;

import io.github.communities.tck.DomainConformance;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.StoreName;

/** The whole domain, on PostgreSQL. */
@StoreName("postgresql")
class PostgresConformanceTest extends DomainConformance {
    @Override
    protected StoreFixture storage() {
        return ServerFixture.migrated(PostgresServer.only());
    }
}
