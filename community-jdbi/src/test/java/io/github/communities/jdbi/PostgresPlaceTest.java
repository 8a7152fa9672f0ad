package io.github.communities.jdbi;

import com.zaxxer.hikari.HikariConfig;
import io.github.communities.tck.StoreName;
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
        execute("create schema " + name);
        config.setSchema(name);
    }

    @Override
    void dropSchema(String name) throws SQLException {
        execute("drop schema " + name + " cascade");
    }
}
