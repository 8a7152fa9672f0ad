package io.github.communities.spi.record;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.internal.ValueStyle;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** A user, service account or group of an organization, or one that has left and may come back. */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public non-sealed interface SubjectRecord extends StoredRecord {
    /** The organization. */
    @Override
    OrganizationId organization();

    /** Who. */
    Subject subject();

    /** Whether they belong to the organization. */
    boolean present();

    /**
     * The revision at which they last came or left. Bindings and memberships that are older than this count no more.
     */
    Revision epoch();

    /** When they last came or left. */
    Instant since();

    /**
     * The revision at which they last left, with which all that they had came to an end (ORG-4); empty if they never
     * did. Unlike {@link #epoch()} it stays when they come back.
     */
    Optional<Revision> leftIn();

    /** Whether they have signed in since they came. */
    boolean signedIn();

    @Override
    default RecordKind<SubjectRecord> kind() {
        return RecordKind.SUBJECT;
    }

    @Override
    default List<String> keyParts() {
        return KeyParts.of(subject());
    }

    /** A builder; every attribute that is not optional must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link SubjectRecord}; not thread-safe. */
    class Builder extends ImmutableSubjectRecord.Builder {
        Builder() {}
    }
}
