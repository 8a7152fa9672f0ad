package io.github.communities.jdbi;

import io.github.communities.error.Unavailable;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.jdbi.table.SessionProbe.Answer;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.Optional;

/**
 * Lets nothing be read or written through a session that is not what it was when the store was opened: in another
 * database, of a schema that has no use for this version of the library any more, or with settings under which answers
 * would be cut short or changed (S-4, S-10, S-12, S-18). Thread-safe.
 *
 * @param identity that of the database the store was opened on
 * @param version how many scripts this version of the library knows
 */
record SessionGuard(Database database, String identity, int version) {
    /** Refuses a session by what it answered; where it answered nothing, it is asked why. */
    void require(Session session, Optional<Answer> answered) {
        Answer answer = answered.orElseThrow(() -> unfitSession(session));
        if (!answer.identity().equals(identity)) {
            throw unavailable(
                    "S-14",
                    "the DataSource gave a connection to another database than the one on which the store was opened:"
                            + " open a store for each, over a DataSource of its own");
        }
        if (answer.needsVersion() > version) {
            throw unavailable("S-18", tooOld(answer.needsVersion(), version));
        }
    }

    /** What is said of a schema whose floor is above this version of the library. */
    static String tooOld(int needed, int version) {
        return "the database's schema needs a library that knows its version " + needed + ", and this one knows "
                + version + " at most: upgrade the library on this node";
    }

    /** What is said where the row that all look at does not answer, though the session is fit. */
    static String rowChanged(Database database) {
        return "the row of community_schema in the schema " + database.schema()
                + " is missing, or its sample is not what the scripts put there";
    }

    private RuntimeException unfitSession(Session session) {
        Dialect dialect = database.dialect();
        try {
            Optional<Dialect.Unfit> unfit = dialect.whyUnfit(session.handle().getConnection());
            if (unfit.isPresent()) {
                return unavailable(
                        unfit.get().rule(),
                        unfit.get().reason()
                                + "; other connections of the DataSource were fit when the store was opened");
            }
        } catch (SQLException e) {
            return new Failure(Failure.Step.ASKING, e);
        }
        if (session.isolationToVerify().isPresent()) {
            database.stopAssumingIsolation();
            return new Failure(
                    Failure.Step.ASKING,
                    new SQLTransactionRollbackException("the connection came with another isolation", "40001"));
        }
        return unavailable("S-18", rowChanged(database));
    }

    private static Unavailable unavailable(String rule, String reason) {
        return new Unavailable(rule, reason, false);
    }
}
