package io.github.communities.spi.record;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Target;
import io.github.communities.internal.Arguments;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys that targets of one organization name; what these records name in turn is read with them, see {@link
 * TargetRecords}.
 *
 * @param communities of communities, also those in which a resource is asked about
 * @param projects of projects, also those in which a resource is asked about
 * @param resources of resources
 * @param publications of resources in the communities in which they are asked about
 * @param attachments of resources in the projects in which they are asked about
 */
public record TargetKeys(
        Set<RecordKey<CommunityRecord>> communities,
        Set<RecordKey<ProjectRecord>> projects,
        Set<RecordKey<ResourceRecord>> resources,
        Set<RecordKey<PublicationRecord>> publications,
        Set<RecordKey<AttachmentRecord>> attachments) {
    /** Copies the sets. */
    public TargetKeys {
        communities = Arguments.set("communities", communities);
        projects = Arguments.set("projects", projects);
        resources = Arguments.set("resources", resources);
        publications = Arguments.set("publications", publications);
        attachments = Arguments.set("attachments", attachments);
    }

    /**
     * Those of some targets.
     *
     * @param targets 1 to 1,000, all of the organization
     * @throws IllegalArgumentException if they are none or more, or one is of another organization (S-14)
     */
    public static TargetKeys of(OrganizationId organization, Collection<? extends Target> targets) {
        Arguments.required("organization id", organization);
        List<Target> given = Arguments.all("targets", targets);
        if (given.isEmpty() || given.size() > RecordRange.MAX) {
            throw new IllegalArgumentException("1 to " + RecordRange.MAX + " targets at once, not " + given.size());
        }
        Collected keys = new Collected(organization);
        given.forEach(keys::add);
        return new TargetKeys(keys.communities, keys.projects, keys.resources, keys.publications, keys.attachments);
    }

    private static final class Collected {
        private final OrganizationId organization;
        private final Set<RecordKey<CommunityRecord>> communities = new HashSet<>();
        private final Set<RecordKey<ProjectRecord>> projects = new HashSet<>();
        private final Set<RecordKey<ResourceRecord>> resources = new HashSet<>();
        private final Set<RecordKey<PublicationRecord>> publications = new HashSet<>();
        private final Set<RecordKey<AttachmentRecord>> attachments = new HashSet<>();

        Collected(OrganizationId organization) {
            this.organization = organization;
        }

        void add(Target target) {
            if (!target.organization().equals(organization)) {
                throw new IllegalArgumentException("[S-14] " + target + " is asked for in organization " + organization
                        + ", to which it does not belong");
            }
            if (target instanceof CommunityId community) {
                communities.add(RecordKind.community(community));
            } else if (target instanceof ProjectId project) {
                projects.add(RecordKind.project(project));
            } else if (target instanceof ResourceId resource) {
                resources.add(RecordKind.resource(resource));
            } else if (target instanceof ResourceAt at) {
                add(at);
            }
        }

        private void add(ResourceAt at) {
            add(at.resource());
            add(at.place());
            if (at.place() instanceof CommunityId community) {
                publications.add(RecordKind.publication(community, at.resource()));
            } else if (at.place() instanceof ProjectId project) {
                attachments.add(RecordKind.attachment(project, at.resource()));
            }
        }
    }
}
