package io.github.communities.spi.record;

import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.internal.ValueStyle;
import java.util.List;
import org.immutables.value.Value;

/** That someone left the organization and not all of their rows have been cleared yet (ORG-4). */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public non-sealed interface LeftoverRecord extends StoredRecord {
    /** The organization. */
    @Override
    OrganizationId organization();

    /** Who. */
    Subject subject();

    @Override
    default RecordKind<LeftoverRecord> kind() {
        return RecordKind.LEFTOVER;
    }

    @Override
    default List<String> keyParts() {
        return KeyParts.of(subject());
    }

    /** A builder; every attribute that is not optional must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link LeftoverRecord}; not thread-safe. */
    class Builder extends ImmutableLeftoverRecord.Builder {
        Builder() {}
    }
}
