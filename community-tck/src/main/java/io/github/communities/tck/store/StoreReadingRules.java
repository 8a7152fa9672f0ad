package io.github.communities.tck.store;

import static io.github.communities.tck.fixture.SampleRecords.append;
import static io.github.communities.tck.fixture.SampleRecords.write;
import static io.github.communities.tck.fixture.StoreContents.all;
import static io.github.communities.tck.fixture.StoreContents.inPages;
import static io.github.communities.tck.fixture.StoreContents.same;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.error.NotFound;
import io.github.communities.error.Refused;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.SubjectRecord;
import io.github.communities.tck.fixture.Meanwhile;
import io.github.communities.tck.fixture.SampleRecords;
import io.github.communities.tck.fixture.StoreContents;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Rules of reading: S-4, S-9, S-10, S-12, S-13, S-16, S-20 and S-21. */
public abstract class StoreReadingRules extends StoreRules {
    /** By code point, spelled out as the rule has it and not as a store would do it. */
    private static final Comparator<List<String>> BY_CODE_POINT = (one, other) -> {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            if (!one.get(i).equals(other.get(i))) {
                return Arrays.compare(
                        one.get(i).codePoints().toArray(),
                        other.get(i).codePoints().toArray());
            }
        }
        return Integer.compare(one.size(), other.size());
    };

    private static final Subject ANN = Subject.user("ann");
    private static final Subject CATS = Subject.group("cats");
    private static final CommunityId TEAM = CommunityId.of(ACME, "team");

    protected StoreReadingRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // S-4

    @Test
    @Rule("S-4")
    void a_read_keeps_its_state_while_others_write() {
        found(ACME);
        write(store, ACME, writer -> writer.insert(SampleRecords.some(ACME)));
        StoredRecord changed = SampleRecords.some(ACME).get(0);
        StoredRecord added = SampleRecords.subject(ACME, ANN, 0);
        StoreContents before = StoreContents.of(other, ACME);

        List<Meanwhile<Revision>> writes = new ArrayList<>();
        StoreContents seen = other.read(ACME, reader -> {
            PrincipalRecords principalRecords = reader.principalRecords(ANN);
            StoreContents first = StoreContents.of(reader);
            if (writes.isEmpty()) { // in the first run of this work
                writes.add(Meanwhile.run(() -> write(store, ACME, writer -> {
                    writer.delete(changed.key());
                    writer.insert(added);
                    writer.insert(SampleRecords.binding(ACME, ANN, Role.of("a"), 0));
                    writer.update(SampleRecords.organization(ACME, 1));
                })));
            }
            // A store may let the write wait for this read; then it comes too late to be seen anyway.
            writes.get(0).endsSoon();
            String lesson =
                    "S-4: a read that began before a write sees nothing of it; give it one snapshot, not one for"
                            + " each statement";
            assertEquals(Optional.of(changed), stored(reader, changed), lesson);
            assertEquals(Optional.empty(), stored(reader, added), lesson);
            assertEquals(principalRecords, reader.principalRecords(ANN), lesson);
            same(first, StoreContents.of(reader), lesson);
            return first;
        });

        same(before, seen, "S-4: the state when the read began");
        assertEquals(before.revision().next(), writes.get(0).result("S-2: the write must end once the read has"));
    }

    @Test
    @Rule("S-4")
    void nothing_is_read_that_is_not_committed() {
        found(ACME);
        write(store, ACME, writer -> writer.insert(SampleRecords.some(ACME)));
        StoreContents before = StoreContents.of(other, ACME);
        CountDownLatch stored = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        Meanwhile<Refused> write = Meanwhile.run(() -> assertThrows(
                Refused.class,
                () -> write(store, ACME, writer -> {
                    writer.insert(SampleRecords.subject(ACME, ANN, 0));
                    writer.insert(SampleRecords.binding(ACME, ANN, Role.of("never.stored"), 0));
                    writer.update(SampleRecords.organization(ACME, 1));
                    SampleRecords.some(ACME).forEach(record -> writer.delete(record.key()));
                    stored.countDown();
                    Meanwhile.await(read, "never told that it was read");
                    throw new Refused("DEF-2", "of the domain");
                })));
        Meanwhile.await(stored, "the work never came to its end");
        Meanwhile<StoreContents> reading = Meanwhile.run(() -> StoreContents.of(other, ACME));
        Meanwhile<PrincipalRecords> principalRecords = Meanwhile.run(() -> other.principalRecords(ACME, ANN));
        Meanwhile<Set<Role>> roles = Meanwhile.run(other::roles);
        // A store may let the reads wait for the write; then they come too late to see anything of it.
        for (Meanwhile<?> each : List.of(reading, principalRecords, roles)) {
            each.endsSoon();
        }
        read.countDown();

        String lesson = "S-4: a read sees nothing of a write that has not ended";
        write.result("the write must end");
        same(before, reading.result("the read must end"), lesson);
        assertEquals(
                List.of(),
                principalRecords.result("the read must end").bindings().stream()
                        .filter(binding -> binding.subject().equals(ANN))
                        .toList(),
                lesson);
        assertTrue(!roles.result("the read must end").contains(Role.of("never.stored")), lesson);
    }

    // S-9

    @Test
    @Rule("S-9")
    void an_organization_that_does_not_exist_is_not_found() {
        found(ACME);
        for (String id : List.of("nowhere", "Acme", "acme ", " acme", "acm", "acme%", "*")) {
            OrganizationId nowhere = OrganizationId.of(id);
            assertEquals(Revision.NONE, store.revision(nowhere), "S-9: the revision of what does not exist");
            String lesson = "S-9: " + nowhere + " does not exist, so no work is run on it";
            AtomicInteger runs = new AtomicInteger();
            requireNotFound(() -> store.read(nowhere, reader -> runs.incrementAndGet()), lesson);
            requireNotFound(() -> store.write(nowhere, writer -> runs.incrementAndGet()), lesson);
            requireNotFound(() -> store.principalRecords(nowhere, ANN), lesson);
            assertEquals(0, runs.get(), lesson);
            assertEquals(Revision.NONE, other.revision(nowhere), "S-9: asking does not bring it into existence");
        }
    }

    private static void requireNotFound(Executable call, String lesson) {
        NotFound notFound = assertThrows(NotFound.class, call, lesson);
        assertEquals("ORG-1", notFound.rule(), "S-9: callers see what the store throws, so it names a rule of theirs");
    }

    @Test
    @Rule("S-9")
    void an_organization_that_exists_is_found() {
        found(ACME);
        for (CommunityStore each : List.of(store, other)) {
            assertEquals(Revision.of(1), each.revision(ACME), "S-9: it has a revision");
            assertEquals(Revision.of(1), each.read(ACME, StoreReader::revision), "S-9: it can be read");
            assertEquals(Revision.of(1), each.write(ACME, StoreReader::revision), "S-9: it can be written");
            assertEquals(
                    SampleRecords.organization(ACME, 0),
                    each.principalRecords(ACME, ANN).organization(),
                    "S-9: it has an answer about anybody");
        }
    }

    // S-10

    @Test
    @Rule("S-10")
    void what_is_found_equals_what_was_stored() {
        found(ACME);
        List<StoredRecord> records = SampleRecords.everything(ACME);
        write(store, ACME, writer -> writer.insert(records));
        requireFound(records);

        List<StoredRecord> updated = new ArrayList<>();
        SampleRecords.SOURCES.forEach(source ->
                source.all().apply(ACME).forEach(record -> updated.add(source.again(record, updated.size() + 7))));
        write(store, ACME, writer -> writer.update(updated));
        requireFound(updated);

        for (int state = 0; state < 24; state++) {
            StoredRecord organization = SampleRecords.organization(ACME, state);
            write(store, ACME, writer -> writer.update(organization));
            assertEquals(Optional.of(organization), stored(organization), "S-10: the organization, as it was stored");
        }
    }

    private void requireFound(List<StoredRecord> records) {
        other.read(ACME, reader -> {
            RecordKind.ALL.forEach(kind -> requireFound(reader, kind, records));
            return "all";
        });
    }

    private static <R extends StoredRecord> void requireFound(
            StoreReader reader, RecordKind<R> kind, List<StoredRecord> records) {
        List<R> ofKind = records.stream()
                .filter(kind.type()::isInstance)
                .map(kind.type()::cast)
                .toList();
        List<R> found = find(reader, kind, ofKind);
        assertEquals(ofKind.size(), found.size(), () -> "S-10: as many as were asked for: " + kind);
        same(
                Set.copyOf(ofKind),
                Set.copyOf(found),
                "S-10: equal, attribute by attribute: " + kind
                        + "; mind collation, padding, length, time zone, precision");
    }

    @Test
    @Rule("S-10")
    void what_was_not_stored_is_not_found() {
        found(ACME);
        for (SampleRecords.Source<?> source : SampleRecords.SOURCES) {
            List<? extends StoredRecord> records = source.all().apply(ACME);
            // Half of them: of those that differ by case, accent, blank or composition only, some are there and some
            // not.
            Random coin = new Random(source.kind().name().hashCode());
            List<StoredRecord> stored = new ArrayList<>();
            for (StoredRecord record : records) {
                if (coin.nextBoolean()) {
                    stored.add(record);
                }
            }
            write(store, ACME, writer -> writer.insert(stored));
            Set<StoredRecord> found = new HashSet<>(other.read(ACME, reader -> findAll(reader, source)));
            assertEquals(
                    Set.copyOf(stored),
                    found,
                    "S-10: keys are compared by code point, nothing folded (" + source + ")");
            records.forEach(record -> assertEquals(
                    stored.contains(record) ? Optional.of(record) : Optional.empty(),
                    stored(record),
                    "S-10: also when asked for alone (" + source + ")"));
        }
        assertEquals(
                List.of(),
                other.read(ACME, reader -> reader.find(RecordKind.SUBJECT, List.of())),
                "S-10: no keys, no records");
    }

    private static <R extends StoredRecord> List<R> findAll(StoreReader reader, SampleRecords.Source<R> source) {
        return find(reader, source.kind(), source.all().apply(ACME));
    }

    @Test
    @Rule("S-10")
    void a_thousand_keys_are_found_at_once() {
        found(ACME);
        List<SubjectRecord> records = new ArrayList<>();
        for (int i = 0; i < RecordRange.MAX; i++) {
            records.add(SampleRecords.subject(ACME, Subject.user("user " + i), i));
        }
        write(store, ACME, writer -> writer.insert(records));

        List<SubjectRecord> found = other.read(ACME, reader -> find(reader, RecordKind.SUBJECT, records));

        assertEquals(RecordRange.MAX, found.size(), "S-10: as many as were asked for");
        same(Set.copyOf(records), Set.copyOf(found), "S-10: those that were asked for");
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
        alternatives.add(Collections.nCopies(length, "\uD83D\uDE00 nothing is there"));
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

    private static <R extends StoredRecord> List<R> sorted(Index<R> index, List<? extends StoredRecord> records) {
        Class<R> type = index.kind().type();
        return records.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .sorted(Comparator.comparing(index.key(), BY_CODE_POINT))
                .toList();
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

    // S-16

    @Test
    @Rule("S-16")
    void a_standing_has_all_that_decides_about_a_principal_and_nothing_else() {
        found(ACME);
        write(store, ACME, writer -> writer.insert(SampleRecords.everything(ACME)));
        StoreContents all = StoreContents.of(store, ACME);
        List<Subject> asked = new ArrayList<>(List.of(Subject.user("nobody"), CATS, Subject.allUsers()));
        asked.addAll(List.of(Subject.federatedUser("a"), Subject.serviceAccount("a"), Subject.group("a")));
        SampleRecords.IDS.forEach(id -> asked.add(Subject.user(id)));
        for (Subject principal : asked) {
            PrincipalRecords expected = expectedStanding(all, principal);
            requireEqual(principal, expected, other.principalRecords(ACME, principal));
            requireEqual(principal, expected, other.read(ACME, reader -> reader.principalRecords(principal)));
        }
        Subject principal = Subject.user("a");
        requireEqual(
                principal,
                expectedStanding(all, principal),
                store.write(ACME, writer -> writer.principalRecords(principal)));
    }

    private static PrincipalRecords expectedStanding(StoreContents all, Subject principal) {
        List<GroupMemberRecord> memberships = of(GroupMemberRecord.class, all)
                .filter(membership -> membership.member().equals(principal))
                .toList();
        Set<Subject> self = Stream.concat(
                        Stream.of(principal), memberships.stream().map(GroupMemberRecord::group))
                .collect(Collectors.toSet());
        return new PrincipalRecords(
                all.revision(),
                SampleRecords.organization(ACME, 0),
                of(SubjectRecord.class, all)
                        .filter(record -> self.contains(record.subject()))
                        .toList(),
                memberships,
                of(BindingRecord.class, all)
                        .filter(binding -> self.contains(binding.subject())
                                || binding.subject().equals(Subject.allUsers()))
                        .toList());
    }

    private static <R extends StoredRecord> Stream<R> of(Class<R> type, StoreContents all) {
        return all.records().stream().filter(type::isInstance).map(type::cast);
    }

    private static void requireEqual(Subject principal, PrincipalRecords expected, PrincipalRecords actual) {
        String of = " of " + principal + ", each once";
        assertEquals(expected.revision(), actual.revision(), "S-16: the revision it was read at");
        assertEquals(expected.organization(), actual.organization(), "S-16: the organization's record");
        same(inOrder(expected.subjects()), inOrder(actual.subjects()), "S-16: the subjects" + of);
        same(inOrder(expected.memberships()), inOrder(actual.memberships()), "S-16: the memberships" + of);
        same(
                inOrder(expected.bindings()),
                inOrder(actual.bindings()),
                "S-16: the bindings" + of + ": their own, those of their groups and of the system group");
    }

    private static <R extends StoredRecord> List<R> inOrder(Collection<R> records) {
        return records.stream()
                .sorted(Comparator.comparing(StoredRecord::keyParts, BY_CODE_POINT))
                .toList();
    }

    @Test
    @Rule("S-16")
    void a_standing_has_no_limit() {
        found(ACME);
        int many = RecordRange.MAX + 200;
        List<StoredRecord> records = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Subject group = Subject.group("group " + i);
            records.add(SampleRecords.binding(CommunityId.of(ACME, "c " + i), ANN, Role.of("a"), i));
            records.add(SampleRecords.groupMember(ACME, group, ANN, i));
            records.add(SampleRecords.subject(ACME, group, i));
        }
        records.add(SampleRecords.binding(ACME, Subject.group("group " + (many - 1)), Role.of("a"), 0));
        write(store, ACME, writer -> writer.insert(records));

        requireEqual(ANN, expectedStanding(StoreContents.of(store, ACME), ANN), other.principalRecords(ACME, ANN));
    }

    /**
     * Who comes into a group loses their own role in the same write: one has the one or the other, never none or both.
     */
    @Test
    @Rule("S-16")
    void a_standing_is_of_one_state_while_others_write() {
        found(ACME);
        BindingRecord own = SampleRecords.binding(TEAM, ANN, Role.of("a"), 0);
        GroupMemberRecord membership = SampleRecords.groupMember(ACME, CATS, ANN, 0);
        write(
                store,
                ACME,
                writer -> writer.insert(List.of(
                        own,
                        SampleRecords.binding(TEAM, CATS, Role.of("a"), 0),
                        SampleRecords.subject(ACME, CATS, 0))));
        requireOneState(store.principalRecords(ACME, ANN));
        requireOneState(other.principalRecords(ACME, ANN));
        whileWriting(
                3, // whose writes are odd in number, so that the last state is not the first
                mine -> {
                    for (int round = 0; round < 25; round++) {
                        write(mine, ACME, writer -> {
                            boolean inGroup = stored(writer, membership).isPresent();
                            StoredRecord gone = inGroup ? membership : own;
                            writer.delete(gone.key());
                            writer.insert(inGroup ? own : membership);
                        });
                    }
                },
                () -> mine -> requireOneState(mine.principalRecords(ACME, ANN)));
    }

    private static void requireOneState(PrincipalRecords principalRecords) {
        // Revision 2 is the first that has the binding, and each write turns it round.
        boolean inGroup = principalRecords.revision().value() % 2 == 1;
        String lesson = "S-16: at revision " + principalRecords.revision()
                + ", in one consistent state; ask with one statement or" + " in one snapshot";
        assertEquals(inGroup ? 1 : 0, principalRecords.memberships().size(), lesson);
        assertEquals(inGroup ? 1 : 0, principalRecords.subjects().size(), lesson);
        assertEquals(
                List.of(inGroup ? CATS : ANN),
                principalRecords.bindings().stream().map(BindingRecord::subject).toList(),
                lesson);
    }

    // S-20

    @Test
    @Rule("S-20")
    void change_records_come_in_order_as_they_were_appended() {
        found(ACME);
        for (int i = 0; i < 40; i++) {
            write(store, ACME, writer -> {});
        }
        List<ChangeRecord> expected = new ArrayList<>();
        for (long revision = 1; revision <= 41; revision++) {
            expected.add(SampleRecords.change(ACME, Revision.of(revision)));
        }
        String lesson = "S-20: all of them, oldest first, each equal to what was appended";
        other.read(ACME, reader -> {
            same(expected, reader.changes(Revision.NONE, RecordRange.MAX), lesson);
            same(expected.subList(0, 1), reader.changes(Revision.NONE, 1), lesson);
            same(expected.subList(9, 19), reader.changes(Revision.of(9), 10), lesson);
            same(expected.subList(40, 41), reader.changes(Revision.of(40), 10), lesson);
            assertEquals(List.of(), reader.changes(Revision.of(41), 10), "S-20: nothing after the newest");
            for (long far : List.of(42L, Long.MAX_VALUE - 1, Long.MAX_VALUE)) {
                assertEquals(List.of(), reader.changes(Revision.of(far), RecordRange.MAX), "S-20: nor after that");
            }
            return "read";
        });
    }

    @Test
    @Rule("S-20")
    void a_long_change_record_comes_whole() {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            changes.add(Change.of(ChangeKind.BINDING_ADDED, CommunityId.of(ACME, SampleRecords.id(i)))
                    .about(SampleRecords.principal(i))
                    .to(Map.of("role", "r".repeat(64), "since", "\uD83D\uDE00".repeat(16) + i)));
        }
        found(ACME);
        ChangeRecord record = ChangeRecord.builder()
                .from(SampleRecords.change(ACME, Revision.of(2)))
                .changes(changes)
                .build();
        store.write(ACME, writer -> {
            writer.append(record);
            return "appended";
        });

        assertEquals(
                List.of(record),
                other.read(ACME, reader -> reader.changes(Revision.of(1), 10)),
                "S-20: equal to what was appended, however long");
    }

    @Test
    @Rule("S-20")
    void of_dropped_change_records_the_oldest_are_gone_and_all_others_stay() {
        found(ACME);
        for (int i = 0; i < 9; i++) {
            write(store, ACME, writer -> {});
        }
        Revision dropping = write(store, ACME, writer -> writer.dropChanges(Revision.of(4)));
        assertEquals(numbers(5, 11), feed(other, Revision.NONE), "S-20: those up to revision 4 are gone, no others");
        assertEquals(numbers(8, 11), feed(other, Revision.of(7)), "S-20: the cursor goes on as before");
        assertEquals(Revision.of(11), dropping, "S-3: the revision does not go back");

        assertThrows(
                Refused.class,
                () -> write(store, ACME, writer -> {
                    writer.dropChanges(Revision.of(8));
                    throw new Refused("DEF-2", "of the domain");
                }));
        assertEquals(numbers(5, 11), feed(other, Revision.NONE), "S-7: nothing is dropped by a work that throws");

        write(store, ACME, writer -> writer.dropChanges(Revision.of(11)));
        assertEquals(numbers(12, 12), feed(other, Revision.NONE), "S-20: what dropped all others is there itself");
        write(store, ACME, writer -> {});
        assertEquals(numbers(12, 13), feed(other, Revision.NONE), "S-20: and it goes on from there");
        write(store, ACME, writer -> writer.dropChanges(Revision.of(Long.MAX_VALUE)));
        assertEquals(numbers(14, 14), feed(other, Revision.NONE), "S-20: all up to a revision that is far ahead");
    }

    private static List<Long> numbers(long first, long last) {
        return Stream.iterate(first, number -> number + 1)
                .limit(last - first + 1)
                .toList();
    }

    private static List<Long> feed(CommunityStore store, Revision after) {
        return store.read(ACME, reader -> reader.changes(after, RecordRange.MAX)).stream()
                .map(record -> record.revision().value())
                .toList();
    }

    @Test
    @Rule("S-20")
    void the_feed_has_no_gaps_while_others_write() {
        found(ACME);
        int writers = THREADS / 2;
        int rounds = 15;
        long last = 1 + (long) writers * rounds;
        List<AtomicLong> readers = new ArrayList<>();
        whileWriting(
                writers,
                mine -> {
                    for (int round = 0; round < rounds; round++) {
                        giveUp(mine);
                        write(mine, ACME, writer -> {});
                    }
                },
                () -> {
                    AtomicLong seen = new AtomicLong();
                    readers.add(seen);
                    return mine -> feed(mine, Revision.of(seen.get()))
                            .forEach(number -> assertEquals(
                                    seen.incrementAndGet(),
                                    number,
                                    "S-20: every record once and in order, for whoever goes on after the last one seen;"
                                            + " number them under the organization's lock"));
                });
        readers.forEach(seen -> assertEquals(last, seen.get(), "S-20: whoever reads to the end has read all"));
        assertEquals(Revision.of(last), other.revision(ACME), "S-20: the last record has the newest revision");
    }

    private static void giveUp(CommunityStore mine) {
        assertThrows(
                Refused.class,
                () -> mine.write(ACME, writer -> {
                    append(ACME, writer);
                    throw new Refused("DEF-2", "of the domain");
                }));
    }

    // S-21

    @Test
    @Rule("S-21")
    void roles_are_those_that_are_bound_anywhere() {
        assertEquals(Set.of(), store.roles(), "S-21: none in an empty storage");
        found(ACME);
        found(GLOBEX);
        assertEquals(Set.of(), other.roles(), "S-21: none if nothing is bound");

        BindingRecord first = binding(ACME, "a.bb");
        BindingRecord same = binding(CommunityId.of(GLOBEX, "team"), "a.bb");
        BindingRecord second = binding(CommunityId.of(GLOBEX, "team"), "a.bB");
        write(store, ACME, writer -> writer.insert(first));
        write(store, GLOBEX, writer -> writer.insert(List.of(same, second)));
        assertEquals(
                Set.of(Role.of("a.bb"), Role.of("a.bB")), other.roles(), "S-21: those of all organizations, exactly");

        assertThrows(
                Refused.class,
                () -> write(store, ACME, writer -> {
                    writer.insert(binding(ACME, "given.up"));
                    throw new Refused("DEF-2", "of the domain");
                }));
        write(store, ACME, writer -> writer.delete(first.key()));
        assertEquals(Set.of(Role.of("a.bb"), Role.of("a.bB")), other.roles(), "S-21: one is still bound elsewhere");
        write(store, GLOBEX, writer -> writer.delete(second.key()));
        assertEquals(Set.of(Role.of("a.bb")), other.roles(), "S-21: not what is bound no more");
        write(store, GLOBEX, writer -> writer.delete(same.key()));
        assertEquals(Set.of(), store.roles(), "S-21: none once nothing is bound");
    }

    @Test
    @Rule("S-21")
    void roles_of_all_users_are_those_that_are_bound_to_the_system_group_of_any_organization() {
        assertEquals(Set.of(), store.rolesOfAllUsers(), "S-21: none in an empty storage");
        found(ACME);
        found(GLOBEX);
        Role shared = Role.of("a.bb");
        Role capital = Role.of("a.bB");
        BindingRecord ofAll = SampleRecords.binding(TEAM, Subject.allUsers(), shared, 0);
        List<BindingRecord> ofOthers = Stream.of(
                        ANN,
                        Subject.user(Subject.allUsers().id()),
                        Subject.federatedUser("ann"),
                        Subject.serviceAccount("ann"),
                        CATS)
                .map(subject -> SampleRecords.binding(
                        ACME, subject, Role.of("b.of." + subject.kind().text()), 0))
                .distinct()
                .toList();
        write(store, ACME, writer -> {
            writer.insert(ofOthers);
            writer.insert(List.of(ofAll, SampleRecords.binding(ACME, ANN, capital, 0)));
        });
        assertEquals(Set.of(shared), other.rolesOfAllUsers(), "S-21: no role that only others have");

        write(store, GLOBEX, writer -> writer.insert(SampleRecords.binding(GLOBEX, Subject.allUsers(), capital, 0)));
        assertEquals(Set.of(shared, capital), other.rolesOfAllUsers(), "S-21: those of all organizations, exactly");
        write(store, ACME, writer -> writer.delete(ofAll.key()));
        assertEquals(Set.of(capital), other.rolesOfAllUsers(), "S-21: not what is bound no more");
    }

    private static BindingRecord binding(Scope scope, String role) {
        return SampleRecords.binding(scope, ANN, Role.of(role), 0);
    }

    @Test
    @Rule("S-21")
    void roles_have_no_limit() {
        found(ACME);
        List<BindingRecord> bindings = new ArrayList<>();
        Set<Role> roles = new HashSet<>();
        for (int i = 0; i < RecordRange.MAX + 200; i++) {
            bindings.add(binding(ACME, "r" + i));
            roles.add(Role.of("r" + i));
        }
        write(store, ACME, writer -> writer.insert(bindings));

        same(roles, other.roles(), "S-21: all of them, however many");
    }
}
