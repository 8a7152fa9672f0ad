package io.github.communities.jdbi;

import io.github.communities.jdbi.table.Tables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * Puts the schema and the prefix into the statements, all of which are written with the standard names: so a table is
 * never found elsewhere, wherever a session looks for names. Thread-safe.
 */
final class TableNames implements TemplateEngine {
    /**
     * What is quoted, which stays as it is; or the name of a table, unless it has its schema already, for Jdbi renders
     * scripts twice; that of an index, which lies where its table does, comes after these words.
     */
    private static final Pattern NAME =
            Pattern.compile("(?<quoted>\"[^\"]*\"|`[^`]*`)|(?<index>index if not exists )?(?<!\\.)\\b" + Tables.PREFIX);

    private static final int REMEMBERED = 64;

    /** Those that were asked for last: what Jdbi takes longest for is to parse a statement. */
    private static final Map<List<String>, TableNames> RECENTLY_USED = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, TableNames> eldest) {
            return size() > REMEMBERED;
        }
    };

    private final String schema;
    private final String prefix;
    private final Map<String, String> rendered = new ConcurrentHashMap<>();
    private final SqlParser parser = new ColonPrefixSqlParser();

    private TableNames(String schema, String prefix) {
        this.schema = schema;
        this.prefix = prefix;
    }

    /**
     * In a schema. All stores in schemas of one name, and all transactions of hosts that these join, share what was
     * made of their statements.
     *
     * @param schema as it stands in a statement
     */
    static TableNames of(String schema, String prefix) {
        synchronized (RECENTLY_USED) {
            return RECENTLY_USED.computeIfAbsent(List.of(schema, prefix), names -> new TableNames(schema, prefix));
        }
    }

    /** Has a Jdbi use it. */
    void use(Jdbi jdbi) {
        jdbi.getConfig(SqlStatements.class).setTemplateEngine(this).setSqlParser(parser);
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
