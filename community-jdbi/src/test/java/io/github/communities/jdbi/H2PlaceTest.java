package io.github.communities.jdbi;

import com.zaxxer.hikari.HikariConfig;
import io.github.communities.spi.CommunityStore;
import io.github.communities.tck.rule.Rule;
import io.github.communities.tck.rule.StoreName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;

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

    /** Where one database was made by copying the file of another, all that is in them is the same. */
    @Test
    @Rule("S-14")
    void a_copy_of_a_file_is_another_database() throws IOException {
        try (FileOfItsOwn original = new FileOfItsOwn(folder.resolve("original"))) {
            CommunitySchema.migrate(original.pool());
        }
        Files.copy(folder.resolve("original.mv.db"), folder.resolve("copy.mv.db"));
        try (FileOfItsOwn original = new FileOfItsOwn(folder.resolve("original"));
                FileOfItsOwn copy = new FileOfItsOwn(folder.resolve("copy"))) {
            AtomicReference<JdbcConnectionPool> tenant = new AtomicReference<>(original.pool());
            CommunityStore store = JdbiCommunityStore.over(routing(tenant));
            ExactIds.register(store, ACME);
            ExactIds.register(JdbiCommunityStore.over(copy.pool()), ACME);

            tenant.set(copy.pool());
            requireAnother(() -> store.revision(ACME));
            requireAnother(() -> store.write(ACME, ExactIds::touch));
        }
    }

    private record FileOfItsOwn(JdbcConnectionPool pool) implements AutoCloseable {
        FileOfItsOwn(Path file) {
            this(JdbcConnectionPool.create("jdbc:h2:file:" + file + ";WRITE_DELAY=0", "sa", ""));
        }

        @Override
        public void close() {
            pool.dispose();
        }
    }
}
