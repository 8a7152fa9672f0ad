package io.github.communities;

/** What a question about access is about: an organization, a community or a project. */
public sealed interface Target permits Scope {
    /** The organization it belongs to. */
    OrganizationId organization();

    /** The kind in words, for messages: {@code organization}, {@code community}, {@code project}. */
    String noun();
}
