package io.github.communities.jdbi;

import com.zaxxer.hikari.HikariConfig;
import io.github.communities.tck.StoreName;
import java.sql.SQLException;

@StoreName("mariadb")
class MariaDbPlaceTest extends PlaceRules {
    MariaDbPlaceTest() {
        super(ServerFixture.empty(MariaDbServer.only()));
    }

    @Override
    String scripts() {
        return "classpath:io/github/communities/jdbi/schema/mariadb";
    }

    @Override
    void inSchema(HikariConfig config, String name) throws SQLException {
        execute("create database " + name);
        config.setCatalog(name);
    }

    @Override
    void dropSchema(String name) throws SQLException {
        execute("drop database " + name);
    }
}
