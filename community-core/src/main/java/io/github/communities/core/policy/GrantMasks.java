package io.github.communities.core.policy;

import io.github.communities.Scope;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one subject may do, compiled from its {@link Grants} so that a question costs a look-up or two: for each scope
 * the union of what is granted there for good. Where that does not permit something, and something that expires might,
 * the grants themselves are asked. Immutable.
 */
public final class GrantMasks {
    private final Grants grants;
    private final Map<Scope, Mask> atCommunity = new HashMap<>();
    private final Map<Scope, Mask> atProject = new HashMap<>();
    /** What holds at the organization, and so everywhere in it. */
    private final Mask everywhere;
    /** The same with what all standard communities inherit. */
    private final Mask inStandardCommunities;

    private final boolean expiring;
    private final int size;

    GrantMasks(Grants grants, Map<Scope, List<Grant>> byScope, List<Grant> inherited) {
        this.grants = grants;
        Mask atOrganization = Mask.NONE;
        boolean some = expires(inherited);
        for (Map.Entry<Scope, List<Grant>> entry : byScope.entrySet()) {
            Mask lasting = lasting(entry.getValue());
            switch (entry.getKey().kind()) {
                case ORGANIZATION -> atOrganization = lasting;
                case COMMUNITY -> atCommunity.put(entry.getKey(), lasting);
                case PROJECT -> atProject.put(entry.getKey(), lasting);
            }
            some |= expires(entry.getValue());
        }
        this.everywhere = atOrganization;
        this.inStandardCommunities = inherited.isEmpty() ? everywhere : everywhere.or(lasting(inherited));
        this.expiring = some;
        this.size = inherited.size()
                + byScope.values().stream().mapToInt(List::size).sum();
    }

    /** What they were compiled from. */
    public Grants grants() {
        return grants;
    }

    /** How many grants there are. */
    public int size() {
        return size;
    }

    /**
     * Whether the permission of a bit is granted at a path; it always agrees with {@link Grants#allow}.
     *
     * @param now what time it is, asked only where it matters
     */
    public boolean allow(int bit, Path path, Supplier<Instant> now) {
        if (!path.most.has(bit)) {
            return false;
        }
        Mask above = path.community == null || path.inDefault ? everywhere : inStandardCommunities;
        return above.has(bit)
                || has(bit, atCommunity, path.community)
                || has(bit, atProject, path.project)
                || (expiring && grants.allow(bit, path, now.get()));
    }

    /** Most hold nothing at single projects, and need not look there. */
    private static boolean has(int bit, Map<Scope, Mask> masks, @Nullable Scope scope) {
        Mask mask = scope == null || masks.isEmpty() ? null : masks.get(scope);
        return mask != null && mask.has(bit);
    }

    private static boolean expires(List<Grant> some) {
        return some.stream().anyMatch(grant -> grant.expiresAt().isPresent());
    }

    /** Of one grant it is the mask of its role, which all who hold that role have in common. */
    private static Mask lasting(List<Grant> some) {
        return some.stream()
                .filter(grant -> grant.expiresAt().isEmpty())
                .map(Grant::mask)
                .reduce(Mask::or)
                .orElse(Mask.NONE);
    }
}
