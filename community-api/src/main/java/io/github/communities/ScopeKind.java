package io.github.communities;

import java.util.Locale;

/** The levels at which roles are bound, from the widest to the narrowest. */
public enum ScopeKind {
    /** An organization with all that it owns. */
    ORGANIZATION,
    /** A community with all its projects. */
    COMMUNITY,
    /** A single project. */
    PROJECT;

    /** The kind in words, in lower case. */
    public String noun() {
        return name().toLowerCase(Locale.ROOT);
    }
}
