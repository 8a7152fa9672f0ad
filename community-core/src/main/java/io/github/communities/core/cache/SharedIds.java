package io.github.communities.core.cache;

import com.github.benmanes.caffeine.cache.Interner;
import java.util.function.UnaryOperator;

/**
 * Ids that much of what is remembered has in common, each kept once, for as long as anything has it. Thread-safe.
 */
public final class SharedIds {
    /** About how many bytes one of them retains. */
    static final int WEIGHT = 200;

    private final Interner<Object> kept = Interner.newWeakInterner();

    /** The equal one that is kept; from now on this one, if there is none. */
    @SuppressWarnings("unchecked") // what is equal is of the same class
    <T> T share(T id) {
        return (T) kept.intern(id);
    }

    /** For one thing that is going to be remembered. Not thread-safe. */
    public Shared forOne() {
        return new Shared(this);
    }

    /** Shares the ids of one thing, and counts those that nothing had before: these it brings in. */
    public static final class Shared implements UnaryOperator<Object> {
        private final SharedIds ids;
        private int brought;

        private Shared(SharedIds ids) {
            this.ids = ids;
        }

        @Override
        public Object apply(Object id) {
            Object shared = ids.share(id);
            if (shared == id) {
                brought++;
            }
            return shared;
        }

        int brought() {
            return brought;
        }
    }
}
