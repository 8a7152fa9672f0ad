package io.github.communities.core.policy;

import io.github.communities.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Grants by scope: a hash table of two arrays, since there are many tables, they are kept for long, and most questions
 * are about scopes at which there is nothing, which the hashes alone tell. Immutable.
 */
final class GrantTable {
    private static final GrantTable EMPTY = new GrantTable(Map.of());

    /** Those of the scopes, each at its slot or the next free one; 0 where there is none. */
    private final int[] hashes;
    /** The first grant at each of the scopes. */
    private final @Nullable Grant[] firsts;

    /** With those of some scopes. */
    static GrantTable of(Map<Scope, List<Grant>> byScope) {
        return byScope.isEmpty() ? EMPTY : new GrantTable(byScope);
    }

    /** With the grants of each scope, in their order. A quarter of the slots or more is taken, and less than half. */
    private GrantTable(Map<Scope, List<Grant>> byScope) {
        int size = 4 * Integer.highestOneBit(byScope.size());
        hashes = new int[size];
        firsts = new @Nullable Grant[size];
        byScope.forEach((scope, grants) -> {
            int hash = hash(scope);
            int slot = slot(hash);
            while (hashes[slot] != 0) {
                slot = slot(slot + 1);
            }
            hashes[slot] = hash;
            firsts[slot] = link(grants);
        });
    }

    /** Has each of some grants lead to the one after it; gives the first. */
    static @Nullable Grant link(List<Grant> grants) {
        Grant first = null;
        for (int i = grants.size() - 1; i >= 0; i--) {
            Grant grant = grants.get(i);
            grant.next = first;
            first = grant;
        }
        return first;
    }

    private static int hash(Scope scope) {
        int hash = scope.hashCode();
        int spread = hash ^ hash >>> 16;
        return spread == 0 ? 1 : spread;
    }

    private int slot(int of) {
        return of & (hashes.length - 1);
    }

    /** The first grant at a scope. Most hold nothing at single projects, and need not look there. */
    @Nullable
    Grant first(@Nullable Scope scope) {
        if (scope == null || hashes.length == 0) {
            return null;
        }
        int hash = hash(scope);
        for (int slot = slot(hash); hashes[slot] != 0; slot = slot(slot + 1)) {
            Grant first = firsts[slot];
            if (hashes[slot] == hash
                    && first != null
                    && (first.scope() == scope || first.scope().equals(scope))) {
                return first;
            }
        }
        return null;
    }

    /** All of them. */
    List<Grant> all() {
        List<Grant> all = new ArrayList<>();
        for (Grant first : firsts) {
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

    /** About how many bytes it retains, without the grants. */
    int weight() {
        return hashes.length == 0 ? 0 : 56 + 8 * hashes.length;
    }
}
