package io.github.communities.core.policy;

import io.github.communities.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Grants by scope: a hash table whose nodes are the grants themselves, since there are
 * many tables and they are kept for long. Immutable.
 */
final class GrantTable {
    private static final GrantTable EMPTY = new GrantTable(Map.of());

    private final @Nullable Grant[] buckets;

    /** With those of some scopes. */
    static GrantTable of(Map<Scope, List<Grant>> byScope) {
        return byScope.isEmpty() ? EMPTY : new GrantTable(byScope);
    }

    /** With the grants of each scope, which are of that very object, in their order. */
    private GrantTable(Map<Scope, List<Grant>> byScope) {
        buckets = new @Nullable Grant[byScope.isEmpty() ? 0 : Integer.highestOneBit(byScope.size() * 2 - 1)];
        byScope.forEach((scope, grants) -> {
            int bucket = bucket(scope);
            buckets[bucket] = link(grants, buckets[bucket]);
        });
    }

    /** Puts grants before others, in their order; gives the first. */
    static @Nullable Grant link(List<Grant> grants, @Nullable Grant others) {
        Grant first = others;
        for (int i = grants.size() - 1; i >= 0; i--) {
            Grant grant = grants.get(i);
            grant.next = first;
            first = grant;
        }
        return first;
    }

    private int bucket(Scope scope) {
        int hash = scope.hashCode();
        return (hash ^ hash >>> 16) & (buckets.length - 1);
    }

    /** The first grant at a scope. Most hold nothing at single projects, and need not look there. */
    @Nullable
    Grant first(@Nullable Scope scope) {
        if (scope == null || buckets.length == 0) {
            return null;
        }
        Grant grant = buckets[bucket(scope)];
        while (grant != null && grant.scope() != scope && !grant.scope().equals(scope)) {
            grant = grant.next;
        }
        return grant;
    }

    /** The grant at the same scope that comes after one. */
    static @Nullable Grant after(Grant grant) {
        Grant next = grant.next;
        return next == null || next.scope() != grant.scope() ? null : next;
    }

    /** All of them. */
    Collection<Grant> all() {
        List<Grant> all = new ArrayList<>();
        for (Grant first : buckets) {
            for (Grant grant = first; grant != null; grant = grant.next) {
                all.add(grant);
            }
        }
        return all;
    }

    /** The scopes at which there are any, all of which are of a kind. */
    <S extends Scope> List<S> scopes(Class<S> kind) {
        return all().stream().map(Grant::scope).distinct().map(kind::cast).toList();
    }
}
