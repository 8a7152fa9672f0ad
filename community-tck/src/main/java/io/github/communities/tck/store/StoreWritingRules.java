package io.github.communities.tck.store;

import static io.github.communities.tck.fixture.SampleRecords.append;
import static io.github.communities.tck.fixture.SampleRecords.write;
import static io.github.communities.tck.fixture.StoreContents.all;
import static io.github.communities.tck.fixture.StoreContents.same;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.error.Refused;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Works are all or nothing, one after the other, and run anew from scratch: S-1 to S-3, S-6, S-7. */
public abstract class StoreWritingRules extends StoreRules {
    private static final Subject ANN = Subject.user("ann");

    private static final CommunityId TEAM = CommunityId.of(ACME, "team");

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
}
