package io.github.communities.core.billing;

import io.github.communities.BillingAccountId;
import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.ResourceAt;
import io.github.communities.Written;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationRequest;
import io.github.communities.billing.Billings;
import io.github.communities.billing.Payment;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.authorization.BilledOperations;
import io.github.communities.core.authorization.OperationAuthorizer;
import io.github.communities.core.authorization.ResolvedTarget.InCommunity;
import io.github.communities.core.authorization.ResolvedTarget.ResourceInPlace;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.internal.Arguments;
import io.github.communities.policy.ResourceType;
import io.github.communities.policy.ResourceType.Payer;
import io.github.communities.spi.record.CommunityRecord;
import java.util.Optional;

/** The billing service: which account a community is linked to. */
public final class BillingService implements Billings {
    private final Transactions transactions;
    private final BilledOperations billed;

    /** Over transactions, of which some are billed. */
    public BillingService(Transactions transactions, BilledOperations billed) {
        this.transactions = transactions;
        this.billed = billed;
    }

    @Override
    public Written<BillingAccountId> link(Caller caller, CommunityId community, BillingAccountId account) {
        Arguments.required("caller", caller);
        OperationRequest request = OperationRequest.of(Operation.LINK_BILLING, Arguments.required("community id", community))
                .paidBy(account);
        return billed.write(caller, request, (writing, answer) -> {
            InCommunity linked = (InCommunity) OperationAuthorizer.authorize(writing, request, answer);
            link(writing, linked.community(), account);
            return account;
        });
    }

    /** Puts an account in the place of the one that is linked, and tells so. */
    private static void link(WriteTransaction writing, CommunityRecord community, BillingAccountId account) {
        Optional<String> before = community.billingAccount();
        if (before.equals(Optional.of(account.value()))) {
            return;
        }
        writing.update(CommunityRecord.builder()
                .from(community)
                .billingAccount(account.value())
                .build());
        writing.tell(Change.of(ChangeKind.BILLING_LINKED, community.id())
                .from(Attributes.of(ChangeAttribute.ACCOUNT, before.orElse("")))
                .to(Attributes.of(ChangeAttribute.ACCOUNT, account.value())));
    }

    @Override
    public Optional<BillingAccountId> linked(Caller caller, CommunityId community) {
        Arguments.required("community id", community);
        return transactions.read(caller, reading -> {
            return account(OperationAuthorizer.authorize(reading, Operation.VIEW_COMMUNITY, community)
                    .community());
        });
    }

    @Override
    public Payment payer(Caller caller, ResourceAt use) {
        Arguments.required("use", use);
        return transactions.read(caller, reading -> {
            ResourceInPlace used = OperationAuthorizer.authorize(reading, Operation.USE_RESOURCE, use);
            Payer payer = reading.policy()
                    .source()
                    .resourceType(used.resource().type())
                    .map(ResourceType::payer)
                    .orElse(Payer.OWNER);
            return new Payment(
                    payer, payer == Payer.OWNER ? account(used.source().community()) : Optional.empty());
        });
    }

    private static Optional<BillingAccountId> account(CommunityRecord community) {
        return community.billingAccount().map(BillingAccountId::of);
    }
}
