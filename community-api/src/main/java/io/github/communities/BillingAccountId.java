package io.github.communities;

import io.github.communities.internal.Texts;

/**
 * The host's own id of a billing account.
 *
 * @param value 1 to 64 code points, compared exactly
 */
public record BillingAccountId(String value) {
    /** Checks the value. */
    public BillingAccountId {
        Texts.id("billing account id", value);
    }

    /** The id of that value. */
    public static BillingAccountId of(String value) {
        return new BillingAccountId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
