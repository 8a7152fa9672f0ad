package io.github.communities.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.change.ChangeRecord;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;

/**
 * What the groups of {@link CommunityStoreContract} share: a fresh storage for each test with two stores over it, and
 * ways to write, to read all there is, and to say that nothing has changed.
 */
abstract class StoreRules {
    /** Where most tests write; does not exist yet. */
    static final OrganizationId ACME = OrganizationId.of("acme");
    /** Another one. */
    static final OrganizationId GLOBEX = OrganizationId.of("globex");

    /** How many at once. */
    static final int THREADS = 16;

    /** More than any test has records. */
    private static final int MAX_PAGES = 2000;

    private final Supplier<StoreFixture> storages;
    private final List<CommunityStore> opened = new ArrayList<>();

    /** Where both stores keep what they are given. */
    StoreFixture storage;
    /** Where a test writes. */
    CommunityStore store;
    /** Where it reads back, as on another node. */
    CommunityStore other;

    @SuppressWarnings("NullAway.Init") // the three fields are set before each test
    StoreRules(Supplier<StoreFixture> storages) {
        this.storages = storages;
    }

    @BeforeEach
    void openStores() {
        storage = storages.get();
        store = open();
        other = open();
    }

    @AfterEach
    void closeStores() {
        opened.forEach(CommunityStore::close);
        storage.close();
    }

    /** Another store, which is closed after the test. */
    final CommunityStore open() {
        CommunityStore another = storage.open();
        opened.add(another);
        return another;
    }

    /** Creates an organization with nothing in it but its own record, at revision 1. */
    final void found(OrganizationId organization) {
        store.create(organization, writer -> {
            writer.insert(SampleRecords.organization(organization, 0));
            return append(organization, writer);
        });
    }

    /** Appends the change record that a work must append if it stores something. */
    static Revision append(OrganizationId organization, StoreWriter writer) {
        Revision next = writer.revision().next();
        writer.append(SampleRecords.change(organization, next));
        return next;
    }

    /** Writes, with the change record that belongs to it. */
    static Revision change(CommunityStore store, OrganizationId organization, Consumer<StoreWriter> work) {
        return store.write(organization, writer -> {
            work.accept(writer);
            return append(organization, writer);
        });
    }

    /**
     * All that an organization holds.
     *
     * @param revision its revision
     * @param records its records of all kinds
     * @param changes its change records
     */
    record Everything(Revision revision, Set<StoredRecord> records, List<ChangeRecord> changes) {}

    /** All that an organization holds, read in one work. */
    static Everything everything(CommunityStore store, OrganizationId organization) {
        return store.read(organization, StoreRules::everything);
    }

    static Everything everything(StoreReader reader) {
        Set<StoredRecord> records = new HashSet<>();
        reader.find(RecordKind.organization()).ifPresent(records::add);
        for (RecordKind<?> kind : RecordKind.ALL) {
            Index.ALL.stream()
                    .filter(index -> index.kind().equals(kind))
                    .findFirst()
                    .ifPresent(index -> records.addAll(all(reader, index)));
        }
        List<ChangeRecord> changes = new ArrayList<>();
        untilEmpty(reader.changes(Revision.NONE, RecordRange.MAX), page -> {
            changes.addAll(page);
            return reader.changes(page.get(page.size() - 1).revision(), RecordRange.MAX);
        });
        return new Everything(reader.revision(), records, changes);
    }

    /** All records of an index, page after page. */
    static <R extends StoredRecord> List<R> all(StoreReader reader, Index<R> index) {
        return inPages(RecordRange.of(index), reader::list);
    }

    /** All records of a range, in pages as large as its limit, each of which goes on after the one before. */
    static <R extends StoredRecord> List<R> inPages(RecordRange<R> range, Function<RecordRange<R>, List<R>> list) {
        List<R> records = new ArrayList<>();
        untilEmpty(list.apply(range), page -> {
            assertTrue(page.size() <= range.limit(), () -> "S-12: at most " + range.limit() + " of " + range.index());
            records.addAll(page);
            return list.apply(range.after(page.get(page.size() - 1)));
        });
        return records;
    }

    private static <T> void untilEmpty(List<T> first, UnaryOperator<List<T>> next) {
        List<T> page = first;
        for (int pages = 0; !page.isEmpty(); pages++) {
            assertTrue(pages < MAX_PAGES, "S-13: pages without end; go on after the last record, itself excluded");
            page = next.apply(page);
        }
    }

    /** Checks that two states are the same, and says where they differ: in full nobody could read them. */
    static void same(Everything expected, Everything actual, String lesson) {
        assertEquals(expected.revision(), actual.revision(), lesson);
        same(expected.records(), actual.records(), lesson);
        same(expected.changes(), actual.changes(), lesson);
    }

    /** Checks that two sets are the same, and says in what they differ. */
    static void same(Set<?> expected, Set<?> actual, String lesson) {
        if (!expected.equals(actual)) {
            fail(lesson + "\n  missing: " + without(expected, actual) + "\n  unexpected: " + without(actual, expected));
        }
    }

    /** Checks that two lists are the same, and says where they first differ. */
    static void same(List<?> expected, List<?> actual, String lesson) {
        if (!expected.equals(actual)) {
            int place = 0;
            while (place < Math.min(expected.size(), actual.size())
                    && expected.get(place).equals(actual.get(place))) {
                place++;
            }
            fail(lesson + "\n  expected: " + from(place, expected) + "\n  was: " + from(place, actual));
        }
    }

    private static String without(Set<?> some, Set<?> others) {
        List<Object> left = new ArrayList<>(some);
        left.removeAll(others);
        return left.size() + " of " + some.size() + (left.isEmpty() ? "" : ", for instance " + left.get(0));
    }

    private static String from(int place, List<?> list) {
        return place < list.size() ? list.get(place) + " at " + place + " of " + list.size() : "no more than " + place;
    }

    /** What is stored under a record's key. */
    static Optional<? extends StoredRecord> stored(StoreReader reader, StoredRecord record) {
        return reader.find(record.key());
    }

    /** What is stored under a record's key, as another node sees it. */
    final Optional<? extends StoredRecord> stored(StoredRecord record) {
        return other.read(record.organization(), reader -> stored(reader, record));
    }

    /** What is stored of these keys. */
    static <R extends StoredRecord> List<R> find(StoreReader reader, RecordKind<R> kind, List<? extends R> records) {
        List<RecordKey<R>> keys = new ArrayList<>();
        records.forEach(record -> keys.add(new RecordKey<>(kind, record.keyParts())));
        return reader.find(kind, keys);
    }

    /** Checks that a call is refused as a rule wants and that all is as it was before. */
    final IllegalStateException refused(String rule, OrganizationId organization, Executable call) {
        Everything before = everything(other, organization);
        IllegalStateException refusal = assertThrows(
                IllegalStateException.class, call, () -> rule + ": to be refused with IllegalStateException");
        same(
                before,
                everything(other, organization),
                rule + ": nothing may be stored of a work that is refused, as this one was: " + refusal);
        return refusal;
    }

    /** Checks that a work is refused as a rule wants and that nothing of it is stored. */
    final IllegalStateException refuses(String rule, Consumer<StoreWriter> work) {
        return refused(
                rule,
                ACME,
                () -> store.write(ACME, writer -> {
                    work.accept(writer);
                    return "done";
                }));
    }

    /**
     * Lets some threads write while others read again and again, the last time when all has been written. Half of the
     * threads work on the one store, half on the other.
     *
     * @param writers how many of {@link #THREADS} write
     * @param write what each of them does, once
     * @param read gives each of the others what to do
     */
    final void whileWriting(int writers, Consumer<CommunityStore> write, Supplier<Consumer<CommunityStore>> read) {
        AtomicInteger writing = new AtomicInteger(writers);
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            CommunityStore mine = i % 2 == 0 ? store : other;
            if (i < writers) {
                tasks.add(() -> {
                    try {
                        write.accept(mine);
                    } finally {
                        writing.decrementAndGet();
                    }
                    return true;
                });
            } else {
                Consumer<CommunityStore> reader = read.get();
                tasks.add(() -> {
                    boolean last;
                    do {
                        last = writing.get() == 0;
                        reader.accept(mine);
                    } while (!last);
                    return true;
                });
            }
        }
        atOnce(tasks);
    }

    /** Runs tasks at the same moment and gives what they return, in their order; a task that throws fails the test. */
    static <T> List<T> atOnce(List<Callable<T>> tasks) {
        try (Race threads = new Race(tasks.size())) {
            return threads.<T>run(tasks).stream().map(Race.Outcome::get).toList();
        }
    }
}
