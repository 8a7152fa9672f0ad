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
import static io.github.communities.Role.PROJECT_EDITOR;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.organization.RosterOutcome.Kind.ADDED;
import static io.github.communities.organization.RosterOutcome.Kind.UNCHANGED;
import static io.github.communities.tck.fixture.Refusals.stale;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityKind;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.OrganizationOverview;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.organization.RosterReport;
import io.github.communities.organization.RosterRow;
import io.github.communities.organization.SignIn;
import io.github.communities.project.Project;
import io.github.communities.tck.fixture.Roster;
import io.github.communities.tck.fixture.Roster.Imported;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rows of a roster come to: ORG-6. */
public abstract class RosterRules extends SampleRosterRules {
    /** Rules on storages of their own. */
    protected RosterRules(Supplier<StoreFixture> storages) {
        super(storages);
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
}
