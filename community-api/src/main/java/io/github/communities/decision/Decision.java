package io.github.communities.decision;

import io.github.communities.Permission;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.internal.Arguments;
import io.github.communities.internal.ValueStyle;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** The answer to "may she do this, and why?" (ACC-2, ACC-3). */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public interface Decision {
    /** Why it was decided so. */
    enum Reason {
        /** At least one role permits it. */
        GRANTED,
        /** None of the roles held at the target permits it. */
        NOT_GRANTED,
        /** A role would permit it, but its binding has expired (MEM-8). */
        EXPIRED,
        /** The resource is merely published or attached there, and sharing does not grant this to anyone (SHR-4). */
        NOT_BY_SHARING,
        /** The principal does not belong to the organization (ACC-8). */
        NOT_OF_THE_ORGANIZATION,
        /** The target does not exist, as far as the principal may know (ACC-1, ACC-8). */
        NO_SUCH_TARGET
    }

    /** Who. */
    Subject principal();

    /** Which permission. */
    Permission permission();

    /** Where. */
    Target target();

    /** The revision the decision was taken from; {@link Revision#NONE} for who does not belong (ACC-8). */
    Revision revision();

    /** Why. */
    Reason reason();

    /**
     * Every path that grants it, or, for {@link Reason#EXPIRED}, that did; otherwise empty. What holds at the nearest
     * scope comes first, and of that the highest role.
     */
    List<RoleSource> sources();

    /** What would turn a refusal round; empty if it is granted or if no grant would. */
    Optional<MissingGrant> nearestMissing();

    /** Whether it is permitted. */
    default boolean allowed() {
        return reason() == Reason.GRANTED;
    }

    /** Every target that it names: the one asked about, and where roles hold that permit it, or would. */
    default List<Target> targets() {
        return sentence().targets();
    }

    /** The decision in words, in one line. */
    default String text() {
        return text(Names.none());
    }

    /** {@link #text()} for whoever has names: these are told beside the ids. */
    default String text(Names names) {
        return sentence().text(names);
    }

    /** {@link #text()} as what it is made of. */
    default Sentence sentence() {
        return DecisionSentence.of(this);
    }

    /** The decision as a Mermaid diagram: every path that grants it, or the nearest grant that is missing. */
    default String toMermaid() {
        return toMermaid(Names.none());
    }

    /** {@link #toMermaid()} for whoever has names: these are shown beside the ids. */
    default String toMermaid(Names names) {
        return DecisionDiagram.of(this, Arguments.required("names", names));
    }

    /** A builder; every attribute but the sources and the missing grant must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Decision}; not thread-safe. */
    class Builder extends ImmutableDecision.Builder {
        Builder() {}
    }
}
