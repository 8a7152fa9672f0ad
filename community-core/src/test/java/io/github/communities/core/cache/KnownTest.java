package io.github.communities.core.cache;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.policy.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** At which revisions what was found out is known to hold. */
class KnownTest {
    private static final OrganizationId ACME = OrganizationId.of("acme");
    private static final Subject ANN = Subject.user("ann");
    private static final Subject BOB = Subject.user("bob");

    private final History history = new History(ACME);
    private long revision = 5;

    private static final class OfAnn extends Known {
        OfAnn(History history, Epoch at) {
            super(history, history.path(), at);
        }

        @Override
        public @Nullable Path path() {
            return null;
        }

        @Override
        public Object[] origins() {
            return new Object[] {ANN};
        }
    }

    @BeforeEach
    void askTheStore() {
        history.learn(history.ask(0).answer(Revision.of(revision)));
    }

    private Epoch latest() {
        return history.state().epoch();
    }

    private void write(ChangeKind kind, Subject about) {
        revision++;
        history.committed(ChangeRecord.builder()
                .revision(Revision.of(revision))
                .at(Instant.EPOCH)
                .addChanges(Change.of(kind, ACME).about(about))
                .build());
    }

    @Test
    void it_holds_until_it_is_touched() {
        Known known = new OfAnn(history, latest());
        assertTrue(known.isSeen(latest()));
        write(ChangeKind.BINDING_ADDED, BOB);
        assertFalse(known.isSeen(latest()), "nobody has looked");
        assertTrue(known.holds(latest()));
        assertTrue(known.isSeen(latest()), "who looks once need not look again");
        write(ChangeKind.BINDING_ADDED, ANN);
        assertFalse(known.holds(latest()));
        assertFalse(known.isSeen(latest()));
    }

    @Test
    void it_held_at_every_revision_between_those_at_which_it_was_seen() {
        Known known = new OfAnn(history, latest());
        write(ChangeKind.BINDING_ADDED, BOB);
        write(ChangeKind.BINDING_ADDED, BOB);
        assertTrue(known.holds(latest()));
        write(ChangeKind.BINDING_ADDED, ANN);

        assertTrue(known.held(5));
        assertTrue(known.held(6));
        assertTrue(known.held(7));
        assertFalse(known.held(8));
        assertTrue(known.isOf(5));
        assertFalse(known.isOf(6));
    }

    @Test
    void what_was_found_out_later_held_before_if_nothing_was_touched_between() {
        write(ChangeKind.BINDING_ADDED, BOB);
        Known known = new OfAnn(history, latest());
        assertTrue(known.held(5));
        write(ChangeKind.BINDING_ADDED, ANN);
        Known after = new OfAnn(history, latest());
        assertFalse(after.held(6));
        assertTrue(after.held(7));
    }

    @Test
    void of_what_was_found_out_at_a_revision_that_is_not_the_latest_nothing_is_assumed() {
        Epoch early = new Epoch(5);
        write(ChangeKind.BINDING_ADDED, ANN);
        Known known = new OfAnn(history, early);
        assertFalse(known.holds(latest()));
        assertTrue(known.held(5));
        Known ahead = new OfAnn(history, new Epoch(revision + 1));
        assertFalse(ahead.holds(latest()), "what is known does not reach so far");
    }

    @Test
    void nothing_holds_of_a_history_that_is_retired() {
        Known known = new OfAnn(history, latest());
        history.retire();
        assertFalse(known.holds(latest()));
        assertFalse(known.held(5));
    }
}
