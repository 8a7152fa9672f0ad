package io.github.communities.spi.record;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.internal.Arguments;
import io.github.communities.internal.ValueStyle;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** An access binding. */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public non-sealed interface BindingRecord extends StoredRecord {
    /** Where. */
    Scope scope();

    /** The community of a project that is the scope; empty for other scopes. */
    Optional<CommunityId> within();

    /** To whom. */
    Subject subject();

    /** Which role. */
    Role role();

    /** Since when. */
    Instant since();

    /** From when on it grants nothing. */
    Optional<Instant> expiresAt();

    /** The revision at which it was made. */
    Revision revision();

    @Override
    default OrganizationId organization() {
        return scope().organization();
    }

    @Override
    default RecordKind<BindingRecord> kind() {
        return RecordKind.BINDING;
    }

    @Override
    default List<String> keyParts() {
        return KeyParts.join(KeyParts.of(scope()), KeyParts.of(subject()), List.of(role().name()));
    }

    /** The key part that stands for a scope: its own value, {@code *} for the organization. */
    static String scopeValue(Scope scope) {
        return switch (Arguments.required("scope", scope).kind()) {
            case ORGANIZATION -> "*";
            case COMMUNITY -> ((CommunityId) scope).value();
            case PROJECT -> ((ProjectId) scope).value();
        };
    }

    /** A builder; every attribute that is not optional must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link BindingRecord}; not thread-safe. */
    class Builder extends ImmutableBindingRecord.Builder {
        Builder() {}
    }
}
