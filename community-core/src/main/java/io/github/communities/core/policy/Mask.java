package io.github.communities.core.policy;

import io.github.communities.Permission;
import java.util.Collection;
import java.util.List;

/** A set of permissions as bits: what a role permits, what an operation needs. */
public record Mask(long first, long second, long third, long fourth) {
    /** No permission. */
    public static final Mask NONE = new Mask(0, 0, 0, 0);

    /** Every permission. */
    public static final Mask ALL = new Mask(-1, -1, -1, -1);

    /** These permissions. */
    public static Mask of(Collection<Permission> permissions) {
        long[] words = new long[4];
        permissions.forEach(permission -> words[permission.bit() >> 6] |= 1L << permission.bit());
        return new Mask(words[0], words[1], words[2], words[3]);
    }

    /** This permission. */
    public static Mask of(Permission permission) {
        return of(List.of(permission));
    }

    /** What is in either. */
    public Mask or(Mask other) {
        return new Mask(first | other.first, second | other.second, third | other.third, fourth | other.fourth);
    }

    /** What is in both. */
    public Mask and(Mask other) {
        return new Mask(first & other.first, second & other.second, third & other.third, fourth & other.fourth);
    }

    /** Whether a bit is set. */
    public boolean has(int bit) {
        long word = switch (bit >> 6) {
            case 0 -> first;
            case 1 -> second;
            case 2 -> third;
            default -> fourth;
        };
        return (word & 1L << bit) != 0;
    }

    /** Whether both have something in common. */
    public boolean intersects(Mask other) {
        return ((first & other.first) | (second & other.second) | (third & other.third) | (fourth & other.fourth)) != 0;
    }
}
