package io.github.communities;

import io.github.communities.internal.Arguments;
import java.util.List;
import java.util.Optional;

/**
 * One page of a list.
 *
 * @param items at most as many as were asked for, in the list's order
 * @param next the cursor of the page that follows, empty on the last one
 * @param <T> the type of the items
 */
public record Page<T>(List<T> items, Optional<String> next) {
    /** Copies the items. */
    public Page {
        items = Arguments.all("items", items);
        Arguments.required("cursor", next);
    }
}
