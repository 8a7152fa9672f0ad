package io.github.communities.access;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Target;
import io.github.communities.internal.Arguments;
import java.util.Locale;

/** What kind of target an operation needs, so that the target names everything the operation is about (ACC-7). */
public enum TargetShape {
    /** An {@link OrganizationId}. */
    ORGANIZATION,
    /** A {@link CommunityId}. */
    COMMUNITY,
    /** A {@link ProjectId}. */
    PROJECT,
    /** A {@link ResourceId}: a resource where it belongs. */
    RESOURCE,
    /** A {@link ResourceAt} with a community. */
    RESOURCE_IN_COMMUNITY,
    /** A {@link ResourceAt} with a project. */
    RESOURCE_IN_PROJECT;

    /** The shape of a target. */
    public static TargetShape of(Target target) {
        Arguments.required("target", target);
        if (target instanceof ResourceAt at) {
            return at.place() instanceof ProjectId ? RESOURCE_IN_PROJECT : RESOURCE_IN_COMMUNITY;
        }
        if (target instanceof ResourceId) {
            return RESOURCE;
        }
        if (target instanceof ProjectId) {
            return PROJECT;
        }
        return target instanceof CommunityId ? COMMUNITY : ORGANIZATION;
    }

    /** It in words. */
    public String text() {
        return switch (this) {
            case ORGANIZATION -> "an organization";
            case RESOURCE_IN_COMMUNITY -> "a resource in a community";
            case RESOURCE_IN_PROJECT -> "a resource in a project";
            default -> "a " + name().toLowerCase(Locale.ROOT);
        };
    }
}
