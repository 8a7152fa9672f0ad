package io.github.communities.tck.domain.transaction;

import static io.github.communities.Permission.COMMUNITY_CREATE;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_UPDATE;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_ACCESS;
import static io.github.communities.Permission.PROJECT_CREATE;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.Role.PROJECT_ADMIN;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static io.github.communities.tck.fixture.Refusals.stale;
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
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.change.Power;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.error.CommunitiesException;
import io.github.communities.error.InvalidInput;
import io.github.communities.error.NotFound;
import io.github.communities.error.Stale;
import io.github.communities.member.BindingChanges;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.NewBinding;
import io.github.communities.member.Removal;
import io.github.communities.organization.Organization;
import io.github.communities.organization.SignIn;
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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The organization as the boundary of consistency, and what its writes leave behind: CON-1, CON-6, CHG-1, CHG-2. */
public abstract class ConsistencyRules extends AcmeRules {
    /** Rules on storages of their own. */
    protected ConsistencyRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    private long version(CommunityId community) {
        return other.get(as(WATCHER), community).version();
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
        changed(() -> node.update(as(BOB), cats, CommunityUpdate.nothing().name("Cat friends"), version(cats)));
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
                () -> node.update(as(BOB), team, CommunityUpdate.nothing().name("The Hub"), version(team))));
        untouched(() -> refused("DEF-2", () -> node.delete(as(ANN), team)));
        untouched(() -> stale(
                "COM-4",
                () -> node.update(as(ANN), team, CommunityUpdate.nothing().name("The Hub"), version(team) + 1)));
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
                long version = version(cats);
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
        long version = version(cats);
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
        long version = version(team);

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
        changed(() -> node.update(as(BOB), team, CommunityUpdate.nothing().name("The Hub"), version(team)));
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
        long version = version(team);
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

    // CHG-1

    private ChangeRecord changedRecord(Supplier<? extends Written<?>> write) {
        Revision before = revision();
        Written<?> written = write.get();
        assertTrue(written.changed());
        assertEquals(before.next(), written.revision());
        ChangeRecord record = recordOf(written);
        assertEquals(List.of(record), node.host().changes(ACME, before, 10), "on the node that wrote, too");
        return record;
    }

    private static Change bound(Scope scope, Subject subject, Role role) {
        return Change.of(ChangeKind.BINDING_ADDED, scope).about(subject).to(Map.of("role", role.name()));
    }

    private static Change unbound(Scope scope, Subject subject, Role role) {
        return Change.of(ChangeKind.BINDING_REMOVED, scope).about(subject).from(Map.of("role", role.name()));
    }

    @Test
    @Rule("CHG-1")
    void a_record_says_who_when_why_and_in_which_request() {
        CommunityId team = acme();
        cluster.clock().advance(Duration.ofHours(5).plusNanos(123_456_789));
        Caller ann = as(ANN).because("He asked for it; \"please\", he said").inRequest("req/7 %&");

        ChangeRecord record = changedRecord(() -> node.members().grant(ann, team, BOB, COMMUNITY_VIEWER));

        assertEquals(
                ChangeRecord.builder()
                        .revision(revision())
                        .at(cluster.clock().instant().truncatedTo(ChronoUnit.MICROS))
                        .actor(ANN)
                        .reason("He asked for it; \"please\", he said")
                        .requestId("req/7 %&")
                        .addPowers(Power.INHERITED_ADMINISTRATION)
                        .addChanges(bound(team, BOB, COMMUNITY_VIEWER))
                        .build(),
                record);
    }

    @Test
    @Rule("CHG-1")
    void what_a_caller_does_not_say_and_what_the_host_does_is_empty() {
        CommunityId team = acme();
        ChangeRecord quiet = changedRecord(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER));
        assertEquals(Optional.of(ANN), quiet.actor());
        assertEquals(Optional.empty(), quiet.reason());
        assertEquals(Optional.empty(), quiet.requestId());

        ChangeRecord hosts = changedRecord(() -> node.host().addUser(ACME, DAVE));
        assertEquals(Optional.empty(), hosts.actor());
        assertEquals(Optional.empty(), hosts.reason());
        assertEquals(Optional.empty(), hosts.requestId());
        assertTrue(
                feed(ACME).stream().limit(5).allMatch(record -> record.actor().isEmpty()));
    }

    @Test
    @Rule("CHG-1")
    void what_a_service_account_does_is_recorded_as_its_doing() {
        CommunityId team = acme();
        node.host().addServiceAccount(ACME, ROBOT);
        node.members().grant(as(ANN), team, ROBOT, COMMUNITY_EDITOR);

        ChangeRecord record = changedRecord(
                () -> node.update(as(ROBOT), team, CommunityUpdate.nothing().name("The Hub"), version(team)));
        assertEquals(Optional.of(ROBOT), record.actor());
    }

    @Test
    @Rule("CHG-1")
    void registering_and_renaming_are_recorded() {
        ChangeRecord first = recordOf(node.host().register(ACME, "Acme"));
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        assertEquals(List.of(ChangeKind.ORGANIZATION_REGISTERED, ChangeKind.COMMUNITY_CREATED), kinds(first));
        assertEquals(ACME, first.changes().get(0).scope());
        assertEquals(Optional.of("Acme"), first.changes().get(0).after(ChangeAttribute.NAME));
        assertEquals(team, first.changes().get(1).scope());
        assertEquals(Optional.of("Acme Team"), first.changes().get(1).after(ChangeAttribute.NAME));
        assertTrue(first.changes().stream().allMatch(change -> change.before().isEmpty()));

        node.host().addUser(ACME, WATCHER, COMMUNITY_VIEWER);
        ChangeRecord renamed = changedRecord(() -> node.host().register(ACME, "Globex"));
        assertEquals(
                List.of(
                        Change.of(ChangeKind.ORGANIZATION_RENAMED, ACME)
                                .from(Map.of("name", "Acme"))
                                .to(Map.of("name", "Globex")),
                        Change.of(ChangeKind.COMMUNITY_UPDATED, team)
                                .from(Map.of("name", "Acme Team"))
                                .to(Map.of("name", "Globex Team"))),
                renamed.changes());
    }

    @Test
    @Rule("CHG-1")
    void coming_and_going_of_users_is_recorded() {
        acme();
        ChangeRecord came = changedRecord(() -> node.host().addUser(ACME, DAVE, ORGANIZATION_ADMIN, COMMUNITY_VIEWER));
        assertEquals(ChangeKind.SUBJECT_ADDED, came.changes().get(0).kind());
        assertEquals(Optional.of(DAVE), came.changes().get(0).subject());
        assertEquals(
                Set.of(bound(ACME, DAVE, ORGANIZATION_ADMIN), bound(ACME, DAVE, COMMUNITY_VIEWER)),
                Set.copyOf(came.changes().subList(1, came.changes().size())));
        assertEquals(3, came.changes().size());

        ChangeRecord more = changedRecord(() -> node.host().addUser(ACME, DAVE, COMMUNITY_EDITOR, COMMUNITY_VIEWER));
        assertEquals(List.of(bound(ACME, DAVE, COMMUNITY_EDITOR)), more.changes());
        ChangeRecord less = changedRecord(() -> node.host().revokeRole(ACME, DAVE, COMMUNITY_EDITOR));
        assertEquals(List.of(unbound(ACME, DAVE, COMMUNITY_EDITOR)), less.changes());

        Revision before = revision();
        node.host().removeUser(ACME, DAVE);
        ChangeRecord went = other.host().changes(ACME, before, 1).get(0);
        assertEquals(Optional.of(DAVE), only(ChangeKind.SUBJECT_REMOVED, went).subject());
        assertEquals(Optional.empty(), went.actor());
    }

    @Test
    @Rule("CHG-1")
    void groups_are_recorded() {
        acme();
        ChangeRecord added = changedRecord(() -> node.host().addGroup(ACME, CATS));
        assertEquals(List.of(ChangeKind.SUBJECT_ADDED), kinds(added));
        assertEquals(Optional.of(CATS), added.changes().get(0).subject());

        ChangeRecord came = changedRecord(() -> node.host().addToGroup(ACME, CATS, BOB));
        assertEquals(List.of(ChangeKind.GROUP_MEMBER_ADDED), kinds(came));
        assertTrue(came.changes().get(0).toString().contains("cats"), "names the group");
        assertTrue(came.changes().get(0).toString().contains("bob"), "and the member");
        ChangeRecord went = changedRecord(() -> node.host().removeFromGroup(ACME, CATS, BOB));
        assertEquals(List.of(ChangeKind.GROUP_MEMBER_REMOVED), kinds(went));
        assertTrue(went.changes().get(0).toString().contains("cats"), "names the group");
        assertTrue(went.changes().get(0).toString().contains("bob"), "and the member");
    }

    @Test
    @Rule({"CHG-1", "DEF-3"})
    void a_first_sign_in_is_recorded_and_a_later_one_is_not() {
        CommunityId team = acme();
        ChangeRecord record = changedRecord(() -> node.host().signIn(ACME, BOB));

        assertEquals(List.of(ChangeKind.USER_SIGNED_IN, ChangeKind.BINDING_ADDED), kinds(record));
        assertEquals(Optional.of(BOB), record.changes().get(0).subject());
        assertEquals(bound(team, BOB, COMMUNITY_DEVELOPER), record.changes().get(1));
        assertEquals(Optional.empty(), record.actor(), "signing in is the host's call");
        Written<SignIn> again = unchanged(() -> node.host().signIn(ACME, BOB));
        assertEquals(List.of(), other.host().changes(ACME, again.revision(), 10));
    }

    @Test
    @Rule("CHG-1")
    void granting_and_revoking_are_recorded() {
        CommunityId team = acme();
        assertEquals(
                List.of(bound(team, BOB, COMMUNITY_VIEWER)),
                changedRecord(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER))
                        .changes());
        assertEquals(
                List.of(bound(ACME, BOB, ORGANIZATION_ADMIN)),
                changedRecord(() -> node.members().grant(as(ANN), ACME, BOB, ORGANIZATION_ADMIN))
                        .changes());
        assertEquals(
                List.of(unbound(team, BOB, COMMUNITY_VIEWER)),
                changedRecord(() -> node.members().revoke(as(ANN), team, BOB, COMMUNITY_VIEWER)).changes().stream()
                        .filter(change -> change.kind() == ChangeKind.BINDING_REMOVED)
                        .toList());
        CommunityId cats = communityOf(CAROL, "Cat lovers");
        node.members().grant(as(CAROL), cats, BOB, COMMUNITY_VIEWER);
        assertEquals(
                List.of(unbound(cats, BOB, COMMUNITY_VIEWER)),
                changedRecord(() -> node.members().revoke(as(CAROL), cats, BOB, COMMUNITY_VIEWER))
                        .changes());
    }

    @Test
    @Rule({"CHG-1", "MEM-8"})
    void expiries_are_recorded() {
        CommunityId team = acme();
        Instant soon = cluster.clock().instant().plus(Duration.ofHours(1));
        Instant later = soon.plus(Duration.ofHours(1));
        Change added = only(
                ChangeKind.BINDING_ADDED,
                changedRecord(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER, soon)));
        assertEquals(Set.of("role", "expiresAt"), added.after().keySet());
        assertEquals(Optional.of("communities.viewer"), added.after(ChangeAttribute.ROLE));
        assertEquals(Optional.of(soon), expiryAfter(added));

        Change prolonged = only(
                ChangeKind.BINDING_CHANGED,
                changedRecord(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER, later)));
        assertEquals(Optional.of(BOB), prolonged.subject());
        assertEquals(Optional.of(soon), expiryBefore(prolonged));
        assertEquals(Optional.of(later), expiryAfter(prolonged));

        Change unlimited = only(
                ChangeKind.BINDING_CHANGED,
                changedRecord(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER)));
        assertEquals(Optional.of(later), expiryBefore(unlimited));
        assertEquals(Optional.empty(), expiryAfter(unlimited));
        unchanged(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER));
    }

    private static Optional<Instant> expiryBefore(Change change) {
        return change.before(ChangeAttribute.EXPIRES_AT).map(Instant::parse);
    }

    private static Optional<Instant> expiryAfter(Change change) {
        return change.after(ChangeAttribute.EXPIRES_AT).map(Instant::parse);
    }

    @Test
    @Rule({"CHG-1", "MEM-9"})
    void a_delta_is_one_record_of_all_that_really_changed() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);

        ChangeRecord record = changedRecord(() -> node.members()
                .update(
                        as(BOB),
                        cats,
                        BindingDelta.nothing()
                                .add(CAROL, COMMUNITY_EDITOR)
                                .remove(CAROL, COMMUNITY_VIEWER)
                                .add(BOB, COMMUNITY_ADMIN)
                                .remove(ANN, COMMUNITY_VIEWER)
                                .add(ANN, COMMUNITY_DEVELOPER)));

        assertEquals(
                Set.of(
                        bound(cats, CAROL, COMMUNITY_EDITOR),
                        unbound(cats, CAROL, COMMUNITY_VIEWER),
                        bound(cats, ANN, COMMUNITY_DEVELOPER)),
                Set.copyOf(record.changes()));
        assertEquals(3, record.changes().size());
    }

    @Test
    @Rule({"CHG-1", "MEM-9"})
    void a_replacement_is_one_record_of_all_that_really_changed() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);

        ChangeRecord record = changedRecord(() -> node.members()
                .replace(
                        as(BOB),
                        cats,
                        List.of(NewBinding.of(BOB, COMMUNITY_ADMIN), NewBinding.of(ANN, COMMUNITY_VIEWER)),
                        other.get(as(WATCHER), cats).bindingsVersion()));

        assertEquals(
                Set.of(bound(cats, ANN, COMMUNITY_VIEWER), unbound(cats, CAROL, COMMUNITY_VIEWER)),
                Set.copyOf(record.changes()));
        assertEquals(2, record.changes().size());
    }

    @Test
    @Rule({"CHG-1", "MEM-7", "MEM-11"})
    void removing_and_leaving_are_recorded_with_every_role_that_ends() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER);
        Project garden = projectOf(ANN, team, "Garden");
        node.members().grant(as(ANN), garden.id(), BOB, PROJECT_DEVELOPER);
        Set<Change> ended = Set.of(
                unbound(team, BOB, COMMUNITY_DEVELOPER),
                unbound(team, BOB, COMMUNITY_VIEWER),
                unbound(garden.id(), BOB, PROJECT_DEVELOPER));

        Revision before = revision();
        Written<Removal> removal = node.members().remove(as(ANN), team, BOB);
        assertEquals(before.next(), removal.revision());
        ChangeRecord removed = recordOf(removal);
        Change gone = only(ChangeKind.MEMBER_REMOVED, removed);
        assertEquals(team, gone.scope());
        assertEquals(Optional.of(BOB), gone.subject());
        assertEquals(ended, bindingsRemoved(removed));
        assertEquals(4, removed.changes().size());
        assertEquals(3, removal.value().ended().size());

        ChangeRecord kept = changedRecord(() -> node.members().remove(as(ANN), team, CAROL));
        assertEquals(List.of(ChangeKind.MEMBER_REMOVED), kinds(kept), "who was never in it is kept out");

        node.members().grant(as(ANN), team, CAROL, COMMUNITY_VIEWER);
        ChangeRecord left = changedRecord(() -> node.members().leave(as(CAROL), team));
        assertEquals(Optional.of(CAROL), left.actor());
        assertEquals(Optional.of(CAROL), only(ChangeKind.MEMBER_REMOVED, left).subject());
        assertEquals(Set.of(unbound(team, CAROL, COMMUNITY_VIEWER)), bindingsRemoved(left));
        assertEquals(2, left.changes().size());
    }

    private static Set<Change> bindingsRemoved(ChangeRecord record) {
        return record.changes().stream()
                .filter(change -> change.kind() == ChangeKind.BINDING_REMOVED)
                .collect(Collectors.toSet());
    }

    @Test
    @Rule({"CHG-1", "COM-1"})
    void the_life_of_a_community_is_recorded() {
        acme();
        Written<Community> written =
                node.create(as(BOB), NewCommunity.named("Cat lovers").describedAs("Purr"));
        CommunityId cats = written.value().id();
        ChangeRecord created = recordOf(written);
        assertEquals(Set.of(ChangeKind.COMMUNITY_CREATED, ChangeKind.BINDING_ADDED), Set.copyOf(kinds(created)));
        assertEquals(2, created.changes().size());
        Change birth = only(ChangeKind.COMMUNITY_CREATED, created);
        assertEquals(cats, birth.scope());
        assertEquals(Optional.of("Cat lovers"), birth.after(ChangeAttribute.NAME));
        assertEquals(Optional.of("Purr"), birth.after(ChangeAttribute.DESCRIPTION));
        assertEquals(new TreeMap<>(), birth.before());
        assertEquals(bound(cats, BOB, COMMUNITY_ADMIN), only(ChangeKind.BINDING_ADDED, created));

        String odd = "A & B + 100 (r) 'n, r. \u732b";
        assertEquals(
                List.of(Change.of(ChangeKind.COMMUNITY_UPDATED, cats)
                        .from(Map.of("name", "Cat lovers"))
                        .to(Map.of("name", "Cats"))),
                changedRecord(() -> node.update(
                                as(BOB), cats, CommunityUpdate.nothing().name("Cats"), version(cats)))
                        .changes());
        assertEquals(
                List.of(Change.of(ChangeKind.COMMUNITY_UPDATED, cats)
                        .from(Map.of("description", "Purr"))
                        .to(Map.of("description", "100 %\nof a=b & c/d | \ud83d\ude3a"))),
                changedRecord(() -> node.update(
                                as(BOB),
                                cats,
                                CommunityUpdate.nothing()
                                        .name("Cats")
                                        .description("100 %\nof a=b & c/d | \ud83d\ude3a"),
                                version(cats)))
                        .changes(),
                "only what changed, to the last character");
        assertEquals(
                List.of(Change.of(ChangeKind.COMMUNITY_UPDATED, cats)
                        .from(Map.of("name", "Cats", "description", "100 %\nof a=b & c/d | \ud83d\ude3a"))
                        .to(Map.of("name", odd, "description", ""))),
                changedRecord(() -> node.update(
                                as(BOB),
                                cats,
                                CommunityUpdate.nothing().name(odd).description(""),
                                version(cats)))
                        .changes());

        ChangeRecord deleted = changedRecord(() -> node.delete(as(BOB), cats));
        Change end = only(ChangeKind.COMMUNITY_DELETED, deleted);
        assertEquals(cats, end.scope());
        assertEquals(Optional.of(BOB), deleted.actor());
    }

    @Test
    @Rule({"CHG-1", "PRJ-1"})
    void the_life_of_a_project_is_recorded() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        Written<Project> written = node.projects().create(as(BOB), team, NewProject.named("Garden"));
        Project garden = written.value();
        ChangeRecord created = recordOf(written);
        assertEquals(Set.of(ChangeKind.PROJECT_CREATED, ChangeKind.BINDING_ADDED), Set.copyOf(kinds(created)));
        Change birth = only(ChangeKind.PROJECT_CREATED, created);
        assertEquals(garden.id(), birth.scope());
        assertEquals(Optional.of("Garden"), birth.after(ChangeAttribute.NAME));
        assertEquals(bound(garden.id(), BOB, PROJECT_ADMIN), only(ChangeKind.BINDING_ADDED, created));

        assertEquals(
                List.of(Change.of(ChangeKind.PROJECT_UPDATED, garden.id())
                        .from(Map.of("name", "Garden"))
                        .to(Map.of("name", "Park"))),
                changedRecord(() -> node.projects()
                                .update(
                                        as(BOB),
                                        garden.id(),
                                        ProjectUpdate.nothing().name("Park"),
                                        garden.version()))
                        .changes());
        node.members().grant(as(BOB), garden.id(), CAROL, PROJECT_VIEWER);
        ChangeRecord removed = changedRecord(() -> node.members().remove(as(BOB), garden.id(), CAROL));
        assertEquals(Set.of(unbound(garden.id(), CAROL, PROJECT_VIEWER)), bindingsRemoved(removed));

        ChangeRecord deleted = changedRecord(() -> node.projects().delete(as(BOB), garden.id()));
        assertEquals(garden.id(), only(ChangeKind.PROJECT_DELETED, deleted).scope());
    }

    @Test
    @Rule("CHG-1")
    void what_is_refused_or_idle_leaves_no_record_and_what_changes_leaves_one() {
        CommunityId team = acme();
        List<ChangeRecord> before = feed(ACME);
        List<Written<?>> writes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            writes.add(node.host().signIn(ACME, BOB));
            writes.add(other.host().addUser(ACME, DAVE));
            writes.add(node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER));
            writes.add(other.host().register(ACME, "Globex"));
            assertThrows(CommunitiesException.class, () -> node.delete(as(ANN), team));
            assertThrows(CommunitiesException.class, () -> other.create(as(CAROL), NewCommunity.named("Cat\u0000")));
        }

        List<Revision> changed =
                writes.stream().filter(Written::changed).map(Written::revision).toList();
        List<ChangeRecord> after = feed(ACME);
        assertEquals(4, changed.size());
        assertEquals(
                changed,
                after.subList(before.size(), after.size()).stream()
                        .map(ChangeRecord::revision)
                        .toList());
        assertEquals(before, after.subList(0, before.size()), "what is written stays as it is");
    }

    @Test
    @Rule({"CHG-1", "CON-1"})
    void a_record_is_there_as_soon_as_its_revision_is() {
        acme();
        AtomicBoolean done = new AtomicBoolean();
        try (Race race = new Race(4)) {
            List<Callable<Integer>> tasks = new ArrayList<>();
            tasks.add(() -> {
                for (int i = 0; i < 150; i++) {
                    node.host().addUser(ACME, Subject.user("user " + i));
                }
                done.set(true);
                return 0;
            });
            for (int i = 0; i < 3; i++) {
                Communities on = i % 2 == 0 ? other : node;
                tasks.add(() -> {
                    int looks = 0;
                    do {
                        Organization acme = on.host().organization(ACME);
                        long number = acme.revision().value();
                        List<ChangeRecord> records = on.host().changes(ACME, Revision.of(number - 1), 1);
                        assertEquals(acme.revision(), records.get(0).revision());
                        looks++;
                    } while (!done.get());
                    return looks;
                });
            }
            race.<Integer>run(tasks).forEach(Outcome::get);
        }
    }

    // CHG-2

    @Test
    @Rule("CHG-2")
    void records_are_numbered_by_the_revision_without_gaps() {
        acme();
        node.host().signIn(ACME, BOB);
        communityOf(BOB, "Cat lovers");

        List<ChangeRecord> feed = feed(ACME);
        assertEquals(
                LongStream.rangeClosed(1, revision().value())
                        .mapToObj(Revision::of)
                        .toList(),
                feed.stream().map(ChangeRecord::revision).toList());
        assertEquals(feed, node.host().changes(ACME, Revision.NONE, 1000), "the same on every node");
        assertEquals(feed, cluster.node().host().changes(ACME, Revision.NONE, 1000), "and after a restart");
        assertTrue(feed.stream().noneMatch(record -> record.changes().isEmpty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 11, 12, 1000})
    @Rule("CHG-2")
    void they_are_read_by_cursor(int limit) {
        acme();
        for (int i = 0; i < 6; i++) {
            node.host().addUser(ACME, Subject.user("user " + i));
        }
        List<ChangeRecord> all = other.host().changes(ACME, Revision.NONE, 1000);
        assertEquals(11, all.size());

        List<ChangeRecord> read = new ArrayList<>();
        Revision cursor = Revision.NONE;
        for (List<ChangeRecord> page = other.host().changes(ACME, cursor, limit);
                !page.isEmpty();
                page = other.host().changes(ACME, cursor, limit)) {
            assertTrue(page.size() <= limit);
            read.addAll(page);
            cursor = page.get(page.size() - 1).revision();
        }

        assertEquals(all, read);
        assertEquals(List.of(), other.host().changes(ACME, revision(), limit), "there is no more, yet");
        node.host().addUser(ACME, DAVE);
        assertEquals(1, other.host().changes(ACME, cursor, limit).size(), "the same cursor finds what is new");
    }

    @Test
    @Rule({"CHG-2", "LIM-2"})
    void a_page_has_one_to_a_thousand_records() {
        acme();
        assertThrows(InvalidInput.class, () -> node.host().changes(ACME, Revision.NONE, 0));
        assertThrows(InvalidInput.class, () -> node.host().changes(ACME, Revision.NONE, -1));
        assertThrows(InvalidInput.class, () -> node.host().changes(ACME, Revision.NONE, 1001));
        assertEquals(1, node.host().changes(ACME, Revision.NONE, 1).size());
        assertEquals(5, node.host().changes(ACME, Revision.NONE, 1000).size());
        assertThrows(NotFound.class, () -> node.host().changes(GLOBEX, Revision.NONE, 1));
    }

    @Test
    @Rule({"CHG-2", "TEN-1"})
    void a_feed_holds_its_organizations_records_only() {
        acme();
        register(GLOBEX, "Globex");
        node.host().signIn(GLOBEX, BOB);

        assertEquals(5, feed(ACME).size());
        assertEquals(6, feed(GLOBEX).size());
        assertTrue(feed(GLOBEX).stream()
                .flatMap(record -> record.changes().stream())
                .allMatch(change -> change.scope().organization().equals(GLOBEX)));
    }

    @Test
    @Rule({"CHG-2", "CON-1"})
    void a_reader_misses_none_and_sees_none_twice_while_others_write() {
        acme();
        int writers = 8;
        int each = 25;
        long last = revision().value() + (long) writers * each;
        List<Communities> readers = List.of(node, other, cluster.node(), cluster.node());
        try (Race race = new Race(writers + 4)) {
            List<Callable<List<ChangeRecord>>> tasks = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                Communities on = w % 2 == 0 ? node : other;
                String name = "user " + w + " ";
                tasks.add(() -> {
                    for (int i = 0; i < each; i++) {
                        on.host().addUser(ACME, Subject.user(name + i));
                    }
                    return List.of();
                });
            }
            for (int r = 0; r < 4; r++) {
                Communities on = readers.get(r);
                int limit = 1 + r * 3;
                tasks.add(() -> readUpTo(on, last, limit));
            }
            List<List<ChangeRecord>> read = race.<List<ChangeRecord>>run(tasks).stream()
                    .map(Outcome::get)
                    .filter(records -> !records.isEmpty())
                    .toList();

            assertEquals(4, read.size());
            List<ChangeRecord> feed = feed(ACME);
            assertEquals(last, feed.size());
            read.forEach(records -> assertEquals(feed, records));
        }
    }

    /** Follows the feed until a record has come that must be the last. */
    private static List<ChangeRecord> readUpTo(Communities on, long last, int limit) {
        Instant patience = Instant.now().plus(Duration.ofMinutes(1));
        List<ChangeRecord> read = new ArrayList<>();
        Revision cursor = Revision.NONE;
        while (cursor.value() < last) {
            if (Instant.now().isAfter(patience)) {
                throw new AssertionError("the feed stops at " + cursor + " of " + last);
            }
            List<ChangeRecord> page = on.host().changes(ACME, cursor, limit);
            if (page.isEmpty()) {
                Thread.onSpinWait();
            } else {
                read.addAll(page);
                cursor = page.get(page.size() - 1).revision();
            }
        }
        return read;
    }

    @Test
    @Rule("CHG-2")
    void the_host_drops_records_older_than_it_keeps_them() {
        CommunityId team = acme();
        Instant start = cluster.clock().instant();
        cluster.clock().advance(Duration.ofHours(1));
        node.host().addUser(ACME, DAVE);
        cluster.clock().advance(Duration.ofHours(1));
        node.host().signIn(ACME, BOB);
        Revision before = revision();

        Written<Long> dropped = changed(() -> node.host().dropChanges(ACME, start.plus(Duration.ofMinutes(30))));

        assertEquals(5, dropped.value());
        assertEquals(before.next(), dropped.revision());
        ChangeRecord record = recordOf(dropped);
        assertEquals(List.of(ChangeKind.CHANGES_DROPPED), kinds(record));
        assertEquals(Optional.empty(), record.actor());
        assertEquals(List.of(6L, 7L, 8L), numbers(other.host().changes(ACME, Revision.of(5), 10)));
        assertEquals(List.of(7L, 8L), numbers(node.host().changes(ACME, Revision.of(6), 10)));
        assertTrue(later().access().can(as(BOB), PROJECT_CREATE, team), "what they tell of is still so");
        assertEquals(5, other.host().overview(ACME).users());
    }

    private static List<Long> numbers(List<ChangeRecord> records) {
        return records.stream().map(record -> record.revision().value()).toList();
    }

    @Test
    @Rule("CHG-2")
    void a_cursor_before_what_is_kept_is_told_so() {
        acme();
        cluster.clock().advance(Duration.ofHours(1));
        node.host().addUser(ACME, DAVE);
        node.host().dropChanges(ACME, cluster.clock().instant());

        for (long cursor = 1; cursor < 5; cursor++) {
            Revision old = Revision.of(cursor);
            for (Communities on : List.of(node, other)) {
                Stale refusal = stale("CHG-2", () -> on.host().changes(ACME, old, 10));
                assertFalse(String.valueOf(refusal.getMessage()).isBlank());
            }
        }
        assertEquals(List.of(6L, 7L), numbers(other.host().changes(ACME, Revision.of(5), 10)), "this one missed none");
        assertEquals(List.of(6L), numbers(other.host().changes(ACME, Revision.of(5), 1)));
    }

    @Test
    @Rule("CHG-2")
    void a_cursor_that_is_ahead_is_told_so() {
        acme();
        Revision newest = revision();

        for (Communities on : List.of(node, other)) {
            assertEquals(List.of(), on.host().changes(ACME, newest, 10), "this one is not");
            for (long ahead : List.of(newest.value() + 1, newest.value() + 1000, Long.MAX_VALUE - 1, Long.MAX_VALUE)) {
                Stale refusal = stale("CHG-2", () -> on.host().changes(ACME, Revision.of(ahead), 10));
                assertTrue(String.valueOf(refusal.getMessage()).contains(newest.toString()), refusal::getMessage);
            }
        }
        node.host().addUser(ACME, DAVE);
        assertEquals(List.of(), other.host().changes(ACME, newest.next(), 10), "nor any more is what came true");
    }

    @Test
    @Rule("CHG-2")
    void whoever_begins_anew_begins_with_the_oldest_kept() {
        acme();
        cluster.clock().advance(Duration.ofHours(1));
        node.host().addUser(ACME, DAVE);
        node.host().dropChanges(ACME, cluster.clock().instant());

        assertEquals(List.of(6L, 7L), numbers(other.host().changes(ACME, Revision.NONE, 10)));
    }

    @Test
    @Rule("CHG-2")
    void what_is_not_old_is_not_dropped() {
        acme();
        Instant start = cluster.clock().instant();
        List<ChangeRecord> before = feed(ACME);

        assertEquals(0, unchanged(() -> node.host().dropChanges(ACME, start)).value(), "written then, not before");
        assertEquals(
                0,
                unchanged(() -> node.host().dropChanges(ACME, start.minus(Duration.ofDays(1))))
                        .value());
        assertEquals(before, feed(ACME));
    }

    @Test
    @Rule("CHG-2")
    void dropping_the_same_again_changes_nothing_and_dropping_more_drops_more() {
        acme();
        Instant start = cluster.clock().instant();
        cluster.clock().advance(Duration.ofHours(1));
        node.host().addUser(ACME, DAVE);
        cluster.clock().advance(Duration.ofHours(1));
        node.host().signIn(ACME, BOB);
        Instant half = start.plus(Duration.ofMinutes(30));
        node.host().dropChanges(ACME, half);

        assertEquals(0, unchanged(() -> other.host().dropChanges(ACME, half)).value());
        assertEquals(0, unchanged(() -> node.host().dropChanges(ACME, start)).value());
        assertEquals(
                1,
                changed(() -> node.host().dropChanges(ACME, half.plus(Duration.ofHours(1))))
                        .value());
        stale("CHG-2", () -> other.host().changes(ACME, Revision.of(5), 10));
        assertEquals(List.of(7L, 8L, 9L), numbers(other.host().changes(ACME, Revision.of(6), 10)));
    }

    @Test
    @Rule("CHG-2")
    void more_records_than_a_page_holds_are_dropped_at_once() {
        acme();
        for (int i = 0; i < 2200; i++) {
            node.host().addUser(ACME, Subject.user("user " + i));
        }
        cluster.clock().advance(Duration.ofHours(1));
        node.host().addUser(ACME, DAVE);

        Written<Long> dropped =
                changed(() -> node.host().dropChanges(ACME, cluster.clock().instant()));

        assertEquals(2205, dropped.value());
        assertEquals(List.of(2206L, 2207L), numbers(other.host().changes(ACME, Revision.of(2205), 10)));
        stale("CHG-2", () -> other.host().changes(ACME, Revision.of(2204), 10));
        stale("CHG-2", () -> other.host().changes(ACME, Revision.of(1000), 10));
    }

    @Test
    @Rule({"CHG-2", "TEN-1"})
    void dropping_in_one_organization_leaves_the_others_alone() {
        acme();
        register(GLOBEX, "Globex");
        List<ChangeRecord> globex = feed(GLOBEX);
        cluster.clock().advance(Duration.ofHours(1));
        node.host().dropChanges(ACME, cluster.clock().instant());

        assertEquals(globex, feed(GLOBEX));
        assertEquals(List.of(2L, 3L), numbers(other.host().changes(GLOBEX, Revision.of(1), 2)));
    }

    @Test
    @Rule({"CHG-2", "CON-1"})
    void a_reader_who_is_overtaken_by_dropping_is_told_so_and_never_sees_a_gap() {
        acme();
        AtomicBoolean done = new AtomicBoolean();
        try (Race race = new Race(4)) {
            List<Callable<Integer>> tasks = new ArrayList<>();
            tasks.add(() -> {
                try {
                    for (int i = 0; i < 200; i++) {
                        node.host().addUser(ACME, Subject.user("user " + i));
                        cluster.clock().advance(Duration.ofSeconds(1));
                        if (i % 20 == 19) {
                            node.host()
                                    .dropChanges(ACME, cluster.clock().instant().minusSeconds(3));
                        }
                    }
                } finally {
                    done.set(true);
                }
                return 0;
            });
            for (int r = 0; r < 3; r++) {
                Communities on = r % 2 == 0 ? other : node;
                int limit = 1 + r * 2;
                tasks.add(() -> {
                    int overtaken = 0;
                    Revision cursor = Revision.of(1);
                    do {
                        try {
                            for (ChangeRecord record : on.host().changes(ACME, cursor, limit)) {
                                assertEquals(cursor.next(), record.revision());
                                cursor = record.revision();
                            }
                        } catch (Stale refusal) {
                            assertEquals("CHG-2", refusal.rule());
                            // Somebody who lost the thread takes it up again where the organization is now.
                            cursor = on.host().organization(ACME).revision();
                            overtaken++;
                        }
                    } while (!done.get());
                    return overtaken;
                });
            }
            race.<Integer>run(tasks).forEach(Outcome::get);
        }
        assertEquals(List.of(), other.host().changes(ACME, revision(), 10));
    }
}
