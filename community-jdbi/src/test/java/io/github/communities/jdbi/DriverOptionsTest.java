package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.CommunityEngine;
import io.github.communities.error.Refused;
import io.github.communities.jdbi.DatabaseServer.OneDatabase;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.organization.RosterReport;
import io.github.communities.organization.RosterRow;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.LeftoverRecord;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGConnectionPoolDataSource;

/**
 * The options in a driver's URL by which it counts rows otherwise, or says nothing of them: what is there is found to
 * be there, and what is not is refused (S-11, S-25).
 */
class DriverOptionsTest {
    private static final OrganizationId ACME = OrganizationId.of("acme");

    /** A pool with options, to a database of its own. */
    private record Options(DatabaseServer server, String options, Function<String, JdbcConnectionPool> pool) {
        static Options mariaDb(String options) {
            return new Options(MariaDbServer.only(), options, name -> {
                try {
                    return JdbcConnectionPool.create(
                            new MariaDbDataSource(MariaDbServer.only().url(name) + "&" + options));
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        static Options postgres(String options) {
            return new Options(PostgresServer.only(), options, name -> {
                PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
                source.setUrl(PostgresServer.only().url(name) + "&" + options);
                return JdbcConnectionPool.create(source);
            });
        }

        @Override
        public String toString() {
            return server.getClass().getSimpleName() + " " + options;
        }
    }

    static Stream<Options> options() {
        return Stream.of(
                Options.mariaDb("useAffectedRows=true"),
                Options.mariaDb("useBulkStmts=true"),
                Options.mariaDb("useBulkStmts=true&useAffectedRows=true&useServerPrepStmts=true"),
                Options.mariaDb("useBulkStmtsForInserts=true"),
                Options.mariaDb("rewriteBatchedStatements=true&useAffectedRows=true&allowMultiQueries=true"),
                Options.mariaDb("useServerPrepStmts=true&defaultFetchSize=100"),
                Options.postgres("reWriteBatchedInserts=true&prepareThreshold=1"),
                Options.postgres("preferQueryMode=simple"),
                Options.postgres("preferQueryMode=extended&defaultRowFetchSize=100"));
    }

    private final List<Runnable> end = new ArrayList<>();

    private JdbcConnectionPool migrated(Options options) {
        OneDatabase database = options.server().create();
        JdbcConnectionPool pool = options.pool().apply(database.name());
        end.add(() -> {
            pool.dispose();
            options.server().drop(database);
        });
        CommunitySchema.migrate(pool);
        return pool;
    }

    @AfterEach
    void drop() {
        end.forEach(Runnable::run);
    }

    private CommunityStore store(Options options) {
        CommunityStore store = JdbiCommunityStore.over(migrated(options));
        store.create(ACME, writer -> {
            writer.insert(ORGANIZATION);
            writer.insert(leftovers(0, 1500));
            writer.insert(List.of(member("ann"), member("bob")));
            return append(writer);
        });
        return store;
    }

    private static final OrganizationRecord ORGANIZATION = OrganizationRecord.builder()
            .id(ACME)
            .name("Acme")
            .defaultCommunity(CommunityId.of(ACME, "team"))
            .registeredAt(Instant.EPOCH)
            .bindingsVersion(Revision.of(1))
            .removed(false)
            .droppedChanges(Revision.NONE)
            .build();

    /** Of records that are nothing but a key, none is ever updated to something else. */
    private static List<LeftoverRecord> leftovers(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> LeftoverRecord.builder()
                        .organization(ACME)
                        .subject(Subject.user("user " + i))
                        .build())
                .toList();
    }

    private static GroupMemberRecord member(String user) {
        return GroupMemberRecord.builder()
                .organization(ACME)
                .group(Subject.group("cats"))
                .member(Subject.user(user))
                .revision(Revision.of(1))
                .build();
    }

    private static ChangeRecord change(Revision revision) {
        return ChangeRecord.builder()
                .revision(revision)
                .at(Instant.EPOCH)
                .addChanges(Change.of(ChangeKind.SUBJECT_REMOVED, ACME))
                .build();
    }

    private static Revision append(StoreWriter writer) {
        Revision next = writer.revision().next();
        writer.append(change(next));
        return next;
    }

    private static Revision write(CommunityStore store, Consumer<StoreWriter> work) {
        return store.write(ACME, writer -> {
            work.accept(writer);
            return append(writer);
        });
    }

    private static void requireRefused(String rule, CommunityStore store, Consumer<StoreWriter> work) {
        Revision before = store.revision(ACME);
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> write(store, work));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith("[" + rule + "]") && message.contains("does not exist"), message);
        assertEquals(before, store.revision(ACME));
    }

    private static <T> List<T> and(List<T> some, List<? extends T> others) {
        List<T> both = new ArrayList<>(some);
        both.addAll(others);
        return both;
    }

    @ParameterizedTest
    @MethodSource("options")
    void what_is_updated_to_what_it_is_already_is_there(Options options) {
        CommunityStore store = store(options);
        List<StoredRecord> all =
                and(and(List.of(ORGANIZATION), leftovers(0, 1500)), List.of(member("ann"), member("bob")));

        assertEquals(Revision.of(2), write(store, writer -> writer.update(all)));
        assertEquals(Revision.of(3), write(store, writer -> writer.update(ORGANIZATION)));
        assertEquals(Revision.of(4), write(store, writer -> writer.update(leftovers(7, 8))));
    }

    @ParameterizedTest
    @MethodSource("options")
    void what_is_updated_and_is_not_there_is_refused(Options options) {
        CommunityStore store = store(options);

        requireRefused("S-11", store, writer -> writer.update(leftovers(1499, 1501)));
        requireRefused("S-11", store, writer -> writer.update(leftovers(0, 1501)));
        requireRefused("S-11", store, writer -> writer.update(leftovers(1500, 1501)));
        requireRefused("S-11", store, writer -> writer.update(List.of(member("ann"), member("carol"))));
    }

    @ParameterizedTest
    @MethodSource("options")
    void what_is_deleted_and_is_not_there_is_refused(Options options) {
        CommunityStore store = store(options);

        requireRefused("S-11", store, writer -> writer.delete(keys(1499, 1501)));
        requireRefused("S-11", store, writer -> writer.delete(keys(1500, 1501)));
        write(store, writer -> writer.delete(keys(100, 1500)));
        assertEquals(
                100,
                store.read(ACME, reader -> reader.list(RecordRange.of(Index.LEFTOVERS)))
                        .size());
    }

    private static List<RecordKey<?>> keys(int from, int to) {
        return leftovers(from, to).stream()
                .<RecordKey<?>>map(LeftoverRecord::key)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("options")
    void what_is_amended_to_what_it_is_already_is_there_and_what_is_not_is_refused(Options options) {
        CommunityStore store = store(options);

        assertEquals(Revision.of(2), write(store, writer -> writer.amend(List.of(change(Revision.of(1))))));
        requireRefused("S-25", store, writer -> writer.amend(List.of(change(Revision.of(1)), change(Revision.of(9)))));
        assertEquals(
                2, store.read(ACME, reader -> reader.changes(Revision.NONE, 10)).size());
    }

    @Test
    void mariadb_that_its_driver_is_told_to_call_mysql_is_refused_with_the_option() throws SQLException {
        MariaDbDataSource source = new MariaDbDataSource(MariaDbServer.only().url("test") + "&useMysqlMetadata=true");
        Refused refused = assertThrows(Refused.class, () -> CommunitySchema.migrate(source));
        assertEquals("S-18", refused.rule());
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("useMysqlMetadata") && message.contains("MariaDB Connector/J"), message);
    }

    @ParameterizedTest
    @MethodSource("options")
    void a_roster_comes_in_once_and_whoever_is_erased_goes(Options options) {
        try (Communities communities = CommunityEngine.builder()
                .store(JdbiCommunityStore.over(migrated(options)))
                .build()) {
            communities.host().register(ACME, "Acme");
            List<RosterOutcome> refused = new ArrayList<>();

            assertEquals(
                    new RosterReport(4, 4, 0, 0),
                    communities.host().importRoster(roster(), refused::add),
                    () -> refused.toString());
            Revision imported = communities.host().organization(ACME).revision();
            assertEquals(new RosterReport(4, 0, 4, 0), communities.host().importRoster(roster(), refused::add));
            assertEquals(imported, communities.host().organization(ACME).revision());
            communities.host().erase(ACME, Subject.user("ann"));
            communities.host().removeUser(ACME, Subject.user("bob"));
            communities.host().removeOrganization(ACME);
        }
    }

    private static Stream<RosterRow> roster() {
        return Stream.of(
                row(1, Optional.empty(), Optional.empty(), "ann", "admin"),
                row(2, Optional.of("Cat lovers"), Optional.empty(), "ann", "admin"),
                row(3, Optional.empty(), Optional.empty(), "bob", "member"),
                row(4, Optional.of("Cat lovers"), Optional.of("Rockets"), "bob", "developer"));
    }

    private static RosterRow row(
            long line, Optional<String> community, Optional<String> project, String user, String role) {
        return new RosterRow(line, ACME, community, project, user, role);
    }
}
