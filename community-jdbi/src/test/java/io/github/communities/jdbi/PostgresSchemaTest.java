package io.github.communities.jdbi;

/** The schema, on PostgreSQL. */
class PostgresSchemaTest extends ServerSchemaTest {
    @Override
    DatabaseServer server() {
        return PostgresServer.only();
    }
}
