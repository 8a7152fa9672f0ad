package io.github.communities.access;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import io.github.communities.internal.Arguments;
import java.util.Optional;
import java.util.Set;

/**
 * The scopes that a caller reaches with a permission, for the host's own queries (ACC-6). A row of the host's that
 * belongs to a community, or to a project of it, passes if and only if the caller had the permission there at the
 * filter's revision. The host sees to two things itself: that the project of a row belongs to its community, and that
 * rows of what was purged are gone, for a filter knows only what is deleted and not purged yet.
 *
 * @param organization the caller's organization; rows of others never pass
 * @param permission the permission
 * @param revision the revision it was made from
 * @param allCommunities whether every community passes, but for those of {@code besides}, with all its projects
 * @param besides communities that don't pass by {@code allCommunities}; single projects of theirs may
 * @param communities the communities that pass, with all their projects; none if {@code allCommunities} holds
 * @param projects the projects that pass by themselves
 * @param deletedCommunities communities that would pass if they were not deleted; neither they nor projects of theirs
 *     do
 * @param deletedProjects projects that would pass if they were not deleted
 */
public record AccessFilter(
        OrganizationId organization,
        Permission permission,
        Revision revision,
        boolean allCommunities,
        Set<CommunityId> besides,
        Set<CommunityId> communities,
        Set<ProjectId> projects,
        Set<CommunityId> deletedCommunities,
        Set<ProjectId> deletedProjects) {
    /** Copies the sets. */
    public AccessFilter {
        Arguments.required("organization id", organization);
        Arguments.required("permission", permission);
        Arguments.required("revision", revision);
        besides = Arguments.set("community ids", besides);
        communities = Arguments.set("community ids", communities);
        projects = Arguments.set("project ids", projects);
        deletedCommunities = Arguments.set("community ids", deletedCommunities);
        deletedProjects = Arguments.set("project ids", deletedProjects);
    }

    /** Whether a row of a community passes, or of a project of it. */
    public boolean passes(CommunityId community, Optional<ProjectId> project) {
        Arguments.required("community id", community);
        Arguments.required("project id", project);
        if (!community.organization().equals(organization)
                || deletedCommunities.contains(community)
                || project.filter(deletedProjects::contains).isPresent()) {
            return false;
        }
        return (allCommunities && !besides.contains(community))
                || communities.contains(community)
                || project.filter(projects::contains).isPresent();
    }
}
