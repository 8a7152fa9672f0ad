package io.github.communities.tck.domain.sharing;

import static io.github.communities.Permission.COMMUNITY_PUBLISH;
import static io.github.communities.Permission.COMMUNITY_VIEW;
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
import io.github.communities.sharing.Publication;
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
import org.junit.jupiter.api.Test;

/** Publishing and what it shows: SHR-1 to SHR-3, SHR-6. */
public abstract class PublishingRules extends TwoCommunitiesRules {
    /** Rules on storages of this kind. */
    protected PublishingRules(Supplier<StoreFixture> storages) {
        super(storages);
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
