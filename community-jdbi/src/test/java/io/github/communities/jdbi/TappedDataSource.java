package io.github.communities.jdbi;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A data source that writes down each statement that goes through it, and lets a test do things at the joints. */
final class TappedDataSource implements DataSource {
    /** What a test does at a joint; what it throws, the caller of the driver gets. */
    interface Tap {
        void run(Connection connection) throws SQLException;
    }

    /**
     * A statement that was executed.
     *
     * @param sql its text
     * @param bindings the calls that gave it its parameters; none for a batch
     * @param batch the same for each statement of a batch
     */
    record Executed(String sql, List<Binding> bindings, List<List<Binding>> batch) {
        /** Another statement with the same parameters. */
        PreparedStatement again(Connection connection, String otherSql) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(otherSql);
            for (Binding binding : bindings) {
                try {
                    binding.setter().invoke(statement, binding.arguments());
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
            return statement;
        }

        @Override
        public String toString() {
            return sql;
        }
    }

    /** A call that gives a statement a parameter. */
    @SuppressWarnings("ArrayRecordComponent") // kept as the call had it
    record Binding(Method setter, Object[] arguments) {}

    private static final Tap NOTHING = connection -> {};

    private final DataSource source;
    private final List<Executed> statements = new CopyOnWriteArrayList<>();
    private final AtomicLong rows = new AtomicLong();
    private volatile Tap onConnection = NOTHING;
    private volatile Tap onStatement = NOTHING;
    private volatile Tap beforeCommit = NOTHING;
    private volatile Tap afterCommit = NOTHING;
    private volatile Tap onRollback = NOTHING;
    private volatile Tap onClose = NOTHING;

    TappedDataSource(DataSource source) {
        this.source = source;
    }

    /** The statements that were executed since this was last asked, batches once. */
    List<Executed> statements() {
        List<Executed> since = List.copyOf(statements);
        statements.clear();
        return since;
    }

    /** How many rows were fetched since this was last asked. */
    long rows() {
        return rows.getAndSet(0);
    }

    /** Before a connection is given out. */
    void onConnection(Tap tap) {
        onConnection = tap;
    }

    /** Before each statement. */
    void onStatement(Tap tap) {
        onStatement = tap;
    }

    /** Before each commit. */
    void beforeCommit(Tap tap) {
        beforeCommit = tap;
    }

    /** After each commit, before the caller knows. */
    void afterCommit(Tap tap) {
        afterCommit = tap;
    }

    /** Before each rollback. */
    void onRollback(Tap tap) {
        onRollback = tap;
    }

    /** Before a connection is closed, which it is in any case. */
    void onClose(Tap tap) {
        onClose = tap;
    }

    /** As if there were no taps. */
    void untap() {
        onConnection = NOTHING;
        onStatement = NOTHING;
        beforeCommit = NOTHING;
        afterCommit = NOTHING;
        onRollback = NOTHING;
        onClose = NOTHING;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = source.getConnection();
        try {
            onConnection.run(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return proxy(Connection.class, (proxy, method, arguments) -> {
            switch (method.getName()) {
                case "commit" -> {
                    beforeCommit.run(connection);
                    connection.commit();
                    afterCommit.run(connection);
                    return null;
                }
                case "rollback" -> onRollback.run(connection);
                case "close" -> {
                    try {
                        onClose.run(connection);
                    } finally {
                        connection.close();
                    }
                    return null;
                }
                default -> {}
            }
            Object result = invoke(() -> method.invoke(connection, arguments));
            if (result instanceof PreparedStatement statement) {
                return tapped(PreparedStatement.class, statement, String.valueOf(arguments[0]), connection);
            }
            return result instanceof Statement statement ? tapped(Statement.class, statement, "", connection) : result;
        });
    }

    private <S extends Statement> S tapped(Class<S> type, S statement, String sql, Connection connection) {
        List<Binding> bindings = new ArrayList<>();
        List<List<Binding>> batch = new ArrayList<>();
        return proxy(type, (proxy, method, arguments) -> {
            if (method.getName().startsWith("set") && arguments.length > 1) {
                bindings.add(new Binding(method, arguments));
            } else if (method.getName().equals("addBatch")) {
                batch.add(List.copyOf(bindings));
                bindings.clear();
            } else if (method.getName().startsWith("execute")) {
                statements.add(new Executed(
                        arguments == null ? sql : String.valueOf(arguments[0]),
                        List.copyOf(bindings),
                        List.copyOf(batch)));
                onStatement.run(connection);
            }
            Object result = invoke(() -> method.invoke(statement, arguments));
            return result instanceof ResultSet results ? counted(results) : result;
        });
    }

    private ResultSet counted(ResultSet results) {
        return proxy(ResultSet.class, (proxy, method, arguments) -> {
            Object result = invoke(() -> method.invoke(results, arguments));
            if (method.getName().equals("next") && Boolean.TRUE.equals(result)) {
                rows.incrementAndGet();
            }
            return result;
        });
    }

    private interface Call {
        Object run() throws ReflectiveOperationException;
    }

    @SuppressWarnings("NullAway") // a method that returns nothing gives null
    private static Object invoke(Call call) throws Throwable {
        try {
            return call.run();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(TappedDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        source.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return source.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return source.isWrapperFor(type);
    }
}
