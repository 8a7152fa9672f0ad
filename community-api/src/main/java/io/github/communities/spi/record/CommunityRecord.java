package io.github.communities.spi.record;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.community.CommunityKind;
import io.github.communities.internal.ValueStyle;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** A community. */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public non-sealed interface CommunityRecord extends StoredRecord {
    /** Its id. */
    CommunityId id();

    /** Whether it is the default community; spelled out since {@link #kind()} is the kind of record. */
    CommunityKind communityKind();

    /** Its name, composed (NFC). */
    String name();

    /** What names are sorted and compared by: folded by the engine, up to 256 code points. */
    String nameKey();

    /** Whether the name follows the organization's (DEF-10). */
    boolean followsOrganization();

    /** What it is for. */
    String description();

    /** Where what it owns is kept. */
    Optional<String> zone();

    /** The billing account it is linked to. */
    Optional<String> billingAccount();

    /** Its channels: links by name. */
    Map<String, String> channels();

    /** Its labels. */
    Map<String, String> labels();

    /** The restrictions it has set: the text forms of their values, by name. */
    Map<String, String> restrictions();

    /** The service account that was made its agent. */
    Optional<Subject> agent();

    /** The revision of the binding that the agency is; another binding of the account makes it no agent. */
    Optional<Revision> agentSince();

    /** Publications there and from it, attachments and invitations that are older than this count no more (COM-6). */
    Revision sharingEpoch();

    /**
     * The revision at which an invitation there was last created, reset or sent anew; empty if none ever was (INV-4).
     */
    Optional<Revision> invitedIn();

    /** Who created it. */
    Optional<Subject> creator();

    /** When it was created. */
    Instant createdAt();

    /** When name or description last changed. */
    Instant updatedAt();

    /** The revision of the last change of name or description. */
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
    default RecordKind<CommunityRecord> kind() {
        return RecordKind.COMMUNITY;
    }

    @Override
    default List<String> keyParts() {
        return List.of(id().value());
    }

    /** A builder; every attribute that is not optional must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link CommunityRecord}; not thread-safe. */
    class Builder extends ImmutableCommunityRecord.Builder {
        Builder() {}
    }
}
