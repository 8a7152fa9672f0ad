package io.github.communities.core.access;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.core.paging.Cursor;
import io.github.communities.core.paging.Cursor.Part;
import io.github.communities.core.paging.Merge;
import io.github.communities.core.paging.Scan;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.ResourceRecord;
import io.github.communities.spi.record.StoredRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The communities, projects or resources at which a caller has a permission, by page, in the order of an index (ACC-5).
 * What is in communities that are reached as a whole is merged with what is in single projects, so that whoever reaches
 * few among many is shown them without reading the many.
 *
 * @param <R> what is listed
 */
final class PermittedList<R extends StoredRecord> {
    private final Permission permission;
    private final Index<R> index;
    private final BiFunction<PermittedScopes, List<R>, List<R>> kept;
    private final Function<CommunityRecord, List<String>> inCommunity;
    private final Function<ProjectRecord, Optional<List<String>>> inProject;
    private final Cursor cursor;
    private final Optional<List<String>> after;
    private final int size;

    /**
     * The list of an index.
     *
     * @param parts what the index parts are
     * @param kept those records that exist in communities that are reached as a whole
     * @param inCommunity the parts of the index that all of a community have in common
     * @param inProject the same for a project
     */
    private PermittedList(
            String name,
            OrganizationId organization,
            Permission permission,
            PageRequest request,
            Index<R> index,
            List<Part> parts,
            BiFunction<PermittedScopes, List<R>, List<R>> kept,
            Function<CommunityRecord, List<String>> inCommunity,
            Function<ProjectRecord, Optional<List<String>>> inProject) {
        this.permission = permission;
        this.index = index;
        this.kept = kept;
        this.inCommunity = inCommunity;
        this.inProject = inProject;
        this.cursor = new Cursor(parts, "reached " + name, organization, permission);
        this.after = cursor.read(request);
        this.size = request.size();
    }

    static PermittedList<CommunityRecord> communities(
            OrganizationId organization, Permission permission, PageRequest request) {
        return new PermittedList<>(
                "communities",
                organization,
                permission,
                request,
                Index.COMMUNITIES_BY_NAME,
                List.of(Part.NAME_KEY, Part.ID),
                PermittedList::existingCommunities,
                Index.COMMUNITIES_BY_NAME.key(),
                project -> Optional.empty());
    }

    static PermittedList<ProjectRecord> projects(
            OrganizationId organization, Permission permission, PageRequest request) {
        return new PermittedList<>(
                "projects",
                organization,
                permission,
                request,
                Index.PROJECTS_BY_NAME,
                List.of(Part.ID, Part.NAME_KEY, Part.ID),
                PermittedList::existingProjects,
                community -> List.of(community.id().value()),
                project -> Optional.of(Index.PROJECTS_BY_NAME.key().apply(project)));
    }

    static PermittedList<ResourceRecord> resources(
            OrganizationId organization, Permission permission, PageRequest request) {
        return new PermittedList<>(
                "resources",
                organization,
                permission,
                request,
                Index.RESOURCES_BY_NAME,
                List.of(Part.ID, Part.ID, Part.ID, Part.NAME_KEY, Part.ID),
                PermittedList::existingResources,
                community -> List.of(community.id().value()),
                project -> Optional.of(
                        List.of(project.community().value(), project.id().value())));
    }

    <T> Page<T> page(ReadTransaction reading, Function<R, T> value) {
        PermittedScopes reach = new PermittedScopes(reading, permission);
        List<List<String>> whole = reach.isInAllStandard()
                ? List.of(List.of())
                : reach.communities().stream().map(inCommunity).toList();
        List<List<String>> single = reach.projects().stream()
                .flatMap(project -> inProject.apply(project).stream())
                .toList();
        Merge<R> reached = new Merge<>(Comparator.comparing(index.key(), Index.order()));
        reached.add(
                List.of(scan(reading, whole).keeping(some -> kept.apply(reach, some)), scan(reading, single)),
                Function.identity());
        List<R> found = reached.next(size + 1);
        List<R> shown = found.subList(0, Math.min(size, found.size()));
        Optional<String> next = found.size() > size
                ? Optional.of(cursor.write(index.key().apply(found.get(size - 1))))
                : Optional.empty();
        return new Page<>(shown.stream().map(value).toList(), next);
    }

    private Scan<R> scan(ReadTransaction reading, List<List<String>> prefixes) {
        RecordRange<R> page = RecordRange.of(index).limit(Math.min(RecordRange.MAX, size + 1));
        Scan<R> scan = reading.scan(
                prefixes.stream().map(prefix -> page.underAny(List.of(prefix))).toList());
        return after.map(scan::after).orElse(scan);
    }

    private static List<CommunityRecord> existingCommunities(PermittedScopes reach, List<CommunityRecord> communities) {
        return inWhole(reach, communities, CommunityRecord::id);
    }

    private static List<ProjectRecord> existingProjects(PermittedScopes reach, List<ProjectRecord> projects) {
        List<ProjectRecord> existing = new ArrayList<>(projects);
        existing.removeIf(project -> project.deletedIn().isPresent());
        return inWhole(reach, existing, ProjectRecord::community);
    }

    private static List<ResourceRecord> existingResources(PermittedScopes reach, List<ResourceRecord> resources) {
        Set<ProjectId> projects =
                resources.stream().map(ResourceRecord::project).collect(Collectors.toSet());
        Set<ProjectId> existing =
                reach.existing(projects).stream().map(ProjectRecord::id).collect(Collectors.toSet());
        return inWhole(reach, resources, ResourceRecord::community).stream()
                .filter(resource -> existing.contains(resource.project()))
                .toList();
    }

    private static <R> List<R> inWhole(PermittedScopes reach, List<R> records, Function<R, CommunityId> community) {
        reach.load(records.stream().map(community).toList());
        return records.stream()
                .filter(record -> reach.has(community.apply(record)))
                .toList();
    }
}
