package io.github.communities.jdbi;

import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.community.CommunityFilter;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.CommunityEngine;
import io.github.communities.error.CommunitiesException;
import io.github.communities.error.Refused;
import io.github.communities.error.Unavailable;
import io.github.communities.organization.Organization;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.tck.fixture.ManualClock;
import io.github.communities.tck.rule.Rule;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The host's own rows and ours, in one transaction on a connection, on a Jdbi handle and with Spring: they are
 * committed together or not at all (CON-4).
 */
abstract class HostTransactionTest {
    static final OrganizationId ACME = OrganizationId.of("acme");
    private static final OrganizationId GLOBEX = OrganizationId.of("globex");
    static final Subject ANN = Subject.user("ann");
    private static final Subject BOB = Subject.user("bob");

    private final SqlFixture database = database();
    private final JdbcConnectionPool pool = database.pool();
    private final TappedDataSource tapped = new TappedDataSource(pool);
    private final TransactionAwareDataSourceProxy aware = new TransactionAwareDataSourceProxy(tapped);
    private final DataSourceTransactionManager manager = new DataSourceTransactionManager(tapped);
    private final List<Revision> told = new ArrayList<>();
    private final ManualClock clock = new ManualClock();
    private final Communities communities = communities(migrated());
    private final Communities other = communities(JdbiCommunityStore.over(pool));

    /** One of its kind. */
    abstract SqlFixture database();

    /** The isolations in which a transaction is joined. */
    abstract Set<Integer> fit();

    private CommunityStore migrated() {
        CommunitySchema.migrate(pool);
        return JdbiCommunityStore.over(pool);
    }

    private Communities communities(CommunityStore store) {
        return CommunityEngine.builder()
                .store(store)
                .clock(clock)
                .ticker(clock.ticker())
                .listener((organization, record) -> told.add(record.revision()))
                .build();
    }

    @BeforeEach
    void register() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            execute(connection, "create table host_orders (id integer primary key)");
        }
        other.host().register(ACME, "Acme");
        other.host().addUser(ACME, ANN, ORGANIZATION_ADMIN);
        other.host().register(GLOBEX, "Globex");
        other.host().addUser(GLOBEX, ANN);
        told.clear();
    }

    @AfterEach
    void drop() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            execute(connection, "drop table host_orders");
        }
        database.giveBack(pool);
        database.close();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void order(Connection connection, int id) throws SQLException {
        execute(connection, "insert into host_orders values (" + id + ")");
    }

    interface Work {
        void run(Connection connection) throws SQLException;
    }

    /** Runs a work on a connection of the host, in a transaction with an isolation. */
    private void inTransaction(int isolation, Work work) throws SQLException {
        inTransaction(tapped, isolation, work);
    }

    private static void inTransaction(DataSource dataSource, int isolation, Work work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            int usual = connection.getTransactionIsolation();
            connection.setTransactionIsolation(isolation);
            connection.setAutoCommit(false);
            try {
                work.run(connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
                connection.setTransactionIsolation(usual);
            }
        }
    }

    final void inTransaction(Work work) throws SQLException {
        inTransaction(Connection.TRANSACTION_READ_COMMITTED, work);
    }

    final Communities within(Connection connection) {
        return communities.within(JdbiTransaction.on(connection));
    }

    static void create(Communities where, String name) {
        where.create(Caller.of(ACME, ANN), NewCommunity.named(name));
    }

    /** What is committed: the host's rows, and communities of Acme besides the default one. */
    private record Committed(Set<Integer> orders, Set<String> communities) {}

    private Committed committed() throws SQLException {
        Set<Integer> orders = new HashSet<>();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select id from host_orders")) {
            while (result.next()) {
                orders.add(result.getInt(1));
            }
        }
        Set<String> names = new HashSet<>();
        other.list(Caller.of(ACME, ANN), CommunityFilter.all(), PageRequest.first(100))
                .items()
                .forEach(community -> names.add(community.name()));
        names.remove("Acme Team");
        return new Committed(orders, names);
    }

    private static Committed nothing() {
        return new Committed(Set.of(), Set.of());
    }

    // On a connection

    @Test
    @Rule("CON-4")
    void on_a_connection_both_are_committed_together() throws SQLException {
        inTransaction(connection -> {
            JdbiTransaction transaction = JdbiTransaction.on(connection);
            order(connection, 1);
            create(communities.within(transaction), "Cat lovers");
            order(connection, 2);
            create(communities.within(transaction), "Dog lovers");

            assertEquals(nothing(), committed());
            connection.commit();
            assertEquals(List.of(), told);
            transaction.committed();
            assertEquals(2, told.size());
        });
        assertEquals(new Committed(Set.of(1, 2), Set.of("Cat lovers", "Dog lovers")), committed());
    }

    @Test
    @Rule("CON-4")
    void on_a_connection_both_are_rolled_back_together() throws SQLException {
        Revision before = other.host().organization(ACME).revision();
        inTransaction(connection -> {
            order(connection, 1);
            create(within(connection), "Cat lovers");
            connection.rollback();
        });
        assertEquals(nothing(), committed());
        assertEquals(before, other.host().organization(ACME).revision());
        assertEquals(List.of(), told);
    }

    @Test
    @Rule("CON-4")
    void the_connection_stays_as_it_is_and_the_transaction_open() throws SQLException {
        tapped.beforeCommit(connection -> {
            throw new SQLException("committed by the library");
        });
        inTransaction(connection -> {
            create(within(connection), "Cat lovers");
            within(connection).list(Caller.of(ACME, ANN), CommunityFilter.all(), PageRequest.first(100));
            within(connection).close();

            assertFalse(connection.isClosed());
            assertFalse(connection.getAutoCommit());
            assertEquals(Connection.TRANSACTION_READ_COMMITTED, connection.getTransactionIsolation());
        });
        assertEquals(nothing(), committed());
    }

    @Test
    @Rule("CON-4")
    void what_is_refused_leaves_what_the_host_did() throws SQLException {
        inTransaction(connection -> {
            order(connection, 1);
            create(within(connection), "Cat lovers");
            assertThrows(Refused.class, () -> create(within(connection), "Cat lovers"));
            order(connection, 2);
            connection.commit();
        });
        assertEquals(new Committed(Set.of(1, 2), Set.of("Cat lovers")), committed());
    }

    @Test
    @Rule("CON-4")
    void a_connection_that_is_in_no_transaction_is_refused() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            requireRefused("turn its autocommit off", () -> within(connection));
        }
        inTransaction(connection -> {
            Communities within = within(connection);
            connection.setAutoCommit(true);
            requireRefused("turn its autocommit off", () -> create(within, "Cat lovers"));
            connection.setAutoCommit(false);
        });
        assertEquals(nothing(), committed());
    }

    @Test
    @Rule("CON-4")
    void a_connection_to_something_else_is_refused() throws SQLException {
        inTransaction(connection -> {
            DatabaseMetaData real = connection.getMetaData();
            DatabaseMetaData pretended = proxy(DatabaseMetaData.class, real, "getDatabaseProductName", "Oracle");
            requireRefused("Oracle", () -> within(proxy(Connection.class, connection, "getMetaData", pretended)));
        });
    }

    private static <T> T proxy(Class<T> type, T real, String method, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                HostTransactionTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, asked, given) -> asked.getName().equals(method) ? answer : asked.invoke(real, given)));
    }

    @Test
    @Rule("CON-4")
    void a_work_within_calls_no_store_not_even_outside() throws SQLException {
        CommunityStore store = JdbiCommunityStore.over(pool);
        inTransaction(connection -> {
            CommunityStore within = store.within(JdbiTransaction.on(connection));
            assertThrows(
                    IllegalStateException.class,
                    () -> within.write(ACME, writer -> store.write(ACME, StoreReader::revision)));
            assertThrows(
                    IllegalStateException.class,
                    () -> store.read(ACME, reader -> within.read(ACME, StoreReader::revision)));
        });
    }

    // On a handle

    @Test
    @Rule("CON-4")
    void on_a_handle_both_are_committed_together() throws SQLException {
        Jdbi.create(pool).useTransaction(TransactionIsolationLevel.READ_COMMITTED, handle -> {
            handle.execute("insert into host_orders values (1)");
            create(communities.within(JdbiTransaction.on(handle)), "Cat lovers");
            assertEquals(nothing(), committed());
        });
        assertEquals(new Committed(Set.of(1), Set.of("Cat lovers")), committed());
    }

    @Test
    @Rule("CON-4")
    void on_a_handle_both_are_rolled_back_together() throws SQLException {
        assertThrows(
                NumberFormatException.class,
                () -> Jdbi.create(pool).useTransaction(TransactionIsolationLevel.READ_COMMITTED, handle -> {
                    handle.execute("insert into host_orders values (1)");
                    create(communities.within(JdbiTransaction.on(handle)), "Cat lovers");
                    Integer.parseInt("no number");
                }));
        assertEquals(nothing(), committed());
        assertEquals(List.of(), told);
    }

    // Isolation

    @Test
    @Rule("CON-4")
    void an_isolation_that_would_show_what_never_was_is_refused() throws SQLException {
        for (int isolation : isolations()) {
            inTransaction(isolation, connection -> {
                if (fit().contains(isolation)) {
                    within(connection);
                } else {
                    requireRefused("READ_COMMITTED", () -> within(connection));
                }
            });
        }
    }

    private static List<Integer> isolations() {
        return List.of(
                Connection.TRANSACTION_READ_UNCOMMITTED,
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE);
    }

    /** What was written since the host's transaction first read is seen, or the host is told to run it again. */
    @Test
    @Rule("CON-4")
    void in_any_other_a_write_is_decided_on_what_is_so_or_the_host_runs_its_transaction_again() throws SQLException {
        for (int isolation : fit()) {
            other.host().addUser(ACME, BOB);
            inTransaction(isolation, connection -> {
                order(connection, 1);
                Communities within = within(connection);
                within.access().of(Caller.of(ACME, BOB));
                other.host().removeUser(ACME, BOB);
                CommunitiesException refusal = assertThrows(
                        CommunitiesException.class,
                        () -> within.create(Caller.of(ACME, BOB), NewCommunity.named("Cat lovers")),
                        () -> "bob has gone; isolation " + isolation);
                if (refusal instanceof Unavailable unavailable) {
                    requireLost(unavailable);
                    requireLost(assertThrows(Unavailable.class, () -> create(within, "Dog lovers")));
                } else {
                    create(within, "Dog lovers");
                }
            });
            assertEquals(nothing(), committed());
            // Run again, from its beginning.
            inTransaction(isolation, connection -> {
                order(connection, isolation);
                create(within(connection), "Isolation " + isolation);
                connection.commit();
            });
            assertTrue(committed().orders().contains(isolation));
            assertTrue(committed().communities().contains("Isolation " + isolation));
            other.host().addUser(ACME, BOB);
            clear();
        }
    }

    private void clear() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            execute(connection, "delete from host_orders");
        }
        Caller ann = Caller.of(ACME, ANN);
        other.list(ann, CommunityFilter.all(), PageRequest.first(100)).items().stream()
                .filter(community -> !community.name().equals("Acme Team"))
                .forEach(community -> other.delete(ann, community.id()));
    }

    // What becomes of a transaction that fails

    @Test
    @Rule("CON-4")
    void who_waited_too_long_can_go_on_without_it() throws SQLException {
        try (Connection holder = pool.getConnection()) {
            holder.setAutoCommit(false);
            execute(holder, "select revision from community_organizations where organization_id = 'acme' for update");
            inTransaction(connection -> {
                order(connection, 1);
                tapped.statements();
                Unavailable unavailable =
                        assertThrows(Unavailable.class, () -> create(within(connection), "Cat lovers"));

                assertEquals("CON-4", unavailable.rule());
                assertTrue(unavailable.retryable());
                requireWords(unavailable, "can go on");
                assertEquals(
                        1,
                        tapped.statements().stream()
                                .filter(statement -> statement.sql().contains("for update"))
                                .count(),
                        "nothing is run again");
                order(connection, 2);
                within(connection).host().addUser(GLOBEX, BOB);
                connection.commit();
            });
            holder.rollback();
            holder.setAutoCommit(true);
        }
        assertEquals(new Committed(Set.of(1, 2), Set.of()), committed());
        assertEquals(3, other.host().organization(GLOBEX).revision().value(), "bob belongs");
    }

    @Test
    @Rule("CON-4")
    void of_two_that_wait_for_each_other_one_fails_and_is_run_again_as_a_whole() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Boolean>> transactions =
                    List.of(() -> crossing(1, ACME, GLOBEX, both), () -> crossing(2, GLOBEX, ACME, both));
            int failed = 0;
            for (Future<Boolean> outcome : threads.invokeAll(transactions, 60, TimeUnit.SECONDS)) {
                failed += outcome.get() ? 0 : 1;
            }
            assertTrue(failed > 0, "neither could have both");
            assertEquals(2 - failed, committed().orders().size(), "what failed left nothing");
        } finally {
            threads.shutdownNow();
        }
        assertEquals(Set.of(), committed().communities());
        assertTrue(crossing(3, ACME, GLOBEX, new CyclicBarrier(1)));
        assertTrue(committed().orders().contains(3));
    }

    /** Writes to two organizations, one after the other, in one transaction; whether that went through. */
    private boolean crossing(int order, OrganizationId first, OrganizationId second, CyclicBarrier both)
            throws SQLException {
        List<Boolean> outcome = new ArrayList<>();
        inTransaction(connection -> {
            order(connection, order);
            Communities within = within(connection);
            Subject user = Subject.user("user " + order);
            within.host().addUser(first, user);
            await(both::await);
            try {
                within.host().addUser(second, user);
                connection.commit();
                outcome.add(true);
            } catch (Unavailable e) {
                assertEquals("CON-4", e.rule());
                assertTrue(e.retryable());
                connection.rollback();
                outcome.add(false);
            }
        });
        return outcome.get(0);
    }

    private interface Waiting {
        Object until(long time, TimeUnit unit) throws Exception;
    }

    private static void await(Waiting waiting) {
        try {
            assertFalse(Boolean.FALSE.equals(waiting.until(60, TimeUnit.SECONDS)), "waited for too long");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Rule({"CON-4", "ORG-1"})
    void of_two_that_register_one_organization_the_later_finds_it_in_the_same_transaction() throws Exception {
        OrganizationId initech = OrganizationId.of("initech");
        List<String> statements = new ArrayList<>();
        CountDownLatch met = new CountDownLatch(1);
        tapped.onStatement(connection -> {
            tapped.statements().forEach(statement -> statements.add(statement.sql()));
            // MariaDB waits for the row already when it looks for it; the others when they insert it.
            if (statements.stream().anyMatch(sql -> sql.matches(".*insert into \\S*community_organizations .*"))
                    || statements.stream()
                                    .filter(sql -> sql.contains("for update"))
                                    .count()
                            > 1) {
                met.countDown();
            }
        });
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            inTransaction(pool, Connection.TRANSACTION_READ_COMMITTED, first -> {
                assertTrue(within(first).host().register(initech, "Initech").changed());
                Future<Boolean> second = threads.submit(() -> {
                    inTransaction(connection -> {
                        order(connection, 1);
                        assertFalse(registered(within(connection), initech).changed());
                        connection.commit();
                    });
                    return true;
                });
                await(met::await);
                first.commit();
                await(second::get);
            });
        } finally {
            threads.shutdownNow();
        }
        assertEquals(Revision.of(1), other.host().organization(initech).revision());
        assertEquals(Set.of(1), committed().orders());
    }

    /** As a host does that is told that its transaction can go on. */
    private static Written<Organization> registered(Communities within, OrganizationId id) {
        for (int attempts = 5; ; attempts--) {
            try {
                return within.host().register(id, "Initech");
            } catch (Unavailable e) {
                requireWords(e, "can go on");
                assertTrue(attempts > 0);
            }
        }
    }

    @Test
    @Rule("CON-4")
    void a_transaction_that_the_database_ended_is_never_gone_on_with() throws SQLException {
        inTransaction(connection -> {
            order(connection, 1);
            Communities within = within(connection);
            tapped.onStatement(broken -> {
                broken.rollback();
                throw database.deadlock();
            });
            requireLost(assertThrows(Unavailable.class, () -> create(within, "Cat lovers")));
            tapped.untap();
            requireLost(assertThrows(Unavailable.class, () -> create(within, "Cat lovers")));
            requireLost(assertThrows(
                    Unavailable.class,
                    () -> within.list(Caller.of(ACME, ANN), CommunityFilter.all(), PageRequest.first(1))));
            connection.commit();
        });
        assertEquals(nothing(), committed());
    }

    @Test
    @Rule("CON-4")
    void a_connection_that_breaks_is_said_to_be_lost_with_the_transaction() throws SQLException {
        for (UnaryOperator<Communities> call : List.<UnaryOperator<Communities>>of(
                within -> {
                    create(within, "Cat lovers");
                    return within;
                },
                within -> {
                    within.getDefault(Caller.of(ACME, ANN));
                    return within;
                },
                within -> {
                    within.access().of(Caller.of(ACME, ANN));
                    return within;
                })) {
            inTransaction(connection -> {
                order(connection, 1);
                Communities within = within(connection);
                tapped.onStatement(broken -> {
                    throw new SQLException("Connection is broken, as the test wants it", "08006");
                });
                requireLost(assertThrows(Unavailable.class, () -> call.apply(within)));
                tapped.untap();
            });
        }
        assertEquals(nothing(), committed());
    }

    @Test
    @Rule({"CON-4", "S-18"})
    void what_does_not_heal_is_not_said_to_heal_by_what_comes_after_it() throws SQLException {
        inTransaction(connection -> {
            Communities within = within(connection);
            tapped.onStatement(refused -> {
                throw new SQLException("permission denied, as the test wants it", "42501");
            });
            for (int call = 0; call < 2; call++) {
                Unavailable lost = assertThrows(Unavailable.class, () -> within.getDefault(Caller.of(ACME, ANN)));
                assertEquals("CON-4", lost.rule());
                assertFalse(lost.retryable(), lost::getMessage);
                requireWords(lost, "roll all of it back");
                tapped.untap();
            }
        });
    }

    private static void requireLost(Unavailable unavailable) {
        assertEquals("CON-4", unavailable.rule());
        assertTrue(unavailable.retryable());
        requireWords(unavailable, "roll all of it back");
    }

    // By what the host says of its transactions

    /** What the host says, in the thread that calls. */
    private static class Said implements HostTransactions {
        boolean underWay;

        @Override
        public boolean underWay() {
            return underWay;
        }

        @Override
        public void afterCommit(Runnable task) {
            // This host never says so.
        }
    }

    @Test
    @Rule({"CON-4", "CHG-3"})
    void what_listeners_could_never_be_told_of_is_not_stored() throws SQLException {
        Said said = new Said() {
            @Override
            public void afterCommit(Runnable task) {
                throw new NumberFormatException("the host takes no task, as the test wants it");
            }
        };
        inTransaction(connection -> {
            Communities ours = communities(JdbiCommunityStore.over(
                    always(connection), JdbiOptions.standard().withTransactions(said)));
            said.underWay = true;
            order(connection, 1);
            assertThrows(NumberFormatException.class, () -> create(ours, "Cat lovers"));
            connection.commit();
        });
        assertEquals(new Committed(Set.of(1), Set.of()), committed());
    }

    /** A data source that gives one connection again and again, and whose close does nothing. */
    private DataSource always(Connection connection) {
        return new SingleConnectionDataSource(connection, true);
    }

    @Test
    @Rule("CON-4")
    void where_the_host_says_what_autocommit_off_means_nothing_else_is_asked() throws SQLException {
        JdbiOptions joined = JdbiOptions.standard().withAutocommitOff(AutocommitOff.HOST_TRANSACTION);
        JdbiOptions alone = JdbiOptions.standard().withAutocommitOff(AutocommitOff.POOL_DEFAULT);
        inTransaction(connection -> {
            order(connection, 1);
            create(communities(JdbiCommunityStore.over(always(connection), joined)), "Cat lovers");
            assertEquals(nothing(), committed());
            connection.rollback();
            assertEquals(nothing(), committed());

            create(communities(JdbiCommunityStore.over(always(connection), alone)), "Dog lovers");
            assertFalse(connection.getAutoCommit(), "as it came");
            assertEquals(new Committed(Set.of(), Set.of("Dog lovers")), committed());
        });
    }

    @Test
    @Rule("CON-4")
    void where_nobody_says_what_autocommit_off_means_nothing_is_read_or_stored() throws SQLException {
        Communities ours = communities(JdbiCommunityStore.over(tapped));
        create(ours, "Cat lovers");
        inTransaction(
                connection -> requireRefused("withAutocommitOff", () -> JdbiCommunityStore.over(always(connection))));
        tapped.onConnection(connection -> connection.setAutoCommit(false));
        tapped.onClose(connection -> connection.setAutoCommit(true));
        for (Runnable call : List.<Runnable>of(
                () -> create(ours, "Dog lovers"),
                () -> ours.getDefault(Caller.of(ACME, ANN)),
                () -> ours.access().of(Caller.of(ACME, ANN)))) {
            requireRefused("autocommit off", call);
        }
        tapped.untap();
        assertEquals(new Committed(Set.of(), Set.of("Cat lovers")), committed());
    }

    @Test
    @Rule("CON-4")
    void where_the_host_says_whether_one_is_under_way_autocommit_decides_nothing() throws SQLException {
        Said said = new Said();
        JdbiOptions options = JdbiOptions.standard().withTransactions(said);
        inTransaction(connection -> {
            Communities ours = communities(JdbiCommunityStore.over(always(connection), options));
            create(ours, "Cat lovers");
            assertEquals(Set.of("Cat lovers"), committed().communities(), "the pool's default");
            said.underWay = true;
            order(connection, 1);
            create(ours, "Dog lovers");
            connection.rollback();
            assertEquals(new Committed(Set.of(), Set.of("Cat lovers")), committed());
        });
        Communities ours = communities(
                JdbiCommunityStore.over(tapped, JdbiOptions.standard().withTransactions(new Said())));
        create(ours, "Bird lovers");
        Said wrong = new Said();
        Communities apart = communities(
                JdbiCommunityStore.over(tapped, JdbiOptions.standard().withTransactions(wrong)));
        wrong.underWay = true;
        requireRefused("TransactionAwareDataSourceProxy", () -> create(apart, "Fish lovers"));
        assertEquals(Set.of("Cat lovers", "Bird lovers"), committed().communities());
    }

    @Test
    @Rule("CON-4")
    void no_call_takes_a_second_connection() throws SQLException {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Communities ours = springs();
        Communities plain = communities(JdbiCommunityStore.over(tapped));
        tapped.onConnection(connection -> most.accumulateAndGet(open.incrementAndGet(), Math::max));
        tapped.onClose(connection -> open.decrementAndGet());
        for (Communities each : List.of(ours, plain)) {
            create(each, "Cats of " + each.hashCode());
            each.getDefault(Caller.of(ACME, ANN));
            each.access().of(Caller.of(ACME, ANN));
            each.list(Caller.of(ACME, ANN), CommunityFilter.all(), PageRequest.first(3));
        }
        spring().executeWithoutResult(status -> {
            create(ours, "Dog lovers");
            ours.getDefault(Caller.of(ACME, ANN));
            ours.access().of(Caller.of(ACME, ANN));
            ours.list(Caller.of(ACME, ANN), CommunityFilter.all(), PageRequest.first(3));
        });
        assertEquals(1, most.get());
        assertEquals(0, open.get());
    }

    /** What the host says, and the data source does not do. */
    @Test
    @Rule("CON-4")
    void a_connection_that_nobody_else_has_in_the_transaction_is_refused() throws SQLException {
        Said said = new Said();
        tapped.onConnection(connection -> connection.setAutoCommit(false));
        tapped.onClose(connection -> {
            connection.rollback();
            connection.setAutoCommit(true);
        });
        for (JdbiOptions options : List.of(
                JdbiOptions.standard().withTransactions(said),
                JdbiOptions.standard().withAutocommitOff(AutocommitOff.HOST_TRANSACTION))) {
            said.underWay = true;
            requireRefused("gives the transaction's connection", () -> JdbiCommunityStore.over(tapped, options));
        }
        said.underWay = false;
        Communities ours = communities(
                JdbiCommunityStore.over(tapped, JdbiOptions.standard().withTransactions(said)));
        create(ours, "Cat lovers");
        said.underWay = true;
        requireRefused("gives the transaction's connection", () -> create(ours, "Dog lovers"));
        tapped.untap();
        assertEquals(Set.of("Cat lovers"), committed().communities());
    }

    // With Spring

    /** With the isolation that the database has by default. */
    final TransactionTemplate plainSpring() {
        return new TransactionTemplate(manager);
    }

    private TransactionTemplate spring() {
        TransactionTemplate template = plainSpring();
        template.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        return template;
    }

    private void springOrder(int id) {
        new JdbcTemplate(tapped).update("insert into host_orders values (?)", id);
    }

    @Test
    @Rule("CON-4")
    void with_spring_both_are_committed_together() throws SQLException {
        Communities ours = springs();
        spring().executeWithoutResult(status -> {
            springOrder(1);
            create(ours, "Cat lovers");
            assertEquals(
                    2,
                    ours.list(Caller.of(ACME, ANN), CommunityFilter.all(), PageRequest.first(100))
                            .items()
                            .size(),
                    "sees what it has written");
            assertTrue(committedInside().equals(nothing()), "nobody else does");
            springOrder(2);
        });
        assertEquals(new Committed(Set.of(1, 2), Set.of("Cat lovers")), committed());
        assertEquals(List.of(), told, "nobody says when that was committed, so it is in the feed only");
    }

    private Committed committedInside() {
        try {
            return committed();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Rule({"CON-4", "CON-2", "S-26"})
    void with_spring_what_is_written_inside_is_seen_inside_and_by_others_once_it_is_committed() throws SQLException {
        try (CommunityStore store = JdbiCommunityStore.over(aware);
                Communities ours = communities(store)) {
            Caller bob = Caller.of(ACME, BOB);
            ExecutorService elsewhere = Executors.newSingleThreadExecutor();
            for (boolean commits : List.of(false, true)) {
                assertFalse(ours.access().can(bob, Permission.COMMUNITY_CREATE, ACME));
                assertFalse(store.inHostTransaction());
                spring().executeWithoutResult(status -> {
                    ours.host().addUser(ACME, BOB);
                    assertTrue(store.inHostTransaction());
                    assertTrue(ours.access().can(bob, Permission.COMMUNITY_CREATE, ACME), "sees what it has written");
                    assertTrue(ours.access().of(bob).can(Permission.COMMUNITY_CREATE, ACME), "and in a view");
                    assertFalse(
                            CompletableFuture.supplyAsync(
                                            () -> ours.access().can(bob, Permission.COMMUNITY_CREATE, ACME), elsewhere)
                                    .join(),
                            "nobody else does");
                    if (!commits) {
                        status.setRollbackOnly();
                    }
                });
                assertEquals(commits, ours.access().can(bob, Permission.COMMUNITY_CREATE, ACME));
            }
            elsewhere.shutdown();
        }
    }

    @Test
    @Rule({"CON-4", "CON-3"})
    void with_spring_a_question_inside_is_answered_though_what_is_remembered_is_old() throws SQLException {
        Communities ours = springs();
        Caller ann = Caller.of(ACME, ANN);
        CommunityId team = ours.getDefault(ann).id();
        assertTrue(ours.access().can(ann, Permission.COMMUNITY_VIEW, team));
        clock.advance(Duration.ofSeconds(2));
        spring().executeWithoutResult(status -> {
            assertTrue(ours.access().can(ann, Permission.COMMUNITY_VIEW, team));
            assertTrue(ours.access().of(ann).can(Permission.COMMUNITY_VIEW, team));
        });
        assertTrue(ours.access().can(ann, Permission.COMMUNITY_VIEW, team));
    }

    @Test
    @Rule({"CON-4", "CON-2"})
    void what_was_taken_back_to_a_savepoint_is_not_taken_for_committed() throws SQLException {
        Caller bob = Caller.of(ACME, BOB);
        other.host().addUser(ACME, BOB);
        assertTrue(communities.access().can(bob, Permission.COMMUNITY_CREATE, ACME));
        inTransaction(connection -> {
            JdbiTransaction transaction = JdbiTransaction.on(connection);
            Communities inside = communities.within(transaction);
            Savepoint before = connection.setSavepoint();
            create(inside, "Cat lovers");
            connection.rollback(before);
            inside.host().removeUser(ACME, BOB);
            connection.commit();
            transaction.committed();
        });
        assertFalse(communities.access().can(bob, Permission.COMMUNITY_CREATE, ACME));
        clock.advance(Duration.ofSeconds(2));
        assertFalse(communities.access().can(bob, Permission.COMMUNITY_CREATE, ACME));
    }

    @Test
    @Rule("CON-4")
    void with_spring_nothing_is_there_when_the_host_throws_or_rolls_back() throws SQLException {
        Communities ours = springs();
        Revision before = other.host().organization(ACME).revision();
        assertThrows(
                NumberFormatException.class,
                () -> spring().executeWithoutResult(status -> {
                    springOrder(1);
                    create(ours, "Cat lovers");
                    Integer.parseInt("no number");
                }));
        spring().executeWithoutResult(status -> {
            springOrder(1);
            create(ours, "Cat lovers");
            status.setRollbackOnly();
        });

        assertEquals(nothing(), committed());
        assertEquals(before, other.host().organization(ACME).revision());
        assertEquals(List.of(), told);
    }

    @Test
    @Rule("CON-4")
    void with_spring_what_the_database_ended_is_rolled_back_and_can_be_run_again() throws SQLException {
        Communities ours = springs();
        Consumer<TransactionStatus> work = status -> {
            springOrder(1);
            create(ours, "Cat lovers");
            springOrder(2);
        };
        spring().executeWithoutResult(status -> {
            status.setRollbackOnly();
            create(ours, "Dog lovers");
        });
        tapped.statements();
        tapped.onStatement(connection -> {
            if (tapped.statements().stream()
                    .anyMatch(statement -> statement.sql().contains("for update"))) {
                connection.rollback();
                throw database.deadlock();
            }
        });
        requireLost(assertThrows(Unavailable.class, () -> spring().executeWithoutResult(work)));
        assertEquals(nothing(), committed());

        tapped.untap();
        spring().executeWithoutResult(work);
        assertEquals(new Committed(Set.of(1, 2), Set.of("Cat lovers")), committed());
    }

    @Test
    @Rule("CON-4")
    void with_spring_what_is_refused_leaves_what_the_host_did() throws SQLException {
        Communities ours = springs();
        spring().executeWithoutResult(status -> {
            springOrder(1);
            create(ours, "Cat lovers");
            assertThrows(Refused.class, () -> create(ours, "Cat lovers"));
            ours.members()
                    .grant(
                            Caller.of(ACME, ANN),
                            ours.host().organization(ACME).defaultCommunity(),
                            ANN,
                            COMMUNITY_VIEWER);
        });
        assertEquals(new Committed(Set.of(1), Set.of("Cat lovers")), committed());
    }

    @Test
    @Rule("CON-4")
    void with_spring_outside_of_its_transactions_all_is_as_ever() throws SQLException {
        Communities ours = springs();
        create(ours, "Cat lovers");

        assertEquals(new Committed(Set.of(), Set.of("Cat lovers")), committed());
        assertEquals(1, told.size());
        spring().executeWithoutResult(status -> create(ours, "Dog lovers"));
        create(ours, "Bird lovers");
        assertEquals(
                Set.of("Cat lovers", "Dog lovers", "Bird lovers"), committed().communities());
        assertEquals(2, told.size());
    }

    @Test
    @Rule("CON-4")
    void with_spring_one_can_still_say_when_it_is_committed() throws SQLException {
        Communities ours = springs();
        try (Connection outside = aware.getConnection()) {
            assertTrue(outside.getAutoCommit());
        }
        List<JdbiTransaction> transactions = new ArrayList<>();
        spring().executeWithoutResult(status -> {
            JdbiTransaction transaction = JdbiTransaction.on(DataSourceUtils.getConnection(tapped));
            transactions.add(transaction);
            springOrder(1);
            create(ours.within(transaction), "Cat lovers");
        });
        assertEquals(List.of(), told);
        transactions.forEach(JdbiTransaction::committed);
        assertEquals(1, told.size());
        assertEquals(new Committed(Set.of(1), Set.of("Cat lovers")), committed());
    }

    @Test
    @Rule("CON-4")
    void with_spring_an_isolation_that_would_show_what_never_was_is_refused() {
        Communities ours = springs();
        for (int isolation : isolations()) {
            TransactionTemplate template = spring();
            template.setIsolationLevel(isolation);
            List<Consumer<Communities>> calls = List.of(
                    all -> create(all, "Cat lovers"),
                    all -> all.getDefault(Caller.of(ACME, ANN)),
                    all -> all.access().of(Caller.of(ACME, ANN)));
            template.executeWithoutResult(status -> {
                status.setRollbackOnly();
                for (Consumer<Communities> call : calls) {
                    if (fit().contains(isolation)) {
                        call.accept(ours);
                    } else {
                        requireRefused("READ_COMMITTED", () -> call.accept(ours));
                    }
                }
            });
        }
    }

    // With Spring, told of its commits

    /** As the Javadoc of {@link HostTransactions} has it. */
    private static final HostTransactions SPRING = new HostTransactions() {
        @Override
        public boolean underWay() {
            return TransactionSynchronizationManager.isActualTransactionActive();
        }

        @Override
        public void afterCommit(Runnable task) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                private final Set<Object> later = new HashSet<>();
                private boolean undone;

                @Override
                public void savepoint(Object savepoint) {
                    later.add(savepoint);
                }

                @Override
                public void savepointRollback(Object savepoint) {
                    undone |= !later.contains(savepoint);
                }

                @Override
                public void afterCommit() {
                    if (!undone) {
                        task.run();
                    }
                }
            });
        }
    };

    /** An engine whose connections Spring gives, and which learns from it when its transactions are committed. */
    private Communities tellingSprings() {
        return communities(JdbiCommunityStore.over(aware, JdbiOptions.standard().withTransactions(SPRING)));
    }

    @Test
    @Rule({"CON-4", "CHG-3"})
    void with_spring_listeners_are_told_in_order_once_it_has_committed() throws SQLException {
        Communities ours = tellingSprings();
        Revision acme = other.host().organization(ACME).revision();
        Revision globex = other.host().organization(GLOBEX).revision();
        spring().executeWithoutResult(status -> {
            springOrder(1);
            create(ours, "Cat lovers");
            ours.host().addUser(GLOBEX, BOB);
            create(ours, "Dog lovers");
            assertThrows(Refused.class, () -> create(ours, "Dog lovers"));
            assertFalse(ours.host().addUser(GLOBEX, BOB).changed());
            assertEquals(List.of(), told, "not before the commit");
        });
        assertEquals(List.of(acme.next(), globex.next(), acme.next().next()), told);
        assertEquals(new Committed(Set.of(1), Set.of("Cat lovers", "Dog lovers")), committed());

        create(ours, "Bird lovers");
        assertEquals(4, told.size(), "and outside of its transactions as ever");
    }

    @Test
    @Rule({"CON-4", "CHG-3"})
    void with_spring_nobody_is_told_of_what_it_rolled_back() throws SQLException {
        Communities ours = tellingSprings();
        assertThrows(
                NumberFormatException.class,
                () -> spring().executeWithoutResult(status -> {
                    create(ours, "Cat lovers");
                    Integer.parseInt("no number");
                }));
        spring().executeWithoutResult(status -> {
            create(ours, "Cat lovers");
            status.setRollbackOnly();
        });
        assertEquals(nothing(), committed());
        assertEquals(List.of(), told);

        spring().executeWithoutResult(status -> create(ours, "Cat lovers"));
        assertEquals(List.of(other.host().organization(ACME).revision()), told);
    }

    @Test
    @Rule({"CON-4", "CHG-3"})
    void with_spring_nobody_is_told_of_what_it_took_back_to_a_savepoint() throws SQLException {
        Communities ours = tellingSprings();
        Revision before = other.host().organization(ACME).revision();
        TransactionTemplate nested = spring();
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        spring().executeWithoutResult(status -> {
            create(ours, "Cat lovers");
            nested.executeWithoutResult(inner -> {
                create(ours, "Dog lovers");
                inner.setRollbackOnly();
            });
            nested.executeWithoutResult(inner -> create(ours, "Bird lovers"));
        });
        assertEquals(new Committed(Set.of(), Set.of("Cat lovers", "Bird lovers")), committed());
        assertEquals(List.of(before.next(), before.next().next()), told, "cats and birds");
    }

    @Test
    @Rule({"CON-4", "CHG-3"})
    void with_spring_each_transaction_tells_what_it_wrote_itself() throws SQLException {
        Communities ours = tellingSprings();
        TransactionTemplate apart = spring();
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        Revision globex = other.host().organization(GLOBEX).revision();
        spring().executeWithoutResult(status -> {
            create(ours, "Cat lovers");
            apart.executeWithoutResult(inner -> ours.host().addUser(GLOBEX, BOB));
            assertEquals(List.of(globex.next()), told, "that one is committed");
            status.setRollbackOnly();
        });
        assertEquals(nothing(), committed());
        assertEquals(List.of(globex.next()), told);
    }

    @Test
    @Rule({"CON-4", "CHG-3"})
    void with_spring_a_listener_that_throws_disturbs_neither_the_commit_nor_the_others() throws SQLException {
        Communities ours = CommunityEngine.builder()
                .store(JdbiCommunityStore.over(aware, JdbiOptions.standard().withTransactions(SPRING)))
                .clock(clock)
                .ticker(clock.ticker())
                .listener((organization, record) -> {
                    throw new AssertionError("a listener that fails");
                })
                .listener((organization, record) -> told.add(record.revision()))
                .build();
        spring().executeWithoutResult(status -> {
            create(ours, "Cat lovers");
            create(ours, "Dog lovers");
        });
        assertEquals(2, told.size());
        assertEquals(new Committed(Set.of(), Set.of("Cat lovers", "Dog lovers")), committed());
    }

    @Test
    @Rule({"CON-4", "CHG-3"})
    void with_spring_a_transaction_that_is_given_is_told_of_once() throws SQLException {
        Communities ours = tellingSprings();
        spring().executeWithoutResult(status -> {
            JdbiTransaction transaction = JdbiTransaction.on(DataSourceUtils.getConnection(tapped));
            create(ours.within(transaction), "Cat lovers");
            SPRING.afterCommit(transaction::committed);
        });
        assertEquals(1, told.size());
    }

    /** What Spring demands of whatever writes after a commit: a transaction of its own. */
    @Test
    @Rule({"CON-4", "CHG-3"})
    void with_spring_a_listener_may_write_in_a_transaction_of_its_own() throws SQLException {
        TransactionTemplate apart = spring();
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        List<Communities> ours = new ArrayList<>();
        ours.add(CommunityEngine.builder()
                .store(JdbiCommunityStore.over(aware, JdbiOptions.standard().withTransactions(SPRING)))
                .clock(clock)
                .ticker(clock.ticker())
                .listener((organization, record) -> {
                    told.add(record.revision());
                    if (told.size() == 1) {
                        apart.executeWithoutResult(status -> create(ours.get(0), "Dog lovers"));
                    }
                })
                .build());
        spring().executeWithoutResult(status -> create(ours.get(0), "Cat lovers"));
        assertEquals(new Committed(Set.of(), Set.of("Cat lovers", "Dog lovers")), committed());
        assertEquals(2, told.size());
    }

    /** A work whose writes were undone told nobody, though the transaction was committed. */
    @Test
    @Rule({"CON-4", "CHG-3"})
    void with_spring_nobody_is_told_of_what_failed_and_was_undone() throws SQLException {
        Communities ours = tellingSprings();
        try (Connection holder = pool.getConnection()) {
            holder.setAutoCommit(false);
            execute(holder, "select revision from community_organizations where organization_id = 'acme' for update");
            spring().executeWithoutResult(status -> {
                springOrder(1);
                assertThrows(Unavailable.class, () -> create(ours, "Cat lovers"));
            });
            holder.rollback();
            holder.setAutoCommit(true);
        }
        assertEquals(new Committed(Set.of(1), Set.of()), committed());
        assertEquals(List.of(), told);
    }

    @Test
    @Rule("CON-4")
    void with_spring_a_store_can_be_opened_inside_of_a_transaction_but_no_schema_made() throws SQLException {
        spring().executeWithoutResult(status -> {
            springOrder(1);
            create(communities(JdbiCommunityStore.over(aware)), "Cat lovers");
            JdbiOptions others = JdbiOptions.standard().withTables(new TablePrefix("others_"));
            requireRefused("outside of transactions", () -> CommunitySchema.migrate(aware, others));
        });
        assertEquals(new Committed(Set.of(1), Set.of("Cat lovers")), committed());
    }

    /** Its proxy is around every connection, in a transaction and outside. */
    @Test
    @Rule("CON-4")
    void with_spring_over_a_pool_without_autocommit_the_host_has_to_say_more() throws SQLException {
        JdbcConnectionPool own = database.pool();
        HikariConfig config = new HikariConfig();
        config.setDataSource(own);
        config.setMaximumPoolSize(3);
        config.setAutoCommit(false);
        JdbiOptions known = JdbiOptions.standard().withTransactions(new HostTransactions() {
            @Override
            public boolean underWay() {
                return TransactionSynchronizationManager.isActualTransactionActive();
            }

            @Override
            public void afterCommit(Runnable task) {
                // Listeners are not what this is about.
            }
        });
        JdbiOptions wrong = JdbiOptions.standard().withAutocommitOff(AutocommitOff.POOL_DEFAULT);
        try (HikariDataSource without = new HikariDataSource(config)) {
            DataSource proxy = new TransactionAwareDataSourceProxy(without);
            TransactionTemplate template = new TransactionTemplate(new DataSourceTransactionManager(without));
            template.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
            requireRefused("autocommit off", () -> JdbiCommunityStore.over(proxy));

            Communities ours = communities(JdbiCommunityStore.over(proxy, known));
            create(ours, "Cat lovers");
            assertEquals(Set.of("Cat lovers"), committed().communities());
            template.executeWithoutResult(status -> {
                create(ours, "Dog lovers");
                status.setRollbackOnly();
            });
            template.executeWithoutResult(status -> create(ours, "Bird lovers"));
            assertEquals(Set.of("Cat lovers", "Bird lovers"), committed().communities());

            Communities mistaken = communities(JdbiCommunityStore.over(proxy, wrong));
            create(mistaken, "Fish lovers");
            template.executeWithoutResult(
                    status -> requireRefused("withTransactions", () -> create(mistaken, "Ant lovers")));
            assertEquals(
                    Set.of("Cat lovers", "Bird lovers", "Fish lovers"),
                    committed().communities());
        } finally {
            own.dispose();
        }
    }

    /** An engine whose connections Spring gives. */
    final Communities springs() {
        return communities(JdbiCommunityStore.over(aware));
    }

    static void requireRefused(String words, Runnable call) {
        Refused refused = assertThrows(Refused.class, call::run);
        assertEquals("CON-4", refused.rule());
        requireWords(refused, words);
    }

    private static void requireWords(CommunitiesException exception, String words) {
        String message = String.valueOf(exception.getMessage());
        assertTrue(message.contains(words), message);
    }
}
