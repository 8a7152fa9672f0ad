package io.github.communities.tck.store;

import static io.github.communities.tck.fixture.SampleRecords.append;
import static io.github.communities.tck.fixture.SampleRecords.write;
import static io.github.communities.tck.fixture.StoreContents.same;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.error.Refused;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.tck.fixture.Meanwhile;
import io.github.communities.tck.fixture.SampleRecords;
import io.github.communities.tck.fixture.StoreContents;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules of keeping apart what does not belong together: S-5, S-14, S-22 and S-23. */
public abstract class StoreApartRules extends StoreRules {
    private static final Subject ANN = Subject.user("ann");

    protected StoreApartRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // S-5

    @Test
    @Rule("S-5")
    void a_write_proceeds_while_a_work_runs_in_another_organization() {
        found(ACME);
        found(GLOBEX);
        proceedsWhile(held -> write(store, ACME, writer -> {
            writer.insert(SampleRecords.some(ACME));
            writer.update(SampleRecords.organization(ACME, 1));
            held.run();
        }));
        assertEquals(Revision.of(2), other.revision(ACME), "S-3: the work that was held has ended as any other");
    }

    @Test
    @Rule("S-5")
    void a_write_proceeds_while_another_organization_is_created() {
        found(GLOBEX);
        proceedsWhile(held -> store.create(ACME, writer -> {
            writer.insert(SampleRecords.organization(ACME, 0));
            writer.insert(SampleRecords.some(ACME));
            held.run();
            return append(ACME, writer);
        }));
        assertEquals(Revision.of(1), other.revision(ACME), "S-3: the work that was held has ended as any other");
    }

    @Test
    @Rule("S-5")
    void a_write_proceeds_while_a_work_reads_another_organization() {
        found(ACME);
        found(GLOBEX);
        proceedsWhile(held -> store.read(ACME, reader -> {
            StoreContents.of(reader);
            held.run();
            return "read";
        }));
    }

    /** Holds a work by a latch until the writes of other organizations, on both stores, have ended. */
    private void proceedsWhile(Consumer<Runnable> work) {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Meanwhile<String> holding = Meanwhile.run(() -> {
            work.accept(() -> {
                runs.countDown();
                Meanwhile.await(release, "never released");
            });
            return "held";
        });
        try {
            Meanwhile.await(runs, "the work that is to be held never ran");
            for (CommunityStore each : List.of(store, other)) {
                // Ids on both sides of the one that is held, since some databases lock the gaps between keys.
                for (String id : List.of("abc", "acmd", "acmf", "zoo")) {
                    OrganizationId organization = OrganizationId.of(id);
                    requireProceeds(() -> each.create(organization, writer -> {
                        if (writer.find(RecordKind.organization()).isPresent()) {
                            return writer.revision();
                        }
                        writer.insert(SampleRecords.organization(organization, 0));
                        writer.insert(SampleRecords.some(organization));
                        return append(organization, writer);
                    }));
                }
                requireProceeds(() -> write(each, GLOBEX, writer -> {
                    SampleRecords.some(GLOBEX).forEach(record -> {
                        if (stored(writer, record).isPresent()) {
                            writer.delete(record.key());
                        } else {
                            writer.insert(record);
                        }
                    });
                    writer.update(SampleRecords.organization(GLOBEX, 1));
                }));
                requireProceeds(() -> StoreContents.of(each, GLOBEX));
                requireProceeds(() -> each.principalRecords(GLOBEX, ANN));
                requireProceeds(() -> each.revision(GLOBEX));
            }
        } finally {
            release.countDown();
        }
        holding.result("the work that was held must end once it is released");
    }

    private static void requireProceeds(Callable<?> call) {
        Meanwhile.run(call)
                .result("S-5: waits for a work of another organization; lock the organization's own row, and nothing"
                        + " else");
    }

    // S-14

    /** Organizations that some store or other might take for one another. */
    private static final List<OrganizationId> ALIKE = Stream.of(
                    "acme",
                    "Acme",
                    "acme ",
                    " acme",
                    "acm\u00E9",
                    "acme\u0301",
                    "acme/",
                    "acme%2F",
                    "*",
                    "%",
                    "acme'",
                    "_cme")
            .map(OrganizationId::of)
            .toList();

    @Test
    @Rule("S-14")
    void what_is_done_in_one_organization_leaves_all_others_as_they_are() {
        Map<OrganizationId, StoreContents> expected = new LinkedHashMap<>();
        for (OrganizationId organization : ALIKE) {
            assertEquals(Revision.NONE, other.revision(organization), "S-14: does not exist because another one does");
            found(organization);
            for (int i = 0; i < ALIKE.indexOf(organization); i++) {
                write(store, organization, writer -> {});
            }
            write(store, organization, writer -> writer.insert(SampleRecords.some(organization)));
            expected.put(organization, StoreContents.of(store, organization));
        }
        for (OrganizationId organization : ALIKE) {
            requireUntouched(expected, organization);
            write(store, organization, writer -> {
                writer.update(SampleRecords.organization(organization, 1));
                for (SampleRecords.Source<?> source : SampleRecords.SOURCES) {
                    List<? extends StoredRecord> records = source.all().apply(organization);
                    writer.delete(records.get(0).key());
                    writer.update(source.again(records.get(1), 1001));
                    writer.insert(records.get(records.size() - 1));
                }
                writer.dropChanges(writer.revision());
            });
            expected.put(organization, StoreContents.of(store, organization));
            assertEquals(
                    SampleRecords.some(organization).size() + 1,
                    expected.get(organization).records().size(),
                    "S-14: what the works of this organization stored, and no more");
        }
        ALIKE.forEach(organization -> requireUntouched(expected, organization));
    }

    private void requireUntouched(Map<OrganizationId, StoreContents> expected, OrganizationId organization) {
        StoreContents everything = Objects.requireNonNull(expected.get(organization));
        same(
                everything,
                StoreContents.of(other, organization),
                "S-14: changed by what was done elsewhere; name the organization in every statement");
        assertEquals(everything.revision(), other.revision(organization), "S-14: its own revision");
        everything
                .records()
                .forEach(record -> assertEquals(
                        organization, record.organization(), "S-14: nothing of another organization is seen"));
    }

    @Test
    @Rule("S-14")
    void what_is_stored_in_one_organization_is_not_there_in_another() {
        found(ACME);
        found(GLOBEX);
        write(store, ACME, writer -> writer.insert(SampleRecords.everything(ACME)));
        StoreContents nothing = new StoreContents(
                Revision.of(1),
                Set.of(SampleRecords.organization(GLOBEX, 0)),
                List.of(SampleRecords.change(GLOBEX, Revision.of(1))));
        same(nothing, StoreContents.of(other, GLOBEX), "S-14: nothing of Acme's is listed in Globex");
        other.read(GLOBEX, reader -> {
            for (StoredRecord record : SampleRecords.everything(GLOBEX)) {
                assertEquals(List.of(), stored(reader, record).stream().toList(), "S-14: nor found");
            }
            return "nothing";
        });
        for (Subject principal : List.of(Subject.user("a"), Subject.serviceAccount("a"))) {
            assertEquals(List.of(), other.principalRecords(GLOBEX, principal).bindings(), "S-14: nor does it decide");
            assertEquals(
                    List.of(), other.principalRecords(GLOBEX, principal).memberships(), "S-14: nor does it decide");
            assertEquals(List.of(), other.principalRecords(GLOBEX, principal).subjects(), "S-14: nor does it decide");
        }
        for (StoredRecord record : SampleRecords.some(ACME)) {
            refused("S-14", GLOBEX, () -> write(store, GLOBEX, writer -> writer.delete(record.key())));
        }
        StoreContents before = StoreContents.of(other, ACME);
        write(store, GLOBEX, writer -> writer.insert(SampleRecords.everything(GLOBEX)));
        same(before, StoreContents.of(other, ACME), "S-14: the same keys in another organization are others");
    }

    @Test
    @Rule("S-14")
    void a_record_of_another_organization_is_refused() {
        found(ACME);
        found(GLOBEX);
        List<StoredRecord> foreign = new ArrayList<>(SampleRecords.some(GLOBEX));
        foreign.add(SampleRecords.organization(GLOBEX, 1));
        for (StoredRecord record : foreign) {
            StoreContents before = StoreContents.of(other, GLOBEX);
            refuses("S-14 (insert of " + record.kind() + ")", writer -> {
                writer.insert(record);
                append(ACME, writer);
            });
            refuses("S-14 (update of " + record.kind() + ")", writer -> {
                writer.update(record);
                append(ACME, writer);
            });
            same(before, StoreContents.of(other, GLOBEX), "S-14: nor is it stored where it belongs");
        }
        write(store, GLOBEX, writer -> writer.insert(SampleRecords.some(GLOBEX)));
        for (StoredRecord record : foreign) {
            refuses("S-14 (update of " + record.kind() + " that exists elsewhere)", writer -> {
                writer.update(record);
                append(ACME, writer);
            });
        }
    }

    // S-22

    @Test
    @Rule("S-22")
    void a_work_that_calls_its_store_again_is_refused() {
        found(ACME);
        found(GLOBEX);
        for (OrganizationId organization : List.of(ACME, GLOBEX)) {
            calls(organization).forEach((name, call) -> {
                String rule = "S-22 (" + name + " within ";
                refused(
                        rule + "write)",
                        ACME,
                        () -> write(store, ACME, writer -> {
                            writer.insert(SampleRecords.subject(ACME, ANN, 0));
                            call.accept(store);
                        }));
                refused(
                        rule + "create)",
                        ACME,
                        () -> store.create(ACME, writer -> {
                            writer.insert(SampleRecords.subject(ACME, ANN, 0));
                            append(ACME, writer);
                            call.accept(store);
                            return "called";
                        }));
                refused(
                        rule + "read)",
                        ACME,
                        () -> store.read(ACME, reader -> {
                            call.accept(store);
                            return "called";
                        }));
                // Refused while the work runs, and only then.
                call.accept(store);
            });
        }
    }

    @Test
    @Rule("S-22")
    void after_a_work_and_in_other_threads_the_store_can_be_called() {
        found(ACME);
        found(GLOBEX);
        assertThrows(
                Refused.class,
                () -> store.write(ACME, writer -> {
                    throw new Refused("DEF-2", "of the domain");
                }));
        calls(ACME).forEach((name, call) -> call.accept(store));
        calls(GLOBEX)
                .forEach((name, call) -> write(
                        store,
                        ACME,
                        writer -> Meanwhile.run(() -> {
                                    call.accept(store);
                                    return name;
                                })
                                .result("S-22: " + name + " must go on, since it is called in another thread")));
    }

    /** Every method of a store, as a call that ends well. */
    static Map<String, Consumer<CommunityStore>> calls(OrganizationId organization) {
        Map<String, Consumer<CommunityStore>> calls = new HashMap<>();
        calls.put("read", store -> store.read(organization, StoreReader::revision));
        calls.put("write", store -> store.write(organization, StoreReader::revision));
        calls.put("create", store -> store.create(organization, StoreReader::revision));
        calls.put("revision", store -> store.revision(organization));
        calls.put("principalRecords", store -> store.principalRecords(organization, ANN));
        calls.put("roles", CommunityStore::roles);
        calls.put("roles of all users", CommunityStore::rolesOfAllUsers);
        return calls;
    }

    // S-23

    @Test
    @Rule("S-23")
    void a_reader_that_is_used_after_its_work_is_refused() {
        found(ACME);
        requireEnded(store.read(ACME, reader -> reader));
        requireEnded(store.write(ACME, writer -> writer));
        requireEnded(store.create(ACME, writer -> writer));
        requireEnded(store.create(GLOBEX, writer -> writer));

        List<StoreReader> kept = new ArrayList<>();
        assertThrows(
                Refused.class,
                () -> store.read(ACME, reader -> {
                    kept.add(reader);
                    throw new Refused("DEF-2", "of the domain");
                }));
        kept.forEach(StoreApartRules::requireEnded);
    }

    private static void requireEnded(StoreReader reader) {
        requireEnded("revision", reader::revision);
        requireEnded("find", () -> reader.find(RecordKind.organization()));
        requireEnded("list", () -> reader.list(RecordRange.of(Index.SUBJECTS)));
        requireEnded("listEach", () -> reader.listEach(List.of(RecordRange.of(Index.SUBJECTS))));
        requireEnded("principalRecords", () -> reader.principalRecords(ANN));
        requireEnded("changes", () -> reader.changes(Revision.NONE, 10));
    }

    @Test
    @Rule("S-23")
    void a_writer_that_is_used_after_its_work_is_refused_and_stores_nothing() {
        found(ACME);
        write(store, ACME, writer -> writer.insert(SampleRecords.some(ACME)));
        StoreContents before = StoreContents.of(other, ACME);

        requireEndedWriter(store.write(ACME, writer -> writer));
        requireEndedWriter(store.create(ACME, writer -> writer));
        List<StoreWriter> kept = new ArrayList<>();
        assertThrows(
                Refused.class,
                () -> store.write(ACME, writer -> {
                    kept.add(writer);
                    throw new Refused("DEF-2", "of the domain");
                }));
        kept.forEach(StoreApartRules::requireEndedWriter);

        same(before, StoreContents.of(other, ACME), "S-23: nothing is stored by a work that has ended");
        Revision last = write(store, ACME, kept::add);
        kept.forEach(StoreApartRules::requireEndedWriter);
        assertEquals(last, other.revision(ACME), "S-23: nor does it append");
    }

    private static void requireEndedWriter(StoreWriter writer) {
        StoredRecord there = SampleRecords.some(ACME).get(0);
        requireEnded(writer);
        requireEnded("insert", () -> writer.insert(SampleRecords.subject(ACME, ANN, 0)));
        requireEnded("update", () -> writer.update(there));
        requireEnded("delete", () -> writer.delete(there.key()));
        requireEnded("append", () -> writer.append(SampleRecords.change(ACME, Revision.of(3))));
        requireEnded("dropChanges", () -> writer.dropChanges(Revision.of(1)));
    }

    private static void requireEnded(String method, Runnable call) {
        assertThrows(
                IllegalStateException.class,
                call::run,
                () -> "S-23: " + method + " after the end of the work; mark reader and writer as ended in a finally");
    }
}
