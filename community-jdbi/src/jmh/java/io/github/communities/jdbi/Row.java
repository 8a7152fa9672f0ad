package io.github.communities.jdbi;

import java.util.Locale;

/**
 * What came of a measure on one database.
 *
 * @param measure what was measured
 * @param database where
 * @param ours the figure of the library
 * @param reference that of what it is measured against
 */
record Row(Measure measure, String database, double ours, double reference) {
    double ratio() {
        return ours / reference;
    }

    private Goal goal() {
        return measure.goal(database);
    }

    /** For {@code summary.csv}. */
    String csv() {
        return String.format(
                Locale.ROOT,
                "%s on %s (%s),%.4f,%.4f,%.5f,%s,%s",
                measure.name(),
                database,
                measure.unit(),
                ours,
                reference,
                ratio(),
                goal().text(),
                goal().met(ratio()));
    }

    /**
     * For a table for people.
     *
     * @param quick whether the figures are too rough to say that they meet anything
     */
    String markdown(boolean quick) {
        String verdict = quick || goal().text().isEmpty() ? "" : goal().met(ratio()) ? " met" : " **missed**";
        return "| " + measure.name() + (database.equals("memory") ? "" : ", " + database) + " | " + figure(ours) + " | "
                + figure(reference) + " | " + measure.unit() + " | " + figure(ratio()) + " | " + goal().words()
                + verdict + " |";
    }

    /** Three digits that count. */
    private static String figure(double value) {
        int whole = value <= 0 ? 0 : (int) Math.floor(Math.log10(value));
        return String.format(Locale.ROOT, "%,." + Math.max(0, Math.min(5, 2 - whole)) + "f", value);
    }
}
