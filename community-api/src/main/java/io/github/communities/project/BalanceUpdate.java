package io.github.communities.project;

import io.github.communities.internal.Arguments;
import java.util.Optional;

/**
 * A project's unit balance to be set in the place of the one that was seen (PRJ-4), so that no use which was reported
 * meanwhile is lost. It reads {@code BalanceUpdate.from(project.unitBalance()).to(500)}.
 *
 * @param seen the balance as it was read; empty for none
 * @param balance the balance from now on, of any size; empty for none, so that use is not limited by one
 */
public record BalanceUpdate(Optional<Long> seen, Optional<Long> balance) {
    /** Checks that both are given. */
    public BalanceUpdate {
        Arguments.required("unit balance seen", seen);
        Arguments.required("unit balance", balance);
    }

    /** If the balance is still the one that was seen, it stays. */
    public static BalanceUpdate from(Optional<Long> seen) {
        return new BalanceUpdate(seen, seen);
    }

    /** If the balance is still the one that was seen, it becomes so many units. */
    public BalanceUpdate to(long units) {
        return new BalanceUpdate(seen, Optional.of(units));
    }

    /** If the balance is still the one that was seen, there is none from now on. */
    public BalanceUpdate toNone() {
        return new BalanceUpdate(seen, Optional.empty());
    }
}
