package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.communities.Communities;
import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.core.CommunityEngine;
import io.github.communities.error.Unavailable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Trying again is said to help where it does, and nowhere else (S-18). */
class UnavailableTest {
    private static final OrganizationId ACME = OrganizationId.of("acme");
    private static final Subject ANN = Subject.user("ann");

    private final H2Fixture h2 = H2Fixture.inMemory();
    private final JdbcConnectionPool pool = h2.pool();
    private final TappedDataSource tapped = new TappedDataSource(pool);

    @BeforeEach
    void migrate() {
        CommunitySchema.migrate(pool);
    }

    @AfterEach
    void drop() {
        pool.dispose();
        h2.close();
    }

    private interface Thrown {
        void now() throws SQLException;
    }

    /** Gives connections that throw something where one of their methods is called. */
    private DataSource throwing(String method, Thrown thrown) {
        return proxy(
                DataSource.class,
                pool,
                "getConnection",
                () -> proxy(Connection.class, pool.getConnection(), method, () -> {
                    thrown.now();
                    throw new IllegalStateException("the test throws nothing");
                }));
    }

    private interface Answer {
        Object give() throws SQLException;
    }

    private static <T> T proxy(Class<T> type, T real, String method, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                UnavailableTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, asked, given) -> {
                    if (asked.getName().equals(method)) {
                        return answer.give();
                    }
                    try {
                        return asked.invoke(real, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static Unavailable requireUnavailable(boolean retryable, Executable call, String... words) {
        Unavailable unavailable = assertThrows(Unavailable.class, call);
        assertEquals(retryable, unavailable.retryable(), unavailable::getMessage);
        String message = String.valueOf(unavailable.getMessage());
        for (String word : words) {
            assertTrue(message.contains(word), message);
        }
        return unavailable;
    }

    @Test
    void a_pool_that_does_not_say_why_it_has_no_connection_may_have_one_later() {
        tapped.onConnection(connection -> {
            throw new SQLException("Cannot get a connection, pool error Timeout waiting for idle object");
        });
        requireUnavailable(true, () -> JdbiCommunityStore.over(tapped), "there is no connection", "Timeout waiting");
    }

    @Test
    void a_pool_of_which_all_are_taken_has_one_later() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSource(pool);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(250);
        try (HikariDataSource one = new HikariDataSource(config);
                Connection last = one.getConnection()) {
            assertTrue(last.getAutoCommit());
            requireUnavailable(true, () -> JdbiCommunityStore.over(one), "there is no connection");
        }
    }

    /** Whatever they wrap it into, and though they call it transient. */
    @Test
    void a_pool_whose_login_is_refused_does_not_heal() {
        tapped.onConnection(connection -> {
            throw new SQLTransientConnectionException(
                    "Connection is not available, request timed out",
                    "28P01",
                    new SQLException("FATAL: password authentication failed", "28P01"));
        });
        requireUnavailable(false, () -> JdbiCommunityStore.over(tapped), "there is no connection");
        tapped.onConnection(connection -> {
            throw new SQLException(
                    "Cannot create PoolableConnectionFactory",
                    new SQLException("FATAL: password authentication failed", "28P01"));
        });
        requireUnavailable(false, () -> JdbiCommunityStore.over(tapped), "password authentication failed");
    }

    @Test
    void a_pool_that_throws_something_else_is_unavailable_too() {
        pool.dispose();
        requireUnavailable(false, () -> JdbiCommunityStore.over(pool), "there is no connection");
    }

    @Test
    void a_connection_that_may_not_be_put_into_a_transaction_does_not_heal() {
        for (Thrown thrown : List.<Thrown>of(
                () -> {
                    throw new SQLException("setAutoCommit is not allowed in a managed transaction");
                },
                () -> {
                    throw new SQLFeatureNotSupportedException("autocommit only");
                })) {
            requireUnavailable(
                    false,
                    () -> JdbiCommunityStore.over(throwing("setAutoCommit", thrown))
                            .read(ACME, reader -> "nothing"),
                    "no transaction can be begun");
        }
        requireUnavailable(
                true,
                () -> JdbiCommunityStore.over(throwing("setAutoCommit", () -> {
                            throw new SQLException("Connection is broken", "08006");
                        }))
                        .read(ACME, reader -> "nothing"));
    }

    @Test
    void a_transaction_of_the_host_that_takes_no_savepoints_does_not_heal_but_is_not_lost() throws SQLException {
        try (Communities communities = CommunityEngine.builder()
                        .store(JdbiCommunityStore.over(pool))
                        .build();
                Connection connection = pool.getConnection()) {
            communities.host().register(ACME, "Acme");
            connection.setAutoCommit(false);
            Connection managed = proxy(Connection.class, connection, "setSavepoint", () -> {
                throw new SQLException("no savepoints in a global transaction");
            });
            Communities within = communities.within(JdbiTransaction.on(managed));
            for (int attempt = 0; attempt < 2; attempt++) {
                Unavailable unavailable = requireUnavailable(
                        false, () -> within.host().addUser(ACME, ANN), "no savepoints in a global transaction");
                assertEquals("CON-4", unavailable.rule());
            }
            assertEquals(1, within.host().organization(ACME).revision().value());
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
