package io.github.communities.error;

import io.github.communities.access.Decision;

/** The caller's roles don't permit it. The decision says which permission is missing where, and what would help. */
public final class Forbidden extends CommunitiesException {
    private static final long serialVersionUID = 1L;

    private final transient Decision decision;

    /**
     * Makes one.
     *
     * @param rule the id of the rule that asks for the permission
     * @param decision the refusal
     */
    public Forbidden(String rule, Decision decision) {
        super(rule, decision.text(), null);
        this.decision = decision;
    }

    /** The decision behind it: principal, permission, target, and the nearest role that would have sufficed. */
    public Decision decision() {
        return decision;
    }
}
