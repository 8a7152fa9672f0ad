package io.github.communities.jdbi;

class OwnServerSchemaTest extends ServerSchemaTest {
    @Override
    DatabaseServer server() {
        return OwnServer.only();
    }
}
