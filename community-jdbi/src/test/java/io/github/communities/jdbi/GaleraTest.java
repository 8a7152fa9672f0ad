package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.jdbi.TappedDataSource.Executed;
import io.github.communities.spi.CommunityStore;
import io.github.communities.tck.rule.Rule;
import io.github.communities.tck.rule.StoreName;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a store does where MariaDB says that it is a node of a cluster; the server of the tests only says so. */
@StoreName("mariadb")
class GaleraTest {
    private static final OrganizationId ACME = OrganizationId.of("acme");

    @Test
    @Rule({"S-16", "CON-3"})
    void what_is_read_to_find_out_what_is_newest_waits_for_what_other_nodes_have_committed() {
        ServerFixture fixture = ServerFixture.empty(MariaDbServer.only());
        JdbcConnectionPool pool = fixture.pool();
        TappedDataSource tapped = new TappedDataSource(node(pool));
        CommunitySchema.migrate(tapped);
        CommunityStore store = JdbiCommunityStore.over(tapped);
        ExactIds.register(store, ACME);
        tapped.statements();

        assertEquals(Revision.of(1), store.revision(ACME));
        store.principalRecords(ACME, Subject.user("ann"));
        store.targetRecords(ACME, List.of(ACME));
        CommunitySchema.verify(tapped);

        List<String> statements =
                tapped.statements().stream().map(Executed::sql).toList();
        for (String statement : statements.subList(0, 3)) {
            assertTrue(statement.startsWith("set statement wsrep_sync_wait = 1 for select"), statement);
        }
        assertTrue(
                statements.subList(3, statements.size()).stream()
                        .anyMatch(statement -> statement.startsWith("set statement wsrep_sync_wait = 1 for select")),
                statements::toString);
        fixture.giveBack(pool);
        fixture.close();
    }

    private static DataSource node(DataSource source) {
        return replacing(
                DataSource.class,
                source,
                connection -> replacing(
                        Connection.class,
                        (Connection) connection,
                        made -> made instanceof Statement ? saying(made) : made));
    }

    private interface Replacement {
        Object of(Object made);
    }

    private static Object saying(Object statement) {
        return Proxy.newProxyInstance(
                GaleraTest.class.getClassLoader(),
                new Class<?>[] {statement instanceof PreparedStatement ? PreparedStatement.class : Statement.class},
                (proxy, method, arguments) -> {
                    if (arguments != null && "show variables like 'wsrep_on'".equals(arguments[0])) {
                        return invoke(statement, method, "select 'wsrep_on', 'ON'");
                    }
                    return invoke(statement, method, arguments);
                });
    }

    private static <T> T replacing(Class<T> type, T real, Replacement replacement) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            Object made = invoke(real, method, arguments);
            return made instanceof Connection || made instanceof Statement ? replacement.of(made) : made;
        };
        return type.cast(Proxy.newProxyInstance(GaleraTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Object target, Method method, @Nullable Object @Nullable ... arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
