package io.github.communities.sharing;

import io.github.communities.ProjectId;
import io.github.communities.internal.Arguments;
import io.github.communities.project.Resource;
import java.time.Instant;

/**
 * That a published resource is attached to a project.
 *
 * @param resource the resource
 * @param project the project in which it can be used
 * @param since since when
 */
public record Attachment(Resource resource, ProjectId project, Instant since) {
    /** Checks that nothing is {@code null}. */
    public Attachment {
        Arguments.required("resource", resource);
        Arguments.required("project id", project);
        Arguments.required("instant", since);
    }
}
