package io.github.communities.core.authorization;

import io.github.communities.CommunityId;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.community.CommunityKind;
import io.github.communities.core.paging.Scan;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.decision.Sentence;
import io.github.communities.error.Unmet;
import io.github.communities.policy.Caps;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether the policy's caps leave room for one more (LIM-1). The default community does not count as a community, and
 * has any number of members, so that signing in always works. Nothing is counted further than its cap, so that what is
 * read does not grow with the organization.
 */
public final class Capacity {
    private final ReadTransaction reading;
    private final Caps caps;

    /** In one organization, as of now. */
    public Capacity(ReadTransaction reading) {
        this.reading = reading;
        this.caps = reading.policy().source().caps();
    }

    /** Why the organization has no room for a community; those that are deleted count until they are purged (COM-6). */
    public Optional<Unmet> forCommunity() {
        return caps.communities()
                .filter(cap -> isFull(
                        cap,
                        RecordRange.of(Index.COMMUNITIES_BY_NAME),
                        community -> community.communityKind() == CommunityKind.STANDARD))
                .map(cap -> full(reading.organizationId(), cap, "communities"));
    }

    /** Whether there is a cap on communities or projects. */
    public boolean isLimited() {
        return caps.communities().isPresent() || caps.projects().isPresent();
    }

    /** Why a community has no room for a project; those that are deleted count until they are purged. */
    public Optional<Unmet> forProject(CommunityRecord community) {
        return caps.projects()
                .filter(cap -> isFull(
                        cap,
                        RecordRange.of(Index.PROJECTS_BY_NAME)
                                .under(community.id().value()),
                        project -> true))
                .map(cap -> full(community.id(), cap, "projects"));
    }

    /** Why a project has no room for a resource. */
    public Optional<Unmet> forResource(ProjectRecord project) {
        return caps.resources()
                .filter(cap -> isFull(
                        cap,
                        RecordRange.of(Index.RESOURCES_BY_NAME)
                                .under(project.community().value(), project.id().value()),
                        resource -> true))
                .map(cap -> full(project.id(), cap, "resources"));
    }

    /** The cap on the members of a community, if there is one; never at the default community. */
    public Optional<Integer> members(CommunityRecord community) {
        return caps.members().filter(cap -> community.communityKind() == CommunityKind.STANDARD);
    }

    /** Why a community with so many members has no room for another. */
    public static Unmet noRoomForMember(CommunityId community, int cap) {
        return full(community, cap, "members");
    }

    /** Members of a community, so many of them at most: whoever is bound there; a group is one, whoever is in it. */
    public Set<Subject> membersOf(CommunityId community, int most) {
        Scan<BindingRecord> bindings = reading.scan(
                        RecordRange.bindingsAt(community).limit(Math.min(RecordRange.MAX, most)))
                .keeping(reading.presence()::inForce);
        Set<Subject> members = new HashSet<>();
        while (members.size() < most && bindings.any()) {
            bindings.next().ifPresent(binding -> members.add(binding.subject()));
        }
        return members;
    }

    /** The bindings in force of subjects at a community. */
    public List<BindingRecord> bindingsOf(Set<Subject> subjects, CommunityId community) {
        return reading.presence()
                .inForce(reading.scan(subjects.stream()
                                .map(subject -> RecordRange.bindingsAt(community, subject))
                                .toList())
                        .toList());
    }

    private <R extends StoredRecord> boolean isFull(int cap, RecordRange<R> range, Predicate<R> counted) {
        return reading.scan(range.limit(Math.min(RecordRange.MAX, cap)))
                        .keeping(page -> page.stream().filter(counted).toList())
                        .first(cap)
                        .size()
                >= cap;
    }

    private static Unmet full(Scope where, int cap, String what) {
        return new Unmet(
                "LIM-1", Sentence.of(where).and(" has as many " + what + " as the policy's cap of " + cap + " allows"));
    }
}
