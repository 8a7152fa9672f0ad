package io.github.communities.tck.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What the rules let become of a command. Mostly that is one outcome; where several rules refuse it, any of them may be
 * named, and where the rules leave it open, the model follows the engine. Nothing at all means that the rules don't
 * say: then the command is not run.
 */
public final class Expected {
    private final List<Option> options = new ArrayList<>();

    /** One outcome, and what the command then does to the model, which also looks at what came with it. */
    private record Option(Outcome outcome, Consumer<Object> effect) {}

    /** Nothing yet. */
    public static Expected nothing() {
        return new Expected();
    }

    public static Expected unchanged() {
        return nothing().orUnchanged();
    }

    /** Nothing changes, and what comes is looked at. */
    static <T> Expected unchanged(Class<T> type, Consumer<T> look) {
        return nothing().or(Outcome.unchanged(), type, look);
    }

    public static Expected changed(Runnable effect) {
        return nothing().orChanged(effect);
    }

    /** It changes something, and what comes is looked at. */
    static <T> Expected changed(Class<T> type, Consumer<T> effect) {
        return nothing().or(Outcome.changed(), type, effect);
    }

    public static Expected only(Outcome.Kind kind, String detail) {
        return nothing().or(kind, detail);
    }

    /** There is no such thing, as far as the caller may know. */
    static Expected notFound() {
        return only(Outcome.Kind.NOT_FOUND, Outcome.ANY);
    }

    /** All these conditions are unmet, and all of them are told (ACC-7). */
    static Expected unmet(Set<String> rules) {
        return only(Outcome.Kind.REFUSED, String.join(Outcome.AND, new TreeSet<>(rules)));
    }

    public Expected or(Outcome.Kind kind, String detail) {
        return or(new Outcome(kind, detail));
    }

    public Expected or(Outcome outcome) {
        return or(outcome, value -> {});
    }

    public Expected orUnchanged() {
        return or(Outcome.unchanged());
    }

    public Expected orChanged(Runnable effect) {
        return or(Outcome.changed(), value -> effect.run());
    }

    public Expected or(Outcome outcome, Consumer<Object> effect) {
        options.add(new Option(outcome, effect));
        return this;
    }

    <T> Expected or(Outcome outcome, Class<T> type, Consumer<T> effect) {
        return or(outcome, value -> effect.accept(type.cast(value)));
    }

    public boolean isNothing() {
        return options.isEmpty();
    }

    /** What the command does to the model if it came to this; empty if it must not have. */
    public Optional<Consumer<Object>> effectOf(Outcome actual) {
        Optional<Consumer<Object>> effect = permitting(actual);
        if (effect.isEmpty() && actual.kind() == Outcome.Kind.REFUSED) {
            // Several rules at once, each of which may refuse it.
            List<String> rules = Arrays.asList(actual.detail().split(Outcome.AND, -1));
            return rules.stream()
                            .allMatch(rule ->
                                    permitting(new Outcome(actual.kind(), rule)).isPresent())
                    ? permitting(new Outcome(actual.kind(), rules.get(0)))
                    : Optional.empty();
        }
        return effect;
    }

    private Optional<Consumer<Object>> permitting(Outcome actual) {
        return options.stream()
                .filter(option -> option.outcome().permits(actual))
                .map(Option::effect)
                .findFirst();
    }

    @Override
    public String toString() {
        return String.join(
                " or ",
                options.stream()
                        .map(option -> option.outcome().toString())
                        .distinct()
                        .toList());
    }
}
