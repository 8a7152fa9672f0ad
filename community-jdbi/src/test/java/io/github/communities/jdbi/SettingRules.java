package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.error.CommunitiesException;
import io.github.communities.error.Refused;
import io.github.communities.error.Unavailable;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.tck.rule.Rule;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Settings of a session under which the library can't be right are refused by name when it opens, and when a pooled
 * connection has them later; all others change nothing.
 */
abstract class SettingRules {
    private static final OrganizationId ACME = OrganizationId.of("acme");
    /** Each is another organization, whatever a session makes of them. */
    private static final List<OrganizationId> ODD =
            List.of(OrganizationId.of("\ud83d\ude00"), OrganizationId.of("\ud83d\ude01"), OrganizationId.of("\u65e5"));

    private final SqlFixture fixture = fixture();
    private final JdbcConnectionPool pool = pool(fixture);
    private final TappedDataSource tapped = new TappedDataSource(pool);

    /** A database with its tables, and no rows. */
    abstract SqlFixture fixture();

    /** A database without any tables. */
    abstract SqlFixture empty();

    /** The settings that the library can live with, all at once. */
    abstract List<Setting> harmlessOnes();

    /** A pool of connections whose sessions can be changed. */
    JdbcConnectionPool pool(SqlFixture database) {
        return database.pool();
    }

    /**
     * A statement that changes a session.
     *
     * @param sql what it says
     * @param undo what takes it back
     * @param words what the refusal names
     */
    record Setting(String sql, String undo, String words) {
        static Setting harmless(String sql) {
            return new Setting(sql, "", "");
        }

        @Override
        public String toString() {
            return sql;
        }
    }

    @AfterEach
    void drop() {
        // Its connections keep their settings.
        pool.dispose();
        fixture.close();
    }

    /** On each connection from now on. */
    private void set(String sql) {
        tapped.onConnection(connection -> execute(connection, sql));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @MethodSource("unfit")
    @Rule({"S-10", "S-16", "S-18"})
    void what_cannot_be_right_is_refused_by_name_when_opened(Setting setting) {
        set(setting.sql());
        for (Executable call : List.<Executable>of(
                () -> CommunitySchema.migrate(tapped),
                () -> CommunitySchema.verify(tapped),
                () -> JdbiCommunityStore.over(tapped))) {
            requireWords(assertThrows(Refused.class, call), setting);
        }
    }

    @ParameterizedTest
    @MethodSource("unfit")
    @Rule({"TEN-1", "TEN-3", "S-10", "S-16", "S-18"})
    void what_a_pooled_connection_has_later_is_refused_by_name_before_anything_is_read_or_stored(Setting setting) {
        CommunityStore store = JdbiCommunityStore.over(tapped);
        ExactIds.register(store, ACME);
        ExactIds.register(store, ODD.get(0));

        set(setting.sql());
        for (OrganizationId organization : List.of(ACME, ODD.get(0))) {
            List<Executable> calls = List.of(
                    () -> store.revision(organization),
                    () -> store.principalRecords(organization, Subject.user("ann")),
                    () -> store.targetRecords(organization, List.of(organization)),
                    () -> store.read(organization, StoreReader::revision));
            for (Executable call : calls) {
                requireWords(assertThrows(Unavailable.class, call), setting);
            }
        }
        List<Executable> writes = List.of(
                () -> store.write(ACME, StoreReader::revision),
                () -> ExactIds.register(store, ODD.get(1)),
                store::roles,
                store::rolesOfAllUsers);
        for (Executable call : writes) {
            Unavailable unavailable = assertThrows(Unavailable.class, call);
            requireWords(unavailable, setting);
            assertFalse(unavailable.retryable());
        }

        set(setting.undo());
        assertEquals(Revision.of(1), store.revision(ACME));
        assertEquals(Revision.NONE, store.revision(ODD.get(1)));
        assertEquals(Revision.NONE, store.revision(ODD.get(2)));
    }

    @Test
    @Rule({"TEN-1", "TEN-3", "S-4", "S-10", "S-12"})
    void a_schema_is_made_right_under_whatever_the_library_can_live_with() {
        SqlFixture database = empty();
        JdbcConnectionPool own = database.pool();
        TappedDataSource source = new TappedDataSource(own);
        source.onConnection(connection -> {
            for (Setting setting : harmlessOnes()) {
                execute(connection, setting.sql());
            }
        });
        CommunitySchema.migrate(source);
        ExactIds.requireKeptApart(JdbiCommunityStore.over(source));
        CommunitySchema.verify(source);
        database.giveBack(own);
        database.close();
    }

    @ParameterizedTest
    @MethodSource("harmless")
    @Rule({"TEN-1", "TEN-3", "S-4", "S-10", "S-12"})
    void what_the_library_can_live_with_may_come_later(Setting setting) {
        CommunityStore store = JdbiCommunityStore.over(tapped);
        set(setting.sql());
        ExactIds.requireKeptApart(store);
        ODD.forEach(organization -> ExactIds.register(store, organization));
        ODD.forEach(organization -> assertEquals(Revision.of(1), store.revision(organization)));
    }

    /** A read takes one state and a write none that others see, whatever isolation a connection has come with. */
    @ParameterizedTest
    @MethodSource("isolations")
    @Rule("S-4")
    void a_connection_that_comes_with_another_isolation_later_is_given_the_right_one(int first, int later)
            throws SQLException {
        tapped.onConnection(connection -> connection.setTransactionIsolation(first));
        CommunityStore store = JdbiCommunityStore.over(tapped);
        ExactIds.register(store, ACME);
        tapped.onConnection(connection -> connection.setTransactionIsolation(later));

        ExactIds.requireOneState(store, JdbiCommunityStore.over(pool), ACME);

        tapped.onConnection(connection -> assertEquals(later, connection.getTransactionIsolation()));
        tapped.onClose(connection -> assertEquals(later, connection.getTransactionIsolation(), "as it came"));
        store.write(ACME, ExactIds::touch);
        store.read(ACME, StoreReader::revision);
    }

    /** All pairs of different ones. */
    static Stream<Arguments> isolations() {
        List<Integer> levels = List.of(
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE);
        return levels.stream()
                .flatMap(first ->
                        levels.stream().filter(later -> !later.equals(first)).map(later -> Arguments.of(first, later)));
    }

    private static void requireWords(CommunitiesException exception, Setting setting) {
        String message = String.valueOf(exception.getMessage());
        assertTrue(message.contains(setting.words()), message);
    }
}
