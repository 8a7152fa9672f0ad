package io.github.communities.core.access;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Target;
import io.github.communities.core.authorization.ResolvedTarget;
import io.github.communities.core.authorization.TargetResolver;
import io.github.communities.core.paging.Batches;
import io.github.communities.core.policy.Path;
import io.github.communities.error.NotFound;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Places that one view remembers for itself, where others must not see what it sees. */
final class OwnPlaces implements Places {
    private final MeasuredStore store;
    private final OrganizationId organization;
    private final Revision revision;
    private final Map<Target, Optional<Path>> paths = new ConcurrentHashMap<>();

    OwnPlaces(MeasuredStore store, OrganizationId organization, Revision revision) {
        this.store = store;
        this.organization = organization;
        this.revision = revision;
    }

    @Override
    public @Nullable Path known(Target target) {
        return paths.getOrDefault(target, Optional.empty()).orElse(null);
    }

    @Override
    public <T extends Target> Map<T, Path> find(Collection<T> targets) {
        Set<Target> unknown = new HashSet<>(targets);
        unknown.removeAll(paths.keySet());
        Batches.of(List.copyOf(unknown)).forEach(this::read);
        Map<T, Path> found = new HashMap<>();
        targets.forEach(
                target -> paths.getOrDefault(target, Optional.empty()).ifPresent(path -> found.put(target, path)));
        return found;
    }

    private void read(List<Target> unknown) {
        try {
            Map<Target, ResolvedTarget> resolved =
                    TargetResolver.resolve(store.targets(organization, unknown), revision, unknown);
            unknown.forEach(target ->
                    paths.put(target, Optional.ofNullable(resolved.get(target)).flatMap(ResolvedTarget::accessPath)));
        } catch (NotFound e) {
            // The organization went meanwhile, and with it all that was in it (ORG-9).
            unknown.forEach(target -> paths.put(target, Optional.empty()));
        }
    }
}
