package io.github.communities.core.cache;

import io.github.communities.Subject;
import io.github.communities.core.policy.Grants;
import io.github.communities.core.policy.Path;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.PrincipalRecords;
import java.util.LinkedHashSet;
import java.util.Set;

/** What one principal holds in one organization. */
public final class Snapshot extends Known {
    private final Object[] origins;
    private final Grants grants;
    private final long askedAt;
    /** How many ids it has brought in, which others may share. */
    private final int brought;

    private Snapshot(History history, Object[] origins, Epoch at, Grants grants, long askedAt, int brought) {
        super(history, history.path(), at);
        this.origins = origins;
        this.grants = grants;
        this.askedAt = askedAt;
        this.brought = brought;
    }

    /**
     * Of grants that were put together from records at an epoch.
     *
     * @param ids by which the grants share theirs
     */
    public static Snapshot of(
            History history,
            Subject principal,
            Grants grants,
            PrincipalRecords records,
            SharedIds.Shared ids,
            Epoch at,
            long askedAt) {
        Set<Object> origins = new LinkedHashSet<>();
        origins.add(principal);
        origins.add(Subject.allUsers());
        records.memberships().stream().map(GroupMemberRecord::group).map(ids).forEach(origins::add);
        return new Snapshot(history, origins.toArray(), at, grants, askedAt, ids.brought());
    }

    @Override
    public Object[] origins() {
        return origins;
    }

    /** That of the organization, where all of it begins. */
    @Override
    public Path path() {
        return this;
    }

    /** What it is. */
    public Grants grants() {
        return grants;
    }

    /** When by the ticker it was asked for; that is how old a directory's answers in it are (ORG-7). */
    public long askedAt() {
        return askedAt;
    }

    /** About how many bytes it retains. */
    int weight() {
        return 366 + grants.weight() + 4 * origins.length + SharedIds.WEIGHT * brought;
    }
}
