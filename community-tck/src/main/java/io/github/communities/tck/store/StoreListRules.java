package io.github.communities.tck.store;

import static io.github.communities.tck.fixture.SampleRecords.write;
import static io.github.communities.tck.fixture.StoreContents.all;
import static io.github.communities.tck.fixture.StoreContents.inPages;
import static io.github.communities.tck.fixture.StoreContents.same;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.SubjectRecord;
import io.github.communities.tck.fixture.SampleRecords;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Lists, page by page and many at once: S-12, S-13, S-28. */
public abstract class StoreListRules extends StoreRules {
    protected StoreListRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // S-12

    @Test
    @Rule("S-12")
    void a_list_is_in_the_order_of_its_index() {
        found(ACME);
        insertShuffled(SampleRecords.everything(ACME));
        for (Index<?> index : Index.ALL) {
            requireOrder(index, SampleRecords.everything(ACME));
        }
    }

    private <R extends StoredRecord> void requireOrder(Index<R> index, List<StoredRecord> records) {
        List<R> expected = sorted(index, records);
        assertTrue(expected.size() > 30, () -> "the kit has records for " + index);
        other.read(ACME, reader -> {
            requireEqual(index, expected, reader.list(RecordRange.of(index)), () -> "all");
            requireEqual(
                    index,
                    expected.subList(0, 7),
                    reader.list(RecordRange.of(index).limit(7)),
                    () -> "the first 7");
            for (int i : List.of(0, 1, expected.size() / 2, expected.size() - 1)) {
                R last = expected.get(i);
                requireEqual(
                        index,
                        expected.subList(i + 1, expected.size()),
                        reader.list(RecordRange.of(index).after(last)),
                        () -> "those after " + last);
            }
            for (int length = 1; length <= index.parts().size(); length++) {
                requireOrderUnderPrefixes(index, expected, length, reader);
            }
            return index;
        });
    }

    private static <R extends StoredRecord> void requireOrderUnderPrefixes(
            Index<R> index, List<R> expected, int length, StoreReader reader) {
        Map<List<String>, List<R>> byPrefix = new TreeMap<>(BY_CODE_POINT);
        expected.forEach(record -> byPrefix.computeIfAbsent(
                        index.key().apply(record).subList(0, length), prefix -> new ArrayList<>())
                .add(record));
        List<List<String>> prefixes = List.copyOf(byPrefix.keySet());
        int step = 1 + prefixes.size() / 20;
        for (int i = 0; i < prefixes.size(); i += step) {
            List<String> prefix = prefixes.get(i);
            List<R> under = Objects.requireNonNull(byPrefix.get(prefix));
            RecordRange<R> range = RecordRange.of(index).under(prefix.toArray(String[]::new));
            requireEqual(index, under, reader.list(range), () -> "those under " + prefix);
            R middle = under.get(under.size() / 2);
            List<R> rest = under.subList(under.size() / 2 + 1, under.size());
            Supplier<String> what = () -> "those under " + prefix + " after " + middle;
            requireEqual(index, rest, reader.list(range.after(middle)), what);
            requireEqual(
                    index,
                    rest.subList(0, Math.min(2, rest.size())),
                    reader.list(range.after(middle).limit(2)),
                    what);
        }
        List<List<String>> alternatives = new ArrayList<>(prefixes);
        alternatives.add(nothing(length));
        Collections.shuffle(alternatives, new Random(length));
        List<List<String>> half = alternatives.subList(0, alternatives.size() / 2 + 1);
        List<R> underHalf = expected.stream()
                .filter(record -> half.contains(index.key().apply(record).subList(0, length)))
                .toList();
        RecordRange<R> range = RecordRange.of(index).underAny(half);
        requireEqual(index, underHalf, reader.list(range), () -> "those under any of " + half);
        requireEqual(
                index,
                underHalf.subList(0, Math.min(5, underHalf.size())),
                reader.list(range.limit(5)),
                () -> "the first 5 of those under any of " + half);
    }

    @Test
    @Rule("S-12")
    void a_list_follows_what_updates_and_deletes_do_to_its_index() {
        found(ACME);
        insertShuffled(SampleRecords.everything(ACME));
        List<StoredRecord> left = new ArrayList<>();
        for (SampleRecords.Source<?> source : SampleRecords.SOURCES) {
            List<StoredRecord> updated = new ArrayList<>();
            List<RecordKey<?>> deleted = new ArrayList<>();
            for (StoredRecord record : source.all().apply(ACME)) {
                if (updated.size() <= deleted.size() * 10) {
                    updated.add(source.again(record, updated.size() + 3));
                } else {
                    deleted.add(record.key());
                }
            }
            write(store, ACME, writer -> {
                writer.update(updated);
                writer.delete(deleted);
            });
            left.addAll(updated);
        }
        for (Index<?> index : Index.ALL) {
            requireFollowed(index, left);
        }
    }

    private <R extends StoredRecord> void requireFollowed(Index<R> index, List<StoredRecord> left) {
        requireEqual(
                index,
                sorted(index, left),
                other.read(ACME, reader -> all(reader, index)),
                () -> "all, after others were deleted and some have moved");
    }

    private void insertShuffled(List<StoredRecord> records) {
        List<StoredRecord> shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, new Random(1));
        write(store, ACME, writer -> writer.insert(shuffled));
    }

    // S-13

    @Test
    @Rule("S-13")
    void page_after_page_gives_every_record_once() {
        found(ACME);
        insertShuffled(SampleRecords.everything(ACME));
        for (Index<?> index : Index.ALL) {
            for (int size : List.of(1, 7, 50)) {
                requirePages(index, size);
            }
        }
    }

    private <R extends StoredRecord> void requirePages(Index<R> index, int size) {
        requireEqual(
                index,
                sorted(index, SampleRecords.everything(ACME)),
                other.read(ACME, reader -> inPages(RecordRange.of(index).limit(size), reader::list)),
                () -> "pages of " + size);
    }

    /** Between the pages records come and go, before, at and behind the place the reader has come to. */
    @Test
    @Rule("S-13")
    void pages_skip_and_repeat_nothing_while_others_write_between_them() {
        for (Index<?> index : Index.ALL) {
            OrganizationId organization = OrganizationId.of(index.name());
            found(organization);
            requireStablePages(organization, index);
        }
    }

    private <R extends StoredRecord> void requireStablePages(OrganizationId organization, Index<R> index) {
        List<R> all = sorted(index, SampleRecords.everything(organization));
        List<R> records = new ArrayList<>();
        for (int i = 0; i < all.size(); i += 1 + all.size() / 80) {
            records.add(all.get(i));
        }
        List<R> atFirst = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            if (fate(i) != Fate.COMES) {
                atFirst.add(records.get(i));
            }
        }
        write(store, organization, writer -> writer.insert(atFirst));
        AtomicInteger disturbed = new AtomicInteger();
        List<R> read = inPages(RecordRange.of(index).limit(3), range -> {
            if (range.after().isPresent()) { // between two pages
                int from = disturbed.getAndAdd(12);
                write(store, organization, writer -> disturb(writer, records, from));
            }
            return other.read(organization, reader -> reader.list(range));
        });
        assertTrue(disturbed.get() >= records.size(), "every record met its fate before the last page");
        for (int i = 0; i < records.size(); i++) {
            List<String> key = index.key().apply(records.get(i));
            int times = Collections.frequency(read, records.get(i));
            if (fate(i) == Fate.STAYS || fate(i) == Fate.CHANGES) {
                assertEquals(
                        1,
                        times,
                        () -> "S-13: " + key + " was there all the while, so that the pages of " + index
                                + " have it once; go on after the last record, not after so many");
            } else {
                assertTrue(times <= 1, () -> "S-13: the pages of " + index + " have " + key + " more than once");
            }
        }
    }

    /** Lets twelve records meet their fate, from both ends by turns: some are behind the reader, some still ahead. */
    private static <R extends StoredRecord> void disturb(StoreWriter writer, List<R> records, int from) {
        for (int next = from; next < Math.min(from + 12, records.size()); next++) {
            int place = next % 2 == 0 ? next / 2 : records.size() - 1 - next / 2;
            R record = records.get(place);
            switch (fate(place)) {
                case STAYS -> {}
                case GOES -> writer.delete(record.key());
                case COMES -> writer.insert(record);
                case CHANGES -> writer.update(record);
            }
        }
    }

    /** What becomes of a record while its neighbours are read. */
    private enum Fate {
        STAYS,
        GOES,
        COMES,
        CHANGES
    }

    private static Fate fate(int place) {
        return Fate.values()[place % 4];
    }

    @Test
    @Rule("S-13")
    void a_page_goes_on_after_a_record_that_has_been_deleted() {
        for (Index<?> index : Index.ALL) {
            OrganizationId organization = OrganizationId.of(index.name());
            found(organization);
            requireGoesOn(organization, index);
        }
    }

    private <R extends StoredRecord> void requireGoesOn(OrganizationId organization, Index<R> index) {
        List<R> all = sorted(index, SampleRecords.everything(organization));
        List<R> records = all.subList(0, Math.min(6, all.size()));
        write(store, organization, writer -> writer.insert(records));
        R last = records.get(records.size() / 2);
        write(store, organization, writer -> writer.delete(last.key()));
        assertEquals(
                records.subList(records.size() / 2 + 1, records.size()),
                other.<List<R>>read(
                        organization,
                        reader -> reader.list(RecordRange.of(index).after(last))),
                () -> "S-13: " + index.key().apply(last)
                        + " was the last of a page and is deleted, and the next page of " + index
                        + " begins behind its place all the same; look for what is greater, not for the record");
    }

    @Test
    @Rule("S-13")
    void pages_skip_and_repeat_nothing_while_others_write_all_the_time() {
        found(ACME);
        List<SubjectRecord> staying = new ArrayList<>();
        List<SubjectRecord> passing = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            (i % 2 == 0 ? staying : passing).add(SampleRecords.subject(ACME, Subject.user("user " + i), i));
        }
        write(store, ACME, writer -> writer.insert(staying));
        whileWriting(
                THREADS / 4,
                mine -> passing.forEach(record -> toggle(mine, record)),
                () -> mine -> requireAllOf(staying, mine));
    }

    private static void toggle(CommunityStore mine, SubjectRecord record) {
        write(mine, ACME, writer -> {
            if (stored(writer, record).isPresent()) {
                writer.delete(record.key());
            } else {
                writer.insert(record);
            }
        });
    }

    private static void requireAllOf(List<SubjectRecord> staying, CommunityStore mine) {
        List<SubjectRecord> read = inPages(
                RecordRange.of(Index.SUBJECTS).limit(7), range -> mine.read(ACME, reader -> reader.list(range)));
        Set<SubjectRecord> different = Set.copyOf(read);
        assertTrue(different.containsAll(staying), "S-13: pages have all that was there all the while");
        assertEquals(different.size(), read.size(), "S-13: pages have nothing twice");
    }

    // S-28

    @Test
    @Rule("S-28")
    void ranges_listed_together_give_each_what_it_gives_alone() {
        found(ACME);
        insertShuffled(SampleRecords.everything(ACME));
        other.read(ACME, reader -> {
            Index.ALL.forEach(index -> requireEach(index, reader));
            return ACME;
        });
    }

    private static <R extends StoredRecord> void requireEach(Index<R> index, StoreReader reader) {
        List<R> all = sorted(index, SampleRecords.everything(ACME));
        requireEach(reader, List.of());
        requireEach(reader, List.of(RecordRange.of(index)));
        for (int length = 1; length <= index.parts().size(); length++) {
            requireEach(reader, ranges(index, all, length));
        }
    }

    /** Under each prefix of a length the first, all, what comes after one, and what is under it or another one. */
    private static <R extends StoredRecord> List<RecordRange<R>> ranges(Index<R> index, List<R> all, int length) {
        List<RecordRange<R>> ranges = new ArrayList<>();
        for (int i = 0; i < all.size(); i += 1 + all.size() / 6) {
            List<String> prefix = index.key().apply(all.get(i)).subList(0, length);
            RecordRange<R> under = RecordRange.of(index).underAny(List.of(prefix));
            ranges.addAll(List.of(under, under.limit(1), under.limit(3), under.after(all.get(i)), under));
            ranges.add(under.after(all.get(i)).limit(2));
            List<String> another =
                    index.key().apply(all.get(all.size() - 1 - i)).subList(0, length);
            ranges.add(under.underAny(List.of(prefix, nothing(length), another)));
            ranges.add(under.underAny(List.of(another, prefix)).limit(3));
            ranges.add(RecordRange.of(index).underAny(List.of(nothing(length))));
            ranges.add(RecordRange.of(index).after(all.get(i)).limit(1 + i % 7));
        }
        Collections.shuffle(ranges, new Random(length));
        return ranges;
    }

    private static List<String> nothing(int length) {
        return Collections.nCopies(length, "\uD83D\uDE00 nothing is there");
    }

    private static <R extends StoredRecord> void requireEach(StoreReader reader, List<RecordRange<R>> ranges) {
        List<List<R>> found = reader.listEach(ranges);
        assertEquals(ranges.size(), found.size(), "S-28: a list for each range, be it empty");
        for (int i = 0; i < ranges.size(); i++) {
            RecordRange<R> range = ranges.get(i);
            assertEquals(
                    reader.list(range), found.get(i), () -> "S-28: what is in " + range + ", alone and among others");
        }
    }

    @Test
    @Rule({"S-28", "S-17"})
    void ranges_listed_together_have_what_the_work_itself_stored() {
        found(ACME);
        List<StoredRecord> half = SampleRecords.everything(ACME);
        half = half.subList(0, half.size() / 2);
        insertShuffled(half);
        write(store, ACME, writer -> {
            SampleRecords.everything(ACME).stream()
                    .skip(1 + SampleRecords.everything(ACME).size() / 2)
                    .forEach(writer::insert);
            Index.ALL.forEach(index -> requireEach(index, writer));
        });
    }

    @Test
    @Rule("S-28")
    void a_thousand_ranges_are_listed_together_and_no_more() {
        found(ACME);
        insertShuffled(SampleRecords.everything(ACME));
        List<SubjectRecord> all = sorted(Index.SUBJECTS, SampleRecords.everything(ACME));
        List<RecordRange<SubjectRecord>> ranges = new ArrayList<>();
        for (int i = 0; i < RecordRange.MAX; i++) {
            ranges.add(RecordRange.of(Index.SUBJECTS)
                    .after(all.get(i % all.size()))
                    .limit(1 + i % 3));
        }
        other.read(ACME, reader -> {
            requireEach(reader, ranges);
            List<RecordRange<SubjectRecord>> more = new ArrayList<>(ranges);
            more.add(RecordRange.of(Index.SUBJECTS));
            assertThrows(IllegalArgumentException.class, () -> reader.listEach(more), "S-28: up to 1,000 ranges");
            return ACME;
        });
    }

    @Test
    @Rule("S-28")
    @SuppressWarnings({"unchecked", "rawtypes"}) // what the types forbid is refused all the same
    void ranges_of_several_indexes_are_refused() {
        found(ACME);
        List mixed = List.of(RecordRange.of(Index.SUBJECTS), RecordRange.of(Index.BINDINGS_AT_SCOPE));
        other.read(ACME, reader -> {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> reader.<SubjectRecord>listEach(mixed),
                    "S-28: ranges of one index");
            return ACME;
        });
    }

    private static <R extends StoredRecord> void requireEqual(
            Index<R> index, List<R> expected, List<R> actual, Supplier<String> what) {
        if (!expected.equals(actual)) {
            same(
                    expected.stream().map(index.key()).toList(),
                    actual.stream().map(index.key()).toList(),
                    "S-12: " + index + ", " + what.get() + "; sort by code point (UTF-8 bytes do), part by part");
            same(expected, actual, "S-10: " + index + ", " + what.get());
        }
    }

    private static <R extends StoredRecord> List<R> sorted(Index<R> index, List<? extends StoredRecord> records) {
        Class<R> type = index.kind().type();
        return records.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .sorted(Comparator.comparing(index.key(), BY_CODE_POINT))
                .toList();
    }
}
