package io.github.communities.core.community;

import io.github.communities.BillingAccountId;
import io.github.communities.CommunityId;
import io.github.communities.Subject;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.community.CommunityKind;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.text.Description;
import io.github.communities.core.text.NameKey;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.spi.record.CommunityRecord;
import java.util.Map;
import java.util.Optional;

/** Communities as they are stored: made and changed, each with what is told about it. */
public final class CommunityRecords {
    private CommunityRecords() {}

    /** Stores a new community and tells so. */
    static CommunityRecord insert(
            WriteTransaction writing,
            CommunityId id,
            CommunityKind kind,
            NewCommunity community,
            Optional<Subject> creator) {
        return stored(writing, made(writing, id, kind, community, creator));
    }

    /** A new community, told but not stored yet. */
    public static CommunityRecord made(
            WriteTransaction writing,
            CommunityId id,
            CommunityKind kind,
            NewCommunity community,
            Optional<Subject> creator) {
        return made(
                writing,
                id,
                kind,
                community.name(),
                community.description(),
                community.zone(),
                community.billingAccount(),
                creator);
    }

    /** Stores the default community of an organization, whose name follows the organization's, and tells so (DEF-1). */
    public static CommunityRecord insertDefault(WriteTransaction writing, CommunityId id, String name) {
        return stored(
                writing,
                made(
                        writing,
                        id,
                        CommunityKind.DEFAULT,
                        name,
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static CommunityRecord stored(WriteTransaction writing, CommunityRecord record) {
        writing.insert(record);
        return record;
    }

    /** Gives a community another name and description, if they are others, and tells so. */
    public static CommunityRecord update(
            WriteTransaction writing, CommunityRecord before, Description description, boolean follows) {
        if (description.equals(Description.of(before))) {
            return before;
        }
        boolean renamed = !description.name().equals(before.name());
        CommunityRecord after = CommunityRecord.builder()
                .from(before)
                .name(description.name())
                .nameKey(NameKey.of(description.name()))
                .description(description.text())
                .labels(description.labels())
                .followsOrganization(before.followsOrganization() && (!renamed || follows))
                .updatedAt(writing.now())
                .version(writing.next())
                .build();
        writing.update(after);
        writing.tell(Attributes.difference(
                Change.of(ChangeKind.COMMUNITY_UPDATED, before.id()), Description.of(before), description));
        return after;
    }

    private static CommunityRecord made(
            WriteTransaction writing,
            CommunityId id,
            CommunityKind kind,
            String name,
            String description,
            Optional<String> zone,
            Optional<BillingAccountId> account,
            Optional<Subject> creator) {
        CommunityRecord record = CommunityRecord.builder()
                .id(id)
                .communityKind(kind)
                .name(name)
                .nameKey(NameKey.of(name))
                .followsOrganization(kind == CommunityKind.DEFAULT)
                .description(description)
                .zone(zone)
                .billingAccount(account.map(BillingAccountId::value))
                .creator(creator)
                .createdAt(writing.now())
                .updatedAt(writing.now())
                .version(writing.next())
                .bindingsVersion(writing.next())
                .createdIn(writing.next())
                .sharingEpoch(writing.next())
                .build();
        writing.tell(created(record));
        return record;
    }

    private static Change created(CommunityRecord record) {
        return Change.of(ChangeKind.COMMUNITY_CREATED, record.id())
                .to(Attributes.of(Map.of(
                        ChangeAttribute.NAME,
                        record.name(),
                        ChangeAttribute.DESCRIPTION,
                        record.description(),
                        ChangeAttribute.ZONE,
                        record.zone().orElse(""),
                        ChangeAttribute.ACCOUNT,
                        record.billingAccount().orElse(""),
                        ChangeAttribute.KIND,
                        record.communityKind().name())));
    }
}
