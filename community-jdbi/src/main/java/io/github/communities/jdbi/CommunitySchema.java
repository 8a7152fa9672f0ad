package io.github.communities.jdbi;

import io.github.communities.error.Refused;
import io.github.communities.error.Unavailable;
import io.github.communities.jdbi.Database.Outcome;
import io.github.communities.jdbi.dialect.Dialect;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/**
 * The tables in the database: making them and keeping them up to date. Its methods can be called at any time, from any
 * thread and from many nodes at once.
 *
 * <p>The schema is a folder of numbered scripts for each database, in Flyway's naming, below {@code
 * io/github/communities/jdbi/schema}. Each records its own version in {@code community_schema_version}, so it does not
 * matter what runs them.
 */
public final class CommunitySchema {
    /** A script may have to rewrite a large table while the other nodes wait. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private CommunitySchema() {}

    /**
     * Brings the schema up to date, by the scripts that have not run yet; if there are none, it only reads. Of many nodes
     * that do so at once, one runs the scripts and the others wait for it. A script that was interrupted is run again.
     *
     * @param dataSource gives two connections at once, with autocommit on, whose user may create tables
     * @throws Refused if the database is none that the library can use, or its schema is newer than the library, or was
     *     made by scripts of another text (S-18)
     * @throws Unavailable if the database can't be reached, refuses a script, or other nodes take too long (S-18)
     */
    public static void migrate(DataSource dataSource) {
        migrate(dataSource, TablePrefix.STANDARD);
    }

    /** As {@link #migrate(DataSource)}, of tables whose names begin so. */
    public static void migrate(DataSource dataSource, TablePrefix prefix) {
        Given.required("data source", dataSource);
        Given.required("table prefix", prefix);
        onceReachable(() -> {
            migrate(Database.of(dataSource, prefix));
            return true;
        });
    }

    /**
     * Checks that the schema is the one this version of the library works with. It only reads.
     *
     * @param dataSource gives connections with autocommit on
     * @throws Refused if it is not; the message says what to do (S-18)
     * @throws Unavailable if the database can't be reached (S-18)
     */
    public static void verify(DataSource dataSource) {
        verify(dataSource, TablePrefix.STANDARD);
    }

    /** As {@link #verify(DataSource)}, of tables whose names begin so. */
    public static void verify(DataSource dataSource, TablePrefix prefix) {
        Given.required("data source", dataSource);
        Given.required("table prefix", prefix);
        onceReachable(() -> {
            check(Database.of(dataSource, prefix));
            return true;
        });
    }

    /** As {@link #verify(DataSource)}. */
    static void check(Database database) {
        List<Script> missing = missing(database);
        if (!missing.isEmpty()) {
            throw new Refused(
                    "S-18",
                    "the database lacks " + missing.stream().map(Script::name).collect(Collectors.joining(", "))
                            + " of the schema: call CommunitySchema.migrate(dataSource) first, or run these scripts");
        }
    }

    /** Tells of a database that can't be reached as a store does, before there is one. */
    static <T> T onceReachable(Supplier<T> question) {
        return new Attempts(Duration.ZERO, failure -> false).run(question);
    }

    private static void migrate(Database database) {
        Dialect dialect = database.dialect();
        Predicate<SQLException> runAgain = dialect::saysRunAgain;
        new Attempts(PATIENCE, runAgain.or(dialect::saysExists).or(dialect::saysDuplicate)).run(() -> {
            if (!missing(database).isEmpty()) {
                // The first makes the row by which the others take turns, and can be run at once by any number of
                // nodes.
                run(database, Script.of(dialect).get(0));
                // On a connection of its own, for H2 and MariaDB commit, and so let go, before each CREATE.
                database.write(turn -> {
                    Failure.guard(() -> take(turn.handle(), dialect));
                    missing(database).forEach(script -> run(database, script));
                    return new Outcome<>(true, false);
                });
            }
            return true;
        });
    }

    private static int take(Handle turn, Dialect dialect) {
        return turn.createQuery("select version from community_schema_version where version = 0" + dialect.forUpdate())
                .mapTo(Integer.class)
                .one();
    }

    private static void run(Database database, Script script) {
        database.statements(handle -> {
            handle.createScript(script.text()).executeAsSeparateStatements();
            return handle.createUpdate("update community_schema_version set checksum = ? where version = ?")
                    .bind(0, script.checksum())
                    .bind(1, script.version())
                    .execute();
        });
    }

    /** The scripts that have not run yet. */
    private static List<Script> missing(Database database) {
        List<Script> scripts = Script.of(database.dialect());
        Map<Integer, Optional<Long>> run = checksums(database);
        int newest = run.keySet().stream().max(Integer::compare).orElse(0);
        if (newest > scripts.size()) {
            throw new Refused(
                    "S-18",
                    "the database has version " + newest + " of the schema, and this version of the library knows "
                            + scripts.size() + " at most: upgrade the library on this node");
        }
        for (Script script : scripts) {
            Optional<Long> checksum = run.getOrDefault(script.version(), Optional.empty());
            if (checksum.isPresent() && checksum.get() != script.checksum()) {
                throw new Refused(
                        "S-18",
                        "the database's schema was made by a script " + script.name() + " that is not the one in this"
                                + " library: use a released version of the library, whose scripts never change");
            }
        }
        return scripts.stream()
                .filter(script -> !run.containsKey(script.version()))
                .toList();
    }

    /** The checksums of the scripts that have run, by version. */
    private static Map<Integer, Optional<Long>> checksums(Database database) {
        try {
            return database.statements(handle -> handle.createQuery(
                            "select version, checksum from community_schema_version where version > 0")
                    .reduceRows(new HashMap<Integer, Optional<Long>>(), (checksums, row) -> {
                        checksums.put(
                                row.getColumn("version", Integer.class),
                                Optional.ofNullable(row.getColumn("checksum", Long.class)));
                        return checksums;
                    }));
        } catch (Failure failure) {
            if (failure.says(database.dialect()::saysNoTable)) {
                return Map.of();
            }
            throw failure;
        }
    }
}
