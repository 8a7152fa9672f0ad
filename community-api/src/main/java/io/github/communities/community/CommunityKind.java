package io.github.communities.community;

/** The kinds of communities. A community never changes its kind (DEF-2). */
public enum CommunityKind {
    /** The one every organization has from its first moment to its last. */
    DEFAULT,
    /** Any other. */
    STANDARD
}
