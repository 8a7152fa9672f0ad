package io.github.communities.access;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import java.util.Optional;
import java.util.Set;

/**
 * The scopes that a caller reaches with a permission, for the host's own queries (ACC-6). A row of the host's that belongs
 * to a community, or to a project of it, passes if {@link #passes} says so, which it does if and only if the caller had the
 * permission there at the filter's revision.
 *
 * @param organization the caller's organization; rows of others never pass
 * @param permission the permission
 * @param revision the revision it was made from
 * @param allCommunities whether every community passes that is not excepted, with its projects
 * @param communities the communities that pass, with all their projects; if {@code allCommunities}, none are listed
 * @param projects the projects that pass by themselves
 * @param exceptCommunities communities that never pass, nor any project of theirs: deleted ones, and if
 *     {@code allCommunities} does not hold for the default one, that
 * @param exceptProjects deleted projects, which never pass
 */
public record AccessFilter(
        OrganizationId organization,
        Permission permission,
        Revision revision,
        boolean allCommunities,
        Set<CommunityId> communities,
        Set<ProjectId> projects,
        Set<CommunityId> exceptCommunities,
        Set<ProjectId> exceptProjects) {
    /** Copies the sets. */
    public AccessFilter {
        communities = Set.copyOf(communities);
        projects = Set.copyOf(projects);
        exceptCommunities = Set.copyOf(exceptCommunities);
        exceptProjects = Set.copyOf(exceptProjects);
    }

    /** Whether a row of a community passes, or of a project of it. */
    public boolean passes(CommunityId community, Optional<ProjectId> project) {
        if (!community.organization().equals(organization)
                || exceptCommunities.contains(community)
                || project.filter(exceptProjects::contains).isPresent()) {
            return false;
        }
        return allCommunities
                || communities.contains(community)
                || project.filter(projects::contains).isPresent();
    }
}
