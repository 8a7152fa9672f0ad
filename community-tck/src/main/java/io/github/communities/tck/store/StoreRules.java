package io.github.communities.tck.store;

import static io.github.communities.tck.fixture.SampleRecords.append;
import static io.github.communities.tck.fixture.StoreContents.same;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.communities.OrganizationId;
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
import java.util.ArrayList;
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
}
