package io.github.communities;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Text;
import java.util.Optional;

/**
 * Which page of a list. A cursor belongs to the organization and the list it came from; anywhere else it is refused.
 *
 * @param size how many items at most, 1 to 1,000
 * @param cursor where to go on, from {@link Page#next()}; empty for the first page
 */
public record PageRequest(int size, Optional<String> cursor) {
    /** The largest page. */
    public static final int MAX_SIZE = 1000;

    /** Checks the size. */
    public PageRequest {
        if (size < 1 || size > MAX_SIZE) {
            throw new InvalidInput("page size", Integer.toString(size), "LIM-2", "must be 1 to " + MAX_SIZE);
        }
        Text.required("cursor", cursor);
    }

    /** The first page of that size. */
    public static PageRequest first(int size) {
        return new PageRequest(size, Optional.empty());
    }

    /** The page that follows {@code page}, or empty if that was the last one. */
    public Optional<PageRequest> after(Page<?> page) {
        return page.next().map(cursor -> new PageRequest(size, Optional.of(cursor)));
    }
}
