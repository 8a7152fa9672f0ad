package io.github.communities.spi.record;

import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.internal.ValueStyle;
import java.time.Instant;
import java.util.List;
import org.immutables.value.Value;

/** That the host has reported a use, so that it is not counted twice (PRJ-4). */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public non-sealed interface UsageRecord extends StoredRecord {
    /** The project. */
    ProjectId project();

    /** The host's own key of the report, 1 to 64 code points. */
    String usageKey();

    /** How many units. */
    long units();

    /** When it was reported. */
    Instant reportedAt();

    @Override
    default OrganizationId organization() {
        return project().organization();
    }

    @Override
    default RecordKind<UsageRecord> kind() {
        return RecordKind.USAGE;
    }

    @Override
    default List<String> keyParts() {
        return List.of(project().value(), usageKey());
    }

    /** A builder; every attribute that is not optional must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link UsageRecord}; not thread-safe. */
    class Builder extends ImmutableUsageRecord.Builder {
        Builder() {}
    }
}
