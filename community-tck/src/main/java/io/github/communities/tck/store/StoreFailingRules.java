package io.github.communities.tck.store;

import static io.github.communities.tck.fixture.SampleRecords.write;
import static io.github.communities.tck.fixture.StoreContents.same;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.error.Unavailable;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.tck.fixture.SampleRecords;
import io.github.communities.tck.fixture.StoreContents;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Rules of failing and closing: S-18 and S-19. */
public abstract class StoreFailingRules extends StoreRules {
    private static final StoredRecord ANN = SampleRecords.subject(ACME, Subject.user("ann"), 0);

    protected StoreFailingRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @Test
    @Rule("S-18")
    void while_the_storage_is_out_of_reach_every_method_says_so() {
        found(ACME);
        write(store, ACME, writer -> writer.insert(SampleRecords.some(ACME)));
        StoreContents before = StoreContents.of(other, ACME);
        storage.disconnect();
        try {
            StoreApartRules.calls(ACME).forEach((name, call) -> requireUnavailable(name, () -> call.accept(store)));
            StoreApartRules.calls(GLOBEX).forEach((name, call) -> requireUnavailable(name, () -> call.accept(store)));
        } finally {
            storage.reconnect();
        }

        StoreApartRules.calls(ACME).forEach((name, call) -> call.accept(store));
        same(before, StoreContents.of(store, ACME), "S-18: once the storage can be reached all is as it was");
    }

    @Test
    @Rule({"S-18", "S-1"})
    void when_the_storage_is_lost_during_a_write_nothing_of_it_is_stored() {
        requireProvokable();
        found(ACME);
        write(store, ACME, writer -> writer.insert(SampleRecords.some(ACME)));
        StoreContents before = StoreContents.of(other, ACME);
        try {
            requireUnavailable(
                    "write",
                    () -> write(store, ACME, writer -> {
                        SampleRecords.some(ACME).forEach(record -> writer.delete(record.key()));
                        writer.insert(ANN);
                        storage.disconnect();
                    }));
            requireUnavailable("write", () -> store.write(ACME, writer -> "lost before"));
        } finally {
            storage.reconnect();
        }

        same(before, StoreContents.of(open(), ACME), "S-18: nothing is half written");
        same(before, StoreContents.of(store, ACME), "S-18: also for the store that lost it");
        write(store, ACME, writer -> writer.insert(ANN));
        assertEquals(Optional.of(ANN), stored(ANN), "S-18: the next call works once the storage does");
    }

    @Test
    @Rule("S-18")
    void when_the_storage_is_lost_during_a_read_the_next_one_works() {
        requireProvokable();
        found(ACME);
        try {
            requireUnavailable(
                    "read",
                    () -> store.read(ACME, reader -> {
                        storage.disconnect();
                        return StoreContents.of(reader);
                    }));
        } finally {
            storage.reconnect();
        }
        assertEquals(Revision.of(1), StoreContents.of(store, ACME).revision(), "S-18: the next call works");
    }

    /** Where the fixture can't disconnect, it says so here and not in the midst of a work. */
    private void requireProvokable() {
        storage.disconnect();
        storage.reconnect();
    }

    private static void requireUnavailable(String method, Runnable call) {
        Unavailable unavailable = assertThrows(
                Unavailable.class,
                call::run,
                () -> "S-18: " + method + " while the storage can't be reached; turn what the driver throws into it");
        assertTrue(unavailable.retryable(), () -> "S-18: trying again helps once it can: " + unavailable.getMessage());
    }

    @Test
    @Rule("S-19")
    void a_closed_store_says_that_it_is() {
        found(ACME);
        StoreApartRules.calls(ACME).forEach((name, call) -> call.accept(store));
        store.close();
        StoreApartRules.calls(ACME).forEach((name, call) -> requireClosed(name, () -> call.accept(store)));
        StoreApartRules.calls(GLOBEX).forEach((name, call) -> requireClosed(name, () -> call.accept(store)));
    }

    private static void requireClosed(String method, Runnable call) {
        Unavailable unavailable = assertThrows(
                Unavailable.class,
                call::run,
                () -> "S-19: " + method + " of a store that was closed; ask before all else");
        assertFalse(unavailable.retryable(), () -> "S-19: trying again does not help: " + unavailable.getMessage());
    }

    @Test
    @Rule("S-19")
    void closing_again_does_nothing_and_closing_one_store_closes_no_other() {
        found(ACME);
        write(store, ACME, writer -> writer.insert(SampleRecords.some(ACME)));
        StoreContents before = StoreContents.of(store, ACME);
        CommunityStore third = open();
        store.close();
        store.close();
        third.close();

        StoreApartRules.calls(ACME).forEach((name, call) -> call.accept(other));
        same(before, StoreContents.of(other, ACME), "S-19: all is still there");
        write(other, ACME, writer -> writer.insert(ANN));
        assertEquals(Optional.of(ANN), stored(ANN), "S-19: other stores go on");
    }
}
