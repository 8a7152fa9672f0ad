package io.github.communities.jdbi;

/** The schema, on MariaDB. */
class MariaDbSchemaTest extends ServerSchemaTest {
    @Override
    DatabaseServer server() {
        return MariaDbServer.only();
    }
}
