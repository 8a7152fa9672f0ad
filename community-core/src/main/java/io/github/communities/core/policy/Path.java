package io.github.communities.core.policy;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Scope;
import io.github.communities.community.CommunityKind;
import io.github.communities.spi.record.CommunityRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A scope that exists, with every scope above it.
 *
 * @param organization its organization
 * @param community the community it is or is in
 * @param project the project it is
 * @param inDefault whether the community is the default one
 * @param most the permissions that roles can grant there: all, but for a resource that is only shared here (SHR-4)
 */
public record Path(
        OrganizationId organization,
        Optional<CommunityId> community,
        Optional<ProjectId> project,
        boolean inDefault,
        Mask most) {
    private static final Mask SEEN = Mask.of(Permission.PROJECT_VIEW);
    private static final Mask USED = Mask.of(List.of(Permission.PROJECT_VIEW, Permission.RESOURCE_USE));

    /** The path of an organization. */
    public static Path of(OrganizationId organization) {
        return new Path(organization, Optional.empty(), Optional.empty(), false, Mask.ALL);
    }

    /** The path of a community. */
    public static Path of(CommunityId community, boolean isDefault) {
        return new Path(community.organization(), Optional.of(community), Optional.empty(), isDefault, Mask.ALL);
    }

    /** The path of a community. */
    public static Path of(CommunityRecord community) {
        return of(community.id(), community.communityKind() == CommunityKind.DEFAULT);
    }

    /** The path of a project of the community that this is the path of. */
    public Path to(ProjectId id) {
        return new Path(organization, community, Optional.of(id), inDefault, most);
    }

    /**
     * The path of a resource that is shared here: published in a community it is seen, attached to a project also used.
     */
    public Path ofShared() {
        return new Path(organization, community, project, inDefault, project.isPresent() ? USED : SEEN);
    }

    /** The scope itself and every scope above it, the highest first. */
    public List<Scope> scopes() {
        List<Scope> scopes = new ArrayList<>(List.of(organization));
        community.ifPresent(scopes::add);
        project.ifPresent(scopes::add);
        return scopes;
    }

    /** The scope itself. */
    public Scope target() {
        return project.<Scope>map(id -> id).or(() -> community).orElse(organization);
    }
}
