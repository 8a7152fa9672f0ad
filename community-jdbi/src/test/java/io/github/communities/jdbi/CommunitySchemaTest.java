package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.error.Refused;
import io.github.communities.error.Unavailable;
import io.github.communities.jdbi.TappedDataSource.Executed;
import io.github.communities.jdbi.dialect.Dialect;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema: made once, kept up to date, and checked before anything is done with it. */
class CommunitySchemaTest {
    private static final int NODES = 20;

    private final H2Fixture h2 = H2Fixture.inMemory();
    private final JdbcConnectionPool pool = h2.pool();
    private final TappedDataSource tapped = new TappedDataSource(pool);

    @AfterEach
    void drop() {
        pool.dispose();
        h2.close();
    }

    @Test
    void a_new_database_is_migrated_and_then_fits() {
        CommunitySchema.migrate(pool);

        CommunitySchema.verify(pool);
        JdbiCommunityStore.over(pool).close();
    }

    @Test
    void migrating_again_only_reads() throws SQLException {
        CommunitySchema.migrate(pool);
        String before = dump();

        CommunitySchema.migrate(tapped);

        requireOnlyRead(tapped.statements());
        assertEquals(before, dump());
    }

    @Test
    void verifying_and_opening_only_read() {
        assertThrows(Refused.class, () -> CommunitySchema.verify(tapped));
        CommunitySchema.migrate(pool);
        CommunitySchema.verify(tapped);
        JdbiCommunityStore.over(tapped).close();

        requireOnlyRead(tapped.statements());
    }

    private static void requireOnlyRead(List<Executed> statements) {
        assertFalse(statements.isEmpty());
        statements.forEach(
                statement -> assertTrue(statement.sql().startsWith("select"), () -> "reads only: " + statement));
    }

    @Test
    void twenty_nodes_that_migrate_at_once_run_each_script_once() throws Exception {
        migrateAtOnce(h2);
    }

    @Test
    void twenty_nodes_that_migrate_a_new_file_at_once_run_each_script_once() throws Exception {
        H2Fixture file = H2Fixture.inFile();
        try {
            migrateAtOnce(file);
        } finally {
            file.close();
        }
    }

    private static void migrateAtOnce(H2Fixture database) throws Exception {
        List<JdbcConnectionPool> pools = new ArrayList<>();
        List<TappedDataSource> nodes = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(NODES);
        try {
            CyclicBarrier start = new CyclicBarrier(NODES);
            List<Callable<TappedDataSource>> migrations = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                JdbcConnectionPool pool = database.pool();
                pools.add(pool);
                TappedDataSource node = new TappedDataSource(pool);
                migrations.add(() -> {
                    start.await(60, TimeUnit.SECONDS);
                    CommunitySchema.migrate(node);
                    CommunitySchema.verify(node);
                    return node;
                });
            }
            for (Future<TappedDataSource> migration : threads.invokeAll(migrations)) {
                nodes.add(migration.get());
            }
            long runs = nodes.stream()
                    .flatMap(node -> node.statements().stream())
                    .filter(statement -> statement.sql().contains("table if not exists community_bindings"))
                    .count();
            assertEquals(1, runs);
        } finally {
            threads.shutdownNow();
            pools.forEach(JdbcConnectionPool::dispose);
        }
    }

    @Test
    void a_migration_that_dies_at_any_statement_is_finished_by_the_next() throws SQLException {
        CommunitySchema.migrate(tapped);
        String expected = dump();
        int statements = tapped.statements().size();
        assertTrue(statements > 20);
        for (int death = 1; death <= statements; death++) {
            H2Fixture other = H2Fixture.inMemory();
            JdbcConnectionPool otherPool = other.pool();
            try {
                TappedDataSource dying = new TappedDataSource(otherPool);
                AtomicInteger left = new AtomicInteger(death);
                dying.onStatement(connection -> {
                    if (left.decrementAndGet() <= 0) {
                        throw new SQLException("Connection is broken, as the test wants it", "08006");
                    }
                });
                int at = death;
                assertThrows(Unavailable.class, () -> CommunitySchema.migrate(dying), () -> "at statement " + at);

                CommunitySchema.migrate(otherPool);

                CommunitySchema.verify(otherPool);
                assertEquals(expected, dump(otherPool), () -> "after a death at statement " + at);
            } finally {
                otherPool.dispose();
                other.close();
            }
        }
    }

    @Test
    void a_database_that_is_not_migrated_is_refused() {
        requireRefused("call CommunitySchema.migrate(dataSource) first");
    }

    @Test
    void a_database_that_lacks_the_newest_script_is_refused() throws SQLException {
        CommunitySchema.migrate(pool);
        execute("delete from community_schema_version where version = 2");

        requireRefused("lacks V2__communities.sql of the schema: call CommunitySchema.migrate(dataSource) first");
    }

    @Test
    void a_database_that_is_newer_than_the_library_is_refused() throws SQLException {
        CommunitySchema.migrate(pool);
        execute("insert into community_schema_version (version) values (3)");

        requireRefused("has version 3 of the schema", "upgrade the library");
        String before = dump();
        Refused refused = assertThrows(Refused.class, () -> CommunitySchema.migrate(pool));
        assertTrue(message(refused).contains("upgrade the library"), message(refused));
        assertEquals(before, dump());
    }

    @Test
    void a_database_that_was_made_by_another_script_is_refused() throws SQLException {
        CommunitySchema.migrate(pool);
        execute("update community_schema_version set checksum = checksum + 1 where version = 2");

        requireRefused("V2__communities.sql that is not the one in this library");
        assertThrows(Refused.class, () -> CommunitySchema.migrate(pool));
    }

    @Test
    void it_does_not_matter_what_runs_the_scripts() throws Exception {
        for (Path script : scripts()) {
            execute("runscript from '" + script + "' charset 'utf-8'");
        }

        CommunitySchema.verify(pool);
        CommunitySchema.migrate(tapped);
        requireOnlyRead(tapped.statements());
    }

    @Test
    void the_scripts_are_those_in_the_folder_numbered_without_gaps() throws Exception {
        List<Script> known;
        try (Connection connection = pool.getConnection()) {
            known = Script.of(Dialect.of(connection));
        }

        assertEquals(
                scripts().stream().map(path -> path.getFileName().toString()).toList(),
                known.stream().map(Script::name).toList());
        for (int i = 0; i < known.size(); i++) {
            assertEquals(i + 1, known.get(i).version());
        }
    }

    /** Released scripts never change: another checksum here means that every database out there is refused. */
    @Test
    void a_script_keeps_its_checksum_whatever_its_line_ends() throws Exception {
        for (Path script : scripts()) {
            String text = Files.readString(script, StandardCharsets.UTF_8);

            assertEquals(
                    new Script(1, "V1__x.sql", text).checksum(),
                    new Script(1, "V1__x.sql", text.replace("\n", "\r\n")).checksum());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
                "MODE=MySQL;IGNORECASE=TRUE",
                "MODE=MariaDB",
                "MODE=MSSQLServer",
                "MODE=DB2",
                "MODE=LEGACY",
                "DATABASE_TO_UPPER=FALSE",
                "OLD_INFORMATION_SCHEMA=TRUE"
            })
    void it_does_not_matter_which_other_database_h2_takes_the_place_of(String settings) throws SQLException {
        JdbcConnectionPool other =
                JdbcConnectionPool.create("jdbc:h2:mem:modes;" + settings + ";DB_CLOSE_DELAY=0", "sa", "");
        try (Connection alive = other.getConnection()) {
            assertFalse(alive.isClosed());
            CommunitySchema.migrate(other);
            assertDoesNotThrow(() -> ExactIds.requireKeptApart(JdbiCommunityStore.over(other)));
        } finally {
            other.dispose();
        }
    }

    private void requireRefused(String... words) {
        Refused verified = assertThrows(Refused.class, () -> CommunitySchema.verify(pool));
        Refused opened = assertThrows(Refused.class, () -> JdbiCommunityStore.over(pool));
        assertAll(Stream.of(words)
                .map(word -> () -> assertTrue(message(verified).contains(word), message(verified))));
        assertEquals(message(verified), message(opened));
        assertEquals("S-18", opened.rule());
    }

    private static String message(Refused refused) {
        return String.valueOf(refused.getMessage());
    }

    private static List<Path> scripts() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(CommunitySchema.class.getResource("schema/h2"));
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().toList();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String dump() throws SQLException {
        return dump(pool);
    }

    /** All that is in the database, as statements that would make it. */
    private static String dump(JdbcConnectionPool database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet lines = statement.executeQuery("script")) {
            List<String> dump = new ArrayList<>();
            while (lines.next()) {
                // What H2 names itself has a random part, and the user a random salt.
                dump.add(lines.getString(1)
                        .replaceAll("CONSTRAINT_\\w+|PRIMARY_KEY_\\w+", "_")
                        .replaceAll("SALT .*", "_")
                        // What runs a script notes its checksum, unless it dies between the two.
                        .replaceAll("\\((\\d+), (NULL|\\d+)\\)", "($1)"));
            }
            return String.join("\n", dump.stream().sorted().toList());
        }
    }
}
