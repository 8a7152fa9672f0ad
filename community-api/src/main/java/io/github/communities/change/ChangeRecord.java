package io.github.communities.change;

import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.internal.ValueStyle;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/** What one write changed, committed with it (CHG-1). */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public interface ChangeRecord {
    /** Its number: the revision the write led to. */
    Revision revision();

    /** When. */
    Instant at();

    /** Who; empty for the host. */
    Optional<Subject> actor();

    /** Why, in the caller's words. */
    Optional<String> reason();

    /** The host's id of the request. */
    Optional<String> requestId();

    /** By virtue of which powers that are worth looking at (CHG-5). */
    Set<Power> powers();

    /** What, in the order in which it was done; never empty. */
    List<Change> changes();

    /** A builder; revision, instant and at least one change must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link ChangeRecord}; not thread-safe. */
    class Builder extends ImmutableChangeRecord.Builder {
        Builder() {}
    }
}
