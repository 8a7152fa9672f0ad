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
import static io.github.communities.Role.PROJECT_EDITOR;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static io.github.communities.tck.fixture.Refusals.stale;
import static io.github.communities.tck.fixture.Refusals.unmet;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Labels;
import io.github.communities.OrganizationId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.Written;
import io.github.communities.access.AccessView;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.decision.Decision;
import io.github.communities.error.Refused;
import io.github.communities.policy.Caps;
import io.github.communities.policy.Policy;
import io.github.communities.policy.ResourceType;
import io.github.communities.policy.RestrictionDefinition;
import io.github.communities.project.NewProject;
import io.github.communities.project.NewResource;
import io.github.communities.project.Project;
import io.github.communities.project.ProjectUpdate;
import io.github.communities.project.Resource;
import io.github.communities.project.ResourceUpdate;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.tck.domain.FreeRules;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Creating, naming, changing, copying and deleting resources: RES-1 to RES-4, and what follows from them for projects,
 * labels and access: PRJ-5, COM-8 and ACC-1.
 */
public abstract class ResourceRules extends FreeRules {
    private static final NewResource PHOTOS = NewResource.of("dataset", "Photos");

    /** Rules on storages of this kind. */
    protected ResourceRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    private Written<Resource> create(Subject caller, NewResource resource) {
        return node.resources().create(as(caller), litter, resource);
    }

    private static Labels labels(String key, String value) {
        return Labels.of(Map.of(key, value));
    }

    // RES-1

    @Test
    @Rule("RES-1")
    void a_developer_of_a_project_creates_resources_there() {
        grant(litter, CAROL, PROJECT_DEVELOPER);

        Written<Resource> written = changed(() -> create(CAROL, PHOTOS.describedAs("of kittens")));

        Resource photos = written.value();
        assertEquals(ACME, photos.id().organization());
        assertEquals(litter, photos.project());
        assertEquals(cats, photos.community());
        assertEquals("dataset", photos.type());
        assertEquals("Photos", photos.name());
        assertEquals("of kittens", photos.description());
        assertEquals(Labels.NONE, photos.labels());
        assertEquals(Optional.of(CAROL), photos.creator());
        assertEquals(cluster.clock().instant(), photos.createdAt());
        assertEquals(cluster.clock().instant(), photos.updatedAt());
        assertEquals(photos, later().resources().get(as(CAROL), photos.id()));
        assertEquals(List.of(photos), resources(litter));
        ChangeRecord record = recordOf(written);
        Change created = only(ChangeKind.RESOURCE_CREATED, record);
        assertEquals(Optional.of(CAROL), record.actor());
        assertEquals(litter, created.scope());
        assertEquals(Map.of(), created.before());
        assertEquals(
                Map.of(
                        "resource",
                        photos.id().toString(),
                        "type",
                        "dataset",
                        "name",
                        "Photos",
                        "description",
                        "of kittens"),
                created.after());
    }

    @Test
    @Rule("RES-1")
    void seeing_a_project_is_not_enough_to_create_in_it() {
        grant(cats, CAROL, COMMUNITY_DEVELOPER);
        grant(litter, CAROL, PROJECT_VIEWER);

        assertEquals(
                "RES-1",
                untouched(() -> forbidden(RESOURCE_CREATE, () -> create(CAROL, PHOTOS)))
                        .rule());
        untouched(() -> forbidden(RESOURCE_CREATE, () -> create(ANN, PHOTOS)));
        untouched(() -> notFound(() -> create(DAVE, PHOTOS)));
        untouched(() -> notFound(() -> node.resources().create(as(BOB), ProjectId.of(ACME, "unknown"), PHOTOS)));
        later();
        assertEquals(List.of(), resources(litter));
    }

    @Test
    @Rule({"RES-1", "LIM-2"})
    void the_type_is_one_of_the_policys_and_its_names_have_the_form_it_gives() {
        for (String name : List.of("ab", "a1", "Api-Key", "a-1", "z".repeat(63))) {
            Resource secret =
                    changed(() -> create(BOB, NewResource.of("secret", name))).value();
            assertEquals(name, later().resources().get(as(BOB), secret.id()).name());
        }
        // Whoever asks for what can't be is told so before any store is asked, even about an organization unheard of.
        Caller stranger = Caller.of(OrganizationId.of("unheard of"), DAVE);
        ProjectId nowhere = ProjectId.of(OrganizationId.of("unheard of"), "nowhere");
        List<Executable> checks = Stream.concat(
                        Stream.of("a", "1a", "-a", "a-", "a_b", "a b", "é1", "z".repeat(64), "猫猫")
                                .map(name -> NewRaw.of("secret", name)),
                        Stream.of(NewRaw.of("ghost", "Photos"), NewRaw.of("Secret", "ab"), NewRaw.of("dataset", "-a")))
                .<Executable>map(raw -> () -> untouched(() -> {
                    invalid("RES-1", () -> create(BOB, raw.made()));
                    return invalid("RES-1", () -> node.resources().create(stranger, nowhere, raw.made()));
                }))
                .toList();
        assertAll(checks);
    }

    /** A type and a name that are not checked yet. */
    private record NewRaw(String type, String name) {
        static NewRaw of(String type, String name) {
            return new NewRaw(type, name);
        }

        NewResource made() {
            return NewResource.of(type, name);
        }
    }

    @Test
    @Rule("RES-1")
    void a_host_adds_types_of_its_own() {
        untouched(() -> invalid("RES-1", () -> create(BOB, NewResource.of("gpu", "a100"))));

        run(FREE.toBuilder("with GPUs")
                .resourceType(ResourceType.of("gpu").named("[a-z]\\d+"))
                .build());

        changed(() -> create(BOB, NewResource.of("gpu", "a100")));
        untouched(() -> invalid("RES-1", () -> create(BOB, NewResource.of("gpu", "big one"))));
    }

    @Test
    @Rule("RES-1")
    void a_name_is_taken_once_in_a_project_among_its_type() {
        Resource photos = create(BOB, PHOTOS).value();
        Resource films = create(BOB, NewResource.of("dataset", "Films")).value();

        for (String name : List.of("Photos", "PHOTOS", "Ｐhotos")) {
            untouched(() -> refused("RES-1", () -> create(BOB, NewResource.of("dataset", name))));
            untouched(() -> refused(
                    "RES-1",
                    () -> node.resources()
                            .update(
                                    as(BOB),
                                    films.id(),
                                    ResourceUpdate.nothing().name(name),
                                    films.version())));
        }
        ProjectId scratching = projectOf(BOB, cats, "Scratching post").id();
        Resource ofAnotherType =
                changed(() -> create(BOB, NewResource.of("alias", "photos"))).value();
        Resource elsewhere = changed(() -> node.resources().create(as(BOB), scratching, PHOTOS))
                .value();
        assertNotEquals(photos.id(), ofAnotherType.id());
        changed(() -> node.resources()
                .update(as(BOB), photos.id(), ResourceUpdate.nothing().name("PHOTOS"), photos.version()));
        changed(() -> node.resources().delete(as(BOB), photos.id()));
        changed(() -> create(BOB, PHOTOS));

        later();
        assertEquals(List.of(elsewhere), resources(scratching));
        assertEquals(3, resources(litter).size());
    }

    @Test
    @Rule({"RES-1", "CON-1"})
    void of_many_who_take_a_name_at_the_same_moment_one_gets_it() {
        grant(litter, CAROL, PROJECT_DEVELOPER);
        try (Race threads = new Race(16)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                String name = "Photos " + round;
                List<Callable<Written<Resource>>> tasks = IntStream.range(0, 16)
                        .<Callable<Written<Resource>>>mapToObj(i -> {
                            Communities at = i % 2 == 0 ? node : other;
                            String spelled = i % 3 == 0 ? name.toUpperCase(Locale.ROOT) : name;
                            return () -> at.resources()
                                    .create(as(i % 4 < 2 ? BOB : CAROL), litter, NewResource.of("dataset", spelled));
                        })
                        .toList();
                List<Race.Outcome<Written<Resource>>> outcomes = threads.run(tasks);
                assertEquals(
                        1,
                        outcomes.stream()
                                .filter(outcome -> outcome.value().isPresent())
                                .count());
                outcomes.stream()
                        .flatMap(outcome -> outcome.refusal().stream())
                        .forEach(refusal -> assertEquals("RES-1", refusal.rule(), refusal::getMessage));
            }
        }
        later();
        assertEquals(Race.ROUNDS, resources(litter).size());
    }

    @Test
    @Rule({"RES-1", "BIL-1"})
    void without_a_billing_account_nothing_is_created_where_billing_is_required() {
        Resource photos = create(BOB, PHOTOS).value();
        run(Policy.standard());

        untouched(() -> refused("BIL-1", () -> create(BOB, NewResource.of("dataset", "Films"))));
        untouched(() -> refused("BIL-1", () -> node.resources().copy(as(BOB), photos.id(), litter, "Films")));
        changed(() -> node.resources()
                .update(as(BOB), photos.id(), ResourceUpdate.nothing().name("Films"), photos.version()));
        changed(() -> node.resources().delete(as(BOB), photos.id()));
    }

    @Test
    @Rule({"RES-1", "RES-3", "RST-2"})
    void what_the_community_restricts_is_neither_created_nor_copied_there() {
        CommunityId dogs = communityOf(BOB, "Dogs");
        ProjectId walks = projectOf(BOB, dogs, "Walks").id();
        Resource photos = create(BOB, PHOTOS).value();
        Resource node7 = create(BOB, NewResource.of("node", "Node 7")).value();

        restrict(dogs, "resources.noTypes", RestrictionValue.of(List.of("node", "secret")));
        untouched(() ->
                refused("RST-2", () -> node.resources().create(as(BOB), walks, NewResource.of("secret", "key"))));
        untouched(() -> refused("RST-2", () -> node.resources().copy(as(BOB), node7.id(), walks, "Node 7")));
        changed(() -> create(BOB, NewResource.of("secret", "key")));
        changed(() -> node.resources().copy(as(BOB), photos.id(), walks, "Photos"));

        restrict(dogs, "resources.onlyTypes", RestrictionValue.of(List.of("node")));
        untouched(() -> refused("RST-2", () -> node.resources().create(as(BOB), walks, PHOTOS)));
        untouched(() -> refused("RST-2", () -> node.resources().copy(as(BOB), photos.id(), walks, "More")));
        changed(() -> node.resources().copy(as(BOB), node7.id(), walks, "Node 7"));
    }

    @Test
    @Rule({"RES-1", "RST-2"})
    void what_the_policy_restricts_by_default_is_restricted_in_each_community() {
        run(FREE.toBuilder("without nodes")
                .restriction(new RestrictionDefinition(
                        "resources.noTypes",
                        "types that nobody may have",
                        RestrictionValue.of(List.of("node")),
                        RestrictionDefinition.Effect.NO_TYPES))
                .build());

        untouched(() -> refused("RST-2", () -> create(BOB, NewResource.of("node", "Node 7"))));
        changed(() -> create(BOB, PHOTOS));
        restrict(cats, "resources.noTypes", RestrictionValue.of(List.of()));
        changed(() -> create(BOB, NewResource.of("node", "Node 7")));
    }

    @Test
    @Rule({"RES-1", "LIM-1"})
    void a_project_has_no_more_resources_than_the_policy_lets_it_have() {
        run(FREE.toBuilder("small").caps(Caps.NONE.resources(2)).build());
        Resource photos = create(BOB, PHOTOS).value();
        changed(() -> create(BOB, NewResource.of("secret", "key")));

        untouched(() -> refused("LIM-1", () -> create(BOB, NewResource.of("dataset", "Films"))));
        untouched(() -> refused("LIM-1", () -> node.resources().copy(as(BOB), photos.id(), litter, "Films")));
        changed(() -> node.resources().delete(as(BOB), photos.id()));
        changed(() -> create(BOB, NewResource.of("dataset", "Films")));
    }

    @Test
    @Rule({"RES-1", "ACC-7"})
    void a_refusal_names_all_that_keeps_a_resource_from_being_created() {
        Resource photos = create(BOB, PHOTOS).value();
        grant(litter, CAROL, PROJECT_VIEWER);
        restrict(cats, "resources.noTypes", RestrictionValue.of(List.of("dataset")));
        run(Policy.standard().toBuilder("small").caps(Caps.NONE.resources(1)).build());

        List<String> all = List.of("BIL-1", "RST-2", "LIM-1", "RES-1");
        assertEquals(all, untouched(() -> unmet(() -> create(BOB, PHOTOS))));
        assertEquals(all, untouched(() -> unmet(() -> node.resources().copy(as(BOB), photos.id(), litter, "photos"))));
        // Whoever may not create there is not told which names are taken.
        assertEquals(List.of("RES-1"), untouched(() -> unmet(() -> create(CAROL, PHOTOS))));
        assertEquals(
                List.of("RES-3", "RES-3"),
                untouched(() -> unmet(() -> node.resources().copy(as(CAROL), photos.id(), litter, "Photos"))));
    }

    @Test
    @Rule("RES-1")
    void resources_are_listed_by_type_and_name_in_pages() {
        for (String name : List.of("Zebra", "banana", "Ähre", "Apple", "１st")) {
            create(BOB, NewResource.of("dataset", name));
        }
        create(BOB, NewResource.of("alias", "zoo"));
        create(BOB, NewResource.of("secret", "aa"));
        ProjectId scratching = projectOf(BOB, cats, "Scratching post").id();
        datasetOf(BOB, scratching, "Another project's");
        List<String> sorted = List.of("zoo", "１st", "Apple", "banana", "Zebra", "Ähre", "aa");

        later();
        for (int size : List.of(1, 3, 7, 1000)) {
            List<String> names = new ArrayList<>();
            Optional<PageRequest> next = Optional.of(PageRequest.first(size));
            while (next.isPresent()) {
                PageRequest request = next.orElseThrow();
                Page<Resource> page = other.resources().list(as(BOB), litter, request);
                assertTrue(page.items().size() <= size);
                page.items().forEach(resource -> names.add(resource.name()));
                next = request.after(page);
            }
            assertEquals(sorted, names, "in pages of " + size);
        }
        PageRequest first = PageRequest.first(1);
        PageRequest next =
                first.after(node.resources().list(as(BOB), litter, first)).orElseThrow();
        invalid("LIM-2", () -> node.resources().list(as(BOB), scratching, next));
        untouched(() -> forbidden(PROJECT_VIEW, () -> other.resources().list(as(CAROL), litter, first)));
        untouched(() -> notFound(() -> other.resources().list(as(DAVE), litter, first)));
    }

    // RES-2

    @Test
    @Rule("RES-2")
    void of_a_secret_there_is_nothing_but_what_it_is() {
        Written<Resource> written =
                create(BOB, NewResource.of("secret", "Api-Key").describedAs("for the feeder"));

        // There is no place that a value could be given in, and none that one could come out of.
        assertEquals(
                List.of("type", "name", "description"),
                Arrays.stream(NewResource.class.getRecordComponents())
                        .map(component -> component.getName())
                        .toList());
        assertEquals(
                Set.of("name", "description", "labels"),
                Arrays.stream(ResourceUpdate.class.getRecordComponents())
                        .map(component -> component.getName())
                        .collect(Collectors.toSet()));
        assertEquals(
                Set.of(
                        "id",
                        "project",
                        "community",
                        "type",
                        "name",
                        "description",
                        "labels",
                        "creator",
                        "createdAt",
                        "updatedAt",
                        "version"),
                Arrays.stream(Resource.class.getDeclaredMethods())
                        .filter(method -> method.getParameterCount() == 0 && !method.isSynthetic())
                        .map(method -> method.getName())
                        .filter(name -> !name.equals("builder"))
                        .collect(Collectors.toSet()));
        assertEquals(
                Set.of("resource", "type", "name", "description"),
                only(ChangeKind.RESOURCE_CREATED, recordOf(written)).after().keySet());
        untouched(() -> invalid("RES-1", () -> create(BOB, NewResource.of("secret", "hunter2!"))));
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
    @Rule({"RES-1", "RES-3", "RES-4"})
    void each_role_does_with_resources_what_it_permits() {
        for (Policy policy : List.of(FREE, FREE_DELEGATED)) {
            run(policy);
            for (Role role : List.of(PROJECT_VIEWER, PROJECT_DEVELOPER, PROJECT_EDITOR, PROJECT_ADMIN)) {
                Set<Permission> permitted = policy.permissions(role);
                Project project = projectOf(BOB, cats, role.name().replace('.', ' ') + " " + policy.name());
                grant(project.id(), CAROL, role);
                Resource photos = datasetOf(BOB, project.id(), "Photos");

                assertEquals(photos, node.resources().get(as(CAROL), photos.id()));
                mayOrMayNot(
                        permitted,
                        RESOURCE_CREATE,
                        () -> node.resources().create(as(CAROL), project.id(), NewResource.of("dataset", "Films")));
                mayOrMayNot(
                        permitted,
                        RESOURCE_UPDATE,
                        () -> node.resources()
                                .update(
                                        as(CAROL),
                                        photos.id(),
                                        ResourceUpdate.nothing().description("seen"),
                                        photos.version()));
                mayOrMayNot(permitted, RESOURCE_DELETE, () -> node.resources().delete(as(CAROL), photos.id()));
            }
        }
    }

    private void mayOrMayNot(Set<Permission> permitted, Permission permission, Executable operation) {
        if (permitted.contains(permission)) {
            assertAll(operation);
        } else {
            untouched(() -> forbidden(permission, operation));
        }
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
