package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.error.NotFound;
import io.github.communities.error.Refused;
import io.github.communities.error.Unavailable;
import io.github.communities.jdbi.TappedDataSource.Executed;
import io.github.communities.jdbi.TappedDataSource.Tap;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.LeftoverRecord;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is special to a store on SQL: how many statements, how long it waits, and what becomes of broken connections.
 */
abstract class JdbiStoreRules {
    private static final OrganizationId ACME = OrganizationId.of("acme");
    private static final Subject ANN = Subject.user("ann");
    private static final Subject CATS = Subject.group("cats");
    private static final CommunityId TEAM = CommunityId.of(ACME, "team");
    private static final Tap BREAK = connection -> {
        throw new SQLException("Connection is broken, as the test wants it", "08006");
    };

    private final SqlFixture fixture;
    private final JdbcConnectionPool pool;
    private final TappedDataSource tapped;
    private final CommunityStore other;
    private final CommunityStore store;

    /** On a database without any rows. */
    JdbiStoreRules(SqlFixture fixture) {
        this.fixture = fixture;
        this.pool = fixture.pool();
        CommunitySchema.migrate(pool);
        this.tapped = new TappedDataSource(pool);
        this.other = JdbiCommunityStore.over(pool);
        this.store = JdbiCommunityStore.over(tapped);
    }

    @BeforeEach
    void register() {
        other.create(ACME, writer -> {
            writer.insert(organization());
            writer.insert(GroupMemberRecord.builder()
                    .organization(ACME)
                    .group(CATS)
                    .member(ANN)
                    .revision(Revision.of(1))
                    .build());
            writer.insert(Stream.of(ANN, CATS, Subject.allUsers())
                    .map(JdbiStoreRules::binding)
                    .toList());
            return append(writer);
        });
        tapped.statements();
    }

    @AfterEach
    void drop() {
        fixture.giveBack(pool);
        fixture.close();
    }

    private static OrganizationRecord organization() {
        return OrganizationRecord.builder()
                .id(ACME)
                .name("Acme")
                .defaultCommunity(TEAM)
                .registeredAt(Instant.EPOCH)
                .bindingsVersion(Revision.of(1))
                .removed(false)
                .droppedChanges(Revision.NONE)
                .build();
    }

    private static BindingRecord binding(Subject subject) {
        return BindingRecord.builder()
                .scope(TEAM)
                .subject(subject)
                .role(Role.COMMUNITY_VIEWER)
                .since(Instant.EPOCH)
                .revision(Revision.of(1))
                .build();
    }

    private static LeftoverRecord leftover(String id) {
        return LeftoverRecord.builder()
                .organization(ACME)
                .subject(Subject.user(id))
                .build();
    }

    private static Revision append(StoreWriter writer) {
        Revision next = writer.revision().next();
        writer.append(ChangeRecord.builder()
                .revision(next)
                .at(Instant.EPOCH)
                .addChanges(Change.of(ChangeKind.SUBJECT_REMOVED, ACME))
                .build());
        return next;
    }

    /** A write of several statements. */
    private Revision write(CommunityStore by) {
        return by.write(ACME, writer -> {
            assertEquals(List.of(), writer.list(RecordRange.of(Index.LEFTOVERS)));
            writer.insert(leftover("bob"));
            writer.update(organization());
            return append(writer);
        });
    }

    private List<LeftoverRecord> leftovers() {
        return other.read(ACME, reader -> reader.list(RecordRange.of(Index.LEFTOVERS)));
    }

    // How many statements

    /** How many statements change a row each of so many tables. */
    private int statementsThatChange(int tables) {
        return dialect().changesTogether() ? 1 : tables;
    }

    private Dialect dialect() {
        return Database.of(pool, JdbiOptions.standard()).dialect();
    }

    /** Those executed since this was last asked, besides what gives a transaction its isolation. */
    private List<String> statements() {
        return tapped.statements().stream()
                .map(Executed::sql)
                .filter(sql -> !sql.startsWith("set transaction"))
                .toList();
    }

    @Test
    void a_standing_takes_one_statement() {
        PrincipalRecords principalRecords = store.principalRecords(ACME, ANN);

        assertEquals(3, principalRecords.bindings().size());
        assertEquals(1, tapped.statements().size());
        assertEquals(principalRecords, store.read(ACME, reader -> reader.principalRecords(ANN)));
    }

    @Test
    void where_a_thousand_targets_lead_takes_one_statement_unless_several_are_faster() {
        List<Target> targets = IntStream.range(0, 500)
                .mapToObj(i -> ProjectId.of(ACME, "project " + i))
                .<Target>flatMap(project ->
                        Stream.of(project, ResourceAt.of(ResourceId.of(ACME, project.value()), project)))
                .toList();

        store.targetRecords(ACME, targets);

        int statements = tapped.statements().size();
        assertTrue(dialect().joinsFaster() ? statements == 1 : statements <= 7);
    }

    @Test
    void a_revision_takes_one_statement() {
        assertEquals(Revision.of(1), store.revision(ACME));

        List<String> statements =
                tapped.statements().stream().map(Executed::sql).toList();
        assertEquals(1, statements.size());
        assertTrue(statements.get(0).startsWith("select (select revision from "), statements::toString);
    }

    @Test
    void a_write_begins_by_taking_the_row_of_its_organization() {
        write(store);

        List<String> statements = statements();
        String first = statements.get(0);
        assertTrue(first.startsWith("select revision, present, "), first);
        assertTrue(first.contains(".community_organizations where organization_id = ? "), first);
        assertTrue(first.contains("for update"), first);
        assertEquals(
                1 + 1 + statementsThatChange(3) + 1,
                statements.size(),
                "the lock, what the work reads, its two changes with the change record, and the revision, of a table that it has changed");
    }

    @Test
    void what_a_write_says_before_that_it_looks_up_is_looked_up_once() {
        Set<RecordKey<?>> keys = Set.of(RecordKind.organization());
        store.write(ACME, ANN, keys, writer -> writer.jointRecords(ANN, keys));
        int said = tapped.statements().size();

        store.write(ACME, writer -> writer.jointRecords(ANN, keys));

        assertEquals(tapped.statements().size(), said);
    }

    @Test
    void many_keys_take_one_statement_and_many_records_a_batch_for_each_thousand() {
        List<LeftoverRecord> records = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            records.add(leftover("user " + i));
        }
        store.write(ACME, writer -> {
            writer.insert(records);
            return append(writer);
        });
        assertEquals(1 + 3 + statementsThatChange(2), statements().size());

        List<LeftoverRecord> found = store.read(
                ACME,
                reader -> reader.find(
                        RecordKind.LEFTOVER,
                        records.subList(0, 1000).stream()
                                .map(LeftoverRecord::subject)
                                .map(RecordKind::leftover)
                                .toList()));
        assertEquals(1000, found.size());
        assertEquals(1 + 1, statements().size());
    }

    @Test
    void an_organization_whose_record_is_deleted_leaves_nothing() {
        store.write(ACME, writer -> {
            writer.delete(RecordKind.organization());
            return append(writer);
        });

        assertEquals(Revision.NONE, other.revision(ACME));
        assertThrows(NotFound.class, () -> other.principalRecords(ACME, ANN));
        other.create(ACME, writer -> {
            assertEquals(List.of(), writer.list(RecordRange.of(Index.BINDINGS_AT_SCOPE)));
            assertEquals(List.of(), writer.changes(Revision.NONE, 10));
            writer.insert(organization());
            return append(writer);
        });
        assertEquals(List.of(), other.principalRecords(ACME, ANN).bindings());
    }

    // How long it waits

    @Test
    void a_write_that_waited_too_long_for_its_row_is_tried_again() throws Exception {
        try (RowHolder holder = holdRow()) {
            AtomicInteger attempts = new AtomicInteger();
            CountDownLatch released = new CountDownLatch(1);
            tapped.onConnection(connection -> {
                if (attempts.incrementAndGet() == 2) {
                    holder.release();
                    released.countDown();
                }
            });

            assertEquals(Revision.of(2), write(store));

            assertTrue(released.await(0, TimeUnit.SECONDS), "the first attempt ended while the row was held");
            assertEquals(Revision.of(2), other.revision(ACME));
        }
    }

    @Test
    void in_the_end_it_gives_up_and_says_that_trying_again_helps() throws Exception {
        CommunityStore impatient = JdbiCommunityStore.over(tapped, Duration.ZERO);
        try (RowHolder holder = holdRow()) {
            Unavailable unavailable = assertThrows(Unavailable.class, () -> write(impatient));

            assertEquals("S-18", unavailable.rule());
            assertTrue(unavailable.retryable());
            assertTrue(
                    String.valueOf(unavailable.getMessage())
                            .toLowerCase(Locale.ROOT)
                            .contains("timeout"),
                    unavailable.getMessage());
            holder.release();
        }
        assertEquals(List.of(), leftovers());
        assertEquals(Revision.of(2), write(impatient));
    }

    @Test
    void reading_does_not_wait_for_who_holds_the_row() throws Exception {
        try (RowHolder holder = holdRow()) {
            assertEquals(Revision.of(1), store.revision(ACME));
            assertEquals(Revision.of(1), store.principalRecords(ACME, ANN).revision());
            assertEquals(Revision.of(1), store.read(ACME, StoreReader::revision));
            holder.release();
        }
    }

    /** Another's transaction, which holds the organization's row. */
    private record RowHolder(Connection connection) implements AutoCloseable {
        void release() throws SQLException {
            connection.rollback();
        }

        @Override
        public void close() throws SQLException {
            cleared(connection);
            connection.close();
        }
    }

    private RowHolder holdRow() throws SQLException {
        Connection connection = pool.getConnection();
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(
                "select revision from community_organizations where organization_id = 'acme' for update")) {
            statement.execute();
        }
        return new RowHolder(connection);
    }

    @Test
    void a_pool_that_is_exhausted_is_unavailable_for_now() throws Exception {
        int most = pool.getMaxConnections();
        int patience = pool.getLoginTimeout();
        pool.setLoginTimeout(1);
        pool.setMaxConnections(1);
        try (Connection last = pool.getConnection()) {
            assertFalse(last.isClosed());
            Unavailable unavailable = assertThrows(Unavailable.class, () -> write(store));

            assertTrue(unavailable.retryable());
            assertTrue(
                    String.valueOf(unavailable.getMessage()).contains("there is no connection"),
                    unavailable.getMessage());
        } finally {
            pool.setLoginTimeout(patience);
            pool.setMaxConnections(most);
        }
        assertEquals(Revision.of(2), write(store));
    }

    // What becomes of broken connections

    @Test
    void a_connection_that_breaks_at_any_statement_leaves_nothing_behind() {
        write(store);
        int statements = tapped.statements().size();
        other.write(ACME, writer -> {
            writer.delete(leftover("bob").key());
            return append(writer);
        });
        for (int death = 1; death <= statements; death++) {
            AtomicInteger left = new AtomicInteger(death);
            tapped.onStatement(connection -> {
                if (left.decrementAndGet() <= 0) {
                    connection.rollback();
                    BREAK.run(connection);
                }
            });

            Unavailable unavailable = assertThrows(Unavailable.class, () -> write(store));

            assertTrue(unavailable.retryable());
            assertTrue(
                    String.valueOf(unavailable.getMessage()).matches("(?s).*nothing was (read or )?stored.*"),
                    unavailable.getMessage());
            assertEquals(List.of(), leftovers());
            assertEquals(Revision.of(3), other.revision(ACME));
        }
        tapped.untap();
        assertEquals(Revision.of(4), write(store));
    }

    @Test
    void a_work_that_goes_on_after_the_database_failed_stores_nothing() {
        AtomicInteger left = new AtomicInteger(2);
        tapped.onStatement(connection -> {
            if (left.decrementAndGet() == 0) {
                BREAK.run(connection);
            }
        });

        assertThrows(
                Unavailable.class,
                () -> store.write(ACME, writer -> {
                    for (String user : List.of("bob", "carl")) {
                        assertThrows(RuntimeException.class, () -> {
                            writer.insert(leftover(user));
                            writer.list(RecordRange.of(Index.LEFTOVERS));
                        });
                    }
                    return "fine";
                }));

        assertEquals(List.of(), leftovers());
    }

    @Test
    void a_connection_that_breaks_before_the_commit_leaves_nothing_behind() {
        tapped.beforeCommit(connection -> {
            connection.rollback();
            BREAK.run(connection);
        });

        requireUndecided();

        assertEquals(List.of(), leftovers());
        assertEquals(Revision.of(1), other.revision(ACME));
        tapped.untap();
        assertEquals(Revision.of(2), write(store));
    }

    @Test
    void a_connection_that_breaks_after_the_commit_leaves_all_and_says_that_one_must_look() {
        tapped.afterCommit(BREAK);

        requireUndecided();

        assertEquals(List.of(leftover("bob")), leftovers());
        assertEquals(Revision.of(2), other.revision(ACME));
    }

    /** To run it again would apply it twice. */
    @Test
    void a_commit_of_which_the_database_does_not_know_what_became_is_not_run_again() {
        AtomicInteger commits = new AtomicInteger();
        tapped.afterCommit(connection -> {
            commits.incrementAndGet();
            throw new SQLException("Statement completion unknown, as the test wants it", "40003");
        });

        requireUndecided();

        assertEquals(1, commits.get());
        assertEquals(List.of(leftover("bob")), leftovers());
        assertEquals(Revision.of(2), other.revision(ACME));
    }

    private void requireUndecided() {
        Unavailable unavailable = assertThrows(Unavailable.class, () -> write(store));
        assertTrue(unavailable.retryable());
        assertTrue(
                String.valueOf(unavailable.getMessage()).contains("all or nothing is stored: look before repeating it"),
                unavailable.getMessage());
    }

    @Test
    void a_commit_that_failed_because_of_others_is_run_again_from_scratch() {
        AtomicInteger runs = new AtomicInteger();
        tapped.beforeCommit(connection -> {
            if (runs.get() == 1) {
                throw fixture.deadlock();
            }
        });

        String last = store.write(ACME, writer -> {
            String id = "run " + runs.incrementAndGet();
            writer.insert(leftover(id));
            append(writer);
            return id;
        });

        assertEquals("run 2", last);
        assertEquals(List.of(leftover("run 2")), leftovers());
    }

    @Test
    void a_connection_that_cannot_be_given_back_changes_nothing_of_what_was_committed() {
        tapped.onClose(BREAK);

        assertEquals(Revision.of(2), write(store));
        assertEquals(Revision.of(2), store.revision(ACME));
        assertEquals(List.of(leftover("bob")), leftovers());
    }

    /** Turning autocommit on again would commit what the rollback could not undo. */
    @Test
    void a_rollback_that_fails_does_not_end_in_a_commit() {
        tapped.onRollback(BREAK);
        tapped.onClose(JdbiStoreRules::cleared);

        assertThrows(
                NumberFormatException.class,
                () -> store.write(ACME, writer -> {
                    writer.insert(leftover("bob"));
                    append(writer);
                    return Integer.parseInt("no number");
                }));

        assertEquals(List.of(), leftovers());
    }

    // What a cluster's other nodes do

    /** Galera answers the rollback too by what has happened, and only the next one is one. */
    @Test
    void a_read_that_another_node_aborted_is_run_again_in_one_state_and_gives_its_connection_back_whole()
            throws SQLException {
        int usual = usualIsolation();
        AtomicInteger runs = new AtomicInteger();
        try (Connection one = pool.getConnection();
                AbortedSession session = new AbortedSession(one, fixture::deadlock)) {
            CommunityStore cluster = JdbiCommunityStore.over(session.dataSource());
            session.abortAt(2);

            List<Integer> seen = cluster.read(ACME, reader -> {
                int leftovers = reader.list(RecordRange.of(Index.LEFTOVERS)).size();
                if (runs.incrementAndGet() == 1) {
                    write(other);
                }
                return List.of(
                        (int) reader.revision().value(),
                        leftovers,
                        reader.list(RecordRange.of(Index.LEFTOVERS)).size());
            });

            assertEquals(List.of(1, 0, 0), seen, "one state");
            requireWhole(session, one, usual);
        }
    }

    @Test
    void a_write_that_another_node_aborted_is_run_again_as_a_whole_and_gives_its_connection_back_whole()
            throws SQLException {
        int usual = usualIsolation();
        for (int statement = 2; statement <= 5; statement++) {
            int last = statement;
            AtomicInteger runs = new AtomicInteger();
            try (Connection one = pool.getConnection();
                    AbortedSession session = new AbortedSession(one, fixture::deadlock)) {
                CommunityStore cluster = JdbiCommunityStore.over(session.dataSource());
                session.abortAt(statement);

                Revision written = cluster.write(ACME, writer -> {
                    runs.incrementAndGet();
                    writer.insert(leftover("run " + last));
                    writer.update(organization());
                    Revision next = append(writer);
                    assertFalse(leftovers().contains(leftover("run " + last)), "S-1: not before the commit");
                    return next;
                });

                assertEquals(written, other.revision(ACME));
                assertTrue(leftovers().contains(leftover("run " + last)));
                assertTrue(runs.get() >= 1);
                requireWhole(session, one, usual);
            }
        }
    }

    private static void requireWhole(AbortedSession session, Connection real, int isolation) throws SQLException {
        assertFalse(session.isAborted(), "it was rolled back");
        assertTrue(session.autoCommit(), "S-1: its autocommit is on again");
        assertTrue(real.getAutoCommit());
        assertEquals(isolation, real.getTransactionIsolation());
    }

    /** As pools for production do with a connection that they take back. */
    private static void cleared(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Test
    void connections_come_back_as_they_were() throws SQLException {
        int usual = usualIsolation();
        List<Integer> isolations = new ArrayList<>();
        tapped.onClose(connection -> {
            assertTrue(connection.getAutoCommit());
            isolations.add(connection.getTransactionIsolation());
        });

        write(store);
        store.read(ACME, StoreReader::revision);
        store.roles();
        assertThrows(NotFound.class, () -> store.read(OrganizationId.of("nowhere"), StoreReader::revision));

        assertEquals(Collections.nCopies(4, usual), isolations);
    }

    private int usualIsolation() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return connection.getTransactionIsolation();
        }
    }

    @Test
    void a_connection_that_was_left_in_a_transaction_is_refused_and_the_transaction_left_alone() throws SQLException {
        try (Connection ofHost = pool.getConnection();
                PreparedStatement table = ofHost.prepareStatement("create table host (id integer)")) {
            table.execute();
            tapped.onClose(JdbiStoreRules::cleared);
            tapped.onConnection(connection -> {
                connection.setAutoCommit(false);
                tapped.onConnection(next -> {});
                try (PreparedStatement insert = connection.prepareStatement("insert into host values (1)")) {
                    insert.execute();
                }
            });

            Refused refused = assertThrows(Refused.class, () -> write(store));

            assertEquals("CON-4", refused.rule());
            try (PreparedStatement count = ofHost.prepareStatement("select count(*) from host");
                    ResultSet result = count.executeQuery()) {
                result.next();
                assertEquals(0, result.getInt(1), "nothing of the host's is committed");
            }
        }
        execute("drop table host");
    }

    @Test
    void closing_the_store_leaves_the_data_source_open() throws SQLException {
        store.close();

        assertThrows(Unavailable.class, () -> store.revision(ACME));
        try (Connection connection = pool.getConnection()) {
            assertTrue(connection.isValid(0));
        }
    }

    @Test
    void a_schema_that_is_gone_is_unavailable_until_somebody_does_something() throws SQLException {
        JdbiOptions gone = JdbiOptions.standard().withTables(new TablePrefix("gone_"));
        CommunitySchema.migrate(pool, gone);
        CommunityStore without = JdbiCommunityStore.over(pool, gone);
        for (String table : tables("gone_")) {
            execute("drop table " + table);
        }

        Unavailable unavailable = assertThrows(Unavailable.class, () -> without.revision(ACME));

        assertFalse(unavailable.retryable());
    }

    private List<String> tables(String beginning) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = pool.getConnection();
                ResultSet tables = connection
                        .getMetaData()
                        .getTables(connection.getCatalog(), connection.getSchema(), "%", new String[] {
                            "TABLE", "BASE TABLE"
                        })) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        names.removeIf(name -> !name.startsWith(beginning));
        return names;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    /** Bound values are people's ids and reasons, and one day tokens. */
    @Test
    void no_message_shows_what_was_bound() {
        tapped.onStatement(BREAK);

        Throwable shown = assertThrows(Unavailable.class, () -> store.principalRecords(ACME, Subject.user("s3cret")));
        for (; shown != null; shown = shown.getCause()) {
            assertFalse(String.valueOf(shown.getMessage()).contains("s3cret"), shown.getMessage());
        }
    }
}
