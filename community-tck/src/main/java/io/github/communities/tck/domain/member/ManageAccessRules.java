package io.github.communities.tck.domain.member;

import static io.github.communities.Permission.COMMUNITY_DELETE;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_ACCESS;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_OWNERS;
import static io.github.communities.Permission.PROJECT_CREATE;
import static io.github.communities.Permission.PROJECT_MANAGE_ACCESS;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Permission.PROJECT_UPDATE;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_MEMBER;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.Role.PROJECT_ADMIN;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_EDITOR;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.PageRequest;
import io.github.communities.ProjectId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.decision.RoleSource;
import io.github.communities.error.Forbidden;
import io.github.communities.member.AccessBinding;
import io.github.communities.member.BindingChanges;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.Member;
import io.github.communities.member.NewBinding;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Who grants and takes which roles, and to whom: MEM-1 to MEM-4. */
public abstract class ManageAccessRules extends MemberRules {
    /** Rules on storages of this kind. */
    protected ManageAccessRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // MEM-1

    @Test
    @Rule("MEM-1")
    void an_administrator_grants_and_takes_roles_in_the_community() {
        BindingChanges granted =
                changed(() -> grant(BOB, cats, CAROL, COMMUNITY_DEVELOPER)).value();

        AccessBinding binding = granted.added().get(0);
        assertEquals(1, granted.added().size());
        assertEquals(List.of(), granted.removed());
        assertEquals(cats, binding.scope());
        assertEquals(CAROL, binding.subject());
        assertEquals(COMMUNITY_DEVELOPER, binding.role());
        assertEquals(cluster.clock().instant(), binding.since());
        assertEquals(Optional.empty(), binding.expiresAt());
        later();
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(cats, CAROL));
        assertTrue(can(CAROL, PROJECT_CREATE, cats));

        BindingChanges revoked =
                changed(() -> revoke(BOB, cats, CAROL, COMMUNITY_DEVELOPER)).value();

        assertEquals(List.of(), revoked.added());
        assertEquals(List.of(binding), revoked.removed());
        later();
        assertEquals(Optional.empty(), member(cats, CAROL));
        assertFalse(can(CAROL, COMMUNITY_VIEW, cats));
    }

    @Test
    @Rule("MEM-1")
    void who_may_not_manage_access_is_told_so_whatever_else_they_may() {
        grant(BOB, cats, CAROL, COMMUNITY_EDITOR);
        grant(BOB, cats, CAROL, PROJECT_ADMIN);
        later();
        // Carol is as good as an administrator, ann rules the organization, and dave is just anyone.
        for (Subject caller : List.of(CAROL, ANN, DAVE)) {
            List<Executable> attempts = List.of(
                    () -> grant(caller, cats, DAVE, PROJECT_VIEWER),
                    () -> grant(caller, cats, caller, COMMUNITY_ADMIN),
                    () -> grant(caller, cats, DAVE, PROJECT_VIEWER, in(Duration.ofDays(1))),
                    () -> revoke(caller, cats, BOB, COMMUNITY_ADMIN),
                    () -> revoke(caller, cats, CAROL, COMMUNITY_EDITOR),
                    () -> remove(caller, cats, CAROL),
                    () -> node.members()
                            .update(as(caller), cats, BindingDelta.nothing().add(DAVE, PROJECT_VIEWER)),
                    () -> replace(caller, cats, NewBinding.of(caller, COMMUNITY_ADMIN)));
            for (Executable attempt : attempts) {
                Forbidden refusal = untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, attempt));
                assertEquals(cats, refusal.decision().target());
                assertEquals(caller, refusal.decision().principal());
            }
        }
        assertEquals(Set.of(COMMUNITY_ADMIN), ownRoles(cats, BOB));
    }

    @Test
    @Rule("MEM-1")
    void the_refusal_names_the_rule_and_what_would_help() {
        Forbidden refusal = forbidden(COMMUNITY_MANAGE_ACCESS, () -> grant(CAROL, cats, DAVE, PROJECT_VIEWER));

        assertEquals("MEM-1", refusal.rule());
        assertEquals(
                COMMUNITY_ADMIN,
                refusal.decision().nearestMissing().orElseThrow().role());
        assertEquals(cats, refusal.decision().nearestMissing().orElseThrow().scope());
    }

    @Test
    @Rule("MEM-1")
    void the_administrator_of_a_project_grants_and_takes_roles_in_it_and_nowhere_else() {
        ProjectId litter = projectIn(cats, "Litter");
        ProjectId scratching = projectIn(cats, "Scratching post");
        grant(BOB, litter, CAROL, PROJECT_ADMIN);

        changed(() -> grant(CAROL, litter, DAVE, PROJECT_DEVELOPER));
        later();
        assertTrue(can(DAVE, PROJECT_RUN, litter));
        assertFalse(can(DAVE, PROJECT_VIEW, scratching));
        untouched(() -> forbidden(PROJECT_MANAGE_ACCESS, () -> grant(CAROL, scratching, DAVE, PROJECT_VIEWER)));
        untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, () -> grant(CAROL, cats, DAVE, PROJECT_VIEWER)));
        Forbidden refusal =
                untouched(() -> forbidden(PROJECT_MANAGE_ACCESS, () -> grant(DAVE, litter, EVE, PROJECT_VIEWER)));
        assertEquals("MEM-1", refusal.rule());
        assertEquals(litter, refusal.decision().target());
        untouched(() -> forbidden(PROJECT_MANAGE_ACCESS, () -> revoke(DAVE, litter, CAROL, PROJECT_ADMIN)));
        untouched(() -> forbidden(PROJECT_MANAGE_ACCESS, () -> remove(DAVE, litter, CAROL)));

        changed(() -> revoke(CAROL, litter, DAVE, PROJECT_DEVELOPER));
        later();
        assertFalse(can(DAVE, PROJECT_VIEW, litter));
    }

    @Test
    @Rule({"MEM-1", "ORG-5"})
    void organization_roles_are_granted_and_taken_by_the_same_operations() {
        node.host().addUser(ACME, EVE, ORGANIZATION_OWNER);

        changed(() -> grant(ANN, ACME, CAROL, ORGANIZATION_ADMIN));
        later();
        assertTrue(can(CAROL, ORGANIZATION_MANAGE_ACCESS, ACME));
        untouched(() -> forbidden(ORGANIZATION_MANAGE_ACCESS, () -> grant(BOB, ACME, DAVE, ORGANIZATION_ADMIN)));
        untouched(() -> forbidden(ORGANIZATION_MANAGE_ACCESS, () -> revoke(BOB, ACME, CAROL, ORGANIZATION_ADMIN)));
        untouched(() -> forbidden(ORGANIZATION_MANAGE_OWNERS, () -> grant(ANN, ACME, DAVE, ORGANIZATION_OWNER)));
        changed(() -> grant(EVE, ACME, DAVE, ORGANIZATION_OWNER));
        changed(() -> revoke(ANN, ACME, CAROL, ORGANIZATION_ADMIN));
        later();
        assertFalse(can(CAROL, ORGANIZATION_MANAGE_ACCESS, ACME));
        assertTrue(can(DAVE, ORGANIZATION_MANAGE_OWNERS, ACME));
    }

    @Test
    @Rule({"MEM-1", "ACC-8"})
    void for_strangers_and_at_what_is_not_there_there_is_nothing_to_manage() {
        register(GLOBEX, "Globex");
        Caller stranger = Caller.of(ACME, EVE);
        Caller elsewhere = Caller.of(GLOBEX, BOB);
        CommunityId unknown = CommunityId.of(ACME, "unknown");
        ProjectId unknownProject = ProjectId.of(ACME, "unknown");

        for (Caller caller : List.of(stranger, elsewhere)) {
            untouched(() -> notFound(() -> node.members().grant(caller, cats, CAROL, COMMUNITY_VIEWER)));
            untouched(() -> notFound(() -> node.members().revoke(caller, cats, BOB, COMMUNITY_ADMIN)));
            untouched(() -> notFound(() -> node.members().remove(caller, cats, BOB)));
            untouched(() -> notFound(() -> node.members().leave(caller, cats)));
            untouched(() -> notFound(() -> node.members().list(caller, cats, PageRequest.first(1))));
        }
        untouched(() -> notFound(() -> grant(BOB, unknown, CAROL, COMMUNITY_VIEWER)));
        untouched(() -> notFound(() -> remove(BOB, unknown, CAROL)));
        untouched(() -> notFound(() -> leave(BOB, unknown)));
        untouched(() -> notFound(() -> grant(BOB, unknownProject, CAROL, PROJECT_VIEWER)));
        untouched(() -> notFound(() -> grant(BOB, GLOBEX, CAROL, ORGANIZATION_MEMBER)));
    }

    // MEM-2

    @Test
    @Rule("MEM-2")
    void users_groups_service_accounts_and_the_system_group_can_be_bound() {
        node.host().addServiceAccount(ACME, ROBOT);
        Subject federated =
                node.host().addUser(ACME, Subject.federatedUser("fred")).value();
        Subject tomcats = group("tomcats", DAVE);
        for (Subject subject : List.of(CAROL, federated, ROBOT, tomcats, Subject.allUsers())) {
            changed(() -> grant(BOB, cats, subject, COMMUNITY_VIEWER));
        }
        node.host().addUser(ACME, EVE);

        later();
        for (Subject subject : List.of(CAROL, federated, ROBOT, tomcats, Subject.allUsers())) {
            assertEquals(Set.of(COMMUNITY_VIEWER), ownRolesOfAnyKind(subject), subject::toString);
        }
        for (Subject principal : List.of(ANN, CAROL, federated, ROBOT, DAVE, EVE)) {
            assertTrue(can(principal, COMMUNITY_VIEW, cats), principal::toString);
        }
    }

    private Set<Role> ownRolesOfAnyKind(Subject subject) {
        return member(cats, subject).stream()
                .flatMap(member -> member.sources().stream())
                .filter(source ->
                        source.boundTo().equals(subject) && source.scope().equals(cats))
                .map(RoleSource::role)
                .collect(Collectors.toSet());
    }

    @Test
    @Rule({"MEM-2", "ACC-1"})
    void the_system_group_is_all_users_and_no_service_account() {
        node.host().addServiceAccount(ACME, ROBOT);
        grant(BOB, cats, Subject.allUsers(), COMMUNITY_VIEWER);

        later();
        assertTrue(can(DAVE, COMMUNITY_VIEW, cats));
        assertFalse(can(ROBOT, COMMUNITY_VIEW, cats));
        assertFalse(can(EVE, COMMUNITY_VIEW, cats));
    }

    @Test
    @Rule("MEM-2")
    void who_is_not_of_the_organization_cannot_be_bound() {
        register(GLOBEX, "Globex");
        node.host().addUser(GLOBEX, EVE);
        node.host().addGroup(GLOBEX, CATS);
        node.host().removeUser(ACME, DAVE);
        ProjectId litter = projectIn(cats, "Litter");
        node.host().addUser(ACME, Subject.user("olga"), ORGANIZATION_OWNER);

        for (Subject subject : List.of(
                EVE,
                CATS,
                DAVE,
                Subject.federatedUser("carol"),
                Subject.serviceAccount("carol"),
                Subject.group("carol"),
                Subject.user("Carol"))) {
            untouched(() -> refused("MEM-2", () -> grant(BOB, cats, subject, COMMUNITY_VIEWER)));
            untouched(() -> refused("MEM-2", () -> grant(BOB, litter, subject, PROJECT_VIEWER)));
            untouched(() -> refused("MEM-2", () -> grant(Subject.user("olga"), ACME, subject, ORGANIZATION_MEMBER)));
            untouched(() -> refused(
                    "MEM-2",
                    () -> node.members()
                            .update(
                                    as(BOB),
                                    cats,
                                    BindingDelta.nothing()
                                            .add(CAROL, COMMUNITY_VIEWER)
                                            .add(subject, COMMUNITY_VIEWER))));
            untouched(() -> refused(
                    "MEM-2",
                    () -> replace(
                            BOB, cats, NewBinding.of(BOB, COMMUNITY_ADMIN), NewBinding.of(subject, COMMUNITY_VIEWER))));
        }
        later();
        assertEquals(List.of(BOB), members(cats).stream().map(Member::subject).toList());
    }

    @Test
    @Rule("MEM-2")
    void the_system_group_never_manages_access() {
        ProjectId litter = projectIn(cats, "Litter");
        Subject olga = node.host()
                .addUser(ACME, Subject.user("olga"), ORGANIZATION_OWNER)
                .value();

        untouched(() -> refused("MEM-2", () -> grant(BOB, cats, Subject.allUsers(), COMMUNITY_ADMIN)));
        untouched(() -> refused("MEM-2", () -> grant(BOB, cats, Subject.allUsers(), PROJECT_ADMIN)));
        untouched(() -> refused("MEM-2", () -> grant(BOB, litter, Subject.allUsers(), PROJECT_ADMIN)));
        untouched(() -> refused("MEM-2", () -> grant(olga, ACME, Subject.allUsers(), ORGANIZATION_ADMIN)));
        untouched(() -> refused("MEM-2", () -> grant(olga, ACME, Subject.allUsers(), ORGANIZATION_OWNER)));
        untouched(() ->
                refused("MEM-2", () -> grant(BOB, cats, Subject.allUsers(), COMMUNITY_ADMIN, in(Duration.ofDays(1)))));
        changed(() -> grant(BOB, cats, Subject.allUsers(), COMMUNITY_EDITOR));
        changed(() -> grant(BOB, litter, Subject.allUsers(), PROJECT_EDITOR));

        later();
        assertTrue(can(DAVE, PROJECT_UPDATE, litter));
        assertFalse(can(DAVE, PROJECT_MANAGE_ACCESS, litter));
        assertFalse(can(DAVE, COMMUNITY_MANAGE_ACCESS, cats));
    }

    // MEM-3

    @Test
    @Rule("MEM-3")
    void a_role_is_bound_only_where_its_definition_says() {
        ProjectId litter = projectIn(cats, "Litter");
        Subject olga = node.host()
                .addUser(ACME, Subject.user("olga"), ORGANIZATION_OWNER)
                .value();

        for (Role role : List.of(PROJECT_VIEWER, PROJECT_DEVELOPER, PROJECT_EDITOR, PROJECT_ADMIN)) {
            changed(() -> grant(BOB, cats, CAROL, role));
            changed(() -> grant(BOB, litter, CAROL, role));
            untouched(() -> invalid("MEM-3", () -> grant(olga, ACME, CAROL, role)));
        }
        for (Role role : List.of(COMMUNITY_VIEWER, COMMUNITY_DEVELOPER, COMMUNITY_EDITOR, COMMUNITY_ADMIN)) {
            changed(() -> grant(BOB, cats, CAROL, role));
            untouched(() -> invalid("MEM-3", () -> grant(BOB, litter, CAROL, role)));
        }
        for (Role role : List.of(ORGANIZATION_MEMBER, ORGANIZATION_ADMIN, ORGANIZATION_OWNER)) {
            untouched(() -> invalid("MEM-3", () -> grant(BOB, cats, CAROL, role)));
            untouched(() -> invalid("MEM-3", () -> grant(BOB, litter, CAROL, role)));
            untouched(() -> invalid("MEM-3", () -> grant(BOB, cats, CAROL, role, in(Duration.ofDays(1)))));
            untouched(() -> invalid(
                    "MEM-3",
                    () -> node.members()
                            .update(as(BOB), cats, BindingDelta.nothing().add(CAROL, role))));
            untouched(() -> invalid("MEM-3", () -> replace(BOB, cats, NewBinding.of(CAROL, role))));
        }
        later();
        assertEquals(
                Set.of(
                        PROJECT_VIEWER,
                        PROJECT_DEVELOPER,
                        PROJECT_EDITOR,
                        PROJECT_ADMIN,
                        COMMUNITY_VIEWER,
                        COMMUNITY_DEVELOPER,
                        COMMUNITY_EDITOR,
                        COMMUNITY_ADMIN),
                ownRoles(cats, CAROL));
        assertEquals(Set.of(PROJECT_VIEWER, PROJECT_DEVELOPER, PROJECT_EDITOR, PROJECT_ADMIN), ownRoles(litter, CAROL));
    }

    @Test
    @Rule({"MEM-3", "POL-1"})
    void a_role_that_the_policy_does_not_know_cannot_be_granted() {
        Role unknown = Role.of("communities.janitor");
        untouched(() -> invalid("POL-1", () -> grant(BOB, cats, CAROL, unknown)));
        untouched(() -> invalid("POL-1", () -> grant(BOB, cats, CAROL, unknown, in(Duration.ofDays(1)))));
        untouched(() -> invalid(
                "POL-1",
                () -> node.members()
                        .update(as(BOB), cats, BindingDelta.nothing().add(CAROL, unknown))));
        untouched(() -> invalid("POL-1", () -> replace(BOB, cats, NewBinding.of(CAROL, unknown))));
        assertEquals(Optional.empty(), member(cats, CAROL));
    }

    @Test
    @Rule("MEM-3")
    void nobody_gives_or_takes_more_than_they_hold() {
        run(withSteward());
        grant(BOB, cats, CAROL, STEWARD);
        grant(BOB, cats, DAVE, COMMUNITY_DEVELOPER);
        node.host().addUser(ACME, EVE);
        Instant tomorrow = in(Duration.ofDays(1));

        changed(() -> grant(CAROL, cats, EVE, COMMUNITY_VIEWER));
        changed(() -> grant(CAROL, cats, EVE, STEWARD));
        changed(() -> revoke(CAROL, cats, EVE, STEWARD));
        List<Executable> attempts = List.of(
                () -> grant(CAROL, cats, EVE, COMMUNITY_DEVELOPER),
                () -> grant(CAROL, cats, CAROL, COMMUNITY_ADMIN),
                () -> grant(CAROL, cats, EVE, PROJECT_DEVELOPER, tomorrow),
                () -> grant(CAROL, cats, DAVE, COMMUNITY_DEVELOPER, tomorrow),
                () -> revoke(CAROL, cats, DAVE, COMMUNITY_DEVELOPER),
                () -> remove(CAROL, cats, DAVE),
                () -> node.members()
                        .update(
                                as(CAROL),
                                cats,
                                BindingDelta.nothing().add(EVE, PROJECT_VIEWER).remove(DAVE, COMMUNITY_DEVELOPER)),
                () -> replace(CAROL, cats, NewBinding.of(BOB, COMMUNITY_ADMIN), NewBinding.of(CAROL, STEWARD)));
        for (Executable attempt : attempts) {
            Forbidden refusal = untouched(() -> assertThrows(Forbidden.class, attempt));
            assertEquals("MEM-3", refusal.rule(), refusal::getMessage);
            assertFalse(refusal.decision().allowed());
            assertFalse(can(CAROL, refusal.decision().permission(), cats), refusal::getMessage);
        }
        later();
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(cats, EVE));
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(cats, DAVE));
        assertEquals(Set.of(STEWARD), ownRoles(cats, CAROL));
    }

    @Test
    @Rule("MEM-3")
    void what_is_held_by_inheritance_or_through_a_group_counts() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        Subject tomcats = group("tomcats", CAROL);
        grant(BOB, cats, tomcats, COMMUNITY_ADMIN);

        changed(() -> grant(CAROL, cats, DAVE, COMMUNITY_EDITOR));
        changed(() -> grant(ANN, team, DAVE, COMMUNITY_EDITOR));

        later();
        assertTrue(can(DAVE, COMMUNITY_DELETE, cats));
        assertEquals(Set.of(COMMUNITY_EDITOR), ownRoles(team, DAVE));
        node.host().removeFromGroup(ACME, tomcats, CAROL);
        untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, () -> revoke(CAROL, cats, DAVE, COMMUNITY_EDITOR)));
    }

    @Test
    @Rule("MEM-3")
    void ruling_the_organization_is_not_holding_the_roles_of_its_communities() {
        Forbidden refusal =
                untouched(() -> assertThrows(Forbidden.class, () -> grant(ANN, ACME, CAROL, COMMUNITY_VIEWER)));
        assertEquals("MEM-3", refusal.rule());
        later();
        assertFalse(can(CAROL, COMMUNITY_VIEW, cats));

        node.host().addUser(ACME, ANN, COMMUNITY_EDITOR);
        changed(() -> grant(ANN, ACME, CAROL, COMMUNITY_VIEWER));
        later();
        assertTrue(can(CAROL, COMMUNITY_VIEW, cats));
        refusal = untouched(() -> assertThrows(Forbidden.class, () -> grant(ANN, ACME, CAROL, COMMUNITY_ADMIN)));
        assertEquals("MEM-3", refusal.rule());
    }

    // MEM-4

    @Test
    @Rule("MEM-4")
    void of_several_roles_the_highest_is_shown_and_all_are_listed() {
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);
        grant(BOB, cats, CAROL, PROJECT_EDITOR);
        grant(BOB, cats, CAROL, PROJECT_VIEWER);

        later();
        Member carol = member(cats, CAROL).orElseThrow();
        assertEquals(COMMUNITY_VIEWER, carol.role());
        assertEquals(
                List.of(COMMUNITY_VIEWER, PROJECT_EDITOR, PROJECT_VIEWER),
                carol.sources().stream().map(RoleSource::role).toList());
        assertTrue(can(CAROL, COMMUNITY_VIEW, cats));
        assertTrue(can(CAROL, PROJECT_UPDATE, cats));

        changed(() -> revoke(BOB, cats, CAROL, COMMUNITY_VIEWER));
        later();
        carol = member(cats, CAROL).orElseThrow();
        assertEquals(PROJECT_EDITOR, carol.role());
        assertFalse(can(CAROL, COMMUNITY_VIEW, cats));
        assertTrue(can(CAROL, PROJECT_UPDATE, cats));
    }

    @Test
    @Rule("MEM-4")
    void a_role_is_held_once_however_often_it_is_granted() {
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);
        Written<BindingChanges> again = unchanged(() -> grant(BOB, cats, CAROL, COMMUNITY_VIEWER));

        assertEquals(new BindingChanges(List.of(), List.of()), again.value());
        assertEquals(1, member(cats, CAROL).orElseThrow().sources().size());
        changed(() -> revoke(BOB, cats, CAROL, COMMUNITY_VIEWER));
        unchanged(() -> revoke(BOB, cats, CAROL, COMMUNITY_VIEWER));
        later();
        assertEquals(Optional.empty(), member(cats, CAROL));
    }
}
