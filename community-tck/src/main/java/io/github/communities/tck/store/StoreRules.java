package io.github.communities.tck.store;

import static io.github.communities.tck.fixture.SampleRecords.append;
import static io.github.communities.tck.fixture.SampleRecords.write;
import static io.github.communities.tck.fixture.StoreContents.same;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.error.NotFound;
import io.github.communities.error.Refused;
import io.github.communities.error.Unavailable;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.tck.CommunityStoreContract;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.SampleRecords;
import io.github.communities.tck.fixture.StoreContents;
import io.github.communities.tck.fixture.StoreFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;

/**
 * What the groups of {@link CommunityStoreContract} share: a fresh storage for each test with two stores over it, and
 * ways to write, to read all there is, and to say that nothing has changed.
 */
public abstract class StoreRules {
    /** By code point, spelled out as the rule has it and not as a store would do it. */
    static final Comparator<List<String>> BY_CODE_POINT = (one, other) -> {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            if (!one.get(i).equals(other.get(i))) {
                return Arrays.compare(
                        one.get(i).codePoints().toArray(),
                        other.get(i).codePoints().toArray());
            }
        }
        return Integer.compare(one.size(), other.size());
    };

    /** Where most tests write; does not exist yet. */
    static final OrganizationId ACME = OrganizationId.of("acme");
    /** Another one. */
    static final OrganizationId GLOBEX = OrganizationId.of("globex");

    /** How many at once. */
    static final int THREADS = 16;

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

    /** The same ids in an organization whose own resembles the first one's, with other things about them. */
    final void fillTwoAlike() {
        OrganizationId alike = OrganizationId.of("Acme");
        found(ACME);
        found(alike);
        write(store, ACME, writer -> writer.insert(SampleRecords.everything(ACME)));
        write(store, alike, writer -> writer.insert(SampleRecords.some(alike)));
    }

    /** Deletes records that are all there and inserts them again, in turn, by an odd number of writes. */
    static void deleteAndInsertInTurn(CommunityStore mine, List<StoredRecord> records) {
        for (int round = 0; round < 25; round++) {
            write(mine, ACME, writer -> {
                if (stored(writer, records.get(0)).isPresent()) {
                    records.forEach(record -> writer.delete(record.key()));
                } else {
                    writer.insert(records);
                }
            });
        }
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
    protected final IllegalStateException refused(String rule, OrganizationId organization, Executable call) {
        StoreContents before = StoreContents.of(other, organization);
        IllegalStateException refusal = assertThrows(
                IllegalStateException.class, call, () -> rule + ": to be refused with IllegalStateException");
        same(
                before,
                StoreContents.of(other, organization),
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

    /** Whatever a work may throw, among it what a store might take for its own. */
    static List<Throwable> thrown() {
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

    /** Never returns. */
    static String raise(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    static void assertArrives(Throwable thrown, Executable call) {
        Throwable arrived = assertThrows(Throwable.class, call);
        assertSame(
                thrown, arrived, "S-7: what a work throws must reach the caller as it is, neither wrapped nor retried");
    }

    void requireMissing(OrganizationId organization) {
        String lesson = "S-8, S-24: it was not created, or has ended, so there is no organization (S-9)";
        for (CommunityStore each : List.of(store, other)) {
            assertEquals(Revision.NONE, each.revision(organization), lesson);
            assertThrows(NotFound.class, () -> each.principalRecords(organization, Subject.user("ann")), lesson);
            assertThrows(NotFound.class, () -> each.targetRecords(organization, List.of(organization)), lesson);
            assertThrows(NotFound.class, () -> each.read(organization, StoreReader::revision), lesson);
            assertThrows(NotFound.class, () -> each.write(organization, StoreReader::revision), lesson);
        }
    }
}
