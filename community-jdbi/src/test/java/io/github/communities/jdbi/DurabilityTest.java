package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.communities.OrganizationId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a setting lets what was committed be lost, that is said once for each store that is opened. */
class DurabilityTest {
    private final List<String> warnings = new ArrayList<>();
    private final Logger logger = Logger.getLogger("io.github.communities");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            if (logged.getLevel().equals(Level.WARNING)) {
                warnings.add(logged.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void leave() {
        logger.removeHandler(handler);
    }

    private static void with(String url, Consumer<DataSource> work) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        if (url.startsWith("jdbc:h2:")) {
            config.setUsername("sa");
        }
        try (HikariDataSource dataSource = new HikariDataSource(config)) {
            CommunitySchema.migrate(dataSource);
            work.accept(dataSource);
        }
    }

    private void requireWarned(String... words) {
        assertEquals(1, warnings.size(), warnings::toString);
        for (String word : words) {
            assertTrue(warnings.get(0).contains(word), warnings::toString);
        }
        warnings.clear();
    }

    @Test
    void an_h2_file_that_is_written_with_a_delay() {
        String url = "jdbc:h2:file:" + folder.resolve("db");
        with(url, dataSource -> {
            assertEquals(List.of(), warnings);
            JdbiCommunityStore store = JdbiCommunityStore.over(dataSource);
            requireWarned("WRITE_DELAY=0", "500 ms");
            store.revision(OrganizationId.of("acme"));
            assertEquals(List.of(), warnings, "not with each call");
            JdbiCommunityStore.over(dataSource, JdbiOptions.standard());
            requireWarned("WRITE_DELAY=0");
        });
        with(url + ";WRITE_DELAY=100", dataSource -> {
            JdbiCommunityStore.over(dataSource);
            requireWarned("WRITE_DELAY=0", "100 ms");
        });
    }

    @Test
    void not_one_that_is_written_at_once_but_the_next_time_it_has_to_be_said_again() {
        String url = "jdbc:h2:file:" + folder.resolve("db");
        with(url + ";WRITE_DELAY=0", JdbiCommunityStore::over);
        assertEquals(List.of(), warnings);
        with(url, JdbiCommunityStore::over);
        requireWarned("WRITE_DELAY=0", "500 ms");
    }

    @Test
    void nor_one_in_memory() {
        with("jdbc:h2:mem:durability", JdbiCommunityStore::over);
        assertEquals(List.of(), warnings);
    }

    @Test
    void a_postgresql_that_does_not_wait_for_its_log() {
        PostgresServer.only().create("durability");
        String url = PostgresServer.only().url("durability") + "&options=-c%20synchronous_commit%3D";
        with(url + "off", JdbiCommunityStore::over);
        assertTrue(warnings.stream().anyMatch(warning -> warning.contains("synchronous_commit")), warnings::toString);
        warnings.clear();
        with(url + "on", JdbiCommunityStore::over);
        assertTrue(warnings.stream().noneMatch(warning -> warning.contains("synchronous_commit")), warnings::toString);
        PostgresServer.only().drop("durability");
    }

    @Test
    void a_mariadb_that_does_not_wait_for_its_log() {
        MariaDbServer.only().create("durability");
        with(MariaDbServer.only().url("durability"), JdbiCommunityStore::over);
        requireWarned("innodb_flush_log_at_trx_commit is 0", "set it to 1");
        MariaDbServer.only().drop("durability");
    }
}
