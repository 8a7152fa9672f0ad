package io.github.communities.core.roster;

import io.github.communities.CommunityId;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.community.CommunityKind;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.authorization.Capacity;
import io.github.communities.core.community.CommunityNames;
import io.github.communities.core.community.CommunityRecords;
import io.github.communities.core.policy.Path;
import io.github.communities.core.project.ProjectNames;
import io.github.communities.core.project.ProjectRecords;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.error.Refused;
import io.github.communities.error.Unmet;
import io.github.communities.project.NewProject;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.RecordRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The communities and projects that the rows of a batch name: found by their names, or made. */
final class RosterPlaces {
    private final WriteTransaction writing;
    private final Map<String, CommunityRecord> communities = new HashMap<>();
    private final Map<List<String>, ProjectRecord> projects = new HashMap<>();
    private final List<CommunityRecord> newCommunities = new ArrayList<>();
    private final List<ProjectRecord> newProjects = new ArrayList<>();
    private final Set<Scope> made = new HashSet<>();
    private final Capacity room;
    private final Map<CommunityId, Set<Subject>> members = new HashMap<>();

    RosterPlaces(WriteTransaction writing) {
        this.writing = writing;
        this.room = new Capacity(writing);
    }

    /** Finds those that are there. */
    void load(List<RosterEntry> entries) {
        List<RecordRange<CommunityRecord>> names = entries.stream()
                .filter(entry -> entry.kind() != ScopeKind.ORGANIZATION)
                .map(RosterEntry::communityKey)
                .distinct()
                .map(key -> RecordRange.of(Index.COMMUNITIES_BY_NAME).under(key))
                .toList();
        writing.scan(names)
                .forEach(community -> communities.merge(community.nameKey(), community, RosterPlaces::meant));
        List<RecordRange<ProjectRecord>> projectNames = entries.stream()
                .filter(entry -> entry.kind() == ScopeKind.PROJECT)
                .flatMap(entry -> community(entry).stream()
                        .map(community -> RecordRange.of(Index.PROJECTS_BY_NAME)
                                .under(community.id().value(), entry.projectKey())))
                .distinct()
                .toList();
        writing.scan(projectNames)
                .forEach(project -> projects.put(List.of(project.community().value(), project.nameKey()), project));
    }

    /** Of communities of one name, the one that a roster means: the default one, else the one that is not deleted. */
    private static CommunityRecord meant(CommunityRecord one, CommunityRecord other) {
        boolean first = one.communityKind() == CommunityKind.DEFAULT
                || (other.communityKind() != CommunityKind.DEFAULT
                        && one.deletedIn().isEmpty());
        return first ? one : other;
    }

    /**
     * Where a row binds its role, in a community and project that are made if need be.
     *
     * @throws Refused if a name is taken by what is deleted, or there is room for no more (LIM-1)
     */
    Path path(RosterEntry entry) {
        if (entry.kind() == ScopeKind.ORGANIZATION) {
            return Path.of(writing.organizationId());
        }
        // Both names are judged before anything is made, so that a row that is refused leaves nothing behind.
        Optional<CommunityRecord> known = community(entry);
        Optional<ProjectRecord> project = project(entry);
        Optional<NewCommunity> wanted =
                known.isPresent() ? Optional.empty() : Optional.of(NewCommunity.named(entry.community()));
        known.filter(community -> community.deletedIn().isPresent()).ifPresent(deleted -> {
            throw new Refused(List.of(CommunityNames.taken(writing, entry.community(), deleted)));
        });
        project.filter(record -> record.deletedIn().isPresent()).ifPresent(deleted -> {
            throw new Refused(List.of(ProjectNames.taken(writing, deleted.name(), deleted)));
        });
        checkRoom(entry, known, project);
        CommunityRecord community = known.orElseGet(() -> create(entry, wanted.orElseThrow()));
        if (entry.kind() == ScopeKind.COMMUNITY) {
            room.members(community).ifPresent(cap -> takeRoom(community.id(), entry.user(), cap));
        }
        Path path = Path.of(community);
        return entry.project()
                .map(newProject -> path.to(
                        project.orElseGet(() -> create(community, newProject)).id()))
                .orElse(path);
    }

    /** Refuses what would go over a cap (LIM-1). */
    private void checkRoom(RosterEntry entry, Optional<CommunityRecord> known, Optional<ProjectRecord> project) {
        if (room.isLimited()) {
            store(); // those that were made count
        }
        if (known.isEmpty()) {
            room.forCommunity().ifPresent(RosterPlaces::refuse);
        } else if (entry.project().isPresent() && project.isEmpty()) {
            room.forProject(known.get()).ifPresent(RosterPlaces::refuse);
        }
    }

    /** Refuses a member over the cap; whoever finds room counts from here on, though nothing is stored yet (LIM-1). */
    private void takeRoom(CommunityId community, Subject user, int cap) {
        Set<Subject> theirs = members.computeIfAbsent(community, id -> room.membersOf(id, cap));
        boolean isFull = theirs.size() >= cap && !theirs.contains(user);
        if (isFull && room.bindingsOf(Set.of(user), community).isEmpty()) {
            refuse(Capacity.noRoomForMember(community, cap));
        }
        theirs.add(user);
    }

    private static void refuse(Unmet unmet) {
        throw new Refused(List.of(unmet));
    }

    private CommunityRecord create(RosterEntry entry, NewCommunity community) {
        CommunityId id = CommunityId.of(writing.organizationId(), writing.newId());
        CommunityRecord record =
                CommunityRecords.made(writing, id, CommunityKind.STANDARD, community, Optional.empty());
        newCommunities.add(record);
        made.add(id);
        communities.put(entry.communityKey(), record);
        return record;
    }

    private ProjectRecord create(CommunityRecord community, NewProject project) {
        ProjectRecord record = ProjectRecords.made(writing, community.id(), project, Optional.empty());
        newProjects.add(record);
        made.add(record.id());
        projects.put(List.of(community.id().value(), record.nameKey()), record);
        return record;
    }

    private Optional<CommunityRecord> community(RosterEntry entry) {
        return Optional.ofNullable(communities.get(entry.communityKey()));
    }

    private Optional<ProjectRecord> project(RosterEntry entry) {
        return community(entry)
                .flatMap(community ->
                        Optional.ofNullable(projects.get(List.of(community.id().value(), entry.projectKey()))));
    }

    /** Where a row binds its role, if that is there already. */
    Optional<Scope> existing(RosterEntry entry) {
        return switch (entry.kind()) {
            case ORGANIZATION -> Optional.of(writing.organizationId());
            case COMMUNITY -> community(entry).map(CommunityRecord::id);
            case PROJECT -> project(entry).map(ProjectRecord::id);
        };
    }

    /** Stores those that were made; all at once, for each by itself would take a statement. */
    void store() {
        writing.insert(newCommunities);
        newCommunities.clear();
        writing.insert(newProjects);
        newProjects.clear();
    }

    /** Whether a community or project was made for a row of this batch. */
    boolean isNew(Scope scope) {
        return made.contains(scope);
    }
}
