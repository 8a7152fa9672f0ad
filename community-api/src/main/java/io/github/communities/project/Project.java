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

    /** What a run in it may use at most (PRJ-4). */
    Limits limits();

    /** How many units are left to be used, below zero too; empty if that is not limited (PRJ-4). */
    Optional<Long> unitBalance();

    /** Who created it; empty for what the host brought in. */
    Optional<Subject> creator();

    /** When it was created. */
    Instant createdAt();

    /** When its name, description, labels or limits last changed. */
    Instant updatedAt();

    /** Which state of name, description, labels and limits this is, use aside; to be given back when updating. */
    long version();

    /** Which state of its access bindings this is; to be given back when replacing them (MEM-9). */
    long bindingsVersion();

    /** A builder; every attribute but creator and balance must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Project}; not thread-safe. */
    class Builder extends ImmutableProject.Builder {
        Builder() {}
    }
}
