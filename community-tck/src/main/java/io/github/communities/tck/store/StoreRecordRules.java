package io.github.communities.tck.store;

import static io.github.communities.tck.fixture.SampleRecords.append;
import static io.github.communities.tck.fixture.SampleRecords.write;
import static io.github.communities.tck.fixture.StoreContents.same;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.change.ChangeRecord;
import io.github.communities.spi.DuplicateKey;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.tck.fixture.SampleRecords;
import io.github.communities.tck.fixture.StoreContents;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a work stores, and with which change record: S-11, S-15, S-17, S-25. */
public abstract class StoreRecordRules extends StoreRules {
    private static final Subject ANN = Subject.user("ann");

    protected StoreRecordRules(Supplier<StoreFixture> storages) {
        super(storages);
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
        refusesGoingOn(missing, writer -> writer.insert(SampleRecords.organization(ACME, 1)));
        refusesGoingOn(missing, writer -> writer.update(missing));
        refusesGoingOn(missing, writer -> writer.delete(missing.key()));
    }

    /** A change may be refused as late as what next reads, or as the end of the work. */
    private void refusesGoingOn(StoredRecord missing, Consumer<StoreWriter> change) {
        refuses("S-11", writer -> {
            assertThrows(IllegalStateException.class, () -> {
                change.accept(writer);
                stored(writer, missing);
            });
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
