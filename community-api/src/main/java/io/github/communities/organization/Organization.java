package io.github.communities.organization;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.internal.ValueStyle;
import java.time.Instant;
import org.immutables.value.Value;

/** What owns everything; nothing crosses from one to another. */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public interface Organization {
    /** The host's id of it. */
    OrganizationId id();

    /** Its name, composed (NFC). */
    String name();

    /** Its default community. */
    CommunityId defaultCommunity();

    /** When it was registered. */
    Instant registeredAt();

    /** How many writes have changed it. */
    Revision revision();

    /** Which state of the bindings at the organization this is; to be given back when replacing them (MEM-9). */
    long bindingsVersion();

    /** A builder; every attribute must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds an {@link Organization}; not thread-safe. */
    class Builder extends ImmutableOrganization.Builder {
        Builder() {}
    }
}
