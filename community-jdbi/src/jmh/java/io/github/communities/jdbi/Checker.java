package io.github.communities.jdbi;

import io.github.communities.Caller;
import io.github.communities.ProjectId;

/** Another library that answers whether a caller has {@link Questions#ASKED} at a project. */
interface Checker {
    boolean can(Caller caller, ProjectId project);
}
