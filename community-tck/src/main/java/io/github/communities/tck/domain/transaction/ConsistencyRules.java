package io.github.communities.tck.domain.transaction;

import static io.github.communities.Permission.COMMUNITY_CREATE;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_UPDATE;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_ACCESS;
import static io.github.communities.Permission.PROJECT_CREATE;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static io.github.communities.tck.fixture.Refusals.stale;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.ChangeRecord;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.error.CommunitiesException;
import io.github.communities.member.BindingChanges;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.NewBinding;
import io.github.communities.project.NewProject;
import io.github.communities.project.Project;
import io.github.communities.project.ProjectUpdate;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.Race.Outcome;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The organization as the boundary of consistency: CON-1, CON-6. */
public abstract class ConsistencyRules extends AcmeRules {
    /** Rules on storages of their own. */
    protected ConsistencyRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // CON-1

    @Test
    @Rule({"CON-1", "CHG-1"})
    void every_write_that_changes_something_adds_one_to_the_revision() {
        CommunityId team = acme();
        changed(() -> node.host().register(ACME, "Acme and Sons"));
        changed(() -> node.host().addUser(ACME, DAVE, ORGANIZATION_ADMIN, COMMUNITY_VIEWER));
        changed(() -> node.host().addServiceAccount(ACME, ROBOT));
        changed(() -> node.host().revokeRole(ACME, DAVE, ORGANIZATION_ADMIN));
        changed(() -> node.host().addGroup(ACME, CATS));
        changed(() -> node.host().addToGroup(ACME, CATS, DAVE));
        changed(() -> node.host().removeFromGroup(ACME, CATS, DAVE));
        changed(() -> node.host().signIn(ACME, BOB));
        CommunityId cats = changed(() -> node.create(as(BOB), NewCommunity.named("Cat lovers")))
                .value()
                .id();
        changed(() ->
                node.update(as(BOB), cats, CommunityUpdate.nothing().name("Cat friends"), communityVersion(cats)));
        changed(() -> node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER));
        changed(() -> node.members()
                .grant(
                        as(BOB),
                        cats,
                        CAROL,
                        COMMUNITY_EDITOR,
                        cluster.clock().instant().plusSeconds(60)));
        changed(() -> node.members().revoke(as(BOB), cats, CAROL, COMMUNITY_EDITOR));
        changed(() -> node.members()
                .update(
                        as(BOB),
                        cats,
                        BindingDelta.nothing()
                                .add(ANN, COMMUNITY_VIEWER)
                                .remove(CAROL, COMMUNITY_VIEWER)
                                .add(DAVE, COMMUNITY_EDITOR)));
        changed(() -> node.members()
                .replace(
                        as(BOB),
                        cats,
                        List.of(NewBinding.of(BOB, COMMUNITY_ADMIN), NewBinding.of(CAROL, COMMUNITY_EDITOR)),
                        other.get(as(WATCHER), cats).bindingsVersion()));
        Project fence = changed(() -> node.projects().create(as(BOB), cats, NewProject.named("Fence")))
                .value();
        changed(() -> node.projects()
                .update(as(BOB), fence.id(), ProjectUpdate.nothing().name("Wall"), fence.version()));
        changed(() -> node.members().remove(as(BOB), cats, CAROL));
        changed(() -> node.projects().delete(as(BOB), fence.id()));
        changed(() -> node.members().leave(as(BOB), team));
        changed(() -> node.delete(as(BOB), cats));
        cluster.clock().advance(Duration.ofDays(1));
        changed(() -> node.host().dropChanges(ACME, cluster.clock().instant()));
    }

    @Test
    @Rule({"CON-1", "CHG-1"})
    void a_write_that_changes_nothing_leaves_the_revision_and_says_so() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        CommunityId cats = communityOf(BOB, "Cat lovers");
        Project fence = projectOf(BOB, cats, "Fence");
        node.members().remove(as(BOB), cats, CAROL);
        Community before = other.get(as(WATCHER), cats);

        unchanged(() -> node.host().register(ACME, "Acme"));
        unchanged(() -> node.host().addUser(ACME, ANN, ORGANIZATION_ADMIN));
        unchanged(() -> node.host().revokeRole(ACME, BOB, ORGANIZATION_ADMIN));
        unchanged(() -> node.host().signIn(ACME, BOB));
        unchanged(() -> node.update(as(BOB), cats, CommunityUpdate.nothing(), before.version()));
        unchanged(() -> node.update(
                as(BOB), cats, CommunityUpdate.nothing().name("Cat lovers").description(""), before.version()));
        unchanged(() -> node.members().grant(as(BOB), cats, BOB, COMMUNITY_ADMIN));
        unchanged(() -> node.members().revoke(as(BOB), cats, CAROL, COMMUNITY_VIEWER));
        unchanged(() -> node.members()
                .update(
                        as(BOB),
                        cats,
                        BindingDelta.nothing().add(BOB, COMMUNITY_ADMIN).remove(CAROL, COMMUNITY_VIEWER)));
        unchanged(() -> node.members()
                .replace(as(BOB), cats, List.of(NewBinding.of(BOB, COMMUNITY_ADMIN)), before.bindingsVersion()));
        unchanged(() -> node.members().remove(as(BOB), cats, CAROL));
        unchanged(() -> node.projects().update(as(BOB), fence.id(), ProjectUpdate.nothing(), fence.version()));
        unchanged(() -> node.host().dropChanges(ACME, cluster.clock().instant()));
        assertEquals(
                before,
                unchanged(() -> node.update(as(BOB), cats, CommunityUpdate.nothing(), before.version()))
                        .value());
        assertEquals(List.of(), ownRoles(team, CAROL).stream().toList());
    }

    @Test
    @Rule({"CON-1", "CHG-1"})
    void a_delta_that_undoes_itself_changes_nothing() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);

        Written<BindingChanges> written = unchanged(() -> node.members()
                .update(
                        as(ANN),
                        team,
                        BindingDelta.nothing().add(BOB, COMMUNITY_VIEWER).remove(BOB, COMMUNITY_VIEWER)));

        assertEquals(new BindingChanges(List.of(), List.of()), written.value());
    }

    @Test
    @Rule({"CON-1", "CHG-1"})
    void a_refused_write_leaves_the_revision_and_no_record() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        List<ChangeRecord> before = feed(ACME);

        untouched(() -> forbidden(
                COMMUNITY_UPDATE,
                () -> node.update(as(BOB), team, CommunityUpdate.nothing().name("The Hub"), communityVersion(team))));
        untouched(() -> refused("DEF-2", () -> node.delete(as(ANN), team)));
        untouched(() -> stale(
                "COM-4",
                () -> node.update(
                        as(ANN), team, CommunityUpdate.nothing().name("The Hub"), communityVersion(team) + 1)));
        untouched(() -> notFound(() -> node.create(as(DAVE), NewCommunity.named("Dog lovers"))));
        untouched(() -> invalid("ORG-1", () -> node.host().register(ACME, "")));
        untouched(() -> refused("MEM-2", () -> node.members().grant(as(ANN), team, DAVE, COMMUNITY_VIEWER)));

        assertEquals(before, feed(ACME));
    }

    @Test
    @Rule("CON-1")
    void each_organization_counts_for_itself() {
        acme();
        register(GLOBEX, "Globex");
        Revision globex = revision(GLOBEX);

        changed(() -> node.host().addUser(ACME, DAVE));
        changed(() -> node.host().signIn(ACME, BOB));

        assertEquals(globex, revision(GLOBEX));
        assertEquals(globex.next(), node.host().addUser(GLOBEX, DAVE).revision());
    }

    @Test
    @Rule({"CON-1", "CHG-2"})
    void writes_of_many_threads_are_serial() {
        CommunityId team = acme();
        Revision before = revision();
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        try (Race race = new Race(16)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                List<Callable<Written<?>>> tasks = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    Communities on = i % 2 == 0 ? node : other;
                    Subject user = Subject.user("user " + round + " " + i / 2);
                    // Two nodes add each user; one of them changes something.
                    tasks.add(() -> on.host().addUser(ACME, user));
                }
                List<Written<?>> written = race.<Written<?>>run(tasks).stream()
                        .<Written<?>>map(Outcome::get)
                        .toList();

                List<Long> changed = written.stream()
                        .filter(Written::changed)
                        .map(each -> each.revision().value())
                        .toList();
                assertEquals(8, changed.size());
                changed.forEach(revision -> assertTrue(seen.add(revision), () -> revision + " is given once"));
                assertEquals(before.value() + 8L * (round + 1), revision().value());
            }
        }
        assertEquals(4 + 8 * Race.ROUNDS, other.host().overview(ACME).users());
        assertEquals(List.of(), members(team));
    }

    @Test
    @Rule({"CON-1", "COM-4"})
    void no_update_is_lost_between_nodes() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        try (Race race = new Race(16)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                long version = communityVersion(cats);
                Revision before = revision();
                List<Callable<Boolean>> tasks = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    Communities on = i % 2 == 0 ? node : other;
                    String text = "Text " + round + " of " + i;
                    tasks.add(() -> on.update(
                                    as(BOB), cats, CommunityUpdate.nothing().description(text), version)
                            .changed());
                }
                List<Outcome<Boolean>> outcomes = race.<Boolean>run(tasks);

                List<Integer> winners = new ArrayList<>();
                for (int i = 0; i < outcomes.size(); i++) {
                    if (outcomes.get(i).refusal().isEmpty()) {
                        winners.add(i);
                    } else {
                        assertEquals(
                                "COM-4", outcomes.get(i).refusal().orElseThrow().rule());
                    }
                }
                assertEquals(1, winners.size(), "one has the version that is still right");
                assertEquals(
                        "Text " + round + " of " + winners.get(0),
                        other.get(as(WATCHER), cats).description());
                assertEquals(before.next(), revision());
            }
        }
    }

    @Test
    @Rule("CON-1")
    void grants_of_many_threads_are_all_there() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        try (Race race = new Race(16)) {
            for (int round = 0; round < Race.ROUNDS / 10; round++) {
                List<Callable<Boolean>> tasks = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    Communities on = i % 2 == 0 ? node : other;
                    Subject user = Subject.user("user " + round + " " + i);
                    node.host().addUser(ACME, user);
                    tasks.add(() -> on.members()
                            .grant(as(BOB), cats, user, COMMUNITY_VIEWER)
                            .changed());
                }
                race.<Boolean>run(tasks).forEach(outcome -> assertTrue(outcome.get()));
            }
        }
        assertEquals(1 + 16 * (Race.ROUNDS / 10), members(cats).size());
    }

    // CON-6

    @Test
    @Rule("CON-6")
    void a_role_that_was_revoked_on_another_node_permits_no_write_here() {
        acme();
        node.host().addUser(ACME, CAROL, ORGANIZATION_OWNER);
        CommunityId cats = communityOf(ANN, "Cat lovers");
        Project fence = projectOf(ANN, cats, "Fence");
        node.members().grant(as(ANN), cats, BOB, COMMUNITY_ADMIN);
        long version = communityVersion(cats);
        // This node remembers what bob may do, and no time passes.
        assertTrue(node.access().can(as(BOB), COMMUNITY_MANAGE_ACCESS, cats));
        assertTrue(node.access().can(as(BOB), PROJECT_CREATE, cats));
        assertTrue(node.access().can(as(ANN), ORGANIZATION_MANAGE_ACCESS, ACME));

        other.members().revoke(as(ANN), cats, BOB, COMMUNITY_ADMIN);
        other.host().revokeRole(ACME, ANN, ORGANIZATION_ADMIN);

        untouched(() -> forbidden(
                COMMUNITY_UPDATE,
                () -> node.update(as(BOB), cats, CommunityUpdate.nothing().name("Dog lovers"), version)));
        untouched(() -> assertThrows(CommunitiesException.class, () -> node.delete(as(BOB), cats)));
        untouched(() ->
                forbidden(PROJECT_CREATE, () -> node.projects().create(as(BOB), cats, NewProject.named("Kennel"))));
        untouched(() -> assertThrows(
                CommunitiesException.class,
                () -> node.projects()
                        .update(as(BOB), fence.id(), ProjectUpdate.nothing().name("Wall"), fence.version())));
        untouched(() ->
                assertThrows(CommunitiesException.class, () -> node.projects().delete(as(BOB), fence.id())));
        untouched(() ->
                forbidden(COMMUNITY_MANAGE_ACCESS, () -> node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER)));
        untouched(() ->
                forbidden(COMMUNITY_MANAGE_ACCESS, () -> node.members().grant(as(BOB), cats, BOB, COMMUNITY_ADMIN)));
        untouched(() ->
                forbidden(COMMUNITY_MANAGE_ACCESS, () -> node.members().revoke(as(BOB), cats, ANN, COMMUNITY_ADMIN)));
        untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, () -> node.members().remove(as(BOB), cats, ANN)));
        untouched(() -> forbidden(
                ORGANIZATION_MANAGE_ACCESS, () -> node.members().grant(as(ANN), ACME, BOB, ORGANIZATION_ADMIN)));
        assertEquals("Cat lovers", other.get(as(WATCHER), cats).name());
        assertEquals(Set.of(COMMUNITY_ADMIN), ownRoles(cats, ANN));
    }

    @Test
    @Rule("CON-6")
    void who_was_taken_out_of_the_organization_on_another_node_writes_nothing_here() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        assertTrue(node.access().can(as(BOB), COMMUNITY_CREATE, ACME));
        assertTrue(node.access().can(as(BOB), PROJECT_CREATE, team));

        other.host().removeUser(ACME, BOB);

        untouched(() -> notFound(() -> node.create(as(BOB), NewCommunity.named("Cat lovers"))));
        untouched(() -> notFound(() -> node.projects().create(as(BOB), team, NewProject.named("Garden"))));
        untouched(() -> notFound("DEF-5", () -> node.host().signIn(ACME, BOB)));
    }

    @Test
    @Rule("CON-6")
    void who_left_a_group_on_another_node_writes_nothing_by_it_here() {
        CommunityId team = acme();
        node.host().addGroup(ACME, CATS);
        node.host().addToGroup(ACME, CATS, BOB);
        node.members().grant(as(ANN), team, CATS, COMMUNITY_EDITOR);
        assertTrue(node.access().can(as(BOB), COMMUNITY_UPDATE, team));
        long version = communityVersion(team);

        other.host().removeFromGroup(ACME, CATS, BOB);

        untouched(() -> forbidden(
                COMMUNITY_UPDATE,
                () -> node.update(as(BOB), team, CommunityUpdate.nothing().name("The Hub"), version)));
    }

    @Test
    @Rule("CON-6")
    void a_role_that_was_granted_on_another_node_permits_a_write_here_at_once() {
        CommunityId team = acme();
        assertFalse(node.access().can(as(BOB), PROJECT_CREATE, team));
        assertFalse(node.access().can(as(BOB), COMMUNITY_UPDATE, team));

        other.members().grant(as(ANN), team, BOB, COMMUNITY_EDITOR);

        assertEquals(
                "Garden",
                node.projects()
                        .create(as(BOB), team, NewProject.named("Garden"))
                        .value()
                        .name());
        changed(() -> node.update(as(BOB), team, CommunityUpdate.nothing().name("The Hub"), communityVersion(team)));
    }

    @Test
    @Rule("CON-6")
    void a_target_that_was_deleted_on_another_node_is_gone_for_a_write_here() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        assertTrue(node.access().can(as(BOB), PROJECT_CREATE, cats));

        other.delete(as(BOB), cats);

        untouched(() -> notFound(() -> node.projects().create(as(BOB), cats, NewProject.named("Fence"))));
        untouched(() -> notFound(() -> node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER)));
    }

    @Test
    @Rule({"CON-6", "MEM-8"})
    void a_role_that_has_expired_permits_no_write() {
        CommunityId team = acme();
        Instant end = cluster.clock().instant().plus(Duration.ofHours(1));
        node.members().grant(as(ANN), team, BOB, COMMUNITY_EDITOR, end);
        assertTrue(node.access().can(as(BOB), COMMUNITY_UPDATE, team));
        long version = communityVersion(team);
        cluster.clock().advance(Duration.ofHours(1));

        untouched(() -> forbidden(
                COMMUNITY_UPDATE,
                () -> node.update(as(BOB), team, CommunityUpdate.nothing().name("The Hub"), version)));
    }

    @Test
    @Rule({"CON-6", "CON-1"})
    void no_write_of_someone_comes_after_the_revision_that_took_their_role() {
        acme();
        CommunityId cats = communityOf(ANN, "Cat lovers");
        try (Race race = new Race(16)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                Subject user = Subject.user("editor " + round);
                node.host().addUser(ACME, user);
                node.members().grant(as(ANN), cats, user, COMMUNITY_EDITOR);
                assertTrue(node.access().can(as(user), PROJECT_CREATE, cats));
                Revision before = revision();
                int current = round;
                List<Callable<Boolean>> tasks = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    Communities on = i % 2 == 0 ? node : other;
                    String name = "Project " + current + " " + i;
                    tasks.add(
                            i == 7
                                    ? () -> on.members()
                                            .revoke(as(ANN), cats, user, COMMUNITY_EDITOR)
                                            .changed()
                                    : () -> on.projects()
                                            .create(as(user), cats, NewProject.named(name))
                                            .changed());
                }
                List<Outcome<Boolean>> outcomes = race.<Boolean>run(tasks);

                assertTrue(outcomes.get(7).get());
                List<ChangeRecord> records = other.host().changes(ACME, before, 100);
                long created = outcomes.stream()
                                .filter(outcome -> outcome.refusal().isEmpty())
                                .count()
                        - 1;
                assertEquals(created + 1, records.size(), "what was refused left no record");
                boolean revoked = false;
                for (ChangeRecord record : records) {
                    boolean theirs = record.actor().equals(Optional.of(user));
                    assertFalse(revoked && theirs, () -> "after the role was gone: " + record);
                    revoked |= record.actor().equals(Optional.of(ANN));
                }
                assertTrue(revoked);
            }
        }
    }
}
