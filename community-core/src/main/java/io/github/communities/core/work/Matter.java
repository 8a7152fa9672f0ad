package io.github.communities.core.work;

import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Target;
import io.github.communities.access.Need;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationRequest;
import io.github.communities.core.policy.Path;
import io.github.communities.spi.CommunityRecord;
import io.github.communities.spi.ProjectRecord;
import io.github.communities.spi.ResourceRecord;
import java.util.Optional;

/**
 * What an operation is about: the records that its target leads to. All of them exist.
 *
 * @param community the community it is about, or that the project belongs to
 * @param project the project it is about
 * @param resource the resource it is about
 * @param source the project that the resource belongs to
 * @param sourceCommunity the community that project belongs to
 */
record Matter(
        Optional<CommunityRecord> community,
        Optional<ProjectRecord> project,
        Optional<ResourceRecord> resource,
        Optional<ProjectRecord> source,
        Optional<CommunityRecord> sourceCommunity) {
    private static final Matter ORGANIZATION =
            new Matter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** What a target leads to; empty if it, or anything on the way, does not exist. */
    static Optional<Matter> of(Reading reading, Target target) {
        if (target instanceof CommunityId id) {
            return reading.existing(id).map(ORGANIZATION::at);
        }
        if (target instanceof ProjectId id) {
            return reading.existing(id).flatMap(project -> ORGANIZATION.at(reading, project));
        }
        if (target instanceof ResourceId id) {
            return reading.existing(id)
                    .flatMap(resource -> ORGANIZATION.from(reading, resource))
                    .map(matter -> new Matter(
                            matter.sourceCommunity(),
                            matter.source(),
                            matter.resource(),
                            matter.source(),
                            matter.sourceCommunity()));
        }
        if (target instanceof ResourceAt at) {
            return of(reading, at.place())
                    .flatMap(place ->
                            reading.existing(at.resource()).flatMap(resource -> place.from(reading, resource)));
        }
        return target.organization().equals(reading.organizationId()) ? Optional.of(ORGANIZATION) : Optional.empty();
    }

    private Matter at(CommunityRecord found) {
        return new Matter(Optional.of(found), project, resource, source, sourceCommunity);
    }

    private Optional<Matter> at(Reading reading, ProjectRecord found) {
        return reading.existing(found.community())
                .map(parent -> new Matter(Optional.of(parent), Optional.of(found), resource, source, sourceCommunity));
    }

    private Optional<Matter> from(Reading reading, ResourceRecord found) {
        return reading.existing(found.project())
                .flatMap(owner -> reading.existing(owner.community())
                        .map(parent -> new Matter(
                                community, project, Optional.of(found), Optional.of(owner), Optional.of(parent))));
    }

    /** A request to copy as what it takes by where to the copy goes, whichever of the two was asked about (RES-3). */
    OperationRequest exactly(OperationRequest request) {
        Operation asked = request.operation();
        if (asked != Operation.COPY_RESOURCE && asked != Operation.COPY_RESOURCE_ACROSS) {
            return request;
        }
        boolean across = !community.map(CommunityRecord::id).equals(sourceCommunity.map(CommunityRecord::id));
        return new OperationRequest(
                across ? Operation.COPY_RESOURCE_ACROSS : Operation.COPY_RESOURCE,
                request.target(),
                request.type(),
                request.unitsPerHour(),
                request.units(),
                request.account());
    }

    /** Where a permission is needed; empty if the target has no such place. */
    Optional<Path> path(Reading reading, Need.Place place) {
        return switch (place) {
            case ORGANIZATION -> Optional.of(Path.of(reading.organizationId()));
            case COMMUNITY -> community.map(Reading::path);
            case PROJECT ->
                project.flatMap(
                        found -> community.map(parent -> Reading.path(parent).to(found.id())));
            case SOURCE ->
                source.flatMap(found ->
                        sourceCommunity.map(parent -> Reading.path(parent).to(found.id())));
        };
    }
}
