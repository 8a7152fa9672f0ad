package io.github.communities.core.access;

import io.github.communities.Target;
import io.github.communities.core.policy.Path;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where targets of one organization lead, as of one revision. Thread-safe. */
interface Places {
    /** Where a target leads, if it is known to lead somewhere without asking the store. */
    @Nullable
    Path known(Target target);

    /**
     * Counts the answer to a question about a target.
     *
     * @param age how old it is
     */
    default void count(Target target, long age) {}

    /** Those of some targets that lead somewhere. */
    <T extends Target> Map<T, Path> find(Collection<T> targets);
}
