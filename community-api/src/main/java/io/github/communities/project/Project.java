package io.github.communities.project;

import io.github.communities.CommunityId;
import io.github.communities.Labels;
import io.github.communities.ProjectId;
import io.github.communities.Subject;
import io.github.communities.internal.ValueStyle;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** A project of a community. */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public interface Project {
    /** Its id. */
    ProjectId id();

    /** The community it belongs to for good. */
    CommunityId community();

    /** Its name, composed (NFC). */
    String name();

    /** What it is for; may be empty. */
    String description();

    /** Its labels; its community's if it has none of its own (COM-8). */
    Labels labels();

    /** What it may use (PRJ-4). */
    Limits limits();

    /** Who created it; empty for what the host brought in. */
    Optional<Subject> creator();

    /** When it was created. */
    Instant createdAt();

    /** When its name, description or labels last changed. */
    Instant updatedAt();

    /** Which state of name, description and labels this is; to be given back when updating. */
    long version();

    /** Which state of its access bindings this is; to be given back when replacing them (MEM-9). */
    long bindingsVersion();

    /** A builder; every attribute but the creator must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Project}; not thread-safe. */
    class Builder extends ImmutableProject.Builder {
        Builder() {}
    }
}
