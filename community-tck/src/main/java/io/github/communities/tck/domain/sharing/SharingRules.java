package io.github.communities.tck.domain.sharing;

import static io.github.communities.Permission.COMMUNITY_PUBLISH;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_ATTACH;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Permission.RESOURCE_SHARE;
import static io.github.communities.Permission.RESOURCE_USE;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.PROJECT_ADMIN;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_EDITOR;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static io.github.communities.tck.fixture.Refusals.unmet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.access.AccessView;
import io.github.communities.access.Operation;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.community.NewCommunity;
import io.github.communities.decision.Decision;
import io.github.communities.error.Forbidden;
import io.github.communities.policy.Policy;
import io.github.communities.policy.ResourceType;
import io.github.communities.project.NewResource;
import io.github.communities.project.Resource;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.sharing.Attachment;
import io.github.communities.sharing.Publication;
import io.github.communities.spi.record.AttachmentRecord;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.tck.domain.FreeRules;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Publishing, withdrawing, attaching and detaching: SHR-1 to SHR-6. Bob has two communities, Cat lovers with the
 * project Litter, and Dogs with the projects Walks and Naps.
 */
public abstract class SharingRules extends FreeRules {
    private CommunityId dogs = CommunityId.of(ACME, "not created yet");
    private ProjectId walks = ProjectId.of(ACME, "not created yet");
    private ProjectId naps = ProjectId.of(ACME, "not created yet");

    /** Rules on storages of this kind. */
    protected SharingRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void letBobHaveDogsToo() {
        dogs = communityOf(BOB, "Dogs");
        walks = projectOf(BOB, dogs, "Walks").id();
        naps = projectOf(BOB, dogs, "Naps").id();
    }

    private Written<Publication> publish(Subject caller, Resource resource, CommunityId community) {
        return node.sharing().publish(as(caller), resource.id(), community);
    }

    private Written<ResourceAt> withdraw(Subject caller, Resource resource, CommunityId community) {
        return node.sharing().withdraw(as(caller), resource.id(), community);
    }

    private Written<Attachment> attach(Subject caller, Resource resource, ProjectId project) {
        return node.sharing().attach(as(caller), resource.id(), project);
    }

    private Written<ResourceAt> detach(Subject caller, Resource resource, ProjectId project) {
        return node.sharing().detach(as(caller), resource.id(), project);
    }

    private boolean uses(Subject principal, Resource resource, ProjectId project) {
        return later().access().can(as(principal), RESOURCE_USE, ResourceAt.of(resource.id(), project));
    }

    private static Map<String, String> words(Resource resource) {
        return Map.of(
                "resource",
                resource.id().toString(),
                "type",
                resource.type(),
                "name",
                resource.name(),
                "project",
                resource.project().toString());
    }

    // SHR-1

    @Test
    @Rule("SHR-1")
    void who_may_share_here_and_publish_there_publishes() {
        Resource photos = datasetOf(BOB, litter, "Photos");
        cluster.clock().advance(Duration.ofMinutes(1));

        Written<Publication> written = changed(() -> publish(BOB, photos, dogs));

        assertEquals(new Publication(photos, dogs, cluster.clock().instant()), written.value());
        ChangeRecord record = recordOf(written);
        assertEquals(Optional.of(BOB), record.actor());
        assertEquals(List.of(ChangeKind.RESOURCE_PUBLISHED), kinds(record));
        Change change = only(ChangeKind.RESOURCE_PUBLISHED, record);
        assertEquals(dogs, change.scope());
        assertEquals(Map.of(), change.before());
        assertEquals(words(photos), change.after());
        later();
        assertEquals(List.of(written.value()), all(page -> other.sharing().published(as(BOB), dogs, page)));
        assertEquals(List.of(written.value()), all(page -> other.sharing().publications(as(BOB), photos.id(), page)));
        assertEquals(Set.of(), published(cats));
        changed(() -> publish(BOB, photos, cats));
        later();
        assertEquals(Set.of("Photos"), published(cats));
        assertEquals(
                Set.of(cats, dogs),
                all(page -> other.sharing().publications(as(BOB), photos.id(), page)).stream()
                        .map(Publication::community)
                        .collect(Collectors.toSet()));
    }

    @Test
    @Rule("SHR-1")
    void publishing_takes_both_permissions_under_either_policy() {
        List<Role> atProject = List.of(PROJECT_VIEWER, PROJECT_DEVELOPER, PROJECT_EDITOR, PROJECT_ADMIN);
        List<Role> atCommunity = List.of(COMMUNITY_VIEWER, COMMUNITY_DEVELOPER, COMMUNITY_EDITOR, COMMUNITY_ADMIN);
        int number = 0;
        for (Policy policy : List.of(FREE, FREE_DELEGATED)) {
            run(policy);
            for (Role source : atProject) {
                for (Role target : atCommunity) {
                    ProjectId project =
                            projectOf(BOB, cats, "Project " + number).id();
                    Subject user = Subject.user("user" + number++);
                    node.host().addUser(ACME, user);
                    Resource photos = datasetOf(BOB, project, "Photos");
                    grant(project, user, source);
                    grant(dogs, user, target);

                    boolean shares = policy.permissions(source).contains(RESOURCE_SHARE);
                    boolean publishes = policy.permissions(target).contains(COMMUNITY_PUBLISH);
                    if (shares && publishes) {
                        changed(() -> publish(user, photos, dogs));
                    } else {
                        Permission missing = shares ? COMMUNITY_PUBLISH : RESOURCE_SHARE;
                        assertEquals(
                                "SHR-1",
                                untouched(() -> forbidden(missing, () -> publish(user, photos, dogs)))
                                        .rule());
                        assertEquals(
                                shares || publishes ? List.of("SHR-1") : List.of("SHR-1", "SHR-1"),
                                untouched(() -> unmet(() -> publish(user, photos, dogs))));
                    }
                }
            }
        }
    }

    @Test
    @Rule({"SHR-1", "ACC-8"})
    void what_does_not_exist_for_the_caller_is_not_published() {
        Resource photos = datasetOf(BOB, litter, "Photos");
        register(GLOBEX, "Globex");
        Caller bobThere = Caller.of(GLOBEX, BOB);
        CommunityId birds =
                node.create(bobThere, NewCommunity.named("Birds")).value().id();

        untouched(() -> notFound(() -> publish(DAVE, photos, dogs)));
        untouched(() -> notFound(() -> node.sharing().publish(as(BOB), ResourceId.of(ACME, "unknown"), dogs)));
        untouched(() -> notFound(() -> publish(BOB, photos, CommunityId.of(ACME, "unknown"))));
        untouched(() -> notFound(() -> publish(BOB, photos, birds)));
        untouched(() -> notFound(() -> node.sharing().publish(bobThere, photos.id(), birds)));
        untouched(() -> notFound(() -> node.sharing()
                .publish(bobThere, ResourceId.of(GLOBEX, photos.id().value()), birds)));
    }

    // SHR-2

    @Test
    @Rule("SHR-2")
    void a_resource_is_published_only_in_its_zone() {
        CommunityId north = node.create(as(BOB), NewCommunity.named("North").in("north"))
                .value()
                .id();
        CommunityId farNorth = node.create(
                        as(BOB), NewCommunity.named("Far north").in("north"))
                .value()
                .id();
        CommunityId south = node.create(as(BOB), NewCommunity.named("South").in("south"))
                .value()
                .id();
        Resource northern = datasetOf(BOB, projectOf(BOB, north, "Igloo").id(), "Northern");
        Resource nowhere = datasetOf(BOB, litter, "Nowhere");

        changed(() -> publish(BOB, northern, north));
        changed(() -> publish(BOB, northern, farNorth));
        changed(() -> publish(BOB, nowhere, dogs));
        untouched(() -> refused("SHR-2", () -> publish(BOB, northern, south)));
        untouched(() -> refused("SHR-2", () -> publish(BOB, northern, dogs)));
        untouched(() -> refused("SHR-2", () -> publish(BOB, nowhere, south)));
        later();
        assertEquals(Set.of("Northern"), published(farNorth));
        assertEquals(Set.of(), published(south));
        assertEquals(Set.of("Nowhere"), published(dogs));
    }

    @Test
    @Rule({"SHR-1", "SHR-2", "SHR-6", "ACC-7"})
    void a_refusal_names_all_that_keeps_a_resource_from_being_published() {
        run(FREE.toBuilder("keeping secrets")
                .resourceType(ResourceType.of("secret").notShareable())
                .build());
        CommunityId south = node.create(as(BOB), NewCommunity.named("South").in("south"))
                .value()
                .id();
        Resource key = node.resources()
                .create(as(BOB), litter, NewResource.of("secret", "key"))
                .value();
        grant(litter, CAROL, PROJECT_ADMIN);
        grant(south, CAROL, COMMUNITY_EDITOR);
        grant(litter, ANN, PROJECT_ADMIN);

        assertEquals(List.of("SHR-2", "SHR-6"), untouched(() -> unmet(() -> publish(BOB, key, south))));
        assertEquals(List.of("SHR-1", "SHR-1"), untouched(() -> unmet(() -> publish(CAROL, key, south))));
        // Ann may not view the target community.
        assertEquals(List.of("SHR-1"), untouched(() -> unmet(() -> publish(ANN, key, south))));
    }

    // SHR-3

    @Test
    @Rule("SHR-3")
    void members_see_what_is_published_in_their_community() {
        Resource photos = publishedBy(litter, "Photos", dogs);
        Resource films = datasetOf(BOB, litter, "Films");
        grant(dogs, CAROL, COMMUNITY_VIEWER);

        later();
        assertEquals(photos, other.sharing().view(as(CAROL), photos.id(), dogs));
        assertEquals(
                List.of(photos),
                all(page -> other.sharing().published(as(CAROL), dogs, page)).stream()
                        .map(Publication::resource)
                        .toList());
        assertTrue(other.access().can(as(CAROL), PROJECT_VIEW, ResourceAt.of(photos.id(), dogs)));
        assertFalse(other.access().can(as(CAROL), PROJECT_VIEW, photos.id()));
        untouched(() -> forbidden(PROJECT_VIEW, () -> other.resources().get(as(CAROL), photos.id())));
        untouched(() -> forbidden(
                PROJECT_VIEW, () -> other.sharing().publications(as(CAROL), photos.id(), PageRequest.first(1))));
        untouched(() -> notFound("ACC-8", () -> other.sharing().view(as(CAROL), films.id(), dogs)));
        untouched(() -> notFound(() -> other.sharing().view(as(CAROL), ResourceId.of(ACME, "unknown"), dogs)));
        untouched(() -> forbidden(COMMUNITY_VIEW, () -> other.sharing().view(as(CAROL), photos.id(), cats)));
    }

    @Test
    @Rule("SHR-3")
    void who_is_no_member_does_not_see_what_is_published() {
        Resource photos = publishedBy(litter, "Photos", dogs);
        grant(walks, CAROL, PROJECT_ADMIN);
        PageRequest first = PageRequest.first(1);

        later();
        for (Subject user : List.of(ANN, CAROL)) {
            untouched(() -> forbidden(COMMUNITY_VIEW, () -> other.sharing().view(as(user), photos.id(), dogs)));
            untouched(() -> forbidden(COMMUNITY_VIEW, () -> other.sharing().published(as(user), dogs, first)));
        }
        untouched(() -> notFound(() -> other.sharing().view(as(DAVE), photos.id(), dogs)));
        untouched(() -> notFound(() -> other.sharing().published(as(DAVE), dogs, first)));
        assertEquals(
                List.of(), other.sharing().attached(as(CAROL), walks, first).items());
        untouched(() -> forbidden(PROJECT_VIEW, () -> other.sharing().attached(as(CAROL), naps, first)));
        untouched(() -> forbidden(PROJECT_VIEW, () -> other.sharing().publications(as(CAROL), photos.id(), first)));
    }

    @Test
    @Rule("SHR-3")
    void what_counts_no_more_is_left_out_of_full_pages() {
        CommunityId gone = communityOf(BOB, "Gone");
        ProjectId ofGone = projectOf(BOB, gone, "Of gone").id();
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 9; i++) {
            Resource stays = publishedBy(litter, "Stays " + i, dogs);
            attach(BOB, stays, walks);
            expected.add(stays.name());
            for (int j = 0; j < 3; j++) {
                attach(BOB, publishedBy(ofGone, "Goes " + i + j, dogs), walks);
            }
        }
        node.delete(as(BOB), gone);

        later();
        for (int size : List.of(1, 4, 9, 1000)) {
            assertEquals(
                    expected,
                    full(size, page -> other.sharing().published(as(BOB), dogs, page)).stream()
                            .map(publication -> publication.resource().name())
                            .collect(Collectors.toSet()));
            assertEquals(
                    expected,
                    full(size, page -> other.sharing().attached(as(BOB), walks, page)).stream()
                            .map(attachment -> attachment.resource().name())
                            .collect(Collectors.toSet()));
        }
        PageRequest first = PageRequest.first(1);
        PageRequest next =
                first.after(node.sharing().published(as(BOB), dogs, first)).orElseThrow();
        invalid("LIM-2", () -> node.sharing().published(as(BOB), cats, next));
        invalid("LIM-2", () -> node.sharing().attached(as(BOB), walks, next));
    }

    /** All items of a list, each page of which must be full but the last. */
    private static <T> List<T> full(int size, Function<PageRequest, Page<T>> list) {
        List<T> items = new ArrayList<>();
        Optional<PageRequest> next = Optional.of(PageRequest.first(size));
        while (next.isPresent()) {
            PageRequest request = next.orElseThrow();
            Page<T> page = list.apply(request);
            items.addAll(page.items());
            next = request.after(page);
            assertTrue(
                    next.isEmpty() ? page.items().size() <= size : page.items().size() == size);
        }
        return items;
    }

    @Test
    @Rule("SHR-3")
    void a_resource_of_a_deleted_community_is_published_nowhere() {
        Resource photos = publishedBy(litter, "Photos", dogs);
        attach(BOB, photos, walks);
        grant(dogs, CAROL, COMMUNITY_ADMIN);
        assertTrue(uses(CAROL, photos, walks));

        node.delete(as(BOB), cats);

        assertFalse(uses(CAROL, photos, walks));
        assertEquals(Set.of(), published(dogs));
        assertEquals(Set.of(), attached(walks));
        assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, ResourceAt.of(photos.id(), dogs)));
        untouched(() -> notFound(() -> other.sharing().view(as(CAROL), photos.id(), dogs)));
        untouched(() -> notFound(() -> attach(CAROL, photos, naps)));
        untouched(() -> notFound(() -> withdraw(CAROL, photos, dogs)));
    }

    @Test
    @Rule({"SHR-3", "SHR-4"})
    void what_ended_with_its_community_is_shared_anew_and_not_revived_by_that() {
        for (CommunityId ended : List.of(dogs, cats)) {
            Resource photos = publishedBy(litter, "Photos of " + ended.value(), dogs);
            attach(BOB, photos, walks);
            attach(BOB, photos, naps);
            endSharing(ended);

            assertFalse(uses(BOB, photos, walks));
            assertEquals(Set.of(), published(dogs));
            assertEquals(Set.of(), attached(walks));
            assertEquals(List.of(), all(page -> other.sharing().publications(as(BOB), photos.id(), page)));
            untouched(() -> notFound(() -> other.sharing().view(as(BOB), photos.id(), dogs)));
            untouched(() -> refused("SHR-4", () -> attach(BOB, photos, walks)));
            unchanged(() -> withdraw(BOB, photos, dogs));
            unchanged(() -> detach(BOB, photos, walks));
            changed(() -> publish(BOB, photos, dogs));
            assertFalse(uses(BOB, photos, walks));
            assertEquals(Set.of(), attached(walks));
            changed(() -> attach(BOB, photos, walks));
            assertTrue(uses(BOB, photos, walks));
            assertFalse(uses(BOB, photos, naps));
            assertEquals(Set.of(photos.name()), published(dogs));
            // Of the two that are stored only the one that counts is told to have ended.
            assertEquals(
                    List.of(ChangeKind.RESOURCE_WITHDRAWN, ChangeKind.RESOURCE_DETACHED),
                    kinds(recordOf(changed(() -> withdraw(BOB, photos, dogs)))));
            changed(() -> node.resources().delete(as(BOB), photos.id()));
        }
    }

    // SHR-4

    @Test
    @Rule("SHR-4")
    void who_may_attach_makes_a_published_resource_usable_in_a_project() {
        Resource photos = publishedBy(litter, "Photos", dogs);
        grant(walks, CAROL, PROJECT_ADMIN);
        grant(naps, CAROL, PROJECT_DEVELOPER);
        assertFalse(uses(CAROL, photos, walks));
        cluster.clock().advance(Duration.ofMinutes(1));

        Written<Attachment> written = changed(() -> attach(CAROL, photos, walks));

        assertEquals(new Attachment(photos, walks, cluster.clock().instant()), written.value());
        ChangeRecord record = recordOf(written);
        assertEquals(List.of(ChangeKind.RESOURCE_ATTACHED), kinds(record));
        Change change = only(ChangeKind.RESOURCE_ATTACHED, record);
        assertEquals(walks, change.scope());
        assertEquals(Map.of(), change.before());
        assertEquals(words(photos), change.after());
        assertTrue(uses(CAROL, photos, walks));
        assertFalse(uses(CAROL, photos, naps));
        assertFalse(other.access().can(as(CAROL), RESOURCE_USE, photos.id()));
        assertEquals(List.of(written.value()), all(page -> other.sharing().attached(as(CAROL), walks, page)));
        assertEquals(Set.of(), attached(naps));
        assertEquals(
                "SHR-4",
                untouched(() -> forbidden(PROJECT_ATTACH, () -> attach(CAROL, photos, naps)))
                        .rule());
    }

    @Test
    @Rule("SHR-4")
    void use_is_decided_by_the_role_in_the_project_it_is_attached_to() {
        Resource photos = publishedBy(litter, "Photos", dogs);
        attach(BOB, photos, walks);

        for (Role role : List.of(PROJECT_VIEWER, PROJECT_DEVELOPER, PROJECT_EDITOR, PROJECT_ADMIN)) {
            Subject user = Subject.user("user of " + role);
            node.host().addUser(ACME, user);
            grant(walks, user, role);
            assertEquals(FREE.permissions(role).contains(RESOURCE_USE), uses(user, photos, walks), role::name);
        }
        // Who may use it at home does not use it away.
        grant(litter, CAROL, PROJECT_ADMIN);
        assertTrue(uses(CAROL, photos, litter));
        assertFalse(uses(CAROL, photos, walks));
    }

    @Test
    @Rule({"SHR-3", "SHR-4", "TEN-1"})
    void a_place_of_another_organization_is_none_for_a_resource_though_its_id_reads_the_same() {
        Resource photos = publishedBy(litter, "Photos", cats);
        ProjectId scratching = projectOf(BOB, cats, "Scratching post").id();
        attach(BOB, photos, scratching);
        register(GLOBEX, "Globex");
        ResourceAt here = ResourceAt.of(photos.id(), scratching);
        ResourceAt project = ResourceAt.of(photos.id(), ProjectId.of(GLOBEX, scratching.value()));
        ResourceAt community = ResourceAt.of(photos.id(), CommunityId.of(GLOBEX, cats.value()));
        later();

        for (ResourceAt elsewhere : List.of(project, community)) {
            assertFalse(other.access().can(as(BOB), RESOURCE_USE, elsewhere), elsewhere::toString);
            assertEquals(
                    Decision.Reason.NO_SUCH_TARGET,
                    other.access().explain(as(BOB), RESOURCE_USE, elsewhere).reason());
            Operation operation = elsewhere.equals(project) ? Operation.USE_RESOURCE : Operation.WITHDRAW_RESOURCE;
            assertFalse(other.access().authorize(as(BOB), operation, elsewhere).allowed());
        }
        assertEquals(
                Map.of(here, Set.of(RESOURCE_USE), project, Set.of(), community, Set.of()),
                other.access().of(as(BOB)).permissions(List.of(here, project, community), List.of(RESOURCE_USE)));
    }

    @Test
    @Rule("SHR-4")
    void only_what_is_published_in_a_projects_community_is_attached_to_it() {
        Resource photos = publishedBy(litter, "Photos", cats);
        ProjectId scratching = projectOf(BOB, cats, "Scratching post").id();

        untouched(() -> refused("SHR-4", () -> attach(BOB, photos, walks)));
        changed(() -> attach(BOB, photos, scratching));
        changed(() -> publish(BOB, photos, dogs));
        changed(() -> attach(BOB, photos, walks));
        untouched(() -> notFound(() -> attach(BOB, photos, ProjectId.of(ACME, "unknown"))));
        untouched(() -> notFound(() -> node.sharing().attach(as(BOB), ResourceId.of(ACME, "unknown"), walks)));
        untouched(() -> notFound(() -> attach(DAVE, photos, walks)));
        later();
        assertEquals(Set.of("Photos"), attached(walks));
        assertEquals(Set.of("Photos"), attached(scratching));
    }

    @Test
    @Rule("SHR-4")
    void what_belongs_to_a_project_is_not_attached_to_it() {
        Resource photos = publishedBy(litter, "Photos", cats);
        Resource films = datasetOf(BOB, litter, "Films");

        untouched(() -> refused("SHR-4", () -> attach(BOB, photos, litter)));
        assertEquals(List.of("SHR-4"), untouched(() -> unmet(() -> attach(BOB, films, litter))));
        assertTrue(uses(BOB, photos, litter));
    }

    @Test
    @Rule({"SHR-4", "RST-2", "ACC-7"})
    void what_the_community_restricts_is_not_attached_there() {
        Resource photos = publishedBy(litter, "Photos", dogs);
        Resource unpublished = datasetOf(BOB, litter, "Films");
        grant(walks, CAROL, PROJECT_DEVELOPER);
        restrict(cats, "resources.noTypes", RestrictionValue.of(List.of("dataset")));
        changed(() -> attach(BOB, photos, naps));
        restrict(dogs, "resources.noTypes", RestrictionValue.of(List.of("dataset")));

        untouched(() -> refused("RST-2", () -> attach(BOB, photos, walks)));
        assertEquals(List.of("SHR-4"), untouched(() -> unmet(() -> attach(CAROL, unpublished, walks))));
        assertEquals(List.of("SHR-4", "RST-2"), untouched(() -> unmet(() -> attach(BOB, unpublished, walks))));
        // It is asked about what comes; what is there stays.
        assertTrue(uses(BOB, photos, naps));
    }

    @Test
    @Rule({"SHR-4", "SHR-5"})
    void attaching_again_changes_nothing_nor_does_detaching_what_is_not_attached() {
        Resource photos = publishedBy(litter, "Photos", dogs);
        unchanged(() -> detach(BOB, photos, walks));
        Attachment first = changed(() -> attach(BOB, photos, walks)).value();
        cluster.clock().advance(Duration.ofMinutes(1));

        assertEquals(first, unchanged(() -> attach(BOB, photos, walks)).value());
    }

    @Test
    @Rule({"SHR-3", "SHR-4", "RES-3", "ACC-2", "ACC-3", "ACC-5"})
    void sharing_grants_seeing_where_a_resource_is_published_and_using_where_it_is_attached_and_nothing_else() {
        Resource photos = publishedBy(litter, "Photos", dogs);
        attach(BOB, photos, walks);
        ResourceAt published = ResourceAt.of(photos.id(), dogs);
        ResourceAt attached = ResourceAt.of(photos.id(), walks);
        ResourceAt own = ResourceAt.of(photos.id(), litter);
        publish(BOB, photos, cats);
        ResourceAt publishedAtHome = ResourceAt.of(photos.id(), cats);

        later();
        // Bob administers both communities, so it is not for want of a role.
        for (Subject principal : List.of(BOB, WATCHER)) {
            AccessView view = other.access().of(as(principal));
            assertGranted(principal, published, view.permissions(dogs), Set.of(PROJECT_VIEW));
            assertGranted(principal, publishedAtHome, view.permissions(cats), Set.of(PROJECT_VIEW));
            assertGranted(principal, attached, view.permissions(walks), Set.of(PROJECT_VIEW, RESOURCE_USE));
            assertGranted(principal, own, view.permissions(litter), Set.copyOf(Permission.STANDARD));
        }
        changed(() -> detach(BOB, photos, walks));
        changed(() -> attach(BOB, photos, walks));
        changed(() -> withdraw(BOB, photos, dogs));
    }

    /** Checks that of what the place grants that is granted which may be, and that every way of asking agrees. */
    private void assertGranted(Subject principal, ResourceAt pair, Set<Permission> atPlace, Set<Permission> atMost) {
        Set<Permission> expected = new TreeSet<>(atPlace);
        expected.retainAll(atMost);
        AccessView view = other.access().of(as(principal));
        assertEquals(expected, view.permissions(pair), pair::toString);
        assertEquals(
                expected, view.permissions(List.of(pair), Permission.STANDARD).get(pair), pair::toString);
        for (Permission permission : Permission.STANDARD) {
            Decision decision = view.explain(permission, pair);
            boolean granted = expected.contains(permission);
            assertEquals(granted, view.can(permission, pair), decision::text);
            assertEquals(granted, decision.allowed(), decision::text);
            assertEquals(granted, other.access().can(as(principal), permission, pair), decision::text);
            assertEquals(
                    granted,
                    all(page -> other.access().holders(as(BOB), permission, pair, page)).stream()
                            .anyMatch(holder -> holder.principal().equals(principal)),
                    decision::text);
            if (granted) {
                view.require(permission, pair);
                continue;
            }
            assertSame(decision.reason(), forbidden(permission, () -> view.require(permission, pair)));
            if (!atMost.contains(permission)) {
                assertSaysWhy(decision);
            }
        }
    }

    private static void assertSame(Decision.Reason reason, Forbidden refusal) {
        assertEquals(reason, refusal.decision().reason());
    }

    /** No grant at the place would help, so none is named as missing, whoever asks. */
    private static void assertSaysWhy(Decision decision) {
        assertEquals(Decision.Reason.NOT_BY_SHARING, decision.reason(), decision::text);
        assertEquals(List.of(), decision.sources(), decision::text);
        assertEquals(Optional.empty(), decision.nearestMissing(), decision::text);
        assertTrue(
                decision.text().contains("it is only shared there")
                        && decision.text().contains("the resource's own project"),
                decision::text);
    }

    // SHR-5

    @Test
    @Rule("SHR-5")
    void withdrawing_detaches_in_all_projects_of_that_community_in_one_write() {
        ProjectId scratching = projectOf(BOB, cats, "Scratching post").id();
        Resource photos = publishedBy(litter, "Photos", dogs);
        Resource films = publishedBy(litter, "Films", dogs);
        publish(BOB, photos, cats);
        attach(BOB, photos, scratching);
        attach(BOB, photos, walks);
        attach(BOB, photos, naps);
        attach(BOB, films, walks);

        Written<ResourceAt> written = changed(() -> withdraw(BOB, photos, dogs));

        assertEquals(ResourceAt.of(photos.id(), dogs), written.value());
        ChangeRecord record = recordOf(written);
        Change withdrawn = only(ChangeKind.RESOURCE_WITHDRAWN, record);
        assertEquals(dogs, withdrawn.scope());
        assertEquals(words(photos), withdrawn.before());
        assertEquals(Map.of(), withdrawn.after());
        List<Change> detached = record.changes().stream()
                .filter(change -> change.kind() == ChangeKind.RESOURCE_DETACHED)
                .toList();
        assertEquals(Set.of(walks, naps), detached.stream().map(Change::scope).collect(Collectors.toSet()));
        detached.forEach(change -> assertEquals(words(photos), change.before()));
        assertEquals(3, record.changes().size());
        for (ProjectId project : List.of(walks, naps)) {
            assertFalse(uses(BOB, photos, project));
        }
        assertTrue(uses(BOB, photos, scratching));
        assertTrue(uses(BOB, films, walks));
        assertEquals(Set.of("Films"), published(dogs));
        assertEquals(Set.of("Photos"), published(cats));
        assertEquals(Set.of("Films"), attached(walks));
        assertEquals(Set.of("Photos"), attached(scratching));
        unchanged(() -> withdraw(BOB, photos, dogs));
        // Publishing anew does not bring back what was attached.
        changed(() -> publish(BOB, photos, dogs));
        assertFalse(uses(BOB, photos, walks));
        assertEquals(Set.of("Films"), attached(walks));
    }

    @Test
    @Rule("SHR-5")
    void withdrawing_detaches_however_many_projects_there_are() {
        Resource photos = publishedBy(litter, "Photos", dogs);
        int many = RecordRange.MAX + 10;
        attachToMany(photos, many);

        ChangeRecord record = recordOf(changed(() -> withdraw(BOB, photos, dogs)));

        assertEquals(1 + many, record.changes().size());
        changed(() -> node.resources().delete(as(BOB), photos.id()));
    }

    /** Attaches a resource to so many new projects of Dogs, all at once. */
    private void attachToMany(Resource resource, int count) {
        write(dogs, (writer, next) -> {
            ProjectRecord like = writer.find(RecordKind.project(walks)).orElseThrow();
            List<StoredRecord> records = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ProjectId id = ProjectId.of(ACME, "project " + i);
                records.add(ProjectRecord.builder()
                        .from(like)
                        .id(id)
                        .nameKey(id.value())
                        .build());
                records.add(AttachmentRecord.builder()
                        .project(id)
                        .resource(resource.id())
                        .community(dogs)
                        .since(cluster.clock().instant())
                        .revision(next)
                        .build());
            }
            writer.insert(records);
        });
    }

    @Test
    @Rule("SHR-5")
    void either_sides_permission_suffices_to_withdraw() {
        run(FREE_DELEGATED);
        Resource photos = publishedBy(litter, "Photos", dogs);
        grant(litter, CAROL, PROJECT_DEVELOPER);
        grant(dogs, CAROL, COMMUNITY_VIEWER);

        assertEquals(
                "SHR-5",
                untouched(() -> forbidden(RESOURCE_SHARE, () -> withdraw(CAROL, photos, dogs)))
                        .rule());
        assertEquals(List.of("SHR-5", "SHR-5"), untouched(() -> unmet(() -> withdraw(CAROL, photos, dogs))));
        grant(litter, CAROL, PROJECT_EDITOR);
        changed(() -> withdraw(CAROL, photos, dogs));
        publish(BOB, photos, dogs);
        node.members().revoke(as(BOB), litter, CAROL, PROJECT_EDITOR);
        untouched(() -> forbidden(RESOURCE_SHARE, () -> withdraw(CAROL, photos, dogs)));
        grant(dogs, CAROL, COMMUNITY_DEVELOPER);
        changed(() -> withdraw(CAROL, photos, dogs));
        later();
        assertEquals(Set.of(), published(dogs));
        untouched(() -> notFound(() -> withdraw(DAVE, photos, dogs)));
        untouched(() -> notFound(() -> withdraw(BOB, photos, CommunityId.of(ACME, "unknown"))));
    }

    @Test
    @Rule("SHR-5")
    void who_may_attach_detaches_in_that_project_alone() {
        Resource photos = publishedBy(litter, "Photos", dogs);
        attach(BOB, photos, walks);
        attach(BOB, photos, naps);
        grant(walks, CAROL, PROJECT_ADMIN);
        grant(naps, CAROL, PROJECT_DEVELOPER);

        untouched(() -> forbidden(PROJECT_ATTACH, () -> detach(CAROL, photos, naps)));
        Written<ResourceAt> written = changed(() -> detach(CAROL, photos, walks));

        assertEquals(ResourceAt.of(photos.id(), walks), written.value());
        Change change = only(ChangeKind.RESOURCE_DETACHED, recordOf(written));
        assertEquals(walks, change.scope());
        assertEquals(words(photos), change.before());
        assertEquals(Map.of(), change.after());
        assertFalse(uses(CAROL, photos, walks));
        assertTrue(uses(CAROL, photos, naps));
        assertEquals(Set.of(), attached(walks));
        assertEquals(Set.of("Photos"), published(dogs));
        unchanged(() -> detach(CAROL, photos, walks));
        changed(() -> attach(CAROL, photos, walks));
        untouched(() -> notFound(() -> detach(DAVE, photos, walks)));
    }

    @Test
    @Rule({"SHR-5", "CON-1"})
    void whoever_attaches_at_the_moment_of_withdrawing_is_not_left_with_it() {
        Resource photos = publishedBy(litter, "Photos", dogs);
        try (Race threads = new Race(4)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                publish(BOB, photos, dogs);
                List<Callable<Written<?>>> tasks = List.of(
                        () -> node.sharing().withdraw(as(BOB), photos.id(), dogs),
                        () -> other.sharing().attach(as(BOB), photos.id(), walks),
                        () -> node.sharing().attach(as(BOB), photos.id(), naps),
                        () -> other.sharing().withdraw(as(BOB), photos.id(), dogs));
                List<Race.Outcome<Written<?>>> outcomes = threads.run(tasks);

                assertEquals(
                        1,
                        List.of(outcomes.get(0), outcomes.get(3)).stream()
                                .filter(outcome -> outcome.get().changed())
                                .count(),
                        "it is withdrawn once");
                outcomes.stream()
                        .flatMap(outcome -> outcome.refusal().stream())
                        .forEach(refusal -> assertEquals("SHR-4", refusal.rule(), refusal::getMessage));
                assertEquals(Set.of(), attached(walks));
                assertEquals(Set.of(), attached(naps));
                untouched(() -> refused("SHR-4", () -> attach(BOB, photos, walks)));
            }
        }
    }

    @Test
    @Rule({"PRJ-5", "SHR-4", "SHR-5"})
    void a_restored_project_has_again_what_was_attached_to_it_as_far_as_that_is_still_published() {
        Resource stays = datasetOf(BOB, litter, "Stays");
        Resource goes = datasetOf(BOB, litter, "Goes");
        Resource returns = datasetOf(BOB, litter, "Returns");
        for (Resource resource : List.of(stays, goes, returns)) {
            publish(BOB, resource, dogs);
            attach(BOB, resource, walks);
            attach(BOB, resource, naps);
        }
        node.projects().delete(as(BOB), walks);
        assertFalse(uses(BOB, stays, walks), "a deleted project has nothing");
        withdraw(BOB, goes, dogs);
        withdraw(BOB, returns, dogs);
        publish(BOB, returns, dogs);

        node.projects().restore(as(BOB), walks);

        assertTrue(uses(BOB, stays, walks));
        assertFalse(uses(BOB, goes, walks));
        assertFalse(uses(BOB, returns, walks), "it was detached, and is published anew");
        assertFalse(uses(BOB, returns, naps));
        changed(() -> attach(BOB, returns, walks));
        assertTrue(uses(BOB, returns, walks));
        unchanged(() -> attach(BOB, stays, walks));
    }

    // SHR-6

    @Test
    @Rule("SHR-6")
    void publishing_twice_changes_nothing() {
        Resource photos = datasetOf(BOB, litter, "Photos");
        Publication first = changed(() -> publish(BOB, photos, dogs)).value();
        attach(BOB, photos, walks);
        cluster.clock().advance(Duration.ofMinutes(1));

        assertEquals(first, unchanged(() -> publish(BOB, photos, dogs)).value());
        assertTrue(uses(BOB, photos, walks));
    }

    @Test
    @Rule({"SHR-6", "CON-1"})
    void of_many_who_publish_at_the_same_moment_one_does() {
        try (Race threads = new Race(16)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                Resource photos = datasetOf(BOB, litter, "Photos " + round);
                List<Callable<Written<Publication>>> tasks = IntStream.range(0, 16)
                        .<Callable<Written<Publication>>>mapToObj(i -> {
                            Communities at = i % 2 == 0 ? node : other;
                            return () -> at.sharing().publish(as(BOB), photos.id(), dogs);
                        })
                        .toList();
                List<Race.Outcome<Written<Publication>>> outcomes = threads.run(tasks);
                assertEquals(
                        1,
                        outcomes.stream()
                                .filter(outcome -> outcome.get().changed())
                                .count());
                assertEquals(
                        1,
                        outcomes.stream()
                                .map(outcome -> outcome.get().value())
                                .distinct()
                                .count());
            }
        }
    }

    @Test
    @Rule("SHR-6")
    void only_types_that_the_policy_says_are_shared() {
        Resource key = node.resources()
                .create(as(BOB), litter, NewResource.of("secret", "key"))
                .value();
        changed(() -> publish(BOB, key, cats));

        run(FREE.toBuilder("keeping secrets")
                .resourceType(ResourceType.of("secret").notShareable())
                .build());

        untouched(() -> refused("SHR-6", () -> publish(BOB, key, dogs)));
        Resource photos = datasetOf(BOB, litter, "Photos");
        changed(() -> publish(BOB, photos, dogs));
        // What was published before can be withdrawn.
        changed(() -> withdraw(BOB, key, cats));
        later();
        assertEquals(Set.of("Photos"), published(dogs));
        assertEquals(Set.of(), published(cats));
    }
}
