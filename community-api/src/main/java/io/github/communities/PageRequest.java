package io.github.communities;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import java.util.Optional;

/**
 * Which page of a list. A cursor belongs to the organization and the list it came from; anywhere else, and if it is
 * none that was given, it is refused before a store is asked (LIM-2).
 *
 * @param size how many items at most, 1 to 1,000
 * @param cursor where to go on, from {@link Page#next()}, up to {@value #MAX_CURSOR} characters; empty for the first
 *     page
 */
public record PageRequest(int size, Optional<String> cursor) {
    /** The largest page. */
    public static final int MAX_SIZE = 1000;

    /** The longest cursor, in characters: more than any has that was given. */
    public static final int MAX_CURSOR = 10_000;

    /** Checks the size, and that the cursor is not too long to be looked at. */
    public PageRequest {
        if (size < 1 || size > MAX_SIZE) {
            throw new InvalidInput("page size", Integer.toString(size), "LIM-2", "must be 1 to " + MAX_SIZE);
        }
        Arguments.required("cursor", cursor)
                .filter(text -> text.length() > MAX_CURSOR)
                .ifPresent(text -> {
                    throw new InvalidInput("cursor", text, "LIM-2", "is longer than any that was given");
                });
    }

    /** The first page of that size. */
    public static PageRequest first(int size) {
        return new PageRequest(size, Optional.empty());
    }

    /** The page that follows {@code page}, or empty if that was the last one. */
    public Optional<PageRequest> after(Page<?> page) {
        return Arguments.required("page", page).next().map(cursor -> new PageRequest(size, Optional.of(cursor)));
    }
}
