package io.github.communities.spi.record;

import io.github.communities.internal.Arguments;
import java.util.List;

/**
 * The key of a record inside its organization.
 *
 * @param kind the kind of record
 * @param parts its parts, in order; empty for the organization itself
 * @param <R> the type of record
 */
public record RecordKey<R extends StoredRecord>(RecordKind<R> kind, List<String> parts) {
    /** Copies the parts. */
    public RecordKey {
        Arguments.required("kind of record", kind);
        parts = Arguments.all("key", parts);
    }
}
