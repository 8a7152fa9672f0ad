package io.github.communities.jdbi;

class MariaDbStoreTest extends JdbiStoreRules {
    MariaDbStoreTest() {
        super(ServerFixture.migrated(MariaDbServer.only()));
    }
}
