package io.github.communities.tck.domain.authorization;

import static io.github.communities.Permission.PROJECT_CREATE;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.access.Authorization;
import io.github.communities.access.Operation;
import io.github.communities.community.NewCommunity;
import io.github.communities.error.CommunitiesException;
import io.github.communities.error.Unmet;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.policy.Billing;
import io.github.communities.policy.Caps;
import io.github.communities.policy.Policy;
import io.github.communities.project.NewProject;
import io.github.communities.project.NewResource;
import io.github.communities.project.Project;
import io.github.communities.tck.domain.BilledRules;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.Roster;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Caps: LIM-1. The policy of these tests allows three of each; bob's community Cat lovers is the first. */
public abstract class CapRules extends BilledRules {
    private static final Caps THREE =
            Caps.NONE.communities(3).members(3).projects(3).resources(3);

    /** Rules on storages of this kind. */
    protected CapRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void letTheCapsBeThree() {
        run(capped(THREE));
        newUser("erin");
        newUser("frank");
    }

    private static Policy capped(Caps caps) {
        return Policy.standard().toBuilder("capped")
                .caps(caps)
                .billing(Billing.NOT_REQUIRED)
                .build();
    }

    private Subject newUser(String id) {
        return node.host().addUser(ACME, Subject.user(id)).value();
    }

    private Written<?> grant(Subject subject) {
        return node.members().grant(as(BOB), cats, subject, COMMUNITY_VIEWER);
    }

    @Test
    @Rule("LIM-1")
    void an_organization_has_no_more_communities_than_the_cap() {
        communityOf(CAROL, "Dogs");
        communityOf(BOB, "Birds");

        assertSays(
                "organization acme has as many communities as the policy's cap of 3 allows",
                untouched(() -> refused("LIM-1", () -> communityOf(BOB, "Fish"))));
        later();
        assertEquals(4, communities().size(), "the default community is not counted");
        run(capped(THREE.communities(4)));
        communityOf(BOB, "Fish");
    }

    @Test
    @Rule({"LIM-1", "COM-6"})
    void communities_that_are_deleted_are_still_counted() {
        communityOf(BOB, "Dogs");
        CommunityId birds = communityOf(BOB, "Birds");

        node.delete(as(BOB), birds);

        untouched(() -> refused("LIM-1", () -> communityOf(BOB, "Fish")));
    }

    @Test
    @Rule("LIM-1")
    void a_community_has_no_more_projects_than_the_cap() {
        projectOf(BOB, cats, "One");
        projectOf(BOB, cats, "Two");
        Project three = projectOf(BOB, cats, "Three");

        assertSays(
                "has as many projects as the policy's cap of 3 allows",
                untouched(() -> refused("LIM-1", () -> projectOf(BOB, cats, "Four"))));
        node.projects().delete(as(BOB), three.id());
        untouched(() -> refused("LIM-1", () -> projectOf(BOB, cats, "Four")));
        later();
        assertEquals(2, projects(cats).size());
        CommunityId dogs = communityOf(BOB, "Dogs");
        projectOf(BOB, dogs, "Four");
    }

    @Test
    @Rule({"LIM-1", "ACC-7"})
    void a_project_has_no_more_resources_than_the_cap() {
        Project litter = projectOf(BOB, cats, "Litter");
        Project second = projectOf(BOB, cats, "Second");
        for (String name : List.of("One", "Two", "Three")) {
            assertTrue(creating(litter).allowed());
            resourceOf(litter, "dataset", name);
        }

        assertEquals(List.of("LIM-1"), rules(creating(litter).unmet()));
        assertTrue(creating(second).allowed());
    }

    private Authorization creating(Project project) {
        return later().access().authorize(as(BOB), Operation.CREATE_RESOURCE, project.id());
    }

    @Test
    @Rule("LIM-1")
    void a_community_has_no_more_members_than_the_cap() {
        changed(() -> grant(CAROL));
        changed(() -> grant(ANN));

        assertSays(
                "has as many members as the policy's cap of 3 allows",
                untouched(() -> refused("LIM-1", () -> grant(Subject.user("erin")))));
        later();
        assertEquals(3, members(cats).size());
        node.members().remove(as(BOB), cats, ANN);
        changed(() -> grant(Subject.user("erin")));
    }

    @Test
    @Rule("LIM-1")
    void more_roles_make_no_more_members() {
        grant(CAROL);
        grant(ANN);

        changed(() -> node.members().grant(as(BOB), cats, CAROL, COMMUNITY_DEVELOPER));
        changed(() -> node.members().grant(as(BOB), cats, CAROL, PROJECT_VIEWER));
        changed(() -> node.members().revoke(as(BOB), cats, CAROL, COMMUNITY_VIEWER));
        later();
        assertEquals(3, members(cats).size());
    }

    @Test
    @Rule("LIM-1")
    void participants_of_projects_are_no_members() {
        grant(CAROL);
        grant(ANN);
        Project litter = projectOf(BOB, cats, "Litter");

        changed(() -> node.members().grant(as(BOB), litter.id(), Subject.user("erin"), PROJECT_VIEWER));
        changed(() -> node.members().grant(as(BOB), litter.id(), Subject.user("frank"), PROJECT_VIEWER));
    }

    @Test
    @Rule("LIM-1")
    void a_group_is_one_member_whoever_is_in_it() {
        node.host().addGroup(ACME, CATS);
        for (String user : List.of("erin", "frank", "ann")) {
            node.host().addToGroup(ACME, CATS, Subject.user(user));
        }
        grant(CAROL);

        changed(() -> grant(CATS));
        Subject grace = newUser("grace");
        changed(() -> node.host().addToGroup(ACME, CATS, grace));
        untouched(() -> refused("LIM-1", () -> grant(ANN)));
    }

    @Test
    @Rule({"LIM-1", "MEM-8"})
    void whose_role_has_expired_is_no_member() {
        node.members()
                .grant(
                        as(BOB),
                        cats,
                        CAROL,
                        COMMUNITY_VIEWER,
                        cluster.clock().instant().plus(Duration.ofHours(1)));
        grant(ANN);
        untouched(() -> refused("LIM-1", () -> grant(Subject.user("erin"))));

        cluster.clock().advance(Duration.ofHours(1));

        changed(() -> grant(Subject.user("erin")));
        untouched(() -> refused("LIM-1", () -> grant(CAROL)));
    }

    @Test
    @Rule({"LIM-1", "ORG-4"})
    void who_is_removed_from_the_organization_is_no_member() {
        grant(CAROL);
        grant(ANN);
        node.host().removeUser(ACME, CAROL);

        changed(() -> grant(Subject.user("erin")));
    }

    @Test
    @Rule({"LIM-1", "MEM-9"})
    void of_many_steps_only_what_they_come_to_counts() {
        grant(CAROL);
        grant(ANN);
        Subject erin = Subject.user("erin");
        Subject frank = Subject.user("frank");

        changed(() -> node.members()
                .update(
                        as(BOB),
                        cats,
                        BindingDelta.nothing()
                                .add(NewBinding.of(erin, COMMUNITY_VIEWER))
                                .remove(CAROL, COMMUNITY_VIEWER)));
        untouched(() -> refused(
                "LIM-1",
                () -> node.members()
                        .update(
                                as(BOB),
                                cats,
                                BindingDelta.nothing()
                                        .add(NewBinding.of(CAROL, COMMUNITY_VIEWER))
                                        .add(NewBinding.of(frank, COMMUNITY_VIEWER))
                                        .remove(erin, COMMUNITY_VIEWER))));
        later();
        assertEquals(Optional.empty(), member(cats, frank));
    }

    @Test
    @Rule({"LIM-1", "COM-7"})
    void an_agent_is_a_member() {
        node.host().addServiceAccount(ACME, ROBOT);
        node.host().addServiceAccount(ACME, Subject.serviceAccount("drone"));
        grant(CAROL);
        changed(() -> node.members().setAgent(as(BOB), cats, ROBOT));

        untouched(() -> refused("LIM-1", () -> grant(ANN)));
        changed(() -> node.members().setAgent(as(BOB), cats, Subject.serviceAccount("drone")));
        node.members().unsetAgent(as(BOB), cats);
        grant(ANN);
        untouched(() -> refused("LIM-1", () -> node.members().setAgent(as(BOB), cats, ROBOT)));
    }

    @Test
    @Rule("LIM-1")
    void a_cap_that_was_lowered_takes_nobody_away_and_lets_nobody_in() {
        grant(CAROL);
        grant(ANN);
        run(capped(THREE.members(1)));

        changed(() -> node.members().grant(as(BOB), cats, CAROL, COMMUNITY_DEVELOPER));
        changed(() -> node.members()
                .update(
                        as(BOB),
                        cats,
                        BindingDelta.nothing()
                                .add(NewBinding.of(ANN, COMMUNITY_DEVELOPER))
                                .remove(ANN, COMMUNITY_VIEWER)));
        untouched(() -> refused("LIM-1", () -> grant(Subject.user("erin"))));
        changed(() -> node.members().remove(as(BOB), cats, CAROL));
        untouched(() -> refused("LIM-1", () -> grant(CAROL)));
    }

    @Test
    @Rule({"LIM-1", "DEF-3"})
    void the_default_community_has_any_number_of_members_so_that_signing_in_always_works() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        for (String user : List.of("ann", "bob", "carol", "erin", "frank")) {
            node.host().signIn(ACME, Subject.user(user));
        }
        later();
        assertEquals(5, members(team).size());
        Subject grace = newUser("grace");
        changed(() -> node.members().grant(as(ANN), team, grace, COMMUNITY_VIEWER));
        Subject heidi = newUser("heidi");
        changed(() -> node.host().signIn(ACME, heidi));
    }

    @Test
    @Rule({"LIM-1", "DEF-11"})
    void the_default_community_has_no_more_projects_than_the_cap() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        node.host().signIn(ACME, BOB);
        for (String name : List.of("One", "Two", "Three")) {
            projectOf(BOB, team, name);
        }

        assertSays(
                "has as many projects as the policy's cap of 3 allows",
                untouched(() -> refused("LIM-1", () -> projectOf(BOB, team, "Four"))));
        Authorization creating = later().access().authorize(as(BOB), Operation.CREATE_PROJECT, team);
        assertEquals(List.of("LIM-1"), rules(creating.unmet()));
        assertEquals(3, projects(team).size());
    }

    @Test
    @Rule({"LIM-1", "DEF-11"})
    void a_project_of_the_default_community_has_no_more_resources_than_the_cap() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        node.host().signIn(ACME, BOB);
        Project litter = projectOf(BOB, team, "Litter");
        for (String name : List.of("one", "two", "three")) {
            assertTrue(creating(litter).allowed());
            node.resources().create(as(BOB), litter.id(), NewResource.of("dataset", name));
        }

        assertSays(
                "has as many resources as the policy's cap of 3 allows",
                untouched(() -> refused(
                        "LIM-1",
                        () -> node.resources().create(as(BOB), litter.id(), NewResource.of("dataset", "four")))));
        assertEquals(List.of("LIM-1"), rules(creating(litter).unmet()));
    }

    @Test
    @Rule({"LIM-1", "ORG-6"})
    void a_roster_meets_the_cap_on_projects_in_the_default_community_and_none_on_members() {
        Roster roster = new Roster(ACME);
        for (String user : List.of("ann", "bob", "carol", "erin", "frank")) {
            roster.member("Acme Team", user, "viewer");
        }
        for (String project : List.of("One", "Two", "Three", "Four")) {
            roster.participant("Acme Team", project, "erin", "viewer");
        }
        Roster.Imported imported = roster.into(node);

        assertEquals(8, imported.report().added(), imported::refusals);
        assertEquals("LIM-1", imported.line(9).refusal().orElseThrow().rule());
        later();
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        assertEquals(5, members(team).size());
        assertEquals(3, projects(team).size());
    }

    @Test
    @Rule({"LIM-1", "ACC-7"})
    void the_cap_is_named_with_all_else_that_is_unmet() {
        for (String name : List.of("One", "Two", "Three")) {
            projectOf(BOB, cats, name);
        }
        grant(CAROL);

        List<Unmet> unmet = untouched(() -> forbidden(PROJECT_CREATE, () -> projectOf(CAROL, cats, "Four")))
                .unmet();

        assertEquals(List.of("PRJ-1"), rules(unmet), "of the cap she is not told");
        assertEquals(
                unmet.stream().map(Unmet::rule).toList(),
                rules(later().access()
                        .authorize(as(CAROL), Operation.CREATE_PROJECT, cats)
                        .unmet()));
        assertEquals(
                List.of("LIM-1", "PRJ-1"),
                rules(untouched(() -> refused("LIM-1", () -> projectOf(BOB, cats, "three")))
                        .unmet()));
    }

    @Test
    @Rule({"LIM-1", "ORG-6"})
    void a_rosters_row_over_a_cap_is_refused_and_the_others_are_not() {
        Roster.Imported imported = new Roster(ACME)
                .member("Cat lovers", "carol", "viewer")
                .member("Cat lovers", "ann", "viewer")
                .member("Cat lovers", "erin", "viewer")
                .member("Cat lovers", "carol", "developer")
                .participant("Cat lovers", "One", "erin", "viewer")
                .participant("Cat lovers", "Two", "erin", "viewer")
                .participant("Cat lovers", "Three", "erin", "viewer")
                .participant("Cat lovers", "Four", "erin", "viewer")
                .participant("Cat lovers", "Three", "frank", "viewer")
                .member("Dogs", "erin", "admin")
                .member("Dogs", "frank", "viewer")
                .member("Dogs", "carol", "viewer")
                .member("Dogs", "bob", "viewer")
                .member("Birds", "erin", "admin")
                .member("Fish", "erin", "admin")
                .participant("Fish", "Pond", "erin", "admin")
                .member("Acme Team", "erin", "viewer")
                .into(node);

        List<Long> refused = imported.outcomes().stream()
                .filter(outcome -> outcome.kind() == RosterOutcome.Kind.REFUSED)
                .map(outcome -> outcome.row().line())
                .sorted()
                .toList();
        assertEquals(List.of(3L, 8L, 13L, 15L, 16L), refused, imported::refusals);
        assertTrue(imported.outcomes().stream()
                .flatMap(outcome -> outcome.refusal().stream())
                .allMatch(refusal -> refusal.rule().equals("LIM-1")));
        later();
        assertEquals(3, members(cats).size());
        assertEquals(3, projects(cats).size());
        assertEquals(3, members(community("Dogs").id()).size());
        assertEquals(List.of(), communities("Fish"));
        assertEquals(
                5,
                new Roster(ACME)
                                .member("Cat lovers", "erin", "viewer")
                                .member("Cat lovers", "carol", "viewer")
                                .member("Dogs", "bob", "viewer")
                                .participant("Cat lovers", "Four", "erin", "viewer")
                                .member("Fish", "erin", "admin")
                                .into(node)
                                .outcomes()
                                .stream()
                                .filter(outcome -> outcome.kind() != RosterOutcome.Kind.ADDED)
                                .count());
    }

    @Test
    @Rule({"LIM-1", "ORG-6"})
    void a_roster_meets_a_lowered_cap_as_members_do() {
        grant(CAROL);
        grant(ANN);
        run(capped(THREE.members(1)));

        Roster.Imported imported = new Roster(ACME)
                .member("Cat lovers", "carol", "developer")
                .member("Cat lovers", "ann", "developer")
                .member("Cat lovers", "bob", "developer")
                .member("Cat lovers", "erin", "developer")
                .into(node);

        assertEquals(3, imported.report().added(), imported::refusals);
        assertEquals("LIM-1", imported.line(4).refusal().orElseThrow().rule());
    }

    @Test
    @Rule({"LIM-1", "CON-1"})
    void caps_hold_at_the_same_moment() {
        for (int i = 0; i < 16; i++) {
            newUser("user" + i);
        }
        run(capped(Caps.NONE.communities(40).members(8).projects(8)));
        try (Race threads = new Race(16)) {
            for (int round = 0; round < 10; round++) {
                CommunityId place = communityOf(BOB, "Round " + round);
                int number = round;
                race(
                        threads,
                        7,
                        i -> nodeOf(i).members().grant(as(BOB), place, Subject.user("user" + i), COMMUNITY_VIEWER));
                race(
                        threads,
                        8,
                        i -> nodeOf(i).projects().create(as(BOB), place, NewProject.named(number + " of " + i)));
                later();
                assertEquals(8, members(place).size());
                assertEquals(8, projects(place).size());
            }
            int left = 40 - (communities().size() - 1);
            for (int round = 0; round < 3; round++) {
                int number = round;
                int room = Math.max(0, Math.min(16, left));
                race(threads, room, i -> nodeOf(i).create(as(BOB), NewCommunity.named(number + " by " + i)));
                left -= 16;
            }
        }
        later();
        assertEquals(41, communities().size());
    }

    private Communities nodeOf(int task) {
        return task % 2 == 0 ? node : other;
    }

    /** Sixteen at once, of which so many find room. */
    private static void race(Race threads, int room, IntFunction<Written<?>> attempt) {
        List<Callable<Written<?>>> tasks = IntStream.range(0, 16)
                .<Callable<Written<?>>>mapToObj(i -> () -> attempt.apply(i))
                .toList();
        List<Race.Outcome<Written<?>>> outcomes = threads.run(tasks);
        assertEquals(
                room,
                outcomes.stream().filter(outcome -> outcome.value().isPresent()).count());
        assertTrue(outcomes.stream()
                .flatMap(outcome -> outcome.refusal().stream())
                .map(CommunitiesException::rule)
                .allMatch("LIM-1"::equals));
    }

    @Test
    @Rule({"LIM-1", "LIM-2"})
    void a_cap_is_one_or_more() {
        for (int cap : new int[] {0, -1, Integer.MIN_VALUE}) {
            invalid("LIM-1", () -> Caps.NONE.communities(cap));
            invalid("LIM-1", () -> Caps.NONE.members(cap));
            invalid("LIM-1", () -> Caps.NONE.projects(cap));
            invalid("LIM-1", () -> Caps.NONE.resources(cap));
        }
        run(capped(Caps.NONE
                .communities(Integer.MAX_VALUE)
                .members(Integer.MAX_VALUE)
                .projects(Integer.MAX_VALUE)));
        changed(() -> grant(CAROL));
        projectOf(BOB, cats, "Litter");
        communityOf(BOB, "Dogs");
    }
}
