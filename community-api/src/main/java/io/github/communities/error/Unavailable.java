package io.github.communities.error;

import io.github.communities.internal.Arguments;

/** The store could not be asked, so nothing was decided and nothing was stored. Access fails closed. */
public final class Unavailable extends CommunitiesException {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    /**
     * Makes one.
     *
     * @param rule the id of the rule
     * @param reason what failed and what to do, as a sentence without a full stop
     * @param retryable whether the same call may succeed a little later without anybody doing anything
     * @param cause what the store or driver threw
     */
    public Unavailable(String rule, String reason, boolean retryable, Throwable cause) {
        super(rule, Arguments.required("reason", reason), Arguments.required("cause", cause));
        this.retryable = retryable;
    }

    /** As {@link #Unavailable(String, String, boolean, Throwable)}, where nothing was thrown. */
    public Unavailable(String rule, String reason, boolean retryable) {
        super(rule, Arguments.required("reason", reason), null);
        this.retryable = retryable;
    }

    /** Whether the same call may succeed a little later without anybody doing anything. */
    public boolean retryable() {
        return retryable;
    }
}
