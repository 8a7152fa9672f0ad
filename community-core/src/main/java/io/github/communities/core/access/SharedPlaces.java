package io.github.communities.core.access;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Target;
import io.github.communities.core.cache.AccessTables;
import io.github.communities.core.cache.Epoch;
import io.github.communities.core.cache.History;
import io.github.communities.core.cache.Place;
import io.github.communities.core.paging.Batches;
import io.github.communities.core.policy.Path;
import io.github.communities.error.Stale;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The places of the shared tables, as of the revision of one view. */
final class SharedPlaces implements Places {
    private final SharedAccess shared;
    private final AccessTables tables;
    private final OrganizationId organization;
    private final History history;
    private final Epoch epoch;

    SharedPlaces(SharedAccess shared, OrganizationId organization, History history, Epoch epoch) {
        this.shared = shared;
        this.tables = shared.tables();
        this.organization = organization;
        this.history = history;
        this.epoch = epoch;
    }

    @Override
    public @Nullable Path known(Target target) {
        Place place = place(target);
        return place == null ? null : place.path();
    }

    /** What is known of a target, as it was at the revision of the view. */
    private @Nullable Place place(Target target) {
        Place place = tables.place(target);
        if (place == null) {
            return null;
        }
        if (place.isSeen(epoch) || isFit(place)) {
            return place;
        }
        if (!place.holds(place.history().state().epoch())) {
            tables.drop(target, place);
        }
        return null;
    }

    @Override
    public void count(Target target, long age) {
        tables.count(age, null, target);
    }

    /** Whether a place is as it was at the revision of the view. */
    private boolean isFit(Place place) {
        return place.history() == history
                && (history.state().epoch() == epoch ? place.holds(epoch) : place.held(epoch.revision()));
    }

    @Override
    public <T extends Target> Map<T, Path> find(Collection<T> targets) {
        Map<T, Path> found = new HashMap<>();
        Set<Target> unknown = new LinkedHashSet<>();
        for (T target : targets) {
            Place known = place(target);
            if (known == null) {
                unknown.add(target);
            } else if (known.path() != null) {
                found.put(target, known.path());
            }
        }
        Map<Target, Path> read = new HashMap<>();
        Batches.of(List.copyOf(unknown)).forEach(batch -> read.putAll(read(batch)));
        targets.forEach(target -> Optional.ofNullable(read.get(target)).ifPresent(path -> found.put(target, path)));
        return found;
    }

    private Map<Target, Path> read(List<Target> unknown) {
        Optional<Map<Target, Place>> read = unknown.size() == 1
                ? shared.readOne(organization, history, unknown.get(0))
                : shared.read(organization, history, unknown);
        return read.map(this::held).orElseGet(() -> readAt(unknown).found());
    }

    private SharedAccess.Past readAt(Collection<Target> targets) {
        return shared.readAt(organization, Revision.of(epoch.revision()), targets);
    }

    /** Where those of some places led that existed at the revision of the view. */
    private Map<Target, Path> held(Map<Target, Place> read) {
        Map<Target, Path> found = new HashMap<>();
        Set<Target> changed = new LinkedHashSet<>();
        read.forEach((target, place) -> {
            boolean same = place.history() == history && place.isOf(epoch.revision());
            // What was found missing may be so because of what was above it, of which nothing is known any more.
            if (same || (place.exists() && isFit(place))) {
                if (place.path() != null) {
                    found.put(target, place.path());
                }
            } else {
                changed.add(target);
            }
        });
        if (!changed.isEmpty()) {
            SharedAccess.Past past = readAt(changed);
            found.putAll(past.found());
            changed.removeAll(past.paths().keySet());
            changed.forEach(target -> requireCame(target, read, past));
        }
        return found;
    }

    /**
     * What was not there yet is told from what is not there any more, of which nobody knows how it was. Of what is there
     * now it is known what it follows from; of what is not it could be anything.
     */
    private void requireCame(Target target, Map<Target, Place> now, SharedAccess.Past past) {
        Place place = now.get(target);
        boolean known = past.readAt() <= history.state().epoch().revision();
        boolean came = (place != null && place.exists())
                ? place.onlyCame(epoch.revision())
                : history.nothingWent(epoch.revision());
        if (!known || !came) {
            throw new Stale(
                    "ACC-4",
                    "what " + target + " leads to has changed since revision " + epoch.revision()
                            + ", from which this view answers; refresh it, and take a new one for each request");
        }
    }
}
