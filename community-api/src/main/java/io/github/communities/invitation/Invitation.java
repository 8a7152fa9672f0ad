package io.github.communities.invitation;

import io.github.communities.CommunityId;
import io.github.communities.InvitationId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.internal.ValueStyle;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** An invitation that is pending. Its token is never shown again (INV-2). */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public interface Invitation {
    /** Its id; no secret. */
    InvitationId id();

    /** To which community. */
    CommunityId community();

    /** The role it gives. */
    Role role();

    /** Whom a personal invitation names; empty for a link, which any user of the organization may use. */
    Optional<Subject> recipient();

    /** Who created it or last reset it, and must still be able to give the role when it is accepted (INV-9). */
    Subject inviter();

    /** When it was created or last reset. */
    Instant createdAt();

    /** From when on it can't be accepted; empty if it does not end. */
    Optional<Instant> expiresAt();

    /** How many can still accept it; empty if there is no cap. A personal one has one use. */
    Optional<Integer> usesLeft();

    /** A builder; every attribute that is not optional must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds an {@link Invitation}; not thread-safe. */
    class Builder extends ImmutableInvitation.Builder {
        Builder() {}
    }
}
