package io.github.communities.access;

/** What an engine asks its store, to answer who has which permission where. */
public enum StoreQuestion {
    /** What a principal holds; where there is a {@link io.github.communities.spi.Directory}, that is asked too. */
    PRINCIPAL,
    /** Where targets lead, one or many. */
    TARGETS,
    /** An organization's revision. */
    REVISION,
    /** The change records after a revision, since it is not the latest any more. */
    CHANGES
}
