package io.github.communities.jdbi;

/** What a ratio has to be: at most or at least a bound, or anything. */
record Goal(String relation, double bound) {
    static final Goal NONE = new Goal("", 0);

    static Goal most(double bound) {
        return new Goal("<=", bound);
    }

    static Goal least(double bound) {
        return new Goal(">=", bound);
    }

    boolean met(double ratio) {
        return relation.isEmpty() || (relation.equals("<=") ? ratio <= bound : ratio >= bound);
    }

    String text() {
        return relation.isEmpty() ? "" : relation + bound;
    }
}
