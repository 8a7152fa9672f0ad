package io.github.communities;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;

/**
 * How many writes have changed an organization so far. It grows by one with each of them (CON-1). Where an organization
 * is registered under the id of one that was removed, it goes on from there (CHG-2).
 *
 * @param value 0 before the organization exists, 1 or more after
 */
public record Revision(long value) implements Comparable<Revision> {
    /** Before anything was written. */
    public static final Revision NONE = new Revision(0);

    /** Checks that it is not negative. */
    public Revision {
        if (value < 0) {
            throw new InvalidInput("revision", Long.toString(value), "CON-1", "must not be negative");
        }
    }

    /** The revision of that number. */
    public static Revision of(long value) {
        return new Revision(value);
    }

    /** The one that follows. */
    public Revision next() {
        return new Revision(value + 1);
    }

    /** Whether this one comes before {@code other}. */
    public boolean isBefore(Revision other) {
        return value < Arguments.required("revision", other).value;
    }

    @Override
    public int compareTo(Revision other) {
        return Long.compare(value, Arguments.required("revision", other).value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
