package io.github.communities.policy;

/** Whether what costs money needs a linked billing account (BIL-1). */
public enum Billing {
    /** Creating resources and running projects needs an account in good standing. */
    REQUIRED,
    /** Nothing needs an account. */
    NOT_REQUIRED
}
