package io.github.communities.billing;

/** The states of a billing account. */
public enum BillingStatus {
    /** Just opened. */
    NEW,
    /** Being checked. */
    PENDING,
    /** The means of payment is not confirmed. */
    PAYMENT_NOT_CONFIRMED,
    /** On trial. */
    TRIAL_ACTIVE,
    /** On trial, suspended. */
    TRIAL_SUSPENDED,
    /** The trial is over. */
    TRIAL_EXPIRED,
    /** The first payment is due. */
    FIRST_PAYMENT_REQUIRED,
    /** Paid. */
    ACTIVE,
    /** A payment is due. */
    PAYMENT_REQUIRED,
    /** Suspended. */
    SUSPENDED;

    /** Whether what costs money may be done with it (BIL-1). */
    public boolean isInGoodStanding() {
        return this == ACTIVE || this == TRIAL_ACTIVE;
    }
}
