package io.github.communities.tck.model;

import io.github.communities.BillingAccountId;
import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.billing.BillingStatus;
import io.github.communities.spi.BillingAccounts;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The host's billing accounts of one program: for the engine to ask about, and for the model to know. Who may use them
 * is the same in all programs.
 */
final class Accounts implements BillingAccounts {
    /** Everyone may use it. */
    static final BillingAccountId SHARED = BillingAccountId.of("shared");

    /** Bob alone may use it. */
    static final BillingAccountId OF_BOB = BillingAccountId.of("of bob");

    /** Nobody ever heard of it. */
    static final BillingAccountId UNKNOWN = BillingAccountId.of("unknown");

    private final Map<BillingAccountId, BillingStatus> statuses = new HashMap<>();

    Accounts() {
        become(SHARED, BillingStatus.ACTIVE);
        become(OF_BOB, BillingStatus.TRIAL_ACTIVE);
    }

    /** From now on an account is in a state. */
    void become(BillingAccountId account, BillingStatus status) {
        statuses.put(account, status);
    }

    boolean mayUse(Subject principal, BillingAccountId account) {
        return account.equals(SHARED) || (account.equals(OF_BOB) && principal.equals(Subject.user("bob")));
    }

    /** BIL-1, in the words of the rule. */
    boolean isInGoodStanding(BillingAccountId account) {
        BillingStatus status = statuses.get(account);
        return status == BillingStatus.ACTIVE || status == BillingStatus.TRIAL_ACTIVE;
    }

    @Override
    public Optional<BillingStatus> status(OrganizationId organization, BillingAccountId account, Duration patience) {
        return Optional.ofNullable(statuses.get(account));
    }

    @Override
    public boolean mayUse(OrganizationId organization, Subject principal, BillingAccountId account, Duration patience) {
        return mayUse(principal, account);
    }
}
