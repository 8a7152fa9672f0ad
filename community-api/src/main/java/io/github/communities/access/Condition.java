package io.github.communities.access;

/** What must be so, besides permissions, for an operation (ACC-7). */
public enum Condition {
    /** The community has a billing account in good standing, where billing is required. */
    BILLING("BIL-1", "a billing account in good standing"),
    /** The host says that the caller may use the billing account. */
    ACCOUNT_MAY_BE_USED("BIL-2", "an account the caller may use"),
    /** The billing account to be linked is in good standing. */
    ACCOUNT_IN_GOOD_STANDING("BIL-3", "an account in good standing"),
    /** The project's limits and balance allow it. */
    LIMITS("PRJ-4", "limits not exceeded"),
    /** The community's restrictions allow the type of resource. */
    RESTRICTIONS("RST-2", "a type that the restrictions allow"),
    /** Source and target are of one zone. */
    SAME_ZONE("SHR-2", "one zone"),
    /** The policy lets the type be shared. */
    SHAREABLE("SHR-6", "a type that can be shared"),
    /** The resource is published in the project's community. */
    PUBLISHED("SHR-4", "published in the project's community"),
    /** The resource belongs to the project, or is attached to it. */
    AVAILABLE("SHR-4", "belongs or is attached to the project"),
    /** Nothing of it is published or attached elsewhere. */
    NOT_SHARED("RES-4", "not published or attached elsewhere"),
    /** The policy's caps leave room for one more. */
    WITHIN_CAPS("LIM-1", "room under the policy's caps"),
    /** It is not the default community. */
    NOT_DEFAULT("DEF-2", "not the default community");

    private final String rule;
    private final String text;

    Condition(String rule, String text) {
        this.rule = rule;
        this.text = text;
    }

    /** The id of the rule that sets it. */
    public String rule() {
        return rule;
    }

    /** What must be so, in words. */
    public String text() {
        return text;
    }
}
