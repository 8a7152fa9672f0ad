package io.github.communities.restriction;

import io.github.communities.internal.Arguments;

/**
 * A restriction as it is in force in a community.
 *
 * @param name its name in the policy's catalog
 * @param value its value
 * @param set whether the community has set it; if not, the value is the catalog's default
 */
public record Restriction(String name, RestrictionValue value, boolean set) {
    /** Checks that nothing is {@code null}. */
    public Restriction {
        Arguments.required("name of restriction", name);
        Arguments.required("value of restriction", value);
    }
}
