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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A scope that exists, with every scope above it. Immutable, but for what those that extend it add. */
public class Path {
    private static final Mask SEEN = Mask.of(Permission.PROJECT_VIEW);
    private static final Mask USED = Mask.of(List.of(Permission.PROJECT_VIEW, Permission.RESOURCE_USE));

    // Fields that may be null, for each step on the way to them costs a check a tenth of its time.
    final OrganizationId organization;
    final @Nullable CommunityId community;
    final @Nullable ProjectId project;
    final boolean inDefault;
    final Mask most;

    /** The same as another. */
    protected Path(Path other) {
        this(other.organization, other.community, other.project, other.inDefault, other.most);
    }

    private Path(
            OrganizationId organization,
            @Nullable CommunityId community,
            @Nullable ProjectId project,
            boolean inDefault,
            Mask most) {
        this.organization = organization;
        this.community = community;
        this.project = project;
        this.inDefault = inDefault;
        this.most = most;
    }

    /** The path of an organization. */
    public static Path of(OrganizationId organization) {
        return new Path(organization, null, null, false, Mask.ALL);
    }

    /** The path of a community. */
    public static Path of(CommunityId community, boolean isDefault) {
        return new Path(community.organization(), community, null, isDefault, Mask.ALL);
    }

    /** The path of a community. */
    public static Path of(CommunityRecord community) {
        return of(community.id(), community.communityKind() == CommunityKind.DEFAULT);
    }

    /** The path of a project of the community that this is the path of. */
    public final Path to(ProjectId id) {
        return new Path(organization, community, id, inDefault, most);
    }

    /**
     * The path of a resource that is shared here: published in a community it is seen, attached to a project also used.
     */
    public final Path ofShared() {
        return new Path(organization, community, project, inDefault, project == null ? SEEN : USED);
    }

    /** Its organization. */
    public final OrganizationId organization() {
        return organization;
    }

    /** The community it is or is in. */
    public final Optional<CommunityId> community() {
        return Optional.ofNullable(community);
    }

    /** The project it is. */
    public final Optional<ProjectId> project() {
        return Optional.ofNullable(project);
    }

    /** Whether the community is the default one. */
    public final boolean inDefault() {
        return inDefault;
    }

    /** The permissions that roles can grant there: all, but for a resource that is only shared here (SHR-4). */
    public final Mask most() {
        return most;
    }

    /** The scope itself and every scope above it, the highest first. */
    public final List<Scope> scopes() {
        List<Scope> scopes = new ArrayList<>(List.of(organization));
        community().ifPresent(scopes::add);
        project().ifPresent(scopes::add);
        return scopes;
    }

    /** The subjects and ids that it follows from: the scopes below the organization, or the organization, if it is that. */
    public Object[] origins() {
        if (community == null) {
            return new Object[] {organization};
        }
        return project == null ? new Object[] {community} : new Object[] {community, project};
    }

    /** The same path, with the organization and the community that others have too. */
    public final Path sharing(UnaryOperator<Object> ids) {
        return new Path(
                (OrganizationId) ids.apply(organization),
                community == null ? null : (CommunityId) ids.apply(community),
                project,
                inDefault,
                most);
    }

    /** The scope itself. */
    public final Scope target() {
        return project().<Scope>map(id -> id).or(this::community).orElse(organization);
    }
}
