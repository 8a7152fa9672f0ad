package io.github.communities.jdbi;

import io.github.communities.error.Refused;
import io.github.communities.error.Unavailable;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.jdbi.dialect.TransientFailures;
import io.github.communities.jdbi.table.SessionProbe.Answer;
import io.github.communities.jdbi.table.Tables;
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

    private static final String TWO_CONNECTIONS =
            "to make its schema on H2 or MariaDB, the library takes two connections at once: one keeps the turn among"
                    + " the nodes, for making a table would let it go. Give CommunitySchema.migrate a pool of two or"
                    + " more";

    private CommunitySchema() {}

    /**
     * Brings the schema up to date, by the scripts that have not run yet; if there are none, it only reads. Of many
     * nodes that do so at once, one runs the scripts and the others wait for it. A script that was interrupted is run
     * again.
     *
     * @param dataSource gives connections (on H2 and MariaDB two at once) whose user may create tables, and which are
     *     in no transaction of the host
     * @throws Refused if the database is none that the library can use, or its schema needs a newer library, was made
     *     by scripts of another text, or has other tables of the same names (S-18)
     * @throws Unavailable if the database can't be reached, refuses a script, or other nodes take too long (S-18)
     */
    public static void migrate(DataSource dataSource) {
        migrate(dataSource, JdbiOptions.standard());
    }

    /** As {@link #migrate(DataSource)}, with options. */
    public static void migrate(DataSource dataSource, JdbiOptions options) {
        Arguments.required("data source", dataSource);
        Arguments.required("options", options);
        onceReachable(() -> {
            migrate(Database.of(dataSource, options));
            return true;
        });
    }

    /**
     * Checks that the schema is the one this version of the library works with. It only reads.
     *
     * @throws Refused if it is not; the message says what to do (S-18)
     * @throws Unavailable if the database can't be reached (S-18)
     */
    public static void verify(DataSource dataSource) {
        verify(dataSource, JdbiOptions.standard());
    }

    /** As {@link #verify(DataSource)}, with options. */
    public static void verify(DataSource dataSource, JdbiOptions options) {
        Arguments.required("data source", dataSource);
        Arguments.required("options", options);
        onceReachable(() -> {
            check(Database.of(dataSource, options));
            return true;
        });
    }

    /** As {@link #verify(DataSource)}; gives what the sessions of a store have to answer. */
    static SessionGuard check(Database database) {
        return database.statements(session -> check(database, session));
    }

    private static SessionGuard check(Database database, Session session) {
        SchemaCheck tables = new SchemaCheck(database);
        SchemaCheck.Found found = tables.tables(session);
        int known = Script.of(database.dialect()).size();
        tables.floor(session, found).filter(floor -> floor > known).ifPresent(floor -> {
            throw new Refused("S-18", SessionGuard.tooOld(floor, known));
        });
        List<Script> missing = missingScripts(database, tables.hasVersionTable(found), session);
        if (!missing.isEmpty()) {
            throw new Refused(
                    "S-18",
                    "the schema " + database.schema() + " lacks "
                            + missing.stream().map(Script::name).collect(Collectors.joining(", "))
                            + ": call CommunitySchema.migrate(dataSource) first, or run these scripts; if the tables"
                            + " are in another schema, name it by TablePrefix.in");
        }
        tables.requireWhole(session, found);
        Answer answer = new Tables(database.dialect())
                .probe()
                .ask(session.handle(), Optional.empty())
                .orElseThrow(() -> new Refused("S-18", SessionGuard.rowChanged(database)));
        return new SessionGuard(database, answer.identity(), known);
    }

    /** Tells of a database that can't be reached as a store does, before there is one. */
    static <T> T onceReachable(Supplier<T> question) {
        return new Attempts(Duration.ZERO, failure -> false).run(question);
    }

    private static void migrate(Database database) {
        Dialect dialect = database.dialect();
        SchemaCheck tables = new SchemaCheck(database);
        Predicate<SQLException> conflict = dialect::isRetryable;
        new Attempts(PATIENCE, conflict.or(dialect::isAlreadyCreated).or(dialect::isDuplicateKey)).run(() -> {
            if (lacksScripts(database, tables)) {
                if (dialect.hasTransactionalDdl()) {
                    migrateInOneTransaction(database);
                } else {
                    migrateOnTwoConnections(database);
                }
            }
            return true;
        });
        database.statements(session -> {
            check(database, session);
            tables.requireIndexed(session);
            return true;
        });
    }

    private static boolean lacksScripts(Database database, SchemaCheck tables) {
        return database.statements(session -> {
            SchemaCheck.Found found = tables.tables(session);
            boolean lacks = !missingScripts(database, tables.hasVersionTable(found), session)
                    .isEmpty();
            if (lacks && session.inHostTransaction()) {
                throw new Refused(
                        "CON-4",
                        "the schema is made outside of transactions of the host: call CommunitySchema.migrate before"
                                + " one begins");
            }
            if (lacks) {
                tables.requireFree(found);
            }
            return lacks;
        });
    }

    /** Where making tables is part of a transaction, all or nothing is made. */
    private static void migrateInOneTransaction(Database database) {
        database.write(session -> {
            Failure.askDatabase(() -> {
                run(session, Script.of(database.dialect()).get(0));
                lockMigration(session, database.dialect());
                missingScripts(database, true, session).forEach(script -> run(session, script));
                return true;
            });
            return new WorkResult<>(true, true);
        });
    }

    /** Where it ends the transaction, and so would release the lock, the lock is held on another connection. */
    private static void migrateOnTwoConnections(Database database) {
        // The first makes the row by which the others take turns, and can be run at once by any number of nodes.
        database.storingStatements(
                session -> run(session, Script.of(database.dialect()).get(0)));
        database.write(locking -> {
            Object lockingSession = Failure.askDatabase(() -> {
                lockMigration(locking, database.dialect());
                locking.rowLocked(database.dialect());
                return database.sessionId(locking);
            });
            try {
                database.storingStatements(session -> {
                    if (lockingSession.equals(database.sessionId(session))) {
                        throw new Refused("S-18", TWO_CONNECTIONS + ", and the DataSource gave the same one twice");
                    }
                    missingScripts(database, true, session).forEach(script -> run(session, script));
                    return true;
                });
            } catch (Failure failure) {
                throw failure.hasNoConnection()
                        ? new Unavailable(
                                "S-18",
                                TWO_CONNECTIONS + ", and no second one was to be had",
                                failure.hasCause(CommunitySchema::isUnreachable),
                                failure)
                        : failure;
            }
            return new WorkResult<>(true, false);
        });
    }

    /**
     * Having no more connections to give, pools say nothing of the kind, but for H2's, which then speaks of a time-out.
     */
    private static boolean isUnreachable(SQLException failure) {
        return failure.getSQLState() != null && failure.getErrorCode() != 8001 && TransientFailures.include(failure);
    }

    private static void lockMigration(Session locking, Dialect dialect) {
        locking.handle()
                .createQuery("select version from community_schema_version where version = 0" + dialect.forUpdate())
                .mapTo(Integer.class)
                .one();
    }

    private static int run(Session session, Script script) {
        session.handle().createScript(script.text()).executeAsSeparateStatements();
        return session.handle()
                .createUpdate("update community_schema_version set checksum = ? where version = ?")
                .bind(0, script.checksum())
                .bind(1, script.version())
                .execute();
    }

    /** The scripts that have not run yet. */
    private static List<Script> missingScripts(Database database, boolean hasVersionTable, Session session) {
        List<Script> scripts = Script.of(database.dialect());
        if (!hasVersionTable) {
            return scripts;
        }
        Map<Integer, Optional<Long>> run = checksums(session);
        for (Script script : scripts) {
            Optional<Long> checksum = run.getOrDefault(script.version(), Optional.empty());
            if (checksum.isPresent() && checksum.get() != script.checksum()) {
                throw new Refused(
                        "S-18",
                        "the schema " + database.schema() + " was made by a script " + script.name()
                                + " that is not the one in this library: use a released version of the library, whose"
                                + " scripts never change, and another schema if this was made by an unreleased one");
            }
        }
        return scripts.stream()
                .filter(script -> !run.containsKey(script.version()))
                .toList();
    }

    /** The checksums of the scripts that have run, by version. */
    private static Map<Integer, Optional<Long>> checksums(Session session) {
        return session.handle()
                .createQuery("select version, checksum from community_schema_version where version > 0")
                .reduceRows(new HashMap<Integer, Optional<Long>>(), (checksums, row) -> {
                    checksums.put(
                            row.getColumn("version", Integer.class),
                            Optional.ofNullable(row.getColumn("checksum", Long.class)));
                    return checksums;
                });
    }
}
