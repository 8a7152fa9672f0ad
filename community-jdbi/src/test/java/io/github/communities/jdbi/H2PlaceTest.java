package io.github.communities.jdbi;

import com.zaxxer.hikari.HikariConfig;
import io.github.communities.tck.StoreName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

@StoreName("h2")
class H2PlaceTest extends PlaceRules {
    H2PlaceTest() {
        super(H2Fixture.inMemory());
    }

    @Override
    String scripts() {
        return "classpath:io/github/communities/jdbi/schema/h2";
    }

    @Override
    void inSchema(HikariConfig config, String name) throws SQLException {
        makeSchema(name);
        config.setSchema(name.toUpperCase(Locale.ROOT));
    }

    @Override
    void search(Connection connection, String schema) throws SQLException {
        execute(connection, "set schema " + schema);
        execute(connection, "set schema_search_path " + schema + ", public");
    }

    @Override
    void searchUsual(Connection connection) throws SQLException {
        execute(connection, "set schema public");
        execute(connection, "set schema_search_path public");
    }

    @Override
    SqlFixture another() {
        return H2Fixture.inMemory();
    }
}
