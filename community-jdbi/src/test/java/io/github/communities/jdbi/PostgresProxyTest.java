package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.error.Refused;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * What is between the driver and PostgreSQL, as far as the driver can tell; PgBouncer itself is in {@code -Ppgbouncer}.
 */
class PostgresProxyTest {
    private final ServerFixture database = ServerFixture.migrated(PostgresServer.only());
    private final JdbcConnectionPool pool = database.pool();

    @AfterEach
    void giveBack() {
        database.giveBack(pool);
        database.close();
    }

    /** Connections whose driver was told of another session than the server has, and prepares statements or not. */
    private DataSource elsewhere(int prepareThreshold, PreferQueryMode mode) {
        return proxy(DataSource.class, pool, "getConnection", () -> {
            Connection connection = pool.getConnection();
            PGConnection driver = connection.unwrap(PGConnection.class);
            PGConnection told = proxy(PGConnection.class, driver, "getBackendPID", () -> driver.getBackendPID() + 1);
            PGConnection threshold = proxy(PGConnection.class, told, "getPrepareThreshold", () -> prepareThreshold);
            PGConnection all = proxy(PGConnection.class, threshold, "getPreferQueryMode", () -> mode);
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, asked, given) -> asked.getName().equals("unwrap") && given[0].equals(PGConnection.class)
                            ? all
                            : invoke(() -> asked.invoke(connection, given)));
        });
    }

    private interface Answer {
        Object give() throws Exception;
    }

    private static <T> T proxy(Class<T> type, T real, String method, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                PostgresProxyTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, asked, given) ->
                        asked.getName().equals(method) ? answer.give() : invoke(() -> asked.invoke(real, given))));
    }

    private static Object invoke(Answer call) throws Throwable {
        try {
            return call.give();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void a_proxy_behind_which_statements_are_prepared_is_refused() {
        for (int threshold : List.of(1, 5, -1)) {
            DataSource proxied = elsewhere(threshold, PreferQueryMode.EXTENDED);
            for (Executable call : List.<Executable>of(
                    () -> CommunitySchema.migrate(proxied),
                    () -> CommunitySchema.verify(proxied),
                    () -> JdbiCommunityStore.over(proxied))) {
                Refused refused = assertThrows(Refused.class, call);
                assertEquals("S-4", refused.rule());
                String message = String.valueOf(refused.getMessage());
                assertTrue(message.contains("PgBouncer") && message.contains("prepareThreshold=0"), message);
            }
        }
    }

    @Test
    void one_behind_which_none_is_prepared_is_not() {
        CommunitySchema.verify(elsewhere(0, PreferQueryMode.EXTENDED));
        CommunitySchema.verify(elsewhere(5, PreferQueryMode.SIMPLE));
    }

    @Test
    void nor_is_the_server_itself() {
        CommunitySchema.verify(pool);
    }
}
