package io.github.communities.core.paging;

import io.github.communities.spi.record.RecordRange;
import java.util.ArrayList;
import java.util.List;

/** Cuts what is asked about into as much as one call may ask about, which is {@link RecordRange#MAX}. */
public final class Batches {
    private Batches() {}

    /** The batches of a list, in its order. */
    public static <T> List<List<T>> of(List<T> all) {
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += RecordRange.MAX) {
            batches.add(all.subList(from, Math.min(all.size(), from + RecordRange.MAX)));
        }
        return batches;
    }
}
