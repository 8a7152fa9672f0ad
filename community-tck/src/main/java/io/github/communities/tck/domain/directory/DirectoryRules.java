package io.github.communities.tck.domain.directory;

import static io.github.communities.Permission.COMMUNITY_CREATE;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_ACCESS;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_OWNERS;
import static io.github.communities.Permission.ORGANIZATION_VIEW;
import static io.github.communities.Permission.PROJECT_CREATE;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_MEMBER;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_EDITOR;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.community.NewCommunity;
import io.github.communities.decision.Decision;
import io.github.communities.decision.RoleSource;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.Member;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.OrganizationUser;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.organization.RosterRow;
import io.github.communities.organization.SignIn;
import io.github.communities.project.NewProject;
import io.github.communities.tck.fixture.Pages;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The directory alone says who belongs: ORG-2, ORG-5, and rosters under it. */
public abstract class DirectoryRules extends OwnDirectoryRules {
    /** Rules on storages of their own. */
    @SuppressWarnings("NullAway.Init") // the directory is set before each test
    protected DirectoryRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // ORG-2

    @Test
    @Rule("ORG-2")
    void the_directory_says_who_belongs_and_nothing_of_it_is_stored() {
        acme();
        directory.put(ACME, ROBOT);
        directory.put(ACME, CATS);
        untouched(() -> {
            directory.put(ACME, DAVE);
            assertEquals("Acme", other.organizations().get(as(DAVE)).name());
            return DAVE;
        });

        assertEquals(
                List.of(ROBOT, ANN, BOB, CAROL, DAVE, WATCHER),
                users().stream().map(OrganizationUser::subject).toList());
        assertEquals(5, other.host().overview(ACME).users(), "a service account is no user, nor is a group");
        assertEquals(1, feed(ACME).size(), "Acme was registered, and that is all");
        directory.remove(ACME, DAVE);
        notFound(() -> other.organizations().get(as(DAVE)));
        assertEquals(1, revision().value());
    }

    @Test
    @Rule({"ORG-2", "ACC-8"})
    void whom_the_directory_does_not_know_does_not_belong() {
        CommunityId team = acme();
        directory.put(GLOBEX, DAVE, ORGANIZATION_OWNER);

        notFound(() -> other.organizations().get(as(DAVE)));
        notFound(() -> other.get(as(DAVE), team));
        notFound(() -> other.organizations().get(as(Subject.federatedUser("bob"))));
        assertFalse(other.access().can(as(DAVE), ORGANIZATION_VIEW, ACME));
        assertEquals(
                Decision.Reason.NOT_OF_THE_ORGANIZATION,
                other.access().explain(as(DAVE), COMMUNITY_VIEW, team).reason());
        untouched(() -> refused("MEM-2", () -> grant(ANN, team, DAVE, COMMUNITY_ADMIN)));
    }

    @Test
    @Rule("ORG-2")
    void the_host_says_nothing_of_it_by_the_library() {
        acme();
        directory.put(ACME, CATS);
        directory.join(ACME, CATS, BOB);

        for (Executable attempt : List.<Executable>of(
                () -> node.host().addUser(ACME, DAVE),
                () -> node.host().addUser(ACME, BOB),
                () -> node.host().addUser(ACME, BOB, ORGANIZATION_ADMIN),
                () -> node.host().addServiceAccount(ACME, ROBOT),
                () -> node.host().revokeRole(ACME, ANN, ORGANIZATION_ADMIN),
                () -> node.host().addGroup(ACME, Subject.group("dogs")),
                () -> node.host().addToGroup(ACME, CATS, CAROL),
                () -> node.host().removeFromGroup(ACME, CATS, BOB))) {
            untouched(() -> refused("ORG-2", attempt));
        }
        notFound(() -> other.organizations().get(as(DAVE)));
        notFound("ORG-1", () -> node.host().addUser(GLOBEX, DAVE));
    }

    @Test
    @Rule({"ORG-2", "ACC-1"})
    void its_groups_grant_what_is_bound_to_them() {
        CommunityId team = acme();
        directory.put(ACME, CATS);
        grant(ANN, team, CATS, COMMUNITY_EDITOR);
        assertFalse(later().access().can(as(BOB), COMMUNITY_VIEW, team));

        directory.join(ACME, CATS, BOB);
        assertTrue(other.access().can(as(BOB), COMMUNITY_VIEW, team));
        assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, team));
        RoleSource source =
                other.access().explain(as(BOB), COMMUNITY_VIEW, team).sources().get(0);
        assertEquals(RoleSource.Kind.GROUP, source.kind());
        assertEquals(CATS, source.boundTo());
        assertEquals(List.of(BOB), all(page -> other.members().expand(as(WATCHER), team, CATS, page)));

        directory.quit(ACME, CATS, BOB);
        assertFalse(other.access().can(as(BOB), COMMUNITY_VIEW, team));
    }

    @Test
    @Rule({"ORG-2", "ORG-7"})
    void a_group_that_is_named_but_not_known_grants_nothing() {
        CommunityId team = acme();
        directory.put(ACME, CATS);
        directory.join(ACME, CATS, BOB);
        grant(ANN, team, CATS, COMMUNITY_EDITOR);
        assertTrue(later().access().can(as(BOB), COMMUNITY_VIEW, team));

        directory.forgetOnly(ACME, CATS);

        assertFalse(other.access().can(as(BOB), COMMUNITY_VIEW, team));
        assertEquals(Optional.empty(), member(team, CATS));
        untouched(() -> refused("MEM-2", () -> grant(ANN, team, CATS, COMMUNITY_VIEWER)));
    }

    @Test
    @Rule({"ORG-2", "ORG-3"})
    void its_users_are_members_of_the_organization_without_saying_so() {
        acme();
        directory.put(ACME, ROBOT);
        directory.put(ACME, BOB, ORGANIZATION_MEMBER);

        for (Subject user : List.of(BOB, CAROL)) {
            assertTrue(other.access().can(as(user), COMMUNITY_CREATE, ACME));
            Decision decision = other.access().explain(as(user), COMMUNITY_CREATE, ACME);
            assertEquals(
                    List.of(RoleSource.Kind.BELONGING),
                    decision.sources().stream().map(RoleSource::kind).toList());
            assertEquals(List.of(ORGANIZATION_MEMBER), user(user).roles());
        }
        assertFalse(other.access().can(as(ROBOT), COMMUNITY_CREATE, ACME));
        assertEquals(List.of(), user(ROBOT).roles());
        notFound(() -> other.organizations().get(as(DAVE)));
    }

    @Test
    @Rule({"ORG-2", "MEM-3"})
    void of_its_roles_only_those_count_that_can_be_bound_at_an_organization() {
        CommunityId team = acme();
        Role ghost = Role.of("organization.ghost");
        directory.put(ACME, BOB, PROJECT_DEVELOPER, ghost, COMMUNITY_EDITOR);
        directory.put(ACME, CAROL, PROJECT_DEVELOPER, ghost);

        assertEquals(List.of(COMMUNITY_EDITOR, ORGANIZATION_MEMBER), user(BOB).roles());
        assertEquals(List.of(ORGANIZATION_MEMBER), user(CAROL).roles());
        assertTrue(other.access().can(as(BOB), COMMUNITY_VIEW, team));
        assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, team));
        assertEquals(
                List.of(ANN, BOB, WATCHER),
                Pages.all(1, page -> other.members().list(as(ANN), ACME, page)).stream()
                        .map(Member::subject)
                        .toList());
    }

    @Test
    @Rule("ORG-2")
    void what_the_library_kept_before_counts_no_more_once_there_is_a_directory() {
        Communities before = cluster.node();
        before.host().register(ACME, "Acme");
        before.host().addUser(ACME, ANN, ORGANIZATION_OWNER, COMMUNITY_ADMIN);
        before.host().addUser(ACME, BOB, ORGANIZATION_ADMIN);
        before.host().addUser(ACME, DAVE);
        before.host().addGroup(ACME, CATS);
        before.host().addToGroup(ACME, CATS, BOB);
        CommunityId team = before.host().organization(ACME).defaultCommunity();
        before.members().grant(as(ANN), team, CATS, COMMUNITY_DEVELOPER);
        before.members().grant(as(ANN), ACME, CATS, COMMUNITY_VIEWER);
        before.host().signIn(ACME, BOB);
        directory.put(ACME, WATCHER, COMMUNITY_VIEWER);
        directory.put(ACME, ANN);
        directory.put(ACME, BOB);
        directory.put(ACME, CATS);
        directory.join(ACME, CATS, ANN);

        assertFalse(other.access().can(as(ANN), ORGANIZATION_MANAGE_ACCESS, ACME));
        assertFalse(other.access().can(as(BOB), ORGANIZATION_MANAGE_ACCESS, ACME));
        notFound(() -> other.organizations().get(as(DAVE)));
        assertTrue(other.access().can(as(ANN), PROJECT_CREATE, team), "through the directory's group");
        assertEquals(
                List.of(WATCHER), members(ACME).stream().map(Member::subject).toList());
        assertEquals(List.of(ORGANIZATION_MEMBER), user(BOB).roles());
        assertEquals(
                SignIn.Outcome.MEMBER,
                unchanged(() -> node.host().signIn(ACME, BOB)).value().outcome());
        assertEquals(List.of(ANN), all(page -> other.members().expand(as(WATCHER), team, CATS, page)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    @Rule({"ORG-2", "ACC-1", "MEM-4", "MEM-10"})
    void what_a_directory_says_shows_as_if_it_were_stored(int size) {
        Communities kept = cluster.node();
        OrganizationId stored = OrganizationId.of("stored");
        OrganizationId told = OrganizationId.of("told");
        crowd().forEach((subject, roles) -> directory.put(told, subject, roles.toArray(Role[]::new)));
        directory.join(told, CATS, ANN, CAROL, ROBOT, Subject.user("user3"));
        directory.join(told, TOMCATS, BOB, CAROL);
        kept.host().register(stored, "Acme");
        node.host().register(told, "Acme");
        crowd().forEach((subject, roles) -> {
            if (subject.isUser()) {
                kept.host().addUser(stored, subject, roles.toArray(Role[]::new));
            } else if (subject.isPrincipal()) {
                kept.host().addServiceAccount(stored, subject, roles.toArray(Role[]::new));
            } else {
                kept.host().addGroup(stored, subject);
                roles.forEach(role -> kept.members().grant(Caller.of(stored, ANN), stored, subject, role));
            }
        });
        for (Subject member : List.of(ANN, CAROL, ROBOT, Subject.user("user3"))) {
            kept.host().addToGroup(stored, CATS, member);
        }
        kept.host().addToGroup(stored, TOMCATS, BOB);
        kept.host().addToGroup(stored, TOMCATS, CAROL);

        assertEquals(story(kept, stored, size), story(node, told, size));
    }

    /** Who is in an organization that shows all there is to show, with which roles; ann owns it and sees everything. */
    private static Map<Subject, List<Role>> crowd() {
        Map<Subject, List<Role>> crowd = new LinkedHashMap<>();
        crowd.put(ANN, List.of(ORGANIZATION_OWNER, COMMUNITY_ADMIN));
        crowd.put(BOB, List.of());
        crowd.put(CAROL, List.of(ORGANIZATION_ADMIN));
        crowd.put(ROBOT, List.of(COMMUNITY_VIEWER, COMMUNITY_EDITOR));
        crowd.put(
                DAVE,
                List.of(
                        COMMUNITY_VIEWER,
                        COMMUNITY_DEVELOPER,
                        COMMUNITY_EDITOR,
                        COMMUNITY_ADMIN,
                        ORGANIZATION_ADMIN,
                        ORGANIZATION_OWNER));
        crowd.put(CATS, List.of(COMMUNITY_DEVELOPER, ORGANIZATION_ADMIN));
        crowd.put(TOMCATS, List.of());
        crowd.put(Subject.federatedUser("erin"), List.of(COMMUNITY_VIEWER));
        for (int i = 0; i < 9; i++) {
            crowd.put(Subject.user("user" + i), i % 4 == 0 ? List.of(COMMUNITY_VIEWER) : List.of());
        }
        return crowd;
    }

    /** Does the same in an organization, and tells all that can be seen afterwards, by pages of a size. */
    private static List<String> story(Communities on, OrganizationId organization, int size) {
        Caller ann = Caller.of(organization, ANN);
        CommunityId team = on.host().organization(organization).defaultCommunity();
        on.host().signIn(organization, BOB);
        on.host().signIn(organization, CAROL);
        on.members().grant(ann, organization, Subject.allUsers(), COMMUNITY_VIEWER);
        CommunityId cats = on.create(Caller.of(organization, BOB), NewCommunity.named("Cats"))
                .value()
                .id();
        ProjectId litter = on.projects()
                .create(Caller.of(organization, BOB), cats, NewProject.named("Litter"))
                .value()
                .id();
        on.members().grant(ann, cats, TOMCATS, COMMUNITY_ADMIN);
        on.members().grant(ann, cats, CATS, COMMUNITY_EDITOR);
        on.members().grant(ann, litter, Subject.user("user3"), PROJECT_EDITOR);
        on.members().grant(ann, cats, Subject.user("user4"), COMMUNITY_ADMIN);
        on.members().leave(Caller.of(organization, BOB), cats);
        on.members().remove(ann, cats, Subject.user("user4"));
        List<String> story = new ArrayList<>();
        for (Scope scope : List.of(organization, team, cats, litter)) {
            String place = scope.noun() + ": ";
            Pages.all(size, page -> on.members().list(ann, scope, page))
                    .forEach(member -> story.add(place
                            + member.subject()
                            + member.role()
                            + member.sources().stream()
                                    .map(source ->
                                            source.role() + " " + source.scope().noun() + source.kind()
                                                    + source.boundTo() + source.inheritedFrom())
                                    .toList()));
            crowd().keySet().stream()
                    .filter(Subject::isPrincipal)
                    .map(principal -> Caller.of(organization, principal))
                    .forEach(caller -> story.add(
                            place + caller.principal() + " may " + on.access().permissions(caller, scope)));
        }
        Pages.all(size, page -> on.members().expand(ann, cats, CATS, page))
                .forEach(member -> story.add("cats: " + member));
        Pages.all(size, page -> on.members().expand(ann, cats, TOMCATS, page))
                .forEach(member -> story.add("tomcats: " + member));
        Pages.all(size, page -> on.organizations().users(ann, page))
                .forEach(user -> story.add(user.subject() + " " + user.roles() + user.signedIn()));
        var overview = on.host().overview(organization);
        story.add(List.of(overview.users(), overview.signedIn(), overview.orphaned(), overview.bindings())
                .toString());
        return story;
    }

    @Test
    @Rule("ORG-2")
    void what_it_says_is_counted_once_wherever_pages_end() {
        acme();
        for (int i = 100; i < 601; i++) {
            directory.put(ACME, Subject.user("user" + i), COMMUNITY_VIEWER, COMMUNITY_EDITOR);
        }

        // After ann's one role, a page of a thousand ends between the two of somebody.
        assertEquals(1 + 2 * 501 + 1, other.host().overview(ACME).bindings());
        assertEquals(4 + 501, other.host().overview(ACME).users());
    }

    @Test
    @Rule({"ORG-2", "TEN-1"})
    void what_it_says_of_one_organization_is_said_of_no_other() {
        CommunityId team = acme();
        register(GLOBEX, "Globex");
        directory.put(GLOBEX, DAVE, ORGANIZATION_ADMIN);
        directory.put(GLOBEX, BOB, ORGANIZATION_OWNER);

        assertTrue(other.access().can(Caller.of(GLOBEX, BOB), ORGANIZATION_MANAGE_OWNERS, GLOBEX));
        assertFalse(other.access().can(as(BOB), ORGANIZATION_MANAGE_OWNERS, ACME));
        assertFalse(other.access().can(as(DAVE), COMMUNITY_VIEW, team));
    }

    // ORG-5

    @Test
    @Rule("ORG-5")
    void organization_roles_are_neither_granted_nor_revoked_where_a_directory_supplies_them() {
        acme();
        directory.put(ACME, CATS, COMMUNITY_VIEWER);
        directory.put(ACME, BOB, COMMUNITY_EDITOR);
        directory.put(ACME, DAVE, ORGANIZATION_OWNER, COMMUNITY_ADMIN);
        long version = node.organizations().get(as(DAVE)).bindingsVersion();

        for (Executable attempt : List.<Executable>of(
                () -> grant(DAVE, ACME, BOB, ORGANIZATION_ADMIN),
                () -> grant(DAVE, ACME, BOB, COMMUNITY_EDITOR),
                () -> grant(DAVE, ACME, CATS, COMMUNITY_EDITOR),
                () -> revoke(DAVE, ACME, ANN, ORGANIZATION_ADMIN),
                () -> revoke(DAVE, ACME, BOB, COMMUNITY_EDITOR),
                () -> revoke(DAVE, ACME, CATS, COMMUNITY_VIEWER),
                () -> revoke(DAVE, ACME, CAROL, ORGANIZATION_ADMIN),
                () -> node.members()
                        .update(as(DAVE), ACME, BindingDelta.nothing().add(CAROL, COMMUNITY_VIEWER)),
                () -> node.members()
                        .replace(as(DAVE), ACME, List.of(NewBinding.of(BOB, ORGANIZATION_ADMIN)), version))) {
            untouched(() -> refused("ORG-5", attempt));
        }
        assertEquals(List.of(ORGANIZATION_ADMIN, ORGANIZATION_MEMBER), user(ANN).roles());
        assertEquals(List.of(COMMUNITY_EDITOR, ORGANIZATION_MEMBER), user(BOB).roles());
    }

    @Test
    @Rule({"ORG-5", "ACC-8"})
    void who_may_not_grant_them_is_told_that() {
        acme();
        untouched(() -> forbidden(ORGANIZATION_MANAGE_ACCESS, () -> grant(BOB, ACME, CAROL, ORGANIZATION_ADMIN)));
        untouched(() -> forbidden(ORGANIZATION_MANAGE_OWNERS, () -> grant(ANN, ACME, CAROL, ORGANIZATION_OWNER)));
        untouched(() -> notFound(() -> grant(DAVE, ACME, CAROL, ORGANIZATION_ADMIN)));
    }

    @Test
    @Rule("ORG-5")
    void what_is_bound_to_the_system_group_is_in_no_directory_and_stays_the_librarys() {
        CommunityId team = acme();
        directory.put(ACME, ANN, ORGANIZATION_ADMIN, COMMUNITY_ADMIN);

        changed(() -> grant(ANN, ACME, Subject.allUsers(), COMMUNITY_VIEWER));
        assertTrue(later().access().can(as(CAROL), COMMUNITY_VIEW, team));
        assertTrue(member(ACME, Subject.allUsers()).isPresent());
        untouched(() -> refused("MEM-2", () -> grant(ANN, ACME, Subject.allUsers(), COMMUNITY_ADMIN)));
        changed(() -> revoke(ANN, ACME, Subject.allUsers(), COMMUNITY_VIEWER));
        assertFalse(later().access().can(as(CAROL), COMMUNITY_VIEW, team));
    }

    // ORG-6

    @Test
    @Rule({"ORG-6", "ORG-5", "ORG-2"})
    void of_a_roster_the_rows_about_the_organization_can_only_say_the_same() {
        acme();
        List<RosterOutcome> outcomes = new ArrayList<>();
        List<RosterRow> rows = List.of(
                row(1, "", "ann", "admin"),
                row(2, "", "bob", "member"),
                row(3, "", "bob", "admin"),
                row(4, "", "dave", "member"),
                row(5, "Cat lovers", "bob", "admin"),
                row(6, "Cat lovers", "dave", "viewer"),
                row(7, "", "dave", "owner"));

        node.host().importRoster(rows.stream(), outcomes::add);

        assertEquals(
                List.of(
                        "1 UNCHANGED ",
                        "2 UNCHANGED ",
                        "3 REFUSED ORG-5",
                        "4 REFUSED ORG-2",
                        "5 ADDED ",
                        "6 REFUSED MEM-2",
                        "7 REFUSED ORG-5"),
                outcomes.stream()
                        .map(outcome -> outcome.row().line() + " " + outcome.kind() + " "
                                + outcome.refusal().map(unmet -> unmet.rule()).orElse(""))
                        .sorted()
                        .toList());
        assertTrue(
                outcomes.stream()
                        .flatMap(outcome -> outcome.refusal().stream())
                        .filter(refusal -> refusal.rule().equals("MEM-2"))
                        .allMatch(refusal -> refusal.reason().contains("directory")),
                "no row helps, but the directory does");
        assertEquals(List.of(ORGANIZATION_MEMBER), user(BOB).roles());
        assertEquals(Set.of(COMMUNITY_ADMIN), ownRoles(community("Cat lovers").id(), BOB));
        untouched(() -> node.host().importRoster(rows.stream(), outcome -> {}));
    }

    private static RosterRow row(long line, String community, String user, String role) {
        Optional<String> team = community.isEmpty() ? Optional.empty() : Optional.of(community);
        return new RosterRow(line, ACME, team, Optional.empty(), user, role);
    }
}
