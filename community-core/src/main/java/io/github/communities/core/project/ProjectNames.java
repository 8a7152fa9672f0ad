package io.github.communities.core.project;

import io.github.communities.CommunityId;
import io.github.communities.Permission;
import io.github.communities.core.authorization.TargetResolver;
import io.github.communities.core.policy.Path;
import io.github.communities.core.text.NameKey;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.error.Refused;
import io.github.communities.error.Unmet;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.RecordRange;
import java.util.List;

/** That names of projects are unique in their community, whoever gives them (PRJ-1). */
public final class ProjectNames {
    private ProjectNames() {}

    /** Refuses a name that another project has, a deleted one too until it is purged. */
    static void checkFree(ReadTransaction reading, CommunityId community, String name) {
        List<Unmet> taken = taken(reading, community, name);
        if (!taken.isEmpty()) {
            throw new Refused(taken);
        }
    }

    /** That other projects have a name, if some do. */
    static List<Unmet> taken(ReadTransaction reading, CommunityId community, String name) {
        return reading
                .scan(RecordRange.of(Index.PROJECTS_BY_NAME).under(community.value(), NameKey.of(name)))
                .toList()
                .stream()
                .map(other -> taken(reading, name, other))
                .toList();
    }

    /** That a name is taken. By which project is for those to know who may view it (ACC-8). */
    public static Unmet taken(ReadTransaction reading, String name, ProjectRecord by) {
        Path path = TargetResolver.existing(reading, by.community()).path().to(by.id());
        String who = !reading.mayName(Permission.PROJECT_VIEW, path)
                ? ""
                : by.deletedIn().isPresent()
                        ? ", by a deleted project that is not purged yet"
                        : ", by '" + by.name() + "'";
        return new Unmet("PRJ-1", "the name '" + name + "' is taken in the community" + who);
    }
}
