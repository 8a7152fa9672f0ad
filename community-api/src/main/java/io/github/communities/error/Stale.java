package io.github.communities.error;

import io.github.communities.internal.Arguments;

/** What the caller acts on is no longer as it was when it was read. Reading again and deciding anew helps. */
public final class Stale extends CommunitiesException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param rule the id of the rule
     * @param reason what is stale and what to do, as a sentence without a full stop
     */
    public Stale(String rule, String reason) {
        super(rule, Arguments.required("reason", reason), null);
    }
}
