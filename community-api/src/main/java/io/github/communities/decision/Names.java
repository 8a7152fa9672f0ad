package io.github.communities.decision;

import io.github.communities.ResourceAt;
import io.github.communities.Target;
import io.github.communities.internal.Arguments;
import io.github.communities.internal.Shown;
import java.util.Map;
import java.util.Optional;

/**
 * The names of organizations, communities, projects and resources, as far as whoever asked for them may view these
 * ({@link io.github.communities.access.Access#names}). Decisions and refusals take them to be told to that person; what
 * is not among them is told by its id alone. Immutable.
 *
 * @param byTarget the names of those that have one here; of a resource in a place, the resource and the place each have
 *     their own
 */
public record Names(Map<Target, String> byTarget) {
    private static final Names NONE = new Names(Map.of());

    /** Copies the map. */
    public Names {
        Arguments.all("targets", Arguments.required("names", byTarget).keySet());
        Arguments.all("names", byTarget.values());
        byTarget = Map.copyOf(byTarget);
    }

    /** No names at all: everything is told by its id. */
    public static Names none() {
        return NONE;
    }

    /** The name of a target; for a resource in a place, that of the resource. */
    public Optional<String> of(Target target) {
        Target itself = Arguments.required("target", target) instanceof ResourceAt at ? at.resource() : target;
        return Optional.ofNullable(byTarget.get(itself));
    }

    /** Tells a target by its kind and id, and by its name if that is here: on one line, and no longer than needed. */
    String tell(Target target) {
        if (target instanceof ResourceAt at) {
            return tell(at.resource()) + " in " + tell(at.place());
        }
        String told = target.noun() + " " + target;
        // What a name says must not be taken for what is said about it.
        return of(target)
                .map(name -> told + " \"" + Shown.shortened(name).replace("\"", "\\u0022") + '"')
                .orElse(told);
    }
}
