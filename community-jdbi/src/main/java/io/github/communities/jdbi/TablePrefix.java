package io.github.communities.jdbi;

import io.github.communities.error.InvalidInput;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * What the names of the library's tables and indexes begin with, for hosts in whose schema {@code community_} is taken, or
 * that keep several stores in one schema. Which schema that is, the data source says: by {@code currentSchema} for
 * PostgreSQL, the database for MariaDB, {@code SCHEMA} for H2.
 *
 * @param text 1 to 30 of {@code [a-z0-9_]}, a letter first
 */
public record TablePrefix(String text) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0,29}");
    /** Where a name begins with it; that of a column never does. */
    private static final Pattern IN_STATEMENT = Pattern.compile("\\bcommunity_");

    /** {@code community_}, as in the scripts. */
    public static final TablePrefix STANDARD = new TablePrefix("community_");

    /**
     * Checks its form.
     *
     * @throws InvalidInput if it has another (S-18)
     */
    public TablePrefix {
        if (!FORM.matcher(Given.required("table prefix", text)).matches()) {
            throw new InvalidInput(
                    "table prefix", text, "S-18", "must be a lower-case letter and up to 29 of a to z, 0 to 9 and _");
        }
    }

    /** What puts it into the statements, all of which are written with the standard one. */
    TemplateEngine statements() {
        if (equals(STANDARD)) {
            return TemplateEngine.NOP;
        }
        Map<String, String> renamed = new ConcurrentHashMap<>();
        return (statement, context) -> renamed.computeIfAbsent(
                statement, sql -> IN_STATEMENT.matcher(sql).replaceAll(Matcher.quoteReplacement(text)));
    }
}
