package io.github.communities;

/** Where a role can be bound. What is bound at a scope holds there and everywhere below (ACC-1). */
public sealed interface Scope extends Target permits OrganizationId, CommunityId, ProjectId {
    /** The level it is at. */
    ScopeKind kind();

    @Override
    default String noun() {
        return kind().noun();
    }
}
