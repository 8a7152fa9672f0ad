package io.github.communities.tck.store;

import static io.github.communities.tck.fixture.SampleRecords.append;
import static io.github.communities.tck.fixture.SampleRecords.write;
import static io.github.communities.tck.fixture.StoreContents.same;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.error.NotFound;
import io.github.communities.error.Refused;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.tck.fixture.SampleRecords;
import io.github.communities.tck.fixture.StoreContents;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Organizations begin and end: S-8, S-24. */
public abstract class StoreLifeRules extends StoreRules {
    private static final Subject ANN = Subject.user("ann");

    protected StoreLifeRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @Test
    @Rule("S-8")
    void create_makes_an_organization() {
        Revision seen = store.create(ACME, writer -> {
            Revision before = writer.revision();
            writer.insert(SampleRecords.organization(ACME, 3));
            writer.insert(SampleRecords.some(ACME));
            append(ACME, writer);
            return before;
        });

        assertEquals(Revision.NONE, seen, "S-8: the revision while the work runs");
        StoreContents now = StoreContents.of(other, ACME);
        assertEquals(Revision.of(1), now.revision(), "S-8: the revision afterwards");
        Set<StoredRecord> expected = new HashSet<>(SampleRecords.some(ACME));
        expected.add(SampleRecords.organization(ACME, 3));
        same(expected, now.records(), "S-8: what the work stored");
        assertEquals(
                List.of(SampleRecords.change(ACME, Revision.of(1))), now.changes(), "S-8: the first change record");
    }

    @Test
    @Rule("S-8")
    void create_goes_on_as_write_where_there_is_an_organization() {
        found(ACME);
        write(store, ACME, writer -> writer.insert(SampleRecords.some(ACME)));
        StoreContents before = StoreContents.of(other, ACME);

        same(before, store.create(ACME, StoreContents::of), "S-8: the work sees what is there");
        same(before, StoreContents.of(other, ACME), "S-8: nothing has changed");

        store.create(ACME, writer -> {
            writer.update(SampleRecords.organization(ACME, 1));
            return append(ACME, writer);
        });
        assertEquals(before.revision().next(), other.revision(ACME), "S-8: a write like any other");
        assertEquals(Optional.of(SampleRecords.organization(ACME, 1)), stored(SampleRecords.organization(ACME, 0)));

        refused(
                "S-8",
                ACME,
                () -> store.create(ACME, writer -> {
                    writer.insert(SampleRecords.organization(ACME, 2));
                    return append(ACME, writer);
                }));
    }

    @Test
    @Rule("S-8")
    void a_work_that_appends_nothing_or_throws_creates_nothing() {
        String result = store.create(ACME, writer -> "nothing");
        assertEquals("nothing", result);
        requireMissing(ACME);

        for (Throwable thrown : thrown()) {
            assertArrives(
                    thrown,
                    () -> store.create(ACME, writer -> {
                        writer.insert(SampleRecords.organization(ACME, 0));
                        append(ACME, writer);
                        return raise(thrown);
                    }));
            requireMissing(ACME);
        }
        assertThrows(
                IllegalStateException.class,
                () -> store.create(ACME, writer -> {
                    writer.insert(SampleRecords.organization(ACME, 0));
                    return "refused by S-15";
                }));
        requireMissing(ACME);

        found(ACME);
        assertEquals(Revision.of(1), other.revision(ACME), "S-8: afterwards it can be created");
    }

    @Test
    @Rule("S-8")
    void however_many_create_at_once_there_is_one_organization() {
        for (int round = 0; round < 10; round++) {
            OrganizationId organization = OrganizationId.of("round " + round);
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                CommunityStore mine = i % 2 == 0 ? store : other;
                tasks.add(() -> mine.create(organization, writer -> insertIfMissing(organization, writer)));
            }
            assertEquals(
                    1,
                    Collections.frequency(atOnce(tasks), true),
                    "S-8: one of twenty makes it, and the others find it");
            same(
                    new StoreContents(
                            Revision.of(1),
                            Set.of(SampleRecords.organization(organization, 0)),
                            List.of(SampleRecords.change(organization, Revision.of(1)))),
                    StoreContents.of(other, organization),
                    "S-8: what the one stored");
        }
    }

    @Test
    @Rule("S-8")
    void who_fails_to_create_is_in_nobody_elses_way() {
        for (int round = 0; round < 10; round++) {
            OrganizationId organization = OrganizationId.of("round " + round);
            List<Callable<String>> tasks = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                CommunityStore mine = i % 2 == 0 ? store : other;
                tasks.add(
                        i % 4 < 2
                                ? () -> createInVain(mine, organization)
                                : () -> mine.create(
                                        organization,
                                        writer -> insertIfMissing(organization, writer) ? "made" : "found"));
            }
            List<String> outcomes = atOnce(tasks);
            assertEquals(10, Collections.frequency(outcomes, "given up"), "S-7: those whose work threw are told so");
            assertEquals(
                    1, Collections.frequency(outcomes, "made"), "S-8: one of those whose work did not throw makes it");
            assertEquals(Revision.of(1), other.revision(organization), "S-8: one organization");
        }
    }

    private static String createInVain(CommunityStore mine, OrganizationId organization) {
        assertThrows(
                Refused.class,
                () -> mine.create(organization, writer -> {
                    insertIfMissing(organization, writer);
                    throw new Refused("DEF-2", "of the domain");
                }));
        return "given up";
    }

    @Test
    @Rule("S-24")
    void deleting_its_own_record_ends_an_organization_with_all_that_is_left_of_it() {
        found(ACME);
        found(GLOBEX);
        write(store, ACME, writer -> writer.insert(SampleRecords.everything(ACME)));
        write(store, GLOBEX, writer -> writer.insert(SampleRecords.some(GLOBEX)));
        StoreContents globex = StoreContents.of(other, GLOBEX);

        Revision last = write(store, ACME, StoreLifeRules::end);

        assertEquals(Revision.of(3), last, "S-24: it is a write like any other");
        assertEquals(Revision.NONE, other.revision(ACME), "S-24: an organization that ended does not exist");
        assertEquals(Revision.NONE, store.revision(ACME), "S-24: an organization that ended does not exist");
        assertThrows(NotFound.class, () -> StoreContents.of(other, ACME));
        assertThrows(NotFound.class, () -> other.principalRecords(ACME, ANN));
        assertThrows(NotFound.class, () -> write(other, ACME, StoreLifeRules::end));
        requireMissing(ACME);
        same(globex, StoreContents.of(other, GLOBEX), "S-24: no other organization ends with it");
        Set<Role> bound = new HashSet<>();
        globex.records().stream()
                .filter(BindingRecord.class::isInstance)
                .forEach(record -> bound.add(((BindingRecord) record).role()));
        assertEquals(bound, other.roles(), "S-24: its bindings are gone");
    }

    @Test
    @Rule({"S-8", "S-24"})
    void an_organization_that_is_created_again_goes_on_with_nothing_of_what_it_was() {
        for (int round = 0; round < 3; round++) {
            Revision last = Revision.of(3L * round);
            StoreContents seen = other.create(ACME, StoreContents::of);
            same(
                    new StoreContents(last, Set.of(), List.of()),
                    seen,
                    "S-24: to its work nothing shows but the last revision");
            createInVain(other, ACME);
            requireMissing(ACME);

            found(ACME);
            assertEquals(
                    new StoreContents(
                            last.next(),
                            Set.of(SampleRecords.organization(ACME, 0)),
                            List.of(SampleRecords.change(ACME, last.next()))),
                    StoreContents.of(other, ACME),
                    "S-24: an organization that is created again goes on at the next revision; keep the last one");
            assertEquals(last.next(), other.revision(ACME), "S-24: the revision goes on");
            assertEquals(
                    last.next(),
                    other.principalRecords(ACME, ANN).revision(),
                    "S-24: so does that of the principal's records, which is of what there is now");
            write(other, ACME, writer -> writer.insert(SampleRecords.some(ACME)));
            write(store, ACME, StoreLifeRules::end);
            requireMissing(ACME);
        }
    }

    @Test
    @Rule({"S-8", "S-24", "S-2"})
    void however_many_end_and_create_it_at_once_no_revision_is_used_twice() {
        for (int round = 0; round < 10; round++) {
            OrganizationId organization = OrganizationId.of("round " + round);
            List<Callable<List<Revision>>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                CommunityStore mine = i % 2 == 0 ? store : other;
                boolean ends = i % 4 < 2;
                tasks.add(() -> {
                    List<Revision> made = new ArrayList<>();
                    for (int times = 0; times < 5; times++) {
                        made.addAll(ends ? ended(mine, organization) : created(mine, organization));
                    }
                    return made;
                });
            }
            List<Revision> made =
                    atOnce(tasks).stream().flatMap(List::stream).sorted().toList();

            assertEquals(
                    Stream.iterate(Revision.of(1), Revision::next)
                            .limit(made.size())
                            .toList(),
                    made,
                    "S-24: each creation and each end has a revision of its own; hold one row for what was and what"
                            + " is");
        }
    }

    @Test
    @Rule("S-24")
    void a_work_that_is_refused_or_throws_ends_nothing() {
        found(ACME);
        write(store, ACME, writer -> writer.insert(SampleRecords.some(ACME)));

        refuses("S-24", StoreLifeRules::end); // S-15: without a change record
        refuses("S-24", writer -> {
            end(writer);
            end(writer); // S-11: it is gone
        });
        StoreContents before = StoreContents.of(other, ACME);
        RuntimeException thrown = new UnsupportedOperationException("a work changed its mind");
        assertSame(
                thrown,
                assertThrows(
                        UnsupportedOperationException.class,
                        () -> write(store, ACME, writer -> {
                            end(writer);
                            assertEquals(
                                    Optional.empty(),
                                    writer.find(RecordKind.organization()),
                                    "S-17: it is gone for the work");
                            throw thrown;
                        })));
        same(before, StoreContents.of(other, ACME), "S-24: it goes on as it was");
    }

    @Test
    @Rule("S-24")
    void whoever_waited_while_it_ended_does_not_find_it() {
        for (int round = 0; round < 20; round++) {
            found(ACME);
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                CommunityStore mine = i % 2 == 0 ? store : other;
                tasks.add(() -> {
                    try {
                        write(mine, ACME, StoreLifeRules::end);
                        return true;
                    } catch (NotFound gone) {
                        return false;
                    }
                });
            }
            assertEquals(
                    1,
                    atOnce(tasks).stream().filter(ended -> ended).count(),
                    "S-24: it ends once, and for the others it does not exist");
            assertEquals(Revision.NONE, other.revision(ACME));
        }
    }

    private static boolean insertIfMissing(OrganizationId organization, StoreWriter writer) {
        if (writer.find(RecordKind.organization()).isPresent()) {
            return false;
        }
        writer.insert(SampleRecords.organization(organization, 0));
        append(organization, writer);
        return true;
    }

    private static List<Revision> created(CommunityStore mine, OrganizationId organization) {
        return mine.create(
                organization,
                writer -> insertIfMissing(organization, writer)
                        ? List.of(writer.revision().next())
                        : List.of());
    }

    private static List<Revision> ended(CommunityStore mine, OrganizationId organization) {
        try {
            return List.of(write(mine, organization, StoreLifeRules::end));
        } catch (NotFound gone) {
            return List.of();
        }
    }

    private static void end(StoreWriter writer) {
        writer.delete(RecordKind.organization());
    }
}
