package io.github.communities.jdbi;

import com.zaxxer.hikari.HikariConfig;
import io.github.communities.tck.rule.StoreName;
import java.sql.Connection;
import java.sql.SQLException;

@StoreName("postgresql")
class PostgresPlaceTest extends PlaceRules {
    PostgresPlaceTest() {
        super(ServerFixture.empty(PostgresServer.only()));
    }

    @Override
    String scripts() {
        return "classpath:io/github/communities/jdbi/schema/postgresql";
    }

    @Override
    void inSchema(HikariConfig config, String name) throws SQLException {
        makeSchema(name);
        config.setSchema(name);
    }

    @Override
    void search(Connection connection, String schema) throws SQLException {
        execute(connection, "set search_path = " + schema + ", public");
    }

    @Override
    void searchUsual(Connection connection) throws SQLException {
        execute(connection, "set search_path = public");
    }

    @Override
    SqlFixture another() {
        return ServerFixture.empty(PostgresServer.only());
    }
}
