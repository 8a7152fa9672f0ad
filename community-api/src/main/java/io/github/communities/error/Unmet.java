package io.github.communities.error;

import io.github.communities.decision.Names;
import io.github.communities.decision.Sentence;
import io.github.communities.internal.Arguments;

/**
 * A condition that is not met.
 *
 * @param rule the id of the rule that sets it
 * @param sentence why it is not met, without a full stop
 */
public record Unmet(String rule, Sentence sentence) {
    /** Checks that nothing is {@code null}. */
    public Unmet {
        Arguments.required("rule", rule);
        Arguments.required("sentence", sentence);
    }

    /** One whose reason is about no target. */
    public Unmet(String rule, String reason) {
        this(rule, Sentence.of(Arguments.required("reason", reason)));
    }

    /** Why it is not met, as a sentence without a full stop. */
    public String reason() {
        return sentence.text();
    }

    /** {@link #reason()} for whoever has names: these are told beside the ids. */
    public String reason(Names names) {
        return sentence.text(names);
    }
}
