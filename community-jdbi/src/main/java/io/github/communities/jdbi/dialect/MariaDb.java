package io.github.communities.jdbi.dialect;

import static java.util.stream.Collectors.joining;

import io.github.communities.error.Refused;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** MariaDB 10.6 or newer, alone or in a Galera cluster. */
final class MariaDb implements Dialect {
    /** Lock wait time-out, deadlock, record changed since it was read. */
    private static final Set<Integer> RETRYABLE = Set.of(1205, 1213, 1020);
    /** A table or an index of that name is there. */
    private static final Set<Integer> ALREADY_CREATED = Set.of(1050, 1061);

    /** The table, an option of the server, the transaction, the server as a whole. */
    private static final Set<Integer> READ_ONLY = Set.of(1036, 1290, 1792, 1836);

    private static final String STRICT =
            "(@@sql_mode like '%STRICT_TRANS_TABLES%' or @@sql_mode like '%STRICT_ALL_TABLES%')";

    private static final int DUPLICATE_KEY = 1062;
    private static final int LOCK_TIMEOUT = 1205;

    /** What no statement reaches; a cap that is larger than any answer is none. */
    private static final String NO_LIMIT = "9223372036854775807";

    private static final String SETTINGS = "select convert(0x" + RoundTripText.hex() + " using utf8mb4),"
            + " convert(? using utf8mb4) collate utf8mb4_nopad_bin = convert(0x" + RoundTripText.hex()
            + " using utf8mb4),"
            + " @@sql_select_limit >= " + NO_LIMIT + ", " + STRICT + ", '' is not null, @@unique_checks,"
            + " @@innodb_page_size >= 16384, @@character_set_client, @@collation_connection, @@character_set_results, ";

    /** Whether other nodes commit too, of which this one hears later. */
    private final boolean cluster;

    private final String isolation;

    private MariaDb(boolean cluster, String isolation) {
        this.cluster = cluster;
        this.isolation = isolation;
    }

    static Dialect of(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        int major = database.getDatabaseMajorVersion();
        int minor = database.getDatabaseMinorVersion();
        if (major < 10 || (major == 10 && minor < 6)) {
            throw new Refused(
                    "S-18",
                    "the database is MariaDB " + database.getDatabaseProductVersion()
                            + ", and the library needs 10.6 or newer: upgrade the server");
        }
        boolean renamed = major > 11 || (major == 11 && minor >= 1);
        return new MariaDb(isOfCluster(connection), renamed ? "@@transaction_isolation" : "@@tx_isolation");
    }

    private static boolean isOfCluster(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("show variables like 'wsrep_on'")) {
            return result.next() && result.getString(2).equalsIgnoreCase("ON");
        }
    }

    @Override
    public String readLatest(String select) {
        return cluster ? "set statement wsrep_sync_wait = 1 for " + select : select;
    }

    @Override
    public Optional<Unfit> whyUnfit(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(readLatest(SETTINGS + isolation + " = 'READ-UNCOMMITTED'"))) {
            statement.setString(1, RoundTripText.VALUE);
            try (ResultSet settings = statement.executeQuery()) {
                settings.next();
                if (!RoundTripText.VALUE.equals(settings.getString(1)) || !settings.getBoolean(2)) {
                    return Optional.of(new Unfit(
                            "S-10",
                            "texts do not reach the MariaDB server, or come back from it, as they are: its session has"
                                    + " character_set_client=" + settings.getString(8) + ", collation_connection="
                                    + settings.getString(9) + ", character_set_results=" + settings.getString(10)
                                    + ": leave them to the driver, or set utf8mb4 ones (look for sessionVariables in"
                                    + " the URL and for statements by which the pool initializes its connections)"));
                }
                return whyUnfit(settings);
            }
        }
    }

    private static Optional<Unfit> whyUnfit(ResultSet settings) throws SQLException {
        if (!settings.getBoolean(3)) {
            return Optional.of(new Unfit(
                    "S-16", "sql_select_limit cuts the answers of the MariaDB session short: leave it at its default"));
        }
        if (!settings.getBoolean(4)) {
            return Optional.of(new Unfit(
                    "S-10",
                    "the MariaDB session cuts texts that are too long: set sql_mode to contain STRICT_TRANS_TABLES"));
        }
        if (!settings.getBoolean(5)) {
            return Optional.of(new Unfit(
                    "S-10",
                    "the MariaDB session takes empty texts for null: set sql_mode without EMPTY_STRING_IS_NULL"));
        }
        if (!settings.getBoolean(6)) {
            return Optional.of(new Unfit(
                    "S-11",
                    "unique_checks is off in the MariaDB session, so that what exists may be inserted: turn it on"));
        }
        if (settings.getBoolean(11)) {
            return Optional.of(new Unfit(
                    "S-4", "the MariaDB session reads what is not committed: set its isolation to READ COMMITTED"));
        }
        if (!settings.getBoolean(7)) {
            return Optional.of(new Unfit(
                    "S-18",
                    "the MariaDB server's innodb_page_size is below 16k, and the library's indexes need that: give it a"
                            + " server that was set up with 16k or more"));
        }
        return Optional.empty();
    }

    @Override
    public String fitCondition() {
        return "@@sql_select_limit >= " + NO_LIMIT + " and " + STRICT + " and '' is not null and @@unique_checks"
                + " and " + isolation + " <> 'READ-UNCOMMITTED'";
    }

    @Override
    public String isolation() {
        return isolation;
    }

    @Override
    public String currentSchema() {
        return "select database()";
    }

    @Override
    public String quoted(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    @Override
    public String schemas() {
        return "select schema_name from information_schema.schemata";
    }

    @Override
    public String columnsOf() {
        return "select table_name, column_name, case when collation_name <> 'utf8mb4_nopad_bin' then"
                + " concat(lower(table_name), '.', column_name, ' has the collation ', collation_name) end"
                + " from information_schema.columns where table_schema = :schema"
                + " and lower(table_name) like :names";
    }

    @Override
    public String indexesOf() {
        return "select table_name, index_name from information_schema.statistics where table_schema = :schema"
                + " and lower(table_name) like :names";
    }

    @Override
    public String folder() {
        return "mariadb";
    }

    @Override
    public List<String> scripts() {
        return List.of("V1__schema_version.sql", "V2__communities.sql");
    }

    /** MariaDB has no arrays, but tables from JSON. */
    @Override
    public String keyRows(String name, int parts) {
        return IntStream.range(0, parts)
                .mapToObj(part -> "key" + part + " varchar(64) character set utf8mb4 collate utf8mb4_nopad_bin path '$["
                        + part + "]'")
                .collect(joining(", ", "json_table(:" + name + "0, '$[*]' columns (", ")) k"));
    }

    @Override
    public String byKeys(String keyRows, String table, List<String> columns) {
        return keyRows + " straight_join " + table + " t on " + KeyArrays.matches(columns);
    }

    /** An array of arrays. */
    @Override
    public List<Argument> keys(List<List<String>> keys) {
        String json = keys.stream()
                .map(key -> key.stream().map(MariaDb::json).collect(joining(",", "[", "]")))
                .collect(joining(",", "[", "]"));
        return List.of((position, statement, context) -> statement.setString(position, json));
    }

    /** As JSON; controls are in no key. */
    private static String json(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Also by the column as it is, in whatever collation, since only so is its index used. */
    @Override
    public Condition isOneOf(String column, List<String> texts) {
        return Condition.all(List.of(among(column, " in ", texts), among(exactly(column), " in ", texts)));
    }

    @Override
    public Condition isNoneOf(String column, List<String> texts) {
        return among(exactly(column), " not in ", texts);
    }

    @Override
    public Condition startsWith(String column, String beginning) {
        return Dialect.super.startsWith(exactly(column), beginning);
    }

    private static Condition among(String column, String relation, List<String> texts) {
        return new Condition(
                column + relation + texts.stream().map(text -> "?").collect(joining(", ", "(", ")")),
                List.copyOf(texts));
    }

    /** By default MariaDB takes A for a, e for é, and "a " for "a". */
    private static String exactly(String column) {
        return "convert(" + column + " using utf8mb4) collate utf8mb4_nopad_bin";
    }

    /** In a union, what has a type gives it to what has none; a cast would bring a collation of its own. */
    @Override
    public String nullOf(JDBCType type) {
        return "null";
    }

    /** Without a time of its own, a wait would last 50 seconds. */
    @Override
    public String forUpdate() {
        return " for update wait 2";
    }

    @Override
    public String withLockTimeout(String insert) {
        return "set statement innodb_lock_wait_timeout = 2 for " + insert;
    }

    @Override
    public boolean changesTogether() {
        return true;
    }

    @Override
    public String together(List<String> statements) {
        return CompoundStatement.of(statements);
    }

    @Override
    public TransactionIsolationLevel snapshot() {
        return TransactionIsolationLevel.REPEATABLE_READ;
    }

    /**
     * In REPEATABLE READ, what is held would show what is committed, and what is read the rows from when the
     * transaction began; in SERIALIZABLE, other organizations would wait for what was read.
     */
    @Override
    public Optional<String> whyUnfitToJoin(Connection connection) throws SQLException {
        return connection.getTransactionIsolation() == Connection.TRANSACTION_READ_COMMITTED
                ? Optional.empty()
                : Optional.of(
                        "the transaction's isolation is not READ_COMMITTED, which MariaDB's default is not: there it"
                                + " would be judged by rows that have changed since the transaction began. Begin it"
                                + " with READ_COMMITTED (Connection.setTransactionIsolation; with Spring,"
                                + " ISOLATION_READ_COMMITTED)");
    }

    @Override
    public List<String> durabilityRisks(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "show global variables where variable_name = 'innodb_flush_log_at_trx_commit' and value in"
                                + " ('0', '2')")) {
            return result.next()
                    ? List.of("MariaDB's innodb_flush_log_at_trx_commit is " + result.getString(2) + ": a crash of the "
                            + (result.getString(2).equals("2") ? "machine" : "server")
                            + " loses what was committed in the second before; set it to 1")
                    : List.of();
        }
    }

    @Override
    public String sessionId() {
        return "select connection_id()";
    }

    @Override
    public boolean isLockTimeout(SQLException failure) {
        return failure.getErrorCode() == LOCK_TIMEOUT;
    }

    @Override
    public boolean isRetryable(SQLException failure) {
        return RETRYABLE.contains(failure.getErrorCode()) || isRolledBack(failure);
    }

    @Override
    public boolean isDuplicateKey(SQLException failure) {
        return failure.getErrorCode() == DUPLICATE_KEY;
    }

    @Override
    public boolean isReadOnly(SQLException failure) {
        return READ_ONLY.contains(failure.getErrorCode());
    }

    @Override
    public String readOnlySettings() {
        return "read_only and innodb_read_only of the server, transaction_read_only of the session, and readOnly of the"
                + " connection";
    }

    @Override
    public boolean isAlreadyCreated(SQLException failure) {
        return ALREADY_CREATED.contains(failure.getErrorCode());
    }
}
