package io.github.communities.jdbi.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A condition of a {@code where} clause.
 *
 * @param sql its text, which binds as strongly as a comparison
 * @param parameters what its question marks stand for, as {@code PreparedStatement.setObject} takes it
 */
public record Condition(String sql, List<Object> parameters) {
    /** Copies the list. */
    public Condition {
        parameters = List.copyOf(parameters);
    }

    /** Without parameters. */
    public static Condition of(String sql) {
        return new Condition(sql, List.of());
    }

    /** That all of them hold; of none, they do. */
    public static Condition all(List<Condition> conditions) {
        return joined(conditions, " and ", "1 = 1");
    }

    /** That one of them holds; of none, none does. */
    public static Condition any(List<Condition> conditions) {
        return joined(conditions, " or ", "1 = 0");
    }

    private static Condition joined(List<Condition> conditions, String word, String ifEmpty) {
        if (conditions.isEmpty()) {
            return of(ifEmpty);
        }
        if (conditions.size() == 1) {
            return conditions.get(0);
        }
        List<Object> parameters = new ArrayList<>();
        conditions.forEach(condition -> parameters.addAll(condition.parameters()));
        return new Condition(
                conditions.stream().map(Condition::sql).collect(Collectors.joining(word, "(", ")")), parameters);
    }
}
