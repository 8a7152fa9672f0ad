package io.github.communities;

/** What a question about access is about: an organization, community, project or resource, or a resource in a place. */
public sealed interface Target permits Scope, ResourceId, ResourceAt {
    /** The organization it belongs to. */
    OrganizationId organization();

    /** The kind in words, for messages: {@code organization}, {@code community}, {@code project}, {@code resource}. */
    String noun();
}
