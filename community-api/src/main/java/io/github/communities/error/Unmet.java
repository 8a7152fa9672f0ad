package io.github.communities.error;

import io.github.communities.internal.Arguments;

/**
 * A condition that is not met.
 *
 * @param rule the id of the rule that sets it
 * @param reason why it is not met, as a sentence without a full stop
 */
public record Unmet(String rule, String reason) {
    /** Checks that nothing is {@code null}. */
    public Unmet {
        Arguments.required("rule", rule);
        Arguments.required("reason", reason);
    }
}
