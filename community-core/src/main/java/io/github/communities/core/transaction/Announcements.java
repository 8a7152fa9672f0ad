package io.github.communities.core.transaction;

import io.github.communities.OrganizationId;
import io.github.communities.change.ChangeListener;
import io.github.communities.change.ChangeRecord;
import io.github.communities.spi.HostTransaction;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners what was committed, in order per organization, in threads that write (CHG-3, CON-5), and the engine
 * itself before them. Thread-safe.
 *
 * <p>A write takes its place in the organization's line while it holds the organization's row, so that the line is in
 * the order of the revisions, and leaves it if it is rolled back. Whoever commits tells what is at the head of the
 * line, as far as that is committed, unless someone is telling already: then that one goes on to it.
 *
 * <p>A write inside a transaction of the host takes no place in the line, since only the host knows when and how that
 * ends: what is to be told is left with the transaction until the host says that it is committed, and there it is
 * forgotten if the host never does. Where the store has joined a transaction by itself, it is left with the store,
 * which may learn of the commit.
 */
final class Announcements {
    private static final System.Logger LOGGER = System.getLogger("io.github.communities");

    private final WriteObserver observer;
    private final List<ChangeListener> listeners;
    private final ConcurrentMap<OrganizationId, Line> lines;
    private final Optional<HostTransaction> transaction;

    Announcements(WriteObserver observer, List<ChangeListener> listeners) {
        this(observer, List.copyOf(listeners), new ConcurrentHashMap<>(), Optional.empty());
    }

    private Announcements(
            WriteObserver observer,
            List<ChangeListener> listeners,
            ConcurrentMap<OrganizationId, Line> lines,
            Optional<HostTransaction> transaction) {
        this.observer = observer;
        this.listeners = listeners;
        this.lines = lines;
        this.transaction = transaction;
    }

    /** The same for what is written inside a transaction of the host. */
    Announcements within(HostTransaction ofHost) {
        return new Announcements(observer, listeners, lines, Optional.of(ofHost));
    }

    /** How many organizations have a line: none, once everybody was told. */
    int lines() {
        return lines.size();
    }

    /** Runs a write, which notes what it is about to commit, and tells of it afterwards. */
    <T> T after(OrganizationId organization, Function<Note, T> write) {
        Note note = new Note(organization);
        boolean committed = false;
        try {
            T result = write.apply(note);
            committed = true;
            return result;
        } finally {
            settle(note, committed);
        }
    }

    private void settle(Note note, boolean ended) {
        ChangeRecord record = note.record;
        if (record == null) {
            return;
        }
        if (note.ofHost) {
            if (ended) {
                observer.written(note.organization, record.revision());
                transaction.ifPresent(ofHost -> ofHost.onceCommitted(() -> tellCommitted(note, record)));
            }
            return;
        }
        if (ended) {
            observer.committed(note.organization, record);
        } else {
            observer.mayHaveCommitted(note.organization);
        }
        if (!listeners.isEmpty()) {
            tell(note.organization, step(note.organization, line -> line.settle(note, ended)));
        }
    }

    /** The host says that it has committed what it has in its own transaction. */
    private void tellCommitted(Note note, ChangeRecord record) {
        observer.hostCommitted(note.organization, record.revision());
        if (!listeners.isEmpty()) {
            join(note);
            tell(note.organization, step(note.organization, line -> line.settle(note, true)));
        }
    }

    private void join(Note note) {
        step(note.organization, line -> line.join(note));
    }

    private void leave(Note note) {
        step(note.organization, line -> line.leave(note));
    }

    /**
     * Moves an organization's line, which is there only as long as somebody is in it or telling: else every
     * organization that was ever written to, or only tried, would be remembered.
     *
     * @return what the calling thread is to tell now
     */
    private Optional<ChangeRecord> step(OrganizationId organization, Function<Line, Optional<ChangeRecord>> move) {
        List<ChangeRecord> next = new ArrayList<>(1);
        lines.compute(organization, (same, present) -> {
            Line line = present == null ? new Line() : present;
            move.apply(line).ifPresent(next::add);
            return line.isIdle() ? null : line;
        });
        return next.stream().findFirst();
    }

    private void tell(OrganizationId organization, Optional<ChangeRecord> first) {
        for (Optional<ChangeRecord> next = first; next.isPresent(); next = step(organization, Line::next)) {
            tell(organization, next.get());
        }
    }

    private void tell(OrganizationId organization, ChangeRecord record) {
        for (ChangeListener listener : listeners) {
            try {
                listener.changed(organization, record);
            } catch (Throwable e) {
                // An error too: neither the write nor who is next in line must suffer from it.
                report(organization, record, e);
            }
        }
    }

    private static void report(OrganizationId organization, ChangeRecord record, Throwable failure) {
        try {
            LOGGER.log(
                    Level.WARNING,
                    "[CHG-3] a listener failed at revision " + record.revision() + " of organization " + organization,
                    failure);
        } catch (Throwable e) {
            // Nor from a log that fails: whoever is telling would never give up the turn, and the line would only grow.
        }
    }

    /** What one write is about to commit. */
    final class Note {
        private final OrganizationId organization;
        private @Nullable ChangeRecord record;
        private boolean committed;
        private boolean ofHost;

        private Note(OrganizationId organization) {
            this.organization = organization;
        }

        /** The work begins, maybe again: what it noted before was rolled back. */
        void begin() {
            if (record != null) {
                leave(this);
            }
            record = null;
            ofHost = false;
        }

        /**
         * The work, which holds the organization's row, has appended this record.
         *
         * @param commits whether it is committed when the work has ended
         * @param onceCommitted who does something once the host has committed what the work stored, and only then
         */
        void appended(ChangeRecord appended, boolean commits, Consumer<Runnable> onceCommitted) {
            record = appended;
            ofHost = !commits;
            if (commits && !listeners.isEmpty()) {
                join(this);
            } else if (!commits && transaction.isEmpty()) {
                onceCommitted.accept(() -> tellCommitted(this, appended));
            }
        }
    }

    /**
     * What an organization's writes have appended and nobody has been told yet, in the order of the revisions. Moved by
     * one thread at a time.
     */
    private static final class Line {
        private final Deque<Note> waiting = new ArrayDeque<>();
        private boolean telling;

        boolean isIdle() {
            return waiting.isEmpty() && !telling;
        }

        Optional<ChangeRecord> join(Note note) {
            waiting.add(note);
            return Optional.empty();
        }

        Optional<ChangeRecord> leave(Note note) {
            waiting.remove(note);
            return Optional.empty();
        }

        /** What came of a write; and what is next to be told, unless someone is telling already. */
        Optional<ChangeRecord> settle(Note note, boolean committed) {
            if (committed) {
                note.committed = true;
            } else {
                waiting.remove(note);
            }
            return telling ? Optional.empty() : next();
        }

        /** What is next to be told; where nothing is, the turn is over. */
        Optional<ChangeRecord> next() {
            Note head = waiting.peek();
            telling = head != null && head.committed;
            return telling ? Optional.ofNullable(waiting.remove().record) : Optional.empty();
        }
    }
}
