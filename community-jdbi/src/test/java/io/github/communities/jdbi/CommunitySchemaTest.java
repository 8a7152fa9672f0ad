package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.error.Refused;
import io.github.communities.error.Unavailable;
import io.github.communities.jdbi.TappedDataSource.Executed;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.tck.rule.Rule;
import io.github.communities.tck.rule.StoreName;
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
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The schema: made once, kept up to date, and checked before anything is done with it. */
@StoreName("h2")
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
    void it_is_made_over_a_pool_whose_connections_come_with_autocommit_off() {
        tapped.onConnection(connection -> connection.setAutoCommit(false));
        JdbiOptions pooled = JdbiOptions.standard().withAutocommitOff(AutocommitOff.POOL_DEFAULT);
        CommunitySchema.migrate(tapped, pooled);
        CommunitySchema.verify(tapped, pooled);
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
                    .filter(statement ->
                            statement.sql().matches("(?s)create table if not exists \\S+community_bindings .*"))
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

        requireRefused("lacks V2__communities.sql: call CommunitySchema.migrate(dataSource) first");
    }

    @Test
    @Rule("S-18")
    void a_newer_schema_is_used_as_long_as_it_takes_this_version_of_the_library() throws SQLException {
        CommunitySchema.migrate(pool);
        CommunityStore running = JdbiCommunityStore.over(pool);
        register(running, "acme");

        execute("alter table community_organizations add column region varchar default 'none' not null");
        execute("create table community_regions (organization_id varchar_casesensitive(192) primary key)");
        execute("insert into community_schema_version (version, checksum) values (3, 33)");

        CommunitySchema.verify(pool);
        String before = dump();
        CommunitySchema.migrate(tapped);
        requireOnlyRead(tapped.statements());
        assertEquals(before, dump());
        register(running, "globex");
        CommunityStore opened = JdbiCommunityStore.over(pool);
        register(opened, "initech");
        assertEquals(Revision.of(1), running.revision(OrganizationId.of("initech")));
        assertEquals(Revision.of(1), opened.revision(OrganizationId.of("globex")));
    }

    @Test
    @Rule("S-18")
    void a_schema_whose_floor_is_above_this_version_is_refused_and_a_running_store_stops() throws SQLException {
        CommunitySchema.migrate(pool);
        CommunityStore running = JdbiCommunityStore.over(pool);
        register(running, "acme");
        OrganizationId acme = OrganizationId.of("acme");

        execute("insert into community_schema_version (version) values (3)");
        execute("update community_schema set needs_version = 3");

        requireRefused("needs a library that knows its version 3", "this one knows 2", "upgrade the library");
        String before = dump();
        Refused refused = assertThrows(Refused.class, () -> CommunitySchema.migrate(pool));
        assertTrue(message(refused).contains("upgrade the library"), message(refused));
        List<Executable> calls = List.of(
                () -> register(running, "globex"),
                () -> running.write(acme, StoreReader::revision),
                () -> running.read(acme, StoreReader::revision),
                () -> running.revision(acme),
                () -> running.principalRecords(acme, Subject.user("ann")),
                () -> running.targetRecords(acme, List.of(acme)),
                running::roles,
                running::rolesOfAllUsers);
        for (Executable call : calls) {
            Unavailable unavailable = assertThrows(Unavailable.class, call);
            assertEquals("S-18", unavailable.rule());
            assertFalse(unavailable.retryable());
            assertTrue(String.valueOf(unavailable.getMessage()).contains("upgrade the library on this node"));
        }
        assertEquals(before, dump());
    }

    private static void register(CommunityStore store, String id) {
        ExactIds.register(store, OrganizationId.of(id));
    }

    @Test
    @Rule("S-18")
    void a_table_of_the_hosts_by_a_name_of_ours_is_named_before_anything_is_made() throws SQLException {
        execute("create table community_projects (id int primary key, title varchar)");
        execute("create view community_bindings_roles as select 1 as one");
        String before = dump();

        for (Executable call :
                List.<Executable>of(() -> CommunitySchema.migrate(pool), () -> CommunitySchema.migrate(pool))) {
            Refused refused = assertThrows(Refused.class, call);
            assertEquals("S-18", refused.rule());
            assertTrue(message(refused).contains("community_bindings_roles, community_projects"), message(refused));
            assertTrue(message(refused).contains("new TablePrefix"), message(refused));
        }

        assertEquals(before, dump());
        JdbiOptions other = JdbiOptions.standard().withTables(new TablePrefix("teams_"));
        CommunitySchema.migrate(pool, other);
        ExactIds.requireKeptApart(JdbiCommunityStore.over(pool, other));
    }

    @Test
    @Rule("S-18")
    void a_table_of_the_hosts_by_the_name_of_our_first_is_named_too() throws SQLException {
        execute("create table community_schema_version (id int primary key)");

        Refused refused = assertThrows(Refused.class, () -> CommunitySchema.migrate(pool));
        assertTrue(message(refused).contains("community_schema_version"), message(refused));
        requireRefused("call CommunitySchema.migrate(dataSource) first");
    }

    @Test
    @Rule("S-18")
    void a_table_that_was_put_in_the_place_of_one_of_ours_is_named() throws SQLException {
        CommunitySchema.migrate(pool);
        execute("drop table community_projects");
        execute("delete from community_schema_version where version = 2");
        execute("create table community_projects (id int primary key, title varchar)");

        Refused refused = assertThrows(Refused.class, () -> CommunitySchema.migrate(pool));
        assertTrue(message(refused).contains("community_projects"), message(refused));
        assertFalse(message(refused).contains("community_bindings"), message(refused));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drop table community_usage | there is no table community_usage",
                "alter table community_bindings drop column since | community_bindings has no column since",
                "alter table community_subjects alter column id varchar_ignorecase(192) | community_subjects.ID"
                        + " ignores case",
                "delete from community_schema | the row of community_schema",
                "update community_schema set sample = 'A?' | the row of community_schema",
            })
    @Rule("S-18")
    void what_was_changed_in_the_schema_is_named(String change, String words) throws SQLException {
        CommunitySchema.migrate(pool);
        execute(change);

        requireRefused(words);
        Refused migrating = assertThrows(Refused.class, () -> CommunitySchema.migrate(pool));
        assertTrue(message(migrating).contains(words), message(migrating));
    }

    @Test
    @Rule("S-18")
    void a_missing_index_is_named_by_who_migrates() throws SQLException {
        CommunitySchema.migrate(pool);
        execute("drop index community_bindings_by_subject");

        Refused refused = assertThrows(Refused.class, () -> CommunitySchema.migrate(pool));
        assertTrue(message(refused).contains("community_bindings has no index community_bindings_by_subject"));
    }

    @Test
    @Rule("S-18")
    void a_data_source_that_always_gives_one_connection_is_told_to_give_two() throws SQLException {
        try (Connection only = pool.getConnection()) {
            SingleConnectionDataSource source = new SingleConnectionDataSource(only, true);

            Refused refused = assertThrows(Refused.class, () -> CommunitySchema.migrate(source));

            assertEquals("S-18", refused.rule());
            assertTrue(message(refused).contains("two connections"), message(refused));
            assertTrue(only.getAutoCommit());
        }
    }

    @Test
    @Rule("S-18")
    void a_pool_of_one_is_told_to_give_two_and_is_enough_for_all_else() {
        CommunitySchema.migrate(pool, JdbiOptions.standard().withTables(new TablePrefix("others_")));
        JdbcConnectionPool one = h2.pool();
        one.setMaxConnections(1);
        one.setLoginTimeout(1);
        try {
            Unavailable unavailable = assertThrows(Unavailable.class, () -> CommunitySchema.migrate(one));

            assertFalse(unavailable.retryable());
            assertTrue(String.valueOf(unavailable.getMessage()).contains("two connections"), unavailable::toString);
            CommunitySchema.migrate(pool);
            CommunitySchema.migrate(one);
            ExactIds.requireKeptApart(JdbiCommunityStore.over(one));
        } finally {
            one.dispose();
        }
    }

    @Test
    @Rule("S-18")
    void where_the_second_connection_fails_by_chance_it_helps_to_try_again() {
        TappedDataSource tapped = new TappedDataSource(pool);
        AtomicInteger open = new AtomicInteger();
        tapped.onConnection(connection -> {
            if (open.incrementAndGet() == 2) {
                throw new SQLException("Connection refused, as the test wants it", "08001");
            }
        });
        tapped.onClose(connection -> open.decrementAndGet());

        Unavailable unavailable = assertThrows(Unavailable.class, () -> CommunitySchema.migrate(tapped));

        assertTrue(unavailable.retryable(), unavailable::toString);
        tapped.untap();
        CommunitySchema.migrate(tapped);
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
                        // The identity of each database is its own.
                        .replaceAll("'[0-9a-f]{8}-[0-9a-f-]{27}'", "'_'")
                        // What runs a script notes its checksum, unless it dies between the two.
                        .replaceAll("\\((\\d+), (NULL|\\d+)\\)", "($1)"));
            }
            return String.join("\n", dump.stream().sorted().toList());
        }
    }
}
