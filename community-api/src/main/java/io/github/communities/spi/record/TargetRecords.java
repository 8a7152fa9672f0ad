package io.github.communities.spi.record;

import io.github.communities.Revision;
import io.github.communities.internal.Arguments;
import java.util.List;

/**
 * All that decides about where targets of one organization lead, in one consistent state. What it lists is raw: whether
 * a record still counts is the engine's to judge. Each list is in no particular order and has no record twice.
 *
 * @param revision the organization's revision
 * @param organization the organization
 * @param communities those asked for, and those of the projects and resources that were asked for
 * @param projects those asked for, and those of the resources that were asked for
 * @param resources those asked for
 * @param publications of what is asked about in a community, and of what is attached where it is asked about in a
 *     project
 * @param attachments of what is asked about in a project
 */
public record TargetRecords(
        Revision revision,
        OrganizationRecord organization,
        List<CommunityRecord> communities,
        List<ProjectRecord> projects,
        List<ResourceRecord> resources,
        List<PublicationRecord> publications,
        List<AttachmentRecord> attachments) {
    /** Copies the lists. */
    public TargetRecords {
        Arguments.required("revision", revision);
        Arguments.required("organization", organization);
        communities = Arguments.all("communities", communities);
        projects = Arguments.all("projects", projects);
        resources = Arguments.all("resources", resources);
        publications = Arguments.all("publications", publications);
        attachments = Arguments.all("attachments", attachments);
    }
}
