package io.github.communities.spi;

import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.billing.BillingAccountId;
import io.github.communities.billing.BillingStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * What the host knows of billing accounts. It is asked before a transaction begins, never in one, by the thread that
 * does the operation, and its answers are used once (BIL-1). An answer that comes after the deadline counts as none, as
 * does whatever it throws; the operation is refused then. Must be thread-safe.
 */
public interface BillingAccounts {
    /**
     * The state of an account; empty if there is none of that id.
     *
     * @param deadline by when to answer
     */
    Optional<BillingStatus> status(OrganizationId organization, BillingAccountId account, Instant deadline);

    /**
     * Whether a principal may have things paid by an account (BIL-2).
     *
     * @param deadline by when to answer
     */
    boolean mayUse(OrganizationId organization, Subject principal, BillingAccountId account, Instant deadline);
}
