package io.github.communities.tck.domain.change;

import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.PROJECT_ADMIN;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_VIEWER;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What each write leaves behind in the feed: CHG-1. */
public abstract class ChangeRecordRules extends AcmeRules {
    /** Rules on storages of their own. */
    protected ChangeRecordRules(Supplier<StoreFixture> storages) {
        super(storages);
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
                () -> node.update(as(ROBOT), team, CommunityUpdate.nothing().name("The Hub"), communityVersion(team)));
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
                                as(BOB), cats, CommunityUpdate.nothing().name("Cats"), communityVersion(cats)))
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
                                communityVersion(cats)))
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
                                communityVersion(cats)))
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
}
