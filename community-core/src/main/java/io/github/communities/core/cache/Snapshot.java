package io.github.communities.core.cache;

import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.core.policy.GrantMasks;
import io.github.communities.core.policy.Grants;
import io.github.communities.core.policy.Path;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.PrincipalRecords;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What one principal holds in one organization. */
public final class Snapshot extends Known {
    private final GrantMasks masks;
    private final Optional<Path> organization;
    private final long askedAt;

    private Snapshot(
            History history, Object[] origins, Epoch at, GrantMasks masks, OrganizationId organization, long askedAt) {
        super(history, origins, at);
        this.masks = masks;
        this.organization = Optional.of(Path.of(organization));
        this.askedAt = askedAt;
    }

    /** Of grants that were put together from records at an epoch. */
    public static Snapshot of(
            History history, Subject principal, Grants grants, PrincipalRecords records, Epoch at, long askedAt) {
        Set<Subject> origins = new LinkedHashSet<>();
        origins.add(principal);
        origins.add(Subject.allUsers());
        records.memberships().stream().map(GroupMemberRecord::group).forEach(origins::add);
        return new Snapshot(
                history,
                origins.toArray(),
                at,
                grants.compile(),
                records.organization().id(),
                askedAt);
    }

    /** That of the organization, where all of it begins. */
    @Override
    public Optional<Path> path() {
        return organization;
    }

    public GrantMasks masks() {
        return masks;
    }

    /** When by the ticker it was asked for; that is how old a directory's answers in it are (ORG-7). */
    public long askedAt() {
        return askedAt;
    }

    /** About how many bytes it retains. */
    int weight() {
        return 500 + 260 * masks.size() + 90 * origins();
    }
}
