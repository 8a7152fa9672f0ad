package io.github.communities.core.access;

import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Target;
import io.github.communities.core.policy.Path;
import io.github.communities.core.work.Reading;
import io.github.communities.spi.AttachmentRecord;
import io.github.communities.spi.CommunityRecord;
import io.github.communities.spi.ProjectRecord;
import io.github.communities.spi.PublicationRecord;
import io.github.communities.spi.RecordKey;
import io.github.communities.spi.RecordKind;
import io.github.communities.spi.ResourceRecord;
import io.github.communities.spi.StoredRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where targets belong, as of a revision; read kind by kind, so that the number of statements is the same for one and for
 * a thousand. What was deleted, withdrawn or detached since is gone from the store, and is not found (ACC-1).
 */
final class Whereabouts {
    private final Reading reading;
    private final Revision revision;
    private final Map<List<String>, ResourceRecord> resources;
    private final Map<List<String>, AttachmentRecord> attachments;
    private final Map<List<String>, PublicationRecord> publications;
    private final Map<List<String>, ProjectRecord> projects;
    private final Map<List<String>, CommunityRecord> communities;

    private Whereabouts(Reading reading, Revision revision, Collection<Target> targets) {
        this.reading = reading;
        this.revision = revision;
        Set<RecordKey<ResourceRecord>> resourceKeys = new HashSet<>();
        Set<RecordKey<AttachmentRecord>> attachmentKeys = new HashSet<>();
        Set<RecordKey<PublicationRecord>> publicationKeys = new HashSet<>();
        Set<RecordKey<ProjectRecord>> projectKeys = new HashSet<>();
        Set<RecordKey<CommunityRecord>> communityKeys = new HashSet<>();
        for (Target target : targets) {
            Target scope = target;
            if (target instanceof ResourceId id) {
                resourceKeys.add(RecordKind.resource(id));
            } else if (target instanceof ResourceAt at) {
                scope = at.place();
                resourceKeys.add(RecordKind.resource(at.resource()));
                if (at.place() instanceof ProjectId project) {
                    attachmentKeys.add(RecordKind.attachment(project, at.resource()));
                } else if (at.place() instanceof CommunityId community) {
                    publicationKeys.add(RecordKind.publication(community, at.resource()));
                }
            }
            if (scope instanceof ProjectId project) {
                projectKeys.add(RecordKind.project(project));
            } else if (scope instanceof CommunityId community) {
                communityKeys.add(RecordKind.community(community));
            }
        }
        resources = find(RecordKind.RESOURCE, resourceKeys, resource -> isKnown(resource.createdIn()));
        resources.values().forEach(resource -> projectKeys.add(RecordKind.project(resource.project())));
        attachments = find(RecordKind.ATTACHMENT, attachmentKeys, attachment -> isKnown(attachment.revision()));
        attachments
                .values()
                .forEach(attachment ->
                        publicationKeys.add(RecordKind.publication(attachment.community(), attachment.resource())));
        publications = find(RecordKind.PUBLICATION, publicationKeys, publication -> isKnown(publication.revision()));
        projects = find(RecordKind.PROJECT, projectKeys, project -> isKnown(project.createdIn(), project.deletedIn()));
        projects.values().forEach(project -> communityKeys.add(RecordKind.community(project.community())));
        communities = find(
                RecordKind.COMMUNITY,
                communityKeys,
                community -> isKnown(community.createdIn(), community.deletedIn()));
    }

    /** The paths of those targets that exist. */
    static Map<Target, Optional<Path>> of(Reading reading, Revision revision, Collection<Target> targets) {
        Whereabouts whereabouts = new Whereabouts(reading, revision, targets);
        Map<Target, Optional<Path>> paths = new HashMap<>();
        targets.forEach(target -> paths.put(target, whereabouts.path(target)));
        return paths;
    }

    private <R extends StoredRecord> Map<List<String>, R> find(
            RecordKind<R> kind, Collection<RecordKey<R>> keys, Predicate<R> known) {
        Map<List<String>, R> found = new HashMap<>();
        reading.find(kind, keys).stream().filter(known).forEach(record -> found.put(record.keyParts(), record));
        return found;
    }

    private Optional<Path> path(Target target) {
        if (target instanceof CommunityId id) {
            return Optional.ofNullable(communities.get(List.of(id.value()))).map(Reading::path);
        }
        if (target instanceof ProjectId id) {
            return Optional.ofNullable(projects.get(List.of(id.value())))
                    .flatMap(project -> path(project.community()).map(path -> path.to(id)));
        }
        if (target instanceof ResourceId id) {
            return resource(id).flatMap(resource -> path(resource.project()));
        }
        if (target instanceof ResourceAt at) {
            return resource(at.resource())
                    .filter(resource -> at.place().organization().equals(reading.organizationId()))
                    .filter(resource -> isAt(resource, at))
                    .flatMap(there ->
                            path(at.place()).map(path -> there.project().equals(at.place()) ? path : path.ofShared()));
        }
        return target.equals(reading.organizationId())
                ? Optional.of(Path.of(reading.organizationId()))
                : Optional.empty();
    }

    /** A resource that exists, as do its project and community. */
    private Optional<ResourceRecord> resource(ResourceId id) {
        return Optional.ofNullable(resources.get(List.of(id.value())))
                .filter(resource -> path(resource.project()).isPresent());
    }

    /** Whether a resource belongs or is attached to a project, or is published in a community (SHR-3, SHR-4). */
    private boolean isAt(ResourceRecord resource, ResourceAt at) {
        if (at.place() instanceof CommunityId community) {
            return publication(community, resource).isPresent();
        }
        if (resource.project().equals(at.place())) {
            return true;
        }
        AttachmentRecord attachment = at.place() instanceof ProjectId project
                ? attachments.get(List.of(project.value(), resource.id().value()))
                : null;
        return attachment != null
                && publication(attachment.community(), resource)
                        .filter(publication -> !attachment.revision().isBefore(publication.revision()))
                        .isPresent();
    }

    private Optional<PublicationRecord> publication(CommunityId community, ResourceRecord resource) {
        return Optional.ofNullable(publications.get(
                        List.of(community.value(), resource.id().value())))
                .filter(publication -> counts(publication, communities.get(List.of(community.value())))
                        && counts(
                                publication,
                                communities.get(List.of(resource.community().value()))));
    }

    private static boolean counts(PublicationRecord publication, @Nullable CommunityRecord community) {
        return community != null && Reading.counts(publication, community);
    }

    private boolean isKnown(Revision createdIn) {
        return !revision.isBefore(createdIn);
    }

    private boolean isKnown(Revision createdIn, Optional<Revision> deletedIn) {
        return isKnown(createdIn) && (deletedIn.isEmpty() || revision.isBefore(deletedIn.get()));
    }
}
