package io.github.communities.tck.store;

import static io.github.communities.tck.fixture.SampleRecords.append;
import static io.github.communities.tck.fixture.SampleRecords.write;
import static io.github.communities.tck.fixture.StoreContents.all;
import static io.github.communities.tck.fixture.StoreContents.same;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.change.ChangeRecord;
import io.github.communities.error.NotFound;
import io.github.communities.error.Refused;
import io.github.communities.error.Unavailable;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.DuplicateKey;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.DepartureRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.SubjectRecord;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.SampleRecords;
import io.github.communities.tck.fixture.StoreContents;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Rules of writing: S-1 to S-3, S-6 to S-8, S-11, S-15, S-17, S-24 and S-25. */
public abstract class StoreWritingRules extends StoreRules {
    private static final CommunityId TEAM = CommunityId.of(ACME, "team");
    private static final Subject ANN = Subject.user("ann");

    protected StoreWritingRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @Test
    @Rule("S-1")
    void all_that_a_work_stores_is_there_when_it_has_ended() {
        found(ACME);
        List<StoredRecord> records = SampleRecords.everything(ACME);
        Set<StoredRecord> expected = new HashSet<>(records);
        expected.add(SampleRecords.organization(ACME, 0));

        write(store, ACME, writer -> writer.insert(records));
        same(expected, StoreContents.of(other, ACME).records(), "S-1: everything that was inserted");

        List<StoredRecord> updated = new ArrayList<>();
        List<RecordKey<?>> deleted = new ArrayList<>();
        SampleRecords.SOURCES.forEach(source -> {
            List<? extends StoredRecord> all = source.all().apply(ACME);
            all.subList(0, all.size() / 2).forEach(record -> {
                expected.remove(record);
                updated.add(source.again(record, 1001));
            });
            all.subList(all.size() - 10, all.size()).forEach(record -> {
                expected.remove(record);
                deleted.add(record.key());
            });
        });
        expected.addAll(updated);
        write(store, ACME, writer -> {
            writer.update(updated);
            writer.delete(deleted);
        });
        same(expected, StoreContents.of(other, ACME).records(), "S-1: everything that was updated and deleted");
    }

    @Test
    @Rule("S-1")
    void what_is_stored_outlives_the_stores() {
        found(ACME);
        write(store, ACME, writer -> writer.insert(SampleRecords.some(ACME)));
        StoreContents before = StoreContents.of(store, ACME);
        store.close();
        other.close();

        same(before, StoreContents.of(open(), ACME), "S-1: a store that is opened later finds it all");
    }

    @Test
    @Rule("S-1")
    void of_a_work_that_is_refused_at_its_end_nothing_is_there() {
        found(ACME);
        write(store, ACME, writer -> writer.insert(SampleRecords.some(ACME)));
        StoredRecord new1 = SampleRecords.subject(ACME, ANN, 1);
        StoredRecord organization = SampleRecords.organization(ACME, 1);

        refuses("S-1", writer -> {
            writer.update(organization);
            SampleRecords.some(ACME).forEach(record -> writer.delete(record.key()));
            append(ACME, writer);
            writer.insert(new1);
            writer.insert(new1); // refused by S-11
        });
    }

    @Test
    @Rule({"S-1", "S-4"})
    void readers_see_all_of_a_write_or_nothing_of_it() {
        int records = 20;
        found(ACME);
        write(store, ACME, writer -> writer.insert(marked(writer.revision().next(), records)));
        whileWriting(
                4,
                mine -> {
                    for (int round = 0; round < 25; round++) {
                        write(
                                mine,
                                ACME,
                                writer -> writer.update(marked(writer.revision().next(), records)));
                    }
                },
                () -> mine -> mine.read(ACME, StoreWritingRules::requireOneRevision));
        assertEquals(Revision.of(102), other.revision(ACME), "S-3: one for each of 102 writes");
    }

    private static List<DepartureRecord> marked(Revision revision, int count) {
        List<DepartureRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(DepartureRecord.builder()
                    .community(TEAM)
                    .subject(Subject.user("user " + i))
                    .revision(revision)
                    .keptOut(true)
                    .build());
        }
        return records;
    }

    private static Revision requireOneRevision(StoreReader reader) {
        Revision revision = reader.revision();
        reader.list(RecordRange.of(Index.DEPARTURES_OF_SUBJECT))
                .forEach(record -> assertEquals(
                        revision,
                        record.revision(),
                        "S-4: a record that the write of another revision left, among those of the reader's; make all"
                                + " that one read asks for come from one snapshot"));
        return revision;
    }

    @Test
    @Rule("S-2")
    void no_update_is_lost() {
        long rounds = 25;
        found(ACME);
        write(store, ACME, writer -> writer.insert(counter(0)));
        whileWriting(
                THREADS,
                mine -> {
                    for (int round = 0; round < rounds; round++) {
                        write(mine, ACME, writer -> {
                            SubjectRecord now =
                                    writer.find(RecordKind.subject(ANN)).orElseThrow();
                            writer.update(counter(now.epoch().value() + 1));
                        });
                    }
                },
                () -> mine -> {});
        assertEquals(
                Optional.of(counter(THREADS * rounds)),
                stored(counter(0)),
                "S-2: every work must see what the ones before it stored; take the organization's row before it reads");
        assertEquals(Revision.of(2 + THREADS * rounds), other.revision(ACME), "S-3: one for each write");
    }

    @Test
    @Rule({"S-2", "S-7"})
    void what_is_taken_back_takes_nothing_of_others_along() {
        int rounds = 100;
        found(ACME);
        Queue<Revision> made = new ConcurrentLinkedQueue<>();
        whileWriting(
                THREADS / 2,
                mine -> {
                    for (int round = 0; round < rounds; round++) {
                        made.add(write(mine, ACME, writer -> {}));
                    }
                },
                () -> mine -> {
                    assertEquals("nothing", mine.write(ACME, writer -> "nothing"));
                    assertThrows(
                            Refused.class,
                            () -> write(mine, ACME, writer -> {
                                throw new Refused("DEF-2", "of the domain");
                            }));
                });

        List<Revision> expected = Stream.iterate(Revision.of(2), Revision::next)
                .limit(rounds * THREADS / 2)
                .toList();
        assertEquals(
                expected,
                made.stream().sorted().toList(),
                "S-2: a work that stores nothing, or that throws, undoes nothing of what others store meanwhile; make"
                        + " sure that a rollback is over before the organization's row is free");
        assertEquals(Revision.of(1 + expected.size()), other.revision(ACME), "S-3: one for each write");
    }

    private static SubjectRecord counter(long count) {
        return SubjectRecord.builder()
                .organization(ACME)
                .subject(ANN)
                .present(true)
                .epoch(Revision.of(count))
                .since(SampleRecords.subject(ACME, ANN, 0).since())
                .signedIn(false)
                .build();
    }

    /** Two who each go only if the other stays: a work's decision must hold when it is stored. */
    @Test
    @Rule("S-2")
    void what_a_work_has_read_still_holds_when_it_stores() {
        List<DepartureRecord> both = marked(Revision.of(1), 2);
        found(ACME);
        for (int round = 0; round < Race.ROUNDS; round++) {
            write(store, ACME, writer -> writer.insert(both));
            List<Boolean> gone = atOnce(List.of(
                    () -> deleteUnlessLast(store, both, both.get(0)),
                    () -> deleteUnlessLast(other, both, both.get(1))));
            List<DepartureRecord> left = other.read(ACME, reader -> find(reader, RecordKind.DEPARTURE, both));
            assertEquals(
                    1,
                    Collections.frequency(gone, true),
                    "S-2: the later of two works sees that it is about to take the last");
            assertEquals(1, left.size(), "S-2: one is left");
            write(store, ACME, writer -> writer.delete(left.get(0).key()));
        }
    }

    private static boolean deleteUnlessLast(CommunityStore mine, List<DepartureRecord> both, DepartureRecord own) {
        return mine.write(ACME, writer -> {
            if (find(writer, RecordKind.DEPARTURE, both).size() < 2) {
                return false;
            }
            writer.delete(own.key());
            append(ACME, writer);
            return true;
        });
    }

    @Test
    @Rule("S-3")
    void a_write_that_appends_raises_the_revision_by_one() {
        found(ACME);
        assertEquals(Revision.of(1), other.revision(ACME), "S-3: creating is the first");

        write(store, ACME, writer -> writer.insert(SampleRecords.everything(ACME)));
        assertEquals(Revision.of(2), other.revision(ACME), "S-3: one, however much is stored");

        write(store, ACME, writer -> {});
        assertEquals(Revision.of(3), other.revision(ACME), "S-3: one, even if nothing but the record is stored");
        assertEquals(Revision.of(3), other.read(ACME, StoreReader::revision), "S-3: as readers see it");
        assertEquals(Revision.of(3), store.revision(ACME), "S-3: as the store that wrote sees it");
    }

    @Test
    @Rule("S-3")
    void nothing_else_raises_the_revision() {
        found(ACME);
        found(GLOBEX);
        store.write(ACME, writer -> StoreContents.of(writer));
        store.create(ACME, writer -> StoreContents.of(writer));
        store.read(ACME, reader -> StoreContents.of(reader));
        write(store, GLOBEX, writer -> {});
        assertThrows(
                IllegalStateException.class,
                () -> write(store, ACME, writer -> {
                    append(ACME, writer);
                    append(ACME, writer);
                }));

        assertEquals(Revision.of(1), other.revision(ACME), "S-3: no work has appended a change record");
        assertEquals(Revision.of(1), store.revision(ACME), "S-3: no work has appended a change record");
    }

    @Test
    @Rule("S-6")
    void when_many_write_at_once_the_last_run_of_each_work_counts() {
        found(ACME);
        AtomicInteger runs = new AtomicInteger();
        Set<Subject> returned = ConcurrentHashMap.newKeySet();
        whileWriting(
                THREADS,
                mine -> {
                    for (int round = 0; round < 10; round++) {
                        returned.add(mine.write(ACME, writer -> {
                            Subject mark = Subject.user("run " + runs.incrementAndGet());
                            writer.insert(SampleRecords.subject(ACME, mark, 0));
                            append(ACME, writer);
                            return mark;
                        }));
                    }
                },
                () -> mine -> {});
        Set<Subject> stored = new HashSet<>();
        other.read(ACME, reader -> all(reader, Index.SUBJECTS)).forEach(record -> stored.add(record.subject()));
        assertEquals(stored, returned, "S-6: what is returned comes from the run of which the records are");
        assertEquals(10 * THREADS, stored.size(), "S-6: one run of each work");
    }

    @Test
    @Rule("S-6")
    void a_work_that_is_run_again_starts_from_scratch() {
        found(ACME);
        write(store, ACME, writer -> writer.insert(SampleRecords.some(ACME)));
        StoreContents before = StoreContents.of(other, ACME);
        AtomicInteger runs = new AtomicInteger();

        storage.conflictOnce();
        Subject returned = store.write(ACME, writer -> mark(writer, before, runs));

        requireLastRun(before, runs, returned);
    }

    @Test
    @Rule({"S-6", "S-8"})
    void a_work_that_creates_may_be_run_again_too() {
        StoredRecord organization = SampleRecords.organization(ACME, 0);
        StoreContents founded = new StoreContents(Revision.NONE, Set.of(organization), List.of());
        AtomicInteger runs = new AtomicInteger();

        storage.conflictOnce();
        Subject returned = store.create(ACME, writer -> {
            writer.insert(organization);
            return mark(writer, founded, runs);
        });

        requireLastRun(founded, runs, returned);
    }

    private static Subject mark(StoreWriter writer, StoreContents before, AtomicInteger runs) {
        same(
                before,
                StoreContents.of(writer),
                "S-6: a run must not see what an earlier one stored; roll it back first");
        Subject mark = Subject.user("run " + runs.incrementAndGet());
        writer.insert(SampleRecords.subject(ACME, mark, 0));
        append(ACME, writer);
        return mark;
    }

    private void requireLastRun(StoreContents before, AtomicInteger runs, Subject returned) {
        assertTrue(runs.get() > 1, "the fixture's conflictOnce() must make a work run again; it ran once");
        Subject last = Subject.user("run " + runs.get());
        assertEquals(last, returned, "S-6: what the last run returned");
        StoreContents after = StoreContents.of(other, ACME);
        Set<StoredRecord> records = new HashSet<>(before.records());
        records.add(SampleRecords.subject(ACME, last, 0));
        same(records, after.records(), "S-6: what the last run stored, and nothing of the others");
        assertEquals(before.revision().next(), after.revision(), "S-3: one write, however many runs");
        assertEquals(before.changes().size() + 1, after.changes().size(), "S-20: one write, however many runs");
    }

    /** Whatever a work may throw, among it what a store might take for its own. */
    private static List<Throwable> thrown() {
        return List.of(
                new IllegalStateException("the work's own"),
                new IllegalArgumentException("the work's own"),
                new NullPointerException("the work's own"),
                new UncheckedIOException(new IOException("the work's own")),
                new Refused("DEF-2", "of the domain"),
                new NotFound("COM-5", "community", "of the domain"),
                new Unavailable("LIM-2", "of the domain", true),
                new AssertionError("the work's own"),
                new LinkageError("the work's own"));
    }

    @Test
    @Rule("S-7")
    void what_a_work_throws_rolls_everything_back_and_arrives_as_it_is() {
        found(ACME);
        write(store, ACME, writer -> writer.insert(SampleRecords.some(ACME)));
        StoreContents before = StoreContents.of(other, ACME);
        for (Throwable thrown : thrown()) {
            assertArrives(thrown, () -> store.read(ACME, reader -> raise(thrown)));
            rollsBack(before, thrown, writer -> {});
            rollsBack(before, thrown, writer -> {
                SampleRecords.some(ACME).forEach(record -> writer.delete(record.key()));
                writer.insert(SampleRecords.subject(ACME, ANN, 0));
                writer.update(SampleRecords.organization(ACME, 1));
            });
            rollsBack(before, thrown, writer -> {
                writer.insert(SampleRecords.subject(ACME, ANN, 0));
                writer.dropChanges(Revision.of(1));
                append(ACME, writer);
            });
        }

        write(store, ACME, writer -> writer.insert(SampleRecords.subject(ACME, ANN, 0)));
        assertEquals(before.revision().next(), other.revision(ACME), "S-7: the next write finds all in order");
    }

    private void rollsBack(StoreContents before, Throwable thrown, Consumer<StoreWriter> work) {
        assertArrives(
                thrown,
                () -> store.write(ACME, writer -> {
                    work.accept(writer);
                    return raise(thrown);
                }));
        same(before, StoreContents.of(other, ACME), "S-7: nothing is left of a work that threw " + thrown);
    }

    /** Never returns. */
    private static String raise(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    private static void assertArrives(Throwable thrown, Executable call) {
        Throwable arrived = assertThrows(Throwable.class, call);
        assertSame(
                thrown, arrived, "S-7: what a work throws must reach the caller as it is, neither wrapped nor retried");
    }

    @Test
    @Rule("S-8")
    void create_makes_an_organization() {
        Revision seen = store.create(ACME, writer -> {
            Revision before = writer.revision();
            writer.insert(SampleRecords.organization(ACME, 3));
            writer.insert(SampleRecords.some(ACME));
            append(ACME, writer);
            return before;
        });

        assertEquals(Revision.NONE, seen, "S-8: the revision while the work runs");
        StoreContents now = StoreContents.of(other, ACME);
        assertEquals(Revision.of(1), now.revision(), "S-8: the revision afterwards");
        Set<StoredRecord> expected = new HashSet<>(SampleRecords.some(ACME));
        expected.add(SampleRecords.organization(ACME, 3));
        same(expected, now.records(), "S-8: what the work stored");
        assertEquals(
                List.of(SampleRecords.change(ACME, Revision.of(1))), now.changes(), "S-8: the first change record");
    }

    @Test
    @Rule("S-8")
    void create_goes_on_as_write_where_there_is_an_organization() {
        found(ACME);
        write(store, ACME, writer -> writer.insert(SampleRecords.some(ACME)));
        StoreContents before = StoreContents.of(other, ACME);

        same(before, store.create(ACME, StoreContents::of), "S-8: the work sees what is there");
        same(before, StoreContents.of(other, ACME), "S-8: nothing has changed");

        store.create(ACME, writer -> {
            writer.update(SampleRecords.organization(ACME, 1));
            return append(ACME, writer);
        });
        assertEquals(before.revision().next(), other.revision(ACME), "S-8: a write like any other");
        assertEquals(Optional.of(SampleRecords.organization(ACME, 1)), stored(SampleRecords.organization(ACME, 0)));

        refused(
                "S-8",
                ACME,
                () -> store.create(ACME, writer -> {
                    writer.insert(SampleRecords.organization(ACME, 2));
                    return append(ACME, writer);
                }));
    }

    @Test
    @Rule("S-8")
    void a_work_that_appends_nothing_or_throws_creates_nothing() {
        String result = store.create(ACME, writer -> "nothing");
        assertEquals("nothing", result);
        requireMissing(ACME);

        for (Throwable thrown : thrown()) {
            assertArrives(
                    thrown,
                    () -> store.create(ACME, writer -> {
                        writer.insert(SampleRecords.organization(ACME, 0));
                        append(ACME, writer);
                        return raise(thrown);
                    }));
            requireMissing(ACME);
        }
        assertThrows(
                IllegalStateException.class,
                () -> store.create(ACME, writer -> {
                    writer.insert(SampleRecords.organization(ACME, 0));
                    return "refused by S-15";
                }));
        requireMissing(ACME);

        found(ACME);
        assertEquals(Revision.of(1), other.revision(ACME), "S-8: afterwards it can be created");
    }

    private void requireMissing(OrganizationId organization) {
        String lesson = "S-8, S-24: it was not created, or has ended, so there is no organization (S-9)";
        for (CommunityStore each : List.of(store, other)) {
            assertEquals(Revision.NONE, each.revision(organization), lesson);
            assertThrows(NotFound.class, () -> each.principalRecords(organization, ANN), lesson);
            assertThrows(NotFound.class, () -> each.read(organization, StoreReader::revision), lesson);
            assertThrows(NotFound.class, () -> each.write(organization, StoreReader::revision), lesson);
        }
    }

    @Test
    @Rule("S-8")
    void however_many_create_at_once_there_is_one_organization() {
        for (int round = 0; round < 10; round++) {
            OrganizationId organization = OrganizationId.of("round " + round);
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                CommunityStore mine = i % 2 == 0 ? store : other;
                tasks.add(() -> mine.create(organization, writer -> insertIfMissing(organization, writer)));
            }
            assertEquals(
                    1,
                    Collections.frequency(atOnce(tasks), true),
                    "S-8: one of twenty makes it, and the others find it");
            same(
                    new StoreContents(
                            Revision.of(1),
                            Set.of(SampleRecords.organization(organization, 0)),
                            List.of(SampleRecords.change(organization, Revision.of(1)))),
                    StoreContents.of(other, organization),
                    "S-8: what the one stored");
        }
    }

    private static boolean insertIfMissing(OrganizationId organization, StoreWriter writer) {
        if (writer.find(RecordKind.organization()).isPresent()) {
            return false;
        }
        writer.insert(SampleRecords.organization(organization, 0));
        append(organization, writer);
        return true;
    }

    @Test
    @Rule("S-8")
    void who_fails_to_create_is_in_nobody_elses_way() {
        for (int round = 0; round < 10; round++) {
            OrganizationId organization = OrganizationId.of("round " + round);
            List<Callable<String>> tasks = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                CommunityStore mine = i % 2 == 0 ? store : other;
                tasks.add(
                        i % 4 < 2
                                ? () -> createInVain(mine, organization)
                                : () -> mine.create(
                                        organization,
                                        writer -> insertIfMissing(organization, writer) ? "made" : "found"));
            }
            List<String> outcomes = atOnce(tasks);
            assertEquals(10, Collections.frequency(outcomes, "given up"), "S-7: those whose work threw are told so");
            assertEquals(
                    1, Collections.frequency(outcomes, "made"), "S-8: one of those whose work did not throw makes it");
            assertEquals(Revision.of(1), other.revision(organization), "S-8: one organization");
        }
    }

    private static String createInVain(CommunityStore mine, OrganizationId organization) {
        assertThrows(
                Refused.class,
                () -> mine.create(organization, writer -> {
                    insertIfMissing(organization, writer);
                    throw new Refused("DEF-2", "of the domain");
                }));
        return "given up";
    }

    @Test
    @Rule("S-11")
    void inserting_a_key_that_exists_is_refused() {
        found(ACME);
        duplicate("S-11", writer -> {
            writer.insert(SampleRecords.organization(ACME, 1));
            append(ACME, writer);
        });
        for (SampleRecords.Source<?> source : SampleRecords.SOURCES) {
            List<? extends StoredRecord> records = source.all().apply(ACME);
            StoredRecord there = records.get(0);
            StoredRecord missing = records.get(1);
            write(store, ACME, writer -> writer.insert(there));

            duplicate("S-11 (" + source + ")", writer -> {
                writer.insert(there);
                append(ACME, writer);
            });
            duplicate("S-11 (" + source + " in another state)", writer -> {
                writer.insert(source.again(there, 1001));
                append(ACME, writer);
            });
            duplicate("S-11 (" + source + " among others)", writer -> {
                writer.insert(List.of(missing, there, records.get(2)));
                append(ACME, writer);
            });
            duplicate("S-11 (" + source + " that the work inserted itself)", writer -> {
                writer.insert(missing);
                writer.insert(source.again(missing, 1001));
                append(ACME, writer);
            });
            duplicate("S-11 (" + source + " twice)", writer -> {
                writer.insert(List.of(missing, source.again(missing, 1001)));
                append(ACME, writer);
            });
        }
    }

    /** What core knows a repeated id by. */
    private void duplicate(String rule, Consumer<StoreWriter> work) {
        assertInstanceOf(DuplicateKey.class, refuses(rule, work), () -> rule + ": to be refused with DuplicateKey");
    }

    @Test
    @Rule("S-11")
    void updating_or_deleting_a_key_that_does_not_exist_is_refused() {
        found(ACME);
        for (SampleRecords.Source<?> source : SampleRecords.SOURCES) {
            List<? extends StoredRecord> records = source.all().apply(ACME);
            StoredRecord there = records.get(0);
            StoredRecord missing = records.get(1);
            write(store, ACME, writer -> writer.insert(there));

            refuses("S-11 (update of " + source + ")", writer -> {
                writer.update(missing);
                append(ACME, writer);
            });
            refuses("S-11 (update of " + source + " among others)", writer -> {
                writer.update(List.of(source.again(there, 1001), missing));
                append(ACME, writer);
            });
            refuses("S-11 (update of " + source + " that the work deleted)", writer -> {
                writer.delete(there.key());
                writer.update(source.again(there, 1001));
                append(ACME, writer);
            });
            refuses("S-11 (delete of " + source + ")", writer -> {
                writer.delete(missing.key());
                append(ACME, writer);
            });
            refuses("S-11 (delete of " + source + " among others)", writer -> {
                writer.delete(List.of(there.key(), missing.key()));
                append(ACME, writer);
            });
            refuses("S-11 (delete of " + source + " that the work deleted)", writer -> {
                writer.delete(there.key());
                writer.delete(there.key());
                append(ACME, writer);
            });
        }
    }

    @Test
    @Rule("S-11")
    void a_key_can_be_inserted_updated_deleted_and_inserted_again() {
        found(ACME);
        for (SampleRecords.Source<?> source : SampleRecords.SOURCES) {
            StoredRecord record = source.all().apply(ACME).get(0);
            StoredRecord changed = source.again(record, 1001);
            StoredRecord again = source.again(record, 1002);

            write(store, ACME, writer -> writer.insert(record));
            write(store, ACME, writer -> writer.update(changed));
            assertEquals(Optional.of(changed), stored(record), "S-11: what replaced it (" + source + ")");
            write(store, ACME, writer -> writer.delete(record.key()));
            assertEquals(Optional.empty(), stored(record), "S-11: nothing once it is deleted (" + source + ")");
            write(store, ACME, writer -> writer.insert(again));
            assertEquals(Optional.of(again), stored(record), "S-11: inserted after it was deleted (" + source + ")");

            write(store, ACME, writer -> {
                writer.delete(record.key());
                writer.insert(record);
                writer.update(changed);
                writer.delete(record.key());
                writer.insert(changed);
            });
            assertEquals(Optional.of(changed), stored(record), "S-11: the same in one work (" + source + ")");
        }
    }

    /** So that a work that catches what it should not does not do half of what it was to do. */
    @Test
    @Rule({"S-11", "S-15"})
    void a_work_that_was_refused_something_is_refused_even_if_it_goes_on() {
        found(ACME);
        StoredRecord missing = SampleRecords.subject(ACME, ANN, 0);
        refuses("S-11", writer -> {
            assertThrows(IllegalStateException.class, () -> writer.insert(SampleRecords.organization(ACME, 1)));
            writer.insert(missing);
            append(ACME, writer);
        });
        refuses("S-11", writer -> {
            assertThrows(IllegalStateException.class, () -> writer.update(missing));
            writer.insert(missing);
            append(ACME, writer);
        });
        refuses("S-11", writer -> {
            assertThrows(IllegalStateException.class, () -> writer.delete(missing.key()));
            writer.insert(missing);
            append(ACME, writer);
        });
    }

    @Test
    @Rule("S-15")
    void storing_something_without_a_change_record_is_refused() {
        found(ACME);
        write(store, ACME, writer -> writer.insert(SampleRecords.some(ACME)));
        for (SampleRecords.Source<?> source : SampleRecords.SOURCES) {
            List<? extends StoredRecord> records = source.all().apply(ACME);
            refuses("S-15 (insert of " + source + ")", writer -> writer.insert(records.get(records.size() - 1)));
            refuses("S-15 (update of " + source + ")", writer -> writer.update(source.again(records.get(0), 1001)));
            refuses(
                    "S-15 (delete of " + source + ")",
                    writer -> writer.delete(records.get(0).key()));
        }
        refuses("S-15 (update of organization)", writer -> writer.update(SampleRecords.organization(ACME, 1)));
        refuses("S-15 (dropped changes)", writer -> writer.dropChanges(Revision.of(1)));
    }

    @Test
    @Rule("S-15")
    void more_than_one_change_record_or_one_of_a_wrong_revision_is_refused() {
        found(ACME);
        write(store, ACME, writer -> {});
        StoredRecord record = SampleRecords.subject(ACME, ANN, 0);
        refuses("S-15 (two records)", writer -> {
            writer.insert(record);
            append(ACME, writer);
            append(ACME, writer);
        });
        refuses("S-15 (two records of consecutive revisions)", writer -> {
            writer.insert(record);
            append(ACME, writer);
            writer.append(SampleRecords.change(ACME, writer.revision().next().next()));
        });
        for (long wrong : List.of(0L, 1L, 2L, 4L)) {
            refuses("S-15 (revision " + wrong + " after 2)", writer -> {
                writer.insert(record);
                writer.append(SampleRecords.change(ACME, Revision.of(wrong)));
            });
        }
        assertThrows(
                IllegalStateException.class,
                () -> store.create(GLOBEX, writer -> {
                    writer.insert(SampleRecords.organization(GLOBEX, 0));
                    writer.append(SampleRecords.change(GLOBEX, Revision.of(2)));
                    return "S-15: the first revision is 1";
                }));
        requireMissing(GLOBEX);

        write(store, ACME, writer -> writer.insert(record));
        assertEquals(Optional.of(record), stored(record), "S-15: with one record of the next revision it is stored");
    }

    @Test
    @Rule("S-17")
    void a_work_sees_what_it_has_stored_so_far() {
        found(ACME);
        write(store, ACME, writer -> writer.insert(SampleRecords.some(ACME)));
        Set<StoredRecord> expected = new HashSet<>(StoreContents.of(other, ACME).records());
        write(store, ACME, writer -> {
            for (SampleRecords.Source<?> source : SampleRecords.SOURCES) {
                List<? extends StoredRecord> records = source.all().apply(ACME);
                StoredRecord inserted = records.get(records.size() - 1);
                StoredRecord updated = source.again(records.get(1), 1001);
                StoredRecord deleted = records.get(2);
                writer.insert(inserted);
                writer.update(updated);
                writer.delete(deleted.key());
                assertEquals(Optional.of(inserted), stored(writer, inserted), "S-17: inserted so far (" + source + ")");
                assertEquals(Optional.of(updated), stored(writer, updated), "S-17: updated so far (" + source + ")");
                assertEquals(Optional.empty(), stored(writer, deleted), "S-17: deleted so far (" + source + ")");
                expected.add(inserted);
                expected.remove(records.get(1));
                expected.add(updated);
                expected.remove(deleted);
            }
            writer.update(SampleRecords.organization(ACME, 1));
            expected.remove(SampleRecords.organization(ACME, 0));
            expected.add(SampleRecords.organization(ACME, 1));
            same(expected, StoreContents.of(writer).records(), "S-17: lists show it too");
            assertEquals(
                    SampleRecords.organization(ACME, 1),
                    writer.principalRecords(ANN).organization(),
                    "S-17: what decides about a principal shows it too");
        });
        same(expected, StoreContents.of(other, ACME).records(), "S-1: and it stays");
    }

    @Test
    @Rule("S-17")
    void the_revision_stays_while_a_work_runs() {
        found(ACME);
        write(store, ACME, writer -> {
            assertEquals(Revision.of(1), writer.revision(), "S-17: as it was before");
            writer.insert(SampleRecords.some(ACME));
            assertEquals(Revision.of(1), writer.revision(), "S-17: whatever is stored");
        });
        store.write(ACME, writer -> {
            append(ACME, writer);
            assertEquals(Revision.of(2), writer.revision(), "S-17: whatever is appended");
            assertEquals(Revision.of(2), writer.principalRecords(ANN).revision(), "S-17: whatever is appended");
            return "appended";
        });
        assertEquals(Revision.of(3), other.revision(ACME), "S-3: it moves when the work has ended");
    }

    private static void end(StoreWriter writer) {
        writer.delete(RecordKind.organization());
    }

    @Test
    @Rule("S-24")
    void deleting_its_own_record_ends_an_organization_with_all_that_is_left_of_it() {
        found(ACME);
        found(GLOBEX);
        write(store, ACME, writer -> writer.insert(SampleRecords.everything(ACME)));
        write(store, GLOBEX, writer -> writer.insert(SampleRecords.some(GLOBEX)));
        StoreContents globex = StoreContents.of(other, GLOBEX);

        Revision last = write(store, ACME, StoreWritingRules::end);

        assertEquals(Revision.of(3), last, "S-24: it is a write like any other");
        assertEquals(Revision.NONE, other.revision(ACME), "S-24: an organization that ended does not exist");
        assertEquals(Revision.NONE, store.revision(ACME), "S-24: an organization that ended does not exist");
        assertThrows(NotFound.class, () -> StoreContents.of(other, ACME));
        assertThrows(NotFound.class, () -> other.principalRecords(ACME, ANN));
        assertThrows(NotFound.class, () -> write(other, ACME, StoreWritingRules::end));
        requireMissing(ACME);
        same(globex, StoreContents.of(other, GLOBEX), "S-24: no other organization ends with it");
        Set<Role> bound = new HashSet<>();
        globex.records().stream()
                .filter(BindingRecord.class::isInstance)
                .forEach(record -> bound.add(((BindingRecord) record).role()));
        assertEquals(bound, other.roles(), "S-24: its bindings are gone");
    }

    @Test
    @Rule({"S-8", "S-24"})
    void an_organization_that_is_created_again_goes_on_with_nothing_of_what_it_was() {
        for (int round = 0; round < 3; round++) {
            Revision last = Revision.of(3L * round);
            StoreContents seen = other.create(ACME, StoreContents::of);
            same(
                    new StoreContents(last, Set.of(), List.of()),
                    seen,
                    "S-24: to its work nothing shows but the last revision");
            createInVain(other, ACME);
            requireMissing(ACME);

            found(ACME);
            assertEquals(
                    new StoreContents(
                            last.next(),
                            Set.of(SampleRecords.organization(ACME, 0)),
                            List.of(SampleRecords.change(ACME, last.next()))),
                    StoreContents.of(other, ACME),
                    "S-24: an organization that is created again goes on at the next revision; keep the last one");
            assertEquals(last.next(), other.revision(ACME), "S-24: the revision goes on");
            assertEquals(
                    last.next(),
                    other.principalRecords(ACME, ANN).revision(),
                    "S-24: so does that of the principal's records, which is of what there is now");
            write(other, ACME, writer -> writer.insert(SampleRecords.some(ACME)));
            write(store, ACME, StoreWritingRules::end);
            requireMissing(ACME);
        }
    }

    @Test
    @Rule({"S-8", "S-24", "S-2"})
    void however_many_end_and_create_it_at_once_no_revision_is_used_twice() {
        for (int round = 0; round < 10; round++) {
            OrganizationId organization = OrganizationId.of("round " + round);
            List<Callable<List<Revision>>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                CommunityStore mine = i % 2 == 0 ? store : other;
                boolean ends = i % 4 < 2;
                tasks.add(() -> {
                    List<Revision> made = new ArrayList<>();
                    for (int times = 0; times < 5; times++) {
                        made.addAll(ends ? ended(mine, organization) : created(mine, organization));
                    }
                    return made;
                });
            }
            List<Revision> made =
                    atOnce(tasks).stream().flatMap(List::stream).sorted().toList();

            assertEquals(
                    Stream.iterate(Revision.of(1), Revision::next)
                            .limit(made.size())
                            .toList(),
                    made,
                    "S-24: each creation and each end has a revision of its own; hold one row for what was and what"
                            + " is");
        }
    }

    private static List<Revision> created(CommunityStore mine, OrganizationId organization) {
        return mine.create(
                organization,
                writer -> insertIfMissing(organization, writer)
                        ? List.of(writer.revision().next())
                        : List.of());
    }

    private static List<Revision> ended(CommunityStore mine, OrganizationId organization) {
        try {
            return List.of(write(mine, organization, StoreWritingRules::end));
        } catch (NotFound gone) {
            return List.of();
        }
    }

    @Test
    @Rule("S-24")
    void a_work_that_is_refused_or_throws_ends_nothing() {
        found(ACME);
        write(store, ACME, writer -> writer.insert(SampleRecords.some(ACME)));

        refuses("S-24", StoreWritingRules::end); // S-15: without a change record
        refuses("S-24", writer -> {
            end(writer);
            end(writer); // S-11: it is gone
        });
        StoreContents before = StoreContents.of(other, ACME);
        RuntimeException thrown = new UnsupportedOperationException("a work changed its mind");
        assertSame(
                thrown,
                assertThrows(
                        UnsupportedOperationException.class,
                        () -> write(store, ACME, writer -> {
                            end(writer);
                            assertEquals(
                                    Optional.empty(),
                                    writer.find(RecordKind.organization()),
                                    "S-17: it is gone for the work");
                            throw thrown;
                        })));
        same(before, StoreContents.of(other, ACME), "S-24: it goes on as it was");
    }

    @Test
    @Rule("S-24")
    void whoever_waited_while_it_ended_does_not_find_it() {
        for (int round = 0; round < 20; round++) {
            found(ACME);
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                CommunityStore mine = i % 2 == 0 ? store : other;
                tasks.add(() -> {
                    try {
                        write(mine, ACME, StoreWritingRules::end);
                        return true;
                    } catch (NotFound gone) {
                        return false;
                    }
                });
            }
            assertEquals(
                    1,
                    atOnce(tasks).stream().filter(ended -> ended).count(),
                    "S-24: it ends once, and for the others it does not exist");
            assertEquals(Revision.NONE, other.revision(ACME));
        }
    }

    @Test
    @Rule("S-25")
    void amended_change_records_stand_in_the_place_of_those_of_their_revisions() {
        found(ACME);
        for (int i = 0; i < 9; i++) {
            write(store, ACME, writer -> writer.update(SampleRecords.organization(ACME, 1)));
        }
        List<ChangeRecord> expected =
                new ArrayList<>(StoreContents.of(store, ACME).changes());
        List<ChangeRecord> amended = new ArrayList<>();
        for (int place : List.of(0, 3, 4, 9)) {
            ChangeRecord record = ChangeRecord.builder()
                    .from(SampleRecords.change(ACME, Revision.of(100 + place)))
                    .revision(expected.get(place).revision())
                    .build();
            amended.add(record);
            expected.set(place, record);
        }

        write(store, ACME, writer -> {
            writer.amend(amended);
            same(expected, StoreContents.of(writer).changes(), "S-17: a work finds what it has amended");
        });

        expected.add(SampleRecords.change(ACME, Revision.of(11)));
        assertEquals(Revision.of(11), other.revision(ACME), "S-25: amending is a write like any other");
        same(expected, StoreContents.of(other, ACME).changes(), "S-25: these are amended, and no others");
    }

    @Test
    @Rule("S-25")
    void amending_what_is_not_there_is_refused() {
        found(ACME);
        found(GLOBEX);
        for (int i = 0; i < 5; i++) {
            write(store, ACME, writer -> writer.update(SampleRecords.organization(ACME, 1)));
        }
        write(store, ACME, writer -> writer.dropChanges(Revision.of(2)));
        for (long missing : List.of(1L, 2L, 8L, 1000L, Long.MAX_VALUE)) {
            refuses("S-25", writer -> {
                writer.amend(List.of(
                        SampleRecords.change(ACME, Revision.of(3)), SampleRecords.change(ACME, Revision.of(missing))));
                append(ACME, writer);
            });
        }
    }

    @Test
    @Rule("S-25")
    void amending_takes_a_change_record_of_its_own() {
        found(ACME);

        refuses(
                "S-25",
                writer -> writer.amend(List.of(ChangeRecord.builder()
                        .from(SampleRecords.change(ACME, Revision.of(7)))
                        .revision(Revision.of(1))
                        .build())));
    }
}
