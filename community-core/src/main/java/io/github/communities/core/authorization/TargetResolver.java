package io.github.communities.core.authorization;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
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
import io.github.communities.spi.record.TargetRecords;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds what targets lead to, as of a revision, from their records. What was deleted, withdrawn or detached since is
 * gone from the store, and is not found (ACC-1). This is the one place that knows what a target leads to.
 */
public final class TargetResolver {
    private final OrganizationId organization;
    private final Revision revision;
    private final Map<RecordKey<?>, ResourceRecord> resources;
    private final Map<RecordKey<?>, AttachmentRecord> attachments;
    private final Map<RecordKey<?>, PublicationRecord> publications;
    private final Map<RecordKey<?>, ProjectRecord> projects;
    private final Map<RecordKey<?>, CommunityRecord> communities;

    private TargetResolver(TargetRecords records, Revision revision) {
        this.organization = records.organization().id();
        this.revision = revision;
        resources = byKey(records.resources(), resource -> isKnown(resource.createdIn()));
        attachments = byKey(records.attachments(), attachment -> isKnown(attachment.revision()));
        publications = byKey(records.publications(), publication -> isKnown(publication.revision()));
        projects = byKey(records.projects(), project -> isKnown(project.createdIn(), project.deletedIn()));
        communities = byKey(records.communities(), community -> isKnown(community.createdIn(), community.deletedIn()));
    }

    private static <R extends StoredRecord> Map<RecordKey<?>, R> byKey(List<R> records, Predicate<R> known) {
        return records.stream().filter(known).collect(Collectors.toMap(StoredRecord::key, record -> record));
    }

    /**
     * Those of some targets that exist, as of a revision.
     *
     * @param records theirs
     */
    public static <T extends Target> Map<T, ResolvedTarget> resolve(
            TargetRecords records, Revision revision, Collection<T> targets) {
        TargetResolver resolver = new TargetResolver(records, revision);
        Map<T, ResolvedTarget> resolved = new HashMap<>();
        targets.forEach(target -> resolver.resolve(target).ifPresent(found -> resolved.put(target, found)));
        return resolved;
    }

    /** A target, if it exists now. */
    public static Optional<ResolvedTarget> find(ReadTransaction reading, Target target) {
        if (target.equals(reading.organizationId())) {
            return Optional.of(new InOrganization(reading.organizationId()));
        }
        if (target instanceof CommunityId id && isOf(reading.organizationId(), id)) {
            return reading.find(RecordKind.community(id))
                    .filter(community -> community.deletedIn().isEmpty())
                    .map(InCommunity::new);
        }
        return isOf(reading.organizationId(), target)
                ? new TargetResolver(reading.targetRecords(List.of(target)), reading.latest()).resolve(target)
                : Optional.empty();
    }

    /** A target, which must exist now (ACC-8). */
    public static ResolvedTarget existing(ReadTransaction reading, Target target) {
        return find(reading, target).orElseThrow(() -> Existence.missing(target));
    }

    /** Whether a target is of an organization, and nothing that it names is of another one. */
    public static boolean isOf(OrganizationId organization, Target target) {
        boolean own = target.organization().equals(organization);
        return target instanceof ResourceAt at
                ? own && at.place().organization().equals(organization)
                : own;
    }

    private Optional<ResolvedTarget> resolve(Target target) {
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
        if (target.equals(organization)) {
            return Optional.of(new InOrganization(organization));
        }
        return place(target).map(found -> found);
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
