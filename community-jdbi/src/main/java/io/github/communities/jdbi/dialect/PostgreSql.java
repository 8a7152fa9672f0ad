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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** PostgreSQL 13 or newer, and what speaks as it does. */
final class PostgreSql implements Dialect {
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DUPLICATE_KEY = "23505";
    private static final String READ_ONLY = "25006";
    /** A table or an index of that name is there. */
    private static final Set<String> ALREADY_CREATED = Set.of("42P07", "42710");

    private static final String ROUND_TRIP = "select convert_from(decode('" + RoundTripText.hex()
            + "', 'hex'), 'UTF8')," + " cast(? as varchar) collate \"C\" = convert_from(decode('" + RoundTripText.hex()
            + "', 'hex'), 'UTF8')";
    private static final String ENCODINGS =
            "select current_setting('server_encoding'), current_setting('client_encoding')";

    static Dialect of(Connection connection) throws SQLException {
        ServerSessions.requireNoPreparingProxy(connection);
        DatabaseMetaData database = connection.getMetaData();
        if (database.getDatabaseMajorVersion() < 13) {
            throw new Refused(
                    "S-18",
                    "the database is PostgreSQL " + database.getDatabaseProductVersion()
                            + ", and the library needs 13 or newer: upgrade the server");
        }
        return new PostgreSql();
    }

    @Override
    public Optional<Unfit> whyUnfit(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(ENCODINGS)) {
            result.next();
            if (!result.getString(1).equalsIgnoreCase("UTF8")) {
                return Optional.of(new Unfit(
                        "S-12",
                        "the PostgreSQL database has the encoding " + result.getString(1)
                                + ", which can't keep every text: create one with ENCODING 'UTF8' TEMPLATE template0"));
            }
            // In another, the server fails a statement with a text that it can't be translated to.
            if (!result.getString(2).equalsIgnoreCase("UTF8") || !returnsTexts(connection)) {
                return Optional.of(new Unfit(
                        "S-10",
                        "texts do not reach the PostgreSQL server, or come back from it, as they are: its session has"
                                + " client_encoding=" + result.getString(2) + ": leave it to the driver (look for"
                                + " allowEncodingChanges in the URL and for statements by which the pool initializes"
                                + " its connections)"));
            }
            return Optional.empty();
        }
    }

    private static boolean returnsTexts(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ROUND_TRIP)) {
            statement.setString(1, RoundTripText.VALUE);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return RoundTripText.VALUE.equals(result.getString(1)) && result.getBoolean(2);
            }
        }
    }

    /** No setting of a session does. */
    @Override
    public String fitCondition() {
        return "true";
    }

    @Override
    public String isolation() {
        return "current_setting('transaction_isolation')";
    }

    @Override
    public String currentSchema() {
        return "select current_schema()";
    }

    /** All schemas, whoever owns them. */
    @Override
    public String schemas() {
        return "select nspname from pg_namespace";
    }

    /** Databases are made from templates, with all that these keep. */
    @Override
    public String databaseName() {
        return "current_database()";
    }

    /** Whoever owns them; whatever has such a name is in the way, but for indexes, which are looked for apart. */
    @Override
    public String columnsOf() {
        return "select c.relname, coalesce(a.attname, '-'), case"
                + " when c.relkind not in ('r', 'p') then null"
                + " when l.collname <> 'C' then c.relname || '.' || a.attname || ' has the collation ' || l.collname"
                + " when c.relrowsecurity and row_security_active(c.oid)"
                + " then c.relname || ' hides rows from this user (row level security)' end"
                + " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                + " left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped"
                + " left join pg_collation l on l.oid = a.attcollation"
                + " where n.nspname = :schema and c.relname like :names and c.relkind not in ('i', 'I')";
    }

    @Override
    public boolean hasTransactionalDdl() {
        return true;
    }

    @Override
    public String indexesOf() {
        return "select tablename, indexname from pg_indexes where schemaname = :schema and tablename like :names";
    }

    @Override
    public String folder() {
        return "postgresql";
    }

    @Override
    public List<String> scripts() {
        return List.of("V1__schema_version.sql", "V2__communities.sql");
    }

    /**
     * A subquery with a limit is never merged into the join, so that it runs for each key; for a few hundred keys the
     * planner would else read the table, as long as it thinks it small. As long as it has no statistics it also takes
     * the index by role for as good as the primary key, and would read all bindings of a role for each key; no index is
     * by what the role is compared as.
     */
    @Override
    public String byKeys(String keyRows, String table, List<String> columns) {
        return keyRows + " cross join lateral (select * from " + table + " t where "
                + KeyArrays.matches(columns, column -> column.equals("role") ? "t.role || ''" : "t." + column)
                + " limit 1) t";
    }

    /** Where the selects of a union differ in a type, it is no list of them but a tower, with a copy at each floor. */
    @Override
    public String asText(String column) {
        return "cast(" + column + " as text)";
    }

    @Override
    public String nullOf(JDBCType type) {
        return "cast(null as " + (type == JDBCType.VARCHAR ? "text" : type.getName()) + ")";
    }

    @Override
    public boolean joinsLaterally() {
        return true;
    }

    @Override
    public int slicesPerStatement() {
        return 1024;
    }

    @Override
    public String keyRows(String name, int parts) {
        return KeyArrays.rows(name, parts, "varchar[]");
    }

    @Override
    public List<Argument> keys(List<List<String>> keys) {
        return KeyArrays.of(keys);
    }

    /**
     * PostgreSQL waits for ever, and has no time for one statement. So the condition, which is asked of each row before
     * it is locked, sets one for this transaction; a statement for it would be a round trip in each write.
     *
     * <p>So it does with reading whole tables: a plan that was made while a table was small is kept when it has grown,
     * until there are statistics anew, and an import of some thousand rows is over by then.
     */
    @Override
    public String forUpdate() {
        return " and set_config('lock_timeout', '2s', true) is not null"
                + " and set_config('enable_seqscan', 'off', true) is not null for update";
    }

    @Override
    public String withLockTimeout(String insert) {
        return "set local lock_timeout = '2s'; set local enable_seqscan = off; " + insert;
    }

    @Override
    public boolean changesTogether() {
        return true;
    }

    @Override
    public String together(List<String> statements) {
        return IntStream.range(0, statements.size())
                        .mapToObj(number -> "changed" + number + " as (" + statements.get(number) + " returning 1)")
                        .collect(joining(", ", "with ", " select "))
                + IntStream.range(0, statements.size())
                        .mapToObj(number -> "(select count(*) from changed" + number + ")")
                        .collect(joining(", "));
    }

    @Override
    public TransactionIsolationLevel snapshot() {
        return TransactionIsolationLevel.REPEATABLE_READ;
    }

    /** It takes READ UNCOMMITTED for READ COMMITTED, and in the others it fails instead of showing what never was. */
    @Override
    public Optional<String> whyUnfitToJoin(Connection connection) {
        return Optional.empty();
    }

    @Override
    public Optional<String> restoreStatement(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "select string_agg('set local ' || name || ' = ' || quote_literal(current_setting(name)), '; ')"
                                + " from (values ('lock_timeout'), ('enable_seqscan')) settings (name)")) {
            result.next();
            return Optional.of(result.getString(1));
        }
    }

    @Override
    public List<String> durabilityRisks(Connection connection) throws SQLException {
        List<String> risks = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select name from pg_settings"
                        + " where setting = 'off' and name in ('synchronous_commit', 'fsync') order by name desc")) {
            while (result.next()) {
                risks.add(
                        result.getString(1).equals("fsync")
                                ? "PostgreSQL's fsync is off: a crash of the machine can destroy the database; set it"
                                        + " to on"
                                : "PostgreSQL's synchronous_commit is off: a crash of the server loses what was"
                                        + " committed in the second before; set it to on");
            }
        }
        return risks;
    }

    @Override
    public String sessionId() {
        return "select pg_backend_pid()";
    }

    @Override
    public boolean isLockTimeout(SQLException failure) {
        return state(failure).equals(LOCK_NOT_AVAILABLE);
    }

    @Override
    public boolean isRetryable(SQLException failure) {
        String state = state(failure);
        return isRolledBack(failure) || state.equals(LOCK_NOT_AVAILABLE);
    }

    @Override
    public boolean isDuplicateKey(SQLException failure) {
        return state(failure).equals(DUPLICATE_KEY);
    }

    @Override
    public boolean isReadOnly(SQLException failure) {
        return state(failure).equals(READ_ONLY);
    }

    @Override
    public String readOnlySettings() {
        return "default_transaction_read_only, readOnly of the connection, and whether the server is a standby";
    }

    @Override
    public boolean isAlreadyCreated(SQLException failure) {
        return ALREADY_CREATED.contains(state(failure));
    }

    private static String state(SQLException failure) {
        return String.valueOf(failure.getSQLState());
    }
}
