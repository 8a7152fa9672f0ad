package io.github.communities.tck.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the rules let become of a command. Mostly that is one outcome; where several rules refuse it, any of them may be
 * named, and where the rules leave it open, the model follows the engine. Nothing at all means that the rules don't
 * say: then the command is not run.
 */
public final class Expected {
    private final List<Option> options = new ArrayList<>();

    private record Option(Outcome outcome, Consumer<Object> effect) {}

    /** Nothing yet. */
    public static Expected nothing() {
        return new Expected();
    }

    public static Expected unchanged() {
        return nothing().or(Outcome.unchanged());
    }

    public static Expected changed(Runnable effect) {
        return nothing().orChanged(effect);
    }

    public static Expected only(Outcome.Kind kind, String detail) {
        return nothing().or(kind, detail);
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

    public boolean isNothing() {
        return options.isEmpty();
    }

    /** What the command does to the model if it came to this; empty if it must not have. */
    public Optional<Consumer<Object>> effectOf(Outcome actual) {
        return options.stream()
                .filter(option -> option.outcome().permits(actual))
                .map(Option::effect)
                .findFirst();
    }

    @Override
    public String toString() {
        return options.stream().map(Option::outcome).distinct().toList().toString();
    }
}
