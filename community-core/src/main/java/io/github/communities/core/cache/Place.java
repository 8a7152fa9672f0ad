package io.github.communities.core.cache;

import io.github.communities.CommunityId;
import io.github.communities.Target;
import io.github.communities.core.authorization.ResolvedTarget;
import io.github.communities.core.policy.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a target leads: to the path at which access to it is decided, if there is one. */
public class Place extends Known {
    /** About how many bytes one retains that has nothing to follow from but its path. */
    private static final int ALONE = 266;

    private static final int OTHER = 100;

    private final boolean leads;
    /** No wider than there is room for. */
    private final short weight;

    private Place(History history, Optional<Path> path, Epoch at, int weight) {
        super(history, path.orElse(history.path()), at);
        this.leads = path.isPresent();
        this.weight = (short) weight;
    }

    /** One that follows from more than its path says. */
    private static class Following extends Place {
        private final Object[] origins;

        Following(History history, Optional<Path> path, Epoch at, int weight, Object[] origins) {
            super(history, path, at, weight);
            this.origins = origins;
        }

        @Override
        public final Object[] origins() {
            return origins;
        }
    }

    /** One of a target that does not exist. */
    private static final class Nowhere extends Following {
        Nowhere(History history, Target target, Epoch at) {
            super(history, Optional.empty(), at, ALONE + OTHER, new Object[] {target});
        }

        @Override
        public boolean exists() {
            return false;
        }
    }

    /**
     * Of a target that exists at an epoch.
     *
     * @param ids communities are shared by all that is in them
     */
    public static Place of(History history, ResolvedTarget target, SharedIds.Shared ids, Epoch at) {
        Optional<Path> path = target.accessPath().map(own -> own.sharing(ids));
        Set<Target> origins = target.origins();
        if (path.isPresent() && origins.size() == path.get().origins().length) {
            return new Place(history, path, at, ALONE + SharedIds.WEIGHT * ids.brought());
        }
        Object[] shared = origins.stream()
                .map(origin -> origin instanceof CommunityId ? ids.apply(origin) : origin)
                .toArray();
        int weight = ALONE + OTHER * shared.length + SharedIds.WEIGHT * ids.brought();
        return new Following(history, path, at, weight, shared);
    }

    /** What there is to be known of a target that does not exist, which is not remembered. */
    public static Place nowhere(History history, Target target, Epoch at) {
        return new Nowhere(history, target, at);
    }

    /** Whether there is such a target. */
    public boolean exists() {
        return true;
    }

    @Override
    public final @Nullable Path path() {
        return leads ? this : null;
    }

    /** About how many bytes it retains, with its id. */
    final int weight() {
        return weight;
    }
}
