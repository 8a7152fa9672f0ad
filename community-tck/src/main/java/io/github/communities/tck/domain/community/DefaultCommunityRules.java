package io.github.communities.tck.domain.community;

import static io.github.communities.Permission.COMMUNITY_CREATE;
import static io.github.communities.Permission.COMMUNITY_DELETE;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_UPDATE;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.organization.SignIn.Outcome.JOINED;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static io.github.communities.tck.fixture.Refusals.stale;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Host;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityFilter;
import io.github.communities.community.CommunityKind;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.error.Refused;
import io.github.communities.organization.Organization;
import io.github.communities.project.NewProject;
import io.github.communities.project.Project;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.Race.Outcome;
import io.github.communities.tck.fixture.Roster;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.lang.reflect.Method;
import java.time.Duration;
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

/** There is one, it stays, and it is called after its organization: DEF-1, DEF-2, DEF-10, DEF-11. */
public abstract class DefaultCommunityRules extends TeamRules {
    /** Rules on storages of their own. */
    protected DefaultCommunityRules(Supplier<StoreFixture> storages) {
        super(storages);
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
