package io.github.communities.restriction;

/**
 * A restriction as it is in force in a community.
 *
 * @param name its name in the policy's catalog
 * @param value its value
 * @param set whether the community has set it; if not, the value is the catalog's default
 */
public record Restriction(String name, RestrictionValue value, boolean set) {}
