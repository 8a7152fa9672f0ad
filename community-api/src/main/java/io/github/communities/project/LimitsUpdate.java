package io.github.communities.project;

import io.github.communities.internal.Arguments;
import java.util.Optional;

/**
 * What is to change about a project's limits (PRJ-4); what is not named stays.
 *
 * @param unitsPerHour how many units a run may use in an hour from now on, 0 or more; empty inside for any number
 * @param unitsPerExecution how many units a run may use in all from now on, 0 or more; empty inside for any number
 */
public record LimitsUpdate(Optional<Optional<Long>> unitsPerHour, Optional<Optional<Long>> unitsPerExecution) {
    /** Checks that they are not negative. */
    public LimitsUpdate {
        Arguments.required("units per hour", unitsPerHour).ifPresent(limit -> Limits.check("units per hour", limit));
        Arguments.required("units per execution", unitsPerExecution)
                .ifPresent(limit -> Limits.check("units per execution", limit));
    }

    /** Nothing named yet. */
    public static LimitsUpdate nothing() {
        return new LimitsUpdate(Optional.empty(), Optional.empty());
    }

    /** The same with so many units an hour. */
    public LimitsUpdate perHour(long units) {
        return new LimitsUpdate(Optional.of(Optional.of(units)), unitsPerExecution);
    }

    /** The same with no limit an hour. */
    public LimitsUpdate unlimitedPerHour() {
        return new LimitsUpdate(Optional.of(Optional.empty()), unitsPerExecution);
    }

    /** The same with so many units an execution. */
    public LimitsUpdate perExecution(long units) {
        return new LimitsUpdate(unitsPerHour, Optional.of(Optional.of(units)));
    }

    /** The same with no limit an execution. */
    public LimitsUpdate unlimitedPerExecution() {
        return new LimitsUpdate(unitsPerHour, Optional.of(Optional.empty()));
    }
}
