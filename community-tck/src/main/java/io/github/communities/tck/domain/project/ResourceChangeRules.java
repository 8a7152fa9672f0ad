package io.github.communities.tck.domain.project;

import static io.github.communities.Permission.PROJECT_DELETE;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Permission.RESOURCE_CREATE;
import static io.github.communities.Permission.RESOURCE_DELETE;
import static io.github.communities.Permission.RESOURCE_SHARE;
import static io.github.communities.Permission.RESOURCE_UPDATE;
import static io.github.communities.Permission.RESOURCE_USE;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.PROJECT_ADMIN;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static io.github.communities.tck.fixture.Refusals.stale;
import static io.github.communities.tck.fixture.Refusals.unmet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Labels;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.Written;
import io.github.communities.access.AccessView;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.decision.Decision;
import io.github.communities.error.Refused;
import io.github.communities.project.NewProject;
import io.github.communities.project.ProjectUpdate;
import io.github.communities.project.Resource;
import io.github.communities.project.ResourceUpdate;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Changing, copying and deleting resources, and what follows for projects, labels and access: RES-3, RES-4. */
public abstract class ResourceChangeRules extends PhotoRules {
    /** Rules on storages of this kind. */
    protected ResourceChangeRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // RES-3

    @Test
    @Rule("RES-3")
    void an_update_changes_what_it_names_on_the_version_that_was_seen() {
        Resource first = create(BOB, PHOTOS.describedAs("of kittens")).value();
        cluster.clock().advance(Duration.ofMinutes(1));

        Written<Resource> written = changed(() -> node.resources()
                .update(as(BOB), first.id(), ResourceUpdate.nothing().name("Pictures"), first.version()));
        Resource second = written.value();
        assertEquals("Pictures", second.name());
        assertEquals("of kittens", second.description());
        assertEquals(cluster.clock().instant(), second.updatedAt());
        assertEquals(first.createdAt(), second.createdAt());
        Change change = only(ChangeKind.RESOURCE_UPDATED, recordOf(written));
        assertEquals(litter, change.scope());
        assertEquals(Map.of("resource", first.id().toString(), "name", "Photos"), change.before());
        assertEquals(Map.of("resource", first.id().toString(), "name", "Pictures"), change.after());
        untouched(() -> stale(
                "COM-4",
                () -> node.resources()
                        .update(as(BOB), first.id(), ResourceUpdate.nothing().description("late"), first.version())));
        assertEquals(second, later().resources().get(as(BOB), first.id()));
        unchanged(() -> node.resources()
                .update(as(BOB), first.id(), ResourceUpdate.nothing().name("Pictures"), second.version()));
        unchanged(() -> node.resources().update(as(BOB), first.id(), ResourceUpdate.nothing(), second.version()));
        Resource third = changed(() -> other.resources()
                        .update(
                                as(BOB),
                                first.id(),
                                ResourceUpdate.nothing().description("").labels(labels("pet", "cat")),
                                second.version()))
                .value();
        assertEquals("Pictures", third.name());
        assertEquals("", third.description());
        assertEquals(labels("pet", "cat"), third.labels());
        untouched(() -> invalid(
                "RES-1",
                () -> node.resources()
                        .update(as(BOB), first.id(), ResourceUpdate.nothing().name("-"), third.version())));
    }

    @Test
    @Rule("RES-3")
    void a_resource_is_changed_only_through_its_own_project() {
        ProjectId scratching = projectOf(BOB, cats, "Scratching post").id();
        Resource photos = publishedBy(litter, "Photos", cats);
        node.sharing().attach(as(BOB), photos.id(), scratching);
        grant(scratching, CAROL, PROJECT_ADMIN);

        later();
        assertFalse(other.access().can(as(CAROL), RESOURCE_UPDATE, ResourceAt.of(photos.id(), scratching)));
        assertFalse(other.access().can(as(CAROL), RESOURCE_UPDATE, photos.id()));
        untouched(() -> forbidden(
                RESOURCE_UPDATE,
                () -> node.resources()
                        .update(as(CAROL), photos.id(), ResourceUpdate.nothing().name("Mine"), photos.version())));
        untouched(() -> forbidden(RESOURCE_DELETE, () -> node.resources().delete(as(CAROL), photos.id())));
        untouched(() -> forbidden(PROJECT_VIEW, () -> node.resources().get(as(CAROL), photos.id())));
        grant(litter, CAROL, PROJECT_DEVELOPER);
        changed(() -> node.resources()
                .update(as(CAROL), photos.id(), ResourceUpdate.nothing().name("Ours"), photos.version()));
    }

    @Test
    @Rule("RES-3")
    void a_copy_is_new_and_independent() {
        ProjectId scratching = projectOf(BOB, cats, "Scratching post").id();
        Resource photos = create(BOB, PHOTOS.describedAs("of kittens")).value();
        grant(litter, CAROL, PROJECT_DEVELOPER);
        grant(scratching, CAROL, PROJECT_DEVELOPER);
        cluster.clock().advance(Duration.ofMinutes(1));

        Written<Resource> written =
                changed(() -> node.resources().copy(as(CAROL), photos.id(), scratching, "Pictures"));

        Resource copy = written.value();
        assertNotEquals(photos.id(), copy.id());
        assertEquals(scratching, copy.project());
        assertEquals("dataset", copy.type());
        assertEquals("Pictures", copy.name());
        assertEquals("of kittens", copy.description());
        assertEquals(Optional.of(CAROL), copy.creator());
        assertEquals(cluster.clock().instant(), copy.createdAt());
        assertEquals(
                Optional.of(photos.id().toString()),
                only(ChangeKind.RESOURCE_CREATED, recordOf(written)).after(ChangeAttribute.COPY_OF));
        node.resources().update(as(BOB), copy.id(), ResourceUpdate.nothing().description("changed"), copy.version());
        assertEquals(photos, later().resources().get(as(BOB), photos.id()));
        changed(() -> node.resources().delete(as(BOB), photos.id()));
        assertEquals("Pictures", later().resources().get(as(BOB), copy.id()).name());
        changed(() -> node.resources().copy(as(CAROL), copy.id(), scratching, "Beside it"));
        untouched(() -> refused("RES-1", () -> node.resources().copy(as(CAROL), copy.id(), scratching, "pictures")));
        untouched(() -> invalid("RES-1", () -> node.resources().copy(as(CAROL), copy.id(), scratching, "-")));
        untouched(() -> invalid("RES-1", () -> node.resources().copy(as(CAROL), copy.id(), scratching, "")));
        untouched(() -> notFound(() -> node.resources().copy(as(CAROL), photos.id(), scratching, "Gone")));
    }

    @Test
    @Rule({"RES-3", "SHR-4"})
    void copying_takes_use_at_the_sources_own_project_so_that_an_attachment_is_not_enough() {
        ProjectId scratching = projectOf(BOB, cats, "Scratching post").id();
        Resource photos = publishedBy(litter, "Photos", cats);
        node.sharing().attach(as(BOB), photos.id(), scratching);
        grant(scratching, CAROL, PROJECT_ADMIN);
        grant(litter, CAROL, PROJECT_VIEWER);

        later();
        assertTrue(other.access().can(as(CAROL), RESOURCE_USE, ResourceAt.of(photos.id(), scratching)));
        assertEquals(
                "RES-3",
                untouched(() -> forbidden(
                                RESOURCE_USE, () -> node.resources().copy(as(CAROL), photos.id(), scratching, "Copy")))
                        .rule());
        grant(litter, CAROL, PROJECT_DEVELOPER);
        changed(() -> node.resources().copy(as(CAROL), photos.id(), scratching, "Copy"));
        node.members().revoke(as(BOB), scratching, CAROL, PROJECT_ADMIN);
        untouched(() ->
                forbidden(RESOURCE_CREATE, () -> node.resources().copy(as(CAROL), photos.id(), scratching, "Another")));
    }

    @Test
    @Rule("RES-3")
    void into_another_community_a_copy_takes_the_right_to_share_too() {
        CommunityId dogs = communityOf(BOB, "Dogs");
        ProjectId walks = projectOf(BOB, dogs, "Walks").id();
        Resource photos = create(BOB, PHOTOS).value();
        grant(litter, CAROL, PROJECT_ADMIN);
        grant(walks, CAROL, PROJECT_DEVELOPER);

        untouched(() ->
                forbidden(RESOURCE_SHARE, () -> node.resources().copy(as(CAROL), photos.id(), walks, "Photos")));
        grant(cats, CAROL, COMMUNITY_ADMIN);
        Resource copy = changed(() -> node.resources().copy(as(CAROL), photos.id(), walks, "Photos"))
                .value();

        assertEquals(dogs, later().resources().get(as(CAROL), copy.id()).community());
        run(FREE_DELEGATED);
        node.members().revoke(as(BOB), cats, CAROL, COMMUNITY_ADMIN);
        changed(() -> node.resources().copy(as(CAROL), photos.id(), walks, "Delegated"));
    }

    @Test
    @Rule({"RES-3", "ACC-8"})
    void nothing_is_copied_from_one_organization_to_another() {
        Resource photos = create(BOB, PHOTOS).value();
        register(GLOBEX, "Globex");
        Caller bobThere = Caller.of(GLOBEX, BOB);
        CommunityId dogs =
                node.create(bobThere, NewCommunity.named("Dogs")).value().id();
        ProjectId walks = node.projects()
                .create(bobThere, dogs, NewProject.named("Walks"))
                .value()
                .id();

        untouched(() -> notFound(() -> node.resources().copy(as(BOB), photos.id(), walks, "Photos")));
        untouched(() -> notFound(() -> node.resources().copy(bobThere, photos.id(), walks, "Photos")));
        untouched(() -> notFound(() -> node.resources()
                .copy(bobThere, ResourceId.of(GLOBEX, photos.id().value()), walks, "Photos")));
        untouched(() -> notFound(() -> node.resources().get(bobThere, photos.id())));
    }

    // RES-4 and PRJ-5

    @Test
    @Rule("RES-4")
    void what_is_shared_cant_be_deleted_and_the_refusal_says_where_it_is() {
        CommunityId dogs = communityOf(BOB, "Dogs");
        ProjectId walks = projectOf(BOB, dogs, "Walks").id();
        Resource photos = publishedBy(litter, "Photos", dogs);
        node.sharing().publish(as(BOB), photos.id(), cats);
        node.sharing().attach(as(BOB), photos.id(), walks);

        Refused refusal =
                untouched(() -> refused("RES-4", () -> node.resources().delete(as(BOB), photos.id())));
        for (Object place : List.of(dogs, cats, walks)) {
            assertTrue(refusal.toString().contains(place.toString()), refusal::getMessage);
        }
        assertEquals(
                List.of("RES-4", "RES-4"),
                untouched(() -> unmet(() -> node.resources().delete(as(BOB), photos.id()))));
        node.sharing().withdraw(as(BOB), photos.id(), dogs);
        untouched(() -> refused("RES-4", () -> node.resources().delete(as(BOB), photos.id())));
        node.sharing().withdraw(as(BOB), photos.id(), cats);
        Written<Resource> written = changed(() -> node.resources().delete(as(BOB), photos.id()));

        assertEquals(photos, written.value());
        Change deleted = only(ChangeKind.RESOURCE_DELETED, recordOf(written));
        assertEquals(litter, deleted.scope());
        assertEquals(Map.of("resource", photos.id().toString(), "type", "dataset", "name", "Photos"), deleted.before());
        assertEquals(Map.of(), deleted.after());
        later();
        assertEquals(List.of(), resources(litter));
        for (Subject user : List.of(ANN, BOB, WATCHER)) {
            untouched(() -> notFound(() -> other.resources().get(as(user), photos.id())));
            assertEquals(Set.of(), other.access().permissions(as(user), photos.id()));
        }
        untouched(() -> notFound(() -> node.resources().delete(as(BOB), photos.id())));
        untouched(() -> notFound(() -> node.sharing().publish(as(BOB), photos.id(), cats)));
    }

    @Test
    @Rule("RES-4")
    void what_was_published_in_a_community_that_is_gone_can_be_deleted() {
        CommunityId dogs = communityOf(BOB, "Dogs");
        Resource photos = publishedBy(litter, "Photos", dogs);
        untouched(() -> refused("RES-4", () -> node.resources().delete(as(BOB), photos.id())));

        node.delete(as(BOB), dogs);

        changed(() -> node.resources().delete(as(BOB), photos.id()));
    }

    @Test
    @Rule("PRJ-5")
    void a_project_is_not_deleted_while_a_resource_of_it_is_published() {
        CommunityId dogs = communityOf(BOB, "Dogs");
        ProjectId walks = projectOf(BOB, dogs, "Walks").id();
        for (int i = 0; i < 20; i++) {
            datasetOf(BOB, litter, "Photos " + i);
        }
        Resource photos = publishedBy(litter, "Photos", dogs);
        node.sharing().attach(as(BOB), photos.id(), walks);

        Refused refusal = untouched(() -> refused("PRJ-5", () -> node.projects().delete(as(BOB), litter)));
        for (Object place : List.of(photos.id(), dogs, walks)) {
            assertTrue(refusal.toString().contains(place.toString()), refusal::getMessage);
        }
        grant(cats, CAROL, COMMUNITY_DEVELOPER);
        assertEquals(
                List.of("PRJ-2"), untouched(() -> unmet(() -> node.projects().delete(as(CAROL), litter))));
        untouched(() -> forbidden(PROJECT_DELETE, () -> node.projects().delete(as(CAROL), litter)));
        // What is attached to a project does not keep it.
        changed(() -> node.projects().delete(as(BOB), walks));
        node.sharing().withdraw(as(BOB), photos.id(), dogs);
        changed(() -> node.projects().delete(as(BOB), litter));

        later();
        untouched(() -> notFound(() -> other.resources().get(as(BOB), photos.id())));
        untouched(() -> notFound(() -> other.resources().list(as(BOB), litter, PageRequest.first(1))));
        assertFalse(other.access().can(as(BOB), RESOURCE_USE, photos.id()));
    }

    @Test
    @Rule("PRJ-5")
    void of_many_publications_that_count_no_more_none_keeps_a_project() {
        for (int i = 0; i < 20; i++) {
            CommunityId gone = communityOf(BOB, "Gone " + i);
            publishedBy(litter, "Photos " + i, gone);
            node.delete(as(BOB), gone);
        }
        CommunityId dogs = communityOf(BOB, "Dogs");
        Resource photos = publishedBy(litter, "Zoo", dogs);

        untouched(() -> refused("PRJ-5", () -> node.projects().delete(as(BOB), litter)));
        node.sharing().withdraw(as(BOB), photos.id(), dogs);
        changed(() -> node.projects().delete(as(BOB), litter));
    }

    // COM-8

    @Test
    @Rule("COM-8")
    void without_labels_of_its_own_a_resource_shows_its_projects_and_that_its_communitys() {
        Resource photos = create(BOB, PHOTOS).value();
        node.sharing().publish(as(BOB), photos.id(), cats);
        assertEquals(Labels.NONE, shown(photos));

        node.update(
                as(BOB),
                cats,
                CommunityUpdate.nothing().labels(labels("pet", "cat")),
                node.get(as(BOB), cats).version());
        assertEquals(labels("pet", "cat"), shown(photos));
        node.projects()
                .update(
                        as(BOB),
                        litter,
                        ProjectUpdate.nothing().labels(labels("age", "young")),
                        node.projects().get(as(BOB), litter).version());
        assertEquals(labels("age", "young"), shown(photos));
        node.resources()
                .update(as(BOB), photos.id(), ResourceUpdate.nothing().labels(labels("of", "paws")), photos.version());
        assertEquals(labels("of", "paws"), shown(photos));
        node.resources()
                .update(
                        as(BOB),
                        photos.id(),
                        ResourceUpdate.nothing().labels(Labels.NONE),
                        node.resources().get(as(BOB), photos.id()).version());
        assertEquals(labels("age", "young"), shown(photos));
        // What is shown is not what it has: the version is of its own labels alone.
        unchanged(() -> node.resources()
                .update(
                        as(BOB),
                        photos.id(),
                        ResourceUpdate.nothing().labels(Labels.NONE),
                        node.resources().get(as(BOB), photos.id()).version()));
    }

    /** The labels that a resource shows, wherever it shows. */
    private Labels shown(Resource resource) {
        later();
        Labels labels = other.resources().get(as(BOB), resource.id()).labels();
        assertEquals(labels, resources(litter).get(0).labels());
        assertEquals(labels, other.sharing().view(as(BOB), resource.id(), cats).labels());
        assertEquals(
                List.of(labels),
                all(page -> other.sharing().published(as(BOB), cats, page)).stream()
                        .map(publication -> publication.resource().labels())
                        .toList());
        return labels;
    }

    // Access

    @Test
    @Rule({"ACC-1", "SHR-4"})
    void a_resource_is_decided_at_its_project_and_in_a_place_only_if_it_is_there() {
        ProjectId scratching = projectOf(BOB, cats, "Scratching post").id();
        ProjectId sleeping = projectOf(BOB, cats, "Sleeping place").id();
        CommunityId dogs = communityOf(BOB, "Dogs");
        Resource photos = publishedBy(litter, "Photos", cats);
        Resource films = datasetOf(BOB, litter, "Films");
        node.sharing().attach(as(BOB), photos.id(), scratching);
        for (ProjectId project : List.of(scratching, sleeping)) {
            grant(project, CAROL, PROJECT_DEVELOPER);
        }
        Set<Permission> administrators = FREE.permissions(COMMUNITY_ADMIN);

        later();
        assertHolds(CAROL, Set.of(), photos.id());
        assertHolds(CAROL, Set.of(), ResourceAt.of(photos.id(), litter));
        assertHolds(CAROL, Set.of(PROJECT_VIEW, RESOURCE_USE), ResourceAt.of(photos.id(), scratching));
        assertHolds(CAROL, Set.of(), ResourceAt.of(photos.id(), sleeping));
        assertHolds(CAROL, Set.of(), ResourceAt.of(films.id(), scratching));
        assertHolds(CAROL, Set.of(), ResourceAt.of(photos.id(), cats));
        assertHolds(BOB, administrators, photos.id());
        assertHolds(BOB, administrators, films.id());
        assertHolds(BOB, administrators, ResourceAt.of(films.id(), litter));
        assertHolds(BOB, Set.of(PROJECT_VIEW), ResourceAt.of(photos.id(), cats));
        assertHolds(BOB, Set.of(), ResourceAt.of(films.id(), cats));
        assertHolds(BOB, Set.of(), ResourceAt.of(photos.id(), dogs));
        assertHolds(BOB, Set.of(), ResourceId.of(ACME, "unknown"));
        assertHolds(BOB, Set.of(), ResourceAt.of(photos.id(), ProjectId.of(ACME, "unknown")));
        assertHolds(BOB, Set.of(), ResourceAt.of(photos.id(), CommunityId.of(ACME, "unknown")));
        assertHolds(DAVE, Set.of(), photos.id());
        assertEquals(
                Decision.Reason.NO_SUCH_TARGET,
                other.access()
                        .explain(as(CAROL), RESOURCE_USE, ResourceAt.of(films.id(), scratching))
                        .reason());
        assertEquals(
                litter,
                other.access()
                        .explain(as(CAROL), RESOURCE_USE, photos.id())
                        .nearestMissing()
                        .orElseThrow()
                        .scope());
    }

    /** Checks what a principal holds at a target, of what projects and resources know; all ways of asking agree. */
    private void assertHolds(Subject principal, Set<Permission> expected, Target target) {
        AccessView view = other.access().of(as(principal));
        Set<Permission> held = view.permissions(target);
        assertTrue(held.containsAll(expected), () -> principal + " at " + target + ": " + held);
        assertEquals(
                held, view.permissions(List.of(target), Permission.STANDARD).get(target), target::toString);
        for (Permission permission : List.of(PROJECT_VIEW, RESOURCE_CREATE, RESOURCE_USE, RESOURCE_UPDATE)) {
            boolean permitted = expected.contains(permission);
            assertEquals(permitted, held.contains(permission), () -> principal + " " + permission + " " + target);
            assertEquals(permitted, view.can(permission, target), () -> principal + " " + permission + " " + target);
            assertEquals(permitted, view.explain(permission, target).allowed());
            if (permitted) {
                view.require(permission, target);
            } else if (Set.of(Decision.Reason.NOT_GRANTED, Decision.Reason.NOT_BY_SHARING)
                    .contains(view.explain(permission, target).reason())) {
                forbidden(permission, () -> view.require(permission, target));
            } else {
                notFound("ACC-8", () -> view.require(permission, target));
            }
        }
    }

    @Test
    @Rule({"ACC-2", "ACC-4"})
    void a_view_answers_about_many_resources_from_its_revision() {
        ProjectId scratching = projectOf(BOB, cats, "Scratching post").id();
        List<Resource> attached = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Resource photos = publishedBy(litter, "Photos " + i, cats);
            node.sharing().attach(as(BOB), photos.id(), scratching);
            attached.add(photos);
        }
        Resource early = publishedBy(litter, "Early", cats);
        AccessView view = later().access().of(as(BOB));
        node.sharing().attach(as(BOB), early.id(), scratching);
        Resource late = publishedBy(litter, "Late", cats);
        node.sharing().attach(as(BOB), late.id(), scratching);

        List<Target> targets = new ArrayList<>();
        attached.forEach(photos -> targets.addAll(
                List.of(photos.id(), ResourceAt.of(photos.id(), scratching), ResourceAt.of(photos.id(), cats))));
        targets.add(ResourceAt.of(early.id(), litter));
        for (int i = 0; i < 1_500; i++) {
            targets.add(ResourceAt.of(ResourceId.of(ACME, "made up " + i), scratching));
        }
        List<Target> unknownThen = List.of(
                late.id(),
                ResourceAt.of(late.id(), litter),
                ResourceAt.of(late.id(), cats),
                ResourceAt.of(late.id(), scratching),
                ResourceAt.of(early.id(), scratching));
        targets.addAll(unknownThen);
        Map<Target, Set<Permission>> answers = view.permissions(targets, List.of(PROJECT_VIEW));

        assertEquals(targets.size(), answers.size());
        for (int i = 0; i < targets.size(); i++) {
            assertEquals(i < 16 ? Set.of(PROJECT_VIEW) : Set.of(), answers.get(targets.get(i)), "" + targets.get(i));
        }
        AccessView refreshed = view.refresh();
        unknownThen.forEach(target -> assertTrue(refreshed.can(PROJECT_VIEW, target), target::toString));
    }
}
