package io.github.communities.jdbi.dialect;

import io.github.communities.error.Refused;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** H2 2.5, embedded or as a server, in files or in memory. */
final class H2 implements Dialect {
    /** Lock time-out, concurrent update of one row. */
    private static final Set<Integer> RETRYABLE = Set.of(50200, 90131);
    /** A table or an index of that name is there. */
    private static final Set<Integer> ALREADY_CREATED = Set.of(42101, 42111);

    private static final Pattern SERVER = Pattern.compile("jdbc:h2:(tcp|ssl):");

    private static final String ISOLATION =
            "(select lower(ISOLATION_LEVEL) from INFORMATION_SCHEMA.SESSIONS where SESSION_ID = session_id())";

    private static final int DUPLICATE_KEY = 23505;
    private static final int READ_ONLY = 90097;
    private static final int LOCK_TIMEOUT = 50200;
    /** H2's own level; JDBC has no name for it. */
    private static final int SNAPSHOT = 6;
    /** In the latter two, holding a row that was changed since the transaction began ends in a deadlock. */
    private static final Set<Integer> FIT_TO_JOIN =
            Set.of(Connection.TRANSACTION_READ_COMMITTED, SNAPSHOT, Connection.TRANSACTION_SERIALIZABLE);

    /** False in a database with a collation, where other texts are equal or in another order. */
    private static final String COMPARES_EXACTLY = "select 'B' < 'a' and 'a' < 'é' and 'é' < '日' and '日' < '本'";

    /** Their names and values, as old and new information schemas call them, of a database that is in a file. */
    private static final String SETTINGS =
            "select * from INFORMATION_SCHEMA.SETTINGS where database_path() is not null";

    /** Whether the database is in this JVM, so that nothing that its driver is asked goes to a server. */
    private final boolean embedded;

    /** Whether it keeps no file; false where that is not known. */
    private final boolean inMemory;

    private H2(boolean embedded, boolean inMemory) {
        this.embedded = embedded;
        this.inMemory = inMemory;
    }

    static Dialect of(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        int major = database.getDatabaseMajorVersion();
        int minor = database.getDatabaseMinorVersion();
        if (major < 2 || (major == 2 && minor < 5)) {
            throw new Refused(
                    "S-18",
                    "the database is H2 " + database.getDatabaseProductVersion()
                            + ", and the library needs 2.5 or newer: raise the version of com.h2database:h2, and export"
                            + " and import the database as H2's documentation on migration says");
        }
        String url = database.getURL();
        return new H2(!SERVER.matcher(url).lookingAt(), url.startsWith("jdbc:h2:mem:"));
    }

    @Override
    public Optional<Unfit> whyUnfit(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!isTrue(statement, COMPARES_EXACTLY)) {
                return Optional.of(new Unfit(
                        "S-12",
                        "the H2 database compares texts by a collation (SET COLLATION), where ids that differ could"
                                + " be taken for one another: give the library an H2 database without one"));
            }
            if (!embedded && connection.getTransactionIsolation() == Connection.TRANSACTION_READ_UNCOMMITTED) {
                return Optional.of(new Unfit(
                        "S-4", "the H2 session reads what is not committed: set its isolation to READ_COMMITTED"));
            }
            if (!isTrue(statement, "select " + fitCondition())) {
                return Optional.of(new Unfit(
                        "S-12",
                        "the H2 database is in Oracle mode, where an empty text is none: give the library an H2"
                                + " database without it (SET MODE REGULAR)"));
            }
            return Optional.empty();
        }
    }

    private static boolean isTrue(Statement statement, String question) throws SQLException {
        try (ResultSet result = statement.executeQuery(question)) {
            result.next();
            return result.getBoolean(1);
        }
    }

    @Override
    public String fitCondition() {
        return "'' is not null" + (embedded ? "" : " and " + ISOLATION + " <> 'read uncommitted'");
    }

    @Override
    public String isolation() {
        return embedded ? "'-'" : ISOLATION;
    }

    @Override
    public boolean driverKnowsIsolation() {
        return embedded;
    }

    @Override
    public boolean setsIsolationPerSession() {
        return true;
    }

    /** Copies of a file differ in where they are. */
    @Override
    public String databaseName() {
        return "coalesce(database_path(), database())";
    }

    @Override
    public String currentSchema() {
        return "select schema()";
    }

    /** In upper case, for where the database is told to keep names as they are, these are so. */
    @Override
    public String schemas() {
        return "select SCHEMA_NAME from INFORMATION_SCHEMA.SCHEMATA";
    }

    @Override
    public String columnsOf() {
        return "select TABLE_NAME, COLUMN_NAME, cast(null as varchar) from INFORMATION_SCHEMA.COLUMNS"
                + " where TABLE_SCHEMA = :schema"
                + " and lower(TABLE_NAME) like :names";
    }

    @Override
    public String indexesOf() {
        return "select TABLE_NAME, INDEX_NAME from INFORMATION_SCHEMA.INDEXES where TABLE_SCHEMA = :schema"
                + " and lower(TABLE_NAME) like :names";
    }

    /** Those whose texts ignore case, of which an old INFORMATION_SCHEMA does not tell as the new one does. */
    @Override
    public List<String> whyTablesUnfit(Connection connection, String schema, Set<String> tables) throws SQLException {
        List<String> reasons = new ArrayList<>();
        try (ResultSet columns = connection.getMetaData().getColumns(null, schema, null, null)) {
            while (columns.next()) {
                String table = columns.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
                if (columns.getString("TABLE_SCHEM").equals(schema)
                        && tables.contains(table)
                        && columns.getString("TYPE_NAME").equals("VARCHAR_IGNORECASE")) {
                    reasons.add(table + "." + columns.getString("COLUMN_NAME") + " ignores case");
                }
            }
        }
        return reasons;
    }

    @Override
    public String folder() {
        return "h2";
    }

    @Override
    public List<String> scripts() {
        return List.of("V1__schema_version.sql", "V2__communities.sql");
    }

    @Override
    public String sortable(String text) {
        return CodePointOrder.encode(text);
    }

    @Override
    public String fromSortable(String stored) {
        return CodePointOrder.decode(stored);
    }

    @Override
    public String isAbove(String column) {
        return column + " >= ?";
    }

    /**
     * For {@code > 'x'} H2 goes to the first x in the index and then past each of them, which may be a million. The
     * text that follows x directly is x with a NUL, which is in no text that is stored.
     */
    @Override
    public String above(String text) {
        return sortable(text) + '\0';
    }

    /**
     * An outer join, since for an inner one H2 would begin with the table as long as it is small, and never rethink it.
     */
    @Override
    public String byKeys(String keyRows, String table, List<String> columns) {
        return keyRows + " left join " + table + " t on " + KeyArrays.matches(columns)
                + " where t.organization_id is not null";
    }

    /** Parsing one takes twice to five times as long as all of the others together. */
    @Override
    public boolean joinsFaster() {
        return false;
    }

    /** A union is parsed and planned each time. */
    @Override
    public boolean selectsSeparately() {
        return true;
    }

    /** It takes longer to parse one that reads several. */
    @Override
    public int slicesPerStatement() {
        return 1;
    }

    @Override
    public String keyRows(String name, int parts) {
        return KeyArrays.rows(name, parts, "varchar array");
    }

    @Override
    public List<Argument> keys(List<List<String>> keys) {
        return KeyArrays.of(keys);
    }

    /** Without a time of its own, a wait would last as long as the host's URL or its DEFAULT_LOCK_TIMEOUT says. */
    @Override
    public String forUpdate() {
        return " for update wait 2";
    }

    /**
     * While H2 writes to a file, it may undo the oldest change of a rollback, which is the lock, twice (2.4.240 and
     * 2.5.252): that is done anew when the log of what is to be undone was written meanwhile.
     */
    @Override
    public boolean undoesLocksTwice() {
        return !inMemory;
    }

    /** H2 always gives up: after 2 s, or what the host's URL says. */
    @Override
    public String withLockTimeout(String insert) {
        return insert;
    }

    /** REPEATABLE READ tears: it takes the state of a table when a transaction first reads that table. */
    @Override
    public TransactionIsolationLevel snapshot() {
        return TransactionIsolationLevel.SERIALIZABLE;
    }

    @Override
    public Optional<String> whyUnfitToJoin(Connection connection) throws SQLException {
        return FIT_TO_JOIN.contains(connection.getTransactionIsolation())
                ? Optional.empty()
                : Optional.of("the transaction's isolation is READ_UNCOMMITTED or REPEATABLE_READ, where H2 shows some"
                        + " tables as they are and others as they were: begin it with READ_COMMITTED");
    }

    /** What an earlier URL said stays in the settings, besides what is so; only what is so counts. */
    @Override
    public List<String> durabilityRisks(Connection connection) throws SQLException {
        int delay = 0;
        try (Statement statement = connection.createStatement();
                ResultSet settings = statement.executeQuery(SETTINGS)) {
            while (settings.next()) {
                if (settings.getString(1).equals("WRITE_DELAY")) {
                    delay = Math.max(delay, settings.getInt(2));
                }
            }
        }
        return delay > 0
                ? List.of("the H2 database writes to its file with a delay of " + delay + " ms: if its process is"
                        + " killed, what was committed meanwhile is lost, and revisions are given again; add"
                        + " ;WRITE_DELAY=0 to the URL")
                : List.of();
    }

    @Override
    public String sessionId() {
        return "select session_id()";
    }

    @Override
    public boolean isLockTimeout(SQLException failure) {
        return failure.getErrorCode() == LOCK_TIMEOUT;
    }

    @Override
    public boolean isRetryable(SQLException failure) {
        return isRolledBack(failure) || RETRYABLE.contains(failure.getErrorCode());
    }

    @Override
    public boolean isDuplicateKey(SQLException failure) {
        return failure.getErrorCode() == DUPLICATE_KEY;
    }

    @Override
    public boolean isReadOnly(SQLException failure) {
        return failure.getErrorCode() == READ_ONLY;
    }

    @Override
    public String readOnlySettings() {
        return "ACCESS_MODE_DATA in the URL, and whether the file may be written";
    }

    @Override
    public boolean isAlreadyCreated(SQLException failure) {
        return ALREADY_CREATED.contains(failure.getErrorCode());
    }
}
