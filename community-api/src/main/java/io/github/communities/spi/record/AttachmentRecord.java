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

/** That a published resource is attached to a project. */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public non-sealed interface AttachmentRecord extends StoredRecord {
    /** To which project. */
    ProjectId project();

    /** The resource. */
    ResourceId resource();

    /** The community of the project, in which it is published. */
    CommunityId community();

    /** Since when. */
    Instant since();

    /** The revision at which it was attached. */
    Revision revision();

    @Override
    default OrganizationId organization() {
        return project().organization();
    }

    @Override
    default RecordKind<AttachmentRecord> kind() {
        return RecordKind.ATTACHMENT;
    }

    @Override
    default List<String> keyParts() {
        return List.of(project().value(), resource().value());
    }

    /** A builder; every attribute that is not optional must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds an {@link AttachmentRecord}; not thread-safe. */
    class Builder extends ImmutableAttachmentRecord.Builder {
        Builder() {}
    }
}
