package io.github.communities.core.cache;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Ids that much of what is remembered has in common, each kept once, for as long as anything has it. Thread-safe.
 */
public final class SharedIds {
    /** About how many bytes one of them retains. */
    static final int WEIGHT = 200;

    private final Map<Kept, Kept> kept = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

    /** An id that goes when nothing else has it. */
    private static final class Kept extends WeakReference<Object> {
        private final int hash;

        Kept(Object id, ReferenceQueue<Object> gone) {
            super(id, gone);
            this.hash = id.hashCode();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            Object id = get();
            return this == other || (id != null && other instanceof Kept like && id.equals(like.get()));
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** The equal one that is kept; from now on this one, if there is none. */
    @SuppressWarnings("unchecked") // what is equal is of the same class
    <T> T share(T id) {
        return (T) forOne().apply(id);
    }

    /** For one thing that is going to be remembered. Not thread-safe. */
    public Shared forOne() {
        for (Reference<?> one = gone.poll(); one != null; one = gone.poll()) {
            kept.remove(one);
        }
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
            Kept own = new Kept(id, ids.gone);
            while (true) {
                Kept before = ids.kept.putIfAbsent(own, own);
                if (before == null) {
                    brought++;
                    return id;
                }
                Object shared = before.get();
                if (shared != null) {
                    return shared;
                }
                ids.kept.remove(before, before);
            }
        }

        int brought() {
            return brought;
        }
    }
}
