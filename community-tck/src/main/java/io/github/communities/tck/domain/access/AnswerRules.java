package io.github.communities.tck.domain.access;

import static io.github.communities.Permission.COMMUNITY_CREATE;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_ACCESS;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Permission.RESOURCE_USE;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_EDITOR;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.access.AccessFilter;
import io.github.communities.access.AccessView;
import io.github.communities.access.Holder;
import io.github.communities.decision.Decision;
import io.github.communities.policy.Billing;
import io.github.communities.policy.Policy;
import io.github.communities.tck.domain.FreeRules;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** ACC-5 and ACC-6: the answers to who may do something, and to where one may, compared with asking about each. */
public abstract class AnswerRules extends FreeRules {
    private static final Subject ERIN = Subject.federatedUser("erin");
    private static final Subject OWNER = Subject.user("owner");
    private static final List<Permission> PERMISSIONS = List.of(
            COMMUNITY_VIEW,
            COMMUNITY_MANAGE_ACCESS,
            COMMUNITY_CREATE,
            PROJECT_VIEW,
            PROJECT_RUN,
            ORGANIZATION_MANAGE_ACCESS);
    private static final List<Subject> PRINCIPALS =
            List.of(ANN, BOB, CAROL, DAVE, ERIN, OWNER, ROBOT, WATCHER, Subject.user("stranger"));

    private final List<CommunityId> communities = new ArrayList<>();
    /** The projects that were made, each with its community. */
    private final Map<ProjectId, CommunityId> projects = new LinkedHashMap<>();

    private final List<ResourceId> resources = new ArrayList<>();

    /** Rules on storages of this kind. */
    protected AnswerRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    /**
     * Under the policy that the tests of a switch need: organization administrators in standard communities, or
     * nowhere.
     */
    private static Policy standardOnly() {
        return Policy.standard().toBuilder("standard only")
                .withoutInheritedAdministration()
                .standardAdministrationRole(ORGANIZATION_ADMIN)
                .billing(Billing.NOT_REQUIRED)
                .build();
    }

    /** Communities, projects and resources with random roles; some of it deleted, some restored, some expired. */
    private void fill(Random random) {
        communities.add(node.host().organization(ACME).defaultCommunity());
        communities.add(cats);
        node.host().addUser(ACME, DAVE);
        node.host().addUser(ACME, ERIN);
        node.host().addUser(ACME, OWNER, ORGANIZATION_OWNER);
        node.host().addServiceAccount(ACME, ROBOT);
        node.host().addGroup(ACME, CATS);
        node.host().addToGroup(ACME, CATS, DAVE);
        node.host().addToGroup(ACME, CATS, ROBOT);
        for (Subject user : List.of(ANN, BOB, CAROL)) {
            node.host().signIn(ACME, user);
        }
        for (String name : List.of("Dogs", "Birds", "Fish")) {
            communities.add(communityOf(BOB, name));
        }
        projects.put(litter, cats);
        for (int i = 0; i < 9; i++) {
            CommunityId community = communities.get(i % communities.size());
            projects.put(projectOf(BOB, community, "Project " + i).id(), community);
        }
        projects.keySet()
                .forEach(
                        project -> resources.add(datasetOf(BOB, project, "Data").id()));
        for (int i = 0; i < 14; i++) {
            bind(random);
        }
        node.members().grant(as(BOB), cats, Subject.allUsers(), COMMUNITY_VIEWER);
        node.host().removeUser(ACME, pick(random, List.of(CAROL, ERIN)));
        List<ProjectId> made = new ArrayList<>(projects.keySet());
        node.projects().delete(as(BOB), made.get(3));
        node.projects().delete(as(BOB), made.get(4));
        node.projects().restore(as(BOB), made.get(4));
        node.delete(as(BOB), communities.get(4));
        node.delete(as(BOB), communities.get(3));
        node.restore(as(BOB), communities.get(3));
        cluster.clock().advance(Duration.ofHours(2));
        later();
    }

    private void bind(Random random) {
        List<Scope> scopes = new ArrayList<>(communities.subList(1, communities.size()));
        scopes.addAll(projects.keySet());
        Scope scope = pick(random, scopes);
        Subject subject = pick(random, List.of(CAROL, DAVE, ERIN, ROBOT, CATS));
        Role role = scope instanceof CommunityId
                ? pick(random, List.of(COMMUNITY_VIEWER, COMMUNITY_DEVELOPER, COMMUNITY_EDITOR))
                : pick(random, List.of(PROJECT_VIEWER, PROJECT_DEVELOPER, PROJECT_EDITOR));
        if (random.nextInt(4) == 0) {
            Instant soon = cluster.clock().instant().plus(Duration.ofHours(1));
            node.members().grant(as(BOB), scope, subject, role, soon);
        } else {
            node.members().grant(as(BOB), scope, subject, role);
        }
    }

    private static <T> T pick(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private <T extends Target> Set<T> reached(Subject principal, Permission permission, Iterable<T> targets) {
        AccessView view = other.access().of(as(principal));
        Set<T> reached = new HashSet<>();
        targets.forEach(target -> {
            if (view.can(permission, target)) {
                reached.add(target);
            }
        });
        return reached;
    }

    private boolean belongs(Subject principal) {
        return other.access().explain(as(principal), COMMUNITY_VIEW, ACME).reason()
                != Decision.Reason.NOT_OF_THE_ORGANIZATION;
    }

    private static <T> Set<T> once(List<T> listed) {
        Set<T> once = new HashSet<>(listed);
        assertEquals(once.size(), listed.size(), () -> "each once: " + listed);
        return once;
    }

    @Test
    @Rule("ACC-5")
    void what_a_caller_reaches_is_where_they_can() {
        fill(new Random(5));
        compareReach();
    }

    @Test
    @Rule("ACC-5")
    void what_a_caller_reaches_is_where_they_can_whoever_administers_by_inheritance() {
        run(standardOnly());
        fill(new Random(6));
        compareReach();
    }

    private void compareReach() {
        for (Subject principal : PRINCIPALS) {
            for (Permission permission : PERMISSIONS) {
                Supplier<String> who = () -> principal + " " + permission;
                Caller caller = as(principal);
                if (!belongs(principal)) {
                    PageRequest first = PageRequest.first(1);
                    notFound("ORG-1", () -> other.access().communities(caller, permission, first));
                    notFound("ORG-1", () -> other.access().projects(caller, permission, first));
                    notFound("ORG-1", () -> other.access().resources(caller, permission, first));
                    continue;
                }
                assertEquals(
                        reached(principal, permission, communities),
                        once(all(page -> other.access().communities(caller, permission, page))),
                        who);
                assertEquals(
                        reached(principal, permission, projects.keySet()),
                        once(all(page -> other.access().projects(caller, permission, page))),
                        who);
                assertEquals(
                        reached(principal, permission, resources),
                        once(all(page -> other.access().resources(caller, permission, page))),
                        who);
            }
        }
    }

    @Test
    @Rule("ACC-5")
    void who_has_a_permission_is_who_can() {
        fill(new Random(7));
        compareHolders();
    }

    @Test
    @Rule("ACC-5")
    void who_has_a_permission_is_who_can_whoever_administers_by_inheritance() {
        run(standardOnly());
        fill(new Random(8));
        compareHolders();
    }

    private void compareHolders() {
        Map<Subject, AccessView> views = new LinkedHashMap<>();
        PRINCIPALS.forEach(principal -> views.put(principal, other.access().of(as(principal))));
        Map<Target, Subject> askers = new LinkedHashMap<>();
        askers.put(ACME, WATCHER);
        communities.forEach(community -> askers.put(community, WATCHER));
        projects.keySet().forEach(project -> askers.put(project, WATCHER));
        resources.forEach(resource -> askers.put(resource, WATCHER));
        AccessView watcher = other.access().of(as(WATCHER));
        askers.keySet().removeIf(target -> !watcher.can(target == ACME ? COMMUNITY_CREATE : PROJECT_VIEW, target));
        for (Target target : askers.keySet()) {
            for (Permission permission : PERMISSIONS) {
                List<Holder> holders = all(page -> other.access().holders(as(WATCHER), permission, target, page));
                Set<Subject> expected = new HashSet<>();
                views.forEach((principal, view) -> {
                    if (view.can(permission, target)) {
                        expected.add(principal);
                    }
                });
                assertEquals(
                        expected,
                        once(holders.stream().map(Holder::principal).toList()),
                        () -> permission + " at " + target.noun() + " " + target);
                holders.forEach(holder -> assertEquals(
                        Set.copyOf(other.access()
                                .explain(as(holder.principal()), permission, target)
                                .sources()),
                        Set.copyOf(holder.sources()),
                        () -> "sources of " + holder.principal()));
                List<List<String>> order = holders.stream()
                        .map(holder -> List.of(
                                holder.principal().kind().text(),
                                holder.principal().id()))
                        .toList();
                assertEquals(
                        order.stream()
                                .sorted((one, two) ->
                                        (one.get(0) + "\n" + one.get(1)).compareTo(two.get(0) + "\n" + two.get(1)))
                                .toList(),
                        order);
            }
        }
    }

    @Test
    @Rule("ACC-5")
    void who_may_not_see_a_target_is_not_told_who_has_a_permission_there() {
        PageRequest page = PageRequest.first(10);
        untouched(() -> forbidden(COMMUNITY_VIEW, () -> node.access().holders(as(CAROL), COMMUNITY_VIEW, cats, page)));
        untouched(() -> forbidden(PROJECT_VIEW, () -> node.access().holders(as(CAROL), PROJECT_RUN, litter, page)));
        untouched(() -> notFound(() -> node.access().holders(as(DAVE), PROJECT_RUN, litter, page)));
        assertFalse(node.access()
                .holders(as(BOB), PROJECT_RUN, litter, page)
                .items()
                .isEmpty());
    }

    @Test
    @Rule({"ACC-5", "SHR-4"})
    void who_uses_an_attached_resource_is_told_of_the_project_it_is_attached_to() {
        ProjectId scratching = projectOf(BOB, cats, "Scratching post").id();
        ResourceId shared = publishedBy(litter, "Photos", cats).id();
        grant(scratching, CAROL, PROJECT_DEVELOPER);
        ResourceAt use = ResourceAt.of(shared, scratching);
        assertTrue(holders(use).isEmpty(), "not attached yet");

        node.sharing().attach(as(BOB), shared, scratching);

        later();
        assertEquals(Set.of(BOB, CAROL), Set.copyOf(holders(use)));
        assertEquals(List.of(BOB), holders(shared));
    }

    private List<Subject> holders(Target target) {
        return all(page -> other.access().holders(as(BOB), RESOURCE_USE, target, page)).stream()
                .map(Holder::principal)
                .toList();
    }

    @Test
    @Rule("ACC-6")
    void a_filter_passes_what_one_may_see() {
        fill(new Random(9));
        compareFilters();
    }

    @Test
    @Rule("ACC-6")
    void a_filter_passes_what_one_may_see_whoever_administers_by_inheritance() {
        run(standardOnly());
        fill(new Random(10));
        node.host().addUser(ACME, ERIN, ORGANIZATION_ADMIN);
        CommunityId team = communities.get(0);
        projects.forEach((project, community) -> {
            if (community.equals(team)) {
                node.members().grant(as(BOB), project, ERIN, PROJECT_VIEWER);
            }
        });
        later();
        compareFilters();
    }

    private void compareFilters() {
        for (Subject principal : PRINCIPALS) {
            AccessView view = other.access().of(as(principal));
            for (Permission permission : PERMISSIONS) {
                if (!belongs(principal)) {
                    notFound("ORG-1", () -> other.access().filter(as(principal), permission));
                    continue;
                }
                AccessFilter filter = other.access().filter(as(principal), permission);
                assertEquals(view.revision(), filter.revision());
                for (CommunityId community : communities) {
                    assertEquals(
                            view.can(permission, community),
                            filter.passes(community, Optional.empty()),
                            () -> principal + " " + permission + " at " + community);
                }
                projects.forEach((project, community) -> assertEquals(
                        view.can(permission, project),
                        filter.passes(community, Optional.of(project)),
                        () -> principal + " " + permission + " at " + project));
            }
        }
    }

    @Test
    @Rule({"ACC-1", "ACC-6", "ACC-8"})
    void a_filter_names_nothing_that_is_deleted_but_what_would_pass_if_it_were_not() {
        CommunityId dogs = communityOf(BOB, "Dogs");
        CommunityId birds = communityOf(BOB, "Birds");
        ProjectId walks = projectOf(BOB, dogs, "Walks").id();
        ProjectId naps = projectOf(BOB, cats, "Naps").id();
        ProjectId nest = projectOf(BOB, birds, "Nest").id();
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);
        node.members().grant(as(BOB), walks, CAROL, PROJECT_VIEWER);
        node.members().grant(as(BOB), birds, CAROL, COMMUNITY_VIEWER);
        node.projects().delete(as(BOB), walks);
        node.projects().delete(as(BOB), naps);
        node.delete(as(BOB), birds);

        later();
        AccessFilter all = other.access().filter(as(WATCHER), PROJECT_VIEW);
        AccessFilter some = other.access().filter(as(CAROL), PROJECT_VIEW);
        AccessFilter none = other.access().filter(as(ANN), PROJECT_RUN);
        assertEquals(Set.of(birds), all.deletedCommunities());
        assertEquals(Set.of(walks, naps), all.deletedProjects());
        assertEquals(Set.of(), some.deletedCommunities());
        assertEquals(Set.of(naps), some.deletedProjects());
        assertEquals(Set.of(), none.deletedCommunities());
        assertEquals(Set.of(), none.deletedProjects());
        for (AccessFilter filter : List.of(all, some, none)) {
            assertFalse(filter.passes(dogs, Optional.of(walks)));
            assertFalse(filter.passes(cats, Optional.of(naps)));
            assertFalse(filter.passes(birds, Optional.of(nest)));
            assertFalse(filter.passes(birds, Optional.empty()));
        }
        assertTrue(some.passes(cats, Optional.of(litter)));
    }

    @Test
    @Rule({"ACC-6", "TEN-1"})
    void a_filter_passes_nothing_of_another_organization() {
        CommunityId team = register(GLOBEX, "Globex");

        AccessFilter filter = node.access().filter(as(WATCHER), COMMUNITY_VIEW);

        assertTrue(filter.passes(cats, Optional.empty()));
        assertTrue(filter.passes(cats, Optional.of(litter)));
        assertFalse(filter.passes(team, Optional.empty()));
        assertFalse(filter.passes(CommunityId.of(GLOBEX, cats.value()), Optional.empty()));
    }
}
