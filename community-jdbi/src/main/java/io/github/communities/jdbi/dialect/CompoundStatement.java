package io.github.communities.jdbi.dialect;

import static java.util.stream.Collectors.joining;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

/** What MariaDB executes as one statement without any more rights than those that it consists of. */
final class CompoundStatement {
    private CompoundStatement() {}

    /** One of some that change rows. */
    static String of(List<String> statements) {
        String counts = IntStream.range(0, statements.size())
                .mapToObj(number -> "changed" + number)
                .collect(joining(", "));
        return IntStream.range(0, statements.size())
                .mapToObj(number -> statements.get(number) + "; set changed" + number + " = row_count(); ")
                .collect(joining("", "begin not atomic declare " + counts + " int; ", "select " + counts + "; end"));
    }

    /** How many rows each of so many has changed. */
    static int[] changed(PreparedStatement executed, int statements) throws SQLException {
        try (ResultSet row = executed.getResultSet()) {
            row.next();
            int[] counts = new int[statements];
            for (int number = 0; number < statements; number++) {
                counts[number] = row.getInt(number + 1);
            }
            return counts;
        }
    }
}
