package io.github.communities.error;

import io.github.communities.Target;
import io.github.communities.decision.Names;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything this library throws. The message begins with the id of the rule in brackets, as in {@code
 * [DEF-2] …}.
 */
public abstract sealed class CommunitiesException extends RuntimeException
        permits InvalidInput, NotFound, Forbidden, Refused, Stale, Unavailable {
    private static final long serialVersionUID = 1L;

    private final String rule;
    private final String reason;

    CommunitiesException(String rule, String reason, @Nullable Throwable cause) {
        super("[" + InvalidInput.required("rule", rule) + "] " + reason, cause);
        this.rule = rule;
        this.reason = reason;
    }

    /** The id of the rule that was not met, for instance {@code DEF-2}. */
    public String rule() {
        return rule;
    }

    /** What is wrong, as a sentence without a full stop: the message without the rule. */
    public String reason() {
        return reason;
    }

    /**
     * The targets that {@link #reason(Names)} tells by name to whoever has their names. Only of what the caller is
     * refused there are any; what does not exist for them has no name either.
     */
    public List<Target> targets() {
        return List.of();
    }

    /** {@link #reason()} for whoever has names, of {@link #targets()}: these are told beside the ids. */
    public String reason(Names names) {
        InvalidInput.required("names", names);
        return reason;
    }
}
