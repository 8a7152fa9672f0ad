package io.github.communities.spi.record;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.internal.ValueStyle;
import java.time.Instant;
import java.util.List;
import org.immutables.value.Value;

/** An organization. Its revision is kept beside it, by the store (S-3). */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public non-sealed interface OrganizationRecord extends StoredRecord {
    /** Its id. */
    OrganizationId id();

    /** Its name, composed (NFC). */
    String name();

    /** Its default community. */
    CommunityId defaultCommunity();

    /** When it was registered. */
    Instant registeredAt();

    /** The revision of the last change of the bindings at the organization. */
    Revision bindingsVersion();

    /** Whether the host has removed it, so that it does not exist for anyone while it is being purged (ORG-9). */
    boolean removed();

    /**
     * The newest change record that was dropped, or that was one of an organization which had this id before; {@link
     * Revision#NONE} if there is none.
     */
    Revision droppedChanges();

    @Override
    default OrganizationId organization() {
        return id();
    }

    @Override
    default RecordKind<OrganizationRecord> kind() {
        return RecordKind.ORGANIZATION;
    }

    @Override
    default List<String> keyParts() {
        return List.of();
    }

    /** A builder; every attribute that is not optional must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds an {@link OrganizationRecord}; not thread-safe. */
    class Builder extends ImmutableOrganizationRecord.Builder {
        Builder() {}
    }
}
