package io.github.communities.decision;

import io.github.communities.Target;
import io.github.communities.internal.Arguments;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What is said about targets, which it keeps apart from its words: each is told by its kind and id, and, to whoever has
 * {@link Names}, by its name as well. Two are equal if they say the same of the same targets. Immutable.
 */
public final class Sentence {
    private final List<Part> parts;

    private Sentence(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Some words, and the target that they lead to. */
    private record Part(String words, Optional<Target> target) {}

    /** One of words alone. */
    public static Sentence of(String words) {
        return new Sentence(List.of(new Part(Arguments.required("words", words), Optional.empty())));
    }

    /** One that says which target this is. */
    public static Sentence of(Target target) {
        return new Sentence(List.of(new Part("", Arguments.given("target", target))));
    }

    /** All of these, with words between each and the next. */
    public static Sentence join(String between, Collection<Sentence> sentences) {
        Sentence separator = of(between);
        List<Part> parts = new ArrayList<>();
        List<Sentence> all = Arguments.all("sentences", sentences);
        for (int i = 0; i < all.size(); i++) {
            parts.addAll(i == 0 ? List.of() : separator.parts);
            parts.addAll(all.get(i).parts);
        }
        return new Sentence(parts);
    }

    /** This, and then some words. */
    public Sentence and(String words) {
        return and(of(words));
    }

    /** This, and then a target. */
    public Sentence and(Target target) {
        return and(of(target));
    }

    /** This, and then another one. */
    public Sentence and(Sentence other) {
        return join("", List.of(this, Arguments.required("sentence", other)));
    }

    /** Every target that it is about, once, in the order in which they are told. */
    public List<Target> targets() {
        return parts.stream().flatMap(part -> part.target().stream()).distinct().toList();
    }

    /** It in words, each target by its id. */
    public String text() {
        return text(Names.none());
    }

    /** It in words, each target by its id and, if it is among these, its name. */
    public String text(Names names) {
        Arguments.required("names", names);
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(part.words());
            part.target().ifPresent(target -> text.append(names.tell(target)));
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sentence sentence
                && text().equals(sentence.text())
                && targets().equals(sentence.targets());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    /** {@link #text()}. */
    @Override
    public String toString() {
        return text();
    }
}
