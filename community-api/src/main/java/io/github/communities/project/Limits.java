package io.github.communities.project;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import java.util.Optional;

/**
 * What a run in a project may use at most (PRJ-4), in the host's units. What is empty is not limited.
 *
 * @param unitsPerHour how many units a run may use in an hour, 0 or more
 * @param unitsPerExecution how many units a run may use in all, 0 or more
 */
public record Limits(Optional<Long> unitsPerHour, Optional<Long> unitsPerExecution) {
    /** No limits. */
    public static final Limits NONE = new Limits(Optional.empty(), Optional.empty());

    /** Checks that they are not negative. */
    public Limits {
        check("units per hour", unitsPerHour);
        check("units per execution", unitsPerExecution);
    }

    static Optional<Long> check(String field, Optional<Long> limit) {
        Arguments.required(field, limit).filter(units -> units < 0).ifPresent(units -> {
            throw new InvalidInput(field, units.toString(), "PRJ-4", "must not be negative");
        });
        return limit;
    }

    /** The same with so many units an hour. */
    public Limits perHour(long units) {
        return new Limits(Optional.of(units), unitsPerExecution);
    }

    /** The same with so many units an execution. */
    public Limits perExecution(long units) {
        return new Limits(unitsPerHour, Optional.of(units));
    }
}
