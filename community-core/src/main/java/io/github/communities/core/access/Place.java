package io.github.communities.core.access;

import io.github.communities.Target;
import io.github.communities.core.authorization.ResolvedTarget;
import io.github.communities.core.policy.Path;
import java.util.Optional;

/** Where a target leads: to the path at which access to it is decided, if there is one. */
final class Place extends Known {
    private final Optional<Path> path;

    private Place(History history, Object[] origins, Epoch at, Optional<Path> path) {
        super(history, origins, at);
        this.path = path;
    }

    /** Of a target that exists at an epoch. */
    static Place of(History history, ResolvedTarget target, Epoch at) {
        return new Place(history, target.origins().toArray(), at, target.accessPath());
    }

    /** What there is to be known of a target that does not exist, which is not remembered. */
    static Place nowhere(History history, Target target, Epoch at) {
        return new Place(history, ResolvedTarget.origins(target).toArray(), at, Optional.empty());
    }

    @Override
    Optional<Path> path() {
        return path;
    }

    /** About how many bytes it retains besides its id. */
    int weight() {
        return 160 + 16 * origins();
    }
}
