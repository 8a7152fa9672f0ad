package io.github.communities.core.cache;

import io.github.communities.CommunityId;
import io.github.communities.Target;
import io.github.communities.core.authorization.ResolvedTarget;
import io.github.communities.core.policy.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a target leads: to the path at which access to it is decided, if there is one. */
public final class Place extends Known {
    /** About how many bytes one retains that has nothing to follow from but its path. */
    private static final int ALONE = 290;

    private static final int OTHER = 100;
    private static final Object[] NOTHING = {};

    private final boolean exists;
    /** No wider than there is room for. */
    private final short weight;

    private final @Nullable Path path;
    /** What it follows from, if that is more than the path says. */
    private final Object @Nullable [] origins;

    private Place(
            History history, Epoch at, boolean exists, int weight, @Nullable Path path, Object @Nullable [] origins) {
        super(history, at);
        this.exists = exists;
        this.weight = (short) weight;
        this.path = path;
        this.origins = origins;
    }

    /**
     * Of a target that exists at an epoch.
     *
     * @param ids communities are shared by all that is in them
     */
    public static Place of(History history, ResolvedTarget target, SharedIds.Shared ids, Epoch at) {
        Path path = target.accessPath().map(own -> own.sharing(ids)).orElse(null);
        Set<Target> origins = target.origins();
        if (path != null && origins.size() == path.origins().length) {
            return new Place(history, at, true, ALONE + SharedIds.WEIGHT * ids.brought(), path, null);
        }
        Object[] shared = origins.stream()
                .map(origin -> origin instanceof CommunityId ? ids.apply(origin) : origin)
                .toArray();
        int weight = ALONE + OTHER * shared.length + SharedIds.WEIGHT * ids.brought();
        return new Place(history, at, true, weight, path, shared);
    }

    /** What there is to be known of a target that does not exist, which is not remembered. */
    public static Place nowhere(History history, Target target, Epoch at) {
        return new Place(history, at, false, ALONE + OTHER, null, new Object[] {target});
    }

    public boolean exists() {
        return exists;
    }

    @Override
    public @Nullable Path path() {
        return path;
    }

    @Override
    Object[] origins() {
        if (origins != null) {
            return origins;
        }
        return path == null ? NOTHING : path.origins();
    }

    /** About how many bytes it retains, with its id. */
    int weight() {
        return weight;
    }
}
