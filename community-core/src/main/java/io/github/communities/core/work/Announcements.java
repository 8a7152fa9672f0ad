package io.github.communities.core.work;

import io.github.communities.OrganizationId;
import io.github.communities.change.ChangeListener;
import io.github.communities.change.ChangeRecord;
import io.github.communities.spi.HostTransaction;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners what was committed, in order per organization, in threads that write (CHG-3, CON-5). Thread-safe.
 *
 * <p>A write takes its place in the organization's line while it holds the organization's row, so that the line is in the
 * order of the revisions, and leaves it if it is rolled back. Whoever commits tells what is at the head of the line, as far
 * as that is committed, unless someone is telling already: then that one goes on to it.
 *
 * <p>A write inside a transaction of the host takes no place in the line, since only the host knows when and how that ends:
 * what is to be told is left with the transaction until the host says that it is committed, and there it is forgotten if the
 * host never does.
 */
final class Announcements {
    private static final System.Logger LOGGER = System.getLogger("io.github.communities");

    private final List<ChangeListener> listeners;
    private final ConcurrentMap<OrganizationId, Line> lines;
    private final Optional<HostTransaction> transaction;

    Announcements(List<ChangeListener> listeners) {
        this(List.copyOf(listeners), new ConcurrentHashMap<>(), Optional.empty());
    }

    private Announcements(
            List<ChangeListener> listeners,
            ConcurrentMap<OrganizationId, Line> lines,
            Optional<HostTransaction> transaction) {
        this.listeners = listeners;
        this.lines = lines;
        this.transaction = transaction;
    }

    /** The same for what is written inside a transaction of the host. */
    Announcements within(HostTransaction ofHost) {
        return new Announcements(listeners, lines, Optional.of(ofHost));
    }

    /** Runs a write, which notes what it is about to commit, and tells of it afterwards. */
    <T> T after(OrganizationId organization, Function<Note, T> write) {
        Line line = listeners.isEmpty() ? new Line(organization) : lines.computeIfAbsent(organization, Line::new);
        Note note = new Note(line);
        boolean committed = false;
        try {
            T result = write.apply(note);
            committed = true;
            return result;
        } finally {
            settle(note, committed);
        }
    }

    private void settle(Note note, boolean committed) {
        if (!note.ofHost) {
            note.line.settle(note, committed);
        } else if (committed && !listeners.isEmpty()) {
            // Where a data source gave the transaction by itself, nobody will say when it is committed.
            transaction.ifPresent(ofHost -> ofHost.onceCommitted(() -> {
                note.line.join(note);
                note.line.settle(note, true);
            }));
        }
    }

    /** What one write is about to commit. */
    static final class Note {
        private final Line line;
        private @Nullable ChangeRecord record;
        private boolean committed;
        private boolean ofHost;

        private Note(Line line) {
            this.line = line;
        }

        /** The work begins, maybe again: what it noted before was rolled back. */
        void begin() {
            ofHost = false;
            line.leave(this);
        }

        /**
         * The work, which holds the organization's row, has appended this record.
         *
         * @param commits whether it is committed when the work has ended
         */
        void appended(ChangeRecord appended, boolean commits) {
            record = appended;
            ofHost = !commits;
            if (commits) {
                line.join(this);
            }
        }
    }

    /** What an organization's writes have appended and nobody has been told yet, in the order of the revisions. */
    private final class Line {
        private final OrganizationId organization;
        private final Deque<Note> waiting = new ArrayDeque<>();
        private boolean telling;

        Line(OrganizationId organization) {
            this.organization = organization;
        }

        synchronized void join(Note note) {
            waiting.add(note);
        }

        synchronized void leave(Note note) {
            waiting.remove(note);
        }

        void settle(Note note, boolean committed) {
            if (committed) {
                commit(note);
            } else {
                leave(note);
            }
            if (takesTurn()) {
                for (Optional<ChangeRecord> next = next(); next.isPresent(); next = next()) {
                    tell(next.get());
                }
            }
        }

        private synchronized void commit(Note note) {
            note.committed = true;
        }

        private synchronized boolean takesTurn() {
            boolean mine = !telling;
            telling = true;
            return mine;
        }

        /** What is next to be told; where nothing is, the turn is over. */
        private synchronized Optional<ChangeRecord> next() {
            Note head = waiting.peek();
            telling = head != null && head.committed;
            return telling ? Optional.ofNullable(waiting.remove().record) : Optional.empty();
        }

        private void tell(ChangeRecord record) {
            for (ChangeListener listener : listeners) {
                try {
                    listener.changed(organization, record);
                } catch (Throwable e) {
                    // An error too: neither the write nor who is next in line must suffer from it.
                    LOGGER.log(
                            Level.WARNING,
                            "[CHG-3] a listener failed at revision " + record.revision() + " of organization "
                                    + organization,
                            e);
                }
            }
        }
    }
}
