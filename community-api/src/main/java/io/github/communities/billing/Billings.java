package io.github.communities.billing;

import io.github.communities.BillingAccountId;
import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.ResourceAt;
import io.github.communities.Written;
import java.util.Optional;

/** The billing accounts of communities. Thread-safe. */
public interface Billings {
    /**
     * Links a billing account, or puts it in the place of the one that is linked; a link can't be removed (BIL-4).
     * Needs {@code community.linkBilling} and the host's word that the caller may use the account (BIL-2).
     *
     * @throws io.github.communities.error.Refused if the host does not say so (BIL-2), the account is not in good
     *     standing (BIL-3), or the host can't answer in time (BIL-1); all that is unmet is named
     */
    Written<BillingAccountId> link(Caller caller, CommunityId community, BillingAccountId account);

    /** The account that is linked. Needs {@code community.view}. */
    Optional<BillingAccountId> linked(Caller caller, CommunityId community);

    /**
     * Who pays when the caller uses a resource in a project; the policy says so for each type of resource (BIL-5).
     * Needs what the use needs (SHR-4): {@code resource.use} at the project, to which the resource belongs or is
     * attached.
     *
     * @throws io.github.communities.error.Refused if it does neither (SHR-4)
     */
    Payment payer(Caller caller, ResourceAt use);
}
