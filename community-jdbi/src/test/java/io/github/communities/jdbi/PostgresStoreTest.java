package io.github.communities.jdbi;

class PostgresStoreTest extends JdbiStoreRules {
    PostgresStoreTest() {
        super(ServerFixture.migrated(PostgresServer.only()));
    }
}
