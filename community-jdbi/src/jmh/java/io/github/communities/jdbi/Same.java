package io.github.communities.jdbi;

/** What is compared before it is timed. */
final class Same {
    private Same() {}

    /** Throws if two answers differ: their times could not be compared then. */
    static void require(Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new IllegalStateException("they do not do the same: " + expected + " and " + found);
        }
    }
}
