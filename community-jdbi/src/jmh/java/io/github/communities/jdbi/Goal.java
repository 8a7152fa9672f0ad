package io.github.communities.jdbi;

import java.math.BigDecimal;

/** Between what a ratio has to be: at most or at least a bound, both, or anything. */
record Goal(double least, double most) {
    static final Goal NONE = new Goal(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    static Goal most(double bound) {
        return new Goal(Double.NEGATIVE_INFINITY, bound);
    }

    static Goal least(double bound) {
        return new Goal(bound, Double.POSITIVE_INFINITY);
    }

    static Goal between(double least, double most) {
        return new Goal(least, most);
    }

    boolean met(double ratio) {
        return least <= ratio && ratio <= most;
    }

    /** For {@code summary.csv}. */
    String text() {
        String from = least == Double.NEGATIVE_INFINITY ? "" : ">=" + least;
        String to = most == Double.POSITIVE_INFINITY ? "" : "<=" + most;
        return from + (from.isEmpty() || to.isEmpty() ? "" : " ") + to;
    }

    /** For a table for people. */
    String words() {
        if (least == Double.NEGATIVE_INFINITY) {
            return most == Double.POSITIVE_INFINITY ? "" : "at most " + plain(most);
        }
        return most == Double.POSITIVE_INFINITY ? "at least " + plain(least) : plain(least) + " to " + plain(most);
    }

    private static String plain(double bound) {
        return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }
}
