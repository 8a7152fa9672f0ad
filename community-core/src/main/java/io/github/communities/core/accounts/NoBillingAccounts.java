package io.github.communities.core.accounts;

import io.github.communities.BillingAccountId;
import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.billing.BillingStatus;
import io.github.communities.spi.BillingAccounts;
import java.time.Duration;
import java.util.Optional;

/** The billing accounts of a host that has given none: nobody may use any, so that none is ever linked (BIL-2). */
public final class NoBillingAccounts implements BillingAccounts {
    @Override
    public Optional<BillingStatus> status(OrganizationId organization, BillingAccountId account, Duration patience) {
        return Optional.empty();
    }

    @Override
    public boolean mayUse(OrganizationId organization, Subject principal, BillingAccountId account, Duration patience) {
        return false;
    }
}
