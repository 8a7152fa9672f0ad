package io.github.communities.tck.domain.change;

import static io.github.communities.Permission.PROJECT_CREATE;
import static io.github.communities.tck.fixture.Refusals.stale;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.error.InvalidInput;
import io.github.communities.error.NotFound;
import io.github.communities.error.Stale;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.Race.Outcome;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading the feed, and dropping what is old: CHG-2. */
public abstract class FeedRules extends AcmeRules {
    /** Rules on storages of their own. */
    protected FeedRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // CHG-2

    @Test
    @Rule("CHG-2")
    void records_are_numbered_by_the_revision_without_gaps() {
        acme();
        node.host().signIn(ACME, BOB);
        communityOf(BOB, "Cat lovers");

        List<ChangeRecord> feed = feed(ACME);
        assertEquals(
                LongStream.rangeClosed(1, revision().value())
                        .mapToObj(Revision::of)
                        .toList(),
                feed.stream().map(ChangeRecord::revision).toList());
        assertEquals(feed, node.host().changes(ACME, Revision.NONE, 1000), "the same on every node");
        assertEquals(feed, cluster.node().host().changes(ACME, Revision.NONE, 1000), "and after a restart");
        assertTrue(feed.stream().noneMatch(record -> record.changes().isEmpty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 11, 12, 1000})
    @Rule("CHG-2")
    void they_are_read_by_cursor(int limit) {
        acme();
        for (int i = 0; i < 6; i++) {
            node.host().addUser(ACME, Subject.user("user " + i));
        }
        List<ChangeRecord> all = other.host().changes(ACME, Revision.NONE, 1000);
        assertEquals(11, all.size());

        List<ChangeRecord> read = new ArrayList<>();
        Revision cursor = Revision.NONE;
        for (List<ChangeRecord> page = other.host().changes(ACME, cursor, limit);
                !page.isEmpty();
                page = other.host().changes(ACME, cursor, limit)) {
            assertTrue(page.size() <= limit);
            read.addAll(page);
            cursor = page.get(page.size() - 1).revision();
        }

        assertEquals(all, read);
        assertEquals(List.of(), other.host().changes(ACME, revision(), limit), "there is no more, yet");
        node.host().addUser(ACME, DAVE);
        assertEquals(1, other.host().changes(ACME, cursor, limit).size(), "the same cursor finds what is new");
    }

    @Test
    @Rule({"CHG-2", "LIM-2"})
    void a_page_has_one_to_a_thousand_records() {
        acme();
        assertThrows(InvalidInput.class, () -> node.host().changes(ACME, Revision.NONE, 0));
        assertThrows(InvalidInput.class, () -> node.host().changes(ACME, Revision.NONE, -1));
        assertThrows(InvalidInput.class, () -> node.host().changes(ACME, Revision.NONE, 1001));
        assertEquals(1, node.host().changes(ACME, Revision.NONE, 1).size());
        assertEquals(5, node.host().changes(ACME, Revision.NONE, 1000).size());
        assertThrows(NotFound.class, () -> node.host().changes(GLOBEX, Revision.NONE, 1));
    }

    @Test
    @Rule({"CHG-2", "TEN-1"})
    void a_feed_holds_its_organizations_records_only() {
        acme();
        register(GLOBEX, "Globex");
        node.host().signIn(GLOBEX, BOB);

        assertEquals(5, feed(ACME).size());
        assertEquals(6, feed(GLOBEX).size());
        assertTrue(feed(GLOBEX).stream()
                .flatMap(record -> record.changes().stream())
                .allMatch(change -> change.scope().organization().equals(GLOBEX)));
    }

    @Test
    @Rule({"CHG-2", "CON-1"})
    void a_reader_misses_none_and_sees_none_twice_while_others_write() {
        acme();
        int writers = 8;
        int each = 25;
        long last = revision().value() + (long) writers * each;
        List<Communities> readers = List.of(node, other, cluster.node(), cluster.node());
        try (Race race = new Race(writers + 4)) {
            List<Callable<List<ChangeRecord>>> tasks = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                Communities on = w % 2 == 0 ? node : other;
                String name = "user " + w + " ";
                tasks.add(() -> {
                    for (int i = 0; i < each; i++) {
                        on.host().addUser(ACME, Subject.user(name + i));
                    }
                    return List.of();
                });
            }
            for (int r = 0; r < 4; r++) {
                Communities on = readers.get(r);
                int limit = 1 + r * 3;
                tasks.add(() -> readUpTo(on, last, limit));
            }
            List<List<ChangeRecord>> read = race.<List<ChangeRecord>>run(tasks).stream()
                    .map(Outcome::get)
                    .filter(records -> !records.isEmpty())
                    .toList();

            assertEquals(4, read.size());
            List<ChangeRecord> feed = feed(ACME);
            assertEquals(last, feed.size());
            read.forEach(records -> assertEquals(feed, records));
        }
    }

    /** Follows the feed until a record has come that must be the last. */
    private static List<ChangeRecord> readUpTo(Communities on, long last, int limit) {
        Instant patience = Instant.now().plus(Duration.ofMinutes(1));
        List<ChangeRecord> read = new ArrayList<>();
        Revision cursor = Revision.NONE;
        while (cursor.value() < last) {
            if (Instant.now().isAfter(patience)) {
                throw new AssertionError("the feed stops at " + cursor + " of " + last);
            }
            List<ChangeRecord> page = on.host().changes(ACME, cursor, limit);
            if (page.isEmpty()) {
                Thread.onSpinWait();
            } else {
                read.addAll(page);
                cursor = page.get(page.size() - 1).revision();
            }
        }
        return read;
    }

    @Test
    @Rule("CHG-2")
    void the_host_drops_records_older_than_it_keeps_them() {
        CommunityId team = acme();
        Instant start = cluster.clock().instant();
        cluster.clock().advance(Duration.ofHours(1));
        node.host().addUser(ACME, DAVE);
        cluster.clock().advance(Duration.ofHours(1));
        node.host().signIn(ACME, BOB);
        Revision before = revision();

        Written<Long> dropped = changed(() -> node.host().dropChanges(ACME, start.plus(Duration.ofMinutes(30))));

        assertEquals(5, dropped.value());
        assertEquals(before.next(), dropped.revision());
        ChangeRecord record = recordOf(dropped);
        assertEquals(List.of(ChangeKind.CHANGES_DROPPED), kinds(record));
        assertEquals(Optional.empty(), record.actor());
        assertEquals(List.of(6L, 7L, 8L), numbers(other.host().changes(ACME, Revision.of(5), 10)));
        assertEquals(List.of(7L, 8L), numbers(node.host().changes(ACME, Revision.of(6), 10)));
        assertTrue(later().access().can(as(BOB), PROJECT_CREATE, team), "what they tell of is still so");
        assertEquals(5, other.host().overview(ACME).users());
    }

    private static List<Long> numbers(List<ChangeRecord> records) {
        return records.stream().map(record -> record.revision().value()).toList();
    }

    @Test
    @Rule("CHG-2")
    void a_cursor_before_what_is_kept_is_told_so() {
        acme();
        cluster.clock().advance(Duration.ofHours(1));
        node.host().addUser(ACME, DAVE);
        node.host().dropChanges(ACME, cluster.clock().instant());

        for (long cursor = 1; cursor < 5; cursor++) {
            Revision old = Revision.of(cursor);
            for (Communities on : List.of(node, other)) {
                Stale refusal = stale("CHG-2", () -> on.host().changes(ACME, old, 10));
                assertFalse(String.valueOf(refusal.getMessage()).isBlank());
            }
        }
        assertEquals(List.of(6L, 7L), numbers(other.host().changes(ACME, Revision.of(5), 10)), "this one missed none");
        assertEquals(List.of(6L), numbers(other.host().changes(ACME, Revision.of(5), 1)));
    }

    @Test
    @Rule("CHG-2")
    void a_cursor_that_is_ahead_is_told_so() {
        acme();
        Revision newest = revision();

        for (Communities on : List.of(node, other)) {
            assertEquals(List.of(), on.host().changes(ACME, newest, 10), "this one is not");
            for (long ahead : List.of(newest.value() + 1, newest.value() + 1000, Long.MAX_VALUE - 1, Long.MAX_VALUE)) {
                Stale refusal = stale("CHG-2", () -> on.host().changes(ACME, Revision.of(ahead), 10));
                assertTrue(String.valueOf(refusal.getMessage()).contains(newest.toString()), refusal::getMessage);
            }
        }
        node.host().addUser(ACME, DAVE);
        assertEquals(List.of(), other.host().changes(ACME, newest.next(), 10), "nor any more is what came true");
    }

    @Test
    @Rule("CHG-2")
    void whoever_begins_anew_begins_with_the_oldest_kept() {
        acme();
        cluster.clock().advance(Duration.ofHours(1));
        node.host().addUser(ACME, DAVE);
        node.host().dropChanges(ACME, cluster.clock().instant());

        assertEquals(List.of(6L, 7L), numbers(other.host().changes(ACME, Revision.NONE, 10)));
    }

    @Test
    @Rule("CHG-2")
    void what_is_not_old_is_not_dropped() {
        acme();
        Instant start = cluster.clock().instant();
        List<ChangeRecord> before = feed(ACME);

        assertEquals(0, unchanged(() -> node.host().dropChanges(ACME, start)).value(), "written then, not before");
        assertEquals(
                0,
                unchanged(() -> node.host().dropChanges(ACME, start.minus(Duration.ofDays(1))))
                        .value());
        assertEquals(before, feed(ACME));
    }

    @Test
    @Rule("CHG-2")
    void dropping_the_same_again_changes_nothing_and_dropping_more_drops_more() {
        acme();
        Instant start = cluster.clock().instant();
        cluster.clock().advance(Duration.ofHours(1));
        node.host().addUser(ACME, DAVE);
        cluster.clock().advance(Duration.ofHours(1));
        node.host().signIn(ACME, BOB);
        Instant half = start.plus(Duration.ofMinutes(30));
        node.host().dropChanges(ACME, half);

        assertEquals(0, unchanged(() -> other.host().dropChanges(ACME, half)).value());
        assertEquals(0, unchanged(() -> node.host().dropChanges(ACME, start)).value());
        assertEquals(
                1,
                changed(() -> node.host().dropChanges(ACME, half.plus(Duration.ofHours(1))))
                        .value());
        stale("CHG-2", () -> other.host().changes(ACME, Revision.of(5), 10));
        assertEquals(List.of(7L, 8L, 9L), numbers(other.host().changes(ACME, Revision.of(6), 10)));
    }

    @Test
    @Rule("CHG-2")
    void more_records_than_a_page_holds_are_dropped_at_once() {
        acme();
        for (int i = 0; i < 2200; i++) {
            node.host().addUser(ACME, Subject.user("user " + i));
        }
        cluster.clock().advance(Duration.ofHours(1));
        node.host().addUser(ACME, DAVE);

        Written<Long> dropped =
                changed(() -> node.host().dropChanges(ACME, cluster.clock().instant()));

        assertEquals(2205, dropped.value());
        assertEquals(List.of(2206L, 2207L), numbers(other.host().changes(ACME, Revision.of(2205), 10)));
        stale("CHG-2", () -> other.host().changes(ACME, Revision.of(2204), 10));
        stale("CHG-2", () -> other.host().changes(ACME, Revision.of(1000), 10));
    }

    @Test
    @Rule({"CHG-2", "TEN-1"})
    void dropping_in_one_organization_leaves_the_others_alone() {
        acme();
        register(GLOBEX, "Globex");
        List<ChangeRecord> globex = feed(GLOBEX);
        cluster.clock().advance(Duration.ofHours(1));
        node.host().dropChanges(ACME, cluster.clock().instant());

        assertEquals(globex, feed(GLOBEX));
        assertEquals(List.of(2L, 3L), numbers(other.host().changes(GLOBEX, Revision.of(1), 2)));
    }

    @Test
    @Rule({"CHG-2", "CON-1"})
    void a_reader_who_is_overtaken_by_dropping_is_told_so_and_never_sees_a_gap() {
        acme();
        AtomicBoolean done = new AtomicBoolean();
        try (Race race = new Race(4)) {
            List<Callable<Integer>> tasks = new ArrayList<>();
            tasks.add(() -> {
                try {
                    for (int i = 0; i < 200; i++) {
                        node.host().addUser(ACME, Subject.user("user " + i));
                        cluster.clock().advance(Duration.ofSeconds(1));
                        if (i % 20 == 19) {
                            node.host()
                                    .dropChanges(ACME, cluster.clock().instant().minusSeconds(3));
                        }
                    }
                } finally {
                    done.set(true);
                }
                return 0;
            });
            for (int r = 0; r < 3; r++) {
                Communities on = r % 2 == 0 ? other : node;
                int limit = 1 + r * 2;
                tasks.add(() -> {
                    int overtaken = 0;
                    Revision cursor = Revision.of(1);
                    do {
                        try {
                            for (ChangeRecord record : on.host().changes(ACME, cursor, limit)) {
                                assertEquals(cursor.next(), record.revision());
                                cursor = record.revision();
                            }
                        } catch (Stale refusal) {
                            assertEquals("CHG-2", refusal.rule());
                            // Somebody who lost the thread takes it up again where the organization is now.
                            cursor = on.host().organization(ACME).revision();
                            overtaken++;
                        }
                    } while (!done.get());
                    return overtaken;
                });
            }
            race.<Integer>run(tasks).forEach(Outcome::get);
        }
        assertEquals(List.of(), other.host().changes(ACME, revision(), 10));
    }
}
