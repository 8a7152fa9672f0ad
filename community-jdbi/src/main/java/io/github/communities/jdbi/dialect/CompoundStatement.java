package io.github.communities.jdbi.dialect;

import static java.util.stream.Collectors.joining;

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
}
