package io.github.communities.jdbi;

import java.lang.reflect.Proxy;
import java.sql.Connection;

/** What Spring says of its transactions, asked without being known: no host has to have it. */
final class SpringTransactions {
    private static final String PROXY = "org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy";
    private static final String MANAGER = "org.springframework.transaction.support.TransactionSynchronizationManager";

    private SpringTransactions() {}

    /** Whether a connection is from Spring's proxy, and the calling thread in a transaction of Spring's. */
    static boolean isUnderWay(Connection connection) {
        if (!Proxy.isProxyClass(connection.getClass())) {
            return false;
        }
        Class<?> handler = Proxy.getInvocationHandler(connection).getClass();
        if (!handler.getName().startsWith(PROXY)) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Class.forName(MANAGER, true, handler.getClassLoader())
                    .getMethod("isActualTransactionActive")
                    .invoke(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Spring can't be asked for its transactions", e);
        }
    }
}
