package io.github.communities.core.community;

import io.github.communities.CommunityKind;
import io.github.communities.core.work.Reading;
import io.github.communities.error.Refused;
import io.github.communities.spi.CommunityRecord;
import io.github.communities.spi.Index;
import io.github.communities.spi.RecordRange;

/** That names of communities are unique in their organization, whoever gives them (COM-2). */
public final class CommunityNames {
    private CommunityNames() {}

    /** Refuses a name that another community has, a deleted one too until it is purged. */
    static void checkFree(Reading reading, String name, String key, String ownId) {
        reading.each(RecordRange.of(Index.COMMUNITIES_BY_NAME).under(key), other -> {
            if (!other.id().value().equals(ownId) && !isExempt(other)) {
                throw taken(name, other);
            }
        });
    }

    /** Whether a name was generated, so that it keeps nobody from using it. */
    public static boolean isExempt(CommunityRecord community) {
        return community.communityKind() == CommunityKind.DEFAULT && community.followsOrganization();
    }

    /** That a name is taken. */
    public static Refused taken(String name, CommunityRecord by) {
        String who = by.deletedIn().isPresent() ? "a deleted community that is not purged yet" : "'" + by.name() + "'";
        return new Refused("COM-2", "the name '" + name + "' is taken in the organization, by " + who);
    }
}
