package io.github.communities;

import io.github.communities.internal.Arguments;
import java.util.function.Function;

/**
 * What every write returns.
 *
 * @param value what was asked for, as it is now
 * @param revision the organization's revision after the write
 * @param changed whether anything changed; if not, the revision is the one from before
 * @param <T> the type of the value
 */
public record Written<T>(T value, Revision revision, boolean changed) {
    /** Checks that nothing is {@code null}. */
    public Written {
        Arguments.required("value", value);
        Arguments.required("revision", revision);
    }

    /** The same outcome with another value. */
    public <R> Written<R> map(Function<? super T, ? extends R> mapping) {
        return new Written<>(Arguments.required("mapping", mapping).apply(value), revision, changed);
    }
}
