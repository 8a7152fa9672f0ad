package io.github.communities.core.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Target;
import io.github.communities.access.AccessStatistics;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.transaction.WriteObserver;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one engine remembers of what decides about access, for all who ask: how far each organization has come, what
 * principals hold, where targets lead. Bounded together by their weight in bytes; what is asked for least goes first.
 * Thread-safe.
 */
public final class AccessTables implements WriteObserver {
    /** Scatters numbers that are close to each other. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    /** One of two to the power of this is counted. */
    private static final int SAMPLING = 5;

    private static final long SWEEP = Duration.ofMinutes(1).toNanos();

    private final Cache<Object, Object> entries;
    private final Policy<Object, Object> policy;
    /**
     * What principals hold and where targets lead, which is among the entries too: to find it there costs half as much
     * again. What comes into the entries comes into here before, and what goes from them goes from here: so nothing
     * stays here that is not weighed. What is weighed and not here is found out anew by the next who asks.
     */
    private final Map<Object, Known> found = new ConcurrentHashMap<>();

    private final SharedIds ids = new SharedIds();
    private final LongSupplier ticker;
    private final AccessListeners listeners;
    private final Counts counts = new Counts();
    /** How many evictions nobody was told of yet. */
    private final AtomicLong untold = new AtomicLong();
    /** Since when organizations may be pinned, as they were written to in transactions of the host. */
    private final Map<OrganizationId, Long> pins = new ConcurrentHashMap<>();

    private volatile long sweptAt;

    /**
     * Empty ones.
     *
     * @param bytes about how many they may retain
     * @param ticker nanoseconds from some moment on, which never go back
     * @param listeners who are told what is dropped and evicted
     */
    public AccessTables(long bytes, LongSupplier ticker, AccessListeners listeners) {
        this.ticker = ticker;
        this.listeners = listeners;
        this.sweptAt = ticker.getAsLong();
        this.entries = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher(AccessTables::weight)
                // While it goes, and not some time after: nobody must trust it when there can be another one.
                .evictionListener(this::evicted)
                .executor(Runnable::run)
                .build();
        this.policy = entries.policy();
    }

    private static int weight(Object key, Object value) {
        if (value instanceof Snapshot snapshot) {
            return snapshot.weight();
        }
        if (value instanceof Place place) {
            return place.weight(); // its id among what it follows from
        }
        History history = (History) value;
        // What weighs nothing is never dropped to make room.
        return history.isPinned() ? 0 : 500 + 150 * history.size();
    }

    private void evicted(@Nullable Object key, @Nullable Object value, RemovalCause cause) {
        counts.evictions.increment();
        untold.incrementAndGet(); // and told later: here a lock is held
        if (value instanceof History history) {
            history.retire();
        } else if (key != null) {
            found.remove(key);
        }
    }

    /** The ids that what is remembered has in common. */
    public SharedIds ids() {
        return ids;
    }

    /** How far an organization has come; begins to be remembered. */
    public History history(OrganizationId organization) {
        return (History) entries.get(organization, id -> new History(ids.share(organization)));
    }

    /** Weighs a history anew, and once more if it is pinned, or not any more, meanwhile. */
    public void weigh(OrganizationId organization, History history) {
        boolean pinned;
        do {
            pinned = history.isPinned();
            entries.asMap().replace(organization, history, history);
        } while (pinned != history.isPinned());
    }

    /** Forgets an organization of which nothing was found out. */
    public void forgetUnknown(OrganizationId organization) {
        if (policy.getIfPresentQuietly(organization) instanceof History history && history.retireIfUnknown()) {
            entries.asMap().remove(organization, history);
        }
    }

    /** Forgets all of an organization. */
    public void retire(OrganizationId organization, History history) {
        history.retire();
        entries.asMap().remove(organization, history);
    }

    /** Forgets everything. */
    public void clear() {
        for (Object entry : entries.asMap().values()) {
            if (entry instanceof History history) {
                history.retire();
            }
        }
        entries.invalidateAll();
        found.clear();
    }

    /** What a principal was found to hold. */
    public @Nullable Snapshot snapshot(PrincipalKey key) {
        return (Snapshot) found.get(key);
    }

    /** Where a target was found to lead. */
    public @Nullable Place place(Target target) {
        return (Place) found.get(target);
    }

    /**
     * Whether an answer is one of those to {@link #count}: each thirty-second or so, which is enough to tell what is
     * asked for least.
     *
     * @param now the ticker, by whose last digits they are drawn
     */
    public static boolean isCounted(long now) {
        return (now * GOLDEN) >>> (Long.SIZE - SAMPLING) == 0;
    }

    /**
     * Counts an answer for all those that are not counted, and notes what was asked for.
     *
     * @param age how old the answer is
     */
    public void count(long age, @Nullable PrincipalKey key, Target target) {
        counts.hits.add(1 << SAMPLING);
        counts.greatestAge.accumulate(age);
        noteAsked(target);
        noteAsked(target.organization());
        if (key != null) {
            noteAsked(key);
        }
    }

    private boolean noteAsked(Object key) {
        return entries.getIfPresent(key) != null;
    }

    /** Remembers what a principal holds. */
    public void remember(PrincipalKey key, Snapshot snapshot) {
        put(new PrincipalKey(snapshot.path().organization(), key.principal()), snapshot);
    }

    /** Remembers where a target leads. */
    public void remember(Target target, Place place) {
        put(place.own(target), place);
    }

    private void put(Object key, Known known) {
        found.put(key, known);
        entries.put(key, known);
        tellEvictions();
    }

    private void tellEvictions() {
        long evicted = untold.getAndSet(0);
        if (evicted > 0) {
            listeners.evicted(evicted);
        }
    }

    /** Forgets what was remembered under a key, since it has changed. */
    public void drop(Object key, Known known) {
        boolean dropped = found.remove(key, known);
        entries.asMap().remove(key, known);
        if (dropped) {
            counts.drops.increment();
            listeners.dropped();
        }
    }

    /** Who are told. */
    public AccessListeners listeners() {
        return listeners;
    }

    /** What is counted. */
    public Counts counts() {
        return counts;
    }

    /** How it has fared so far. */
    public AccessStatistics statistics() {
        entries.cleanUp();
        tellEvictions();
        return new AccessStatistics(
                counts.hits.sum(),
                counts.loads.sum(),
                counts.reads.sum(),
                counts.revisionChecks.sum(),
                counts.changesRead.sum(),
                counts.drops.sum(),
                counts.evictions.sum(),
                entries.estimatedSize(),
                policy.eviction()
                        .flatMap(eviction ->
                                eviction.weightedSize().stream().boxed().findFirst())
                        .orElse(0L),
                Duration.ofNanos(counts.greatestAge.get()));
    }

    @Override
    public void committed(OrganizationId organization, ChangeRecord record) {
        note(organization, history -> {
            history.committed(record);
            weigh(organization, history);
        });
    }

    @Override
    public void mayHaveCommitted(OrganizationId organization) {
        note(organization, History::mayHaveCommitted);
    }

    @Override
    public void written(OrganizationId organization, Revision revision) {
        long now = ticker.getAsLong();
        History history;
        do {
            // Whoever asks for the first time while it is open must know of it too.
            history = history(organization);
            history.written(revision, now);
            weigh(organization, history);
        } while (history.isRetired());
        pins.put(organization, now);
        if (now - sweptAt > SWEEP) {
            sweptAt = now;
            pins.forEach((pinned, since) -> unpin(pinned, since, now));
        }
    }

    /** What was never heard of again is given up, and may be forgotten. */
    private void unpin(OrganizationId organization, long since, long now) {
        if (now - since > History.OPEN && pins.remove(organization, since)) {
            note(organization, history -> {
                history.expire(now);
                weigh(organization, history);
            });
        }
    }

    @Override
    public void hostCommitted(OrganizationId organization, Revision revision) {
        note(organization, history -> {
            history.hostCommitted(revision);
            weigh(organization, history);
        });
    }

    /** Of what nobody has asked about nothing is remembered that could be wrong. */
    private void note(OrganizationId organization, Consumer<History> event) {
        if (entries.getIfPresent(organization) instanceof History history) {
            event.accept(history);
        }
    }
}
