package io.github.communities.jdbi;

import io.github.communities.jdbi.TappedDataSource.Binding;
import io.github.communities.jdbi.TappedDataSource.Executed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What somebody would write by hand with JDBC and prepared statements: the very statements that the library has sent,
 * with the values of another user and another revision in the place of those that it has sent them with. Immutable.
 */
final class Replay {
    /** The values of one run. */
    private static final class Values {
        private final String user;
        private long revision;

        Values(String user) {
            this.user = user;
        }
    }

    private interface Setter {
        void set(PreparedStatement statement, Values values) throws SQLException;
    }

    private record Step(String sql, List<Setter> setters, List<List<Setter>> batch) {}

    private final List<Step> steps;

    /**
     * From what was sent.
     *
     * @param user the user it was about
     * @param revision the revision before; larger than any other number in the statements
     */
    Replay(List<Executed> sent, String user, long revision) {
        this.steps = sent.stream()
                .map(executed -> new Step(
                        executed.sql(),
                        setters(executed.bindings(), user, revision),
                        executed.batch().stream()
                                .map(row -> setters(row, user, revision))
                                .toList()))
                .toList();
    }

    private static List<Setter> setters(List<Binding> bindings, String user, long revision) {
        return bindings.stream().map(binding -> setter(binding, user, revision)).toList();
    }

    private static Setter setter(Binding binding, String user, long revision) {
        int position = (Integer) binding.arguments()[0];
        Object value = binding.arguments()[1];
        return switch (binding.setter().getName()) {
            case "setString" -> text(position, String.valueOf(value), user);
            case "setLong" -> number(position, (Long) value, revision);
            case "setInt" -> (statement, values) -> statement.setInt(position, (Integer) value);
            case "setBoolean" -> (statement, values) -> statement.setBoolean(position, (Boolean) value);
            case "setNull" -> (statement, values) -> statement.setNull(position, (Integer) value);
            case "setObject" -> object(position, value, user);
            default -> throw new IllegalStateException("by hand? " + binding.setter());
        };
    }

    private static Setter object(int position, Object value, String user) {
        if (value instanceof String text) {
            return text(position, text, user);
        }
        if (value instanceof String[] texts && List.of(texts).contains(user)) {
            return (statement, values) -> {
                String[] others = texts.clone();
                for (int i = 0; i < others.length; i++) {
                    others[i] = others[i].equals(user) ? values.user : others[i];
                }
                statement.setObject(position, others);
            };
        }
        return (statement, values) -> statement.setObject(position, value);
    }

    private static Setter text(int position, String text, String user) {
        int at = text.indexOf(user);
        if (at < 0) {
            return (statement, values) -> statement.setString(position, text);
        }
        String before = text.substring(0, at);
        String after = text.substring(at + user.length());
        return (statement, values) -> statement.setString(position, before + values.user + after);
    }

    private static Setter number(int position, long number, long revision) {
        return number == revision || number == revision + 1
                ? (statement, values) -> statement.setLong(position, values.revision + number - revision)
                : (statement, values) -> statement.setLong(position, number);
    }

    /** In a transaction, whose first statement takes the revision. */
    List<Object> write(Connection connection, String user) throws SQLException {
        connection.setAutoCommit(false);
        List<Object> read = read(connection, user);
        connection.commit();
        connection.setAutoCommit(true);
        return read;
    }

    /** Each statement by itself; gives what was read, value by value. */
    List<Object> read(Connection connection, String user) throws SQLException {
        Values values = new Values(user);
        List<Object> read = new ArrayList<>();
        for (Step step : steps) {
            try (PreparedStatement statement = connection.prepareStatement(step.sql())) {
                for (List<Setter> row : step.batch()) {
                    for (Setter setter : row) {
                        setter.set(statement, values);
                    }
                    statement.addBatch();
                }
                for (Setter setter : step.setters()) {
                    setter.set(statement, values);
                }
                if (!step.batch().isEmpty()) {
                    statement.executeBatch();
                } else if (step.sql().startsWith("select")) {
                    int before = read.size();
                    query(statement, read);
                    if (before == 0 && read.get(0) instanceof Long revision) {
                        values.revision = revision;
                    }
                } else {
                    statement.execute();
                }
            }
        }
        return read;
    }

    private static void query(PreparedStatement statement, List<Object> read) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int column = 1; column <= columns; column++) {
                    Object value = rows.getObject(column);
                    if (value != null) {
                        read.add(value);
                    }
                }
            }
        }
    }
}
