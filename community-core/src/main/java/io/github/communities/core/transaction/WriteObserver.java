package io.github.communities.core.transaction;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.change.ChangeRecord;

/** Is told what an engine writes, before the call that wrote it returns (CON-2). Thread-safe; throws nothing. */
public interface WriteObserver {
    /** A write was committed in a transaction of the library's own. */
    void committed(OrganizationId organization, ChangeRecord record);

    /** A write has failed, and may have been committed nevertheless. */
    void mayHaveCommitted(OrganizationId organization);

    /** A write was stored in a transaction of the host that is still open. */
    void written(OrganizationId organization, Revision revision);

    /**
     * The host says that it has committed what was written so; where it has taken something of it back before, that too.
     */
    void hostCommitted(OrganizationId organization, Revision revision);
}
