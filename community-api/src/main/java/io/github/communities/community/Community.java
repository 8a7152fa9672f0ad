package io.github.communities.community;

import io.github.communities.BillingAccountId;
import io.github.communities.CommunityId;
import io.github.communities.Labels;
import io.github.communities.Subject;
import io.github.communities.internal.ValueStyle;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** A team's place inside an organization; it scopes projects and resources. */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public interface Community {
    /** Its id. */
    CommunityId id();

    /** Whether it is the organization's default community. */
    CommunityKind kind();

    /** Its name, composed (NFC). */
    String name();

    /** What it is for; may be empty. */
    String description();

    /** Where what it owns is kept, in the host's words; fixed at creation. */
    Optional<String> zone();

    /** The billing account it is linked to. */
    Optional<BillingAccountId> billingAccount();

    /** Its labels (COM-8). */
    Labels labels();

    /** Who created it; empty for what the host brought in, the default community among it. */
    Optional<Subject> creator();

    /** When it was created. */
    Instant createdAt();

    /** When its name, description or labels last changed. */
    Instant updatedAt();

    /** Which state of name, description and labels this is; to be given back when updating (COM-4). */
    long version();

    /** Which state of its access bindings this is; to be given back when replacing them (MEM-9). */
    long bindingsVersion();

    /** A builder; every attribute without a default must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Community}; not thread-safe. */
    class Builder extends ImmutableCommunity.Builder {
        Builder() {}
    }
}
