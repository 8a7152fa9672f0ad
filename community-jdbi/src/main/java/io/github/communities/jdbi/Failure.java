package io.github.communities.jdbi;

import io.github.communities.error.Unavailable;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;

/** That the database failed, and what was under way. Never leaves the store: callers get {@link Unavailable}. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What was under way, and what that means for what was to be stored. */
    enum Step {
        CONNECTING("S-18", "there is no connection to the database, so nothing was read or stored"),
        ASKING("S-18", "the database failed, so nothing was stored"),
        COMMITTING(
                "S-18",
                "the connection failed during the commit, so that all or nothing is stored: look before repeating it"),
        UNDOING(
                "CON-4",
                "the database failed, so nothing of this was stored; the host's transaction is as it was before, and can go"
                        + " on or try this again"),
        LOSING(
                "CON-4",
                "the database failed, and the host's transaction with it: roll all of it back, and run it again from its"
                        + " beginning");

        private final String rule;
        private final String meaning;

        Step(String rule, String meaning) {
            this.rule = rule;
            this.meaning = meaning;
        }
    }

    private final Step step;

    Failure(Step step, Throwable cause) {
        super(step.meaning, cause);
        this.step = step;
    }

    /** Asks the database, and nothing else: what others throw must reach the caller as it is (S-7). */
    static <T> T guard(Supplier<T> question) {
        try {
            return question.get();
        } catch (JdbiException e) {
            throw new Failure(Step.ASKING, e);
        }
    }

    /** Whether the database said something of that kind. */
    boolean says(Predicate<SQLException> kind) {
        return sql().filter(kind).isPresent();
    }

    /** Whether it was in a transaction of the host, which only the host can run again. */
    boolean isOfHost() {
        return step == Step.UNDOING || step == Step.LOSING;
    }

    /** Whether there was no connection to be had. */
    boolean isConnecting() {
        return step == Step.CONNECTING;
    }

    /** What the caller gets. */
    Unavailable unavailable() {
        boolean retryable = !says(Failure::isForGood);
        String database = sql().map(SQLException::getMessage).orElseGet(() -> String.valueOf(getCause()));
        return new Unavailable(step.rule, step.meaning + " (" + firstLine(database) + ")", retryable, this);
    }

    /** By its class: a statement that does not fit the schema, a value that does not fit, a login that is refused. */
    private static boolean isForGood(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("42") || state.startsWith("22") || state.startsWith("28");
    }

    private Optional<SQLException> sql() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }

    /** Without the statement that H2 appends. */
    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
