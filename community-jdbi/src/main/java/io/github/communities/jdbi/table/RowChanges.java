package io.github.communities.jdbi.table;

import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.DuplicateKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.statement.Update;

/**
 * What one transaction changes, row by row, in as few round trips as it takes. Where the database changes rows of several
 * tables by one statement, a single row of each waits for the others until they are {@linkplain #send sent}; so that is
 * also when they fail.
 */
public final class RowChanges {
    /** How many rows are changed at once. */
    static final int BATCH = 1000;

    private final Handle handle;
    private final Dialect dialect;
    private final Map<List<String>, String> texts;
    /** By their tables, since nobody says in which order one statement changes a row twice. */
    private final Map<String, Waiting<?>> waiting = new LinkedHashMap<>();

    /**
     * None so far.
     *
     * @param texts of statements that change rows together, by those that change one; they are added here
     */
    RowChanges(Handle handle, Dialect dialect, Map<List<String>, String> texts) {
        this.handle = handle;
        this.dialect = dialect;
        this.texts = texts;
    }

    /**
     * A statement that changes one row.
     *
     * @param table the name of its table
     * @param arguments what it takes for a row
     * @param uncounted is given those rows of which the driver does not say that they were changed
     * @param inserted if it inserts, of what, to say that it exists already (S-11)
     */
    record RowStatement<T>(
            String table,
            String sql,
            Function<T, List<Argument>> arguments,
            Consumer<List<Uncounted<T>>> uncounted,
            Optional<String> inserted) {}

    /** A row of which the driver does not say that it was changed, and what it says. */
    record Uncounted<T>(T row, int count) {}

    private record Waiting<T>(RowStatement<T> statement, T row) {
        List<Argument> arguments() {
            return statement.arguments().apply(row);
        }

        void counted(int count) {
            if (count != 1) {
                statement.uncounted().accept(List.of(new Uncounted<>(row, count)));
            }
        }
    }

    /** Changes one row for each. */
    <T> void run(RowStatement<T> statement, List<T> rows) {
        if (rows.size() == 1) {
            if (waiting.containsKey(statement.table())) {
                send();
            }
            waiting.put(statement.table(), new Waiting<>(statement, rows.get(0)));
            if (!dialect.changesTogether()) {
                send();
            }
            return;
        }
        send();
        List<Uncounted<T>> uncounted = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += BATCH) {
            List<T> some = rows.subList(from, Math.min(from + BATCH, rows.size()));
            int[] counts = refusing(statement.inserted(), () -> runBatch(statement, some));
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] != 1) {
                    uncounted.add(new Uncounted<>(some.get(i), counts[i]));
                }
            }
        }
        if (!uncounted.isEmpty()) {
            statement.uncounted().accept(uncounted);
        }
    }

    private <T> int[] runBatch(RowStatement<T> statement, List<T> rows) {
        try (PreparedBatch batch = handle.prepareBatch(statement.sql())) {
            for (T row : rows) {
                bind(batch, 0, statement.arguments().apply(row));
                batch.add();
            }
            return batch.execute();
        }
    }

    /** Sends what waits, which is to be done before anything is read that may depend on it. */
    public void send() {
        List<Waiting<?>> sent = List.copyOf(waiting.values());
        waiting.clear();
        if (sent.size() == 1) {
            sendAlone(sent.get(0));
        } else if (!sent.isEmpty()) {
            sendTogether(sent);
        }
    }

    /** A batch of one would take drivers longer. */
    private void sendAlone(Waiting<?> one) {
        one.counted(refusing(one.statement().inserted(), () -> {
            try (Update update = handle.createUpdate(one.statement().sql())) {
                bind(update, 0, one.arguments());
                return update.execute();
            }
        }));
    }

    private void sendTogether(List<Waiting<?>> several) {
        Optional<String> inserted = several.stream()
                .flatMap(one -> one.statement().inserted().stream())
                .reduce((one, other) -> one + " or " + other);
        int[] counts = refusing(inserted, () -> {
            try (Query query = handle.createQuery(textOf(several))) {
                int position = 0;
                for (Waiting<?> one : several) {
                    position = bind(query, position, one.arguments());
                }
                return query.map((results, context) -> counts(results, several.size()))
                        .one();
            }
        });
        for (int i = 0; i < counts.length; i++) {
            several.get(i).counted(counts[i]);
        }
    }

    private String textOf(List<Waiting<?>> several) {
        return texts.computeIfAbsent(
                several.stream().map(one -> one.statement().sql()).toList(), dialect::together);
    }

    private static int[] counts(ResultSet results, int size) throws SQLException {
        int[] counts = new int[size];
        for (int i = 0; i < size; i++) {
            counts[i] = results.getInt(i + 1);
        }
        return counts;
    }

    private <T> T refusing(Optional<String> inserted, Supplier<T> execution) {
        try {
            return execution.get();
        } catch (UnableToExecuteStatementException e) {
            if (inserted.isPresent() && e.getCause() instanceof SQLException cause && dialect.isDuplicateKey(cause)) {
                throw new DuplicateKey("[S-11] " + inserted.get() + " to be inserted exists already", e);
            }
            throw e;
        }
    }

    /** Binds some and says at which position to go on. */
    static int bind(SqlStatement<?> on, int from, List<Argument> arguments) {
        int position = from;
        for (Argument argument : arguments) {
            on.bind(position++, argument);
        }
        return position;
    }
}
