package io.github.communities.organization;

import io.github.communities.error.Unmet;
import io.github.communities.internal.Arguments;
import java.util.Optional;

/**
 * What became of one row of a roster.
 *
 * @param row the row
 * @param kind what became of it
 * @param refusal the rule and the reason, if it was refused
 */
public record RosterOutcome(RosterRow row, Kind kind, Optional<Unmet> refusal) {
    /** Checks that nothing is {@code null}. */
    public RosterOutcome {
        Arguments.required("row", row);
        Arguments.required("kind of outcome", kind);
        Arguments.required("refusal", refusal);
    }

    /** What can become of a row. */
    public enum Kind {
        /** It changed something. */
        ADDED,
        /** All it says was so already. */
        UNCHANGED,
        /** It breaks a rule and left nothing behind. */
        REFUSED
    }
}
