package io.github.communities.restriction;

/** The types of restrictions. */
public enum RestrictionType {
    /** Yes or no. */
    BOOLEAN,
    /** A number of 64 bits. */
    LONG,
    /** A list of texts. */
    STRINGS
}
