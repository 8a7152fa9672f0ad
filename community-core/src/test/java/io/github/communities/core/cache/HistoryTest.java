package io.github.communities.core.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.cache.History.Answer;
import io.github.communities.core.cache.History.News;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an engine knows of one organization, whatever it learns in whatever order. */
class HistoryTest {
    private static final OrganizationId ACME = OrganizationId.of("acme");
    private static final Subject ANN = Subject.user("ann");
    private static final Subject BOB = Subject.user("bob");
    private static final Object[] OF_ANN = {ANN, Subject.allUsers()};
    private static final Object[] OF_BOB = {BOB, Subject.allUsers()};

    private final History history = new History(ACME);

    private static ChangeRecord record(long revision, Change... changes) {
        return ChangeRecord.builder()
                .revision(Revision.of(revision))
                .at(Instant.EPOCH)
                .addChanges(changes)
                .build();
    }

    private static ChangeRecord about(long revision, Subject subject) {
        return record(revision, Change.of(ChangeKind.BINDING_ADDED, ACME).about(subject));
    }

    private static ChangeRecord renamed(long revision) {
        return record(revision, Change.of(ChangeKind.ORGANIZATION_RENAMED, ACME));
    }

    /** Asks the store now, which is at a revision. */
    private News learn(long revision) {
        return learn(revision, 0);
    }

    private News learn(long revision, long now) {
        return history.learn(history.ask(now).answer(Revision.of(revision)));
    }

    private long revision() {
        return history.state().epoch().revision();
    }

    private boolean isTrusted() {
        return history.state().trusted();
    }

    @Test
    void nothing_is_trusted_before_the_store_has_answered() {
        assertFalse(history.state().isKnown());
        assertFalse(isTrusted());
        assertEquals(News.NONE, learn(7));
        assertEquals(7, revision());
        assertTrue(isTrusted());
    }

    @Test
    void the_same_revision_is_the_same_epoch() {
        learn(7, 100);
        Epoch before = history.state().epoch();
        learn(7, 200);
        assertSame(before, history.state().epoch());
        assertEquals(200, history.state().askedAt());
        history.committed(renamed(8));
        assertNotSame(before, history.state().epoch());
        assertEquals(200, history.state().askedAt(), "a write of this engine says nothing of those of others");
    }

    @Test
    void an_answer_is_as_old_as_the_latest_question() {
        learn(7, 100);
        Answer slow = history.ask(50).answer(Revision.of(7));
        Answer quick = history.ask(200).answer(Revision.of(7));
        history.learn(quick);
        history.learn(slow);
        assertEquals(200, history.state().askedAt());
    }

    @Test
    void who_was_touched_is_told_from_who_was_not() {
        learn(1);
        history.committed(about(2, ANN));
        assertFalse(history.untouched(OF_ANN, 1));
        assertTrue(history.untouched(OF_ANN, 2));
        assertTrue(history.untouched(OF_BOB, 1));
        history.committed(about(3, Subject.allUsers()));
        assertFalse(history.untouched(OF_BOB, 2));
    }

    @Test
    void what_others_wrote_is_read_from_the_feed() {
        learn(1);
        Answer answer = history.ask(500).answer(Revision.of(3));
        assertEquals(News.BEHIND, history.learn(answer));
        assertEquals(1, revision(), "not before it is known what was touched");
        history.advance(List.of(about(2, ANN), renamed(3)), answer);
        assertEquals(3, revision());
        assertEquals(500, history.state().askedAt());
        assertFalse(history.untouched(OF_ANN, 1));
        assertTrue(history.untouched(OF_BOB, 1));
    }

    @Test
    void where_records_were_dropped_nothing_of_before_is_worth_anything() {
        learn(1);
        Answer answer = history.ask(0).answer(Revision.of(5));
        history.learn(answer);
        history.advance(List.of(renamed(4), renamed(5)), answer);
        assertEquals(5, revision());
        assertFalse(history.untouched(OF_BOB, 4));
        assertTrue(history.untouched(OF_BOB, 5));
    }

    @Test
    void a_record_that_may_concern_all_makes_nothing_of_before_worth_anything() {
        learn(1);
        history.committed(record(2, Change.of(ChangeKind.PERSON_ERASED, ACME)));
        assertFalse(history.untouched(OF_BOB, 1));
        assertTrue(history.untouched(OF_BOB, 2));
    }

    @Test
    void writes_that_are_told_in_another_order_than_they_were_committed_in_are_all_there() {
        learn(1);
        history.committed(about(3, BOB));
        assertEquals(1, revision(), "what the second was is not known");
        assertFalse(isTrusted());
        history.committed(about(2, ANN));
        assertEquals(3, revision());
        assertFalse(history.untouched(OF_ANN, 1));
        assertFalse(history.untouched(OF_BOB, 2));
        assertFalse(isTrusted(), "until the store is asked");
        learn(3);
        assertTrue(isTrusted());
    }

    @Test
    void what_was_asked_before_a_write_was_committed_does_not_take_it_back() {
        learn(1);
        Answer early = history.ask(700).answer(Revision.of(1));
        history.committed(about(2, ANN));
        assertEquals(News.NONE, history.learn(early));
        assertEquals(2, revision());
        assertEquals(700, history.state().askedAt(), "as of then, all that was there is known");
    }

    @Test
    void a_store_that_says_less_than_it_said_before_went_back() {
        learn(5);
        assertEquals(News.WENT_BACK, learn(4));
        assertEquals(5, revision());
    }

    @Test
    void a_write_before_the_store_was_ever_asked_is_not_forgotten_by_an_answer_of_before() {
        Answer early = history.ask(0).answer(Revision.of(1));
        history.committed(about(2, ANN));
        assertFalse(isTrusted());
        assertEquals(News.NONE, history.learn(early));
        assertEquals(2, revision());
        assertFalse(isTrusted());
        learn(2);
        assertTrue(isTrusted());
    }

    @Test
    void after_a_write_that_may_have_been_committed_the_store_is_asked() {
        learn(1);
        Answer early = history.ask(0).answer(Revision.of(1));
        history.mayHaveCommitted();
        assertFalse(isTrusted());
        history.learn(early);
        assertFalse(isTrusted(), "it was asked before");
        learn(1);
        assertTrue(isTrusted());
    }

    @Test
    void while_a_transaction_of_the_host_is_open_the_store_is_asked_each_time() {
        learn(1);
        history.written(Revision.of(2), 0);
        assertFalse(isTrusted());
        learn(1);
        assertFalse(isTrusted());
        history.committed(about(2, ANN));
        learn(2);
        assertTrue(isTrusted());
    }

    @Test
    void when_a_transaction_of_the_host_has_ended_is_seen_by_the_revision() {
        learn(1);
        history.written(Revision.of(2), 0);
        Answer answer = history.ask(0).answer(Revision.of(2));
        history.learn(answer);
        history.advance(List.of(about(2, BOB)), answer);
        assertTrue(isTrusted());
    }

    @Test
    void a_transaction_of_which_nothing_is_heard_any_more_is_given_up() {
        learn(1);
        history.written(Revision.of(2), 0);
        learn(1, Duration.ofMinutes(10).toNanos());
        assertFalse(isTrusted());
        learn(1, Duration.ofMinutes(10).toNanos() + 1);
        assertTrue(isTrusted());
    }

    @Test
    void of_many_that_were_touched_the_early_ones_are_forgotten_and_with_them_all_that_is_as_old() {
        learn(1);
        for (int revision = 2; revision <= 3000; revision++) {
            history.committed(about(revision, Subject.user("user " + revision)));
            assertTrue(history.size() <= 1024, () -> history.size() + " are remembered");
        }
        assertFalse(history.untouched(OF_ANN, 1));
        assertTrue(history.untouched(OF_ANN, 2999));
        assertEquals(3000, revision());
    }

    @Test
    void what_came_is_told_from_what_went() {
        Object[] ids = {ACME};
        learn(1);
        history.committed(record(2, Change.of(ChangeKind.PROJECT_CREATED, ACME)));
        assertFalse(history.untouched(ids, 1));
        assertTrue(history.onlyCame(ids, 1));
        assertTrue(history.nothingWent(1));
        history.committed(record(3, Change.of(ChangeKind.PROJECT_DELETED, ACME)));
        history.committed(record(4, Change.of(ChangeKind.PROJECT_RESTORED, ACME)));
        assertFalse(history.onlyCame(ids, 2));
        assertTrue(history.onlyCame(ids, 3));
        assertTrue(history.onlyCame(OF_ANN, 2));
        assertFalse(history.nothingWent(2));
        assertTrue(history.nothingWent(3));
    }

    @Test
    void what_the_host_says_is_committed_is_for_the_store_to_tell() {
        learn(5);
        // It is written, taken back to a savepoint, and written otherwise: one of both is revision 6.
        history.written(Revision.of(6), 0);
        history.written(Revision.of(6), 0);
        history.hostCommitted(Revision.of(6));
        history.hostCommitted(Revision.of(6));
        assertEquals(5, revision());
        assertFalse(isTrusted());
        assertFalse(history.isPinned());
        Answer answer = history.ask(0).answer(Revision.of(6));
        assertEquals(News.BEHIND, history.learn(answer));
        history.advance(List.of(about(6, ANN)), answer);
        assertFalse(history.untouched(OF_ANN, 5));
        assertTrue(isTrusted());
    }

    @Test
    void while_a_write_is_open_it_is_not_to_be_forgotten() {
        history.written(Revision.of(2), 0);
        assertTrue(history.isPinned());
        learn(1);
        assertTrue(history.isPinned());
        Answer answer = history.ask(0).answer(Revision.of(2));
        history.learn(answer);
        history.advance(List.of(about(2, BOB)), answer);
        assertFalse(history.isPinned());
    }

    @Test
    void only_one_of_which_nothing_is_known_is_given_up() {
        History unknown = new History(ACME);
        assertTrue(unknown.retireIfUnknown());
        assertTrue(unknown.isRetired());

        history.written(Revision.of(2), 0);
        assertFalse(history.retireIfUnknown(), "that something was written is known");
        history.expire(Duration.ofMinutes(10).toNanos());
        assertTrue(history.isPinned());
        history.expire(Duration.ofMinutes(10).toNanos() + 1);
        assertFalse(history.isPinned());
        learn(1);
        assertFalse(history.retireIfUnknown());
        assertFalse(history.isRetired());
    }

    @Test
    void nothing_is_written_into_one_that_is_retired() {
        history.retire();
        history.written(Revision.of(2), 0);
        assertFalse(history.isPinned());
    }

    @Test
    void a_write_that_is_known_before_those_that_it_follows_is_not_trusted_to_a_store_that_lags() {
        learn(1);
        history.committed(about(3, BOB));
        learn(1);
        assertFalse(isTrusted());
    }

    @Test
    void of_one_write_that_touches_more_than_can_be_kept_nothing_is_kept() {
        learn(1);
        Change[] many = IntStream.range(0, 3_000)
                .mapToObj(i -> Change.of(ChangeKind.BINDING_ADDED, ACME).about(Subject.user("user " + i)))
                .toArray(Change[]::new);
        history.committed(record(2, many));
        assertEquals(0, history.size());
        assertFalse(history.untouched(OF_ANN, 1));
        assertTrue(history.untouched(OF_ANN, 2));
    }

    @Test
    void nothing_holds_of_one_that_is_retired() {
        learn(1);
        history.retire();
        assertFalse(history.untouched(OF_BOB, 1));
        assertFalse(isTrusted());
        learn(1);
        assertFalse(isTrusted());
        history.committed(renamed(2));
        assertFalse(history.untouched(OF_BOB, 2));
    }

    @Test
    void whoever_validates_while_others_write_is_never_told_that_what_was_touched_holds() throws Exception {
        learn(1);
        List<Throwable> failures = new ArrayList<>();
        Thread writer = new Thread(() -> {
            for (int revision = 2; revision <= 20_000; revision++) {
                history.committed(about(revision, revision % 10 == 0 ? ANN : Subject.user("user " + revision)));
            }
        });
        Thread reader = new Thread(() -> {
            while (revision() < 20_000) {
                long latest = revision();
                long touched = latest / 10 * 10;
                if (touched > 1 && history.untouched(OF_ANN, touched - 1)) {
                    failures.add(new AssertionError("ann was touched in " + touched + " of " + latest));
                    return;
                }
            }
        });
        writer.start();
        reader.start();
        writer.join();
        reader.join();
        assertEquals(List.of(), failures);
    }
}
