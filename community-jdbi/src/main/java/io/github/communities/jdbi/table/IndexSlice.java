package io.github.communities.jdbi.table;

import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A piece of a range that lies in one piece in the index, too: the first parts are given, and the one after them may
 * have to be above something. What follows (x, y, z) is what has x and y and is above z, then what has x and is above
 * y, then what is above x.
 *
 * <p>A single condition on all parts would say the same, but H2 and MariaDB then begin at the first x: with a million
 * users under x = "user", that is a million rows for the last page.
 *
 * @param equal the parts that are given
 * @param above what the next part is above
 */
record IndexSlice(List<String> equal, Optional<String> above) {
    /** The slices that make up a range, in the order of the index. */
    static List<IndexSlice> of(RecordRange<?> range) {
        if (range.after().isEmpty()) {
            // Of the same length and all different, so that one after the other gives the order of the index.
            return range.prefixes().stream()
                    .sorted(Index.order())
                    .map(prefix -> new IndexSlice(prefix, Optional.empty()))
                    .toList();
        }
        List<String> prefix = range.prefixes().get(0);
        List<String> after = range.after().get();
        int place = Index.order().compare(prefix, after.subList(0, prefix.size()));
        if (place != 0) {
            return place > 0 ? List.of(new IndexSlice(prefix, Optional.empty())) : List.of();
        }
        List<IndexSlice> slices = new ArrayList<>();
        for (int i = after.size() - 1; i >= prefix.size(); i--) {
            slices.add(new IndexSlice(after.subList(0, i), Optional.of(after.get(i))));
        }
        return slices;
    }

    /**
     * What its statement depends on.
     *
     * @param equal how many parts are given
     * @param above whether the one after them has to be above something
     */
    record Shape(int equal, boolean above) {}

    Shape shape() {
        return new Shape(equal.size(), above.isPresent());
    }
}
