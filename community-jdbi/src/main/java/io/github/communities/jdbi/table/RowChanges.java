package io.github.communities.jdbi.table;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ObjIntConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;

/** Statements that change one row each, in as few round trips as they take. */
final class RowChanges {
    /** How many rows are changed at once. */
    static final int BATCH = 1000;

    private RowChanges() {}

    /** Changes one row for each; those of which the driver does not say so are given on, with what it says. */
    static <T> void run(
            Handle handle,
            String sql,
            List<T> rows,
            BiConsumer<SqlStatement<?>, T> binder,
            ObjIntConsumer<? super T> uncounted) {
        if (rows.size() == 1) {
            changeOne(handle, sql, rows.get(0), binder, uncounted);
            return;
        }
        for (int from = 0; from < rows.size(); from += BATCH) {
            List<T> some = rows.subList(from, Math.min(from + BATCH, rows.size()));
            try (PreparedBatch batch = handle.prepareBatch(sql)) {
                for (T row : some) {
                    binder.accept(batch, row);
                    batch.add();
                }
                int[] counts = batch.execute();
                for (int i = 0; i < counts.length; i++) {
                    if (counts[i] != 1) {
                        uncounted.accept(some.get(i), counts[i]);
                    }
                }
            }
        }
    }

    /** A batch of one would take drivers longer. */
    private static <T> void changeOne(
            Handle handle,
            String sql,
            T row,
            BiConsumer<SqlStatement<?>, T> binder,
            ObjIntConsumer<? super T> uncounted) {
        try (Update update = handle.createUpdate(sql)) {
            binder.accept(update, row);
            int count = update.execute();
            if (count != 1) {
                uncounted.accept(row, count);
            }
        }
    }
}
