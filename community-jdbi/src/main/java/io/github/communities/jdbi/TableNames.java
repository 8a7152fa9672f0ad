package io.github.communities.jdbi;

import io.github.communities.jdbi.table.Tables;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * Puts the schema and the prefix into the statements, all of which are written with the standard names: so a table is never
 * found elsewhere, wherever a session looks for names. Thread-safe.
 */
final class TableNames implements TemplateEngine {
    /**
     * What is quoted, which stays as it is; or the name of a table, unless it has its schema already, for Jdbi renders scripts
     * twice; that of an index, which lies where its table does, comes after these words.
     */
    private static final Pattern NAME =
            Pattern.compile("(?<quoted>\"[^\"]*\"|`[^`]*`)|(?<index>index if not exists )?(?<!\\.)\\b" + Tables.PREFIX);

    private final String schema;
    private final String prefix;
    private final Map<String, String> rendered = new ConcurrentHashMap<>();

    /**
     * In a schema.
     *
     * @param schema as it stands in a statement
     */
    TableNames(String schema, String prefix) {
        this.schema = schema;
        this.prefix = prefix;
    }

    @Override
    public String render(String statement, StatementContext context) {
        return rendered.computeIfAbsent(statement, this::named);
    }

    private String named(String statement) {
        return NAME.matcher(statement).replaceAll(found -> Matcher.quoteReplacement(replacement((Matcher) found)));
    }

    private String replacement(Matcher found) {
        if (found.group("quoted") != null) {
            return found.group();
        }
        return found.group("index") == null ? schema + "." + prefix : found.group("index") + prefix;
    }
}
