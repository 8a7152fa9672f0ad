package io.github.communities.core.community;

import io.github.communities.Permission;
import io.github.communities.community.CommunityKind;
import io.github.communities.core.policy.Path;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.error.Refused;
import io.github.communities.error.Unmet;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordRange;
import java.util.ArrayList;
import java.util.List;

/** That names of communities are unique in their organization, whoever gives them (COM-2). */
public final class CommunityNames {
    private CommunityNames() {}

    /** Refuses a name that another community has, a deleted one too until it is purged. */
    static void checkFree(ReadTransaction reading, String name, String key, String ownId) {
        List<Unmet> taken = taken(reading, name, key, ownId);
        if (!taken.isEmpty()) {
            throw new Refused(taken);
        }
    }

    /** That another community has a name, if one does. */
    static List<Unmet> taken(ReadTransaction reading, String name, String key, String ownId) {
        List<Unmet> taken = new ArrayList<>();
        reading.scan(RecordRange.of(Index.COMMUNITIES_BY_NAME).under(key)).forEach(other -> {
            if (!other.id().value().equals(ownId) && !isExempt(other)) {
                taken.add(taken(reading, name, other));
            }
        });
        return taken;
    }

    /** Whether a name was generated, so that it keeps nobody from using it. */
    public static boolean isExempt(CommunityRecord community) {
        return community.communityKind() == CommunityKind.DEFAULT && community.followsOrganization();
    }

    /** That a name is taken. By which community is for those to know who may view it (COM-5). */
    public static Unmet taken(ReadTransaction reading, String name, CommunityRecord by) {
        String who = !reading.mayName(Permission.COMMUNITY_VIEW, Path.of(by))
                ? ""
                : by.deletedIn().isPresent()
                        ? ", by a deleted community that is not purged yet"
                        : ", by '" + by.name() + "'";
        return new Unmet("COM-2", "the name '" + name + "' is taken in the organization" + who);
    }
}
