package io.github.communities.community;

import io.github.communities.BillingAccountId;
import io.github.communities.internal.Arguments;
import io.github.communities.internal.Texts;
import java.util.Optional;

/**
 * What a community is to be created with (COM-2, COM-3).
 *
 * @param name 3 to 63 code points: letters, marks, digits, spaces and {@code - _ . , & ' ( ) + / : # @}, of those a
 *     letter, a digit, {@code .} or {@code _} first, and a letter, a mark, a digit or {@code )} last; of characters
 *     that are in Unicode 13.0 and that it does not ignore by default; unique in the organization without regard to
 *     case
 * @param description up to 256 code points
 * @param zone where what it owns is to be kept, in the host's words; 1 to 64 code points; never changes
 * @param billingAccount the billing account to link (BIL-2, BIL-3); one can be linked later too
 */
public record NewCommunity(
        String name, String description, Optional<String> zone, Optional<BillingAccountId> billingAccount) {
    /** Checks and composes (NFC). */
    public NewCommunity {
        name = checkedName(name);
        description = checkedDescription(description);
        Arguments.required("zone", zone).ifPresent(value -> Texts.id("zone", value));
        Arguments.required("billing account", billingAccount);
    }

    /** One without description and zone. */
    public static NewCommunity named(String name) {
        return new NewCommunity(name, "", Optional.empty(), Optional.empty());
    }

    /** The same with a description. */
    public NewCommunity describedAs(String text) {
        return new NewCommunity(name, text, zone, billingAccount);
    }

    /** The same in a zone. */
    public NewCommunity in(String place) {
        return new NewCommunity(name, description, Arguments.given("zone", place), billingAccount);
    }

    /** The same, paid for by an account. */
    public NewCommunity paidBy(BillingAccountId account) {
        return new NewCommunity(name, description, zone, Arguments.given("billing account", account));
    }

    static String checkedName(String name) {
        return Texts.name("name of community", name, 3, 63, "COM-2");
    }

    static String checkedDescription(String description) {
        return Texts.lines("description of community", description, 256, "COM-3");
    }
}
