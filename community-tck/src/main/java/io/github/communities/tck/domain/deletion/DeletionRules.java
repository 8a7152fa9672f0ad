package io.github.communities.tck.domain.deletion;

import static io.github.communities.Permission.COMMUNITY_DELETE;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_DELETE;
import static io.github.communities.Permission.PROJECT_MANAGE_ACCESS;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Permission.RESOURCE_USE;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.PROJECT_ADMIN;
import static io.github.communities.Role.PROJECT_EDITOR;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.InvitationId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.access.AccessView;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.change.Power;
import io.github.communities.community.Community;
import io.github.communities.community.NewCommunity;
import io.github.communities.decision.Decision;
import io.github.communities.error.Refused;
import io.github.communities.policy.Billing;
import io.github.communities.policy.Policy;
import io.github.communities.project.NewProject;
import io.github.communities.project.NewResource;
import io.github.communities.project.Project;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.Race.Outcome;
import io.github.communities.tck.fixture.SampleRecords;
import io.github.communities.tck.fixture.StoreContents;
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
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is deleted comes back or is purged: COM-6, and PRJ-5 as far as it is like that. */
public abstract class DeletionRules extends AcmeRules {
    private static final Duration RETENTION = Duration.ofDays(3);
    private static final Duration INSTANT = Duration.ofNanos(1000);

    /** Bob's community, with Carol as its developer and Dave as an editor of its one project, Litter. */
    private CommunityId cats;

    private ProjectId litter;
    private CommunityStore store;

    /** Rules on storages of this kind. */
    @SuppressWarnings("NullAway.Init") // the fields are set before each test
    protected DeletionRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void bobHasCats() {
        store = cluster.storage().open();
        acme();
        node.host().addUser(ACME, DAVE);
        cats = communityOf(BOB, "Cat lovers");
        litter = projectOf(BOB, cats, "Litter").id();
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_DEVELOPER);
        node.members().grant(as(BOB), litter, DAVE, PROJECT_EDITOR);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    // COM-6: deleting

    @Test
    @Rule("COM-6")
    void deleting_a_community_takes_the_permission_to_delete_it() {
        untouched(() -> forbidden(COMMUNITY_DELETE, () -> node.delete(as(CAROL), cats)));
        untouched(() -> forbidden(COMMUNITY_DELETE, () -> node.delete(as(ANN), cats)));
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_EDITOR);

        Written<Community> deleted = changed(() -> node.delete(as(CAROL), cats));

        assertEquals("Cat lovers", deleted.value().name());
        ChangeRecord record = recordOf(deleted);
        assertEquals(List.of(ChangeKind.COMMUNITY_DELETED), kinds(record));
        Change change = record.changes().get(0);
        assertEquals(cats, change.scope());
        assertEquals(Optional.of("Cat lovers"), change.before(ChangeAttribute.NAME));
        assertEquals(Optional.of(CAROL), record.actor());
    }

    @Test
    @Rule({"COM-6", "ACC-1", "ACC-8"})
    void from_then_on_it_does_not_exist_for_anyone() {
        AccessView before = node.access().of(as(BOB));
        changed(() -> node.delete(as(BOB), cats));
        later();

        for (Subject subject : List.of(BOB, CAROL, ANN, WATCHER)) {
            notFound("ACC-8", () -> other.get(as(subject), cats));
            notFound("ACC-8", () -> other.projects().get(as(subject), litter));
            assertEquals(
                    Decision.Reason.NO_SUCH_TARGET,
                    other.access().explain(as(subject), COMMUNITY_VIEW, cats).reason());
            assertFalse(other.access().can(as(subject), PROJECT_VIEW, litter));
            untouched(() -> notFound(() -> node.delete(as(subject), cats)));
            untouched(() -> notFound(() -> node.projects().create(as(subject), cats, NewProject.named("Basket"))));
            untouched(() -> notFound(() -> node.members().grant(as(subject), cats, ANN, COMMUNITY_VIEWER)));
        }
        notFound(() -> other.projects().get(as(DAVE), litter));
        assertEquals(List.of(), communities("Cat lovers"));
        assertEquals(0, other.host().overview(ACME).projects());
        assertFalse(before.refresh().can(COMMUNITY_VIEW, cats));
    }

    @Test
    @Rule({"COM-6", "COM-2"})
    void its_name_stays_taken_until_it_is_purged() {
        node.delete(as(BOB), cats);

        untouched(() -> refused("COM-2", () -> node.create(as(CAROL), NewCommunity.named("cat lovers"))));
        cluster.clock().advance(RETENTION);
        untouched(() -> refused("COM-2", () -> node.create(as(CAROL), NewCommunity.named("cat lovers"))));
        purgeAll();

        changed(() -> node.create(as(CAROL), NewCommunity.named("cat lovers")));
    }

    // COM-6: restoring

    @Test
    @Rule("COM-6")
    void whoever_is_still_its_administrator_restores_it_as_it_was() {
        Set<String> before = facts();
        Community was = node.get(as(BOB), cats);
        node.delete(as(BOB), cats);
        assertFalse(facts().equals(before));

        Written<Community> restored = changed(() -> node.restore(as(BOB), cats));

        assertEquals(was, restored.value());
        later();
        assertEquals(before, facts());
        assertEquals(was, other.get(as(BOB), cats));
        assertTrue(other.access().can(as(BOB), COMMUNITY_MANAGE_ACCESS, cats));
        assertTrue(other.access().can(as(CAROL), COMMUNITY_VIEW, cats));
        assertTrue(other.access().can(as(DAVE), PROJECT_DELETE, litter));
        ChangeRecord record = recordOf(restored);
        assertEquals(List.of(ChangeKind.COMMUNITY_RESTORED), kinds(record));
        assertEquals(cats, record.changes().get(0).scope());
        assertEquals(Optional.of("Cat lovers"), record.changes().get(0).after(ChangeAttribute.NAME));
        assertEquals(Set.of(), record.powers());
        assertEquals(Optional.of(BOB), record.actor());
    }

    @Test
    @Rule("COM-6")
    void an_administrator_through_a_group_restores_it() {
        node.host().addGroup(ACME, CATS);
        node.host().addToGroup(ACME, CATS, CAROL);
        node.members().grant(as(BOB), cats, CATS, COMMUNITY_ADMIN);
        node.delete(as(BOB), cats);

        changed(() -> node.restore(as(CAROL), cats));
        later();
        assertTrue(other.access().can(as(BOB), COMMUNITY_VIEW, cats));
    }

    @Test
    @Rule({"COM-6", "ACC-8"})
    void for_whoever_is_not_its_administrator_there_is_nothing_to_restore() {
        node.host().addUser(ACME, ANN, COMMUNITY_ADMIN); // in every community, but at none
        node.members().grant(as(BOB), cats, DAVE, COMMUNITY_EDITOR);
        node.delete(as(BOB), cats);

        for (Subject subject : List.of(ANN, CAROL, DAVE, WATCHER)) {
            untouched(() -> notFound("ACC-8", () -> node.restore(as(subject), cats)));
        }
        untouched(() -> notFound("ORG-1", () -> node.restore(as(Subject.user("stranger")), cats)));
        untouched(() -> notFound("ACC-8", () -> node.restore(as(BOB), CommunityId.of(ACME, "none"))));
        untouched(() -> notFound("ACC-8", () -> node.restore(as(BOB), CommunityId.of(GLOBEX, cats.value()))));
    }

    @Test
    @Rule({"COM-6", "MEM-6", "CHG-5"})
    void where_no_administrator_is_left_whoever_appoints_them_restores() {
        node.delete(as(BOB), cats);
        untouched(() -> notFound("ACC-8", () -> node.restore(as(ANN), cats)));
        node.host().removeUser(ACME, BOB);

        untouched(() -> notFound("ACC-8", () -> node.restore(as(CAROL), cats)));
        Written<Community> restored = changed(() -> node.restore(as(ANN), cats));

        assertEquals(Set.of(Power.APPOINTMENT), recordOf(restored).powers());
        later();
        assertEquals(
                List.of(cats),
                all(page -> other.orphaned(as(ANN), page)).stream()
                        .map(Community::id)
                        .toList());
        unchanged(() -> node.restore(as(ANN), cats));
        node.members().grant(as(ANN), cats, CAROL, COMMUNITY_ADMIN);
        assertTrue(node.access().can(as(CAROL), COMMUNITY_MANAGE_ACCESS, cats));
    }

    @Test
    @Rule("COM-6")
    void it_can_be_restored_for_the_retention_time_and_not_a_moment_longer() {
        node.delete(as(BOB), cats);
        cluster.clock().advance(RETENTION.minus(INSTANT));
        changed(() -> node.restore(as(BOB), cats));
        node.delete(as(BOB), cats);
        cluster.clock().advance(RETENTION);

        Refused refusal = untouched(() -> refused("COM-6", () -> node.restore(as(BOB), cats)));

        assertTrue(String.valueOf(refusal.getMessage()).contains(cats.toString()), refusal::getMessage);
        untouched(() -> notFound("ACC-8", () -> node.restore(as(CAROL), cats)));
        notFound(() -> other.get(as(BOB), cats));
    }

    @Test
    @Rule("COM-6")
    void the_retention_time_is_the_policys() {
        run(Policy.standard().toBuilder("short memory")
                .retention(Duration.ofMinutes(1))
                .build());
        node.delete(as(BOB), cats);
        cluster.clock().advance(Duration.ofMinutes(1));
        untouched(() -> refused("COM-6", () -> node.restore(as(BOB), cats)));
        run(Policy.standard());
        changed(() -> node.restore(as(BOB), cats));
        node.delete(as(BOB), cats);
        run(Policy.standard().toBuilder("no memory").retention(Duration.ZERO).build());
        untouched(() -> refused("COM-6", () -> node.restore(as(BOB), cats)));
    }

    @Test
    @Rule("COM-6")
    void restoring_what_exists_changes_nothing() {
        assertEquals(cats, unchanged(() -> node.restore(as(BOB), cats)).value().id());
        assertEquals(
                cats, unchanged(() -> node.restore(as(CAROL), cats)).value().id());
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        assertEquals(team, unchanged(() -> node.restore(as(ANN), team)).value().id());
        untouched(() -> forbidden(COMMUNITY_VIEW, () -> node.restore(as(DAVE), cats)));
        untouched(() -> notFound(() -> node.restore(as(Subject.user("stranger")), cats)));
    }

    @Test
    @Rule({"COM-6", "ORG-4", "MEM-8"})
    void what_ends_while_it_is_deleted_has_ended_when_it_is_back() {
        Instant end = cluster.clock().instant().plus(Duration.ofHours(1));
        node.members().grant(as(BOB), cats, ANN, COMMUNITY_ADMIN, end);
        node.delete(as(BOB), cats);

        node.host().removeUser(ACME, CAROL);
        node.host().addUser(ACME, CAROL);
        cluster.clock().advance(Duration.ofHours(1));
        untouched(() -> notFound("ACC-8", () -> node.restore(as(ANN), cats)));
        changed(() -> node.restore(as(BOB), cats));

        later();
        assertEquals(Set.of(), ownRoles(cats, CAROL));
        assertEquals(Set.of(), ownRoles(cats, ANN));
        assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, cats));
        assertFalse(other.access().can(as(ANN), COMMUNITY_VIEW, cats));
        assertTrue(other.access().can(as(BOB), COMMUNITY_VIEW, cats));
    }

    @Test
    @Rule({"COM-6", "ACC-4"})
    void a_view_from_in_between_does_not_see_what_came_back_later() {
        node.delete(as(BOB), cats);
        AccessView between = node.access().of(as(BOB));
        node.restore(as(BOB), cats);

        assertFalse(between.can(COMMUNITY_VIEW, cats));
        assertFalse(between.can(PROJECT_VIEW, litter));
        assertTrue(between.refresh().can(COMMUNITY_VIEW, cats));
        assertTrue(between.refresh().can(PROJECT_VIEW, litter));
    }

    @Test
    @Rule("COM-6")
    void it_can_be_deleted_and_restored_again_and_again() {
        Set<String> before = facts();
        for (int i = 0; i < 3; i++) {
            changed(() -> node.delete(as(BOB), cats));
            untouched(() -> notFound(() -> node.delete(as(BOB), cats)));
            changed(() -> other.restore(as(BOB), cats));
            unchanged(() -> node.restore(as(BOB), cats));
        }
        later();
        assertEquals(before, facts());
    }

    @Test
    @Rule({"COM-6", "SHR-4"})
    void what_was_published_there_or_from_it_is_withdrawn_for_good() {
        run(Policy.standard().toBuilder("free").billing(Billing.NOT_REQUIRED).build());
        CommunityId dogs = communityOf(BOB, "Dog owners");
        ProjectId kennel = projectOf(BOB, dogs, "Kennel").id();
        ResourceId photos = share(litter, "Photos", dogs, kennel);
        ResourceId toys = share(kennel, "Toys", cats, litter);

        node.delete(as(BOB), cats);

        assertFalse(uses(photos, kennel));
        assertEquals(List.of(), all(page -> other.sharing().published(as(BOB), dogs, page)));
        assertEquals(List.of(), all(page -> other.sharing().attached(as(BOB), kennel, page)));
        node.restore(as(BOB), cats);
        assertFalse(uses(photos, kennel));
        assertFalse(uses(toys, litter));
        for (CommunityId each : List.of(cats, dogs)) {
            assertEquals(List.of(), all(page -> other.sharing().published(as(BOB), each, page)));
        }
        assertTrue(uses(photos, litter), "what belongs there does so again");

        changed(() -> node.sharing().publish(as(BOB), photos, dogs));
        assertFalse(uses(photos, kennel), "what is published anew is attached nowhere yet");
        changed(() -> node.sharing().attach(as(BOB), photos, kennel));
        assertTrue(uses(photos, kennel));
        changed(() -> node.resources().delete(as(BOB), toys));
    }

    /** A resource of a project, published in a community and attached to a project there. */
    private ResourceId share(ProjectId from, String name, CommunityId community, ProjectId project) {
        ResourceId id = node.resources()
                .create(as(BOB), from, NewResource.of("dataset", name))
                .value()
                .id();
        node.sharing().publish(as(BOB), id, community);
        node.sharing().attach(as(BOB), id, project);
        assertTrue(uses(id, project));
        return id;
    }

    private boolean uses(ResourceId resource, ProjectId project) {
        return later().access().can(as(BOB), RESOURCE_USE, ResourceAt.of(resource, project));
    }

    // PRJ-5

    @Test
    @Rule("PRJ-5")
    void a_deleted_project_does_not_exist_and_is_restored_by_whoever_manages_access_to_it() {
        Set<String> before = facts();
        Project was = node.projects().get(as(BOB), litter);
        changed(() -> node.projects().delete(as(DAVE), litter));
        notFound(() -> later().projects().get(as(BOB), litter));
        untouched(() -> refused("PRJ-1", () -> node.projects().create(as(CAROL), cats, NewProject.named("litter"))));

        for (Subject subject : List.of(DAVE, CAROL, ANN, WATCHER)) {
            untouched(() -> notFound("ACC-8", () -> node.projects().restore(as(subject), litter)));
        }
        untouched(() -> notFound("ORG-1", () -> node.projects().restore(as(Subject.user("stranger")), litter)));
        Written<Project> restored = changed(() -> node.projects().restore(as(BOB), litter));

        assertEquals(was, restored.value());
        later();
        assertEquals(before, facts());
        assertEquals(was, other.projects().get(as(DAVE), litter));
        ChangeRecord record = recordOf(restored);
        assertEquals(List.of(ChangeKind.PROJECT_RESTORED), kinds(record));
        assertEquals(litter, record.changes().get(0).scope());
        assertEquals(Optional.of("Litter"), record.changes().get(0).after(ChangeAttribute.NAME));
    }

    @Test
    @Rule("PRJ-5")
    void a_participant_who_manages_access_restores_their_project() {
        node.members().grant(as(BOB), litter, ANN, PROJECT_ADMIN);
        node.projects().delete(as(ANN), litter);

        changed(() -> node.projects().restore(as(ANN), litter));
        assertTrue(later().access().can(as(ANN), PROJECT_MANAGE_ACCESS, litter));
    }

    @Test
    @Rule("PRJ-5")
    void a_project_can_be_restored_for_the_retention_time_only() {
        node.projects().delete(as(BOB), litter);
        cluster.clock().advance(RETENTION.minus(INSTANT));
        changed(() -> node.projects().restore(as(BOB), litter));
        node.projects().delete(as(BOB), litter);
        cluster.clock().advance(RETENTION);

        untouched(() -> refused("PRJ-5", () -> node.projects().restore(as(BOB), litter)));
        untouched(() -> notFound("ACC-8", () -> node.projects().restore(as(DAVE), litter)));
    }

    @Test
    @Rule("PRJ-5")
    void restoring_a_project_that_exists_changes_nothing() {
        assertEquals(
                litter,
                unchanged(() -> node.projects().restore(as(BOB), litter))
                        .value()
                        .id());
        untouched(() -> forbidden(PROJECT_MANAGE_ACCESS, () -> node.projects().restore(as(DAVE), litter)));
        untouched(() -> notFound(() -> node.projects().restore(as(BOB), ProjectId.of(ACME, "none"))));
        untouched(() -> notFound(() -> node.projects().restore(as(BOB), ProjectId.of(GLOBEX, litter.value()))));
    }

    @Test
    @Rule({"PRJ-5", "COM-6"})
    void a_project_that_was_deleted_by_itself_stays_deleted_when_its_community_comes_back() {
        node.projects().delete(as(BOB), litter);
        node.delete(as(BOB), cats);
        untouched(() -> notFound("ACC-8", () -> node.projects().restore(as(BOB), litter)));
        node.restore(as(BOB), cats);

        notFound(() -> later().projects().get(as(BOB), litter));
        changed(() -> node.projects().restore(as(BOB), litter));
        assertTrue(later().access().can(as(DAVE), PROJECT_VIEW, litter));
    }

    // Purging

    @Test
    @Rule({"COM-6", "PRJ-5"})
    void before_the_retention_time_is_over_nothing_is_purged() {
        ProjectId basket = projectOf(BOB, cats, "Basket").id();
        node.projects().delete(as(BOB), basket);
        assertEquals(0, unchanged(() -> node.host().purge(ACME, 1000)).value());
        cluster.clock().advance(RETENTION.minus(INSTANT));
        node.delete(as(BOB), cats);
        assertEquals(0, unchanged(() -> node.host().purge(ACME, 1000)).value());
        Set<StoredRecord> before = records();
        cluster.clock().advance(INSTANT);

        assertTrue(changed(() -> node.host().purge(ACME, 1000)).value() > 0);

        assertTrue(before.containsAll(records()));
        changed(() -> node.restore(as(BOB), cats));
        later();
        assertTrue(other.access().can(as(DAVE), PROJECT_VIEW, litter), "only the project that was due has gone");
        untouched(() -> notFound("ACC-8", () -> node.projects().restore(as(BOB), basket)));
    }

    @Test
    @Rule("COM-6")
    void purging_takes_all_that_a_community_had_and_nothing_else() {
        CommunityId dogs = communityOf(ANN, "Dog owners");
        ProjectId kennel = projectOf(ANN, dogs, "Kennel").id();
        Set<StoredRecord> without = records();
        CommunityId birds = communityOf(BOB, "Bird watchers");
        furnish(birds, dogs, kennel);
        node.delete(as(BOB), birds);
        cluster.clock().advance(RETENTION);
        int all = records().size() - without.size();

        Written<Integer> purged = changed(() -> node.host().purge(ACME, 1000));

        assertEquals(all, purged.value());
        StoreContents.same(without, records(), "all of it has gone");
        assertEquals(0, unchanged(() -> other.host().purge(ACME, 1000)).value());
        untouched(() -> notFound("ACC-8", () -> node.restore(as(BOB), birds)));
        ChangeRecord record = recordOf(purged);
        assertEquals(List.of(ChangeKind.COMMUNITY_PURGED), kinds(record));
        assertEquals(birds, record.changes().get(0).scope());
        assertEquals(Optional.of("Bird watchers"), record.changes().get(0).before(ChangeAttribute.NAME));
        assertEquals(Optional.of(Integer.toString(all)), record.changes().get(0).before(ChangeAttribute.RECORDS));
        assertEquals(Optional.empty(), record.actor());
    }

    @Test
    @Rule("PRJ-5")
    void purging_takes_all_that_a_project_had_and_nothing_else() {
        CommunityId dogs = communityOf(ANN, "Dog owners");
        ProjectId kennel = projectOf(ANN, dogs, "Kennel").id();
        Set<StoredRecord> without = records();
        ProjectId basket = projectOf(BOB, cats, "Basket").id();
        keep(belongings(cats, basket, dogs, kennel));
        node.projects().delete(as(BOB), basket);
        cluster.clock().advance(RETENTION);
        int all = records().size() - without.size();

        Written<Integer> purged = changed(() -> node.host().purge(ACME, 1000));

        assertEquals(all, purged.value());
        StoreContents.same(without, records(), "all of it has gone");
        ChangeRecord record = recordOf(purged);
        assertEquals(List.of(ChangeKind.PROJECT_PURGED), kinds(record));
        assertEquals(basket, record.changes().get(0).scope());
        changed(() -> node.projects().create(as(CAROL), cats, NewProject.named("Basket")));
    }

    @Test
    @Rule({"COM-6", "PRJ-5"})
    void purging_goes_in_batches_as_small_as_the_host_likes_on_any_node() {
        CommunityId dogs = communityOf(ANN, "Dog owners");
        ProjectId kennel = projectOf(ANN, dogs, "Kennel").id();
        ProjectId basket = projectOf(BOB, cats, "Basket").id();
        Set<StoredRecord> without = records();
        for (int limit : List.of(1, 7)) {
            CommunityId birds = communityOf(BOB, "Bird watchers");
            furnish(birds, dogs, kennel);
            ProjectId bowl = projectOf(BOB, cats, "Bowl").id();
            keep(belongings(cats, bowl, dogs, kennel));
            node.projects().delete(as(BOB), bowl);
            node.delete(as(BOB), birds);
            cluster.clock().advance(RETENTION);

            Communities purging = node;
            int left = records().size();
            while (left > without.size()) {
                int purged = purging.host().purge(ACME, limit).value();
                assertTrue(purged >= 1 && purged <= limit, () -> purged + " of at most " + limit);
                assertEquals(left - purged, records().size(), "as many have gone as it says");
                left -= purged;
                purging = purging == node ? other : node;
            }
            StoreContents.same(without, records(), "all of it has gone");
            assertEquals(0, unchanged(() -> node.host().purge(ACME, limit)).value());
        }
        assertTrue(node.access().can(as(BOB), PROJECT_VIEW, basket));
    }

    @Test
    @Rule("COM-6")
    void what_is_being_purged_is_not_restored_by_a_node_that_remembers_longer() {
        Communities patient = cluster.node(Policy.standard().toBuilder("patient")
                .retention(Duration.ofDays(30))
                .build());
        node.projects().delete(as(BOB), litter);
        node.delete(as(BOB), cats);
        cluster.clock().advance(RETENTION);

        changed(() -> node.host().purge(ACME, 1));

        untouched(() -> refused("COM-6", () -> patient.restore(as(BOB), cats)));
        purgeAll();
        untouched(() -> notFound("ACC-8", () -> patient.restore(as(BOB), cats)));
    }

    @Test
    @Rule("COM-6")
    void restoring_and_purging_at_once_either_restores_all_or_purges_it() {
        Communities patient = cluster.node(Policy.standard().toBuilder("patient")
                .retention(Duration.ofDays(300))
                .build());
        Set<String> before = facts();
        try (Race threads = new Race(4)) {
            boolean back = true;
            for (int round = 0; round < Race.ROUNDS / 10 && back; round++) {
                node.delete(as(BOB), cats);
                cluster.clock().advance(RETENTION);
                List<Callable<Boolean>> tasks = List.of(
                        () -> patient.restore(as(BOB), cats).changed(),
                        () -> node.host().purge(ACME, 3).changed(),
                        () -> other.host().purge(ACME, 1000).changed(),
                        () -> patient.restore(as(BOB), cats).changed());
                List<Outcome<Boolean>> outcomes = threads.run(tasks);
                back = outcomes.get(0).value().isPresent()
                        || outcomes.get(3).value().isPresent();
                if (back) {
                    assertFalse(outcomes.get(1).get());
                    assertFalse(outcomes.get(2).get());
                    assertEquals(before, facts());
                }
            }
            if (!back) {
                purgeAll();
                assertEquals(List.of(), communities("Cat lovers"));
            }
        }
    }

    @Test
    @Rule("LIM-2")
    void a_batch_of_a_purge_has_one_to_a_thousand_records() {
        for (int limit : List.of(0, -1, 1001, Integer.MAX_VALUE, Integer.MIN_VALUE)) {
            untouched(() -> invalid("LIM-2", () -> node.host().purge(ACME, limit)));
        }
        notFound("ORG-1", () -> node.host().purge(GLOBEX, 10));
        unchanged(() -> node.host().purge(ACME, 1));
    }

    private void purgeAll() {
        while (node.host().purge(ACME, 1000).value() > 0) {
            // until nothing is left
        }
    }

    /** All records of Acme but its own, whose bindings' version moves on. */
    private Set<StoredRecord> records() {
        return StoreContents.of(store, ACME).records().stream()
                .filter(record -> !(record instanceof OrganizationRecord))
                .collect(Collectors.toSet());
    }

    /** Gives a community some of everything that one can have, in exchange with a project of another one. */
    private void furnish(CommunityId community, CommunityId others, ProjectId theirs) {
        List<StoredRecord> records = new ArrayList<>();
        for (String name : List.of("Nest", "Feeder")) {
            ProjectId project = projectOf(BOB, community, name).id();
            node.members().grant(as(BOB), project, DAVE, PROJECT_EDITOR);
            records.addAll(belongings(community, project, others, theirs));
        }
        node.members().grant(as(BOB), community, CAROL, COMMUNITY_VIEWER);
        node.members().grant(as(BOB), community, DAVE, COMMUNITY_VIEWER);
        node.members().remove(as(BOB), community, CAROL);
        ProjectId gone = projectOf(BOB, community, "Gone").id();
        node.projects().delete(as(BOB), gone);
        records.add(invitation(community, Optional.empty()));
        records.add(invitation(community, Optional.of(CAROL)));
        keep(records);
    }

    /** What a project of a community can have, in exchange with a project of another one. */
    private static List<StoredRecord> belongings(
            CommunityId community, ProjectId project, CommunityId others, ProjectId theirs) {
        List<StoredRecord> records = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ResourceId own = ResourceId.of(ACME, project.value() + i);
            ResourceId foreign = ResourceId.of(ACME, "theirs" + project.value() + i);
            records.add(SampleRecords.resource(own, project, community, i));
            records.add(SampleRecords.publication(others, own, project, i));
            records.add(SampleRecords.attachment(theirs, own, others, i));
            records.add(SampleRecords.attachment(project, foreign, community, i));
            records.add(SampleRecords.usage(project, "run " + i, i));
        }
        return records;
    }

    private static StoredRecord invitation(CommunityId community, Optional<Subject> recipient) {
        String id = community.value() + recipient.map(Subject::id).orElse("");
        return SampleRecords.invitation(InvitationId.of(ACME, id), community, recipient, 1);
    }

    private void keep(List<StoredRecord> records) {
        SampleRecords.write(store, ACME, writer -> writer.insert(records));
    }
}
