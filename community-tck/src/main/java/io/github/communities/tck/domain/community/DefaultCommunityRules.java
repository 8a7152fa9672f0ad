package io.github.communities.tck.domain.community;

import static io.github.communities.Permission.COMMUNITY_CREATE;
import static io.github.communities.Permission.COMMUNITY_DELETE;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_UPDATE;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_CREATE;
import static io.github.communities.Permission.PROJECT_MANAGE_ACCESS;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.organization.SignIn.Outcome.JOINED;
import static io.github.communities.organization.SignIn.Outcome.KEPT_OUT;
import static io.github.communities.organization.SignIn.Outcome.MEMBER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static io.github.communities.tck.fixture.Refusals.stale;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Host;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityFilter;
import io.github.communities.community.CommunityKind;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.decision.Decision;
import io.github.communities.decision.RoleSource;
import io.github.communities.error.CommunitiesException;
import io.github.communities.error.Forbidden;
import io.github.communities.error.Refused;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.Member;
import io.github.communities.member.NewBinding;
import io.github.communities.member.Removal;
import io.github.communities.organization.Organization;
import io.github.communities.organization.SignIn;
import io.github.communities.policy.Policy;
import io.github.communities.project.NewProject;
import io.github.communities.project.Project;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.Race.Outcome;
import io.github.communities.tck.fixture.Roster;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The default community, which every organization has and into which its users sign in: DEF-1 to DEF-11. */
public abstract class DefaultCommunityRules extends AcmeRules {
    /** Nobody administers by inheritance, so that what appointing alone suffices for can be told. */
    private static final Policy WITHOUT_INHERITANCE = Policy.standard().toBuilder("without inheritance")
            .withoutInheritedAdministration()
            .build();

    /** Rules on storages of their own. */
    protected DefaultCommunityRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    private SignIn.Outcome signIn(Subject user) {
        return node.host().signIn(ACME, user).value().outcome();
    }

    private Community team(CommunityId team) {
        return other.get(as(WATCHER), team);
    }

    /** Another name for a community, given by someone who may. */
    private Written<Community> rename(Subject by, CommunityId community, String name) {
        return node.update(
                as(by),
                community,
                CommunityUpdate.nothing().name(name),
                team(community).version());
    }

    // DEF-1

    @Test
    @Rule("DEF-1")
    void registering_creates_the_default_community_in_the_same_write() {
        Organization acme = node.host().register(ACME, "Acme").value();

        assertEquals(Revision.of(1), acme.revision());
        List<ChangeRecord> feed = feed(ACME);
        assertEquals(1, feed.size());
        assertEquals(List.of(ChangeKind.ORGANIZATION_REGISTERED, ChangeKind.COMMUNITY_CREATED), kinds(feed.get(0)));
        assertEquals(acme.defaultCommunity(), feed.get(0).changes().get(1).scope());
        node.host().addUser(ACME, WATCHER, COMMUNITY_VIEWER);
        Community team = team(acme.defaultCommunity());
        assertEquals("Acme Team", team.name());
        assertEquals(CommunityKind.DEFAULT, team.kind());
        assertEquals(Optional.empty(), team.creator());
        assertEquals(Optional.empty(), team.zone());
        assertEquals("", team.description());
        assertEquals(acme.registeredAt(), team.createdAt());
        assertEquals(team, other.getDefault(as(WATCHER)));
        assertEquals(List.of(team), communities());
        assertEquals(List.of(), members(team.id()), "nobody is in it yet");
    }

    @Test
    @Rule("DEF-1")
    void each_organization_has_one_of_its_own() {
        CommunityId acmeTeam = acme();
        CommunityId globexTeam = register(GLOBEX, "Globex");

        assertNotEquals(acmeTeam, globexTeam);
        assertEquals("Globex Team", other.getDefault(Caller.of(GLOBEX, WATCHER)).name());
        assertEquals(globexTeam, other.getDefault(Caller.of(GLOBEX, WATCHER)).id());
        assertEquals(acmeTeam, other.getDefault(as(WATCHER)).id());
        notFound(() -> other.get(as(WATCHER), globexTeam));
    }

    @Test
    @Rule("DEF-1")
    void nothing_makes_a_second_one() {
        CommunityId team = acme();
        node.host().register(ACME, "Acme");
        other.host().register(ACME, "Acme and Sons");
        communityOf(BOB, "Bird watchers");
        node.host().signIn(ACME, BOB);
        new Roster(ACME).member("Dog lovers", "bob", "admin").into(node);

        List<Community> defaults = communities().stream()
                .filter(community -> community.kind() == CommunityKind.DEFAULT)
                .toList();
        assertEquals(List.of(team), defaults.stream().map(Community::id).toList());
        assertEquals(team, other.host().organization(ACME).defaultCommunity());
    }

    @Test
    @Rule({"DEF-1", "CON-1"})
    void twenty_threads_on_two_nodes_register_one_organization() {
        try (Race race = new Race(20)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                OrganizationId id = OrganizationId.of("organization " + round);
                List<Callable<Written<Organization>>> tasks = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    Communities on = i % 2 == 0 ? node : other;
                    tasks.add(() -> on.host().register(id, "Acme"));
                }
                List<Written<Organization>> written = race.<Written<Organization>>run(tasks).stream()
                        .map(Outcome::get)
                        .toList();

                assertEquals(1, written.stream().filter(Written::changed).count(), "one of them registers it");
                assertEquals(
                        Set.of(Revision.of(1)),
                        written.stream().map(Written::revision).collect(Collectors.toSet()));
                assertEquals(
                        1,
                        written.stream()
                                .map(each -> each.value().defaultCommunity())
                                .distinct()
                                .count());
                assertEquals(1, feed(id).size());
                other.host().addUser(id, WATCHER, COMMUNITY_VIEWER);
                assertEquals(
                        List.of("Acme Team"),
                        all(page -> other.list(Caller.of(id, WATCHER), CommunityFilter.all(), page)).stream()
                                .map(Community::name)
                                .toList());
            }
        }
    }

    @Test
    @Rule({"DEF-1", "DEF-10"})
    void twenty_threads_that_register_it_under_different_names_make_one_too() {
        try (Race race = new Race(20)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                OrganizationId id = OrganizationId.of("organization " + round);
                List<Callable<Written<Organization>>> tasks = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    Communities on = i % 2 == 0 ? node : other;
                    String name = "Name " + i;
                    tasks.add(() -> on.host().register(id, name));
                }
                List<Written<Organization>> written = race.<Written<Organization>>run(tasks).stream()
                        .map(Outcome::get)
                        .toList();

                Organization now = other.host().organization(id);
                assertEquals(Revision.of(20), now.revision(), "each but the first renames it");
                assertEquals(
                        20, written.stream().map(Written::revision).distinct().count());
                assertEquals(
                        Set.of(now.defaultCommunity()),
                        written.stream()
                                .map(each -> each.value().defaultCommunity())
                                .collect(Collectors.toSet()));
                other.host().addUser(id, WATCHER, COMMUNITY_VIEWER);
                assertEquals(
                        List.of(now.name() + " Team"),
                        all(page -> other.list(Caller.of(id, WATCHER), CommunityFilter.all(), page)).stream()
                                .map(Community::name)
                                .toList());
            }
        }
    }

    // DEF-2

    @Test
    @Rule("DEF-2")
    void nobody_deletes_it() {
        CommunityId team = acme();
        node.host().addUser(ACME, BOB, ORGANIZATION_OWNER);
        node.members().grant(as(ANN), team, CAROL, COMMUNITY_VIEWER);
        node.members().grant(as(ANN), team, CAROL, COMMUNITY_ADMIN);
        node.host().addUser(ACME, DAVE, COMMUNITY_EDITOR);
        Community before = team(team);

        for (Subject allPowerful : List.of(ANN, BOB, CAROL, DAVE)) {
            assertTrue(other.access().can(as(allPowerful), COMMUNITY_DELETE, team));
            Refused refusal = untouched(() -> refused("DEF-2", () -> node.delete(as(allPowerful), team)));
            assertEquals(1, refusal.unmet().size(), "a reason of its own");
            assertTrue(String.valueOf(refusal.getMessage()).contains("default community"), refusal::getMessage);
        }
        assertEquals(before, team(team));
        assertEquals(before, other.getDefault(as(WATCHER)));
        assertTrue(later().access().can(as(CAROL), COMMUNITY_VIEW, team));
    }

    @Test
    @Rule({"DEF-2", "ACC-8"})
    void who_may_not_delete_at_all_is_told_so() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);

        untouched(() -> forbidden(COMMUNITY_DELETE, () -> node.delete(as(BOB), team)));
        untouched(() -> forbidden(COMMUNITY_DELETE, () -> node.delete(as(CAROL), team)));
        untouched(() -> notFound(() -> node.delete(as(DAVE), team)));
        untouched(() -> notFound(() -> node.delete(Caller.of(GLOBEX, ANN), team)));
    }

    @Test
    @Rule("DEF-2")
    void others_can_be_deleted() {
        CommunityId team = acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");

        changed(() -> node.delete(as(BOB), cats));

        forbiddenOrGone(cats);
        assertEquals(List.of(team), communities().stream().map(Community::id).toList());
    }

    private void forbiddenOrGone(CommunityId community) {
        notFound(() -> other.get(as(WATCHER), community));
        assertFalse(later().access().can(as(BOB), COMMUNITY_VIEW, community));
    }

    @Test
    @Rule("DEF-2")
    void the_host_has_no_way_to_delete_it_either() {
        for (Method operation : Host.class.getMethods()) {
            assertFalse(
                    Arrays.asList(operation.getParameterTypes()).contains(CommunityId.class),
                    () -> operation + " must not act on a single community");
        }
    }

    @Test
    @Rule("DEF-2")
    void sixteen_administrators_who_try_at_once_fail_too() {
        CommunityId team = acme();
        try (Race race = new Race(16)) {
            List<Callable<Written<Community>>> tasks = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Communities on = i % 2 == 0 ? node : other;
                tasks.add(() -> on.delete(as(ANN), team));
            }
            untouched(() -> {
                for (Outcome<Written<Community>> outcome : race.<Written<Community>>run(tasks)) {
                    assertEquals("DEF-2", outcome.refusal().orElseThrow().rule());
                }
                return team;
            });
        }
        assertEquals(CommunityKind.DEFAULT, team(team).kind());
    }

    @Test
    @Rule("DEF-2")
    void its_kind_never_changes_whatever_else_does() {
        CommunityId team = acme();
        rename(ANN, team, "The Hub");
        node.update(
                as(ANN),
                team,
                CommunityUpdate.nothing().description("Where we meet"),
                team(team).version());
        node.host().register(ACME, "Acme and Sons");
        node.host().signIn(ACME, BOB);
        node.members().leave(as(BOB), team);
        communityOf(CAROL, "Acme and Sons Team");

        assertEquals(CommunityKind.DEFAULT, team(team).kind());
        assertEquals(team, other.getDefault(as(WATCHER)).id());
        assertEquals(CommunityKind.STANDARD, community("Acme and Sons Team").kind());
    }

    @Test
    @Rule({"DEF-2", "DEF-11"})
    void it_outlives_its_last_member() {
        CommunityId team = acme();
        node.host().signIn(ACME, ANN);
        node.host().signIn(ACME, BOB);
        for (Subject user : List.of(ANN, BOB, CAROL)) {
            node.host().removeUser(ACME, user);
        }

        assertEquals(List.of(), members(team));
        assertEquals("Acme Team", team(team).name());
        node.host().addUser(ACME, DAVE);
        assertEquals(JOINED, signIn(DAVE));
    }

    // DEF-3

    @Test
    @Rule("DEF-3")
    void the_first_sign_in_makes_a_member_with_the_role_of_the_policy() {
        CommunityId team = acme();
        assertTrue(member(team, BOB).isEmpty());
        forbidden(COMMUNITY_VIEW, () -> other.get(as(BOB), team));

        Written<SignIn> signIn = changed(() -> node.host().signIn(ACME, BOB));

        assertEquals(JOINED, signIn.value().outcome());
        assertEquals(team(team), signIn.value().community());
        Member bob = member(team, BOB).orElseThrow();
        assertEquals(COMMUNITY_DEVELOPER, bob.role());
        assertEquals(cluster.clock().instant(), bob.since());
        assertEquals(1, bob.sources().size());
        assertEquals(Optional.empty(), bob.sources().get(0).expiresAt());
        assertTrue(later().access().can(as(BOB), PROJECT_CREATE, team));
        assertFalse(other.access().can(as(BOB), COMMUNITY_UPDATE, team));
        assertEquals("Acme Team", other.getDefault(as(BOB)).name());
        assertTrue(member(team, CAROL).isEmpty(), "who has not signed in is no member");
    }

    @Test
    @Rule("DEF-3")
    void the_delegated_policy_makes_a_viewer() {
        run(Policy.delegated());
        CommunityId team = acme();

        assertEquals(JOINED, signIn(BOB));

        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(team, BOB));
        assertTrue(later().access().can(as(BOB), COMMUNITY_VIEW, team));
        assertFalse(other.access().can(as(BOB), PROJECT_CREATE, team));
    }

    @Test
    @Rule("DEF-3")
    void a_policy_of_the_hosts_own_gives_its_role() {
        run(Policy.standard().toBuilder("own")
                .firstSignInRole(PROJECT_DEVELOPER)
                .build());
        CommunityId team = acme();

        assertEquals(JOINED, signIn(BOB));
        assertEquals(Set.of(PROJECT_DEVELOPER), ownRoles(team, BOB));
    }

    @Test
    @Rule("DEF-3")
    void every_user_gets_it_whatever_other_roles_they_have() {
        CommunityId team = acme();
        Subject erin = Subject.federatedUser("erin");
        node.host().addUser(ACME, BOB, ORGANIZATION_OWNER, COMMUNITY_ADMIN);
        node.host().addUser(ACME, erin, COMMUNITY_EDITOR);
        CommunityId cats = communityOf(CAROL, "Cat lovers");

        for (Subject user : List.of(ANN, BOB, CAROL, erin, WATCHER)) {
            assertEquals(JOINED, signIn(user));
            assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, user));
        }
        assertTrue(member(cats, ANN).isEmpty(), "it makes nobody a member of anything else");
        assertEquals(Set.of(COMMUNITY_ADMIN), ownRoles(cats, CAROL));
    }

    @Test
    @Rule("DEF-3")
    void a_later_sign_in_writes_nothing() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);

        for (int day = 0; day < 3; day++) {
            cluster.clock().advance(Duration.ofDays(1));
            for (Communities on : List.of(node, other)) {
                SignIn again = unchanged(() -> on.host().signIn(ACME, BOB)).value();
                assertEquals(MEMBER, again.outcome());
                assertEquals(team(team), again.community());
            }
        }
        assertEquals(MEMBER, cluster.node().host().signIn(ACME, BOB).value().outcome(), "nor after a restart");
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, BOB));
    }

    @Test
    @Rule("DEF-3")
    void a_later_sign_in_restores_no_role_that_was_changed_meanwhile() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.members()
                .update(
                        as(ANN),
                        team,
                        BindingDelta.nothing().add(BOB, COMMUNITY_VIEWER).remove(BOB, COMMUNITY_DEVELOPER));

        assertEquals(
                MEMBER, unchanged(() -> node.host().signIn(ACME, BOB)).value().outcome());
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(team, BOB));
    }

    @Test
    @Rule({"DEF-3", "MEM-9"})
    void who_replaces_its_bindings_as_they_were_before_a_first_sign_in_is_told_so() {
        CommunityId team = acme();
        long before = team(team).bindingsVersion();
        node.host().signIn(ACME, BOB);

        untouched(() -> stale(
                "MEM-9",
                () -> node.members().replace(as(ANN), team, List.of(NewBinding.of(ANN, COMMUNITY_VIEWER)), before)));
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, BOB));
        long now = team(team).bindingsVersion();
        node.host().signIn(ACME, BOB);
        assertEquals(now, team(team).bindingsVersion(), "a later one changes none");
    }

    @Test
    @Rule("DEF-3")
    void a_later_sign_in_under_another_policy_writes_nothing_either() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        run(Policy.delegated());

        assertEquals(
                MEMBER, unchanged(() -> node.host().signIn(ACME, BOB)).value().outcome());
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, BOB));
    }

    @Test
    @Rule("DEF-3")
    void a_user_of_two_organizations_joins_both() {
        CommunityId acmeTeam = acme();
        CommunityId globexTeam = register(GLOBEX, "Globex");
        node.host().signIn(GLOBEX, BOB);

        assertTrue(member(acmeTeam, BOB).isEmpty());
        assertEquals(JOINED, signIn(BOB));
        assertEquals(
                globexTeam, node.host().signIn(GLOBEX, BOB).value().community().id());
        assertEquals(MEMBER, node.host().signIn(GLOBEX, BOB).value().outcome());
    }

    @Test
    @Rule("DEF-3")
    void users_of_the_same_id_but_of_another_kind_join_each_for_themselves() {
        CommunityId team = acme();
        Subject namesake = Subject.federatedUser("bob");
        node.host().addUser(ACME, namesake);

        assertEquals(JOINED, signIn(BOB));
        assertTrue(member(team, namesake).isEmpty());
        assertEquals(JOINED, signIn(namesake));
        assertEquals(MEMBER, signIn(BOB));
    }

    @Test
    @Rule({"DEF-3", "CON-1"})
    void the_same_user_who_signs_in_on_ten_nodes_at_once_joins_once() {
        CommunityId team = acme();
        List<Communities> nodes = new ArrayList<>(List.of(node, other));
        while (nodes.size() < 10) {
            nodes.add(cluster.node());
        }
        try (Race race = new Race(20)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                Subject user = Subject.user("newcomer " + round);
                node.host().addUser(ACME, user);
                Revision before = revision();
                List<Callable<Written<SignIn>>> tasks = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    Communities on = nodes.get(i % 10);
                    tasks.add(() -> on.host().signIn(ACME, user));
                }
                List<Written<SignIn>> written = race.<Written<SignIn>>run(tasks).stream()
                        .map(Outcome::get)
                        .toList();

                assertEquals(1, written.stream().filter(Written::changed).count(), "one of them writes");
                for (Written<SignIn> each : written) {
                    assertEquals(each.changed() ? JOINED : MEMBER, each.value().outcome());
                    assertEquals(before.next(), each.revision());
                    assertEquals(team, each.value().community().id());
                }
                assertEquals(before.next(), revision());
                List<ChangeRecord> records = other.host().changes(ACME, before, 10);
                assertEquals(
                        List.of(List.of(ChangeKind.USER_SIGNED_IN, ChangeKind.BINDING_ADDED)),
                        records.stream().map(AcmeRules::kinds).toList());
            }
        }
        assertEquals(Race.ROUNDS, members(team).size());
    }

    // DEF-4

    @Test
    @Rule("DEF-4")
    void who_was_removed_is_not_brought_back_by_signing_in() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        changed(() -> node.members().remove(as(ANN), team, BOB));

        assertKeptOut(team, BOB);
        assertFalse(later().access().can(as(BOB), COMMUNITY_VIEW, team));
    }

    private void assertKeptOut(CommunityId team, Subject user) {
        for (Communities on : List.of(node, other)) {
            SignIn signIn = unchanged(() -> on.host().signIn(ACME, user)).value();
            assertEquals(KEPT_OUT, signIn.outcome());
            assertEquals(team, signIn.community().id());
        }
        assertEquals(Set.of(), ownRoles(team, user));
    }

    @Test
    @Rule({"DEF-4", "MEM-11"})
    void who_left_is_not_brought_back_by_signing_in() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        changed(() -> node.members().leave(as(BOB), team));

        assertKeptOut(team, BOB);
    }

    @Test
    @Rule("DEF-4")
    void who_loses_their_last_role_there_counts_as_removed() {
        CommunityId team = acme();
        List<Subject> users = List.of(BOB, CAROL, WATCHER);
        users.forEach(user -> node.host().signIn(ACME, user));
        changed(() -> node.members().revoke(as(ANN), team, BOB, COMMUNITY_DEVELOPER));
        changed(() ->
                node.members().update(as(ANN), team, BindingDelta.nothing().remove(CAROL, COMMUNITY_DEVELOPER)));
        changed(() ->
                node.members().replace(as(ANN), team, List.of(), team(team).bindingsVersion()));

        users.forEach(user -> assertKeptOut(team, user));
    }

    @Test
    @Rule("DEF-4")
    void who_keeps_a_role_there_was_not_removed() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.members().grant(as(ANN), team, BOB, COMMUNITY_EDITOR);
        node.members().revoke(as(ANN), team, BOB, COMMUNITY_DEVELOPER);

        assertEquals(
                MEMBER, unchanged(() -> node.host().signIn(ACME, BOB)).value().outcome());
        assertEquals(Set.of(COMMUNITY_EDITOR), ownRoles(team, BOB));
    }

    @Test
    @Rule("DEF-4")
    void who_was_replaced_by_their_own_next_role_was_not_removed() {
        CommunityId team = acme();
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER);
        node.members()
                .replace(
                        as(ANN),
                        team,
                        List.of(NewBinding.of(BOB, COMMUNITY_EDITOR)),
                        team(team).bindingsVersion());

        assertEquals(JOINED, signIn(BOB));
        assertEquals(Set.of(COMMUNITY_EDITOR, COMMUNITY_DEVELOPER), ownRoles(team, BOB));
    }

    @Test
    @Rule("DEF-4")
    void who_was_removed_before_they_ever_signed_in_is_kept_out() {
        CommunityId team = acme();
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER);
        changed(() -> node.members().remove(as(ANN), team, BOB));
        changed(() -> node.members().remove(as(ANN), team, CAROL));
        unchanged(() -> node.members().remove(as(ANN), team, BOB));
        unchanged(() -> other.members().remove(as(ANN), team, CAROL));

        assertKeptOut(team, BOB);
        assertKeptOut(team, CAROL);
    }

    @Test
    @Rule("DEF-4")
    void who_left_before_they_ever_signed_in_is_kept_out() {
        CommunityId team = acme();
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER);
        changed(() -> node.members().leave(as(BOB), team));

        assertKeptOut(team, BOB);
    }

    @Test
    @Rule("DEF-4")
    void revoking_a_role_that_someone_does_not_have_removes_nobody() {
        CommunityId team = acme();
        unchanged(() -> node.members().revoke(as(ANN), team, BOB, COMMUNITY_VIEWER));

        assertEquals(JOINED, signIn(BOB));
    }

    @Test
    @Rule({"DEF-4", "MEM-1"})
    void who_may_not_remove_keeps_nobody_out() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, () -> node.members().remove(as(BOB), team, CAROL)));
        untouched(() -> notFound(() -> node.members().remove(as(DAVE), team, CAROL)));
        untouched(() ->
                assertThrows(CommunitiesException.class, () -> node.members().leave(as(DAVE), team)));

        assertEquals(JOINED, signIn(CAROL));
    }

    @Test
    @Rule("DEF-4")
    void who_is_added_again_is_back_with_the_role_they_were_given() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.members().remove(as(ANN), team, BOB);
        assertKeptOut(team, BOB);
        changed(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER));

        assertEquals(
                MEMBER, unchanged(() -> other.host().signIn(ACME, BOB)).value().outcome());
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(team, BOB), "this was not their first sign-in");
        assertTrue(later().access().can(as(BOB), COMMUNITY_VIEW, team));
    }

    @Test
    @Rule({"DEF-4", "DEF-6"})
    void who_is_added_again_before_any_sign_in_gets_the_role_of_the_first_too() {
        CommunityId team = acme();
        node.members().remove(as(ANN), team, BOB);
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER);

        assertEquals(
                JOINED, changed(() -> node.host().signIn(ACME, BOB)).value().outcome());
        assertEquals(Set.of(COMMUNITY_VIEWER, COMMUNITY_DEVELOPER), ownRoles(team, BOB));
    }

    @Test
    @Rule({"DEF-4", "DEF-6"})
    void a_sign_in_while_kept_out_is_not_remembered() {
        CommunityId team = acme();
        node.members().remove(as(ANN), team, BOB);
        assertKeptOut(team, BOB);
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER);

        // Nothing was written when they were kept out, so this is still the first.
        assertEquals(JOINED, signIn(BOB));
        assertEquals(Set.of(COMMUNITY_VIEWER, COMMUNITY_DEVELOPER), ownRoles(team, BOB));
    }

    @Test
    @Rule("DEF-4")
    void removed_and_added_many_times_the_last_word_counts() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        for (int i = 0; i < 3; i++) {
            changed(() -> node.members().remove(as(ANN), team, BOB));
            assertKeptOut(team, BOB);
            changed(() -> other.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER));
            assertEquals(MEMBER, signIn(BOB));
            changed(() -> node.members().leave(as(BOB), team));
            assertKeptOut(team, BOB);
            changed(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_EDITOR));
            assertEquals(MEMBER, signIn(BOB));
        }
        assertEquals(Set.of(COMMUNITY_EDITOR), ownRoles(team, BOB));
    }

    @Test
    @Rule({"DEF-4", "MEM-8"})
    void an_expiry_is_no_removal() {
        CommunityId team = acme();
        Instant end = cluster.clock().instant().plus(Duration.ofHours(1));
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER, end);
        cluster.clock().advance(Duration.ofHours(1));
        assertEquals(Set.of(), ownRoles(team, BOB));

        assertEquals(
                JOINED, changed(() -> node.host().signIn(ACME, BOB)).value().outcome());
        assertTrue(ownRoles(team, BOB).contains(COMMUNITY_DEVELOPER));
    }

    @Test
    @Rule({"DEF-4", "DEF-3"})
    void whose_role_expired_signs_in_later_without_a_write() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        Instant end = cluster.clock().instant().plus(Duration.ofHours(1));
        node.members().grant(as(ANN), team, BOB, COMMUNITY_DEVELOPER, end);
        cluster.clock().advance(Duration.ofHours(1));

        SignIn.Outcome outcome =
                unchanged(() -> node.host().signIn(ACME, BOB)).value().outcome();
        assertNotEquals(JOINED, outcome, "it was not their first");
        assertEquals(Set.of(), ownRoles(team, BOB));
    }

    @Test
    @Rule("DEF-4")
    void being_removed_elsewhere_keeps_nobody_out() {
        CommunityId team = acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);
        node.members().remove(as(BOB), cats, CAROL);
        node.host().signIn(ACME, BOB);
        Project garden = projectOf(BOB, team, "Garden");
        node.members().grant(as(BOB), garden.id(), CAROL, PROJECT_DEVELOPER);
        node.members().remove(as(BOB), garden.id(), CAROL);

        assertEquals(JOINED, signIn(CAROL));
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, CAROL));
    }

    @Test
    @Rule("DEF-4")
    void a_role_at_one_of_its_projects_brings_nobody_back() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.members().remove(as(ANN), team, BOB);
        Project garden = projectOf(ANN, team, "Garden");
        changed(() -> node.members().grant(as(ANN), garden.id(), BOB, PROJECT_DEVELOPER));
        new Roster(ACME).participant("Acme Team", "Garden", "bob", "viewer").into(node);

        assertKeptOut(team, BOB);
        assertTrue(later().access().can(as(BOB), PROJECT_VIEW, garden.id()), "a participant needs no membership");
    }

    @Test
    @Rule({"DEF-4", "ORG-4"})
    void who_returns_to_the_organization_starts_anew() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.members().remove(as(ANN), team, BOB);
        node.host().removeUser(ACME, BOB);
        untouched(() -> notFound("DEF-5", () -> node.host().signIn(ACME, BOB)));
        node.host().addUser(ACME, BOB);

        assertEquals(
                JOINED, changed(() -> node.host().signIn(ACME, BOB)).value().outcome());
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, BOB));
        node.host().removeUser(ACME, BOB);
        node.host().addUser(ACME, BOB);
        assertEquals(JOINED, signIn(BOB), "and anew each time");
    }

    @Test
    @Rule({"DEF-4", "DEF-7"})
    void an_administrator_who_was_removed_is_no_member_and_administers_still() {
        CommunityId team = acme();
        node.host().signIn(ACME, ANN);
        node.host().addUser(ACME, BOB, ORGANIZATION_ADMIN);

        Removal removal =
                changed(() -> node.members().remove(as(BOB), team, ANN)).value();

        assertEquals(
                List.of(COMMUNITY_DEVELOPER),
                removal.ended().stream().map(binding -> binding.role()).toList());
        assertEquals(
                List.of(Optional.of(ORGANIZATION_ADMIN)),
                removal.remaining().stream().map(RoleSource::inheritedFrom).toList());
        assertKeptOut(team, ANN);
        assertTrue(later().access().can(as(ANN), COMMUNITY_MANAGE_ACCESS, team));
    }

    @Test
    @Rule({"DEF-4", "CON-1"})
    void removed_at_the_moment_of_their_first_sign_in_they_are_out_either_way() {
        CommunityId team = acme();
        try (Race race = new Race(16)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                Subject user = Subject.user("newcomer " + round);
                node.host().addUser(ACME, user);
                List<Callable<Boolean>> tasks = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    Communities on = i % 4 < 2 ? node : other;
                    if (i % 8 == 0) {
                        tasks.add(() -> on.members().remove(as(ANN), team, user).changed());
                    } else {
                        tasks.add(() -> on.host().signIn(ACME, user).changed());
                    }
                }
                race.<Boolean>run(tasks).forEach(Outcome::get);

                assertKeptOut(team, user);
            }
        }
    }

    // DEF-5

    @Test
    @Rule("DEF-5")
    void who_is_not_a_user_of_the_organization_does_not_sign_in() {
        CommunityId team = acme();
        register(GLOBEX, "Globex");
        node.host().addUser(GLOBEX, DAVE);

        untouched(() -> notFound("DEF-5", () -> node.host().signIn(ACME, DAVE)));
        untouched(() -> notFound("DEF-5", () -> node.host().signIn(ACME, Subject.federatedUser("bob"))));
        untouched(() -> notFound("DEF-5", () -> node.host().signIn(ACME, Subject.user("BOB"))));
        assertEquals(List.of(), members(team));
        assertEquals(JOINED, node.host().signIn(GLOBEX, DAVE).value().outcome());
        notFound("ORG-1", () -> node.host().signIn(OrganizationId.of("initech"), BOB));
    }

    @Test
    @Rule("DEF-5")
    void who_is_no_user_at_all_does_not_sign_in() {
        CommunityId team = acme();
        node.host().addServiceAccount(ACME, ROBOT);
        node.host().addGroup(ACME, CATS);

        for (Subject none : List.of(ROBOT, CATS, Subject.allUsers(), Subject.serviceAccount("unknown"))) {
            untouched(() -> invalid("DEF-5", () -> node.host().signIn(ACME, none)));
        }
        assertEquals(List.of(), members(team));
    }

    @Test
    @Rule("DEF-5")
    void a_refused_sign_in_is_not_remembered() {
        CommunityId team = acme();
        notFound("DEF-5", () -> node.host().signIn(ACME, DAVE));
        node.host().addUser(ACME, DAVE);

        assertEquals(0, other.host().overview(ACME).signedIn());
        assertEquals(
                JOINED, changed(() -> node.host().signIn(ACME, DAVE)).value().outcome());
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, DAVE));
        assertEquals(1, other.host().overview(ACME).signedIn());
    }

    // DEF-6

    @Test
    @Rule("DEF-6")
    void who_has_roles_there_before_the_first_sign_in_keeps_them_and_gets_its_role_too() {
        CommunityId team = acme();
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER);
        node.members().grant(as(ANN), team, BOB, COMMUNITY_EDITOR);
        Instant granted = cluster.clock().instant();
        cluster.clock().advance(Duration.ofHours(1));

        assertEquals(
                JOINED, changed(() -> node.host().signIn(ACME, BOB)).value().outcome());

        assertEquals(Set.of(COMMUNITY_VIEWER, COMMUNITY_EDITOR, COMMUNITY_DEVELOPER), ownRoles(team, BOB));
        Member bob = member(team, BOB).orElseThrow();
        assertEquals(COMMUNITY_EDITOR, bob.role());
        assertEquals(granted, bob.since(), "since the oldest");
        assertEquals(
                MEMBER, unchanged(() -> node.host().signIn(ACME, BOB)).value().outcome());
    }

    @Test
    @Rule("DEF-6")
    void who_has_that_very_role_already_signs_in_for_the_first_time_all_the_same() {
        CommunityId team = acme();
        node.members().grant(as(ANN), team, BOB, COMMUNITY_DEVELOPER);

        Written<SignIn> signIn = changed(() -> node.host().signIn(ACME, BOB));

        assertEquals(JOINED, signIn.value().outcome());
        assertEquals(List.of(ChangeKind.USER_SIGNED_IN), kinds(recordOf(signIn)), "no role is bound twice");
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, BOB));
        assertEquals(
                MEMBER, unchanged(() -> node.host().signIn(ACME, BOB)).value().outcome());
    }

    @Test
    @Rule({"DEF-6", "MEM-8"})
    void what_the_first_sign_in_gives_does_not_end_with_what_was_there_before() {
        CommunityId team = acme();
        Instant end = cluster.clock().instant().plus(Duration.ofHours(1));
        node.members().grant(as(ANN), team, BOB, COMMUNITY_DEVELOPER, end);
        node.members().grant(as(ANN), team, BOB, COMMUNITY_EDITOR, end);
        assertEquals(JOINED, signIn(BOB));

        cluster.clock().advance(Duration.ofHours(2));
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, BOB));
        assertTrue(other.access().can(as(BOB), PROJECT_CREATE, team));
        assertFalse(other.access().can(as(BOB), COMMUNITY_UPDATE, team));
    }

    @Test
    @Rule({"DEF-6", "ORG-6"})
    void whom_the_roster_brought_in_keeps_their_roles_too() {
        CommunityId team = acme();
        new Roster(ACME).member("Acme Team", "bob", "viewer").into(node);

        assertEquals(JOINED, signIn(BOB));
        assertEquals(Set.of(COMMUNITY_VIEWER, COMMUNITY_DEVELOPER), ownRoles(team, BOB));
    }

    // DEF-7

    @Test
    @Rule("DEF-7")
    void administrators_and_owners_of_the_organization_administer_it_by_inheritance() {
        CommunityId team = acme();
        node.host().addUser(ACME, BOB, ORGANIZATION_OWNER);
        node.host().signIn(ACME, CAROL);
        Project garden = projectOf(CAROL, team, "Garden");

        for (Map.Entry<Subject, Role> each :
                Map.of(ANN, ORGANIZATION_ADMIN, BOB, ORGANIZATION_OWNER).entrySet()) {
            Subject user = each.getKey();
            assertTrue(later().access().can(as(user), COMMUNITY_MANAGE_ACCESS, team));
            assertTrue(other.access().can(as(user), PROJECT_MANAGE_ACCESS, garden.id()));
            Decision decision = other.access().explain(as(user), COMMUNITY_MANAGE_ACCESS, team);
            assertEquals(1, decision.sources().size());
            RoleSource source = decision.sources().get(0);
            assertEquals(COMMUNITY_ADMIN, source.role());
            assertEquals(team, source.scope());
            assertEquals(Optional.of(each.getValue()), source.inheritedFrom());
            assertEquals(user, source.boundTo());
            assertTrue(member(team, user).isEmpty(), "no binding is written");
        }
        assertFalse(other.access().can(as(CAROL), COMMUNITY_MANAGE_ACCESS, team), "not so a mere member");
    }

    @Test
    @Rule("DEF-7")
    void no_binding_is_written_for_it() {
        acme();
        long bindings = other.host().overview(ACME).bindings();
        Written<Subject> added = changed(() -> node.host().addUser(ACME, BOB, ORGANIZATION_ADMIN));

        Change bound = only(ChangeKind.BINDING_ADDED, recordOf(added));
        assertEquals(ACME, bound.scope());
        assertEquals(Map.of("role", "organization.admin"), bound.after());
        assertEquals(bindings + 1, other.host().overview(ACME).bindings());
    }

    @Test
    @Rule({"DEF-7", "MEM-10"})
    void among_the_members_it_is_shown_as_inherited_with_its_source() {
        CommunityId team = acme();
        node.host().signIn(ACME, ANN);

        Member ann = member(team, ANN).orElseThrow();
        assertEquals(COMMUNITY_ADMIN, ann.role(), "the one shown is the higher");
        assertEquals(
                Set.of(COMMUNITY_ADMIN, COMMUNITY_DEVELOPER),
                ann.sources().stream().map(RoleSource::role).collect(Collectors.toSet()));
        RoleSource inherited = ann.sources().get(0);
        assertEquals(Optional.of(ORGANIZATION_ADMIN), inherited.inheritedFrom());
        assertTrue(inherited.text().contains("organization.admin"), inherited::text);
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, ANN));
    }

    @Test
    @Rule("DEF-7")
    void it_ends_with_the_organization_role() {
        CommunityId team = acme();
        node.host().signIn(ACME, ANN);
        assertTrue(later().access().can(as(ANN), COMMUNITY_MANAGE_ACCESS, team));

        node.host().revokeRole(ACME, ANN, ORGANIZATION_ADMIN);

        assertFalse(node.access().can(as(ANN), COMMUNITY_MANAGE_ACCESS, team));
        assertFalse(later().access().can(as(ANN), COMMUNITY_MANAGE_ACCESS, team));
        assertTrue(other.access().can(as(ANN), PROJECT_CREATE, team), "a developer still");
        assertEquals(COMMUNITY_DEVELOPER, member(team, ANN).orElseThrow().role());
        untouched(() ->
                forbidden(COMMUNITY_MANAGE_ACCESS, () -> node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER)));
    }

    @Test
    @Rule({"DEF-7", "MEM-8"})
    void it_ends_when_the_organization_role_expires() {
        CommunityId team = acme();
        Instant end = cluster.clock().instant().plus(Duration.ofHours(1));
        node.members().grant(as(ANN), ACME, BOB, ORGANIZATION_ADMIN, end);
        RoleSource source = later().access()
                .explain(as(BOB), COMMUNITY_MANAGE_ACCESS, team)
                .sources()
                .get(0);
        assertEquals(Optional.of(end), source.expiresAt());

        cluster.clock().advance(Duration.ofHours(1));
        assertFalse(other.access().can(as(BOB), COMMUNITY_MANAGE_ACCESS, team));
    }

    @Test
    @Rule("DEF-7")
    void it_comes_through_a_group_too() {
        CommunityId team = acme();
        node.host().addGroup(ACME, CATS);
        node.host().addToGroup(ACME, CATS, BOB);
        node.members().grant(as(ANN), ACME, CATS, ORGANIZATION_ADMIN);

        RoleSource source = later().access()
                .explain(as(BOB), COMMUNITY_MANAGE_ACCESS, team)
                .sources()
                .get(0);
        assertEquals(COMMUNITY_ADMIN, source.role());
        assertEquals(Optional.of(ORGANIZATION_ADMIN), source.inheritedFrom());
        assertEquals(RoleSource.Kind.GROUP, source.kind());
        assertEquals(CATS, source.boundTo());
        assertFalse(other.access().can(as(CAROL), COMMUNITY_MANAGE_ACCESS, team));
    }

    @Test
    @Rule("DEF-7")
    void standard_communities_are_not_inherited() {
        acme();
        node.host().addUser(ACME, CAROL, ORGANIZATION_OWNER);
        CommunityId cats = communityOf(BOB, "Cat lovers");

        assertFalse(other.access().can(as(ANN), COMMUNITY_VIEW, cats));
        assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, cats));
        forbidden(COMMUNITY_VIEW, () -> other.get(as(ANN), cats));
    }

    @Test
    @Rule("DEF-7")
    void the_policy_says_which_organization_role_it_takes() {
        run(Policy.standard().toBuilder("owners only")
                .defaultAdministrationRole(ORGANIZATION_OWNER)
                .build());
        CommunityId team = acme();
        node.host().addUser(ACME, BOB, ORGANIZATION_OWNER);
        assertFalse(later().access().can(as(ANN), COMMUNITY_VIEW, team));
        assertTrue(other.access().can(as(BOB), COMMUNITY_MANAGE_ACCESS, team));

        run(WITHOUT_INHERITANCE);
        assertFalse(other.access().can(as(BOB), COMMUNITY_VIEW, team));

        run(Policy.standard().toBuilder("everywhere")
                .standardAdministrationRole(ORGANIZATION_ADMIN)
                .build());
        CommunityId cats = communityOf(CAROL, "Cat lovers");
        assertTrue(later().access().can(as(ANN), COMMUNITY_MANAGE_ACCESS, cats));
        assertTrue(other.access().can(as(BOB), COMMUNITY_MANAGE_ACCESS, cats));
    }

    // DEF-8

    @Test
    @Rule("DEF-8")
    void an_inherited_role_is_not_revoked_at_the_community_and_the_refusal_names_where_it_comes_from() {
        CommunityId team = acme();
        node.host().signIn(ACME, ANN);
        node.host().addUser(ACME, BOB, ORGANIZATION_OWNER);

        for (Subject by : List.of(ANN, BOB)) {
            Refused admin =
                    untouched(() -> refused("DEF-8", () -> node.members().revoke(as(by), team, ANN, COMMUNITY_ADMIN)));
            assertTrue(String.valueOf(admin.getMessage()).contains("organization.admin"), admin::getMessage);
            Refused owner =
                    untouched(() -> refused("DEF-8", () -> node.members().revoke(as(by), team, BOB, COMMUNITY_ADMIN)));
            assertTrue(String.valueOf(owner.getMessage()).contains("organization.owner"), owner::getMessage);
        }
        assertTrue(later().access().can(as(ANN), COMMUNITY_MANAGE_ACCESS, team));
    }

    @Test
    @Rule("DEF-8")
    void a_delta_that_revokes_what_is_inherited_is_refused_as_a_whole() {
        CommunityId team = acme();
        untouched(() -> refused(
                "DEF-8",
                () -> node.members()
                        .update(
                                as(ANN),
                                team,
                                BindingDelta.nothing()
                                        .add(BOB, COMMUNITY_VIEWER)
                                        .remove(ANN, COMMUNITY_ADMIN))));

        assertTrue(member(team, BOB).isEmpty());
    }

    @Test
    @Rule("DEF-8")
    void the_same_role_bound_there_is_revoked_and_the_inherited_one_stays() {
        CommunityId team = acme();
        node.host().signIn(ACME, ANN);
        node.members().grant(as(ANN), team, ANN, COMMUNITY_ADMIN);
        assertEquals(Set.of(COMMUNITY_DEVELOPER, COMMUNITY_ADMIN), ownRoles(team, ANN));

        changed(() -> node.members().revoke(as(ANN), team, ANN, COMMUNITY_ADMIN));

        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, ANN));
        assertTrue(later().access().can(as(ANN), COMMUNITY_MANAGE_ACCESS, team));
        untouched(() -> refused("DEF-8", () -> node.members().revoke(as(ANN), team, ANN, COMMUNITY_ADMIN)));
    }

    @Test
    @Rule({"DEF-8", "MEM-1"})
    void who_may_not_revoke_learns_nothing_about_it() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);

        untouched(() ->
                forbidden(COMMUNITY_MANAGE_ACCESS, () -> node.members().revoke(as(BOB), team, ANN, COMMUNITY_ADMIN)));
    }

    @Test
    @Rule("DEF-8")
    void a_community_role_bound_at_the_organization_is_inherited_the_same_way() {
        CommunityId team = acme();
        node.host().addUser(ACME, BOB, COMMUNITY_EDITOR);

        Refused refusal =
                untouched(() -> refused("DEF-8", () -> node.members().revoke(as(ANN), team, BOB, COMMUNITY_EDITOR)));
        assertTrue(String.valueOf(refusal.getMessage()).contains("communities.editor"), refusal::getMessage);
        assertTrue(String.valueOf(refusal.getMessage()).contains("organization"), refusal::getMessage);
        node.host().revokeRole(ACME, BOB, COMMUNITY_EDITOR);
        assertFalse(later().access().can(as(BOB), COMMUNITY_UPDATE, team));
    }

    @Test
    @Rule({"DEF-8", "MEM-7"})
    void removing_a_member_names_what_they_still_inherit() {
        CommunityId team = acme();
        node.host().signIn(ACME, ANN);

        Removal removal =
                changed(() -> node.members().remove(as(ANN), team, ANN)).value();

        assertEquals(1, removal.remaining().size());
        assertEquals(COMMUNITY_ADMIN, removal.remaining().get(0).role());
        assertEquals(Optional.of(ORGANIZATION_ADMIN), removal.remaining().get(0).inheritedFrom());
    }

    // DEF-9

    @Test
    @Rule("DEF-9")
    void appointing_alone_suffices_to_make_a_member_administrator() {
        run(WITHOUT_INHERITANCE);
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        assertFalse(later().access().can(as(ANN), COMMUNITY_VIEW, team));

        changed(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN));

        assertEquals(Set.of(COMMUNITY_DEVELOPER, COMMUNITY_ADMIN), ownRoles(team, BOB));
        assertTrue(later().access().can(as(BOB), COMMUNITY_MANAGE_ACCESS, team));
        node.host().signIn(ACME, ANN);
        changed(() -> node.members().grant(as(ANN), team, ANN, COMMUNITY_ADMIN));
        assertTrue(later().access().can(as(ANN), COMMUNITY_MANAGE_ACCESS, team), "themselves included");
    }

    @Test
    @Rule("DEF-9")
    void it_suffices_for_no_other_role_and_no_other_deed() {
        run(WITHOUT_INHERITANCE);
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.host().signIn(ACME, CAROL);
        node.members().grant(as(ANN), team, CAROL, COMMUNITY_ADMIN);

        for (Role role : List.of(COMMUNITY_VIEWER, COMMUNITY_EDITOR, PROJECT_DEVELOPER)) {
            untouched(() -> assertThrows(Forbidden.class, () -> node.members().grant(as(ANN), team, BOB, role)));
        }
        untouched(() ->
                assertThrows(Forbidden.class, () -> node.members().revoke(as(ANN), team, CAROL, COMMUNITY_ADMIN)));
        untouched(() -> assertThrows(Forbidden.class, () -> node.members().remove(as(ANN), team, BOB)));
        untouched(() -> assertThrows(
                Forbidden.class,
                () -> node.members()
                        .update(
                                as(ANN),
                                team,
                                BindingDelta.nothing().add(BOB, COMMUNITY_ADMIN).add(BOB, COMMUNITY_VIEWER))));
        untouched(() -> assertThrows(
                Forbidden.class,
                () -> node.members()
                        .update(
                                as(ANN),
                                team,
                                BindingDelta.nothing().add(BOB, COMMUNITY_ADMIN).remove(BOB, COMMUNITY_DEVELOPER))));
        long version = team(team).bindingsVersion();
        untouched(() -> assertThrows(
                Forbidden.class,
                () -> node.members().replace(as(ANN), team, List.of(NewBinding.of(BOB, COMMUNITY_ADMIN)), version)));
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, BOB));
    }

    @Test
    @Rule("DEF-9")
    void a_delta_that_only_appoints_is_appointing() {
        run(WITHOUT_INHERITANCE);
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.host().signIn(ACME, CAROL);

        changed(() -> node.members()
                .update(
                        as(ANN),
                        team,
                        BindingDelta.nothing().add(BOB, COMMUNITY_ADMIN).add(CAROL, COMMUNITY_ADMIN)));

        assertEquals(Set.of(COMMUNITY_DEVELOPER, COMMUNITY_ADMIN), ownRoles(team, BOB));
        assertEquals(Set.of(COMMUNITY_DEVELOPER, COMMUNITY_ADMIN), ownRoles(team, CAROL));
    }

    @Test
    @Rule("DEF-9")
    void who_may_not_appoint_does_not() {
        run(WITHOUT_INHERITANCE);
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.host().signIn(ACME, CAROL);

        untouched(() ->
                assertThrows(Forbidden.class, () -> node.members().grant(as(BOB), team, CAROL, COMMUNITY_ADMIN)));
        untouched(() -> assertThrows(Forbidden.class, () -> node.members().grant(as(BOB), team, BOB, COMMUNITY_ADMIN)));
        untouched(() -> notFound(() -> node.members().grant(as(DAVE), team, BOB, COMMUNITY_ADMIN)));
    }

    @Test
    @Rule("DEF-9")
    void who_is_not_a_member_is_not_appointed_whoever_asks() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN);

        for (Subject by : List.of(ANN, BOB)) {
            untouched(() -> refused("DEF-9", () -> node.members().grant(as(by), team, CAROL, COMMUNITY_ADMIN)));
            untouched(() -> refused(
                    "DEF-9",
                    () -> node.members()
                            .update(as(by), team, BindingDelta.nothing().add(CAROL, COMMUNITY_ADMIN))));
        }
        run(WITHOUT_INHERITANCE);
        untouched(() -> refused("DEF-9", () -> node.members().grant(as(ANN), team, CAROL, COMMUNITY_ADMIN)));
        assertTrue(member(team, CAROL).isEmpty());
    }

    @Test
    @Rule("DEF-9")
    void a_group_makes_its_users_members_and_no_service_account_and_all_users_together_nobody() {
        CommunityId team = acme();
        node.host().addServiceAccount(ACME, ROBOT);
        node.host().addGroup(ACME, CATS);
        node.host().addToGroup(ACME, CATS, ROBOT);
        node.host().addToGroup(ACME, CATS, CAROL);
        node.members().grant(as(ANN), team, CATS, COMMUNITY_VIEWER);
        node.members().grant(as(ANN), team, Subject.allUsers(), COMMUNITY_VIEWER);

        for (Subject stranger : List.of(ROBOT, BOB)) {
            untouched(() -> refused("DEF-9", () -> node.members().grant(as(ANN), team, stranger, COMMUNITY_ADMIN)));
        }
        changed(() -> node.members().grant(as(ANN), team, CAROL, COMMUNITY_ADMIN));
        changed(() -> node.members().grant(as(ANN), team, CATS, COMMUNITY_ADMIN));
        assertEquals(Set.of(COMMUNITY_ADMIN), ownRoles(team, CAROL));
    }

    @Test
    @Rule("DEF-9")
    void a_delta_may_make_a_member_first_and_appoint_then() {
        CommunityId team = acme();
        changed(() -> node.members()
                .update(
                        as(ANN),
                        team,
                        BindingDelta.nothing().add(CAROL, COMMUNITY_VIEWER).add(CAROL, COMMUNITY_ADMIN)));

        assertEquals(Set.of(COMMUNITY_VIEWER, COMMUNITY_ADMIN), ownRoles(team, CAROL));
        untouched(() -> refused(
                "DEF-9",
                () -> node.members()
                        .update(
                                as(ANN),
                                team,
                                BindingDelta.nothing().add(BOB, COMMUNITY_ADMIN).add(BOB, COMMUNITY_VIEWER))));
        assertTrue(member(team, BOB).isEmpty(), "its steps are taken in their order");
    }

    @Test
    @Rule({"DEF-9", "MEM-8"})
    void whose_membership_has_expired_or_ended_is_not_appointed() {
        CommunityId team = acme();
        Instant end = cluster.clock().instant().plus(Duration.ofHours(1));
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER, end);
        node.host().signIn(ACME, CAROL);
        node.members().remove(as(ANN), team, CAROL);
        cluster.clock().advance(Duration.ofHours(1));

        untouched(() -> refused("DEF-9", () -> node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN)));
        untouched(() -> refused("DEF-9", () -> node.members().grant(as(ANN), team, CAROL, COMMUNITY_ADMIN)));
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER);
        changed(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN));
        assertEquals(Set.of(COMMUNITY_VIEWER, COMMUNITY_ADMIN), ownRoles(team, BOB));
    }

    @Test
    @Rule("DEF-9")
    void who_is_a_member_through_a_group_is_appointed() {
        CommunityId team = acme();
        node.host().addGroup(ACME, CATS);
        node.host().addToGroup(ACME, CATS, BOB);
        node.members().grant(as(ANN), team, CATS, COMMUNITY_VIEWER);

        changed(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN));
        assertEquals(Set.of(COMMUNITY_ADMIN), ownRoles(team, BOB));
    }

    @Test
    @Rule("DEF-9")
    void a_participant_of_its_projects_is_no_member() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        Project garden = projectOf(BOB, team, "Garden");
        node.members().grant(as(BOB), garden.id(), CAROL, PROJECT_DEVELOPER);

        untouched(() -> refused("DEF-9", () -> node.members().grant(as(ANN), team, CAROL, COMMUNITY_ADMIN)));
    }

    @Test
    @Rule("DEF-9")
    void elsewhere_appointing_makes_no_administrator_where_there_is_one() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);

        untouched(() ->
                assertThrows(Forbidden.class, () -> node.members().grant(as(ANN), cats, CAROL, COMMUNITY_ADMIN)));
        changed(() -> node.members().grant(as(BOB), cats, ANN, COMMUNITY_ADMIN));
    }

    @Test
    @Rule("DEF-9")
    void appointing_twice_changes_nothing() {
        run(WITHOUT_INHERITANCE);
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN);

        unchanged(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN));
    }

    // DEF-10

    @Test
    @Rule("DEF-10")
    void its_name_follows_the_organizations_name() {
        CommunityId team = acme();
        Community before = team(team);
        cluster.clock().advance(Duration.ofMinutes(1));

        Written<Organization> renamed = changed(() -> node.host().register(ACME, "Globex"));

        Community after = team(team);
        assertEquals("Globex Team", after.name());
        assertEquals(before.createdAt(), after.createdAt());
        assertEquals(cluster.clock().instant(), after.updatedAt());
        assertNotEquals(before.version(), after.version());
        ChangeRecord record = recordOf(renamed);
        assertEquals(List.of(ChangeKind.ORGANIZATION_RENAMED, ChangeKind.COMMUNITY_UPDATED), kinds(record));
        assertEquals(Map.of("name", "Acme Team"), record.changes().get(1).before());
        assertEquals(Map.of("name", "Globex Team"), record.changes().get(1).after());
        stale(
                "COM-4",
                () -> node.update(
                        as(ANN), team, CommunityUpdate.nothing().description("Where we meet"), before.version()));
        node.host().register(ACME, "Initech");
        assertEquals("Initech Team", team(team).name(), "again and again");
    }

    @Test
    @Rule("DEF-10")
    void once_somebody_renamed_it_it_never_follows_again() {
        CommunityId team = acme();
        changed(() -> rename(ANN, team, "The Hub"));

        Written<Organization> renamed = changed(() -> node.host().register(ACME, "Globex"));

        assertEquals("The Hub", team(team).name());
        assertEquals(List.of(ChangeKind.ORGANIZATION_RENAMED), kinds(recordOf(renamed)));
        changed(() -> rename(ANN, team, "Globex Team"));
        node.host().register(ACME, "Initech");
        assertEquals("Globex Team", team(team).name(), "not even when it was named as it would have been");
    }

    @Test
    @Rule("DEF-10")
    void what_is_no_renaming_does_not_stop_it() {
        CommunityId team = acme();
        changed(() -> node.update(
                as(ANN),
                team,
                CommunityUpdate.nothing().description("Where we meet"),
                team(team).version()));
        unchanged(() -> node.update(
                as(ANN),
                team,
                CommunityUpdate.nothing().name("Acme Team"),
                team(team).version()));
        node.host().signIn(ACME, BOB);
        untouched(() -> forbidden(COMMUNITY_UPDATE, () -> rename(BOB, team, "The Hub")));

        node.host().register(ACME, "Globex");
        assertEquals("Globex Team", team(team).name());
        assertEquals("Where we meet", team(team).description());
    }

    @Test
    @Rule({"DEF-10", "COM-2"})
    void a_generated_name_may_be_long_odd_or_taken() {
        CommunityId team = acme();
        CommunityId taken = communityOf(BOB, "Globex Team");

        node.host().register(ACME, "Globex");
        assertEquals("Globex Team", team(team).name());
        assertEquals("Globex Team", other.get(as(WATCHER), taken).name());
        assertEquals(2, communities("Globex Team").size());
        node.host().register(ACME, "A".repeat(128));
        assertEquals("A".repeat(128) + " Team", team(team).name());
        node.host().register(ACME, "-x-");
        assertEquals("-x- Team", team(team).name());
        assertEquals(
                Set.of("Globex Team", "-x- Team"),
                communities().stream().map(Community::name).collect(Collectors.toSet()));
    }

    @Test
    @Rule({"DEF-10", "COM-2"})
    void a_name_that_somebody_gives_it_is_under_the_rules_of_all() {
        CommunityId team = acme();
        communityOf(BOB, "Cat lovers");

        untouched(() -> refused("COM-2", () -> rename(ANN, team, "CAT LOVERS")));
        invalid("COM-2", () -> CommunityUpdate.nothing().name("Hu"));
        node.host().register(ACME, "Globex");
        assertEquals("Globex Team", team(team).name(), "a refused renaming is none");
    }

    @Test
    @Rule({"DEF-10", "CON-1"})
    void renamed_on_both_sides_at_once_it_never_follows_again() {
        try (Race race = new Race(2)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                OrganizationId id = OrganizationId.of("organization " + round);
                CommunityId team = register(id, "Acme");
                Caller ann = Caller.of(id, ANN);
                long version = other.get(ann, team).version();
                List<Callable<Boolean>> tasks = List.of(
                        () -> node.host().register(id, "Globex").changed(),
                        () -> other.update(ann, team, CommunityUpdate.nothing().name("The Hub"), version)
                                .changed());
                List<Outcome<Boolean>> outcomes = race.<Boolean>run(tasks);

                assertTrue(outcomes.get(0).get());
                boolean named = outcomes.get(1).value().orElse(false);
                outcomes.get(1).refusal().ifPresent(refusal -> assertEquals("COM-4", refusal.rule()));
                assertEquals(
                        named ? "The Hub" : "Globex Team", other.get(ann, team).name());
                node.host().register(id, "Initech");
                assertEquals(
                        named ? "The Hub" : "Initech Team", other.get(ann, team).name());
            }
        }
    }

    // DEF-11

    @Test
    @Rule("DEF-11")
    void in_everything_else_it_is_a_community_like_any_other() {
        CommunityId team = acme();
        CommunityId cats = communityOf(ANN, "Cat lovers");
        for (CommunityId each : List.of(team, cats)) {
            changed(() -> node.members().grant(as(ANN), each, BOB, COMMUNITY_EDITOR));
            changed(() -> node.update(
                    as(BOB),
                    each,
                    CommunityUpdate.nothing().description("Where we meet"),
                    team(each).version()));
            Project garden = changed(() -> node.projects().create(as(BOB), each, NewProject.named("Garden")))
                    .value();
            changed(() -> node.members().grant(as(BOB), garden.id(), CAROL, PROJECT_DEVELOPER));
            assertEquals("Where we meet", team(each).description());
            assertTrue(later().access().can(as(CAROL), PROJECT_VIEW, garden.id()));
            assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, each), "a participant is no member");
            forbidden(COMMUNITY_VIEW, () -> other.get(as(CAROL), each));
            untouched(() -> forbidden(
                    COMMUNITY_UPDATE,
                    () -> node.update(as(CAROL), each, CommunityUpdate.nothing().description(""), 1)));
            untouched(() -> refused("MEM-2", () -> node.members().grant(as(ANN), each, DAVE, COMMUNITY_VIEWER)));
            changed(() -> node.members().leave(as(BOB), each));
        }
        assertEquals(
                List.of("Acme Team", "Cat lovers"),
                communities().stream().map(Community::name).toList());
        assertEquals(
                List.of("Acme Team"),
                all(page -> other.list(as(ANN), CommunityFilter.all().containing("TEAM"), page)).stream()
                        .map(Community::name)
                        .toList());
        assertEquals(
                List.of(),
                all(page -> other.list(as(CAROL), CommunityFilter.all(), page)),
                "lists omit what the caller may not view");
    }

    @Test
    @Rule({"DEF-11", "COM-5"})
    void who_is_not_in_it_is_told_that_they_may_not() {
        CommunityId team = acme();
        forbidden(COMMUNITY_VIEW, () -> other.get(as(BOB), team));
        forbidden(COMMUNITY_VIEW, () -> other.getDefault(as(BOB)));
        notFound(() -> other.getDefault(as(DAVE)));
    }

    @Test
    @Rule({"DEF-11", "MEM-5"})
    void it_may_lose_the_last_administrator_of_its_own() {
        // MEM-5 and MEM-6 speak of standard communities; this one always has the organization's administrators.
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN);

        changed(() -> node.members().leave(as(BOB), team));
        assertEquals(List.of(), members(team));
        assertEquals(List.of(), all(page -> other.orphaned(as(ANN), page)));
    }

    @Test
    @Rule("DEF-11")
    void nothing_obliges_anyone_to_use_it() {
        CommunityId team = acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        changed(() -> node.members().grant(as(BOB), cats, CAROL, COMMUNITY_DEVELOPER));
        Project fence = projectOf(CAROL, cats, "Fence");

        assertTrue(later().access().can(as(CAROL), PROJECT_VIEW, fence.id()));
        assertTrue(other.access().can(as(CAROL), COMMUNITY_CREATE, ACME));
        assertEquals(List.of(), members(team));
        assertEquals(0, other.host().overview(ACME).signedIn());
        node.host().signIn(ACME, BOB);
        node.members().leave(as(BOB), team);
        assertTrue(later().access().can(as(BOB), COMMUNITY_MANAGE_ACCESS, cats), "and leaving it costs nothing else");
        assertEquals(
                "Bird watchers",
                node.create(as(BOB), NewCommunity.named("Bird watchers"))
                        .value()
                        .name());
    }
}
