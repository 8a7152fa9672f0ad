package io.github.communities.tck.domain.community;

import static io.github.communities.Permission.COMMUNITY_UPDATE;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_CREATE;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.organization.SignIn.Outcome.JOINED;
import static io.github.communities.organization.SignIn.Outcome.MEMBER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.stale;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.Member;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.SignIn;
import io.github.communities.policy.Policy;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.Race.Outcome;
import io.github.communities.tck.fixture.Roster;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a first sign-in gives, and to whom: DEF-3, DEF-5, DEF-6. */
public abstract class SignInRules extends TeamRules {
    /** Rules on storages of their own. */
    protected SignInRules(Supplier<StoreFixture> storages) {
        super(storages);
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
}
