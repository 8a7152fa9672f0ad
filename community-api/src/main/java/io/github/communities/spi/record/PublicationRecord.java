package io.github.communities.spi.record;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.internal.ValueStyle;
import java.time.Instant;
import java.util.List;
import org.immutables.value.Value;

/** That a resource is published in a community. */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public non-sealed interface PublicationRecord extends StoredRecord {
    /** Where it is published. */
    CommunityId community();

    /** The resource. */
    ResourceId resource();

    /** The project it belongs to. */
    ProjectId project();

    /** The community of that project. */
    CommunityId source();

    /** Since when. */
    Instant since();

    /** The revision at which it was published. */
    Revision revision();

    @Override
    default OrganizationId organization() {
        return community().organization();
    }

    @Override
    default RecordKind<PublicationRecord> kind() {
        return RecordKind.PUBLICATION;
    }

    @Override
    default List<String> keyParts() {
        return List.of(community().value(), resource().value());
    }

    /** A builder; every attribute that is not optional must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link PublicationRecord}; not thread-safe. */
    class Builder extends ImmutablePublicationRecord.Builder {
        Builder() {}
    }
}
