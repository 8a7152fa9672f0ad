package io.github.communities.spi;

import io.github.communities.error.Refused;
import io.github.communities.internal.Arguments;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One transaction of the host, for the library to work inside (CON-4). The host begins it and ends it; the library does
 * neither. It knows nothing of any storage: a store that can join transactions has a subclass of its own.
 *
 * <p>Make one for each transaction. When that is committed, say so by {@link #committed()}; when it is rolled back,
 * throw this away. Not thread-safe, as transactions are not.
 */
public abstract class HostTransaction {
    private final Queue<Runnable> announcements = new ArrayDeque<>();
    private boolean committed;

    /** One that the host has begun. */
    protected HostTransaction() {}

    /**
     * Says that the transaction is committed: listeners are told, in this thread, of what was written in it, in the
     * order in which it was (CHG-3). Without this call they never are, and the host reads the feed. What another thread
     * wrote between the commit and this call is told before, and what the host has itself taken back to a savepoint of
     * its own is told nevertheless; who minds reads the feed. Calling it again does nothing.
     */
    public final void committed() {
        committed = true;
        for (Runnable next = announcements.poll(); next != null; next = announcements.poll()) {
            next.run();
        }
    }

    /** For the engine: does something if and when the host says that the transaction is committed. */
    public final void onceCommitted(Runnable announcement) {
        announcements.add(Arguments.required("announcement", announcement));
    }

    /**
     * For stores: refuses to go on after {@link #committed()}, for what belongs to another transaction.
     *
     * @throws Refused if the host has said that it is committed (CON-4)
     */
    public final void requireOpen() {
        if (committed) {
            throw new Refused(
                    "CON-4",
                    "the host has said that this transaction is committed: give another HostTransaction for each"
                            + " transaction");
        }
    }
}
