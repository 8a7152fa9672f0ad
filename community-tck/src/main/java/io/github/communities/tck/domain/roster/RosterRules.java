package io.github.communities.tck.domain.roster;

import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_ACCESS;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_MEMBER;
import static io.github.communities.Role.PROJECT_ADMIN;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_EDITOR;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.organization.RosterOutcome.Kind.ADDED;
import static io.github.communities.organization.RosterOutcome.Kind.REFUSED;
import static io.github.communities.organization.RosterOutcome.Kind.UNCHANGED;
import static io.github.communities.tck.fixture.Refusals.stale;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityKind;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.error.Unmet;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.OrganizationOverview;
import io.github.communities.organization.OrganizationUser;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.organization.RosterReport;
import io.github.communities.organization.RosterRow;
import io.github.communities.organization.SignIn;
import io.github.communities.project.Project;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.Roster;
import io.github.communities.tck.fixture.Roster.Imported;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The roster by which a host brings everybody in: ORG-6. */
public abstract class RosterRules extends AcmeRules {
    /** Rules on storages of their own. */
    protected RosterRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    /** Ten rows that use everything; nothing in them is there before. */
    private static Roster sample() {
        return new Roster(ACME)
                .user("erin", "member")
                .user("frank", "admin")
                .user("grace", "owner")
                .member("Cat lovers", "erin", "admin")
                .member("Cat lovers", "frank", "developer")
                .member("Dog lovers", "grace", "viewer")
                .member("Acme Team", "frank", "editor")
                .participant("Dog lovers", "Fence", "erin", "developer")
                .participant("Dog lovers", "Kennel", "frank", "viewer")
                .participant("Acme Team", "Garden", "erin", "editor");
    }

    /** What {@link #sample()} comes to, besides bob and carol, on whom it is silent. */
    private static Set<String> sampleFacts() {
        return new TreeSet<>(Set.of(
                "user user/ann [organization.admin, organization.member] false",
                "user user/bob [organization.member] false",
                "user user/carol [organization.member] false",
                "user user/erin [organization.member] false",
                "user user/frank [organization.admin, organization.member] false",
                "user user/grace [organization.owner, organization.member] false",
                "DEFAULT Acme Team",
                "DEFAULT Acme Team: user/frank [communities.editor]",
                "DEFAULT Acme Team / Garden",
                "DEFAULT Acme Team / Garden: user/erin [projects.editor]",
                "STANDARD Cat lovers",
                "STANDARD Cat lovers: user/erin [communities.admin]",
                "STANDARD Cat lovers: user/frank [communities.developer]",
                "STANDARD Dog lovers",
                "STANDARD Dog lovers: user/grace [communities.viewer]",
                "STANDARD Dog lovers / Fence",
                "STANDARD Dog lovers / Fence: user/erin [projects.developer]",
                "STANDARD Dog lovers / Kennel",
                "STANDARD Dog lovers / Kennel: user/frank [projects.viewer]"));
    }

    private static void assertAllAdded(Imported imported) {
        long rows = imported.outcomes().size();
        assertEquals(new RosterReport(rows, rows, 0, 0), imported.report(), imported::refusals);
        assertTrue(imported.outcomes().stream()
                .allMatch(
                        outcome -> outcome.kind() == ADDED && outcome.refusal().isEmpty()));
    }

    @Test
    @Rule("ORG-6")
    void one_call_brings_in_users_roles_communities_members_projects_and_participants() {
        acme();

        Imported imported = sample().into(node);

        assertAllAdded(imported);
        assertEquals(10, imported.report().rows());
        assertEquals(sampleFacts(), facts());
        assertTrue(later().access().can(as(Subject.user("erin")), PROJECT_RUN, fence().id()));
        assertTrue(other.access().can(as(Subject.user("frank")), ORGANIZATION_MANAGE_ACCESS, ACME));
        OrganizationOverview overview = other.host().overview(ACME);
        assertEquals(7, overview.users());
        assertEquals(0, overview.signedIn());
        assertEquals(2, overview.communities());
        assertEquals(1, overview.orphaned());
        assertEquals(3, overview.projects());
    }

    /** Names as people give them on their own: {@code .github}, {@code WG - Docs Maintainers/Chinese}. */
    @Test
    @Rule({"ORG-6", "COM-2", "PRJ-1", "MEM-6"})
    void the_roster_of_a_real_organization_comes_in_whole() {
        OrganizationId istio = OrganizationId.of("istio");
        node.host().register(istio, "Istio");
        Roster roster = Roster.read(istio, "roster-istio.csv");

        Imported imported = roster.into(node);

        // Its nine owners are named as members too, which every user is.
        assertEquals(new RosterReport(916, 907, 9, 0), imported.report(), imported::refusals);
        OrganizationOverview overview = other.host().overview(istio);
        assertEquals(589, overview.users());
        assertEquals(26, overview.communities());
        assertEquals(26, overview.orphaned());
        assertEquals(7, overview.projects());
        assertEquals(
                new RosterReport(916, 0, 916, 0),
                Roster.into(other, roster.shuffled(7)).report());
        assertEquals(overview, node.host().overview(istio), "the revision too");
    }

    private Project fence() {
        return project(community("Dog lovers").id(), "Fence");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @Rule("ORG-6")
    void the_order_of_the_rows_makes_no_difference(long seed) {
        acme();

        Imported imported = Roster.into(node, sample().shuffled(seed));

        assertAllAdded(imported);
        assertEquals(sampleFacts(), facts());
    }

    @Test
    @Rule("ORG-6")
    void a_roster_that_is_read_backwards_comes_to_the_same() {
        acme();
        List<RosterRow> backwards = new ArrayList<>(sample().rows());
        Collections.reverse(backwards);

        assertAllAdded(Roster.into(node, backwards));
        assertEquals(sampleFacts(), facts());
    }

    @Test
    @Rule("ORG-6")
    void rows_of_a_user_who_is_yet_to_come_are_decided_last() {
        acme();
        Imported imported = new Roster(ACME)
                .member("Cat lovers", "erin", "viewer")
                .member("Cat lovers", "bob", "viewer")
                .participant("Cat lovers", "Fence", "erin", "viewer")
                .user("frank", "member")
                .user("erin", "member")
                .into(node);

        assertAllAdded(imported);
        assertEquals(Set.of(2L, 4L, 5L), Set.copyOf(imported.lines().subList(0, 3)));
        assertEquals(Set.of(1L, 3L), Set.copyOf(imported.lines().subList(3, 5)), "these had to wait");
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(community("Cat lovers").id(), Subject.user("erin")));
    }

    @Test
    @Rule({"ORG-6", "MEM-2"})
    void rows_of_someone_who_never_comes_are_refused_and_leave_nothing_behind() {
        CommunityId team = acme();
        Set<String> before = facts();
        Imported imported = untouched(() -> new Roster(ACME)
                .member("Cat lovers", "mallory", "admin")
                .participant("Dog lovers", "Fence", "mallory", "viewer")
                .participant("Acme Team", "Garden", "mallory", "viewer")
                .member("Acme Team", "mallory", "viewer")
                .into(node));

        assertEquals(new RosterReport(4, 0, 0, 4), imported.report());
        for (long line = 1; line <= 4; line++) {
            assertRefused("MEM-2", imported.line(line));
        }
        assertEquals(before, facts());
        assertEquals(List.of(), projects(team));
    }

    @Test
    @Rule({"ORG-6", "MEM-2"})
    void a_row_of_someone_who_does_not_belong_is_refused_with_what_to_add() {
        acme();
        Imported refused = new Roster(ACME)
                .participant("Dog lovers", "Fence", "mallory", "viewer")
                .into(node);

        assertReason(refused, 1, "user/mallory", "organization acme", "neither community nor project", "role member");
        assertAllAdded(new Roster(ACME)
                .participant("Dog lovers", "Fence", "mallory", "viewer")
                .user("mallory", "member")
                .into(node));
    }

    @Test
    @Rule({"ORG-6", "POL-1", "MEM-3"})
    void a_role_is_named_as_it_was_written() {
        acme();
        Imported imported = new Roster(ACME)
                .member("Cat lovers", "bob", "superuser")
                .user("bob", "chief")
                .participant("Cat lovers", "Fence", "bob", "VIEWER")
                .member("Cat lovers", "bob", "communities.superuser")
                .member("Cat lovers", "bob", "organization.admin")
                .into(node);

        assertEquals(new RosterReport(5, 0, 0, 5), imported.report(), imported::refusals);
        assertReason(imported, 1, "role 'superuser'", "viewer, developer, editor, admin");
        assertReason(imported, 2, "role 'chief'", "member, admin, owner");
        assertReason(imported, 3, "role 'VIEWER'", "viewer, developer, editor, admin");
        assertReason(imported, 4, "role 'communities.superuser'", "viewer, developer, editor, admin");
        assertReason(imported, 5, "role 'organization.admin'", "only at organization");
        for (long line = 1; line <= 3; line++) {
            String reason = imported.line(line).refusal().orElseThrow().reason();
            assertFalse(reason.matches(".*(organization|communities|projects)\\.(superuser|chief|VIEWER).*"), reason);
        }
    }

    private static void assertReason(Imported imported, long line, String... parts) {
        String reason = imported.line(line).refusal().orElseThrow().reason();
        for (String part : parts) {
            assertTrue(reason.contains(part), () -> part + " is not in: " + reason);
        }
    }

    private static void assertRefused(String rule, RosterOutcome outcome) {
        assertEquals(REFUSED, outcome.kind(), outcome::toString);
        assertEquals(rule, outcome.refusal().orElseThrow().rule(), outcome::toString);
        assertFalse(outcome.refusal().orElseThrow().reason().isBlank());
    }

    @Test
    @Rule("ORG-6")
    void a_row_that_breaks_a_rule_is_refused_with_rule_and_reason_and_leaves_nothing_behind() {
        acme();
        Set<String> before = facts();

        untouched(() -> {
            assertAll(badRows().stream().map(bad -> () -> {
                Imported alone = Roster.into(node, List.of(bad.row()));
                assertEquals(new RosterReport(1, 0, 0, 1), alone.report(), bad.fault());
                assertRefused(bad, alone);
            }));
            return ACME;
        });

        assertEquals(before, facts());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Rule("ORG-6")
    void rows_that_break_rules_stop_no_other(long seed) {
        acme();
        List<RosterRow> rows = new ArrayList<>(sample().rows());
        badRows().forEach(bad -> rows.add(bad.row()));
        Collections.shuffle(rows, new Random(seed));

        Imported imported = Roster.into(node, rows);

        int refused = badRows().size();
        assertEquals(new RosterReport(10 + refused, 10, 0, refused), imported.report(), imported::refusals);
        assertAll(badRows().stream().map(bad -> () -> assertRefused(bad, imported)));
        assertEquals(sampleFacts(), facts());
    }

    private static void assertRefused(BadRow bad, Imported imported) {
        RosterOutcome outcome = imported.line(bad.row().line());
        assertEquals(bad.row(), outcome.row());
        assertEquals(REFUSED, outcome.kind(), outcome::toString);
        Unmet refusal = outcome.refusal().orElseThrow();
        assertTrue(
                bad.rules().contains(refusal.rule()),
                () -> bad.fault() + " is refused by " + bad.rules() + ": " + outcome);
        assertFalse(refusal.reason().isBlank(), bad.fault());
        assertTrue(
                refusal.reason().codePoints().noneMatch(Character::isISOControl),
                () -> "can be printed: " + refusal.reason());
    }

    /** A row that breaks a rule, and the rules by which it may be refused. */
    private record BadRow(String fault, RosterRow row, Set<String> rules) {}

    private static List<BadRow> badRows() {
        List<BadRow> all = new ArrayList<>();
        long line = 100;
        for (BadRow bad : writtenBadRows()) {
            RosterRow row = bad.row();
            all.add(new BadRow(
                    bad.fault(),
                    // A line of its own, which no row of the sample has.
                    new RosterRow(++line, row.organization(), row.community(), row.project(), row.user(), row.role()),
                    bad.rules()));
        }
        return all;
    }

    private static List<BadRow> writtenBadRows() {
        return List.of(
                bad("an unknown role at the organization", "", "", "bob", "chief", "POL-1", "MEM-3"),
                bad("an unknown role at a community", "Bird watchers", "", "bob", "chief", "POL-1", "MEM-3"),
                bad("an unknown role at a project", "Bird watchers", "Nest", "bob", "chief", "POL-1", "MEM-3"),
                bad("no role", "Bird watchers", "", "bob", "", "POL-1", "MEM-3"),
                bad(
                        "a role with an odd character",
                        "Bird watchers",
                        "",
                        "bob",
                        "view\u0000er",
                        "POL-1",
                        "MEM-3",
                        "TEN-1"),
                bad("a role in capitals", "Bird watchers", "", "bob", "VIEWER", "POL-1", "MEM-3"),
                bad("an organization role at a community", "Bird watchers", "", "bob", "organization.admin", "MEM-3"),
                bad(
                        "an organization's short role at a community",
                        "Bird watchers",
                        "",
                        "bob",
                        "owner",
                        "POL-1",
                        "MEM-3"),
                bad("a community role at a project", "Bird watchers", "Nest", "bob", "communities.viewer", "MEM-3"),
                bad("a project role at the organization", "", "", "bob", "projects.viewer", "MEM-3"),
                bad("a community's short role at the organization", "", "", "bob", "viewer", "POL-1", "MEM-3"),
                bad("a community's name that is too short", "Bi", "", "bob", "viewer", "COM-2"),
                bad("a community's name that is too long", "B".repeat(64), "", "bob", "viewer", "COM-2"),
                bad("a community's name with a bad character", "Bird|watchers", "", "bob", "viewer", "COM-2"),
                bad("a community's name with a hidden character", "Bird\u202ewatchers", "", "bob", "viewer", "COM-2"),
                bad("a community's name that begins with a hyphen", "-Bird", "", "bob", "viewer", "COM-2"),
                bad("a project's name that is too long", "Bird watchers", "N".repeat(64), "bob", "viewer", "PRJ-1"),
                bad("a project's name with a bad character", "Bird watchers", "Nest?", "bob", "viewer", "PRJ-1"),
                bad("a project's name in half a pair", "Bird watchers", "Nest\ud83d", "bob", "viewer", "PRJ-1"),
                bad("a bad project in a community that exists", "Acme Team", "Nest\nEgg", "bob", "viewer", "PRJ-1"),
                bad("a project without a community", "", "Nest", "bob", "viewer", "PRJ-1", "ORG-6", "COM-2"),
                bad("no user", "", "", "", "member", "TEN-1"),
                bad("a blank user", "Bird watchers", "", " ", "viewer", "TEN-1"),
                bad("a user's id that is too long", "", "", "u".repeat(65), "member", "TEN-1"),
                bad("a user's id with a control", "Bird watchers", "Nest", "bo\u0007b", "viewer", "TEN-1"),
                bad("someone who does not belong", "Bird watchers", "Nest", "mallory", "viewer", "MEM-2"),
                new BadRow(
                        "an organization that is not registered",
                        new RosterRow(77, GLOBEX, Optional.of("Bird watchers"), Optional.empty(), "bob", "viewer"),
                        Set.of("ORG-1")));
    }

    private static BadRow bad(
            String fault, String community, String project, String user, String role, String... rules) {
        RosterRow row = new Roster(ACME)
                .row(ACME, community, project, user, role)
                .rows()
                .get(0);
        return new BadRow(fault, row, Set.of(rules));
    }

    @Test
    @Rule("ORG-6")
    void a_refused_row_does_not_spoil_what_another_row_says() {
        acme();
        Imported imported = new Roster(ACME)
                .participant("Cat lovers", "Fence", "bob", "chief")
                .participant("Cat lovers", "Fence", "bob", "viewer")
                .participant("Cat lovers", "Fence?", "carol", "viewer")
                .member("Cat lovers", "carol", "owner")
                .member("Cat lovers", "carol", "admin")
                .into(node);

        assertEquals(new RosterReport(5, 2, 0, 3), imported.report());
        assertEquals(ADDED, imported.line(2).kind());
        assertEquals(ADDED, imported.line(5).kind());
        CommunityId cats = community("Cat lovers").id();
        assertEquals(1, projects(cats).size());
        assertEquals(Set.of(PROJECT_VIEWER), ownRoles(project(cats, "Fence").id(), BOB));
        assertEquals(Set.of(), ownRoles(cats, BOB));
        assertEquals(Set.of(COMMUNITY_ADMIN), ownRoles(cats, CAROL));
    }

    @Test
    @Rule("ORG-6")
    void running_it_again_changes_nothing_not_even_the_revision() {
        acme();
        sample().into(node);
        Set<String> before = facts();

        for (int i = 0; i < 3; i++) {
            long seed = i;
            Imported again = untouched(() -> Roster.into(seed == 1 ? other : node, sample().shuffled(seed)));
            assertEquals(new RosterReport(10, 0, 10, 0), again.report());
            assertTrue(again.outcomes().stream().allMatch(outcome -> outcome.kind() == UNCHANGED));
        }
        assertEquals(before, facts());
    }

    @Test
    @Rule("ORG-6")
    void one_row_more_makes_one_change() {
        acme();
        sample().into(node);
        Revision before = revision();

        Imported again = sample().member("Dog lovers", "erin", "viewer").into(node);

        assertEquals(new RosterReport(11, 1, 10, 0), again.report());
        assertEquals(ADDED, again.line(11).kind());
        assertEquals(before.next(), revision());
        List<ChangeRecord> records = other.host().changes(ACME, before, 10);
        assertEquals(1, records.size());
        assertEquals(List.of(ChangeKind.BINDING_ADDED), kinds(records.get(0)));
        assertEquals(
                Subject.user("erin"), records.get(0).changes().get(0).subject().orElseThrow());
        assertEquals(
                community("Dog lovers").id(), records.get(0).changes().get(0).scope());
    }

    @Test
    @Rule("ORG-6")
    void a_row_that_comes_twice_is_added_once() {
        acme();
        Imported imported = new Roster(ACME)
                .user("erin", "member")
                .member("Cat lovers", "erin", "viewer")
                .user("erin", "member")
                .member("Cat lovers", "erin", "viewer")
                .participant("Cat lovers", "Fence", "bob", "viewer")
                .participant("Cat lovers", "Fence", "bob", "viewer")
                .into(node);

        assertEquals(new RosterReport(6, 3, 3, 0), imported.report());
        assertEquals(
                List.of(ADDED, ADDED, UNCHANGED, UNCHANGED, ADDED, UNCHANGED),
                LongStream.rangeClosed(1, 6)
                        .mapToObj(line -> imported.line(line).kind())
                        .toList());
        assertEquals(1, communities("Cat lovers").size());
        assertEquals(1, projects(community("Cat lovers").id()).size());
    }

    @Test
    @Rule("ORG-6")
    void roles_are_added_and_never_taken() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        CommunityId cats = communityOf(BOB, "Cat lovers");
        Project fence = projectOf(BOB, cats, "Fence");

        Imported imported = new Roster(ACME)
                .user("ann", "member")
                .user("bob", "member")
                .member("Acme Team", "bob", "viewer")
                .member("Cat lovers", "bob", "viewer")
                .participant("Cat lovers", "Fence", "bob", "viewer")
                .into(node);

        assertEquals(new RosterReport(5, 3, 2, 0), imported.report());
        assertEquals(List.of(ORGANIZATION_ADMIN, ORGANIZATION_MEMBER), roles("ann"));
        assertEquals(Set.of(COMMUNITY_DEVELOPER, COMMUNITY_VIEWER), ownRoles(team, BOB));
        assertEquals(Set.of(COMMUNITY_ADMIN, COMMUNITY_VIEWER), ownRoles(cats, BOB));
        assertEquals(Set.of(PROJECT_ADMIN, PROJECT_VIEWER), ownRoles(fence.id(), BOB));
    }

    @Test
    @Rule({"ORG-6", "MEM-8"})
    void a_role_that_has_expired_is_added_anew() {
        CommunityId team = acme();
        Instant end = cluster.clock().instant().plus(Duration.ofHours(1));
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER, end);
        cluster.clock().advance(Duration.ofHours(2));

        assertAllAdded(new Roster(ACME).member("Acme Team", "bob", "viewer").into(node));

        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(team, BOB));
        assertTrue(other.access().can(as(BOB), COMMUNITY_VIEW, team));
    }

    @Test
    @Rule({"ORG-6", "MEM-9"})
    void who_replaces_bindings_as_they_were_before_the_roster_is_told_so() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        Project fence = projectOf(BOB, cats, "Fence");
        long before = other.get(as(WATCHER), cats).bindingsVersion();
        new Roster(ACME)
                .member("Cat lovers", "carol", "viewer")
                .participant("Cat lovers", "Fence", "carol", "viewer")
                .into(node);

        untouched(() -> stale(
                "MEM-9",
                () -> node.members().replace(as(BOB), cats, List.of(NewBinding.of(BOB, COMMUNITY_ADMIN)), before)));
        untouched(() -> stale(
                "MEM-9",
                () -> node.members()
                        .replace(
                                as(BOB),
                                fence.id(),
                                List.of(NewBinding.of(BOB, PROJECT_ADMIN)),
                                fence.bindingsVersion())));
        long after = other.get(as(WATCHER), cats).bindingsVersion();
        new Roster(ACME).member("Cat lovers", "carol", "viewer").into(node);
        assertEquals(after, other.get(as(WATCHER), cats).bindingsVersion(), "unchanged rows change no version");
    }

    @Test
    @Rule("ORG-6")
    void what_the_roster_does_not_name_stays() {
        acme();
        CommunityId birds = communityOf(BOB, "Bird watchers");
        node.members().grant(as(BOB), birds, CAROL, COMMUNITY_EDITOR);

        sample().into(node);

        Set<String> expected = sampleFacts();
        expected.add("STANDARD Bird watchers");
        expected.add("STANDARD Bird watchers: user/bob [communities.admin]");
        expected.add("STANDARD Bird watchers: user/carol [communities.editor]");
        assertEquals(expected, facts());
    }

    @Test
    @Rule({"ORG-6", "MEM-6"})
    void communities_to_which_the_rows_give_no_administrator_are_orphaned() {
        acme();
        new Roster(ACME)
                .member("Cat lovers", "bob", "admin")
                .member("Dog lovers", "bob", "editor")
                .member("Dog lovers", "ann", "developer")
                .participant("Bird watchers", "Nest", "bob", "admin")
                .into(node);

        assertEquals(List.of("Bird watchers", "Dog lovers"), orphaned());
        assertEquals(2, other.host().overview(ACME).orphaned());
        assertEquals(3, other.host().overview(ACME).communities());
        new Roster(ACME).member("Dog lovers", "carol", "admin").into(node);
        assertEquals(List.of("Bird watchers"), orphaned());
        assertEquals(1, other.host().overview(ACME).orphaned());
    }

    private List<String> orphaned() {
        return all(page -> other.orphaned(as(ANN), page)).stream()
                .map(Community::name)
                .toList();
    }

    @Test
    @Rule("ORG-6")
    void the_importer_becomes_administrator_of_nothing() {
        acme();
        Revision before = revision();
        sample().into(node);

        for (Community community : communities()) {
            assertEquals(Optional.empty(), community.creator());
            projects(community.id()).forEach(project -> assertEquals(Optional.empty(), project.creator()));
        }
        for (ChangeRecord record : other.host().changes(ACME, before, 1000)) {
            assertEquals(Optional.empty(), record.actor(), "the host's");
        }
        assertEquals(sampleFacts(), facts(), "nobody has a role that no row names");
    }

    @Test
    @Rule({"ORG-6", "DEF-11"})
    void the_default_community_is_named_like_any_other() {
        CommunityId team = acme();
        new Roster(ACME)
                .member("Acme Team", "bob", "viewer")
                .participant("Acme Team", "Garden", "carol", "editor")
                .into(node);

        assertEquals(1, communities("Acme Team").size());
        assertEquals(team, community("Acme Team").id());
        assertEquals(0, other.host().overview(ACME).communities());
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(team, BOB));
        assertEquals(Set.of(PROJECT_EDITOR), ownRoles(project(team, "Garden").id(), CAROL));
        assertEquals(Set.of(), ownRoles(team, CAROL), "a participant is no member");
    }

    @Test
    @Rule({"ORG-6", "DEF-10"})
    void a_default_community_that_was_renamed_is_named_by_its_new_name() {
        CommunityId team = acme();
        Community before = other.get(as(WATCHER), team);
        node.update(as(ANN), team, CommunityUpdate.nothing().name("The Hub"), before.version());
        new Roster(ACME)
                .member("The Hub", "bob", "viewer")
                .member("Acme Team", "carol", "viewer")
                .into(node);

        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(team, BOB));
        assertEquals(Set.of(), ownRoles(team, CAROL));
        assertEquals(CommunityKind.STANDARD, community("Acme Team").kind());
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(community("Acme Team").id(), CAROL));
    }

    @Test
    @Rule({"ORG-6", "COM-2"})
    void a_generated_name_of_any_length_names_the_default_community() {
        String name = "A".repeat(128);
        CommunityId team = register(ACME, name);

        Imported imported =
                new Roster(ACME).member(name + " Team", "bob", "viewer").into(node);

        assertAllAdded(imported);
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(team, BOB));
        assertEquals(0, other.host().overview(ACME).communities());
    }

    @Test
    @Rule({"ORG-6", "COM-2"})
    void names_that_differ_only_in_case_or_composition_name_one_community_and_one_project() {
        acme();
        Imported imported = new Roster(ACME)
                .member("Caf\u00e9 friends", "bob", "viewer")
                .member("CAF\u00c9 FRIENDS", "carol", "viewer")
                .participant("cafe\u0301 friends", "Menu", "bob", "viewer")
                .participant("Caf\u00e9 friends", "MENU", "carol", "viewer")
                .into(node);

        assertAllAdded(imported);
        CommunityId friends = community("Caf\u00e9 friends").id();
        assertEquals(1, other.host().overview(ACME).communities());
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(friends, CAROL));
        assertEquals(1, projects(friends).size());
        assertEquals(Set.of(PROJECT_VIEWER), ownRoles(project(friends, "Menu").id(), CAROL));
    }

    @Test
    @Rule("ORG-6")
    void projects_of_one_name_in_two_communities_are_two() {
        acme();
        assertAllAdded(new Roster(ACME)
                .participant("Cat lovers", "Fence", "bob", "viewer")
                .participant("Dog lovers", "Fence", "bob", "viewer")
                .into(node));

        assertEquals(2, other.host().overview(ACME).projects());
        assertEquals(Set.of(PROJECT_VIEWER), ownRoles(fence().id(), BOB));
    }

    @Test
    @Rule({"ORG-6", "DEF-9"})
    void the_roster_makes_administrators_of_the_default_community_whoever_they_are() {
        CommunityId team = acme();

        assertAllAdded(new Roster(ACME).member("Acme Team", "bob", "admin").into(node));

        assertEquals(Set.of(COMMUNITY_ADMIN), ownRoles(team, BOB));
        assertEquals(
                SignIn.Outcome.JOINED, node.host().signIn(ACME, BOB).value().outcome());
        assertEquals(Set.of(COMMUNITY_ADMIN, COMMUNITY_DEVELOPER), ownRoles(team, BOB));
    }

    @Test
    @Rule({"ORG-6", "DEF-4"})
    void a_roster_adds_who_was_removed_from_the_default_community() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.members().remove(as(ANN), team, BOB);

        assertAllAdded(new Roster(ACME).member("Acme Team", "bob", "viewer").into(node));

        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(team, BOB));
        assertEquals(
                SignIn.Outcome.MEMBER,
                unchanged(() -> node.host().signIn(ACME, BOB)).value().outcome());
    }

    @Test
    @Rule("ORG-6")
    void roles_are_named_short_or_in_full() {
        CommunityId team = acme();
        Imported imported = new Roster(ACME)
                .user("erin", "organization.admin")
                .user("frank", "communities.viewer")
                .user("grace", "organization.member")
                .user("heidi", "owner")
                .member("Cat lovers", "erin", "communities.editor")
                .member("Cat lovers", "frank", "projects.developer")
                .member("Cat lovers", "grace", "admin")
                .member("Cat lovers", "heidi", "viewer")
                .participant("Cat lovers", "Fence", "erin", "projects.admin")
                .participant("Cat lovers", "Fence", "frank", "admin")
                .participant("Cat lovers", "Fence", "grace", "developer")
                .participant("Cat lovers", "Fence", "heidi", "editor")
                .into(node);

        assertAllAdded(imported);
        assertEquals(List.of(ORGANIZATION_ADMIN, ORGANIZATION_MEMBER), roles("erin"));
        assertEquals(List.of(COMMUNITY_VIEWER, ORGANIZATION_MEMBER), roles("frank"));
        assertEquals(List.of(ORGANIZATION_MEMBER), roles("grace"));
        assertEquals(List.of(Role.ORGANIZATION_OWNER, ORGANIZATION_MEMBER), roles("heidi"));
        CommunityId cats = community("Cat lovers").id();
        assertEquals(Set.of(COMMUNITY_EDITOR), ownRoles(cats, Subject.user("erin")));
        assertEquals(Set.of(PROJECT_DEVELOPER), ownRoles(cats, Subject.user("frank")));
        assertEquals(Set.of(COMMUNITY_ADMIN), ownRoles(cats, Subject.user("grace")));
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(cats, Subject.user("heidi")));
        Project fence = project(cats, "Fence");
        assertEquals(Set.of(PROJECT_ADMIN), ownRoles(fence.id(), Subject.user("erin")));
        assertEquals(Set.of(PROJECT_ADMIN), ownRoles(fence.id(), Subject.user("frank")));
        assertEquals(Set.of(PROJECT_DEVELOPER), ownRoles(fence.id(), Subject.user("grace")));
        assertEquals(Set.of(PROJECT_EDITOR), ownRoles(fence.id(), Subject.user("heidi")));
        assertTrue(later().access().can(as(Subject.user("frank")), COMMUNITY_VIEW, team), "bound at the organization");
    }

    private boolean belongs(String user) {
        return all(page -> other.organizations().users(as(WATCHER), page)).stream()
                .anyMatch(each -> each.subject().equals(Subject.user(user)));
    }

    private List<Role> roles(String user) {
        return all(page -> other.organizations().users(as(WATCHER), page)).stream()
                .filter(each -> each.subject().equals(Subject.user(user)))
                .map(OrganizationUser::roles)
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Rule({"ORG-6", "DEF-3"})
    void the_roster_signs_nobody_in() {
        CommunityId team = acme();
        sample().into(node);

        assertEquals(0, other.host().overview(ACME).signedIn());
        assertEquals(
                SignIn.Outcome.JOINED,
                node.host().signIn(ACME, Subject.user("erin")).value().outcome());
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, Subject.user("erin")));
    }

    @Test
    @Rule("ORG-6")
    void each_row_is_reported_once_with_its_line() {
        acme();
        List<RosterRow> rows = new ArrayList<>();
        long line = 1000;
        for (RosterRow row : sample().rows()) {
            // Lines as they stand in a file that has other things in between.
            line += 7;
            rows.add(new RosterRow(line, row.organization(), row.community(), row.project(), row.user(), row.role()));
        }

        Imported imported = Roster.into(node, rows);

        assertEquals(rows.size(), imported.outcomes().size());
        assertEquals(
                Set.copyOf(rows),
                imported.outcomes().stream().map(RosterOutcome::row).collect(Collectors.toSet()));
    }

    @Test
    @Rule("ORG-6")
    void an_empty_roster_changes_nothing() {
        acme();
        Imported imported = untouched(() -> new Roster(ACME).into(node));

        assertEquals(new RosterReport(0, 0, 0, 0), imported.report());
        assertEquals(List.of(), imported.outcomes());
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
