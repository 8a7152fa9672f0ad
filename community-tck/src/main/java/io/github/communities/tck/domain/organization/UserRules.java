package io.github.communities.tck.domain.organization;

import static io.github.communities.Permission.COMMUNITY_CREATE;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_ACCESS;
import static io.github.communities.Permission.ORGANIZATION_VIEW;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_MEMBER;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_EDITOR;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.community.Community;
import io.github.communities.community.NewCommunity;
import io.github.communities.decision.Decision;
import io.github.communities.decision.RoleSource;
import io.github.communities.error.CommunitiesException;
import io.github.communities.error.InvalidInput;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.OrganizationUser;
import io.github.communities.organization.SignIn;
import io.github.communities.project.Project;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.Race.Outcome;
import io.github.communities.tck.fixture.Roster;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Who belongs to an organization, and what ends with that: ORG-2 to ORG-4. */
public abstract class UserRules extends AcmeRules {
    /** Rules on storages of their own. */
    protected UserRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // ORG-2

    @Test
    @Rule("ORG-2")
    void the_host_says_who_belongs_to_an_organization() {
        acme();
        cluster.clock().advance(Duration.ofMinutes(1));
        Written<Subject> written = changed(() -> node.host().addUser(ACME, DAVE));
        changed(() -> node.host().addServiceAccount(ACME, ROBOT));

        assertEquals(DAVE, written.value());
        assertEquals(
                List.of(ROBOT, ANN, BOB, CAROL, DAVE, WATCHER),
                users().stream().map(OrganizationUser::subject).toList());
        assertEquals(cluster.clock().instant(), user(DAVE).since());
        assertFalse(user(DAVE).signedIn());
        assertEquals("Acme", other.organizations().get(as(DAVE)).name());
        assertEquals(5, other.host().overview(ACME).users(), "a service account is no user");
    }

    @Test
    @Rule({"ORG-2", "ACC-8"})
    void whoever_the_host_has_not_named_does_not_belong() {
        CommunityId team = acme();

        notFound(() -> other.organizations().get(as(DAVE)));
        notFound(() -> other.getDefault(as(DAVE)));
        notFound(() -> other.get(as(DAVE), team));
        assertFalse(other.access().can(as(DAVE), ORGANIZATION_VIEW, ACME));
        assertEquals(
                Decision.Reason.NOT_OF_THE_ORGANIZATION,
                other.access().explain(as(DAVE), COMMUNITY_VIEW, team).reason());
        notFound(() -> other.organizations().get(as(Subject.federatedUser("bob"))));
    }

    @Test
    @Rule("ORG-2")
    void adding_again_gives_further_roles_and_takes_none() {
        acme();
        changed(() -> node.host().addUser(ACME, BOB, ORGANIZATION_ADMIN, COMMUNITY_VIEWER));
        assertEquals(
                List.of(ORGANIZATION_ADMIN, COMMUNITY_VIEWER, ORGANIZATION_MEMBER),
                user(BOB).roles());
        changed(() -> node.host().addUser(ACME, BOB, COMMUNITY_EDITOR));
        assertEquals(
                List.of(ORGANIZATION_ADMIN, COMMUNITY_EDITOR, COMMUNITY_VIEWER, ORGANIZATION_MEMBER),
                user(BOB).roles());

        unchanged(() -> node.host().addUser(ACME, BOB));
        unchanged(() -> node.host().addUser(ACME, BOB, ORGANIZATION_ADMIN));
        unchanged(() -> node.host().addUser(ACME, BOB, COMMUNITY_VIEWER, COMMUNITY_EDITOR));
        unchanged(() -> node.host().addUser(ACME, CAROL));
    }

    @Test
    @Rule({"ORG-2", "MEM-3"})
    void the_host_gives_any_role_that_can_be_bound_at_an_organization_and_no_other() {
        CommunityId team = acme();
        node.host().addUser(ACME, BOB, COMMUNITY_ADMIN);
        CommunityId cats = communityOf(CAROL, "Cat lovers");

        assertTrue(later().access().can(as(BOB), COMMUNITY_MANAGE_ACCESS, cats));
        assertTrue(other.access().can(as(BOB), COMMUNITY_MANAGE_ACCESS, team));
        untouched(() -> invalid("MEM-3", () -> node.host().addUser(ACME, CAROL, PROJECT_DEVELOPER)));
        untouched(() -> invalid("MEM-3", () -> node.host().addUser(ACME, DAVE, ORGANIZATION_ADMIN, PROJECT_EDITOR)));
        untouched(() ->
                assertThrows(InvalidInput.class, () -> node.host().addUser(ACME, DAVE, Role.of("organization.ghost"))));
        notFound(() -> other.organizations().get(as(DAVE)));
    }

    @Test
    @Rule("ORG-2")
    void only_principals_belong() {
        acme();
        for (Subject none : List.of(CATS, Subject.allUsers())) {
            untouched(() -> invalid("ORG-2", () -> node.host().addUser(ACME, none)));
            untouched(() -> invalid("ORG-2", () -> node.host().addServiceAccount(ACME, none)));
        }
        untouched(() -> invalid("ORG-2", () -> node.host().addUser(ACME, ROBOT)));
        untouched(() -> invalid("ORG-2", () -> node.host().addServiceAccount(ACME, DAVE)));
        untouched(
                () -> assertThrows(CommunitiesException.class, () -> node.host().addUser(ACME, CATS)));
        assertTrue(users().stream().allMatch(user -> user.subject().isPrincipal()));
    }

    @Test
    @Rule("ORG-2")
    void the_host_says_who_is_in_which_group() {
        CommunityId team = acme();
        changed(() -> node.host().addGroup(ACME, CATS));
        node.members().grant(as(ANN), team, CATS, COMMUNITY_EDITOR);
        assertFalse(later().access().can(as(BOB), COMMUNITY_VIEW, team));

        changed(() -> node.host().addToGroup(ACME, CATS, BOB));
        assertTrue(later().access().can(as(BOB), COMMUNITY_VIEW, team));
        assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, team));
        RoleSource source =
                other.access().explain(as(BOB), COMMUNITY_VIEW, team).sources().get(0);
        assertEquals(RoleSource.Kind.GROUP, source.kind());
        assertEquals(CATS, source.boundTo());
        assertEquals(List.of(BOB), all(page -> other.members().expand(as(WATCHER), team, CATS, page)));

        changed(() -> node.host().removeFromGroup(ACME, CATS, BOB));
        assertFalse(later().access().can(as(BOB), COMMUNITY_VIEW, team));
    }

    @Test
    @Rule("ORG-2")
    void saying_the_same_of_a_group_again_changes_nothing() {
        acme();
        node.host().addGroup(ACME, CATS);
        node.host().addToGroup(ACME, CATS, BOB);

        unchanged(() -> node.host().addGroup(ACME, CATS));
        unchanged(() -> node.host().addToGroup(ACME, CATS, BOB));
        untouched(() -> silently(() -> node.host().removeFromGroup(ACME, CATS, CAROL)));
    }

    @Test
    @Rule({"ORG-2", "MEM-2"})
    void only_who_belongs_comes_into_a_group_that_exists() {
        acme();
        node.host().addGroup(ACME, CATS);

        untouched(
                () -> assertThrows(CommunitiesException.class, () -> node.host().addToGroup(ACME, CATS, DAVE)));
        untouched(() -> assertThrows(
                CommunitiesException.class, () -> node.host().addToGroup(ACME, Subject.group("dogs"), BOB)));
        untouched(
                () -> assertThrows(CommunitiesException.class, () -> node.host().addToGroup(ACME, BOB, CAROL)));
        untouched(
                () -> assertThrows(CommunitiesException.class, () -> node.host().addToGroup(ACME, CATS, CATS)));
        untouched(
                () -> assertThrows(CommunitiesException.class, () -> node.host().addGroup(ACME, BOB)));
    }

    @Test
    @Rule("ORG-2")
    void the_host_takes_an_organization_role_again() {
        acme();
        node.host().addUser(ACME, BOB, ORGANIZATION_ADMIN);
        assertTrue(later().access().can(as(BOB), ORGANIZATION_MANAGE_ACCESS, ACME));

        changed(() -> node.host().revokeRole(ACME, BOB, ORGANIZATION_ADMIN));
        assertFalse(later().access().can(as(BOB), ORGANIZATION_MANAGE_ACCESS, ACME));
        assertTrue(other.access().can(as(BOB), ORGANIZATION_VIEW, ACME), "still belongs");
        unchanged(() -> node.host().revokeRole(ACME, BOB, ORGANIZATION_ADMIN));
    }

    // ORG-3

    @Test
    @Rule("ORG-3")
    void every_user_of_an_organization_is_its_member() {
        acme();
        Subject erin = Subject.federatedUser("erin");
        node.host().addUser(ACME, erin);

        for (Subject user : List.of(ANN, BOB, erin)) {
            assertTrue(other.access().can(as(user), ORGANIZATION_VIEW, ACME));
            assertTrue(other.access().can(as(user), COMMUNITY_CREATE, ACME));
            List<Role> roles = user(user).roles();
            assertEquals(ORGANIZATION_MEMBER, roles.get(roles.size() - 1));
        }
        assertEquals(List.of(ORGANIZATION_MEMBER), user(BOB).roles());
        RoleSource source = other.access()
                .explain(as(BOB), COMMUNITY_CREATE, ACME)
                .sources()
                .get(0);
        assertEquals(RoleSource.Kind.BELONGING, source.kind());
        assertEquals(ORGANIZATION_MEMBER, source.role());
        assertEquals(
                "Bird watchers",
                node.create(as(BOB), NewCommunity.named("Bird watchers"))
                        .value()
                        .name());
    }

    @Test
    @Rule("ORG-3")
    void nobody_else_is() {
        acme();
        node.host().register(GLOBEX, "Globex");
        node.host().addUser(GLOBEX, DAVE);

        assertTrue(other.access().can(Caller.of(GLOBEX, DAVE), COMMUNITY_CREATE, GLOBEX));
        assertFalse(other.access().can(Caller.of(GLOBEX, DAVE), COMMUNITY_CREATE, ACME));
        assertFalse(other.access().can(as(DAVE), COMMUNITY_CREATE, ACME));
        untouched(() -> notFound(() -> node.create(as(DAVE), NewCommunity.named("Bird watchers"))));
    }

    @Test
    @Rule("ORG-3")
    void nothing_but_leaving_the_organization_takes_it() {
        acme();
        node.host().addUser(ACME, ANN, ORGANIZATION_OWNER);
        silently(() -> node.host().revokeRole(ACME, BOB, ORGANIZATION_MEMBER));
        silently(() -> node.members().revoke(as(ANN), ACME, BOB, ORGANIZATION_MEMBER));
        silently(() -> node.members()
                .replace(
                        as(ANN),
                        ACME,
                        List.of(NewBinding.of(ANN, ORGANIZATION_OWNER)),
                        node.host().organization(ACME).bindingsVersion()));

        assertTrue(later().access().can(as(BOB), COMMUNITY_CREATE, ACME));
        assertEquals(List.of(ORGANIZATION_MEMBER), user(BOB).roles());
        node.host().removeUser(ACME, BOB);
        assertFalse(later().access().can(as(BOB), COMMUNITY_CREATE, ACME));
    }

    // ORG-4

    @Test
    @Rule("ORG-4")
    void removing_a_user_ends_all_their_access() {
        CommunityId team = acme();
        node.host().addUser(ACME, BOB, COMMUNITY_EDITOR, ORGANIZATION_ADMIN);
        node.host().signIn(ACME, BOB);
        node.host().addGroup(ACME, CATS);
        node.host().addToGroup(ACME, CATS, BOB);
        CommunityId cats = communityOf(BOB, "Cat lovers");
        CommunityId dogs = communityOf(CAROL, "Dog lovers");
        node.members().grant(as(CAROL), dogs, CATS, COMMUNITY_VIEWER);
        Project fence = projectOf(CAROL, dogs, "Fence");
        node.members().grant(as(CAROL), fence.id(), BOB, PROJECT_DEVELOPER);
        assertTrue(later().access().can(as(BOB), PROJECT_RUN, fence.id()));

        Revision before = revision();
        Written<Subject> written = node.host().removeUser(ACME, BOB);

        assertTrue(written.changed());
        assertEquals(BOB, written.value());
        ChangeRecord record = other.host().changes(ACME, before, 1).get(0);
        assertEquals(BOB, only(ChangeKind.SUBJECT_REMOVED, record).subject().orElseThrow());
        for (Communities each : List.of(node, later())) {
            assertFalse(each.access().can(as(BOB), ORGANIZATION_VIEW, ACME));
            assertFalse(each.access().can(as(BOB), COMMUNITY_VIEW, team));
            assertFalse(each.access().can(as(BOB), COMMUNITY_VIEW, cats));
            assertFalse(each.access().can(as(BOB), COMMUNITY_VIEW, dogs));
            assertFalse(each.access().can(as(BOB), PROJECT_VIEW, fence.id()));
            notFound(() -> each.get(as(BOB), cats));
            notFound(() -> each.organizations().get(as(BOB)));
        }
        assertTrue(users().stream().noneMatch(user -> user.subject().equals(BOB)));
        for (Scope scope : List.of(ACME, team, cats, dogs, fence.id())) {
            assertTrue(member(scope, BOB).isEmpty(), () -> "is not shown at " + scope);
        }
        assertEquals(List.of(), all(page -> other.members().expand(as(WATCHER), dogs, CATS, page)));
    }

    @Test
    @Rule("ORG-4")
    void what_a_removed_user_created_stays() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        Project fence = projectOf(BOB, cats, "Fence");

        node.host().removeUser(ACME, BOB);

        Community left = other.get(as(WATCHER), cats);
        assertEquals("Cat lovers", left.name());
        assertEquals(Optional.of(BOB), left.creator());
        assertEquals("Fence", other.projects().get(as(WATCHER), fence.id()).name());
        assertEquals(
                List.of(cats),
                all(page -> other.orphaned(as(ANN), page)).stream()
                        .map(Community::id)
                        .toList());
    }

    @Test
    @Rule("ORG-4")
    void nobody_else_loses_anything() {
        CommunityId team = acme();
        Subject namesake = Subject.federatedUser("bob");
        node.host().addUser(ACME, namesake);
        node.host().register(GLOBEX, "Globex");
        node.host().addUser(GLOBEX, BOB, ORGANIZATION_ADMIN);
        for (Subject user : List.of(BOB, namesake, CAROL)) {
            node.host().signIn(ACME, user);
        }

        node.host().removeUser(ACME, BOB);

        assertTrue(later().access().can(as(namesake), COMMUNITY_VIEW, team));
        assertTrue(other.access().can(as(CAROL), COMMUNITY_VIEW, team));
        assertTrue(other.access().can(Caller.of(GLOBEX, BOB), ORGANIZATION_MANAGE_ACCESS, GLOBEX));
    }

    @Test
    @Rule({"ORG-4", "DEF-4"})
    void a_user_who_returns_starts_anew() {
        CommunityId team = acme();
        node.host().addUser(ACME, BOB, ORGANIZATION_ADMIN);
        node.host().signIn(ACME, BOB);
        node.host().addGroup(ACME, CATS);
        node.host().addToGroup(ACME, CATS, BOB);
        CommunityId dogs = communityOf(CAROL, "Dog lovers");
        node.members().grant(as(CAROL), dogs, CATS, COMMUNITY_VIEWER);
        node.members().grant(as(CAROL), dogs, BOB, COMMUNITY_EDITOR);
        Project fence = projectOf(CAROL, dogs, "Fence");
        node.members().grant(as(CAROL), fence.id(), BOB, PROJECT_DEVELOPER);
        node.host().removeUser(ACME, BOB);

        cluster.clock().advance(Duration.ofHours(1));
        Written<Subject> back = node.host().addUser(ACME, BOB);

        assertTrue(back.changed());
        assertEquals(List.of(ORGANIZATION_MEMBER), user(BOB).roles());
        assertEquals(cluster.clock().instant(), user(BOB).since());
        assertFalse(user(BOB).signedIn());
        for (Communities each : List.of(node, later())) {
            assertTrue(each.access().can(as(BOB), COMMUNITY_CREATE, ACME));
            assertFalse(each.access().can(as(BOB), ORGANIZATION_MANAGE_ACCESS, ACME));
            assertFalse(each.access().can(as(BOB), COMMUNITY_VIEW, team));
            assertFalse(each.access().can(as(BOB), COMMUNITY_VIEW, dogs));
            assertFalse(each.access().can(as(BOB), PROJECT_VIEW, fence.id()));
        }
        assertTrue(member(dogs, BOB).isEmpty());
        assertTrue(member(fence.id(), BOB).isEmpty());
        assertEquals(
                SignIn.Outcome.JOINED, node.host().signIn(ACME, BOB).value().outcome());
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, BOB));
    }

    @Test
    @Rule("ORG-4")
    void a_return_before_all_rows_are_cleared_revives_none_and_loses_nothing_new() {
        acme();
        Roster roster = new Roster(ACME).user("carol", "member").member("Big", "carol", "admin");
        for (int i = 0; i < 1500; i++) {
            roster.participant("Big", "Part " + i, "bob", "developer");
        }
        assertEquals(0, roster.into(node).report().refused());
        CommunityId big = community("Big").id();
        List<Project> parts = projects(big);
        long bindings = other.host().overview(ACME).bindings();

        node.host().removeUser(ACME, BOB);
        assertEquals(bindings - 1500, other.host().overview(ACME).bindings(), "none of them is in force");
        node.host().addUser(ACME, BOB);
        assertEquals(bindings - 1500, other.host().overview(ACME).bindings(), "nor is any again");
        node.members().grant(as(CAROL), parts.get(0).id(), BOB, PROJECT_DEVELOPER);
        node.members().grant(as(CAROL), parts.get(1499).id(), BOB, PROJECT_EDITOR);
        for (int i = 0; i < 5; i++) {
            // Whoever writes may clear rows along the way.
            node.host().addUser(ACME, Subject.user("passer-by " + i));
        }

        for (Communities each : List.of(node, later())) {
            assertTrue(each.access().can(as(BOB), PROJECT_RUN, parts.get(0).id()));
            assertTrue(each.access().can(as(BOB), PROJECT_RUN, parts.get(1499).id()));
            var reached = each.access()
                    .of(as(BOB))
                    .permissions(parts.stream().map(Project::id).toList(), List.of(PROJECT_RUN));
            assertEquals(
                    2,
                    reached.values().stream()
                            .filter(granted -> !granted.isEmpty())
                            .count());
        }
        assertEquals(Set.of(PROJECT_DEVELOPER), ownRoles(parts.get(0).id(), BOB));
        assertEquals(Set.of(PROJECT_EDITOR), ownRoles(parts.get(1499).id(), BOB));
        assertTrue(member(parts.get(700).id(), BOB).isEmpty());
        assertEquals(bindings - 1498, other.host().overview(ACME).bindings());
    }

    @Test
    @Rule("ORG-4")
    void removing_who_does_not_belong_writes_nothing() {
        acme();
        node.host().removeUser(ACME, BOB);

        untouched(() -> silently(() -> node.host().removeUser(ACME, BOB)));
        untouched(() -> silently(() -> node.host().removeUser(ACME, DAVE)));
        node.host().addServiceAccount(ACME, ROBOT);
        node.host().addGroup(ACME, CATS);
        untouched(() -> silently(() -> node.host().removeUser(ACME, ROBOT)));
        untouched(() -> silently(() -> node.host().removeUser(ACME, CATS)));
        assertTrue(users().stream().anyMatch(user -> user.subject().equals(ROBOT)), "no user, and there still");
    }

    @Test
    @Rule({"ORG-4", "MEM-2"})
    void whoever_is_being_removed_is_given_nothing_on_another_node() {
        CommunityId team = acme();
        try (Race race = new Race(8)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                Subject user = Subject.user("passer-by " + round);
                node.host().addUser(ACME, user);
                List<Callable<Boolean>> tasks = new ArrayList<>();
                tasks.add(() -> node.host().removeUser(ACME, user).changed());
                for (int i = 0; i < 7; i++) {
                    Communities on = i % 2 == 0 ? node : other;
                    Role role = List.of(COMMUNITY_VIEWER, COMMUNITY_DEVELOPER, COMMUNITY_EDITOR)
                            .get(i % 3);
                    tasks.add(
                            () -> on.members().grant(as(ANN), team, user, role).changed());
                }
                List<Outcome<Boolean>> outcomes = race.run(tasks);

                assertTrue(outcomes.get(0).get());
                outcomes.forEach(outcome -> outcome.refusal()
                        .ifPresent(refusal -> assertEquals("MEM-2", refusal.rule(), refusal::getMessage)));
                assertTrue(member(team, user).isEmpty(), "has nothing in the end");
                node.host().addUser(ACME, user);
                assertTrue(member(team, user).isEmpty(), "and nothing on returning");
            }
        }
    }

    /** For calls that the rules let a library either refuse or take without effect. */
    private static boolean silently(Executable call) {
        try {
            call.execute();
            return true;
        } catch (CommunitiesException refusal) {
            return false;
        } catch (Throwable e) {
            throw new AssertionError("neither refused nor done", e);
        }
    }
}
