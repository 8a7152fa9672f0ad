package io.github.communities.jdbi;

import io.github.communities.error.Unavailable;
import io.github.communities.jdbi.dialect.TransientFailures;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
        BEGINNING("S-18", "no transaction can be begun on the connection, so nothing was read or stored"),
        ASKING("S-18", "the database failed, so nothing was stored"),
        READ_ONLY("S-18", "the database or the transaction is read-only, so nothing was stored"),
        COMMITTING(
                "S-18",
                "the connection failed during the commit, so that all or nothing is stored: look before repeating it"),
        SETTING_SAVEPOINT(
                "CON-4",
                "the host's transaction takes no savepoints, by which the library takes back what it has itself"
                        + " written, so nothing was stored: give it a transaction that does"),
        ROLLED_BACK_TO_SAVEPOINT(
                "CON-4",
                "the database failed, so nothing of this was stored; the host's transaction is as it was before, and"
                        + " can go on or try this again"),
        TRANSACTION_LOST(
                "CON-4",
                "the database failed, and the host's transaction with it: roll all of it back, and run it again from"
                        + " its beginning");

        private final String rule;
        private final String meaning;

        Step(String rule, String meaning) {
            this.rule = rule;
            this.meaning = meaning;
        }
    }

    private final Step step;

    Failure(Step step, Throwable cause) {
        this(step, step.meaning, cause);
    }

    private Failure(Step step, String meaning, Throwable cause) {
        super(meaning, cause);
        this.step = step;
    }

    /** That nothing can be stored. */
    static Failure readOnly(String settings, Failure cause) {
        return new Failure(Step.READ_ONLY, Step.READ_ONLY.meaning + "; see " + settings, cause);
    }

    /** Asks the database, and nothing else: what others throw must reach the caller as it is (S-7). */
    static <T> T askDatabase(Supplier<T> question) {
        try {
            return question.get();
        } catch (JdbiException e) {
            throw new Failure(Step.ASKING, e);
        }
    }

    /** Whether the database said something of that kind. */
    boolean hasCause(Predicate<SQLException> kind) {
        return sqlCause().filter(kind).isPresent();
    }

    /**
     * Whether it makes no sense to run the work again here: nothing can be stored, or it was in a transaction of the
     * host, which only the host can run again.
     */
    boolean isFinal() {
        return step == Step.SETTING_SAVEPOINT
                || step == Step.ROLLED_BACK_TO_SAVEPOINT
                || step == Step.TRANSACTION_LOST
                || step == Step.READ_ONLY;
    }

    /** Whether the host's transaction is lost with it. */
    boolean losesHostTransaction() {
        return step == Step.TRANSACTION_LOST;
    }

    /** Whether there was no connection to be had. */
    boolean hasNoConnection() {
        return step == Step.CONNECTING;
    }

    /** What the caller gets. */
    Unavailable unavailable() {
        String database = sqlCause().map(SQLException::getMessage).orElseGet(() -> String.valueOf(getCause()));
        return new Unavailable(step.rule, getMessage() + " (" + firstLine(database) + ")", isTransient(), this);
    }

    /** Whether it may pass by itself. Some pools say without any state that they have no connection, for now. */
    boolean isTransient() {
        return hasCause(failure ->
                TransientFailures.include(failure) || (step == Step.CONNECTING && failure.getSQLState() == null));
    }

    /** What the database said; pools and drivers may wrap it into something that says less. */
    private Optional<SQLException> sqlCause() {
        List<SQLException> chain = new ArrayList<>();
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                chain.add(sql);
            }
        }
        return chain.stream()
                .filter(sql -> sql.getSQLState() != null)
                .findFirst()
                .or(() -> chain.stream().findFirst());
    }

    /** Without the statement that H2 appends. */
    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
