package io.github.communities.jdbi;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * An {@link io.github.communities.access.AccessFilter} as a condition for a {@code where} clause (ACC-6). Immutable.
 *
 * @param sql its text, in parentheses where it needs them, with a question mark for each parameter
 * @param parameters what the question marks stand for, in their order, as {@code PreparedStatement.setObject} takes it
 */
public record AccessPredicate(String sql, List<Object> parameters) {
    /** Copies the list. */
    public AccessPredicate {
        Arguments.required("text of condition", sql);
        parameters = Arguments.all("parameters", parameters);
    }

    /**
     * Gives a statement the parameters.
     *
     * @param position of the first, from 1
     * @return the position after the last
     */
    public int bind(PreparedStatement statement, int position) throws SQLException {
        Arguments.required("statement", statement);
        int next = position;
        for (Object parameter : parameters) {
            statement.setObject(next++, parameter);
        }
        return next;
    }

    /**
     * Gives a statement of Jdbi the parameters.
     *
     * @param position of the first, from 0
     * @return the position after the last
     */
    public int bind(SqlStatement<?> statement, int position) {
        Arguments.required("statement", statement);
        int next = position;
        for (Object parameter : parameters) {
            statement.bind(next++, (at, prepared, context) -> prepared.setObject(at, parameter));
        }
        return next;
    }
}
