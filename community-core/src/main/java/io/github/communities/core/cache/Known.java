package io.github.communities.core.cache;

import io.github.communities.core.policy.Path;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about one thing, and still holds as long as nothing is touched that it follows from. It is the path
 * at which access to that thing is decided, since each step on the way there costs a check a tenth of its time.
 * Thread-safe: threads that look at the same time may only find out twice that it holds.
 */
public abstract class Known extends Path {
    private final History history;
    /** The revision at which it was found out. */
    private final long since;
    /** The latest at which it is known to hold. */
    private Epoch seen;

    /**
     * Found out.
     *
     * @param path where access to it is decided
     * @param at the revision at which it was
     */
    Known(History history, Path path, Epoch at) {
        super(path);
        this.history = history;
        this.since = at.revision();
        this.seen = at;
    }

    /** It as a path, if access to it can be decided at one. */
    public abstract @Nullable Path path();

    /** That of the organization it is of. */
    public final History history() {
        return history;
    }

    /** What equals something that it follows from, as it is there: so that it is not kept twice. */
    final Object own(Object like) {
        for (Object origin : origins()) {
            if (origin.equals(like)) {
                return origin;
            }
        }
        return like;
    }

    /** Whether it was found out at a revision. */
    public final boolean isOf(long revision) {
        return since == revision;
    }

    /** Whether it is known to hold at an epoch without looking further. */
    public final boolean isSeen(Epoch epoch) {
        return seen == epoch;
    }

    /** Whether it holds at the latest revision that is known, which is an epoch's. */
    public final boolean holds(Epoch latest) {
        Epoch before = seen;
        if (before == latest) {
            return true;
        }
        boolean holds = before.revision() <= latest.revision() && history.untouched(origins(), before.revision());
        if (holds) {
            seen = latest;
        }
        return holds;
    }

    /** Whether it held at a revision of the past, as far as can be told. */
    public final boolean held(long revision) {
        long latest = seen.revision();
        boolean between = since <= revision && revision <= latest && !history.isRetired();
        return between || history.untouched(origins(), revision < since ? revision : latest);
    }

    /** Whether nothing that it follows from went since a revision, though something may have come. */
    public final boolean onlyCame(long revision) {
        return history.onlyCame(origins(), revision);
    }
}
