package io.github.communities.spi.record;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.internal.ValueStyle;
import java.util.List;
import org.immutables.value.Value;

/** That someone is in a group. */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public non-sealed interface GroupMemberRecord extends StoredRecord {
    /** The organization. */
    @Override
    OrganizationId organization();

    /** The group. */
    Subject group();

    /** A user or service account. */
    Subject member();

    /** The revision at which they came into the group. */
    Revision revision();

    @Override
    default RecordKind<GroupMemberRecord> kind() {
        return RecordKind.GROUP_MEMBER;
    }

    @Override
    default List<String> keyParts() {
        return KeyParts.join(List.of(group().id()), KeyParts.of(member()));
    }

    /** A builder; every attribute that is not optional must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link GroupMemberRecord}; not thread-safe. */
    class Builder extends ImmutableGroupMemberRecord.Builder {
        Builder() {}
    }
}
