package io.github.communities.internal;

import io.github.communities.error.InvalidInput;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** That arguments are there: none is {@code null}, nor holds one (LIM-2). */
public final class Arguments {
    private Arguments() {}

    /** Checks that an argument is there at all. */
    public static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw new InvalidInput(field, "null", "LIM-2", "must not be null");
        }
        return value;
    }

    /** Checks that an argument is there, and gives it as an option that is taken. */
    public static <T> Optional<T> given(String field, @Nullable T value) {
        return Optional.of(required(field, value));
    }

    /** Checks that a collection is there and holds no {@code null}; and copies it. */
    public static <T> List<T> all(String field, @Nullable Collection<? extends T> values) {
        return List.copyOf(present(field, values));
    }

    /** {@link #all(String, Collection)}, as a set in no order. */
    public static <T> Set<T> set(String field, @Nullable Collection<? extends T> values) {
        return Set.copyOf(present(field, values));
    }

    private static <T> Collection<T> present(String field, @Nullable Collection<T> values) {
        Collection<T> given = required(field, values);
        given.forEach(value -> required(field, value));
        return given;
    }

    /** Checks that a map is there and holds no {@code null}; and copies it, in the order of its names as they are. */
    public static SortedMap<String, String> texts(String field, @Nullable Map<String, String> values) {
        SortedMap<String, String> texts = new TreeMap<>();
        required(field, values).forEach((name, text) -> texts.put(required(field, name), required(field, text)));
        return Collections.unmodifiableSortedMap(texts);
    }

    /** {@link #all(String, Collection)} for an array. */
    public static <T> List<T> all(String field, T @Nullable [] values) {
        return all(field, Arrays.asList(required(field, values)));
    }

    /** Checks that a text is there, by a rule of its own. */
    static String present(String field, @Nullable String value, String rule) {
        if (value == null) {
            throw new InvalidInput(field, "null", rule, "must not be null");
        }
        return value;
    }
}
