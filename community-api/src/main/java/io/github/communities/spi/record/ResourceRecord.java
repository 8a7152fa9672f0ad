package io.github.communities.spi.record;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.internal.ValueStyle;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** A resource; what it is, never its content. */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public non-sealed interface ResourceRecord extends StoredRecord {
    /** Its id. */
    ResourceId id();

    /** The project it belongs to for good. */
    ProjectId project();

    /** The community of that project. */
    CommunityId community();

    /** Its type, up to 64 code points. */
    String type();

    /** Its name, composed (NFC). */
    String name();

    /** What names are sorted and compared by: folded by the engine, up to 256 code points. */
    String nameKey();

    /** What it is for. */
    String description();

    /** Its own labels. */
    Map<String, String> labels();

    /** Who created it. */
    Optional<Subject> creator();

    /** When it was created. */
    Instant createdAt();

    /** When name, description or labels last changed. */
    Instant updatedAt();

    /** The revision of the last change of these. */
    Revision version();

    /** The revision at which it began to exist. */
    Revision createdIn();

    @Override
    default OrganizationId organization() {
        return id().organization();
    }

    @Override
    default RecordKind<ResourceRecord> kind() {
        return RecordKind.RESOURCE;
    }

    @Override
    default List<String> keyParts() {
        return List.of(id().value());
    }

    /** A builder; every attribute that is not optional must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link ResourceRecord}; not thread-safe. */
    class Builder extends ImmutableResourceRecord.Builder {
        Builder() {}
    }
}
