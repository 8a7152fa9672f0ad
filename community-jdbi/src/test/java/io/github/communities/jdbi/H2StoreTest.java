package io.github.communities.jdbi;

class H2StoreTest extends JdbiStoreRules {
    H2StoreTest() {
        super(H2Fixture.inMemory());
    }
}
