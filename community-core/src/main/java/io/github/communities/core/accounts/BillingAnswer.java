package io.github.communities.core.accounts;

import io.github.communities.BillingAccountId;
import io.github.communities.error.Unmet;
import java.util.List;
import java.util.Optional;

/**
 * What the host said of a billing account before the transaction (BIL-1).
 *
 * @param account the account it was asked about; empty if it was not asked
 * @param unmet what is unmet, by what it said or by its silence
 */
public record BillingAnswer(Optional<BillingAccountId> account, List<Unmet> unmet) {
    /** The host was not asked. */
    public static final BillingAnswer NONE = new BillingAnswer(Optional.empty(), List.of());

    /** Copies the list. */
    public BillingAnswer {
        unmet = List.copyOf(unmet);
    }
}
