package io.github.communities.spi.record;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.internal.ValueStyle;
import java.util.List;
import org.immutables.value.Value;

/**
 * When someone last left a community or was removed from it. It stays when they come back, for no invitation that is
 * older becomes good again by that (INV-4).
 */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public non-sealed interface DepartureRecord extends StoredRecord {
    /** The community. */
    CommunityId community();

    /** Who. */
    Subject subject();

    /** The revision at which they last left. */
    Revision revision();

    /** Whether they have not been added or invited since, so that signing in does not bring them back (DEF-4). */
    boolean keptOut();

    @Override
    default OrganizationId organization() {
        return community().organization();
    }

    @Override
    default RecordKind<DepartureRecord> kind() {
        return RecordKind.DEPARTURE;
    }

    @Override
    default List<String> keyParts() {
        return KeyParts.join(List.of(community().value()), KeyParts.of(subject()));
    }

    /** A builder; every attribute that is not optional must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link DepartureRecord}; not thread-safe. */
    class Builder extends ImmutableDepartureRecord.Builder {
        Builder() {}
    }
}
