package io.github.communities.spi.record;

import io.github.communities.OrganizationId;
import java.util.List;

/** What a store keeps: an immutable value under a key that is unique for its kind in its organization. */
public sealed interface StoredRecord
        permits OrganizationRecord,
                SubjectRecord,
                GroupMemberRecord,
                CommunityRecord,
                ProjectRecord,
                BindingRecord,
                DepartureRecord,
                LeftoverRecord,
                InvitationRecord,
                ResourceRecord,
                PublicationRecord,
                AttachmentRecord,
                UsageRecord,
                DeletionRecord {
    /** The organization it belongs to. */
    OrganizationId organization();

    /** Its kind. */
    RecordKind<?> kind();

    /** The parts of its key, without the organization; each of 1 to 64 code points. */
    List<String> keyParts();

    /** Its key. */
    default RecordKey<?> key() {
        return new RecordKey<>(kind(), keyParts());
    }
}
