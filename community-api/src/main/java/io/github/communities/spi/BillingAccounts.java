package io.github.communities.spi;

import io.github.communities.BillingAccountId;
import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.billing.BillingStatus;
import java.time.Duration;
import java.util.Optional;

/**
 * What the host knows of billing accounts. It is asked before a transaction begins, never in one, by the thread that
 * does the operation, and its answers are used once (BIL-1). Each question has a deadline, given as the time there is,
 * whatever a clock is set to; an answer that comes after it counts as none, as does whatever it throws; the operation
 * is refused then. Must be thread-safe.
 */
public interface BillingAccounts {
    /**
     * The state of an account; empty if there is none of that id.
     *
     * @param patience the deadline: within how long to answer, from this call on
     */
    Optional<BillingStatus> status(OrganizationId organization, BillingAccountId account, Duration patience);

    /**
     * Whether a principal may have things paid by an account (BIL-2).
     *
     * @param patience the deadline: within how long to answer, from this call on
     */
    boolean mayUse(OrganizationId organization, Subject principal, BillingAccountId account, Duration patience);
}
