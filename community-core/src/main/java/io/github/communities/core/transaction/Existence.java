package io.github.communities.core.transaction;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.Target;
import io.github.communities.error.NotFound;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.RecordKind;
import java.util.Optional;

/** What of an organization exists, and what is deleted and may be restored (COM-6, PRJ-5). */
public final class Existence {
    private final ReadTransaction reading;

    Existence(ReadTransaction reading) {
        this.reading = reading;
    }

    /** That a target does not exist, as far as the caller may know. */
    public static NotFound missing(Target target) {
        return new NotFound("ACC-8", target.noun(), target.toString());
    }

    /** That there is no organization of that id. */
    public static NotFound unregistered(OrganizationId organization) {
        return new NotFound("ORG-1", "organization", organization.toString());
    }

    /** A community, if it exists. */
    public Optional<CommunityRecord> find(CommunityId id) {
        return stored(id).filter(record -> record.deletedIn().isEmpty());
    }

    /** A project, if it exists; its community may be deleted. */
    public Optional<ProjectRecord> find(ProjectId id) {
        return stored(id).filter(record -> record.deletedIn().isEmpty());
    }

    /** A community that exists. */
    public CommunityRecord community(CommunityId id) {
        return find(id).orElseThrow(() -> missing(id));
    }

    /** A project that exists, as does its community. */
    public ProjectRecord project(ProjectId id) {
        return find(id).filter(project -> find(project.community()).isPresent()).orElseThrow(() -> missing(id));
    }

    /** A community that is deleted and not purged yet. */
    public Optional<CommunityRecord> deleted(CommunityId id) {
        return stored(id).filter(record -> record.deletedIn().isPresent());
    }

    /** A project that is deleted and not purged yet. */
    public Optional<ProjectRecord> deleted(ProjectId id) {
        return stored(id).filter(record -> record.deletedIn().isPresent());
    }

    private Optional<CommunityRecord> stored(CommunityId id) {
        return isOwn(id) ? reading.find(RecordKind.community(id)) : Optional.empty();
    }

    private Optional<ProjectRecord> stored(ProjectId id) {
        return isOwn(id) ? reading.find(RecordKind.project(id)) : Optional.empty();
    }

    private boolean isOwn(Target target) {
        return target.organization().equals(reading.organizationId());
    }
}
