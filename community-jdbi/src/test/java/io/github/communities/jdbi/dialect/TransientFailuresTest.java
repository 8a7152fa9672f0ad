package io.github.communities.jdbi.dialect;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What passes by itself, as drivers, servers, pools and proxies say it; and what does not, however they say it (S-18).
 */
class TransientFailuresTest {
    private static SQLException says(String message, String state, int code) {
        return new SQLException(message, state, code);
    }

    static Stream<SQLException> passing() {
        return Stream.of(
                says("Connection refused", "08001", 0),
                says("An I/O error occurred while sending to the backend", "08006", 0),
                says("This connection has been closed", "08003", 0),
                says("FATAL: query_wait_timeout", "08P01", 0),
                says("FATAL: the database system is starting up", "57P03", 0),
                says("FATAL: terminating connection due to administrator command", "57P01", 0),
                says("FATAL: sorry, too many clients already", "53300", 0),
                says("ERROR: canceling statement due to statement timeout", "57014", 0),
                says("ERROR: could not serialize access", "40001", 0),
                says("ERROR: deadlock detected", "40P01", 0),
                says("ERROR: canceling statement due to lock timeout", "55P03", 0),
                says("Statement completion unknown", "40003", 0),
                new SQLNonTransientConnectionException("Socket error", "08000", -1),
                new SQLNonTransientConnectionException("Too many connections", "08004", 1040),
                new SQLNonTransientConnectionException("WSREP has not yet prepared node", "08S01", 1047),
                new SQLSyntaxErrorException("already more than 'max_user_connections'", "42000", 1203),
                new SQLSyntaxErrorException("has exceeded the 'max_user_connections' resource", "42000", 1226),
                says("Lock wait timeout exceeded", "HY000", 1205),
                says("Deadlock found", "40001", 1213),
                says("Record has changed since last read", "HY000", 1020),
                says("Table definition has changed, please retry transaction", "HY000", 1412),
                new SQLTimeoutException("Query execution was interrupted", "70100", 1317),
                new SQLTimeoutException("max_statement_time exceeded", "70100", 1969),
                new SQLTimeoutException("Timeout trying to lock table", "HYT00", 50200),
                says("Deadlock detected", "40001", 40001),
                says("Row has changed", "90131", 90131),
                says("Connection is broken", "90067", 90067),
                says("The database has been closed", "90098", 90098),
                says("Login timeout", "08001", 8001),
                new SQLTransientConnectionException("Connection is not available, request timed out"),
                new SQLRecoverableException("Connection lost"),
                new SQLTimeoutException("no answer in time"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void passes(SQLException failure) {
        assertTrue(TransientFailures.include(failure));
    }

    static Stream<SQLException> staying() {
        return Stream.of(
                says("ERROR: cannot execute SELECT FOR UPDATE in a read-only transaction", "25006", 0),
                says("ERROR: no schema has been selected to create in", "3F000", 0),
                says("ERROR: could not extend file: No space left on device", "53100", 0),
                says("FATAL: password authentication failed", "28P01", 0),
                says("FATAL: database \"nowhere\" does not exist", "3D000", 0),
                says("The server does not support SSL", "08004", 0),
                says("No suitable driver", "08001", 0),
                says("No suitable driver found for jdbc:nowhere:", "08001", 0),
                says("FATAL: unsupported startup parameter: search_path", "08P01", 0),
                says("FATAL: no such database: nowhere", "08P01", 0),
                says("ERROR: relation does not exist", "42P01", 0),
                says("ERROR: value too long", "22001", 0),
                says("ERROR: integrity constraint violation in rolling back", "40002", 0),
                new SQLTransientException("The server is running with the --read-only option", "HY000", 1290),
                says("Cannot execute statement in a READ ONLY transaction", "25006", 1792),
                new SQLTransientException("Running in read-only mode", "HY000", 1836),
                new SQLTransientException("Unknown system variable", "HY000", 1193),
                new SQLTransientException("The table is full", "HY000", 1114),
                new SQLTransientConnectionException("Unhandled user-defined exception condition", "3D000", 1644),
                new SQLTransientConnectionException("password authentication failed, says the pool", "28P01", 0),
                says("The database is read only", "90097", 90097),
                says("Schema \"IAM\" not found", "90079", 90079),
                says("IO Exception: no space left", "90031", 90031),
                new SQLFeatureNotSupportedException("no savepoints here", "0A000"),
                new SQLFeatureNotSupportedException("no savepoints here"),
                new SQLException("setAutoCommit is not allowed in a managed transaction"),
                says("something that nobody knows", "99999", 9));
    }

    @ParameterizedTest
    @MethodSource("staying")
    void stays(SQLException failure) {
        assertFalse(TransientFailures.include(failure));
    }
}
