package io.github.communities.sharing;

import io.github.communities.CommunityId;
import io.github.communities.internal.Arguments;
import io.github.communities.project.Resource;
import java.time.Instant;

/**
 * That a resource is published in a community.
 *
 * @param resource the resource
 * @param community where it is published
 * @param since since when
 */
public record Publication(Resource resource, CommunityId community, Instant since) {
    /** Checks that nothing is {@code null}. */
    public Publication {
        Arguments.required("resource", resource);
        Arguments.required("community id", community);
        Arguments.required("instant", since);
    }
}
