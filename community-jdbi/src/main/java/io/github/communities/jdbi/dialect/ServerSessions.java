package io.github.communities.jdbi.dialect;

import io.github.communities.error.Refused;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Whether PostgreSQL's driver talks to one session of the server, or to a proxy such as PgBouncer, which may give it
 * another one for each transaction. There, a statement that the driver has had prepared in one session is missing in
 * the next, or is somebody else's: it fails, or answers another question. It prepares its commits too, by what its URL
 * said when it connected, and the host's besides the library's: so nothing that the library set for its own statements
 * would be enough.
 *
 * <p>Whether a proxy gives a session to each connection or to each transaction, it does not tell. So it is refused
 * wherever statements are prepared: not to prepare them costs little, and is right behind every proxy.
 *
 * @param type the interface of the driver, by which it is asked without being known
 */
record ServerSessions(Object driver, Class<?> type) {
    /**
     * Refuses a proxy behind which statements are prepared.
     *
     * @throws Refused if it finds one (S-4)
     */
    static void requireNoPreparingProxy(Connection connection) throws SQLException {
        Optional<ServerSessions> found = of(connection);
        if (found.isPresent() && found.get().preparesStatements() && found.get().leadsToOtherSession(connection)) {
            throw new Refused(
                    "S-4",
                    "the connection leads to PostgreSQL through a proxy such as PgBouncer, where a statement that the"
                            + " driver has prepared may answer another question: add prepareThreshold=0 to the driver's"
                            + " URL");
        }
    }

    /** Nothing if it is another driver, or hidden by a pool. */
    private static Optional<ServerSessions> of(Connection connection) {
        try {
            Class<?> driver = connection.unwrap(Connection.class).getClass();
            Class<?> type = Class.forName("org.postgresql.PGConnection", false, driver.getClassLoader());
            return Optional.of(new ServerSessions(connection.unwrap(type), type));
        } catch (ClassNotFoundException | SQLException e) {
            return Optional.empty();
        }
    }

    private boolean preparesStatements() {
        return !ask("getPrepareThreshold").equals(0)
                && !ask("getPreferQueryMode").toString().equals("SIMPLE");
    }

    /**
     * Whether the session is not the one of which the driver was told when it connected. What asks so is not prepared,
     * for that might fail already.
     */
    private boolean leadsToOtherSession(Connection connection) throws SQLException {
        Object usual = ask("getPrepareThreshold");
        setPrepareThreshold(0);
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select pg_backend_pid()")) {
            result.next();
            return !ask("getBackendPID").equals(result.getInt(1));
        } finally {
            setPrepareThreshold(usual);
        }
    }

    private void setPrepareThreshold(Object threshold) {
        try {
            type.getMethod("setPrepareThreshold", int.class).invoke(driver, threshold);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("PostgreSQL's driver can't be told from when on to prepare statements", e);
        }
    }

    private Object ask(String what) {
        try {
            return type.getMethod(what).invoke(driver);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("PostgreSQL's driver can't be asked for " + what, e);
        }
    }
}
