package io.github.communities.core.community;

import io.github.communities.BillingAccountId;
import io.github.communities.Labels;
import io.github.communities.community.Community;
import io.github.communities.spi.record.CommunityRecord;

/** Communities as hosts see them. */
public final class CommunityValues {
    private CommunityValues() {}

    /** A community as hosts see it. */
    public static Community of(CommunityRecord community) {
        return Community.builder()
                .id(community.id())
                .kind(community.communityKind())
                .name(community.name())
                .description(community.description())
                .zone(community.zone())
                .billingAccount(community.billingAccount().map(BillingAccountId::of))
                .labels(Labels.of(community.labels()))
                .creator(community.creator())
                .createdAt(community.createdAt())
                .updatedAt(community.updatedAt())
                .version(community.version().value())
                .bindingsVersion(community.bindingsVersion().value())
                .build();
    }
}
