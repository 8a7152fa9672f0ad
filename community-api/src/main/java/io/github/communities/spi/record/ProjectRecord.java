package io.github.communities.spi.record;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.internal.ValueStyle;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** A project. */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public non-sealed interface ProjectRecord extends StoredRecord {
    /** Its id. */
    ProjectId id();

    /** The community it belongs to for good. */
    CommunityId community();

    /** Its name, composed (NFC). */
    String name();

    /** What names are sorted and compared by: folded by the engine, up to 256 code points. */
    String nameKey();

    /** What it is for. */
    String description();

    /** Its own labels. */
    Map<String, String> labels();

    /** How many units a run may use in an hour (PRJ-4). */
    Optional<Long> unitsPerHour();

    /** How many units a run may use in all. */
    Optional<Long> unitsPerExecution();

    /** How many units are left. */
    Optional<Long> unitBalance();

    /** Who created it. */
    Optional<Subject> creator();

    /** When it was created. */
    Instant createdAt();

    /** When name, description, labels or limits last changed. */
    Instant updatedAt();

    /**
     * The revision of the last change of name, description, labels or limits; that of the balance is not among them.
     */
    Revision version();

    /** The revision of the last change of its bindings. */
    Revision bindingsVersion();

    /** The revision at which it began to exist, or came back. */
    Revision createdIn();

    /** The revision from which it does not exist any more. */
    Optional<Revision> deletedIn();

    /** When it was deleted. */
    Optional<Instant> deletedAt();

    @Override
    default OrganizationId organization() {
        return id().organization();
    }

    @Override
    default RecordKind<ProjectRecord> kind() {
        return RecordKind.PROJECT;
    }

    @Override
    default List<String> keyParts() {
        return List.of(id().value());
    }

    /** A builder; every attribute that is not optional must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link ProjectRecord}; not thread-safe. */
    class Builder extends ImmutableProjectRecord.Builder {
        Builder() {}
    }
}
