package io.github.communities.core.authorization;

import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Target;
import io.github.communities.core.authorization.ResolvedTarget.InCommunity;
import io.github.communities.core.authorization.ResolvedTarget.InOrganization;
import io.github.communities.core.authorization.ResolvedTarget.InProject;
import io.github.communities.core.authorization.ResolvedTarget.Place;
import io.github.communities.core.authorization.ResolvedTarget.ResourceInPlace;
import io.github.communities.core.transaction.Existence;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.core.transaction.SharingState;
import io.github.communities.spi.record.AttachmentRecord;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.PublicationRecord;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.ResourceRecord;
import io.github.communities.spi.record.StoredRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds what targets lead to, as of a revision; kind by kind, so that the number of statements is the same for one
 * target and for a thousand. What was deleted, withdrawn or detached since is gone from the store, and is not found
 * (ACC-1). This is the one place that knows what a target leads to.
 */
public final class TargetResolver {
    private final ReadTransaction reading;
    private final Revision revision;
    private final Map<RecordKey<?>, ResourceRecord> resources;
    private final Map<RecordKey<?>, AttachmentRecord> attachments;
    private final Map<RecordKey<?>, PublicationRecord> publications;
    private final Map<RecordKey<?>, ProjectRecord> projects;
    private final Map<RecordKey<?>, CommunityRecord> communities;

    private TargetResolver(ReadTransaction reading, Revision revision, Collection<? extends Target> targets) {
        this.reading = reading;
        this.revision = revision;
        Keys keys = new Keys();
        targets.stream().filter(this::isOwn).forEach(keys::addOf);
        resources = find(RecordKind.RESOURCE, keys.resources, resource -> isKnown(resource.createdIn()));
        resources.values().forEach(resource -> keys.projects.add(RecordKind.project(resource.project())));
        attachments = find(RecordKind.ATTACHMENT, keys.attachments, attachment -> isKnown(attachment.revision()));
        attachments
                .values()
                .forEach(attachment ->
                        keys.publications.add(RecordKind.publication(attachment.community(), attachment.resource())));
        publications = find(RecordKind.PUBLICATION, keys.publications, publication -> isKnown(publication.revision()));
        projects =
                find(RecordKind.PROJECT, keys.projects, project -> isKnown(project.createdIn(), project.deletedIn()));
        projects.values().forEach(project -> keys.communities.add(RecordKind.community(project.community())));
        communities = find(
                RecordKind.COMMUNITY,
                keys.communities,
                community -> isKnown(community.createdIn(), community.deletedIn()));
    }

    /** The keys of what targets name, kind by kind. */
    private static final class Keys {
        final Set<RecordKey<ResourceRecord>> resources = new HashSet<>();
        final Set<RecordKey<AttachmentRecord>> attachments = new HashSet<>();
        final Set<RecordKey<PublicationRecord>> publications = new HashSet<>();
        final Set<RecordKey<ProjectRecord>> projects = new HashSet<>();
        final Set<RecordKey<CommunityRecord>> communities = new HashSet<>();

        void addOf(Target target) {
            if (target instanceof ResourceId id) {
                resources.add(RecordKind.resource(id));
            } else if (target instanceof ResourceAt at) {
                addOf(at);
            } else if (target instanceof ProjectId project) {
                projects.add(RecordKind.project(project));
            } else if (target instanceof CommunityId community) {
                communities.add(RecordKind.community(community));
            }
        }

        private void addOf(ResourceAt at) {
            resources.add(RecordKind.resource(at.resource()));
            if (at.place() instanceof ProjectId project) {
                attachments.add(RecordKind.attachment(project, at.resource()));
            } else if (at.place() instanceof CommunityId community) {
                publications.add(RecordKind.publication(community, at.resource()));
            }
            addOf(at.place());
        }
    }

    /** Those of some targets that exist, as of a revision. */
    public static <T extends Target> Map<T, ResolvedTarget> resolve(
            ReadTransaction reading, Revision revision, Collection<T> targets) {
        TargetResolver resolver = new TargetResolver(reading, revision, targets);
        Map<T, ResolvedTarget> resolved = new HashMap<>();
        targets.forEach(target -> resolver.resolve(target).ifPresent(found -> resolved.put(target, found)));
        return resolved;
    }

    /** A target, if it exists now. */
    public static Optional<ResolvedTarget> find(ReadTransaction reading, Target target) {
        return new TargetResolver(reading, reading.latest(), List.of(target)).resolve(target);
    }

    /** A target, which must exist now (ACC-8). */
    public static ResolvedTarget existing(ReadTransaction reading, Target target) {
        return find(reading, target).orElseThrow(() -> Existence.missing(target));
    }

    private <R extends StoredRecord> Map<RecordKey<?>, R> find(
            RecordKind<R> kind, Collection<RecordKey<R>> keys, Predicate<R> known) {
        return reading.find(kind, keys).stream()
                .filter(known)
                .collect(Collectors.toMap(StoredRecord::key, record -> record));
    }

    private Optional<ResolvedTarget> resolve(Target target) {
        if (!isOwn(target)) {
            return Optional.empty();
        }
        if (target instanceof ResourceId id) {
            return resource(id)
                    .flatMap(resource -> project(resource.project())
                            .map(source ->
                                    new ResourceInPlace(resource, source, source, Optional.empty(), Optional.empty())));
        }
        if (target instanceof ResourceAt at) {
            return resource(at.resource())
                    .flatMap(resource -> project(resource.project())
                            .flatMap(source -> place(at.place()).map(place -> at(resource, source, place))));
        }
        if (target.equals(reading.organizationId())) {
            return Optional.of(new InOrganization(reading.organizationId()));
        }
        return place(target).map(found -> found);
    }

    private boolean isOwn(Target target) {
        boolean own = target.organization().equals(reading.organizationId());
        return target instanceof ResourceAt at
                ? own && at.place().organization().equals(reading.organizationId())
                : own;
    }

    private Optional<Place> place(Target target) {
        if (target instanceof CommunityId id) {
            return community(id).map(InCommunity::new);
        }
        return target instanceof ProjectId id ? project(id).map(found -> found) : Optional.empty();
    }

    private Optional<CommunityRecord> community(CommunityId id) {
        return Optional.ofNullable(communities.get(RecordKind.community(id)));
    }

    private Optional<InProject> project(ProjectId id) {
        return Optional.ofNullable(projects.get(RecordKind.project(id)))
                .flatMap(project -> community(project.community()).map(parent -> new InProject(parent, project)));
    }

    private Optional<ResourceRecord> resource(ResourceId id) {
        return Optional.ofNullable(resources.get(RecordKind.resource(id)));
    }

    private ResourceInPlace at(ResourceRecord resource, InProject source, Place place) {
        return place instanceof InProject project
                ? new ResourceInPlace(resource, source, place, Optional.empty(), attachment(resource, project))
                : new ResourceInPlace(
                        resource,
                        source,
                        place,
                        publication(resource, place.community().id()),
                        Optional.empty());
    }

    /**
     * That a resource is attached to a project, if it counts: it was published before, and has been ever since (SHR-5).
     */
    private Optional<AttachmentRecord> attachment(ResourceRecord resource, InProject project) {
        return Optional.ofNullable(
                        attachments.get(RecordKind.attachment(project.project().id(), resource.id())))
                .filter(attachment -> publication(resource, attachment.community())
                        .filter(publication -> SharingState.counts(attachment, publication))
                        .isPresent());
    }

    /** That a resource is published in a community, if it counts there and from where it belongs (COM-6). */
    private Optional<PublicationRecord> publication(ResourceRecord resource, CommunityId community) {
        return Optional.ofNullable(publications.get(RecordKind.publication(community, resource.id())))
                .filter(publication -> counts(publication, community) && counts(publication, resource.community()));
    }

    private boolean counts(PublicationRecord publication, CommunityId community) {
        return community(community)
                .filter(existing -> SharingState.counts(publication, existing))
                .isPresent();
    }

    private boolean isKnown(Revision createdIn) {
        return !revision.isBefore(createdIn);
    }

    private boolean isKnown(Revision createdIn, Optional<Revision> deletedIn) {
        return isKnown(createdIn) && (deletedIn.isEmpty() || revision.isBefore(deletedIn.get()));
    }
}
