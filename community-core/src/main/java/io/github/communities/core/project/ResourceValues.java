package io.github.communities.core.project;

import io.github.communities.CommunityId;
import io.github.communities.Labels;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.core.authorization.ResolvedTarget.ResourceInPlace;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.project.Resource;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.ResourceRecord;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resources as hosts see them. */
public final class ResourceValues {
    private ResourceValues() {}

    /** A resource that was resolved. */
    public static Resource of(ResourceInPlace resolved) {
        return value(
                resolved.resource(),
                resolved.source().project(),
                resolved.source().community());
    }

    /** A resource, whose project and community exist. */
    public static Resource of(ReadTransaction reading, ResourceRecord resource) {
        return of(reading, List.of(resource)).get(0);
    }

    /** Resources, whose projects and communities exist, in their order. */
    public static List<Resource> of(ReadTransaction reading, List<ResourceRecord> resources) {
        Map<ProjectId, ProjectRecord> projects = reading
                .find(
                        RecordKind.PROJECT,
                        resources.stream()
                                .map(resource -> RecordKind.project(resource.project()))
                                .toList())
                .stream()
                .collect(Collectors.toMap(ProjectRecord::id, Function.identity()));
        Map<CommunityId, CommunityRecord> communities = reading
                .find(
                        RecordKind.COMMUNITY,
                        resources.stream()
                                .map(resource -> RecordKind.community(resource.community()))
                                .toList())
                .stream()
                .collect(Collectors.toMap(CommunityRecord::id, Function.identity()));
        return resources.stream()
                .map(resource ->
                        value(resource, projects.get(resource.project()), communities.get(resource.community())))
                .toList();
    }

    /** The resources of some ids, by id. */
    public static Map<ResourceId, Resource> byId(ReadTransaction reading, Collection<ResourceId> ids) {
        List<ResourceRecord> found = reading.find(
                RecordKind.RESOURCE, ids.stream().map(RecordKind::resource).toList());
        return of(reading, found).stream().collect(Collectors.toMap(Resource::id, Function.identity()));
    }

    /** Without labels of its own it shows its project's, and if that has none, its community's (COM-8). */
    private static Resource value(
            ResourceRecord resource, @Nullable ProjectRecord project, @Nullable CommunityRecord community) {
        Map<String, String> labels = resource.labels();
        if (labels.isEmpty() && project != null) {
            labels = project.labels();
        }
        if (labels.isEmpty() && community != null) {
            labels = community.labels();
        }
        return Resource.builder()
                .id(resource.id())
                .project(resource.project())
                .community(resource.community())
                .type(resource.type())
                .name(resource.name())
                .description(resource.description())
                .labels(Labels.of(labels))
                .creator(resource.creator())
                .createdAt(resource.createdAt())
                .updatedAt(resource.updatedAt())
                .version(resource.version().value())
                .build();
    }
}
