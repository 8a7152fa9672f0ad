package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.jdbi.TappedDataSource.Executed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** As PostgreSQL plans: for the values that a statement is given, and for any, as it does when it is run often. */
class PostgresQueryPlanTest extends QueryPlans {
    /** A node that reads an index, with what it looks for there. */
    private static final Pattern INDEX =
            Pattern.compile("Index (?:Only )?Scan(?: Backward)? (?:using \\w+ )?on (\\w+)[^\\n]*\\n"
                    + "(?: *(?:Rows Removed|Index Searches|Heap Fetches)[^\\n]*\\n)* *Index Cond: ([^\\n]*)");

    private static final Pattern ACTUAL = Pattern.compile("actual time=\\S+ rows=(\\d+)");
    private static final Pattern REMOVED = Pattern.compile("Rows Removed by \\w+: (\\d+)");

    PostgresQueryPlanTest() {
        super(ServerFixture.empty(PostgresServer.only()));
    }

    @Override
    String numbers(int last) {
        return "generate_series(1, " + last + ") as numbers (x)";
    }

    /** It plans anew when there are statistics. */
    @Override
    boolean keepsPlans() {
        return false;
    }

    @Override
    List<String> plans(Connection connection, Executed statement) throws SQLException {
        String generic = generic(connection, statement.sql());
        boolean query = statement.sql().startsWith("select");
        return query ? List.of(generic, executed(connection, statement)) : List.of(generic);
    }

    private static String executed(Connection connection, Executed statement) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement explained =
                        statement.again(connection, "explain (analyze, buffers off) " + statement.sql());
                ResultSet result = explained.executeQuery()) {
            return text(result);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static String generic(Connection connection, String sql) throws SQLException {
        String any = IntStream.range(0, sql.split("\\?", -1).length - 1)
                .mapToObj(parameter -> "null")
                .collect(Collectors.joining(", ", "(", ")"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("set plan_cache_mode = force_generic_plan");
            // Where one organization is the whole table, reading the table is how best to delete it.
            statement.execute("set enable_seqscan = " + !sql.startsWith("delete"));
            statement.execute("prepare any_values as " + numbered(sql));
            try (ResultSet result = statement.executeQuery("explain execute any_values" + any)) {
                return text(result);
            } finally {
                statement.execute("deallocate any_values");
                statement.execute("reset plan_cache_mode");
                statement.execute("reset enable_seqscan");
            }
        }
    }

    private static String text(ResultSet result) throws SQLException {
        StringBuilder text = new StringBuilder();
        while (result.next()) {
            text.append(result.getString(1)).append('\n');
        }
        return text.toString();
    }

    private static String numbered(String sql) {
        AtomicInteger parameter = new AtomicInteger();
        return Pattern.compile("\\?").matcher(sql).replaceAll(mark -> "\\$" + parameter.incrementAndGet());
    }

    @Override
    void requireGood(String plan, Executed statement) {
        assertFalse(
                plan.replace("Seq Scan on community_schema s", "one row").contains("Seq Scan"),
                () -> "no full scan: " + statement + "\n" + plan);
        // To have each of some keys once, it may sort these.
        assertFalse(
                plan.contains("Sort") && !statement.sql().contains("select distinct"),
                () -> "in the order of the index, not sorted: " + statement + "\n" + plan);
        Matcher index = INDEX.matcher(plan);
        boolean found = false;
        while (index.find()) {
            found = true;
            String condition = index.group(2);
            assertTrue(
                    condition.contains("organization_id")
                            || index.group(1).equals("community_schema")
                            || statement.sql().matches("select (role|subject_kind) from.*"),
                    () -> "by the organization first: " + statement + "\n" + plan);
        }
        boolean ofOneRow = withoutProbe(statement.sql()).endsWith("select (PROBE)");
        assertTrue(found || ofOneRow, () -> "by an index: " + statement + "\n" + plan);
        requireFew(ACTUAL, plan, statement);
        requireFew(REMOVED, plan, statement);
    }

    private static void requireFew(Pattern number, String plan, Executed statement) {
        Matcher rows = number.matcher(plan);
        while (rows.find()) {
            assertTrue(Integer.parseInt(rows.group(1)) <= READ, () -> "few rows are read: " + statement + "\n" + plan);
        }
    }
}
