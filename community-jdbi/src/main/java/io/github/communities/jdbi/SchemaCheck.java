package io.github.communities.jdbi;

import static java.util.stream.Collectors.joining;

import io.github.communities.error.Refused;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.jdbi.table.Tables;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.result.RowView;

/**
 * Compares what is in a schema with what the library needs there, by names: tables, their columns and indexes. More
 * than it needs may be there, as later scripts make. Immutable and thread-safe.
 */
final class SchemaCheck {
    private static final Pattern INDEX = Pattern.compile("create index if not exists (\\w+)\\s+on (\\w+)");
    private static final String SCHEMA = Tables.PREFIX + "schema";
    private static final String VERSIONS = Tables.PREFIX + "schema_version";

    private final Database database;
    private final Dialect dialect;
    /** The columns that are needed, by table. */
    private final Map<String, Set<String>> needed = new TreeMap<>();
    /** The tables of the indexes that are needed. */
    private final Map<String, String> indexes = new TreeMap<>();

    SchemaCheck(Database database) {
        this.database = database;
        this.dialect = database.dialect();
        needed.put(prefixed(VERSIONS), Set.of("version", "checksum"));
        needed.put(prefixed(SCHEMA), Set.of("id", "needs_version", "identity", "sample"));
        new Tables(dialect).columns().forEach((table, columns) -> needed.put(prefixed(table), columns));
        for (Script script : Script.of(dialect)) {
            Matcher index = INDEX.matcher(script.text());
            while (index.find()) {
                indexes.put(prefixed(index.group(1)), prefixed(index.group(2)));
            }
        }
    }

    private String prefixed(String name) {
        return database.prefix() + name.substring(Tables.PREFIX.length());
    }

    /**
     * Whether there is the table of versions, with which the first script begins; one of the host's by its name is not
     * ours.
     */
    boolean hasVersionTable(Found found) {
        return found.columnsOf(prefixed(VERSIONS)).containsAll(needed.getOrDefault(prefixed(VERSIONS), Set.of()));
    }

    /** The version of the library from which on it may work here, if the schema says one. */
    Optional<Integer> floor(Session session, Found found) {
        return found.columnsOf(prefixed(SCHEMA)).contains("needs_version")
                ? session.handle()
                        .createQuery("select needs_version from community_schema where id = 0")
                        .mapTo(Integer.class)
                        .findOne()
                : Optional.empty();
    }

    /**
     * Refuses to make tables where some of these names are taken by what is not the library's, before anything is made.
     *
     * @throws Refused if so (S-18)
     */
    void requireFree(Found found) {
        boolean hasVersionTable = hasVersionTable(found);
        List<String> taken = new ArrayList<>();
        found.columns().forEach((table, columns) -> {
            boolean likeOurs = columns.containsAll(needed.getOrDefault(table, Set.of("nothing is like an index")));
            if (!likeOurs || !hasVersionTable) {
                taken.add(table);
            }
        });
        if (!taken.isEmpty()) {
            throw new Refused(
                    "S-18",
                    "the schema " + database.schema()
                            + " has tables that the library did not make, under names that it needs: "
                            + String.join(", ", taken)
                            + ": choose other names, or another schema, by JdbiOptions.withTables(new TablePrefix(…))"
                            + " (if they were made by an unreleased version of the library, drop them)");
        }
    }

    /**
     * Refuses a schema that lacks something, or has it otherwise than the scripts make it.
     *
     * @throws Refused if so (S-18)
     */
    void requireWhole(Session session, Found found) {
        List<String> faults = new ArrayList<>();
        needed.forEach((table, columns) -> {
            Set<String> missing = new TreeSet<>(columns);
            missing.removeAll(found.columnsOf(table));
            if (!found.columns().containsKey(table)) {
                faults.add("there is no table " + table);
            } else if (!missing.isEmpty()) {
                faults.add(table + " has no column " + String.join(", ", missing));
            }
        });
        needed.keySet().forEach(table -> faults.addAll(found.unfit().getOrDefault(table, Set.of())));
        faults.addAll(whyTablesUnfit(session));
        requireNone(faults);
    }

    /**
     * Refuses a schema that lacks an index.
     *
     * @throws Refused if so (S-18)
     */
    void requireIndexed(Session session) {
        Map<String, Set<String>> found = new TreeMap<>();
        ask(
                session,
                dialect.indexesOf(),
                row -> add(found, lower(row.getColumn(1, String.class)), lower(row.getColumn(2, String.class))));
        List<String> faults = new ArrayList<>();
        indexes.forEach((index, table) -> {
            if (!found.getOrDefault(table, Set.of()).contains(index)) {
                faults.add(table + " has no index " + index);
            }
        });
        requireNone(faults);
    }

    private void requireNone(List<String> faults) {
        if (!faults.isEmpty()) {
            throw new Refused(
                    "S-18",
                    "the tables in the schema " + database.schema() + " are not as the library's scripts make them: "
                            + faults.stream().limit(5).collect(joining("; "))
                            + (faults.size() > 5 ? "; and " + (faults.size() - 5) + " more" : "")
                            + ": undo what changed them");
        }
    }

    /** All tables and the like in the schema that have a name of ours, or of an index of ours. */
    Found tables(Session session) {
        Found found = new Found(new TreeMap<>(), new TreeMap<>());
        ask(session, dialect.columnsOf(), row -> {
            String table = lower(row.getColumn(1, String.class));
            if (needed.containsKey(table) || indexes.containsKey(table)) {
                add(found.columns(), table, lower(row.getColumn(2, String.class)));
                Optional.ofNullable(row.getColumn(3, String.class)).ifPresent(why -> add(found.unfit(), table, why));
            }
        });
        return found;
    }

    private List<String> whyTablesUnfit(Session session) {
        try {
            return dialect.whyTablesUnfit(session.handle().getConnection(), database.schema(), needed.keySet());
        } catch (SQLException e) {
            throw new Failure(Failure.Step.ASKING, e);
        }
    }

    /**
     * What there is in a schema.
     *
     * @param columns the names of columns by those of tables and the like
     * @param unfit why tables are not fit
     */
    record Found(Map<String, Set<String>> columns, Map<String, Set<String>> unfit) {
        private Set<String> columnsOf(String table) {
            return columns.getOrDefault(table, Set.of());
        }
    }

    private void ask(Session session, String query, Consumer<RowView> eachRow) {
        Failure.askDatabase(() -> {
            session.handle()
                    .createQuery(query)
                    .bind("schema", database.schema())
                    .bind("names", database.prefix() + "%")
                    .reduceRows(true, (all, row) -> {
                        eachRow.accept(row);
                        return all;
                    });
            return true;
        });
    }

    private static void add(Map<String, Set<String>> names, String first, String second) {
        names.computeIfAbsent(first, none -> new TreeSet<>()).add(second);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
