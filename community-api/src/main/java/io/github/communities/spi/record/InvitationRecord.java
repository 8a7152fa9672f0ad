package io.github.communities.spi.record;

import io.github.communities.CommunityId;
import io.github.communities.InvitationId;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.internal.ValueStyle;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** An invitation to a community, a link or a personal one. */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public non-sealed interface InvitationRecord extends StoredRecord {
    /** Its id. */
    InvitationId id();

    /** To which community. */
    CommunityId community();

    /** What it gives. */
    Role role();

    /** Whom a personal one names; empty for a link. */
    Optional<Subject> recipient();

    /** Who created it or last reset it. */
    Subject inviter();

    /**
     * The hash of a link's token, 64 hexadecimal digits; empty for a personal one. Not shown in the text form (INV-2).
     */
    @Value.Redacted
    Optional<String> tokenHash();

    /** When it was created or last reset. */
    Instant createdAt();

    /** From when on it can't be accepted. */
    Optional<Instant> expiresAt();

    /** How many may accept it. */
    Optional<Long> maxUses();

    /** How many have accepted it. */
    long uses();

    /** The revision at which it was created or last reset. */
    Revision revision();

    @Override
    default OrganizationId organization() {
        return id().organization();
    }

    @Override
    default RecordKind<InvitationRecord> kind() {
        return RecordKind.INVITATION;
    }

    @Override
    default List<String> keyParts() {
        return List.of(id().value());
    }

    /** A builder; every attribute that is not optional must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds an {@link InvitationRecord}; not thread-safe. */
    class Builder extends ImmutableInvitationRecord.Builder {
        Builder() {}
    }
}
