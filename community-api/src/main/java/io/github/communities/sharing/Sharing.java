package io.github.communities.sharing;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Written;
import io.github.communities.project.Resource;

/**
 * Publishing resources in communities, and attaching what is published to their projects. Refusals name all that is
 * unmet, permissions and other conditions (ACC-7). Thread-safe.
 */
public interface Sharing {
    /**
     * Publishes a resource. Needs {@code resource.share} at its project and {@code community.publish} in the community
     * (SHR-1). Publishing again changes nothing (SHR-6).
     *
     * @throws io.github.communities.error.Refused if the zones differ (SHR-2) or the type can't be shared (SHR-6)
     */
    Written<Publication> publish(Caller caller, ResourceId resource, CommunityId community);

    /**
     * Withdraws a resource, which detaches it from all projects of the community in the same write (SHR-5). Either
     * permission of {@link #publish} suffices. Withdrawing what is not published changes nothing.
     */
    Written<ResourceAt> withdraw(Caller caller, ResourceId resource, CommunityId community);

    /**
     * Attaches a resource to a project of a community in which it is published. Needs {@code project.attach} there
     * (SHR-4). Attaching again changes nothing.
     *
     * @throws io.github.communities.error.Refused if it is not published there (SHR-4), belongs to the project already,
     *     or a restriction forbids its type (RST-2)
     */
    Written<Attachment> attach(Caller caller, ResourceId resource, ProjectId project);

    /** Detaches a resource from a project. Needs {@code project.attach} there (SHR-5). */
    Written<ResourceAt> detach(Caller caller, ResourceId resource, ProjectId project);

    /**
     * What is published in a community, in no order that means anything. Needs {@code community.view} there (SHR-3).
     */
    Page<Publication> published(Caller caller, CommunityId community, PageRequest page);

    /** A resource as it is published in a community. Needs {@code community.view} there (SHR-3). */
    Resource view(Caller caller, ResourceId resource, CommunityId community);

    /** What is attached to a project. Needs {@code project.view} there. */
    Page<Attachment> attached(Caller caller, ProjectId project, PageRequest page);

    /** Where a resource is published. Needs {@code project.view} at its project. */
    Page<Publication> publications(Caller caller, ResourceId resource, PageRequest page);
}
