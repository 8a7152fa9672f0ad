package io.github.communities.change;

import io.github.communities.OrganizationId;

/**
 * Told of what this engine has written, after it is committed, in order per organization (CHG-3). It is called by a
 * thread that writes; what it throws is logged and disturbs neither the write nor other listeners. Must be thread-safe.
 */
@FunctionalInterface
public interface ChangeListener {
    /** A write of this engine was committed. */
    void changed(OrganizationId organization, ChangeRecord record);
}
