package io.github.communities.tck.domain.project;

import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Permission.RESOURCE_CREATE;
import static io.github.communities.Permission.RESOURCE_DELETE;
import static io.github.communities.Permission.RESOURCE_UPDATE;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.PROJECT_ADMIN;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_EDITOR;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static io.github.communities.tck.fixture.Refusals.unmet;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Labels;
import io.github.communities.OrganizationId;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Role;
import io.github.communities.Written;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.policy.Caps;
import io.github.communities.policy.Policy;
import io.github.communities.policy.ResourceType;
import io.github.communities.policy.RestrictionDefinition;
import io.github.communities.project.NewResource;
import io.github.communities.project.Project;
import io.github.communities.project.Resource;
import io.github.communities.project.ResourceUpdate;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.tck.fixture.Pages;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
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

/** Creating and listing resources: RES-1, RES-2. */
public abstract class ResourceRules extends PhotoRules {
    /** Rules on storages of this kind. */
    protected ResourceRules(Supplier<StoreFixture> storages) {
        super(storages);
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
            List<String> names = Pages.all(size, page -> other.resources().list(as(BOB), litter, page)).stream()
                    .map(Resource::name)
                    .toList();
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
}
