package io.github.communities.project;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Text;
import java.util.Optional;

/**
 * What a project may use (PRJ-4), in the host's units. What is empty is not limited.
 *
 * @param unitsPerHour how many units a run may use in an hour, 0 or more
 * @param unitsPerExecution how many units a run may use in all, 0 or more
 * @param balance how many units are left; what is used lowers it, below zero too
 */
public record Limits(Optional<Long> unitsPerHour, Optional<Long> unitsPerExecution, Optional<Long> balance) {
    /** No limits. */
    public static final Limits NONE = new Limits(Optional.empty(), Optional.empty(), Optional.empty());

    /** Checks that what limits a run is not negative. */
    public Limits {
        check("units per hour", unitsPerHour);
        check("units per execution", unitsPerExecution);
        Text.required("unit balance", balance);
    }

    private static void check(String field, Optional<Long> limit) {
        Text.required(field, limit).filter(units -> units < 0).ifPresent(units -> {
            throw new InvalidInput(field, units.toString(), "PRJ-4", "must not be negative");
        });
    }

    /** The same with so many units an hour. */
    public Limits perHour(long units) {
        return new Limits(Optional.of(units), unitsPerExecution, balance);
    }

    /** The same with so many units an execution. */
    public Limits perExecution(long units) {
        return new Limits(unitsPerHour, Optional.of(units), balance);
    }

    /** The same with so many units left. */
    public Limits balance(long units) {
        return new Limits(unitsPerHour, unitsPerExecution, Optional.of(units));
    }
}
