package io.github.communities.jdbi;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.ProjectId;

/** What questions are drawn from: an engine, and hash maps with the same grants. */
interface QuestionSource {
    Communities communities();

    Walk walk();

    /** One of so many principals. */
    Caller caller(int of);

    /** A project of a caller's organization, as it comes with a request: equal to what is stored, and not the same. */
    ProjectId project(Caller caller);
}
