package io.github.communities.member;

import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Additions and removals that are applied together, in their order (MEM-9).
 *
 * @param steps up to 1,000 of them; a call takes at least one
 */
public record BindingDelta(List<Step> steps) {
    /** The most steps of one delta. */
    public static final int MAX_STEPS = 1000;

    /** Checks the number. */
    public BindingDelta {
        int number = Arguments.required("delta", steps).size();
        if (number > MAX_STEPS) {
            throw new InvalidInput(
                    "delta", number + " steps", "MEM-9", "must have 1 to " + MAX_STEPS + " additions and removals");
        }
        steps = Arguments.all("delta", steps);
    }

    /**
     * One addition or removal.
     *
     * @param binding what is added, or taken away whatever its expiry
     * @param addition whether it is added
     */
    public record Step(NewBinding binding, boolean addition) {
        /** Checks that the binding is there. */
        public Step {
            Arguments.required("binding", binding);
        }
    }

    /** Nothing yet. */
    public static BindingDelta nothing() {
        return new BindingDelta(List.of());
    }

    /** The same and an addition. */
    public BindingDelta add(NewBinding binding) {
        return and(new Step(binding, true));
    }

    /** The same and an addition that does not end. */
    public BindingDelta add(Subject subject, Role role) {
        return add(NewBinding.of(subject, role));
    }

    /** The same and a removal. */
    public BindingDelta remove(Subject subject, Role role) {
        return and(new Step(new NewBinding(subject, role, Optional.empty()), false));
    }

    private BindingDelta and(Step step) {
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        return new BindingDelta(more);
    }
}
