package io.github.communities.project;

import io.github.communities.CommunityId;
import io.github.communities.Labels;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Subject;
import io.github.communities.internal.ValueStyle;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** What the library keeps of a resource: what it is, never its content (RES-2). */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public interface Resource {
    /** Its id. */
    ResourceId id();

    /** The project it belongs to for good. */
    ProjectId project();

    /** The community of that project. */
    CommunityId community();

    /** Its type, one of the policy's. */
    String type();

    /** Its name, composed (NFC). */
    String name();

    /** What it is for; may be empty. */
    String description();

    /** Its labels; its project's if it has none of its own (COM-8). */
    Labels labels();

    /** Who created it. */
    Optional<Subject> creator();

    /** When it was created. */
    Instant createdAt();

    /** When its name, description or labels last changed. */
    Instant updatedAt();

    /** Which state of these this is; to be given back when updating. */
    long version();

    /** A builder; every attribute that is not optional must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Resource}; not thread-safe. */
    class Builder extends ImmutableResource.Builder {
        Builder() {}
    }
}
