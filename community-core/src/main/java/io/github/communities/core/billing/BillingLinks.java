package io.github.communities.core.billing;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Written;
import io.github.communities.billing.BillingAccountId;
import io.github.communities.billing.Billings;
import io.github.communities.core.work.Transactions;
import java.util.Optional;

/** The billing service: which account a community is linked to. */
public final class BillingLinks implements Billings {
    @SuppressWarnings("UnusedVariable") // until it is there
    private final Transactions transactions;

    /** Over transactions. */
    public BillingLinks(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Written<BillingAccountId> link(Caller caller, CommunityId community, BillingAccountId account) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Optional<BillingAccountId> linked(Caller caller, CommunityId community) {
        throw new UnsupportedOperationException("not there yet");
    }
}
