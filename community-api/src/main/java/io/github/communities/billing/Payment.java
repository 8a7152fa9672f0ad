package io.github.communities.billing;

import io.github.communities.BillingAccountId;
import io.github.communities.internal.Arguments;
import io.github.communities.policy.ResourceType;
import java.util.Optional;

/**
 * Who pays for the use of a resource (BIL-5).
 *
 * @param payer who, as the policy says for the resource's type
 * @param account the account that the owner's community is linked to, if the owner pays and it is linked to one
 */
public record Payment(ResourceType.Payer payer, Optional<BillingAccountId> account) {
    /** Checks that nothing is {@code null}. */
    public Payment {
        Arguments.required("payer", payer);
        Arguments.required("billing account", account);
    }
}
