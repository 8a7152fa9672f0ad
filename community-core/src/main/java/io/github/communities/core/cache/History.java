package io.github.communities.core.cache;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.policy.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * How far one organization has come, as far as this engine knows, when the store was last asked, and what was touched on
 * the way. Whoever remembers something of the organization asks here whether it still holds. Thread-safe; reading waits
 * for nobody.
 *
 * <p>What happens is numbered: each question to the store before it is put, each write of this engine after it is
 * committed. An answer to a question that was put before the latest of them is no news.
 */
public final class History {
    /** For how many subjects and ids it is known when they were touched last. */
    private static final int KEPT = 1024;
    /** How many writes that were committed before earlier ones are kept until these are known. */
    private static final int EARLY = 64;
    /** How long a transaction of the host may be open at most for its writes to be seen at once (CON-2). */
    static final long OPEN = Duration.ofMinutes(10).toNanos();

    private static final long UNKNOWN = -1;

    /**
     * What is known now.
     *
     * @param epoch the latest revision that is known
     * @param askedAt when by the ticker it was the latest for certain: when the store was asked
     * @param asked the number of that question
     * @param trusted whether the staleness bound is all that counts; else the store is asked for each question, as
     *     something was written here of which is not known how it ends
     */
    public record State(Epoch epoch, long askedAt, long asked, boolean trusted) {
        /** Whether anything is. */
        public boolean isKnown() {
            return epoch.revision() >= 0;
        }
    }

    /**
     * What the store has answered.
     *
     * @param revision the organization's
     * @param askedAt when by the ticker it was asked
     * @param number that of the question
     */
    public record Answer(long revision, long askedAt, long number) {}

    /**
     * A question that is put to the store.
     *
     * @param askedAt when by the ticker: what is answered is at least as new
     * @param number its number
     */
    public record Question(long askedAt, long number) {
        /** The answer to it. */
        public Answer answer(Revision revision) {
            return new Answer(revision.value(), askedAt, number);
        }
    }

    /** What an answer means. */
    public enum News {
        /** Known is now what the store says, or it was no news. */
        NONE,
        /** There are change records to be read. */
        BEHIND,
        /** The store says less than before. */
        WENT_BACK
    }

    /**
     * When something was touched last.
     *
     * @param revision in which revision
     * @param went the latest in which anything went that was there
     */
    private record Touch(long revision, long went) {
        Touch after(Touch before) {
            return new Touch(revision, Math.max(went, before.went));
        }
    }

    private final Path path;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Object, Touch> touched = new ConcurrentHashMap<>();
    /** Up to which revision nothing is known of what was touched. */
    private volatile long floor;

    /** The latest revision in which a community, project or resource went, or was shared no longer. */
    private volatile long went;

    private volatile State state = new State(new Epoch(UNKNOWN), 0, 0, false);
    private volatile boolean retired;

    /** When it came to the latest revision that is known; an answer of before may well know less. */
    private long reachedAt;

    private long doubtedAt;
    private final SortedMap<Long, Touched> early = new TreeMap<>();
    private final SortedMap<Long, Long> open = new TreeMap<>();

    /** That of an organization of which nothing is known yet. */
    History(OrganizationId organization) {
        this.path = Path.of(organization);
    }

    /** The path of the organization. */
    public Path path() {
        return path;
    }

    /** What is known now. */
    public State state() {
        return state;
    }

    /** The number of what happened last. */
    public long number() {
        return numbers.get();
    }

    /** The question that is put to the store now. */
    public Question ask(long now) {
        return new Question(now, numbers.incrementAndGet());
    }

    /** The epoch of a revision: the latest that is known, if it is of that. */
    public Epoch epoch(Revision revision) {
        Epoch latest = state.epoch();
        return latest.revision() == revision.value() ? latest : new Epoch(revision.value());
    }

    /** How many subjects and ids are remembered. */
    int size() {
        return touched.size();
    }

    /** Whether none of these was touched since a revision, up to the latest that was known when this was called. */
    boolean untouched(Object[] origins, long since) {
        return all(origins, touch -> touch.revision() <= since, since);
    }

    /** The same, but that something may have come. */
    boolean onlyCame(Object[] origins, long since) {
        return all(origins, touch -> touch.went() <= since, since);
    }

    private boolean all(Object[] origins, Predicate<Touch> condition, long since) {
        for (Object origin : origins) {
            Touch last = touched.get(origin);
            if (last != null && !condition.test(last)) {
                return false;
            }
        }
        // After the look-ups: whoever forgets them has raised the floor before.
        return floor <= since && !retired;
    }

    /** Whether no community, project or resource went since a revision. */
    public boolean nothingWent(long since) {
        return went <= since && floor <= since && !retired;
    }

    /** Takes what the store has answered. */
    public synchronized News learn(Answer answer) {
        State known = state;
        if (retired) {
            return News.NONE;
        }
        if (!known.isKnown()) {
            floor = answer.revision();
            become(answer.revision(), answer);
            return News.NONE;
        }
        if (answer.revision() > known.epoch().revision()) {
            return News.BEHIND;
        }
        if (answer.revision() < known.epoch().revision() && answer.number() > reachedAt) {
            return News.WENT_BACK;
        }
        become(known.epoch().revision(), answer);
        return News.NONE;
    }

    /**
     * Goes on to where the store is by the records that were read for an answer that had come further.
     *
     * @param records all that come after the revision that was known when they were read, oldest first, as far as they
     *     are there
     */
    public synchronized void advance(List<ChangeRecord> records, Answer answer) {
        if (retired) {
            return;
        }
        long reached = state.epoch().revision();
        for (ChangeRecord record : records) {
            if (record.revision().value() == reached + 1) {
                reached++;
                touch(Touched.by(record), reached);
            }
        }
        if (reached < answer.revision()) {
            // Records that were dropped (CHG-2), or more of them than it is worth to read.
            reached = answer.revision();
            forget(reached);
        }
        become(reached, answer);
    }

    /** This engine has committed a write. */
    synchronized void committed(ChangeRecord record) {
        long revision = record.revision().value();
        if (retired) {
            return;
        }
        if (!state.isKnown()) {
            floor = revision;
            doubt();
            become(revision);
        } else if (revision > state.epoch().revision()) {
            early.put(revision, Touched.by(record));
            become(applyEarly());
        }
    }

    /** Those of them that follow on what is known; what comes after a gap is for the store to tell. */
    private long applyEarly() {
        long reached = state.epoch().revision();
        for (Touched next = early.remove(reached + 1); next != null; next = early.remove(reached + 1)) {
            reached++;
            touch(next, reached);
        }
        if (!early.isEmpty()) {
            doubt();
        }
        while (early.size() > EARLY
                || early.values().stream().mapToInt(each -> each.ids().size()).sum() > KEPT) {
            early.remove(early.firstKey());
        }
        return reached;
    }

    /** This engine has tried to commit a write, and does not know whether it is. */
    synchronized void mayHaveCommitted() {
        doubt();
        distrust();
    }

    /** Something was written in a transaction of the host, which is open. */
    synchronized void written(Revision revision, long now) {
        if (!retired) {
            open.put(revision.value(), now);
            distrust();
        }
    }

    /**
     * The host says that it has committed what was written in its transaction; it may have taken some of it back before,
     * so that what is in that revision is for the store to tell.
     */
    synchronized void hostCommitted(Revision revision) {
        open.remove(revision.value());
        doubt();
        distrust();
    }

    /** Whether something is not known of what was written here, so that this must not be forgotten. */
    public synchronized boolean isPinned() {
        return !open.isEmpty();
    }

    private void doubt() {
        doubtedAt = numbers.incrementAndGet();
    }

    private void distrust() {
        state = new State(state.epoch(), state.askedAt(), state.asked(), false);
    }

    /** Gives up what was written in transactions of the host so long ago that they must have ended. */
    synchronized void expire(long now) {
        open.values().removeIf(since -> now - since > OPEN);
    }

    /** Retires one of which nothing is known, not even that something was written. */
    synchronized boolean retireIfUnknown() {
        if (state.isKnown() || isPinned()) {
            return false;
        }
        retire();
        return true;
    }

    /** Nothing that was remembered of the organization holds any more, nor ever will. */
    synchronized void retire() {
        retired = true;
        state = new State(new Epoch(UNKNOWN), 0, 0, false);
    }

    /** Whether nothing of it holds any more. */
    public boolean isRetired() {
        return retired;
    }

    private void become(long revision, Answer answer) {
        expire(answer.askedAt());
        if (answer.number() > state.asked()) {
            state = new State(state.epoch(), answer.askedAt(), answer.number(), false);
        }
        become(revision);
    }

    private void become(long revision) {
        open.keySet().removeIf(written -> written <= revision);
        early.keySet().removeIf(written -> written <= revision);
        Epoch epoch = state.epoch();
        if (revision != epoch.revision()) {
            epoch = new Epoch(revision);
            reachedAt = numbers.incrementAndGet();
        }
        state = new State(epoch, state.askedAt(), state.asked(), isTrusted());
    }

    private boolean isTrusted() {
        return state.asked() > doubtedAt && open.isEmpty() && early.isEmpty();
    }

    private void touch(Touched by, long revision) {
        if (by.went()) {
            went = revision;
        }
        if (by.everything() || touched.size() + by.ids().size() > KEPT) {
            forget(revision);
        } else {
            Touch touch = new Touch(revision, by.went() ? revision : 0);
            by.ids().forEach(id -> touched.merge(id, touch, (before, latest) -> latest.after(before)));
        }
    }

    /** The floor is raised first, for who looks meanwhile. */
    private void forget(long revision) {
        floor = revision;
        touched.clear();
    }
}
