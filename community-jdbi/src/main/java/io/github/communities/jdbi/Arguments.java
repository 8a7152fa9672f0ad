package io.github.communities.jdbi;

import io.github.communities.error.InvalidInput;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses what is not there, before the database is asked, as the library does everywhere (LIM-2). */
final class Arguments {
    private Arguments() {}

    /** An argument that must be there. */
    static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw new InvalidInput(field, "null", "LIM-2", "must not be null");
        }
        return value;
    }

    /** A collection that must be there and hold no {@code null}; copied. */
    static <T> List<T> all(String field, @Nullable Collection<? extends T> values) {
        Collection<? extends T> given = required(field, values);
        given.forEach(value -> required(field, value));
        return List.copyOf(given);
    }
}
