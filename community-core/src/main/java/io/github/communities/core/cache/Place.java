package io.github.communities.core.cache;

import io.github.communities.Target;
import io.github.communities.core.authorization.ResolvedTarget;
import io.github.communities.core.policy.Path;
import java.util.Optional;

/** Where a target leads: to the path at which access to it is decided, if there is one. */
public final class Place extends Known {
    private final boolean exists;
    private final Optional<Path> path;

    private Place(History history, Object[] origins, Epoch at, boolean exists, Optional<Path> path) {
        super(history, origins, at);
        this.exists = exists;
        this.path = path;
    }

    /** Of a target that exists at an epoch. */
    public static Place of(History history, ResolvedTarget target, Epoch at) {
        return new Place(history, target.origins().toArray(), at, true, target.accessPath());
    }

    /** What there is to be known of a target that does not exist, which is not remembered. */
    public static Place nowhere(History history, Target target, Epoch at) {
        return new Place(history, new Object[] {target}, at, false, Optional.empty());
    }

    public boolean exists() {
        return exists;
    }

    @Override
    public Optional<Path> path() {
        return path;
    }

    /** About how many bytes it retains, with its id. */
    int weight() {
        return 250 + 100 * origins();
    }
}
