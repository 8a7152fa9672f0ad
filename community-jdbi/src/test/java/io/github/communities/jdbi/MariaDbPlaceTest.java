package io.github.communities.jdbi;

import com.zaxxer.hikari.HikariConfig;
import io.github.communities.tck.rule.StoreName;
import java.sql.Connection;
import java.sql.SQLException;

@StoreName("mariadb")
class MariaDbPlaceTest extends PlaceRules {
    private String usual = "";

    MariaDbPlaceTest() {
        super(ServerFixture.empty(MariaDbServer.only()));
    }

    @Override
    String scripts() {
        return "classpath:io/github/communities/jdbi/schema/mariadb";
    }

    @Override
    void inSchema(HikariConfig config, String name) throws SQLException {
        makeSchema(name);
        config.setCatalog(name);
    }

    @Override
    void dropSchema(String name) throws SQLException {
        execute("drop database " + name);
    }

    @Override
    void makeSchema(String name) throws SQLException {
        execute("create database " + name);
    }

    @Override
    String quoted(String name) {
        return '`' + name + '`';
    }

    @Override
    void search(Connection connection, String schema) throws SQLException {
        if (usual.isEmpty()) {
            usual = connection.getCatalog();
        }
        execute(connection, "use " + schema);
    }

    @Override
    void searchUsual(Connection connection) throws SQLException {
        connection.setCatalog(usual);
    }

    @Override
    SqlFixture another() {
        return ServerFixture.empty(MariaDbServer.only());
    }

    /** Databases of one server are to it what schemas are to others. */
    @Override
    boolean reachesAcross() {
        return true;
    }
}
