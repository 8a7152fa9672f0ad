package io.github.communities.tck.model;

import io.github.communities.BillingAccountId;
import io.github.communities.billing.BillingStatus;
import java.time.Duration;

/** One line of a program. What it names by number is looked up in the model when it is run. */
public sealed interface Command {
    /** A command that writes: it is resolved once, to what the rules say and to how the engine is asked. */
    non-sealed interface Write extends Command {
        Attempt in(Model model);
    }

    /** Time passes. */
    record Advance(Duration duration) implements Command {}

    /** What follows is asked of the other node. */
    record SwitchNode() implements Command {}

    /** The node is closed, and another opened over the same storage. */
    record Reopen() implements Command {}

    /** The host's billing account comes into another state. */
    record AccountBecomes(BillingAccountId account, BillingStatus status) implements Command {}
}
