package io.github.communities.core.access;

import io.github.communities.CommunityId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.access.AccessFilter;
import io.github.communities.core.policy.Grants;
import io.github.communities.core.policy.Path;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where a caller has a permission: in communities as a whole, and in single projects of others. Nothing is read of what
 * they have no binding in.
 */
final class PermittedScopes {
    private final ReadTransaction reading;
    private final Permission permission;
    private final Grants caller;
    private final Map<CommunityId, Optional<CommunityRecord>> known = new HashMap<>();

    PermittedScopes(ReadTransaction reading, Permission permission) {
        this.reading = reading;
        this.permission = permission;
        this.caller = reading.callerGrants();
    }

    /** Whether it is in every standard community, and maybe in the default one. */
    boolean isInAllStandard() {
        return has(Path.of(reading.organizationId())) || caller.allowInAllStandard(permission, reading.now());
    }

    /** The communities, as a whole, where something is bound for the caller or inherited. */
    List<CommunityRecord> communities() {
        List<CommunityId> candidates = caller.communities();
        load(candidates);
        return candidates.stream()
                .filter(this::has)
                .flatMap(id -> existing(id).stream())
                .toList();
    }

    /** The single projects, of communities where it is not as a whole. */
    List<ProjectRecord> projects() {
        List<ProjectRecord> projects = existing(caller.projects());
        load(projects.stream().map(ProjectRecord::community).toList());
        return projects.stream()
                .filter(project -> existing(project.community())
                        .map(Path::of)
                        .filter(path -> !has(path) && has(path.to(project.id())))
                        .isPresent())
                .toList();
    }

    /**
     * All of it as a value (ACC-6). Of what is deleted it has what would pass if it were not: nobody learns of other
     * deletions (ACC-8). Deleted ones are few, since they are purged.
     */
    AccessFilter filter() {
        boolean all = isInAllStandard();
        CommunityId defaultCommunity = reading.organization().defaultCommunity();
        Set<CommunityId> besides = all && !has(defaultCommunity) ? Set.of(defaultCommunity) : Set.of();
        Set<CommunityId> whole = all ? Set.of() : ids(communities(), CommunityRecord::id);
        Set<CommunityId> deletedCommunities = new HashSet<>();
        Set<ProjectId> deletedProjects = new HashSet<>();
        if (all || !whole.isEmpty()) {
            reading.scan(RecordRange.of(Index.DELETIONS)).forEach(deletion -> {
                if (deletion.scope() instanceof CommunityId community) {
                    deletedCommunities.add(community);
                } else if (deletion.scope() instanceof ProjectId project) {
                    deletedProjects.add(project);
                }
            });
            deletedCommunities.removeIf(community -> !all);
            // One that is not there any more has been purged, and its note goes next; meanwhile it must not pass.
            reading
                    .find(
                            RecordKind.PROJECT,
                            deletedProjects.stream().map(RecordKind::project).toList())
                    .stream()
                    .filter(project ->
                            all ? besides.contains(project.community()) : !whole.contains(project.community()))
                    .forEach(project -> deletedProjects.remove(project.id()));
        }
        return new AccessFilter(
                reading.organizationId(),
                permission,
                reading.revision(),
                all,
                besides,
                whole,
                ids(projects(), ProjectRecord::id),
                deletedCommunities,
                deletedProjects);
    }

    private static <R, T> Set<T> ids(List<R> records, Function<R, T> id) {
        return records.stream().map(id).collect(Collectors.toSet());
    }

    /** Whether it is in a community as a whole. */
    boolean has(CommunityId community) {
        return existing(community).map(Path::of).filter(this::has).isPresent();
    }

    /** Reads about many communities at once. */
    void load(Collection<CommunityId> communities) {
        List<CommunityId> unknown = communities.stream()
                .distinct()
                .filter(id -> !known.containsKey(id))
                .toList();
        unknown.forEach(id -> known.put(id, Optional.empty()));
        reading
                .find(
                        RecordKind.COMMUNITY,
                        unknown.stream().map(RecordKind::community).toList())
                .stream()
                .filter(community -> community.deletedIn().isEmpty())
                .forEach(community -> known.put(community.id(), Optional.of(community)));
    }

    /** Those of some projects that exist; their communities may be deleted. */
    List<ProjectRecord> existing(Collection<ProjectId> projects) {
        return reading
                .find(
                        RecordKind.PROJECT,
                        projects.stream().map(RecordKind::project).toList())
                .stream()
                .filter(project -> project.deletedIn().isEmpty())
                .toList();
    }

    private Optional<CommunityRecord> existing(CommunityId id) {
        if (!known.containsKey(id)) {
            load(List.of(id));
        }
        return known.getOrDefault(id, Optional.empty());
    }

    private boolean has(Path path) {
        return caller.allow(permission, path, reading.now());
    }
}
