package io.github.communities.jdbi.table;

import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.jdbi.dialect.RoundTripText;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * What the first statement of all that is read or written asks besides, without a round trip of its own: whether it has
 * come to the database that the store was opened on, whether that still takes this version of the library, and whether
 * its session changes or cuts short nothing that goes to and fro. Immutable and thread-safe.
 */
public final class SessionProbe {
    /** Matches any isolation. */
    private static final String ANY = "%";

    private final String column;

    SessionProbe(Dialect dialect) {
        column = "(select concat(s.needs_version, ' ', " + dialect.databaseName() + ", ' ', s.identity, ' ', s.sample)"
                + " from " + Tables.PREFIX + "schema s where s.id = 0 and s.sample = :sample and " + dialect.isolation()
                + " like :isolation and " + dialect.fitCondition() + ")";
    }

    /** The column; null if the session is not fit. Its text is for {@link Answer#parse}. */
    String column() {
        return column;
    }

    /** Binds what the column takes. */
    <S extends SqlStatement<S>> S bind(S statement, Optional<String> isolation) {
        return statement.bind("sample", RoundTripText.VALUE).bind("isolation", isolation.orElse(ANY));
    }

    /** Asks for nothing else. */
    public Optional<Answer> ask(Handle handle, Optional<String> isolation) {
        return bind(handle.createQuery("select " + column), isolation)
                .map((results, context) -> Answer.parse(results.getString(1)))
                .one();
    }

    /**
     * What a session that is fit answers.
     *
     * @param needsVersion the version of the library from which on it may work here
     * @param identity that of the database
     */
    public record Answer(int needsVersion, String identity) {
        /** Of the text of the column; empty if the session is not fit. */
        static Optional<Answer> parse(@Nullable String text) {
            if (text == null || !text.endsWith(' ' + RoundTripText.VALUE)) {
                return Optional.empty();
            }
            String before = text.substring(0, text.length() - RoundTripText.VALUE.length() - 1);
            int end = before.indexOf(' ');
            return Optional.of(new Answer(Integer.parseInt(before.substring(0, end)), before.substring(end + 1)));
        }
    }
}
