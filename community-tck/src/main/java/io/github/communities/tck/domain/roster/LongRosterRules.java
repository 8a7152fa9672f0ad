package io.github.communities.tck.domain.roster;

import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_ACCESS;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.organization.RosterOutcome.Kind.ADDED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.organization.OrganizationOverview;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.organization.RosterReport;
import io.github.communities.organization.RosterRow;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.Roster;
import io.github.communities.tck.fixture.Roster.Imported;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rosters of many rows and of several organizations, row by row and on two nodes at once: ORG-6. */
public abstract class LongRosterRules extends SampleRosterRules {
    /** Rules on storages of their own. */
    protected LongRosterRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    private boolean belongs(String user) {
        return all(page -> other.organizations().users(as(WATCHER), page)).stream()
                .anyMatch(each -> each.subject().equals(Subject.user(user)));
    }

    @Test
    @Rule({"ORG-6", "TEN-1"})
    void one_stream_brings_in_several_organizations() {
        acme();
        CommunityId globexTeam = register(GLOBEX, "Globex");
        OrganizationId initech = OrganizationId.of("initech");

        Imported imported = new Roster(ACME)
                .member("Cat lovers", "erin", "admin")
                .row(GLOBEX, "Cat lovers", "", "bob", "viewer")
                .row(initech, "", "", "bob", "admin")
                .row(GLOBEX, "", "", "erin", "member")
                .row(GLOBEX, "Globex Team", "", "erin", "viewer")
                .user("erin", "admin")
                .row(GLOBEX, "Cat lovers", "", "frank", "viewer")
                .user("frank", "member")
                .row(initech, "Cat lovers", "Fence", "frank", "viewer")
                .row(GLOBEX, "Acme Team", "", "bob", "viewer")
                .into(node);

        assertEquals(new RosterReport(10, 7, 0, 3), imported.report(), imported::refusals);
        assertRefused("ORG-1", imported.line(3));
        assertRefused("ORG-1", imported.line(9));
        assertRefused("MEM-2", imported.line(7));
        assertEquals(Set.of(COMMUNITY_ADMIN), ownRoles(community("Cat lovers").id(), Subject.user("erin")));
        assertEquals(1, other.host().overview(ACME).communities());
        OrganizationOverview globex = other.host().overview(GLOBEX);
        assertEquals(2, globex.communities(), "Cat lovers and, being just a name there, Acme Team");
        assertEquals(2, globex.orphaned());
        assertEquals(5, globex.users());
        assertTrue(later().access().can(Caller.of(GLOBEX, Subject.user("erin")), COMMUNITY_VIEW, globexTeam));
        assertFalse(other.access().can(Caller.of(GLOBEX, Subject.user("erin")), ORGANIZATION_MANAGE_ACCESS, GLOBEX));
    }

    @Test
    @Rule({"ORG-6", "TEN-1"})
    void an_organization_of_which_no_row_speaks_is_left_alone() {
        acme();
        register(GLOBEX, "Globex");
        Revision before = revision(GLOBEX);

        sample().into(node);

        assertEquals(before, revision(GLOBEX));
        assertEquals(0, other.host().overview(GLOBEX).communities());
    }

    @Test
    @Rule("ORG-6")
    void a_long_roster_comes_in_in_batches() {
        acme();
        Roster roster = large();
        Revision before = revision();

        Imported imported = roster.into(node);

        // Every hundredth of the members' rows is wrong, and every user's row is right.
        assertEquals(new RosterReport(3600, 3570, 0, 30), imported.report(), imported::refusals);
        assertEquals(3600, new TreeSet<>(imported.lines()).size());
        OrganizationOverview overview = other.host().overview(ACME);
        assertEquals(604, overview.users());
        assertEquals(40, overview.communities());
        assertEquals(25, overview.projects());
        long writes = revision().value() - before.value();
        assertTrue(writes * 10 < 3600, () -> "many rows to a write: " + writes + " writes");
        List<ChangeRecord> records = other.host().changes(ACME, before, 1000);
        assertEquals(writes, records.size());
        assertEquals(
                2970,
                records.stream()
                        .flatMap(record -> record.changes().stream())
                        .filter(change -> change.kind() == ChangeKind.BINDING_ADDED)
                        .count(),
                "each binding is in the record of its write");
        assertEquals(
                new RosterReport(3600, 0, 3570, 30),
                untouched(() -> large().into(other)).report());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Rule("ORG-6")
    void a_long_roster_may_come_in_any_order(boolean backwards) {
        acme();
        List<RosterRow> rows = new ArrayList<>(large().shuffled(42));
        if (backwards) {
            // Every row with a role waits for its user.
            rows.sort(Comparator.comparing(RosterRow::line).reversed());
        }
        Imported imported = Roster.into(node, rows);

        assertEquals(new RosterReport(3600, 3570, 0, 30), imported.report(), imported::refusals);
        assertEquals(604, other.host().overview(ACME).users());
        assertEquals(40, other.host().overview(ACME).communities());
        assertEquals(25, other.host().overview(ACME).projects());
        assertEquals(
                new RosterReport(3600, 0, 3570, 30),
                untouched(() -> large().into(node)).report());
    }

    /** 600 users; 3,000 rows with roles in 40 communities and 25 projects, of which every hundredth is wrong. */
    private static Roster large() {
        Roster roster = new Roster(ACME);
        for (int i = 0; i < 600; i++) {
            roster.user("user" + i, "member");
        }
        for (int i = 0; i < 3000; i++) {
            String user = "user" + i % 600;
            String community = "Team " + (i / 600 + i % 8 * 5);
            if (i % 100 == 0) {
                roster.member("Team of nobody", user, "chief");
            } else if (i % 8 < 3) {
                roster.member(community, user, "developer");
            } else {
                roster.participant(community, "Part", user, "viewer");
            }
        }
        return roster;
    }

    /** Far more rows wait than are kept in memory; organizations take turns row by row, and their people come last. */
    @Test
    @Rule({"ORG-6", "TEN-1"})
    void any_number_of_rows_of_several_organizations_may_wait_for_their_people() {
        acme();
        register(GLOBEX, "Globex");
        long told = revision().value() + revision(GLOBEX).value();
        Roster roster = new Roster(ACME);
        for (int i = 0; i < 24_000; i++) {
            // All of a user's rows say the same, so that only the first of them changes anything.
            OrganizationId organization = i % 2 == 0 ? ACME : GLOBEX;
            roster.row(
                    organization, "Team \u00e9 " + i % 6, i % 3 == 0 ? "Part" : "", "\ud83d\ude00" + i % 300, "viewer");
        }
        for (int i = 0; i < 300; i++) {
            roster.row(i % 2 == 0 ? ACME : GLOBEX, "", "", "\ud83d\ude00" + i, "member");
        }

        Imported imported = roster.into(node);

        assertEquals(new RosterReport(24_300, 600, 23_700, 0), imported.report(), imported::refusals);
        assertEquals(
                Set.copyOf(roster.rows()),
                imported.outcomes().stream().map(RosterOutcome::row).collect(Collectors.toSet()),
                "each is what it was");
        for (OrganizationId organization : List.of(ACME, GLOBEX)) {
            List<RosterOutcome> theirs = imported.outcomes().stream()
                    .filter(outcome -> outcome.row().organization().equals(organization))
                    .toList();
            theirs.stream()
                    .filter(outcome -> outcome.row().community().isPresent())
                    .collect(Collectors.groupingBy(
                            outcome -> outcome.row().community(),
                            Collectors.mapping(outcome -> outcome.row().line(), Collectors.toList())))
                    .forEach((community, lines) -> assertEquals(
                            lines.stream().sorted().toList(), lines, "decided in the order in which they came"));
            assertEquals(
                    300,
                    theirs.stream().filter(outcome -> outcome.kind() == ADDED).count());
            assertEquals(3, other.host().overview(organization).communities());
            assertEquals(1, other.host().overview(organization).projects());
        }
        long writes = revision().value() + revision(GLOBEX).value() - told;
        assertTrue(writes <= 10, () -> "many rows to a write: " + writes + " writes");
    }

    /** As many organizations as rows of each: no row is a write of its own. */
    @Test
    @Rule({"ORG-6", "TEN-1"})
    void rows_of_many_organizations_in_turn_come_in_in_batches() {
        List<OrganizationId> organizations = IntStream.range(0, 40)
                .mapToObj(i -> OrganizationId.of("organization" + i))
                .toList();
        organizations.forEach(organization -> register(organization, "Organization"));
        Roster roster = new Roster(ACME);
        for (int i = 0; i < 40; i++) {
            for (OrganizationId organization : organizations) {
                roster.row(organization, "", "", "user" + i, "member");
            }
        }
        List<Revision> before = organizations.stream().map(this::revision).toList();

        assertAllAdded(roster.into(node));

        assertEquals(
                before.stream().map(Revision::next).toList(),
                organizations.stream().map(this::revision).toList());
    }

    @Test
    @Rule("ORG-6")
    void rows_are_reported_while_the_stream_is_still_being_read() {
        acme();
        AtomicLong told = new AtomicLong();
        AtomicLong toldHalfWay = new AtomicLong(-1);
        AtomicBoolean closed = new AtomicBoolean();
        Iterator<RosterRow> rows = new Iterator<>() {
            private int read;

            @Override
            public boolean hasNext() {
                return read < 6000;
            }

            @Override
            public RosterRow next() {
                read++;
                if (read == 3000) {
                    toldHalfWay.set(told.get());
                }
                return new RosterRow(read, ACME, Optional.empty(), Optional.empty(), "user" + read, "member");
            }
        };
        try (Stream<RosterRow> stream = StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
                .onClose(() -> closed.set(true))) {
            RosterReport report = node.host().importRoster(stream, outcome -> told.incrementAndGet());

            assertEquals(new RosterReport(6000, 6000, 0, 0), report);
            assertEquals(6000, told.get());
            assertTrue(toldHalfWay.get() > 0, () -> "of 3,000 rows read, told of " + toldHalfWay);
            assertFalse(closed.get(), "whoever opened the stream closes it");
        }
        assertEquals(6004, other.host().overview(ACME).users());
    }

    @Test
    @Rule("ORG-6")
    void a_row_is_reported_once_it_is_stored() {
        acme();
        List<String> missing = new ArrayList<>();
        node.host().importRoster(sample().rows().stream(), outcome -> {
            // What a host may do here is ask; it sees the row's effect, on every node.
            if (outcome.row().community().isEmpty() && !belongs(outcome.row().user())) {
                missing.add(outcome.row().user());
            }
            outcome.row().community().ifPresent(name -> {
                if (communities(name).isEmpty()) {
                    missing.add(name);
                }
            });
        });

        assertEquals(List.of(), missing);
        assertEquals(sampleFacts(), facts());
    }

    @Test
    @Rule("ORG-6")
    void the_same_roster_on_two_nodes_at_once_brings_each_row_in_once() {
        acme();
        try (Race race = new Race(2)) {
            List<Callable<Imported>> tasks = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                long seed = i;
                tasks.add(() -> Roster.into(seed % 2 == 0 ? node : other, large().shuffled(seed)));
            }
            List<Imported> imports =
                    race.<Imported>run(tasks).stream().map(Race.Outcome::get).toList();

            assertEquals(
                    3570,
                    imports.stream()
                            .mapToLong(imported -> imported.report().added())
                            .sum());
            assertTrue(imports.stream()
                    .allMatch(imported -> imported.report().refused() == 30
                            && imported.report().rows() == 3600));
        }
        assertEquals(604, other.host().overview(ACME).users());
        assertEquals(40, other.host().overview(ACME).communities());
        assertEquals(25, other.host().overview(ACME).projects());
        assertEquals(
                new RosterReport(3600, 0, 3570, 30),
                untouched(() -> large().into(node)).report());
    }
}
