package io.github.communities.spi.record;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Scope;
import io.github.communities.internal.ValueStyle;
import java.time.Instant;
import java.util.List;
import org.immutables.value.Value;

/** That a community or project is deleted and not purged yet (COM-6, PRJ-5). */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public non-sealed interface DeletionRecord extends StoredRecord {
    /** What: a community or a project. */
    Scope scope();

    /** When. */
    Instant deletedAt();

    /** The revision from which it does not exist. */
    Revision deletedIn();

    /** Whether its purging has begun, so that it can't be restored any more, however long the retention time is now. */
    boolean purging();

    @Override
    default OrganizationId organization() {
        return scope().organization();
    }

    @Override
    default RecordKind<DeletionRecord> kind() {
        return RecordKind.DELETION;
    }

    @Override
    default List<String> keyParts() {
        return KeyParts.of(scope());
    }

    /** A builder; every attribute that is not optional must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link DeletionRecord}; not thread-safe. */
    class Builder extends ImmutableDeletionRecord.Builder {
        Builder() {}
    }
}
