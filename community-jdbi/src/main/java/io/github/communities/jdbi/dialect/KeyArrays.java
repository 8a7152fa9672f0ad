package io.github.communities.jdbi.dialect;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jdbi.v3.core.argument.Argument;

/** Keys as arrays, one for each of their parts, for databases that have arrays: one statement, however many keys. */
final class KeyArrays {
    private KeyArrays() {}

    /**
     * A table {@code k} of the keys, whose columns are {@code key0}, {@code key1} and so on; its parameters have a name
     * and these numbers.
     */
    static String rows(String name, int parts, String type) {
        return list(parts, part -> "cast(:" + name + part + " as " + type + ")", "unnest(", ")")
                + list(parts, part -> "key" + part, " k (", ")");
    }

    /** That a row {@code t} has the {@code :organization} and the key {@code k}. */
    static String matches(List<String> columns) {
        return matches(columns, column -> "t." + column);
    }

    /** The same, where something else is compared than a column of {@code t} itself. */
    static String matches(List<String> columns, UnaryOperator<String> compared) {
        return "t.organization_id = :organization"
                + IntStream.range(0, columns.size())
                        .mapToObj(part -> " and " + compared.apply(columns.get(part)) + " = k.key" + part)
                        .collect(joining());
    }

    /** The arrays that {@link #rows} takes. */
    static List<Argument> of(List<List<String>> keys) {
        int parts = keys.get(0).size();
        return IntStream.range(0, parts)
                .mapToObj(part -> keys.stream().map(key -> key.get(part)).toArray(String[]::new))
                .<Argument>map(array -> (position, statement, context) -> statement.setObject(position, array))
                .toList();
    }

    private static String list(int parts, IntFunction<String> each, String before, String after) {
        return IntStream.range(0, parts).mapToObj(each).collect(joining(", ", before, after));
    }
}
