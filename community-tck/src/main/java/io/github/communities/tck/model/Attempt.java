package io.github.communities.tck.model;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.Host;
import io.github.communities.Subject;
import io.github.communities.Written;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A command that was resolved: on whose behalf, what the rules let become of it, and how the engine is asked for it.
 *
 * @param caller nobody for what the host does
 * @param expected what the rules say
 * @param call the question to the engine
 */
public record Attempt(Optional<Subject> caller, Expected expected, Function<Communities, Written<?>> call) {
    /** Something that the host does. */
    static Attempt ofHost(Expected expected, Function<Host, Written<?>> call) {
        return new Attempt(Optional.empty(), expected, node -> call.apply(node.host()));
    }

    /** Something that a principal does. */
    static Attempt by(Subject caller, Expected expected, BiFunction<Communities, Caller, Written<?>> call) {
        return new Attempt(Optional.of(caller), expected, node -> call.apply(node, Caller.of(World.ACME, caller)));
    }
}
