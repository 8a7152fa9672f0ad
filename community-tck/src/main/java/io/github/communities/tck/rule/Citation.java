package io.github.communities.tck.rule;

import java.util.Comparator;
import java.util.Optional;

/**
 * That a test, run on a store, stands for a rule.
 *
 * @param rule the id, as the test spells it
 * @param store the name of the store, or {@link StoreName#NONE}
 * @param test the concrete class with the nested ones below it, and the method
 */
record Citation(String rule, String store, String test) implements Comparable<Citation> {

    private static final Comparator<Citation> ORDER =
            Comparator.comparing(Citation::rule).thenComparing(Citation::store).thenComparing(Citation::test);

    /** What it shares with the same test on another store: the nested classes and the method, if it has nested ones. */
    Optional<String> inSuite() {
        int nested = test.indexOf('$');
        // A type among the method's parameters may be nested too.
        return nested < 0 || nested > test.indexOf('#') ? Optional.empty() : Optional.of(test.substring(nested));
    }

    @Override
    public int compareTo(Citation other) {
        return ORDER.compare(this, other);
    }
}
