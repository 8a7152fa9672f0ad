package io.github.communities.tck.domain.roster;

import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Role.COMMUNITY_ADMIN;
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
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.error.Unmet;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.organization.RosterReport;
import io.github.communities.organization.RosterRow;
import io.github.communities.project.Project;
import io.github.communities.tck.fixture.Roster;
import io.github.communities.tck.fixture.Roster.Imported;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are refused, and rows whose people are yet to come: ORG-6. */
public abstract class RosterRefusalRules extends SampleRosterRules {
    /** Rules on storages of their own. */
    protected RosterRefusalRules(Supplier<StoreFixture> storages) {
        super(storages);
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

    private static BadRow bad(
            String fault, String community, String project, String user, String role, String... rules) {
        RosterRow row = new Roster(ACME)
                .row(ACME, community, project, user, role)
                .rows()
                .get(0);
        return new BadRow(fault, row, Set.of(rules));
    }
}
