package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.tck.rule.Rule;
import io.github.communities.tck.rule.StoreName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;

/** The schema, on MariaDB. */
@StoreName("mariadb")
class MariaDbSchemaTest extends ServerSchemaTest {
    @Override
    DatabaseServer server() {
        return MariaDbServer.only();
    }

    /** What a server has by default, the scripts say otherwise. */
    @Test
    @Rule("S-18")
    void the_defaults_of_a_server_do_not_matter() throws SQLException {
        ServerFixture fixture = ServerFixture.empty(server());
        JdbcConnectionPool pool = fixture.pool();
        TappedDataSource tapped = new TappedDataSource(pool);
        tapped.onConnection(connection -> execute(
                connection,
                "set default_storage_engine = Aria, sql_mode ="
                        + " 'STRICT_TRANS_TABLES', character_set_server = latin1, collation_server = latin1_swedish_ci,"
                        + " innodb_strict_mode = off"));
        try (Connection connection = pool.getConnection()) {
            execute(connection, "set global innodb_default_row_format = compact");
            try {
                CommunitySchema.migrate(tapped);
            } finally {
                execute(connection, "set global innodb_default_row_format = dynamic");
            }
            try (Statement statement = connection.createStatement();
                    ResultSet tables = statement.executeQuery("select table_name, engine, row_format, table_collation"
                            + " from information_schema.tables where table_schema = database()")) {
                int found = 0;
                while (tables.next()) {
                    found++;
                    String table = tables.getString(1);
                    assertEquals("InnoDB", tables.getString(2), table);
                    assertEquals("Dynamic", tables.getString(3), table);
                    assertEquals("utf8mb4_nopad_bin", tables.getString(4), table);
                }
                assertTrue(found > 10);
            }
        }
        ExactIds.requireKeptApart(JdbiCommunityStore.over(tapped));
        fixture.giveBack(pool);
        fixture.close();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
