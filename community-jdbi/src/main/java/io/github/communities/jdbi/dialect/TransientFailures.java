package io.github.communities.jdbi.dialect;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The failures that are known to pass by themselves, so that the same call may succeed a little later. What is not
 * known to pass does not: somebody has to do something about it.
 *
 * <p>Of all databases together, since before there is a connection nobody knows which one it is. PostgreSQL is told by
 * its states, MariaDB by its codes, which have four digits, and H2 by its own, which have five. MariaDB gives most of
 * its errors the state HY000, and its driver takes some that never pass for transient ones: so Java's types count only
 * without a state.
 */
public final class TransientFailures {
    private static final Set<String> STATES = Set.of(
            "25P02", // the transaction has failed before, and will be over
            "25P03", // it was idle for too long
            "25P04", // it took too long
            "53300", // too many connections
            "55P03", // a lock was waited for too long
            "57014", // cancelled, or took too long
            "57P01", // the server shuts down,
            "57P02", // has crashed,
            "57P03", // or is starting
            "57P05"); // the session was idle for too long

    private static final Set<Integer> CODES = Set.of(
            1020, // record has changed since it was read
            1040, // too many connections
            1053, // the server shuts down
            1203, // too many connections of that user
            1205, // a lock was waited for too long
            1213, // deadlock
            1226, // more connections or statements than that user may have for now
            1317, // cancelled
            1412, // the table was altered since the transaction began
            1927, // the connection was killed
            1969, // took too long
            50200, // a lock was waited for too long
            57014, // cancelled, or took too long
            90007, // the connection was closed
            90067, // the connection is broken
            90098, // the database was closed, and is opened again for the next connection
            90131); // another transaction has changed the row

    private static final Pattern FOR_GOOD =
            Pattern.compile("unsupported startup parameter|no such (database|user)|No suitable driver");

    private TransientFailures() {}

    /** Whether it is one of them. */
    public static boolean include(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return CODES.contains(failure.getErrorCode())
                || STATES.contains(state)
                || isConnectionLost(state, String.valueOf(failure.getMessage()))
                || isRolledBack(state)
                || state.startsWith("HYT") // a time-out
                || (failure.getSQLState() == null
                        && (failure instanceof SQLTransientException || failure instanceof SQLRecoverableException));
    }

    /**
     * No connection, or no more; but for one that the server rejects for what it asked, and a driver that is missing.
     * PgBouncer and Java have one state for either.
     */
    private static boolean isConnectionLost(String state, String message) {
        return state.startsWith("08")
                && !state.equals("08004")
                && !FOR_GOOD.matcher(message).find();
    }

    /** A conflict with others, or a commit of which nobody knows; but for a constraint that was not met. */
    private static boolean isRolledBack(String state) {
        return state.startsWith("40") && !state.equals("40002");
    }
}
