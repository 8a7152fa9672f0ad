package io.github.communities.jdbi;

import com.zaxxer.hikari.HikariConfig;
import io.github.communities.tck.StoreName;
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
        execute("create schema " + name);
        config.setSchema(name.toUpperCase(Locale.ROOT));
    }

    @Override
    void dropSchema(String name) throws SQLException {
        execute("drop schema " + name + " cascade");
    }
}
