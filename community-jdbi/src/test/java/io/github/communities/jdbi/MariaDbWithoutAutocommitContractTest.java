package io.github.communities.jdbi;

import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.StoreName;

/** The contract of a store, on MariaDB over pools whose connections have autocommit off. */
@StoreName("mariadb")
class MariaDbWithoutAutocommitContractTest extends WithoutAutocommitContract {
    @Override
    StoreFixture storage() {
        return ServerFixture.migrated(MariaDbServer.only()).withoutAutocommit();
    }
}
