package io.github.communities.tck.store;

import static io.github.communities.tck.fixture.SampleRecords.write;
import static io.github.communities.tck.fixture.StoreContents.same;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.error.NotFound;
import io.github.communities.error.Refused;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.record.PrincipalRecords;
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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is found is what was stored, at one revision: S-4, S-9, S-10. */
public abstract class StoreReadingRules extends StoreRules {
    private static final Subject ANN = Subject.user("ann");

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
            requireNotFound(() -> store.targetRecords(nowhere, List.of(ProjectId.of(nowhere, "a"))), lesson);
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
}
