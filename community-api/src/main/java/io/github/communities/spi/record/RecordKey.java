package io.github.communities.spi.record;

import io.github.communities.internal.Text;
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
        Text.required("kind of record", kind);
        parts = Text.all("key", parts);
    }
}
