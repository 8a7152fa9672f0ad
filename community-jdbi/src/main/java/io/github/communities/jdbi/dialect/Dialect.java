package io.github.communities.jdbi.dialect;

import io.github.communities.error.Refused;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.JDBCType;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** Where the databases differ, and the only place. Immutable and thread-safe. */
public interface Dialect {
    /** The dialect of the database a connection leads to. */
    static Dialect of(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        return switch (database.getDatabaseProductName()) {
            case "H2" -> H2.of(connection);
            case "PostgreSQL" -> PostgreSql.of(connection);
            case "MariaDB" -> MariaDb.of(connection);
            case "MySQL" -> throw notMySql(database);
            default ->
                throw new Refused(
                        "S-18",
                        "the database is " + database.getDatabaseProductName() + " "
                                + database.getDatabaseProductVersion()
                                + ", and the library keeps communities in H2, PostgreSQL and MariaDB: give it the"
                                + " DataSource of one of these, with the driver of that name");
        };
    }

    /** MySQL, or MariaDB by another name: that of MySQL's driver, or the one its own driver may be told to give. */
    private static Refused notMySql(DatabaseMetaData database) throws SQLException {
        String version = database.getDatabaseProductVersion();
        return new Refused(
                "S-18",
                version.contains("MariaDB")
                        ? "the database is MariaDB " + version + ", but its driver, " + database.getDriverName()
                                + ", calls it MySQL: use MariaDB Connector/J (jdbc:mariadb:), without useMysqlMetadata"
                                + " in its URL"
                        : "the database is MySQL " + version
                                + ", which lacks what the library needs of MariaDB: give it"
                                + " the DataSource of H2, PostgreSQL or MariaDB, in which it keeps communities");
    }

    /**
     * What makes a session, or the database as a whole, one in which the library could not be right.
     *
     * @param rule the rule that would be broken
     * @param reason the setting, and what to do
     */
    record Unfit(String rule, String reason) {}

    /**
     * Why a session is not {@link #fitCondition() fit}, or changes texts; empty if neither is so. It may take several
     * statements.
     */
    Optional<Unfit> whyUnfit(Connection connection) throws SQLException;

    /**
     * The condition that nothing in a session's settings cuts short or changes what it reads and writes, but for texts.
     */
    String fitCondition();

    /** The isolation that a transaction of a session begins with, as a text like {@link #isolationPattern}. */
    String isolation();

    /** What, as a pattern, {@link #isolation} says of an isolation. */
    static String isolationPattern(TransactionIsolationLevel isolation) {
        return isolation.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether the driver can be asked for the isolation of a connection without asking the database; where not, the
     * {@link #fitCondition} does not hold for a session that reads what is not committed.
     */
    default boolean driverKnowsIsolation() {
        return false;
    }

    /**
     * Whether an isolation is set for a session and not for one transaction, so that the one before has to be put back.
     */
    default boolean setsIsolationPerSession() {
        return false;
    }

    /** A query for the schema that a connection is in, null if in none. */
    String currentSchema();

    /** A query for the names of all schemas. */
    String schemas();

    /** A name as it stands in a statement, exactly. */
    default String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /**
     * A query for the tables and the like in a {@code :schema} whose names are like {@code :names}, their columns, and
     * for each why it can't keep texts exactly, or why the table does not show all of its rows; null if it is fit. What
     * is not was not made by the scripts, or changed since.
     */
    String columnsOf();

    /**
     * The same of the library's tables, where no query tells.
     *
     * @param tables their names
     */
    default List<String> whyTablesUnfit(Connection connection, String schema, Set<String> tables) throws SQLException {
        return List.of();
    }

    /** A query for the tables in a {@code :schema} whose names are like {@code :names}, and their indexes. */
    String indexesOf();

    /** An expression for the name of the database, where two that are copies of each other may differ in it. */
    default String databaseName() {
        return "'-'";
    }

    /** Whether a transaction goes on when a table is made in it, so that this too is taken back by a rollback. */
    default boolean hasTransactionalDdl() {
        return false;
    }

    /** The scripts of its schema, in the order in which they run, as {@code V1__name.sql}. */
    List<String> scripts();

    /** The folder of its scripts, below that of all schemas. */
    String folder();

    /**
     * A text in the form in which a key column holds it, so that the database's order is that of code points (S-12): as
     * it is, where the script gives such columns a collation that compares so.
     */
    default String sortable(String text) {
        return text;
    }

    /** The text that a key column holds in the form {@link #sortable} gives. */
    default String fromSortable(String stored) {
        return stored;
    }

    /**
     * The condition that a key column is above a text, which the statement takes as {@link #above(String)} gives it.
     */
    default String isAbove(String column) {
        return column + " > ?";
    }

    /** A text, {@link #sortable}, for {@link #isAbove}. */
    default String above(String text) {
        return sortable(text);
    }

    /**
     * A table {@code k} of keys, whose columns are {@code key0}, {@code key1} and so on. It takes {@link #keys}, as
     * parameters that have a name and a number from 0 on.
     *
     * @param parts how many parts a key has
     */
    String keyRows(String name, int parts);

    /** Keys for {@link #keyRows}; their parts are {@link #sortable}. */
    List<Argument> keys(List<List<String>> keys);

    /**
     * What follows {@code from} in a select of the rows {@code t} of a table that have certain keys, so that each of
     * them is looked up in the primary key, however many there are and however large the table is. It takes the
     * {@code :organization}.
     *
     * @param keyRows a table {@code k} of the keys, like {@link #keyRows}
     * @param columns the columns of the key, after the organization
     */
    String byKeys(String keyRows, String table, List<String> columns);

    /**
     * Whether records of several kinds come faster by one statement than by one for each kind, as they do where each is
     * a round trip.
     */
    default boolean joinsFaster() {
        return true;
    }

    /** That a column of the host's has one of some texts, exactly; at least one. */
    default Condition isOneOf(String column, List<String> texts) {
        return new Condition(column + " = any(?)", List.of((Object) texts.toArray(String[]::new)));
    }

    /** That a column of the host's has a text, but none of some; at least one. */
    default Condition isNoneOf(String column, List<String> texts) {
        return new Condition(column + " <> all(?)", List.of((Object) texts.toArray(String[]::new)));
    }

    /** That a column of the host's has a text that begins exactly so. */
    default Condition startsWith(String column, String beginning) {
        return new Condition(
                "substring(" + column + ", 1, " + beginning.codePointCount(0, beginning.length()) + ") = ?",
                List.of(beginning));
    }

    /**
     * Whether a select can be made for each row of another table, and with a limit: a lateral join.
     */
    default boolean joinsLaterally() {
        return false;
    }

    /**
     * How many slices of an index one statement reads at most: a power of two, one where a round trip takes no time.
     */
    default int slicesPerStatement() {
        return 128;
    }

    /**
     * Whether it is of the class of failures after which nothing of the transaction is left, as serialization failures
     * and deadlocks: but for a constraint that was not met, which it would not be again, and for what may have been
     * committed (statement completion unknown), as databases that consist of many nodes have it.
     */
    default boolean isRolledBack(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("40") && !state.equals("40002") && !state.equals("40003");
    }

    /** A key column, for a column of a union in which other selects have other texts. */
    default String asText(String column) {
        return column;
    }

    /** No value, for a column of a union in which other selects have values of that type. */
    default String nullOf(JDBCType type) {
        return "cast(null as " + type + ")";
    }

    /** A select that sees all that was committed anywhere when it begins, where a node may not have heard of it yet. */
    default String readLatest(String select) {
        return select;
    }

    /** What, after its conditions, makes a select lock its rows, and wait a limited time for them. */
    String forUpdate();

    /**
     * Whether a rollback that releases the lock of a row may do so twice, and with the second time undo what others have
     * stored there after the first (H2 in files). Then what was stored is taken back to a savepoint that was set when
     * the row was locked, and a commit of nothing releases the lock.
     */
    default boolean undoesLocksTwice() {
        return false;
    }

    /** An insert that waits a limited time for another transaction which has inserted the same key. */
    String withLockTimeout(String insert);

    /** Whether selects one after the other take less than their union. */
    default boolean selectsSeparately() {
        return false;
    }

    /** Whether one statement may change rows of several tables. */
    default boolean changesTogether() {
        return false;
    }

    /**
     * One statement for several, each of which changes one row of another table. Its parameters are those of all, and it
     * says in a row how many rows each has changed.
     */
    default String together(List<String> statements) {
        throw new UnsupportedOperationException("each takes a statement of its own");
    }

    /** The isolation in which several statements see one state (S-4). */
    TransactionIsolationLevel snapshot();

    /**
     * Why an organization would be seen as it never was in the transaction of the host that a connection is in, because
     * of its isolation, and what to do; empty if it would not.
     */
    Optional<String> whyUnfitToJoin(Connection connection) throws SQLException;

    /**
     * By which settings what was committed may yet be lost, how, and what to do: a sentence each, without a full stop.
     */
    List<String> durabilityRisks(Connection connection) throws SQLException;

    /** A query for the number of the session that a connection is, on the server. */
    String sessionId();

    /**
     * A statement that puts back what {@link #forUpdate} and {@link #withLockTimeout} change for the rest of a
     * transaction, which may be the host's; empty if they change nothing.
     */
    default Optional<String> restoreStatement(Connection connection) throws SQLException {
        return Optional.empty();
    }

    /** Whether the transaction failed only because of others, so that it may succeed when it is run again (S-6). */
    boolean isRetryable(SQLException failure);

    /** Whether it is only that a lock was waited for too long, of which no database ends a transaction. */
    boolean isLockTimeout(SQLException failure);

    /** Whether a row with that key was there already. */
    boolean isDuplicateKey(SQLException failure);

    /** Whether nothing can be stored since the database, the session or the transaction is read-only. */
    boolean isReadOnly(SQLException failure);

    /** What may have made it so. */
    String readOnlySettings();

    /** Whether two nodes made the same table or index at once. */
    boolean isAlreadyCreated(SQLException failure);
}
