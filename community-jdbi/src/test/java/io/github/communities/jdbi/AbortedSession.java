package io.github.communities.jdbi;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * One connection, given out again and again as it is given back, whose transaction another node of a Galera cluster
 * aborts. Then the statement fails, and the rollback after it is answered just so. Until it is rolled back once more,
 * the server begins no transaction for it: what its driver takes for one are statements each of which is committed by
 * itself.
 */
final class AbortedSession implements AutoCloseable {
    private final Connection real;
    private final Supplier<SQLException> abort;
    private int statementsLeft = Integer.MAX_VALUE;
    private boolean aborted;
    private boolean answered;
    private Optional<Boolean> pretended = Optional.empty();

    AbortedSession(Connection real, Supplier<SQLException> abort) {
        this.real = real;
        this.abort = abort;
    }

    /** Aborts the next transaction at a statement of it, counted from 1. */
    void abortAt(int statement) {
        statementsLeft = statement;
    }

    boolean isAborted() {
        return aborted;
    }

    /** How it would be given to whoever has it next. */
    boolean autoCommit() throws SQLException {
        return pretended.isPresent() ? pretended.get() : real.getAutoCommit();
    }

    DataSource dataSource() {
        Connection connection = proxy(Connection.class, this::called);
        return proxy(DataSource.class, (method, arguments) -> connection);
    }

    private Object called(Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "close" -> {
                return nothing();
            }
            case "getAutoCommit" -> {
                return autoCommit();
            }
            case "setAutoCommit" -> {
                if (aborted) {
                    pretended = Optional.of((Boolean) arguments[0]);
                    return nothing();
                }
            }
            case "rollback" -> {
                if (aborted && !answered) {
                    answered = true;
                    throw abort.get();
                }
                if (aborted) {
                    end();
                    return nothing();
                }
            }
            case "commit" -> {
                if (aborted) {
                    return nothing();
                }
            }
            default -> {}
        }
        Object result = call(real, method, arguments);
        return result instanceof PreparedStatement statement
                ? proxy(PreparedStatement.class, (asked, given) -> executed(statement, asked, given))
                : result instanceof Statement statement
                        ? proxy(Statement.class, (asked, given) -> executed(statement, asked, given))
                        : result;
    }

    /** The server has heard of the rollback, and goes on as its driver believes that it does. */
    private void end() throws SQLException {
        aborted = false;
        answered = false;
        real.setAutoCommit(pretended.orElse(false));
        pretended = Optional.empty();
    }

    private Object executed(Statement statement, Method method, Object[] arguments) throws Throwable {
        if (method.getName().startsWith("execute") && --statementsLeft == 0) {
            real.rollback();
            real.setAutoCommit(true);
            pretended = Optional.of(false);
            aborted = true;
            throw abort.get();
        }
        return call(statement, method, arguments);
    }

    /** The connection stays open, as it was. */
    @Override
    public void close() throws SQLException {
        if (!real.getAutoCommit()) {
            real.rollback();
            real.setAutoCommit(true);
        }
    }

    private interface Call {
        Object answer(Method method, Object[] arguments) throws Throwable;
    }

    @SuppressWarnings("NullAway") // what a method that returns nothing gives
    private static Object nothing() {
        return null;
    }

    @SuppressWarnings("NullAway") // a method that returns nothing gives null
    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                AbortedSession.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call.answer(method, arguments)));
    }
}
