package io.github.communities.member;

import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.internal.ValueStyle;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** A role bound to a subject at a scope. */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public interface AccessBinding {
    /** Where it holds, with everything below. */
    Scope scope();

    /** To whom. */
    Subject subject();

    /** Which role. */
    Role role();

    /** Since when. */
    Instant since();

    /** From when on it grants nothing; empty if it does not end. */
    Optional<Instant> expiresAt();

    /** A builder; every attribute but the expiry must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds an {@link AccessBinding}; not thread-safe. */
    class Builder extends ImmutableAccessBinding.Builder {
        Builder() {}
    }
}
