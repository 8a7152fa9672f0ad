package io.github.communities;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;

/**
 * A resource together with where it is to be used, attached or published: the pair that SHR-4 decides about.
 *
 * @param resource the resource
 * @param place the project in which it is used or attached, or the community in which it is published
 */
public record ResourceAt(ResourceId resource, Scope place) implements Target {
    /** Checks that the place is a project or community of the same organization. */
    public ResourceAt {
        Arguments.required("resource id", resource);
        if (Arguments.required("place", place).kind() == ScopeKind.ORGANIZATION) {
            throw new InvalidInput("place", place.toString(), "SHR-4", "must be a project or a community");
        }
    }

    /** A resource in a project. */
    public static ResourceAt of(ResourceId resource, ProjectId project) {
        return new ResourceAt(resource, project);
    }

    /** A resource in a community. */
    public static ResourceAt of(ResourceId resource, CommunityId community) {
        return new ResourceAt(resource, community);
    }

    @Override
    public OrganizationId organization() {
        return resource.organization();
    }

    @Override
    public String noun() {
        return "resource";
    }

    @Override
    public String toString() {
        return resource + " in " + place.noun() + " " + place;
    }
}
