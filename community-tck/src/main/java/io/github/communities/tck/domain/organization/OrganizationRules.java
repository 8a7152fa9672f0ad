package io.github.communities.tck.domain.organization;

import static io.github.communities.Permission.COMMUNITY_CREATE;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_ACCESS;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_OWNERS;
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
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static io.github.communities.tck.fixture.Refusals.stale;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
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
import io.github.communities.error.Refused;
import io.github.communities.member.BindingChanges;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.Organization;
import io.github.communities.organization.OrganizationOverview;
import io.github.communities.organization.OrganizationUser;
import io.github.communities.organization.SignIn;
import io.github.communities.project.Project;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.domain.roster.RosterRules;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.Race.Outcome;
import io.github.communities.tck.fixture.Roster;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Organizations, who belongs to them and with which roles: ORG-1 to ORG-5. The roster has {@link RosterRules}. */
public abstract class OrganizationRules extends AcmeRules {
    /** Rules on storages of their own. */
    protected OrganizationRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // ORG-1

    @Test
    @Rule("ORG-1")
    void the_host_registers_an_organization_under_an_id_of_its_own() {
        Written<Organization> written = node.host().register(ACME, "Acme");

        assertTrue(written.changed());
        assertEquals(Revision.of(1), written.revision());
        Organization acme = other.host().organization(ACME);
        assertEquals(written.value(), acme);
        assertEquals(ACME, acme.id());
        assertEquals("Acme", acme.name());
        assertEquals(cluster.clock().instant(), acme.registeredAt());
        assertEquals(Revision.of(1), acme.revision());
        assertEquals(ACME, acme.defaultCommunity().organization());
    }

    @Test
    @Rule("ORG-1")
    void registering_again_with_the_same_name_changes_nothing() {
        Organization first = node.host().register(ACME, "Acme").value();

        assertEquals(first, unchanged(() -> other.host().register(ACME, "Acme")).value());
        assertEquals(first, unchanged(() -> node.host().register(ACME, "Acme")).value());
        assertEquals(1, feed(ACME).size());
    }

    @Test
    @Rule("ORG-1")
    void registering_again_with_another_name_renames() {
        acme();
        Organization before = node.host().organization(ACME);

        Organization renamed =
                changed(() -> node.host().register(ACME, "Acme and Sons")).value();

        assertEquals("Acme and Sons", renamed.name());
        assertEquals(renamed, other.host().organization(ACME));
        assertEquals(before.id(), renamed.id());
        assertEquals(before.defaultCommunity(), renamed.defaultCommunity());
        assertEquals(before.registeredAt(), renamed.registeredAt());
        changed(() -> node.host().register(ACME, "acme and sons"));
        assertEquals("acme and sons", other.host().organization(ACME).name(), "another spelling is another name");
    }

    @Test
    @Rule({"ORG-1", "TEN-1"})
    void ids_of_organizations_are_compared_exactly() {
        List<String> ids = List.of(
                "acme",
                "Acme",
                "ACME",
                "acme ",
                " acme",
                "acm\u00e9",
                "acme\u0301",
                "a/c/m/e",
                "acme/",
                "acme%2F",
                "'acme'",
                "\"acme\"",
                "acme;--",
                "\\acme",
                "a|c|m|e",
                "\ud83d\ude80",
                "\ud83d\ude80".repeat(64),
                "a".repeat(64));
        for (String id : ids) {
            assertTrue(node.host()
                    .register(OrganizationId.of(id), "Name of " + id.length())
                    .changed());
        }
        Set<CommunityId> teams = new HashSet<>();
        for (String id : ids) {
            Organization organization = other.host().organization(OrganizationId.of(id));
            assertEquals(id, organization.id().value());
            assertEquals("Name of " + id.length(), organization.name());
            assertEquals(Revision.of(1), organization.revision());
            teams.add(organization.defaultCommunity());
        }
        assertEquals(ids.size(), teams.size(), "each has a default community of its own");
    }

    @Test
    @Rule({"ORG-1", "LIM-2"})
    void an_id_of_another_form_is_refused() {
        assertAll(badIds().map(id -> () -> {
            InvalidInput refusal = invalid("TEN-1", () -> OrganizationId.of(id));
            assertEquals("organization id", refusal.field());
        }));
    }

    private static Stream<String> badIds() {
        return Stream.of(
                "",
                " ",
                "a".repeat(65),
                "\ud83d\ude80".repeat(65),
                "a\u0000b",
                "a\nb",
                "a\u202eb",
                "a\u200bb",
                "a\u2028b",
                "\ud83d",
                "a\ude80");
    }

    @Test
    @Rule("ORG-1")
    void a_name_has_one_to128_code_points() {
        assertAll(goodNames().map(name -> () -> {
            node.host().register(ACME, name);

            assertEquals(name, other.host().organization(ACME).name());
            assertEquals(name, node.host().organization(ACME).name());
        }));
    }

    private static Stream<String> goodNames() {
        return Stream.of(
                "X",
                "7",
                "a".repeat(128),
                "\ud835\udc9c".repeat(128),
                "Caf\u00e9 & S\u00f6hne (EU), No. 7 + 'Partner' - east_west",
                "\u0645\u0646\u0638\u0645\u0629",
                "\u7d44\u7e54");
    }

    @Test
    @Rule({"ORG-1", "LIM-2"})
    void a_name_of_another_form_is_refused_and_nothing_is_registered() {
        assertAll(badNames().map(name -> () -> {
            InvalidInput refusal = invalid("ORG-1", () -> node.host().register(GLOBEX, name));
            assertTrue(String.valueOf(refusal.getMessage()).codePoints().noneMatch(Character::isISOControl));
            notFound("ORG-1", () -> other.host().organization(GLOBEX));
        }));
    }

    @Test
    @Rule({"ORG-1", "LIM-2"})
    void an_organization_is_not_renamed_to_a_name_of_another_form() {
        acme();
        untouched(() -> {
            assertAll(badNames()
                    .map(name -> () -> invalid("ORG-1", () -> node.host().register(ACME, name))));
            return ACME;
        });
        assertEquals("Acme", other.host().organization(ACME).name());
    }

    private static Stream<String> badNames() {
        return Stream.of(
                "",
                " ",
                "a".repeat(129),
                "Ac\u0000me",
                "Ac\tme",
                "Ac\nme",
                "\u202eemcA",
                "Ac\u200bme",
                "Ac\u200dme",
                "\ufeffAcme",
                "Ac\u2066me\u2069",
                "Ac\ud83dme");
    }

    @Test
    @Rule("ORG-1")
    void a_name_is_composed_so_that_two_spellings_of_it_are_one() {
        node.host().register(ACME, "Cafe\u0301");

        assertEquals("Caf\u00e9", other.host().organization(ACME).name());
        unchanged(() -> node.host().register(ACME, "Caf\u00e9"));
        unchanged(() -> node.host().register(ACME, "Cafe\u0301"));
    }

    @Test
    @Rule("ORG-1")
    void an_organization_that_is_not_registered_does_not_exist() {
        acme();
        CommunityId team = CommunityId.of(GLOBEX, "team");
        List<Executable> asked = List.of(
                () -> node.host().organization(GLOBEX),
                () -> node.host().overview(GLOBEX),
                () -> node.host().addUser(GLOBEX, BOB),
                () -> node.host().revokeRole(GLOBEX, BOB, ORGANIZATION_ADMIN),
                () -> node.host().removeUser(GLOBEX, BOB),
                () -> node.host().addGroup(GLOBEX, CATS),
                () -> node.host().addToGroup(GLOBEX, CATS, BOB),
                () -> node.host().removeFromGroup(GLOBEX, CATS, BOB),
                () -> node.host().signIn(GLOBEX, BOB),
                () -> node.host().changes(GLOBEX, Revision.NONE, 10),
                () -> node.host().dropChanges(GLOBEX, cluster.clock().instant()));
        for (Executable each : asked) {
            notFound("ORG-1", each);
        }
        notFound(() -> node.get(Caller.of(GLOBEX, BOB), team));
        notFound(() -> node.getDefault(Caller.of(GLOBEX, BOB)));
        notFound(() -> node.organizations().get(Caller.of(GLOBEX, BOB)));

        assertEquals(Revision.of(1), node.host().register(GLOBEX, "Globex").revision(), "none of that was written");
    }

    @Test
    @Rule({"ORG-1", "LIM-2"})
    @SuppressWarnings("NullAway") // what a caller without null checks might do
    void null_is_refused_in_words_and_nothing_is_registered() {
        String none = null;
        OrganizationId nowhere = null;
        assertTrue(String.valueOf(
                        assertThrows(InvalidInput.class, () -> node.host().register(ACME, none))
                                .getMessage())
                .contains("null"));
        assertThrows(InvalidInput.class, () -> node.host().register(nowhere, "Acme"));
        notFound("ORG-1", () -> other.host().organization(ACME));
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

    // ORG-5

    @Test
    @Rule("ORG-5")
    void organization_roles_are_granted_and_revoked_by_who_manages_access() {
        acme();
        Written<BindingChanges> granted = changed(() -> node.members().grant(as(ANN), ACME, BOB, ORGANIZATION_ADMIN));
        assertEquals(1, granted.value().added().size());
        assertEquals(List.of(ORGANIZATION_ADMIN, ORGANIZATION_MEMBER), user(BOB).roles());
        assertTrue(later().access().can(as(BOB), ORGANIZATION_MANAGE_ACCESS, ACME));

        changed(() -> other.members().revoke(as(BOB), ACME, ANN, ORGANIZATION_ADMIN));
        assertEquals(List.of(ORGANIZATION_MEMBER), user(ANN).roles());
        assertFalse(later().access().can(as(ANN), ORGANIZATION_MANAGE_ACCESS, ACME));
        untouched(() -> forbidden(
                ORGANIZATION_MANAGE_ACCESS, () -> node.members().grant(as(ANN), ACME, CAROL, ORGANIZATION_ADMIN)));
    }

    @Test
    @Rule("ORG-5")
    void who_does_not_manage_access_grants_and_revokes_no_organization_role() {
        CommunityId team = acme();
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER);
        node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN);

        for (Role role : List.of(ORGANIZATION_MEMBER, ORGANIZATION_ADMIN)) {
            untouched(() ->
                    forbidden(ORGANIZATION_MANAGE_ACCESS, () -> node.members().grant(as(BOB), ACME, CAROL, role)));
            untouched(() ->
                    forbidden(ORGANIZATION_MANAGE_ACCESS, () -> node.members().grant(as(BOB), ACME, BOB, role)));
        }
        untouched(() -> forbidden(
                ORGANIZATION_MANAGE_ACCESS, () -> node.members().revoke(as(BOB), ACME, ANN, ORGANIZATION_ADMIN)));
        assertEquals(List.of(ORGANIZATION_ADMIN, ORGANIZATION_MEMBER), user(ANN).roles());
        notFound(() -> node.members().grant(as(DAVE), ACME, DAVE, ORGANIZATION_ADMIN));
    }

    @Test
    @Rule("ORG-5")
    void only_owners_make_and_unmake_owners() {
        acme();
        node.host().addUser(ACME, CAROL, ORGANIZATION_OWNER);

        untouched(() -> forbidden(
                ORGANIZATION_MANAGE_OWNERS, () -> node.members().grant(as(ANN), ACME, BOB, ORGANIZATION_OWNER)));
        untouched(() -> forbidden(
                ORGANIZATION_MANAGE_OWNERS, () -> node.members().grant(as(ANN), ACME, ANN, ORGANIZATION_OWNER)));
        changed(() -> node.members().grant(as(CAROL), ACME, BOB, ORGANIZATION_OWNER));
        assertTrue(later().access().can(as(BOB), ORGANIZATION_MANAGE_OWNERS, ACME));
        untouched(() -> forbidden(
                ORGANIZATION_MANAGE_OWNERS, () -> node.members().revoke(as(ANN), ACME, BOB, ORGANIZATION_OWNER)));
        changed(() -> node.members().revoke(as(BOB), ACME, CAROL, ORGANIZATION_OWNER));
        assertEquals(List.of(ORGANIZATION_MEMBER), user(CAROL).roles());
        assertEquals(List.of(ORGANIZATION_OWNER, ORGANIZATION_MEMBER), user(BOB).roles());
    }

    @Test
    @Rule("ORG-5")
    void an_administrator_takes_no_owner_by_a_delta_or_a_replacement() {
        acme();
        node.host().addUser(ACME, BOB, ORGANIZATION_OWNER);
        node.host().addUser(ACME, CAROL, ORGANIZATION_OWNER);
        long version = node.host().organization(ACME).bindingsVersion();

        untouched(() -> forbidden(
                ORGANIZATION_MANAGE_OWNERS,
                () -> node.members()
                        .update(
                                as(ANN),
                                ACME,
                                BindingDelta.nothing()
                                        .add(BOB, ORGANIZATION_ADMIN)
                                        .remove(BOB, ORGANIZATION_OWNER))));
        untouched(() -> forbidden(
                ORGANIZATION_MANAGE_OWNERS,
                () -> node.members()
                        .replace(
                                as(ANN),
                                ACME,
                                List.of(
                                        NewBinding.of(ANN, ORGANIZATION_ADMIN),
                                        NewBinding.of(WATCHER, COMMUNITY_VIEWER),
                                        NewBinding.of(CAROL, ORGANIZATION_OWNER)),
                                version)));
        assertEquals(List.of(ORGANIZATION_OWNER, ORGANIZATION_MEMBER), user(BOB).roles());
    }

    @Test
    @Rule({"ORG-5", "MEM-9"})
    void who_replaces_what_the_host_has_changed_since_is_told_so() {
        acme();
        node.host().addUser(ACME, ANN, ORGANIZATION_OWNER, COMMUNITY_ADMIN);
        List<Runnable> hostsDoing = List.of(
                () -> node.host().addUser(ACME, BOB, ORGANIZATION_ADMIN),
                () -> node.host().revokeRole(ACME, BOB, ORGANIZATION_ADMIN),
                () -> new Roster(ACME).user("bob", "admin").into(node));
        for (Runnable each : hostsDoing) {
            long version = other.host().organization(ACME).bindingsVersion();
            each.run();
            untouched(() -> stale(
                    "MEM-9",
                    () -> other.members()
                            .replace(as(ANN), ACME, List.of(NewBinding.of(ANN, ORGANIZATION_OWNER)), version)));
        }
        changed(() -> other.members()
                .replace(
                        as(ANN),
                        ACME,
                        List.of(NewBinding.of(ANN, ORGANIZATION_OWNER)),
                        node.host().organization(ACME).bindingsVersion()));
        assertEquals(List.of(ORGANIZATION_OWNER, ORGANIZATION_MEMBER), user(ANN).roles());
        assertEquals(List.of(ORGANIZATION_MEMBER), user(BOB).roles());
    }

    @Test
    @Rule({"ORG-5", "ACC-1"})
    void a_group_owns_an_organization_for_as_long_as_somebody_is_in_it() {
        acme();
        node.host().addUser(ACME, BOB, ORGANIZATION_OWNER);
        node.host().addGroup(ACME, CATS);
        node.members().grant(as(BOB), ACME, CATS, ORGANIZATION_OWNER);
        untouched(() -> refused("ORG-5", () -> node.members().revoke(as(BOB), ACME, BOB, ORGANIZATION_OWNER)));

        node.host().addToGroup(ACME, CATS, CAROL);
        changed(() -> node.members().revoke(as(BOB), ACME, BOB, ORGANIZATION_OWNER));

        assertTrue(later().access().can(as(CAROL), ORGANIZATION_MANAGE_OWNERS, ACME));
        assertFalse(other.access().can(as(BOB), ORGANIZATION_MANAGE_OWNERS, ACME));
        untouched(() -> refused("ORG-5", () -> node.members().revoke(as(CAROL), ACME, CATS, ORGANIZATION_OWNER)));
    }

    @Test
    @Rule("ORG-5")
    void the_last_owner_is_never_revoked() {
        acme();
        node.host().addUser(ACME, BOB, ORGANIZATION_OWNER);
        long version = node.host().organization(ACME).bindingsVersion();

        untouched(() -> refused("ORG-5", () -> node.members().revoke(as(BOB), ACME, BOB, ORGANIZATION_OWNER)));
        untouched(() -> refused("ORG-5", () -> node.host().revokeRole(ACME, BOB, ORGANIZATION_OWNER)));
        untouched(() -> refused(
                "ORG-5",
                () -> node.members()
                        .update(
                                as(BOB),
                                ACME,
                                BindingDelta.nothing()
                                        .add(CAROL, ORGANIZATION_ADMIN)
                                        .remove(BOB, ORGANIZATION_OWNER))));
        untouched(() -> refused(
                "ORG-5",
                () -> node.members()
                        .replace(
                                as(BOB),
                                ACME,
                                List.of(
                                        NewBinding.of(ANN, ORGANIZATION_ADMIN),
                                        NewBinding.of(BOB, ORGANIZATION_ADMIN),
                                        NewBinding.of(WATCHER, COMMUNITY_VIEWER)),
                                version)));
        assertEquals(List.of(ORGANIZATION_OWNER, ORGANIZATION_MEMBER), user(BOB).roles());
        assertEquals(List.of(ORGANIZATION_MEMBER), user(CAROL).roles(), "a refused delta leaves nothing behind");
    }

    @Test
    @Rule("ORG-5")
    void an_owner_may_go_once_there_is_another() {
        acme();
        node.host().addUser(ACME, BOB, ORGANIZATION_OWNER);

        changed(() -> node.members()
                .update(
                        as(BOB),
                        ACME,
                        BindingDelta.nothing().add(CAROL, ORGANIZATION_OWNER).remove(BOB, ORGANIZATION_OWNER)));
        assertEquals(
                List.of(ORGANIZATION_OWNER, ORGANIZATION_MEMBER), user(CAROL).roles());
        assertEquals(List.of(ORGANIZATION_MEMBER), user(BOB).roles());
        node.host().addUser(ACME, ANN, ORGANIZATION_OWNER);
        changed(() -> node.host().revokeRole(ACME, CAROL, ORGANIZATION_OWNER));
        assertEquals(
                List.of(ORGANIZATION_OWNER, ORGANIZATION_ADMIN, ORGANIZATION_MEMBER),
                user(ANN).roles());
    }

    @Test
    @Rule("ORG-5")
    void two_owners_who_revoke_each_other_at_the_same_moment_leave_one() {
        acme();
        Subject[] owners = {BOB, CAROL};
        try (Race race = new Race(16)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                node.host().addUser(ACME, BOB, ORGANIZATION_OWNER);
                node.host().addUser(ACME, CAROL, ORGANIZATION_OWNER);
                List<Callable<Boolean>> tasks = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    Communities on = i % 4 < 2 ? node : other;
                    Subject by = owners[i % 2];
                    Subject whom = owners[(i + 1) % 2];
                    tasks.add(() -> on.members()
                            .revoke(as(by), ACME, whom, ORGANIZATION_OWNER)
                            .changed());
                }
                List<Outcome<Boolean>> outcomes = race.run(tasks);

                assertEquals(
                        1,
                        outcomes.stream()
                                .filter(outcome -> outcome.value().orElse(false))
                                .count(),
                        "one of them is revoked, once");
                assertEquals(
                        1,
                        Stream.of(owners)
                                .filter(owner -> user(owner).roles().contains(ORGANIZATION_OWNER))
                                .count(),
                        "the other stays");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"organization.member", "organization.admin", "organization.owner"})
    @Rule({"ORG-5", "MEM-3"})
    void an_organization_role_is_bound_at_the_organization_only(String name) {
        CommunityId team = acme();
        node.host().addUser(ACME, BOB, ORGANIZATION_OWNER, COMMUNITY_ADMIN);
        Role role = Role.of(name);

        untouched(() ->
                assertThrows(CommunitiesException.class, () -> node.members().grant(as(BOB), team, CAROL, role)));
        assertTrue(member(team, CAROL).isEmpty());
        node.host().addUser(ACME, CAROL, role);
        assertTrue(user(CAROL).roles().contains(role));
        assertFalse(later().access().can(as(CAROL), COMMUNITY_MANAGE_ACCESS, communityOf(BOB, "Cat lovers")));
    }

    @Test
    @Rule({"ORG-5", "MEM-2"})
    void organization_roles_go_to_who_belongs() {
        acme();
        Refused refusal =
                untouched(() -> refused("MEM-2", () -> node.members().grant(as(ANN), ACME, DAVE, ORGANIZATION_ADMIN)));
        assertEquals(1, refusal.unmet().size());
        untouched(() ->
                refused("MEM-2", () -> node.members().grant(as(ANN), ACME, Subject.allUsers(), ORGANIZATION_ADMIN)));
        assertTrue(member(ACME, DAVE).isEmpty());
    }

    @Test
    @Rule({"ORG-1", "ORG-2"})
    void the_overview_counts_what_is_there() {
        CommunityId team = acme();
        node.host().addServiceAccount(ACME, ROBOT);
        node.host().signIn(ACME, BOB);
        CommunityId cats = communityOf(BOB, "Cat lovers");
        projectOf(BOB, cats, "Fence");
        projectOf(BOB, team, "Garden");

        OrganizationOverview overview = other.host().overview(ACME);

        assertEquals(other.host().organization(ACME), overview.organization());
        assertEquals(4, overview.users());
        assertEquals(1, overview.signedIn());
        assertEquals(1, overview.communities());
        assertEquals(0, overview.orphaned());
        assertEquals(2, overview.projects());
        // At the organization ann's and the watcher's, then bob's: first sign-in, community, two projects.
        assertEquals(6, overview.bindings());
    }

    private List<OrganizationUser> users() {
        return all(page -> other.organizations().users(as(WATCHER), page));
    }

    private OrganizationUser user(Subject subject) {
        List<OrganizationUser> found =
                users().stream().filter(user -> user.subject().equals(subject)).toList();
        assertEquals(1, found.size(), () -> subject + " is listed once: " + found);
        return found.get(0);
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
