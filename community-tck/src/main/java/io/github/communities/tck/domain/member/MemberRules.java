package io.github.communities.tck.domain.member;

import static io.github.communities.Permission.COMMUNITY_DELETE;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_APPOINT_ADMINISTRATORS;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_ACCESS;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_OWNERS;
import static io.github.communities.Permission.ORGANIZATION_VIEW;
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
import static io.github.communities.ScopeKind.COMMUNITY;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static io.github.communities.tck.fixture.Refusals.stale;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.decision.Decision;
import io.github.communities.decision.RoleSource;
import io.github.communities.error.CommunitiesException;
import io.github.communities.error.Forbidden;
import io.github.communities.error.InvalidInput;
import io.github.communities.member.AccessBinding;
import io.github.communities.member.BindingChanges;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.Member;
import io.github.communities.member.NewBinding;
import io.github.communities.member.Removal;
import io.github.communities.organization.SignIn;
import io.github.communities.policy.Policy;
import io.github.communities.policy.RoleDefinition;
import io.github.communities.project.NewProject;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Granting, revoking, removing, leaving and listing: MEM-1 to MEM-11. Bob's community is Cat lovers, of which he is the
 * only administrator; ann administers the organization, which gives her nothing there.
 */
public abstract class MemberRules extends AcmeRules {
    private static final Subject EVE = Subject.user("eve");

    /** Manages access without being able to do anything else that an administrator can. */
    private static final Role STEWARD = Role.of("communities.steward");

    /** Includes the administrator's role, and ranks above it. */
    private static final Role CHIEF = Role.of("communities.chief");

    private CommunityId cats = CommunityId.of(ACME, "not created yet");

    /** Rules on storages of this kind. */
    protected MemberRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void letBobHaveACommunity() {
        acme();
        node.host().addUser(ACME, DAVE);
        cats = communityOf(BOB, "Cat lovers");
    }

    private static Policy withSteward() {
        return Policy.standard().toBuilder("with steward")
                .role(RoleDefinition.role(STEWARD)
                        .boundAt(COMMUNITY)
                        .includes(COMMUNITY_VIEWER)
                        .permits(COMMUNITY_MANAGE_ACCESS))
                .build();
    }

    private Written<BindingChanges> grant(Subject caller, Scope scope, Subject subject, Role role) {
        return node.members().grant(as(caller), scope, subject, role);
    }

    private Written<BindingChanges> grant(Subject caller, Scope scope, Subject subject, Role role, Instant expiresAt) {
        return node.members().grant(as(caller), scope, subject, role, expiresAt);
    }

    private Written<BindingChanges> revoke(Subject caller, Scope scope, Subject subject, Role role) {
        return node.members().revoke(as(caller), scope, subject, role);
    }

    private Written<Removal> remove(Subject caller, Scope scope, Subject subject) {
        return node.members().remove(as(caller), scope, subject);
    }

    private Written<Removal> leave(Subject caller, CommunityId community) {
        return node.members().leave(as(caller), community);
    }

    private Written<BindingChanges> replace(Subject caller, Scope scope, NewBinding... bindings) {
        return node.members().replace(as(caller), scope, List.of(bindings), bindingsVersion(scope));
    }

    private long bindingsVersion(Scope scope) {
        return switch (scope.kind()) {
            case ORGANIZATION -> node.host().organization(ACME).bindingsVersion();
            case COMMUNITY -> node.get(as(WATCHER), (CommunityId) scope).bindingsVersion();
            case PROJECT -> node.projects().get(as(WATCHER), (ProjectId) scope).bindingsVersion();
        };
    }

    private boolean can(Subject principal, Permission permission, Scope scope) {
        return other.access().can(as(principal), permission, scope);
    }

    private Subject group(String id, Subject... members) {
        Subject group = node.host().addGroup(ACME, Subject.group(id)).value();
        for (Subject member : members) {
            node.host().addToGroup(ACME, group, member);
        }
        return group;
    }

    private ProjectId projectIn(CommunityId community, String name) {
        return projectOf(BOB, community, name).id();
    }

    private Instant in(Duration duration) {
        return cluster.clock().instant().plus(duration);
    }

    /** Who of these may manage access at a community by what they are there. */
    private Set<Subject> administrators(CommunityId community, Subject... candidates) {
        return Stream.of(candidates)
                .filter(candidate -> can(candidate, COMMUNITY_MANAGE_ACCESS, community))
                .collect(Collectors.toSet());
    }

    private List<CommunityId> orphaned() {
        return all(page -> other.orphaned(as(ANN), page)).stream()
                .map(Community::id)
                .toList();
    }

    private static List<String> texts(Collection<AccessBinding> bindings) {
        return bindings.stream()
                .map(binding -> binding.subject() + " " + binding.role() + " "
                        + binding.scope().noun())
                .sorted()
                .toList();
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

    // MEM-5

    @Test
    @Rule("MEM-5")
    void the_last_administrator_stays_by_whatever_way_they_are_taken() {
        grant(BOB, cats, CAROL, COMMUNITY_EDITOR);
        Instant tomorrow = in(Duration.ofDays(1));
        List<Executable> attempts = List.of(
                () -> revoke(BOB, cats, BOB, COMMUNITY_ADMIN),
                () -> remove(BOB, cats, BOB),
                () -> leave(BOB, cats),
                () -> grant(BOB, cats, BOB, COMMUNITY_ADMIN, tomorrow),
                () -> node.members()
                        .update(as(BOB), cats, BindingDelta.nothing().remove(BOB, COMMUNITY_ADMIN)),
                () -> node.members()
                        .update(
                                as(BOB),
                                cats,
                                BindingDelta.nothing()
                                        .add(NewBinding.of(BOB, COMMUNITY_ADMIN).until(tomorrow))),
                () -> replace(BOB, cats),
                () -> replace(BOB, cats, NewBinding.of(CAROL, COMMUNITY_EDITOR)),
                () -> replace(
                        BOB,
                        cats,
                        NewBinding.of(BOB, COMMUNITY_EDITOR),
                        NewBinding.of(CAROL, COMMUNITY_ADMIN).until(tomorrow)));
        for (Executable attempt : attempts) {
            untouched(() -> refused("MEM-5", attempt));
        }
        later();
        assertEquals(Set.of(COMMUNITY_ADMIN), ownRoles(cats, BOB));
        assertEquals(Set.of(COMMUNITY_EDITOR), ownRoles(cats, CAROL));
        assertEquals(Set.of(BOB), administrators(cats, ANN, BOB, CAROL));
    }

    @Test
    @Rule("MEM-5")
    void one_of_two_administrators_can_go_by_any_way() {
        Instant tomorrow = in(Duration.ofDays(1));
        List<Executable> ways = List.of(
                () -> revoke(CAROL, cats, BOB, COMMUNITY_ADMIN),
                () -> remove(CAROL, cats, BOB),
                () -> leave(BOB, cats),
                () -> grant(BOB, cats, BOB, COMMUNITY_ADMIN, tomorrow),
                () -> node.members()
                        .update(as(CAROL), cats, BindingDelta.nothing().remove(BOB, COMMUNITY_ADMIN)),
                () -> replace(CAROL, cats, NewBinding.of(CAROL, COMMUNITY_ADMIN)));
        grant(BOB, cats, CAROL, COMMUNITY_ADMIN);
        for (Executable way : ways) {
            untouchedNot(way);
            untouched(() -> refused("MEM-5", () -> leave(CAROL, cats)));
            later();
            grant(CAROL, cats, BOB, COMMUNITY_ADMIN);
        }
        assertEquals(Set.of(BOB, CAROL), administrators(cats, ANN, BOB, CAROL, DAVE));
    }

    private void untouchedNot(Executable way) {
        var before = revision();
        assertAll(way);
        assertEquals(before.next(), revision(), "something is written");
    }

    @Test
    @Rule("MEM-5")
    void the_role_is_handed_over_in_one_write() {
        changed(() -> node.members()
                .update(
                        as(BOB),
                        cats,
                        BindingDelta.nothing().add(CAROL, COMMUNITY_ADMIN).remove(BOB, COMMUNITY_ADMIN)));
        later();
        assertEquals(Set.of(CAROL), administrators(cats, BOB, CAROL));

        changed(() -> replace(CAROL, cats, NewBinding.of(DAVE, COMMUNITY_ADMIN)));
        later();
        assertEquals(Set.of(DAVE), administrators(cats, BOB, CAROL, DAVE));
        assertEquals(List.of(), orphaned());
    }

    @Test
    @Rule({"MEM-5", "MEM-8"})
    void an_administrator_whose_role_expires_is_not_enough_to_stay_behind() {
        grant(BOB, cats, CAROL, COMMUNITY_ADMIN, in(Duration.ofDays(1)));

        untouched(() -> refused("MEM-5", () -> leave(BOB, cats)));
        untouched(() -> refused("MEM-5", () -> revoke(CAROL, cats, BOB, COMMUNITY_ADMIN)));
        changed(() -> revoke(BOB, cats, CAROL, COMMUNITY_ADMIN));
        changed(() -> grant(BOB, cats, CAROL, COMMUNITY_ADMIN));
        changed(() -> leave(BOB, cats));

        later();
        assertEquals(Set.of(CAROL), administrators(cats, BOB, CAROL));
    }

    @Test
    @Rule("MEM-5")
    void an_administrator_through_a_group_is_one() {
        Subject tomcats = group("tomcats", CAROL);
        grant(BOB, cats, tomcats, COMMUNITY_ADMIN);

        changed(() -> leave(BOB, cats));

        later();
        assertEquals(Set.of(CAROL), administrators(cats, BOB, CAROL));
        assertEquals(List.of(), orphaned());
        untouched(() -> refused("MEM-5", () -> revoke(CAROL, cats, tomcats, COMMUNITY_ADMIN)));
        untouched(() -> refused("MEM-5", () -> remove(CAROL, cats, tomcats)));
        untouched(() -> refused("MEM-5", () -> grant(CAROL, cats, tomcats, COMMUNITY_ADMIN, in(Duration.ofDays(1)))));
        changed(() -> grant(CAROL, cats, DAVE, COMMUNITY_ADMIN));
        changed(() -> remove(CAROL, cats, tomcats));
        later();
        assertEquals(Set.of(DAVE), administrators(cats, BOB, CAROL, DAVE));
    }

    @Test
    @Rule("MEM-5")
    void who_administers_in_two_ways_can_lose_one() {
        Subject tomcats = group("tomcats", BOB);
        grant(BOB, cats, tomcats, COMMUNITY_ADMIN);

        changed(() -> revoke(BOB, cats, BOB, COMMUNITY_ADMIN));

        later();
        assertEquals(Set.of(BOB), administrators(cats, BOB));
        untouched(() -> refused("MEM-5", () -> revoke(BOB, cats, tomcats, COMMUNITY_ADMIN)));
    }

    @Test
    @Rule("MEM-5")
    void an_empty_group_and_what_is_inherited_are_no_administrators() {
        Subject nobody = group("nobody");
        grant(BOB, cats, nobody, COMMUNITY_ADMIN);
        node.host().addUser(ACME, DAVE, COMMUNITY_ADMIN);
        grant(BOB, cats, Subject.allUsers(), COMMUNITY_EDITOR);

        untouched(() -> refused("MEM-5", () -> leave(BOB, cats)));
        untouched(() -> refused("MEM-5", () -> remove(DAVE, cats, BOB)));
        node.host().addToGroup(ACME, nobody, CAROL);
        changed(() -> leave(BOB, cats));

        later();
        assertEquals(Set.of(CAROL, DAVE), administrators(cats, BOB, CAROL, DAVE));
    }

    @Test
    @Rule("MEM-5")
    void a_service_account_can_be_the_last_administrator() {
        node.host().addServiceAccount(ACME, ROBOT);
        grant(BOB, cats, ROBOT, COMMUNITY_ADMIN);

        changed(() -> leave(BOB, cats));

        untouched(() -> refused("MEM-5", () -> leave(ROBOT, cats)));
        later();
        assertEquals(Set.of(ROBOT), administrators(cats, BOB, ROBOT));
    }

    @Test
    @Rule("MEM-5")
    void a_role_that_includes_the_administrators_makes_one() {
        run(Policy.standard().toBuilder("with chief")
                .role(RoleDefinition.role(CHIEF).boundAt(COMMUNITY).includes(COMMUNITY_ADMIN))
                .build());
        // Bob can grant it, since it permits nothing that he does not hold.
        grant(BOB, cats, CAROL, CHIEF);

        changed(() -> leave(BOB, cats));

        untouched(() -> refused("MEM-5", () -> leave(CAROL, cats)));
        later();
        assertEquals(List.of(), orphaned());
        assertEquals(Set.of(CHIEF), ownRoles(cats, CAROL));
    }

    @Test
    @Rule({"MEM-5", "DEF-11"})
    void the_default_community_needs_no_administrator_of_its_own() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        node.host().signIn(ACME, BOB);
        grant(ANN, team, BOB, COMMUNITY_ADMIN);

        changed(() -> leave(BOB, team));

        later();
        assertEquals(List.of(), orphaned());
    }

    @Test
    @Rule({"MEM-5", "CON-1", "CON-6"})
    void of_two_who_remove_each_other_at_the_same_moment_one_stays() {
        CommunityId[] last = {cats};
        race(
                last,
                () -> List.of(
                        () -> node.members().remove(as(BOB), last[0], CAROL),
                        () -> other.members().remove(as(CAROL), last[0], BOB)),
                Set.of("MEM-1"));
    }

    @Test
    @Rule({"MEM-5", "CON-1", "CON-6"})
    void of_two_who_leave_at_the_same_moment_one_stays() {
        CommunityId[] last = {cats};
        race(
                last,
                () -> List.of(
                        () -> node.members().leave(as(BOB), last[0]),
                        () -> other.members().leave(as(CAROL), last[0])),
                Set.of("MEM-5"));
    }

    @Test
    @Rule({"MEM-5", "CON-1", "CON-6"})
    void when_a_role_is_taken_from_one_and_limited_for_the_other_at_the_same_moment_one_keeps_it_for_good() {
        CommunityId[] last = {cats};
        Instant tomorrow = in(Duration.ofDays(1));
        race(
                last,
                () -> List.of(
                        () -> node.members().revoke(as(CAROL), last[0], BOB, COMMUNITY_ADMIN),
                        () -> other.members().grant(as(BOB), last[0], CAROL, COMMUNITY_ADMIN, tomorrow)),
                Set.of("MEM-1", "MEM-5"));
    }

    /** Lets bob and carol administer a new community in each round, and two of their writes meet. */
    private void race(CommunityId[] community, Supplier<List<Callable<Written<?>>>> writes, Set<String> rules) {
        try (Race threads = new Race(2)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                community[0] = communityOf(BOB, "Round " + round);
                grant(BOB, community[0], CAROL, COMMUNITY_ADMIN);
                List<Race.Outcome<Written<?>>> outcomes = threads.run(writes.get());
                List<CommunitiesException> refusals = outcomes.stream()
                        .flatMap(outcome -> outcome.refusal().stream())
                        .toList();
                assertEquals(1, refusals.size(), "refusals of round " + round + ": " + outcomes);
                assertTrue(rules.contains(refusals.get(0).rule()), () -> "refused with " + refusals.get(0));
                assertEquals(1, permanentAdministrators(community[0]), "administrators after round " + round);
            }
        }
    }

    private long permanentAdministrators(CommunityId community) {
        return members(community).stream()
                .flatMap(member -> member.sources().stream())
                .filter(source -> source.role().equals(COMMUNITY_ADMIN)
                        && source.expiresAt().isEmpty())
                .count();
    }

    @Test
    @Rule({"MEM-5", "CON-1"})
    void of_many_administrators_who_all_leave_at_the_same_moment_the_last_stays() {
        List<Subject> many = IntStream.range(0, 16)
                .mapToObj(i ->
                        node.host().addUser(ACME, Subject.user("admin" + i)).value())
                .toList();
        BindingDelta everyone = BindingDelta.nothing();
        for (Subject each : many) {
            everyone = everyone.add(each, COMMUNITY_ADMIN);
        }
        try (Race threads = new Race(many.size())) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                CommunityId community = communityOf(BOB, "Round " + round);
                node.members().update(as(BOB), community, everyone.remove(BOB, COMMUNITY_ADMIN));
                List<Callable<Written<Removal>>> tasks = new ArrayList<>();
                for (int i = 0; i < many.size(); i++) {
                    Communities at = i % 2 == 0 ? node : other;
                    Subject who = many.get(i);
                    tasks.add(() -> at.members().leave(as(who), community));
                }
                List<CommunitiesException> refusals = threads.run(tasks).stream()
                        .flatMap(outcome -> outcome.refusal().stream())
                        .toList();
                assertEquals(1, refusals.size(), "refusals of round " + round + ": " + refusals);
                assertEquals("MEM-5", refusals.get(0).rule());
                assertEquals(1, permanentAdministrators(community), "administrators after round " + round);
            }
        }
    }

    // MEM-6

    @Test
    @Rule("MEM-6")
    void a_community_whose_last_administrator_is_taken_out_of_the_organization_is_orphaned() {
        assertEquals(List.of(), orphaned());
        changed(() -> node.host().removeUser(ACME, BOB));

        later();
        assertEquals(List.of(cats), orphaned());
        untouched(() ->
                forbidden(ORGANIZATION_APPOINT_ADMINISTRATORS, () -> node.orphaned(as(CAROL), PageRequest.first(10))));
        untouched(() -> notFound(() -> node.orphaned(as(BOB), PageRequest.first(10))));

        changed(() -> grant(ANN, cats, CAROL, COMMUNITY_ADMIN));
        later();
        assertEquals(List.of(), orphaned());
        assertEquals(Set.of(CAROL), administrators(cats, ANN, CAROL));
    }

    @Test
    @Rule("MEM-6")
    void whoever_appoints_can_appoint_themselves() {
        untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, () -> grant(ANN, cats, ANN, COMMUNITY_ADMIN)));
        node.host().removeUser(ACME, BOB);

        changed(() -> grant(ANN, cats, ANN, COMMUNITY_ADMIN));

        later();
        assertEquals(Set.of(ANN), administrators(cats, ANN, CAROL));
    }

    @Test
    @Rule("MEM-6")
    void whoever_appoints_can_do_nothing_else_to_an_orphan() {
        grant(BOB, cats, CAROL, COMMUNITY_EDITOR);
        node.host().removeUser(ACME, BOB);

        List<Executable> attempts = List.of(
                () -> grant(ANN, cats, CAROL, COMMUNITY_VIEWER),
                () -> grant(ANN, cats, ANN, PROJECT_ADMIN),
                () -> revoke(ANN, cats, CAROL, COMMUNITY_EDITOR),
                () -> remove(ANN, cats, CAROL),
                () -> node.members()
                        .update(
                                as(ANN),
                                cats,
                                BindingDelta.nothing()
                                        .add(DAVE, COMMUNITY_ADMIN)
                                        .add(DAVE, COMMUNITY_VIEWER)));
        for (Executable attempt : attempts) {
            untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, attempt));
        }
        untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, () -> grant(CAROL, cats, CAROL, COMMUNITY_ADMIN)));
        untouched(() -> refused("MEM-2", () -> grant(ANN, cats, EVE, COMMUNITY_ADMIN)));
        untouched(() -> refused("MEM-2", () -> grant(ANN, cats, BOB, COMMUNITY_ADMIN)));
        later();
        assertEquals(List.of(cats), orphaned());
        assertEquals(Set.of(COMMUNITY_EDITOR), ownRoles(cats, CAROL));
    }

    @Test
    @Rule("MEM-6")
    void one_appointment_is_enough_and_the_next_is_for_the_new_administrator() {
        node.host().removeUser(ACME, BOB);
        grant(ANN, cats, CAROL, COMMUNITY_ADMIN);

        untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, () -> grant(ANN, cats, DAVE, COMMUNITY_ADMIN)));
        changed(() -> grant(CAROL, cats, DAVE, COMMUNITY_ADMIN));

        later();
        assertEquals(Set.of(CAROL, DAVE), administrators(cats, ANN, CAROL, DAVE));
    }

    @Test
    @Rule("MEM-6")
    void a_community_is_orphaned_when_its_administrators_leave_the_group_and_no_longer_when_one_returns() {
        Subject tomcats = group("tomcats", CAROL);
        grant(BOB, cats, tomcats, COMMUNITY_ADMIN);
        leave(BOB, cats);
        node.host().removeFromGroup(ACME, tomcats, CAROL);

        later();
        assertEquals(List.of(cats), orphaned());
        node.host().addToGroup(ACME, tomcats, DAVE);
        later();
        assertEquals(List.of(), orphaned());
        assertEquals(Set.of(DAVE), administrators(cats, BOB, CAROL, DAVE));
        node.host().removeUser(ACME, DAVE);
        later();
        assertEquals(List.of(cats), orphaned());
    }

    @Test
    @Rule({"MEM-6", "MEM-5"})
    void a_group_administers_through_its_last_member_however_many_have_gone() {
        List<Subject> keepers = new ArrayList<>();
        for (int i = 10; i < 50; i++) {
            keepers.add(node.host().addUser(ACME, Subject.user("keeper" + i)).value());
        }
        Subject tomcats = group("tomcats", keepers.toArray(Subject[]::new));
        grant(BOB, cats, tomcats, COMMUNITY_ADMIN);
        Subject last = keepers.remove(keepers.size() - 1);
        keepers.forEach(keeper -> node.host().removeUser(ACME, keeper));

        changed(() -> leave(BOB, cats));

        later();
        assertEquals(List.of(), orphaned());
        assertEquals(Set.of(last), administrators(cats, BOB, last));
        node.host().removeUser(ACME, last);
        later();
        assertEquals(List.of(cats), orphaned());
    }

    @Test
    @Rule("MEM-6")
    void who_returns_to_the_organization_is_no_administrator_again() {
        node.host().removeUser(ACME, BOB);
        node.host().addUser(ACME, BOB);

        later();
        assertEquals(List.of(cats), orphaned());
        assertFalse(can(BOB, COMMUNITY_VIEW, cats));
        changed(() -> grant(ANN, cats, BOB, COMMUNITY_ADMIN));
        later();
        assertEquals(List.of(), orphaned());
    }

    @Test
    @Rule({"MEM-6", "MEM-5"})
    void what_is_inherited_and_the_system_group_save_no_community_from_being_orphaned() {
        grant(BOB, cats, Subject.allUsers(), COMMUNITY_EDITOR);
        node.host().addUser(ACME, DAVE, COMMUNITY_ADMIN);
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);
        node.host().removeUser(ACME, BOB);

        later();
        assertEquals(List.of(cats), orphaned());
        // There is no administrator whom this could take.
        changed(() -> revoke(DAVE, cats, CAROL, COMMUNITY_VIEWER));
        changed(() -> grant(DAVE, cats, CAROL, COMMUNITY_VIEWER));
        changed(() -> leave(CAROL, cats));
        changed(() -> grant(DAVE, cats, DAVE, COMMUNITY_ADMIN));
        later();
        assertEquals(List.of(), orphaned());
    }

    @Test
    @Rule("MEM-6")
    void orphans_are_listed_by_name_in_pages_without_the_deleted_and_without_the_default_community() {
        CommunityId zebras = communityOf(BOB, "Zebras");
        CommunityId apes = communityOf(BOB, "apes");
        CommunityId gone = communityOf(BOB, "Gone");
        CommunityId kept = communityOf(BOB, "Kept");
        grant(BOB, kept, CAROL, COMMUNITY_ADMIN);
        node.delete(as(BOB), gone);
        node.host().removeUser(ACME, BOB);

        later();
        assertEquals(List.of(apes, cats, zebras), orphaned());
        PageRequest first = PageRequest.first(2);
        Page<Community> page = other.orphaned(as(ANN), first);
        assertEquals(
                List.of(apes, cats), page.items().stream().map(Community::id).toList());
        assertEquals(
                List.of(zebras),
                other.orphaned(as(ANN), first.after(page).orElseThrow()).items().stream()
                        .map(Community::id)
                        .toList());
        assertEquals(3, other.host().overview(ACME).orphaned());
    }

    // MEM-7

    @Test
    @Rule({"MEM-7", "CHG-1"})
    void removing_a_member_ends_their_roles_in_the_community_and_its_projects_in_one_write() {
        ProjectId litter = projectIn(cats, "Litter");
        ProjectId scratching = projectIn(cats, "Scratching post");
        CommunityId dogs = communityOf(BOB, "Dogs");
        ProjectId walks = projectIn(dogs, "Walks");
        grant(BOB, cats, CAROL, COMMUNITY_DEVELOPER);
        grant(BOB, cats, CAROL, PROJECT_EDITOR);
        grant(BOB, litter, CAROL, PROJECT_DEVELOPER);
        grant(BOB, scratching, CAROL, PROJECT_ADMIN);
        grant(BOB, walks, CAROL, PROJECT_VIEWER);
        grant(BOB, litter, DAVE, PROJECT_VIEWER);

        Written<Removal> removed = changed(() -> remove(BOB, cats, CAROL));

        assertEquals(
                List.of(
                        "user/carol communities.developer community",
                        "user/carol projects.admin project",
                        "user/carol projects.developer project",
                        "user/carol projects.editor community"),
                texts(removed.value().ended()));
        assertEquals(List.of(), removed.value().remaining());
        later();
        ChangeRecord record = recordOf(removed);
        assertEquals(
                4,
                kinds(record).stream()
                        .filter(ChangeKind.BINDING_REMOVED::equals)
                        .count());
        assertEquals(CAROL, only(ChangeKind.MEMBER_REMOVED, record).subject().orElseThrow());
        for (Scope scope : List.of(cats, litter, scratching)) {
            assertFalse(can(CAROL, PROJECT_VIEW, scope), scope::toString);
            assertEquals(Optional.empty(), member(scope, CAROL));
        }
        assertTrue(can(CAROL, PROJECT_VIEW, walks));
        assertTrue(can(DAVE, PROJECT_VIEW, litter));
        unchanged(() -> remove(BOB, cats, CAROL));
    }

    @Test
    @Rule("MEM-7")
    void what_comes_through_a_group_or_by_inheritance_stays_and_is_named() {
        Subject tomcats = group("tomcats", CAROL);
        grant(BOB, cats, tomcats, COMMUNITY_VIEWER);
        grant(BOB, cats, Subject.allUsers(), PROJECT_VIEWER);
        grant(BOB, cats, CAROL, COMMUNITY_EDITOR);
        node.host().addUser(ACME, CAROL, COMMUNITY_DEVELOPER);

        Removal removal = changed(() -> remove(BOB, cats, CAROL)).value();

        assertEquals(List.of("user/carol communities.editor community"), texts(removal.ended()));
        assertEquals(
                Set.of(
                        "GROUP communities.viewer " + tomcats,
                        "ALL_USERS projects.viewer " + Subject.allUsers(),
                        "OWN communities.developer " + CAROL),
                removal.remaining().stream()
                        .filter(source -> !source.role().equals(ORGANIZATION_MEMBER))
                        .map(source -> source.kind() + " " + source.role() + " " + source.boundTo())
                        .collect(Collectors.toSet()));
        later();
        assertTrue(can(CAROL, PROJECT_CREATE, cats));
        assertFalse(can(CAROL, COMMUNITY_DELETE, cats));
    }

    @Test
    @Rule({"MEM-7", "DEF-7"})
    void removing_an_inherited_administrator_ends_what_is_theirs_and_names_the_inheritance() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        node.host().signIn(ACME, ANN);
        node.host().addUser(ACME, DAVE, ORGANIZATION_ADMIN);

        Removal removal = changed(() -> remove(DAVE, team, ANN)).value();

        assertEquals(List.of("user/ann communities.developer community"), texts(removal.ended()));
        RoleSource inherited = removal.remaining().stream()
                .filter(source -> source.role().equals(COMMUNITY_ADMIN))
                .findFirst()
                .orElseThrow();
        assertEquals(Optional.of(ORGANIZATION_ADMIN), inherited.inheritedFrom());
        assertEquals(team, inherited.scope());
        later();
        assertTrue(can(ANN, COMMUNITY_MANAGE_ACCESS, team));
        assertEquals(Optional.empty(), member(team, ANN));
    }

    @Test
    @Rule("MEM-7")
    void removing_from_a_project_leaves_the_community_alone() {
        ProjectId litter = projectIn(cats, "Litter");
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);
        grant(BOB, litter, CAROL, PROJECT_EDITOR);
        grant(BOB, litter, CAROL, PROJECT_DEVELOPER);

        Removal removal = changed(() -> remove(BOB, litter, CAROL)).value();

        assertEquals(2, removal.ended().size());
        later();
        assertFalse(can(CAROL, PROJECT_UPDATE, litter));
        assertTrue(can(CAROL, PROJECT_VIEW, litter));
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(cats, CAROL));
        assertEquals(Optional.empty(), member(litter, CAROL));
    }

    @Test
    @Rule("MEM-7")
    void participants_and_groups_are_removed_as_members_are() {
        ProjectId litter = projectIn(cats, "Litter");
        Subject tomcats = group("tomcats", DAVE);
        grant(BOB, litter, CAROL, PROJECT_EDITOR);
        grant(BOB, litter, tomcats, PROJECT_VIEWER);
        grant(BOB, cats, tomcats, COMMUNITY_VIEWER);

        assertEquals(1, changed(() -> remove(BOB, cats, CAROL)).value().ended().size());
        assertEquals(
                2, changed(() -> remove(BOB, cats, tomcats)).value().ended().size());

        later();
        assertFalse(can(CAROL, PROJECT_VIEW, litter));
        assertFalse(can(DAVE, PROJECT_VIEW, litter));
        assertFalse(can(DAVE, COMMUNITY_VIEW, cats));
    }

    @Test
    @Rule({"MEM-7", "MEM-11", "DEF-4"})
    void participants_who_go_from_the_default_community_before_their_first_sign_in_are_kept_out() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        ProjectId everyones = projectOf(ANN, team, "Everyone's").id();
        for (Subject participant : List.of(BOB, CAROL, DAVE)) {
            grant(ANN, everyones, participant, PROJECT_VIEWER);
        }

        assertEquals(1, changed(() -> remove(ANN, team, BOB)).value().ended().size());
        assertEquals(1, changed(() -> leave(CAROL, team)).value().ended().size());
        unchanged(() -> remove(ANN, team, BOB));
        unchanged(() -> leave(CAROL, team));

        assertEquals(
                SignIn.Outcome.KEPT_OUT, node.host().signIn(ACME, BOB).value().outcome());
        assertEquals(
                SignIn.Outcome.KEPT_OUT,
                other.host().signIn(ACME, CAROL).value().outcome());
        assertEquals(
                SignIn.Outcome.JOINED, node.host().signIn(ACME, DAVE).value().outcome());
        later();
        assertEquals(List.of(DAVE), members(team).stream().map(Member::subject).toList());
    }

    @Test
    @Rule({"MEM-7", "INV-4"})
    void removing_someone_who_has_nothing_there_ends_nothing_and_is_noted_once() {
        ProjectId litter = projectIn(cats, "Litter");
        Removal removal = changed(() -> remove(BOB, cats, CAROL)).value();
        unchanged(() -> remove(BOB, cats, CAROL));
        unchanged(() -> remove(BOB, cats, EVE));
        unchanged(() -> remove(BOB, litter, CAROL));

        assertEquals(List.of(), removal.ended());
        assertThrows(InvalidInput.class, () -> remove(ANN, ACME, CAROL));
        assertTrue(can(CAROL, ORGANIZATION_VIEW, ACME));
    }

    // MEM-8

    @Test
    @Rule({"MEM-8", "ACC-4"})
    void from_its_expiry_on_a_binding_grants_nothing() {
        Instant end = in(Duration.ofMinutes(10));
        BindingChanges granted =
                changed(() -> grant(BOB, cats, CAROL, COMMUNITY_EDITOR, end)).value();
        assertEquals(Optional.of(end), granted.added().get(0).expiresAt());

        later();
        assertEquals(
                Optional.of(end),
                member(cats, CAROL).orElseThrow().sources().get(0).expiresAt());
        cluster.clock().advance(Duration.between(cluster.clock().instant(), end).minusNanos(1000));
        assertTrue(can(CAROL, COMMUNITY_DELETE, cats));
        assertTrue(node.access().can(as(CAROL), COMMUNITY_DELETE, cats));
        cluster.clock().advance(Duration.ofNanos(1000));
        assertEquals(end, cluster.clock().instant());
        assertFalse(can(CAROL, COMMUNITY_DELETE, cats));
        assertFalse(node.access().can(as(CAROL), COMMUNITY_DELETE, cats));
        Decision decision = other.access().explain(as(CAROL), COMMUNITY_DELETE, cats);
        assertEquals(Decision.Reason.EXPIRED, decision.reason());
        assertEquals(COMMUNITY_EDITOR, decision.sources().get(0).role());
        assertEquals(Optional.empty(), member(cats, CAROL));
        untouched(() -> forbidden(COMMUNITY_DELETE, () -> node.delete(as(CAROL), cats)));
        untouched(() -> forbidden(COMMUNITY_VIEW, () -> node.get(as(CAROL), cats)));
    }

    @Test
    @Rule("MEM-8")
    void an_expiry_is_in_the_future() {
        Instant now = cluster.clock().instant();
        for (Instant past : List.of(now, now.minusNanos(1000), now.minus(Duration.ofDays(1)), Instant.EPOCH)) {
            untouched(() -> invalid("MEM-8", () -> grant(BOB, cats, CAROL, COMMUNITY_VIEWER, past)));
            untouched(() -> invalid(
                    "MEM-8",
                    () -> node.members()
                            .update(
                                    as(BOB),
                                    cats,
                                    BindingDelta.nothing()
                                            .add(NewBinding.of(CAROL, COMMUNITY_VIEWER)
                                                    .until(past)))));
            untouched(() -> invalid(
                    "MEM-8",
                    () -> replace(
                            BOB,
                            cats,
                            NewBinding.of(BOB, COMMUNITY_ADMIN),
                            NewBinding.of(CAROL, COMMUNITY_VIEWER).until(past))));
        }
        later();
        assertEquals(Optional.empty(), member(cats, CAROL));
    }

    @Test
    @Rule("MEM-8")
    void an_expiry_is_moved_or_taken_away_by_granting_again() {
        Instant soon = in(Duration.ofHours(1));
        Instant late = in(Duration.ofHours(2));
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER, soon);

        unchanged(() -> grant(BOB, cats, CAROL, COMMUNITY_VIEWER, soon));
        assertEquals(
                Optional.of(late),
                changed(() -> grant(BOB, cats, CAROL, COMMUNITY_VIEWER, late))
                        .value()
                        .added()
                        .get(0)
                        .expiresAt());
        changed(() -> grant(BOB, cats, CAROL, COMMUNITY_VIEWER, soon));
        changed(() -> grant(BOB, cats, CAROL, COMMUNITY_VIEWER));

        cluster.clock().advance(Duration.ofDays(365));
        assertTrue(can(CAROL, COMMUNITY_VIEW, cats));
        assertEquals(1, member(cats, CAROL).orElseThrow().sources().size());
    }

    @Test
    @Rule("MEM-8")
    void what_has_expired_can_be_granted_anew() {
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER, in(Duration.ofHours(1)));
        cluster.clock().advance(Duration.ofHours(1));

        changed(() -> grant(BOB, cats, CAROL, COMMUNITY_VIEWER));

        later();
        assertTrue(can(CAROL, COMMUNITY_VIEW, cats));
    }

    @Test
    @Rule("MEM-8")
    void what_is_granted_by_virtue_of_an_expiring_role_ends_with_it() {
        Instant end = in(Duration.ofDays(1));
        Instant sooner = in(Duration.ofHours(1));
        Instant later = in(Duration.ofDays(2));
        grant(BOB, cats, CAROL, COMMUNITY_ADMIN, end);
        Subject tomcats = group("tomcats");
        node.host().addServiceAccount(ACME, ROBOT);

        assertEquals(Optional.of(end), expiry(grant(CAROL, cats, DAVE, COMMUNITY_VIEWER)));
        assertEquals(Optional.of(end), expiry(grant(CAROL, cats, tomcats, COMMUNITY_VIEWER, later)));
        assertEquals(Optional.of(sooner), expiry(grant(CAROL, cats, ROBOT, COMMUNITY_VIEWER, sooner)));
        assertEquals(Optional.of(end), expiry(grant(CAROL, cats, ROBOT, COMMUNITY_VIEWER, later)));
        assertEquals(
                Optional.of(end),
                expiry(node.members()
                        .update(as(CAROL), cats, BindingDelta.nothing().add(ANN, COMMUNITY_VIEWER))));

        assertTrue(can(DAVE, COMMUNITY_VIEW, cats));
        cluster.clock().advance(Duration.ofDays(1));
        assertFalse(can(DAVE, COMMUNITY_VIEW, cats));
        assertFalse(can(ANN, COMMUNITY_VIEW, cats));
        assertFalse(can(CAROL, COMMUNITY_MANAGE_ACCESS, cats));
    }

    private static Optional<Instant> expiry(Written<BindingChanges> written) {
        assertEquals(1, written.value().added().size());
        return written.value().added().get(0).expiresAt();
    }

    @Test
    @Rule("MEM-8")
    void nobody_prolongs_themselves_by_way_of_another_role() {
        Instant end = in(Duration.ofDays(1));
        grant(BOB, cats, CAROL, COMMUNITY_ADMIN, end);

        unchanged(() -> grant(CAROL, cats, CAROL, COMMUNITY_ADMIN));
        unchanged(() -> grant(CAROL, cats, CAROL, COMMUNITY_ADMIN, in(Duration.ofDays(2))));
        assertEquals(Optional.of(end), expiry(grant(CAROL, cats, CAROL, COMMUNITY_EDITOR)));
        assertEquals(Optional.of(end), expiry(grant(CAROL, cats, DAVE, COMMUNITY_ADMIN)));
        unchanged(() -> grant(DAVE, cats, CAROL, COMMUNITY_ADMIN));

        cluster.clock().advance(Duration.ofDays(1));
        assertFalse(can(CAROL, PROJECT_VIEW, cats));
        assertFalse(can(DAVE, PROJECT_VIEW, cats));
    }

    @Test
    @Rule("MEM-8")
    void what_lasts_longest_decides_for_each_permission_that_is_needed() {
        run(withSteward());
        Instant soon = in(Duration.ofHours(1));
        Instant late = in(Duration.ofHours(2));
        grant(BOB, cats, CAROL, STEWARD);
        grant(BOB, cats, CAROL, COMMUNITY_DEVELOPER, soon);
        Subject tomcats = group("tomcats", CAROL);
        grant(BOB, cats, tomcats, COMMUNITY_EDITOR, late);

        // To view is hers for good, to create projects until the group's role ends.
        assertEquals(Optional.empty(), expiry(grant(CAROL, cats, DAVE, COMMUNITY_VIEWER)));
        assertEquals(Optional.of(late), expiry(grant(CAROL, cats, DAVE, COMMUNITY_DEVELOPER)));
        assertEquals(Optional.of(late), expiry(grant(CAROL, cats, DAVE, COMMUNITY_EDITOR)));

        cluster.clock().advance(Duration.ofHours(2));
        assertTrue(can(DAVE, COMMUNITY_VIEW, cats));
        assertFalse(can(DAVE, PROJECT_CREATE, cats));
    }

    @Test
    @Rule({"MEM-8", "COM-1", "PRJ-1"})
    void what_is_created_by_virtue_of_an_expiring_role_is_administered_until_then() {
        Instant end = in(Duration.ofDays(1));
        node.host().addServiceAccount(ACME, ROBOT);
        grant(ANN, ACME, ROBOT, ORGANIZATION_MEMBER, end);
        grant(BOB, cats, CAROL, COMMUNITY_DEVELOPER, end);

        CommunityId built = communityOf(ROBOT, "Built by a robot");
        ProjectId litter = projectOf(CAROL, cats, "Litter").id();
        CommunityId mine = communityOf(CAROL, "Carol's own");

        later();
        assertEquals(Optional.of(end), expiryOf(built, ROBOT));
        assertEquals(Optional.of(end), expiryOf(litter, CAROL));
        assertEquals(Optional.empty(), expiryOf(mine, CAROL));
        cluster.clock().advance(Duration.ofDays(1));
        assertFalse(can(ROBOT, COMMUNITY_VIEW, built));
        assertFalse(can(CAROL, PROJECT_VIEW, litter));
        assertEquals(List.of(built), orphaned());
    }

    private Optional<Instant> expiryOf(Scope scope, Subject subject) {
        return member(scope, subject).orElseThrow().sources().stream()
                .filter(source -> source.scope().equals(scope))
                .findFirst()
                .orElseThrow()
                .expiresAt();
    }

    // MEM-9

    @Test
    @Rule("MEM-9")
    void replacing_makes_these_the_only_bindings() {
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);
        grant(BOB, cats, DAVE, COMMUNITY_EDITOR);
        Instant end = in(Duration.ofDays(1));
        NewBinding[] wanted = {
            NewBinding.of(BOB, COMMUNITY_ADMIN),
            NewBinding.of(CAROL, COMMUNITY_VIEWER).until(end),
            NewBinding.of(ANN, COMMUNITY_DEVELOPER)
        };

        Written<BindingChanges> replaced = changed(() -> replace(BOB, cats, wanted));

        assertEquals(
                List.of("user/ann communities.developer community", "user/carol communities.viewer community"),
                texts(replaced.value().added()));
        assertTrue(texts(replaced.value().removed()).contains("user/dave communities.editor community"));
        later();
        assertEquals(
                List.of(ANN, BOB, CAROL),
                members(cats).stream().map(Member::subject).toList());
        assertEquals(Optional.of(end), expiryOf(cats, CAROL));
        assertFalse(can(DAVE, COMMUNITY_VIEW, cats));

        Written<BindingChanges> again = unchanged(() -> replace(BOB, cats, wanted));
        assertEquals(new BindingChanges(List.of(), List.of()), again.value());
    }

    @Test
    @Rule("MEM-9")
    void replacing_on_a_version_that_is_no_longer_the_last_one_is_refused() {
        long seen = bindingsVersion(cats);
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);
        List<NewBinding> wanted = List.of(NewBinding.of(BOB, COMMUNITY_ADMIN));

        untouched(() -> stale("MEM-9", () -> node.members().replace(as(BOB), cats, wanted, seen)));
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(cats, CAROL));
        long now = bindingsVersion(cats);
        assertNotEquals(seen, now);
        untouched(() -> stale("MEM-9", () -> node.members().replace(as(BOB), cats, wanted, now + 1)));
        changed(() -> other.members().replace(as(BOB), cats, wanted, now));
        assertEquals(Optional.empty(), member(cats, CAROL));
    }

    @Test
    @Rule("MEM-9")
    void the_version_moves_with_every_change_of_bindings_and_with_nothing_else() {
        ProjectId litter = projectIn(cats, "Litter");
        long community = bindingsVersion(cats);
        long project = bindingsVersion(litter);
        long organization = bindingsVersion(ACME);
        grant(BOB, cats, BOB, COMMUNITY_ADMIN);
        node.update(
                as(BOB),
                cats,
                CommunityUpdate.nothing().name("Cat keepers"),
                node.get(as(BOB), cats).version());
        assertEquals(community, bindingsVersion(cats));

        grant(BOB, litter, CAROL, PROJECT_VIEWER);
        assertNotEquals(project, bindingsVersion(litter));
        assertEquals(community, bindingsVersion(cats));
        grant(BOB, cats, CAROL, PROJECT_VIEWER);
        assertNotEquals(community, bindingsVersion(cats));
        assertEquals(organization, bindingsVersion(ACME));
        long withProject = bindingsVersion(litter);
        remove(BOB, cats, CAROL);
        assertNotEquals(withProject, bindingsVersion(litter));
        grant(ANN, ACME, CAROL, ORGANIZATION_ADMIN);
        assertNotEquals(organization, bindingsVersion(ACME));
    }

    @Test
    @Rule({"MEM-9", "ORG-5"})
    void projects_and_the_organization_are_replaced_likewise() {
        ProjectId litter = projectIn(cats, "Litter");
        changed(() -> replace(BOB, litter, NewBinding.of(CAROL, PROJECT_EDITOR)));
        later();
        assertEquals(
                List.of(CAROL), members(litter).stream().map(Member::subject).toList());
        assertTrue(can(BOB, PROJECT_MANAGE_ACCESS, litter));
        untouched(() ->
                forbidden(PROJECT_MANAGE_ACCESS, () -> replace(CAROL, litter, NewBinding.of(CAROL, PROJECT_ADMIN))));

        Subject olga = node.host()
                .addUser(ACME, Subject.user("olga"), ORGANIZATION_OWNER)
                .value();
        node.host().addUser(ACME, olga, COMMUNITY_VIEWER);
        changed(() -> replace(
                olga,
                ACME,
                NewBinding.of(olga, ORGANIZATION_OWNER),
                NewBinding.of(WATCHER, COMMUNITY_VIEWER),
                NewBinding.of(CAROL, ORGANIZATION_ADMIN)));
        later();
        assertFalse(can(ANN, ORGANIZATION_MANAGE_ACCESS, ACME));
        assertTrue(can(CAROL, ORGANIZATION_MANAGE_ACCESS, ACME));
        untouched(() -> refused(
                "ORG-5",
                () -> replace(
                        olga,
                        ACME,
                        NewBinding.of(WATCHER, COMMUNITY_VIEWER),
                        NewBinding.of(CAROL, ORGANIZATION_ADMIN))));
    }

    @Test
    @Rule("MEM-9")
    void a_delta_is_applied_as_a_whole() {
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);
        BindingDelta delta = BindingDelta.nothing()
                .add(ANN, COMMUNITY_DEVELOPER)
                .add(NewBinding.of(DAVE, PROJECT_EDITOR).until(in(Duration.ofDays(1))))
                .add(CAROL, COMMUNITY_EDITOR)
                .remove(CAROL, COMMUNITY_VIEWER)
                .remove(DAVE, PROJECT_VIEWER);

        BindingChanges changes =
                changed(() -> node.members().update(as(BOB), cats, delta)).value();

        assertEquals(
                List.of(
                        "user/ann communities.developer community",
                        "user/carol communities.editor community",
                        "user/dave projects.editor community"),
                texts(changes.added()));
        assertEquals(List.of("user/carol communities.viewer community"), texts(changes.removed()));
        later();
        assertEquals(Set.of(COMMUNITY_EDITOR), ownRoles(cats, CAROL));
        assertEquals(
                new BindingChanges(List.of(), List.of()),
                unchanged(() -> node.members().update(as(BOB), cats, delta)).value());
    }

    @Test
    @Rule("MEM-9")
    void a_delta_with_one_step_that_is_refused_leaves_nothing_behind() {
        BindingDelta good = BindingDelta.nothing().add(ANN, COMMUNITY_DEVELOPER).add(CAROL, COMMUNITY_VIEWER);

        untouched(() -> refused("MEM-2", () -> node.members().update(as(BOB), cats, good.add(EVE, COMMUNITY_VIEWER))));
        untouched(() ->
                refused("MEM-5", () -> node.members().update(as(BOB), cats, good.remove(BOB, COMMUNITY_ADMIN))));
        untouched(() ->
                invalid("MEM-3", () -> node.members().update(as(BOB), cats, good.add(DAVE, ORGANIZATION_ADMIN))));

        later();
        assertEquals(List.of(BOB), members(cats).stream().map(Member::subject).toList());
    }

    @Test
    @Rule("MEM-9")
    void the_steps_of_a_delta_are_taken_in_their_order() {
        Written<BindingChanges> nothing = unchanged(() -> node.members()
                .update(
                        as(BOB),
                        cats,
                        BindingDelta.nothing().add(CAROL, COMMUNITY_VIEWER).remove(CAROL, COMMUNITY_VIEWER)));
        assertEquals(new BindingChanges(List.of(), List.of()), nothing.value());

        changed(() -> node.members()
                .update(
                        as(BOB),
                        cats,
                        BindingDelta.nothing().remove(CAROL, COMMUNITY_VIEWER).add(CAROL, COMMUNITY_VIEWER)));
        later();
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(cats, CAROL));
    }

    @Test
    @Rule({"MEM-9", "LIM-2"})
    void a_delta_has_one_to_a_thousand_steps() {
        List<BindingDelta.Step> steps = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Subject user = node.host().addUser(ACME, Subject.user("user" + i)).value();
            steps.add(new BindingDelta.Step(NewBinding.of(user, COMMUNITY_VIEWER), true));
            steps.add(new BindingDelta.Step(NewBinding.of(user, PROJECT_EDITOR), true));
        }
        BindingDelta largest = new BindingDelta(steps);

        untouched(() -> invalid("MEM-9", () -> node.members().update(as(BOB), cats, BindingDelta.nothing())));
        untouched(() ->
                invalid("MEM-9", () -> node.members().update(as(BOB), cats, largest.add(CAROL, COMMUNITY_VIEWER))));
        assertEquals(
                1000,
                changed(() -> node.members().update(as(BOB), cats, largest))
                        .value()
                        .added()
                        .size());

        later();
        assertEquals(501, members(cats).size());
        List<NewBinding> tooMany = new ArrayList<>();
        tooMany.add(NewBinding.of(BOB, COMMUNITY_ADMIN));
        largest.steps().forEach(step -> tooMany.add(step.binding()));
        untouched(() -> invalid("MEM-9", () -> node.members().replace(as(BOB), cats, tooMany, bindingsVersion(cats))));
        changed(() -> node.members().replace(as(BOB), cats, tooMany.subList(0, 1000), bindingsVersion(cats)));
    }

    // MEM-10

    @Test
    @Rule("MEM-10")
    void members_are_listed_to_viewers_in_the_order_of_kind_and_id() {
        node.host().addServiceAccount(ACME, ROBOT);
        Subject federated =
                node.host().addUser(ACME, Subject.federatedUser("anna")).value();
        Subject tomcats = group("tomcats");
        Subject capital = node.host().addUser(ACME, Subject.user("Zoe")).value();
        Subject low = node.host().addUser(ACME, Subject.user("\uFA0E")).value();
        Subject high = node.host().addUser(ACME, Subject.user("\uD840\uDC00")).value();
        for (Subject subject : List.of(high, low, ROBOT, CAROL, capital, Subject.allUsers(), federated, tomcats)) {
            grant(BOB, cats, subject, COMMUNITY_VIEWER);
        }
        List<Subject> sorted = List.of(Subject.allUsers(), federated, tomcats, ROBOT, capital, BOB, CAROL, low, high);

        later();
        for (int size : List.of(1, 2, 4, 9, 1000)) {
            List<Subject> listed = new ArrayList<>();
            Optional<PageRequest> next = Optional.of(PageRequest.first(size));
            while (next.isPresent()) {
                PageRequest request = next.orElseThrow();
                Page<Member> page = other.members().list(as(DAVE), cats, request);
                assertTrue(page.items().size() <= size);
                page.items().forEach(member -> listed.add(member.subject()));
                next = request.after(page);
            }
            assertEquals(sorted, listed, "in pages of " + size);
        }
    }

    @Test
    @Rule("MEM-10")
    void who_may_not_view_may_not_see_who_is_there() {
        ProjectId litter = projectIn(cats, "Litter");
        grant(BOB, litter, CAROL, PROJECT_VIEWER);
        PageRequest page = PageRequest.first(10);

        untouched(() -> forbidden(COMMUNITY_VIEW, () -> node.members().list(as(CAROL), cats, page)));
        untouched(() -> forbidden(PROJECT_VIEW, () -> node.members().list(as(DAVE), litter, page)));
        untouched(() -> notFound(() -> node.members().list(as(EVE), cats, page)));
        node.host().addServiceAccount(ACME, ROBOT);
        untouched(() -> forbidden(ORGANIZATION_VIEW, () -> node.members().list(as(ROBOT), ACME, page)));

        later();
        assertEquals(2, other.members().list(as(CAROL), litter, page).items().size());
        assertTrue(all(next -> other.members().list(as(CAROL), ACME, next)).stream()
                .anyMatch(
                        member -> member.subject().equals(ANN) && member.role().equals(ORGANIZATION_ADMIN)));
    }

    @Test
    @Rule("MEM-10")
    void a_member_is_shown_with_since_when_and_with_every_source() {
        Instant first = cluster.clock().instant();
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);
        cluster.clock().advance(Duration.ofHours(1));
        Instant second = cluster.clock().instant();
        Instant end = in(Duration.ofDays(1));
        grant(BOB, cats, CAROL, COMMUNITY_DEVELOPER, end);
        node.host().addUser(ACME, CAROL, COMMUNITY_EDITOR);

        later();
        Member carol = member(cats, CAROL).orElseThrow();
        assertEquals(first, carol.since());
        assertEquals(COMMUNITY_EDITOR, carol.role());
        List<RoleSource> sources = carol.sources();
        assertEquals(
                List.of(COMMUNITY_EDITOR, COMMUNITY_DEVELOPER, COMMUNITY_VIEWER),
                sources.stream().map(RoleSource::role).toList());
        assertEquals(ACME, sources.get(0).scope());
        assertEquals(cats, sources.get(1).scope());
        assertEquals(
                List.of(second, second, first),
                sources.stream().map(RoleSource::since).toList());
        assertEquals(
                List.of(Optional.empty(), Optional.of(end), Optional.empty()),
                sources.stream().map(RoleSource::expiresAt).toList());
        assertTrue(sources.stream()
                .allMatch(source -> source.kind() == RoleSource.Kind.OWN
                        && source.boundTo().equals(CAROL)
                        && source.inheritedFrom().isEmpty()));
    }

    @Test
    @Rule({"MEM-10", "DEF-7"})
    void in_the_default_community_a_member_is_shown_with_what_they_inherit() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        node.host().signIn(ACME, ANN);

        later();
        Member ann = member(team, ANN).orElseThrow();
        assertEquals(COMMUNITY_ADMIN, ann.role());
        assertEquals(
                List.of(COMMUNITY_ADMIN, COMMUNITY_DEVELOPER),
                ann.sources().stream().map(RoleSource::role).toList());
        assertEquals(Optional.of(ORGANIZATION_ADMIN), ann.sources().get(0).inheritedFrom());
        assertEquals(Optional.empty(), ann.sources().get(1).inheritedFrom());

        node.host().revokeRole(ACME, ANN, ORGANIZATION_ADMIN);
        later();
        assertEquals(COMMUNITY_DEVELOPER, member(team, ANN).orElseThrow().role());
    }

    @Test
    @Rule("MEM-10")
    void a_group_that_is_bound_can_be_expanded() {
        node.host().addServiceAccount(ACME, ROBOT);
        Subject tomcats = group("tomcats", DAVE, ROBOT, CAROL, ANN);
        Subject elsewhere = group("elsewhere", DAVE);
        grant(BOB, cats, tomcats, COMMUNITY_VIEWER);
        node.host().removeFromGroup(ACME, tomcats, ANN);

        later();
        List<Subject> expanded = new ArrayList<>();
        Optional<PageRequest> next = Optional.of(PageRequest.first(2));
        while (next.isPresent()) {
            PageRequest request = next.orElseThrow();
            Page<Subject> page = other.members().expand(as(CAROL), cats, tomcats, request);
            expanded.addAll(page.items());
            next = request.after(page);
        }
        assertEquals(List.of(ROBOT, CAROL, DAVE), expanded);
        PageRequest first = PageRequest.first(10);
        untouched(() -> notFound(() -> other.members().expand(as(BOB), cats, elsewhere, first)));
        untouched(() -> forbidden(COMMUNITY_VIEW, () -> other.members().expand(as(ANN), cats, tomcats, first)));
        untouched(() -> notFound(() -> other.members().expand(as(EVE), cats, tomcats, first)));
        assertThrows(InvalidInput.class, () -> other.members().expand(as(BOB), cats, CAROL, first));
    }

    @Test
    @Rule({"MEM-10", "LIM-2"})
    void a_cursor_of_one_scope_is_of_no_use_at_another() {
        CommunityId dogs = communityOf(BOB, "Dogs");
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);
        grant(BOB, dogs, CAROL, COMMUNITY_VIEWER);
        PageRequest first = PageRequest.first(1);
        PageRequest next =
                first.after(node.members().list(as(BOB), cats, first)).orElseThrow();

        assertEquals(1, later().members().list(as(BOB), cats, next).items().size());
        invalid("LIM-2", () -> other.members().list(as(BOB), dogs, next));
        invalid("LIM-2", () -> other.members().list(as(BOB), ACME, next));
    }

    // MEM-11

    @Test
    @Rule({"MEM-11", "MEM-7"})
    void a_member_leaves_with_all_that_is_theirs_there() {
        ProjectId litter = projectIn(cats, "Litter");
        Subject tomcats = group("tomcats", CAROL);
        grant(BOB, cats, tomcats, COMMUNITY_VIEWER);
        grant(BOB, cats, CAROL, COMMUNITY_DEVELOPER);
        grant(BOB, litter, CAROL, PROJECT_ADMIN);

        Removal removal = changed(() -> leave(CAROL, cats)).value();

        assertEquals(
                List.of("user/carol communities.developer community", "user/carol projects.admin project"),
                texts(removal.ended()));
        assertTrue(removal.remaining().stream()
                .anyMatch(source -> source.kind() == RoleSource.Kind.GROUP
                        && source.boundTo().equals(tomcats)
                        && source.role().equals(COMMUNITY_VIEWER)));
        later();
        assertEquals(Optional.empty(), member(cats, CAROL));
        assertEquals(Optional.empty(), member(litter, CAROL));
        assertTrue(can(CAROL, COMMUNITY_VIEW, cats));
        assertFalse(can(CAROL, PROJECT_CREATE, cats));
        unchanged(() -> leave(CAROL, cats));
    }

    @Test
    @Rule("MEM-11")
    void nobody_leaves_where_there_is_nothing_or_as_the_last_administrator() {
        untouched(() -> refused("MEM-5", () -> leave(BOB, cats)));
        untouched(() -> notFound(() -> leave(BOB, CommunityId.of(ACME, "unknown"))));
        untouched(() -> notFound(() -> leave(EVE, cats)));
        unchanged(() -> leave(CAROL, cats));

        later();
        assertEquals(Set.of(BOB), administrators(cats, BOB, CAROL));
    }

    @Test
    @Rule({"MEM-11", "CHG-1"})
    void leaving_is_recorded_as_the_leavers_own_doing() {
        grant(BOB, cats, CAROL, COMMUNITY_DEVELOPER);

        Written<Removal> left = changed(() -> node.members().leave(as(CAROL).because("allergic to cats"), cats));

        ChangeRecord record = recordOf(left);
        assertEquals(Optional.of(CAROL), record.actor());
        assertEquals(Optional.of("allergic to cats"), record.reason());
        assertEquals(CAROL, only(ChangeKind.MEMBER_REMOVED, record).subject().orElseThrow());
    }

    @Test
    @Rule({"MEM-11", "PRJ-1"})
    void what_a_leaver_created_stays() {
        grant(BOB, cats, CAROL, COMMUNITY_DEVELOPER);
        ProjectId litter = node.projects()
                .create(as(CAROL), cats, NewProject.named("Litter"))
                .value()
                .id();

        leave(CAROL, cats);

        assertEquals(Optional.of(CAROL), later().projects().get(as(BOB), litter).creator());
        assertEquals(
                "Cat keepers",
                node.create(as(CAROL), NewCommunity.named("Cat keepers"))
                        .value()
                        .name());
    }
}
