package io.github.communities.jdbi;

import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.StoreName;

/** The contract of a store, on PostgreSQL over pools whose connections have autocommit off. */
@StoreName("postgresql")
class PostgresWithoutAutocommitContractTest extends WithoutAutocommitContract {
    @Override
    StoreFixture storage() {
        return ServerFixture.migrated(PostgresServer.only()).withoutAutocommit();
    }
}
