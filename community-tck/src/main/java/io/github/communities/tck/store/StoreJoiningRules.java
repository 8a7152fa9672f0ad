package io.github.communities.tck.store;

import static io.github.communities.tck.fixture.SampleRecords.append;
import static io.github.communities.tck.fixture.SampleRecords.write;
import static io.github.communities.tck.fixture.StoreContents.same;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.error.NotFound;
import io.github.communities.error.Refused;
import io.github.communities.error.Unavailable;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.HostTransaction;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.tck.fixture.BegunTransaction;
import io.github.communities.tck.fixture.Meanwhile;
import io.github.communities.tck.fixture.SampleRecords;
import io.github.communities.tck.fixture.StoreContents;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Rules of working inside a transaction of the host: S-26. */
public abstract class StoreJoiningRules extends StoreRules {
    private static final StoredRecord ANN = SampleRecords.subject(ACME, Subject.user("ann"), 0);
    private static final StoredRecord BOB = SampleRecords.subject(ACME, Subject.user("bob"), 0);
    private static final StoredRecord CAROL = SampleRecords.subject(ACME, Subject.user("carol"), 0);
    /** More than once, and as often as a store may try to read one state without holding the organization. */
    private static final int DISTURBANCES = 6;

    protected StoreJoiningRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    private static Optional<? extends StoredRecord> seen(CommunityStore store, StoredRecord record) {
        return store.read(record.organization(), reader -> stored(reader, record));
    }

    @Test
    @Rule("S-26")
    void others_see_what_works_stored_once_the_host_has_committed() {
        found(ACME);
        StoreContents before = StoreContents.of(other, ACME);
        try (BegunTransaction host = storage.begin()) {
            CommunityStore within = store.within(host.transaction());
            write(within, ACME, writer -> writer.insert(SampleRecords.some(ACME)));
            StoreContents inside = StoreContents.of(within, ACME);

            same(before, StoreContents.of(other, ACME), "S-26: the host has not committed; no work may do it");
            same(before, StoreContents.of(store, ACME), "S-26: nor does it show outside of the transaction");
            host.commit();
            same(inside, StoreContents.of(other, ACME), "S-26: the host has committed");
            assertEquals(Revision.of(2), inside.revision(), "S-26: one write, one revision (S-3)");
        }
    }

    @Test
    @Rule("S-26")
    void nothing_is_there_when_the_host_has_rolled_back() {
        found(ACME);
        StoreContents before = StoreContents.of(other, ACME);
        try (BegunTransaction host = storage.begin()) {
            CommunityStore within = store.within(host.transaction());
            write(within, ACME, writer -> writer.insert(SampleRecords.some(ACME)));
            write(within, ACME, writer -> writer.insert(ANN));
            create(within, GLOBEX);
            host.rollBack();
        }
        same(before, StoreContents.of(other, ACME), "S-26: rolled back");
        assertEquals(Revision.NONE, other.revision(GLOBEX), "S-26: what was created is rolled back too");
        assertEquals(Revision.of(2), write(other, ACME, writer -> writer.insert(ANN)), "S-26: no revision is used up");
    }

    @Test
    @Rule("S-26")
    void works_see_what_was_stored_in_the_transaction_before() {
        found(ACME);
        try (BegunTransaction host = storage.begin()) {
            CommunityStore within = store.within(host.transaction());
            write(within, ACME, writer -> writer.insert(ANN));
            write(within, ACME, writer -> {
                assertEquals(Revision.of(2), writer.revision(), "S-26: what the work before has raised");
                assertEquals(Optional.of(ANN), stored(writer, ANN), "S-26: what the work before has stored");
                writer.delete(ANN.key());
                writer.insert(BOB);
            });

            assertEquals(Revision.of(3), within.revision(ACME), "S-26: the revision as it is in the transaction");
            assertEquals(
                    Revision.of(3),
                    within.principalRecords(ACME, Subject.user("bob")).revision(),
                    "S-26: the principal's records as it is in the transaction");
            assertEquals(
                    Revision.of(3),
                    within.targetRecords(ACME, List.of(ACME)).revision(),
                    "S-26: what targets lead to, as it is in the transaction");
            assertEquals(Optional.empty(), seen(within, ANN), "S-26: reads see it too");
            assertEquals(Optional.of(BOB), seen(store.within(host.transaction()), BOB), "S-26: joined once more");
            host.commit();
        }
        assertEquals(Revision.of(3), other.revision(ACME), "S-26: two writes, two revisions (S-3)");
        assertEquals(
                List.of(Revision.of(1), Revision.of(2), Revision.of(3)),
                StoreContents.of(other, ACME).changes().stream()
                        .map(record -> record.revision())
                        .toList(),
                "S-26: each with its change record (S-20)");
        assertEquals(Optional.of(BOB), stored(BOB), "S-26: the last state is what is committed");
    }

    @Test
    @Rule("S-26")
    void a_work_that_throws_or_is_refused_undoes_itself_and_nothing_else() {
        found(ACME);
        try (BegunTransaction host = storage.begin()) {
            CommunityStore within = store.within(host.transaction());
            write(within, ACME, writer -> writer.insert(ANN));

            Refused thrown = new Refused("DEF-2", "of the domain");
            Refused refused = assertThrows(
                    Refused.class,
                    () -> write(within, ACME, writer -> {
                        writer.delete(ANN.key());
                        writer.insert(BOB);
                        throw thrown;
                    }));
            assertSame(thrown, refused, "S-26: what a work throws comes out as it is (S-7)");
            assertThrows(
                    IllegalStateException.class,
                    () -> within.write(ACME, writer -> {
                        writer.insert(BOB);
                        return "no change record";
                    }),
                    "S-26: refused within a transaction as well (S-15)");
            assertThrows(IllegalStateException.class, () -> write(within, ACME, writer -> writer.insert(ANN)));
            assertThrows(NotFound.class, () -> write(within, GLOBEX, writer -> {}), "S-26: not found (S-9)");
            assertThrows(NotFound.class, () -> within.read(GLOBEX, StoreReader::revision), "S-26: not found (S-9)");

            assertEquals(Revision.of(2), within.revision(ACME), "S-26: undone, and only that");
            write(within, ACME, writer -> writer.insert(CAROL));
            host.commit();
        }
        assertEquals(Optional.of(ANN), stored(ANN), "S-26: what was stored before stays");
        assertEquals(Optional.empty(), stored(BOB), "S-26: what was stored by the work that threw is undone");
        assertEquals(Optional.of(CAROL), stored(CAROL), "S-26: the transaction went on");
        assertEquals(Revision.of(3), other.revision(ACME), "S-26: two works ended well");
    }

    @Test
    @Rule("S-26")
    void several_organizations_are_committed_together() {
        found(ACME);
        try (BegunTransaction host = storage.begin()) {
            CommunityStore within = store.within(host.transaction());
            write(within, ACME, writer -> writer.insert(ANN));
            create(within, GLOBEX);

            assertEquals(Revision.of(1), other.revision(ACME), "S-26: not yet");
            assertEquals(Revision.NONE, other.revision(GLOBEX), "S-26: does not exist yet");
            assertThrows(NotFound.class, () -> other.read(GLOBEX, StoreReader::revision), "S-26: not for others");
            host.commit();
        }
        assertEquals(Revision.of(2), other.revision(ACME), "S-26: committed");
        assertEquals(Revision.of(1), StoreContents.of(other, GLOBEX).revision(), "S-26: with the other organization");
    }

    @Test
    @Rule("S-26")
    void a_creation_that_stores_nothing_leaves_nothing_in_the_transaction() {
        try (BegunTransaction host = storage.begin()) {
            CommunityStore within = store.within(host.transaction());
            assertEquals(Revision.NONE, within.create(GLOBEX, StoreReader::revision));
            assertEquals(Revision.NONE, within.revision(GLOBEX), "S-26: still does not exist (S-8)");
            host.commit();
        }
        assertEquals(Revision.NONE, other.revision(GLOBEX), "S-26: still does not exist (S-8)");
        assertThrows(NotFound.class, () -> other.read(GLOBEX, StoreReader::revision), "S-26: nor as a row");
    }

    @Test
    @Rule({"S-26", "S-24", "S-8"})
    void an_organization_that_ends_in_the_transaction_goes_on_when_it_is_created_again() {
        found(ACME);
        write(store, ACME, writer -> writer.insert(SampleRecords.some(ACME)));
        StoreContents before = StoreContents.of(other, ACME);
        for (boolean commits : new boolean[] {false, true}) {
            try (BegunTransaction host = storage.begin()) {
                CommunityStore within = store.within(host.transaction());
                write(within, ACME, writer -> writer.delete(RecordKind.organization()));
                assertEquals(Revision.NONE, within.revision(ACME), "S-26: it has ended within the transaction (S-24)");
                assertThrows(NotFound.class, () -> within.read(ACME, StoreReader::revision), "S-26: not found (S-9)");
                assertEquals(Revision.of(3), within.create(ACME, StoreReader::revision), "S-26: its last revision");
                create(within, ACME);
                assertEquals(Revision.of(4), within.revision(ACME), "S-26: it goes on (S-24)");
                same(before, StoreContents.of(other, ACME), "S-26: the host has not committed");
                if (commits) {
                    host.commit();
                } else {
                    host.rollBack();
                }
            }
            if (!commits) {
                same(before, StoreContents.of(other, ACME), "S-26: rolled back, it never ended");
            }
        }
        same(
                new StoreContents(
                        Revision.of(4),
                        Set.of(SampleRecords.organization(ACME, 0)),
                        List.of(SampleRecords.change(ACME, Revision.of(4)))),
                StoreContents.of(other, ACME),
                "S-26: committed, with nothing of what it was");

        try (BegunTransaction host = storage.begin()) {
            write(store.within(host.transaction()), ACME, writer -> writer.delete(RecordKind.organization()));
            host.commit();
        }
        create(other, ACME);
        assertEquals(Revision.of(6), other.revision(ACME), "S-26: it goes on for others too");
    }

    @Test
    @Rule({"S-26", "S-2"})
    void an_organization_that_was_written_to_is_held_until_the_transaction_ends() {
        found(ACME);
        found(GLOBEX);
        try (BegunTransaction host = storage.begin()) {
            write(store.within(host.transaction()), ACME, writer -> writer.insert(ANN));

            write(other, GLOBEX, writer -> writer.insert(SampleRecords.some(GLOBEX)));
            Meanwhile<Revision> waiting = Meanwhile.run(() -> write(other, ACME, writer -> {
                assertEquals(Optional.of(ANN), stored(writer, ANN), "S-26: it waited, and so it sees");
                writer.insert(BOB);
            }));
            assertFalse(waiting.endsSoon(), "S-26: the host's transaction holds the organization");
            host.commit();
            assertEquals(Revision.of(3), waiting.result("S-26: it goes on when the transaction has ended"));
        }
    }

    @Test
    @Rule({"S-26", "S-4"})
    void a_read_sees_one_state_whatever_others_write_meanwhile() {
        found(ACME);
        write(store, ACME, writer -> writer.insert(ANN));
        AtomicInteger reads = new AtomicInteger();
        try (BegunTransaction host = storage.begin()) {
            List<Object> seen = store.within(host.transaction()).read(ACME, reader -> {
                Optional<?> ann = stored(reader, ANN);
                if (reads.incrementAndGet() <= DISTURBANCES) {
                    // Waits, if the read holds the organization by now; so it is not waited for.
                    Meanwhile.run(() -> write(other, ACME, StoreJoiningRules::exchange))
                            .endsSoon();
                }
                return List.of(
                        reader.revision(), ann.isPresent(), stored(reader, BOB).isPresent());
            });

            boolean even = ((Revision) seen.get(0)).value() % 2 == 0;
            assertEquals(
                    List.of(seen.get(0), even, !even),
                    seen,
                    "S-26: either one is there, and ann in even revisions; run the work again if the revision has"
                            + " moved");
            host.rollBack();
        }
    }

    /** Puts the one in the other's place. */
    private static void exchange(StoreWriter writer) {
        boolean ann = stored(writer, ANN).isPresent();
        writer.delete((ann ? ANN : BOB).key());
        writer.insert(ann ? BOB : ANN);
    }

    @Test
    @Rule("S-26")
    void a_writer_says_whether_the_end_of_its_work_commits() {
        found(ACME);
        assertTrue(store.write(ACME, StoreWriter::commits), "S-26: outside of a transaction of the host it does");
        assertTrue(store.create(ACME, StoreWriter::commits), "S-26: outside of a transaction of the host it does");
        try (BegunTransaction host = storage.begin()) {
            CommunityStore within = store.within(host.transaction());
            assertFalse(within.write(ACME, StoreWriter::commits), "S-26: inside, only the host does");
            assertFalse(within.create(GLOBEX, StoreWriter::commits), "S-26: inside, only the host does");
            host.rollBack();
        }
    }

    @Test
    @Rule("S-26")
    void a_transaction_of_something_else_is_refused() {
        found(ACME);
        Refused refused = assertThrows(
                Refused.class,
                () -> store.within(new HostTransaction() {}).write(ACME, StoreReader::revision),
                "S-26: no store can join a transaction of which it knows nothing");

        assertEquals("CON-4", refused.rule());
        assertEquals(Revision.of(2), write(store, ACME, writer -> writer.insert(ANN)), "S-26: the store goes on");
    }

    @Test
    @Rule("S-26")
    void a_transaction_that_the_host_says_is_committed_is_refused() {
        found(ACME);
        try (BegunTransaction host = storage.begin()) {
            CommunityStore within = store.within(host.transaction());
            write(within, ACME, writer -> writer.insert(ANN));
            host.commit();
            host.transaction().committed();

            StoreApartRules.calls(ACME).forEach((name, call) -> {
                Refused refused = assertThrows(
                        Refused.class,
                        () -> call.accept(within),
                        () -> "S-26: " + name
                                + " would be in another transaction; ask transaction.requireOpen() first");
                assertEquals("CON-4", refused.rule());
            });
        }
        assertEquals(Revision.of(2), other.revision(ACME));
    }

    @Test
    @Rule({"S-26", "S-19"})
    void closing_what_is_inside_a_transaction_closes_nothing_else() {
        found(ACME);
        try (BegunTransaction host = storage.begin()) {
            CommunityStore within = store.within(host.transaction());
            write(within, ACME, writer -> writer.insert(ANN));
            within.close();
            within.close();
            requireClosed(within);
            assertEquals(Revision.of(1), store.revision(ACME), "S-26: the store is still open");

            CommunityStore again = store.within(host.transaction());
            assertEquals(Optional.of(ANN), seen(again, ANN), "S-26: and so is the transaction");
            store.close();
            requireClosed(again);
            host.commit();
        }
        assertEquals(Optional.of(ANN), stored(ANN), "S-26: which the host could still commit");
    }

    private static void requireClosed(CommunityStore closed) {
        StoreApartRules.calls(ACME)
                .forEach((name, call) -> assertThrows(
                        Unavailable.class, () -> call.accept(closed), () -> "S-26: " + name + " after the end (S-19)"));
    }

    private static void create(CommunityStore store, OrganizationId organization) {
        store.create(organization, writer -> {
            writer.insert(SampleRecords.organization(organization, 0));
            return append(organization, writer);
        });
    }
}
