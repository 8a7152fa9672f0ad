package io.github.communities.tck.domain;

import static io.github.communities.Permission.COMMUNITY_PUBLISH;
import static io.github.communities.Permission.PROJECT_LIMIT;
import static io.github.communities.Permission.PROJECT_MANAGE_ACCESS;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Permission.RESOURCE_SHARE;
import static io.github.communities.Permission.RESOURCE_USE;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_EDITOR;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.BillingAccountId;
import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.Subject;
import io.github.communities.access.AccessView;
import io.github.communities.access.Operation;
import io.github.communities.billing.BillingStatus;
import io.github.communities.policy.Policy;
import io.github.communities.project.BalanceUpdate;
import io.github.communities.project.LimitsUpdate;
import io.github.communities.project.NewResource;
import io.github.communities.project.Resource;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TestBilling;
import io.github.communities.tck.rule.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The worked examples: what people do with communities, from beginning to end, in the words it is told in. */
public abstract class ExampleRules extends AcmeRules {
    private static final Subject JULIA = Subject.user("julia");
    private static final Subject TEACHER = Subject.user("teacher");
    private static final List<Subject> STUDENTS =
            List.of(Subject.user("student 1"), Subject.user("student 2"), Subject.user("student 3"));

    /** Examples on storages of this kind. */
    protected ExampleRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    /** What Julia finds: three communities that Bob keeps, each with a project that has a resource. */
    private final class Three {
        final CommunityId catLovers = communityOf(BOB, "Cat lovers");
        final CommunityId countingFences = communityOf(BOB, "Counting fences");
        final CommunityId topSecret = communityOf(BOB, "Top secret");
        final ProjectId litter = projectOf(BOB, catLovers, "Litter").id();
        final ProjectId posts = projectOf(BOB, countingFences, "Posts").id();
        final ProjectId project111 = projectOf(BOB, topSecret, "Project_111").id();
        final ProjectId project112 = projectOf(BOB, topSecret, "Project_112").id();
        final Resource photos = resourceOf(litter, "Photos");
        final Resource counts = resourceOf(posts, "Counts");
        final Resource plans = resourceOf(project111, "Plans");
        final Resource others = resourceOf(project112, "Others");

        Three() {
            node.host().addUser(ACME, JULIA);
            node.members().grant(as(BOB), catLovers, JULIA, COMMUNITY_ADMIN);
            node.members().grant(as(BOB), countingFences, JULIA, COMMUNITY_DEVELOPER);
            node.members().grant(as(BOB), topSecret, JULIA, COMMUNITY_VIEWER);
            node.members().grant(as(BOB), project111, JULIA, PROJECT_EDITOR);
        }

        private Resource resourceOf(ProjectId project, String name) {
            return node.resources()
                    .create(as(BOB), project, NewResource.of("dataset", name))
                    .value();
        }

        private void sharesIn(CommunityId community, Resource resource) {
            changed(() -> node.sharing().publish(as(JULIA), resource.id(), community));
        }

        private void sharesNowhere(Resource resource) {
            for (CommunityId community : List.of(catLovers, countingFences, topSecret)) {
                untouched(() ->
                        forbidden(RESOURCE_SHARE, () -> node.sharing().publish(as(JULIA), resource.id(), community)));
            }
        }

        private Set<String> publishedIn(CommunityId community) {
            Set<String> names = new TreeSet<>();
            all(page -> later().sharing().published(as(WATCHER), community, page))
                    .forEach(publication -> names.add(publication.resource().name()));
            return names;
        }
    }

    @Test
    @Rule({"SHR-1", "SHR-2", "SHR-3"})
    void julia_shares_what_she_may_under_the_delegated_policy() {
        acme();
        run(FreeRules.free(Policy.delegated()));
        Three her = new Three();

        // She shares any Cat lovers resource in Cat lovers and in Counting fences.
        her.sharesIn(her.catLovers, her.photos);
        her.sharesIn(her.countingFences, her.photos);
        untouched(() ->
                forbidden(COMMUNITY_PUBLISH, () -> node.sharing().publish(as(JULIA), her.photos.id(), her.topSecret)));

        // She publishes Project_111's in Cat lovers and Counting fences, and not in Top secret.
        her.sharesIn(her.catLovers, her.plans);
        her.sharesIn(her.countingFences, her.plans);
        untouched(() ->
                forbidden(COMMUNITY_PUBLISH, () -> node.sharing().publish(as(JULIA), her.plans.id(), her.topSecret)));

        // What is not of a project of hers is not hers to share.
        her.sharesNowhere(her.counts);
        her.sharesNowhere(her.others);
        assertEquals(Set.of("Photos", "Plans"), her.publishedIn(her.catLovers));
        assertEquals(Set.of("Photos", "Plans"), her.publishedIn(her.countingFences));
        assertEquals(Set.of(), her.publishedIn(her.topSecret));
    }

    @Test
    @Rule({"SHR-1", "SHR-3"})
    void under_the_standard_policy_julia_shares_only_from_cat_lovers_in_cat_lovers() {
        acme();
        run(FreeRules.free(Policy.standard()));
        Three her = new Three();

        her.sharesIn(her.catLovers, her.photos);
        for (CommunityId elsewhere : List.of(her.countingFences, her.topSecret)) {
            untouched(() ->
                    forbidden(COMMUNITY_PUBLISH, () -> node.sharing().publish(as(JULIA), her.photos.id(), elsewhere)));
        }
        her.sharesNowhere(her.counts);
        her.sharesNowhere(her.plans);
        her.sharesNowhere(her.others);
        assertEquals(Set.of("Photos"), her.publishedIn(her.catLovers));
        assertEquals(Set.of(), her.publishedIn(her.countingFences));
        assertEquals(Set.of(), her.publishedIn(her.topSecret));
    }

    @Test
    @Rule({"PRJ-2", "PRJ-3", "PRJ-4", "RES-1", "SHR-4", "BIL-1"})
    void students_work_in_projects_of_their_own_with_what_the_teacher_shares_there() {
        acme();
        TestBilling billing = new TestBilling();
        node = cluster.node(Policy.standard(), engine -> engine.billingAccounts(billing));
        other = cluster.node(Policy.standard(), engine -> engine.billingAccounts(billing));
        node.host().addUser(ACME, TEACHER);
        STUDENTS.forEach(student -> node.host().addUser(ACME, student));

        // A teacher's community, one project per student, each student a developer in theirs.
        CommunityId course = communityOf(TEACHER, "Course");
        BillingAccountId account = billing.account("course", BillingStatus.ACTIVE);
        billing.allow(account, TEACHER);
        node.billing().link(as(TEACHER), course, account);
        Map<Subject, ProjectId> projects = new LinkedHashMap<>();
        for (Subject student : STUDENTS) {
            ProjectId project =
                    projectOf(TEACHER, course, "Project of " + student.id()).id();
            node.members().grant(as(TEACHER), project, student, PROJECT_DEVELOPER);
            projects.put(student, project);
        }

        // They run code and create resources there.
        later();
        projects.forEach((student, project) -> {
            assertTrue(other.access()
                    .authorize(as(student), Operation.RUN, project)
                    .allowed());
            changed(() -> node.resources().create(as(student), project, NewResource.of("secret", "my-key")));
        });

        // They can't change limits or add members, and each sees their own project alone.
        projects.forEach((student, project) -> {
            long version = other.projects().get(as(student), project).version();
            untouched(() -> forbidden(
                    PROJECT_LIMIT,
                    () -> node.projects()
                            .limit(as(student), project, LimitsUpdate.nothing().perHour(100), version)));
            untouched(() -> forbidden(
                    PROJECT_LIMIT,
                    () -> node.projects()
                            .setBalance(
                                    as(student),
                                    project,
                                    BalanceUpdate.from(Optional.empty()).to(100))));
            untouched(() -> forbidden(
                    PROJECT_MANAGE_ACCESS, () -> node.members().grant(as(student), project, DAVE, PROJECT_DEVELOPER)));
            projects.values().stream()
                    .filter(another -> !another.equals(project))
                    .forEach(another -> untouched(() ->
                            forbidden(PROJECT_VIEW, () -> other.projects().get(as(student), another))));
        });

        // The teacher publishes a dataset and attaches it to the students' projects, where they use it.
        ProjectId material = projectOf(TEACHER, course, "Material").id();
        Resource dataset = node.resources()
                .create(as(TEACHER), material, NewResource.of("dataset", "Measurements"))
                .value();
        changed(() -> node.sharing().publish(as(TEACHER), dataset.id(), course));
        projects.values().forEach(project -> changed(() -> node.sharing().attach(as(TEACHER), dataset.id(), project)));
        later();
        projects.forEach((student, project) -> {
            AccessView access = other.access().of(as(student));
            assertTrue(access.can(RESOURCE_USE, ResourceAt.of(dataset.id(), project)));
            assertFalse(access.can(RESOURCE_USE, dataset.id()));
            assertEquals(
                    List.of(dataset),
                    all(page -> other.sharing().attached(as(student), project, page)).stream()
                            .map(attachment -> attachment.resource())
                            .toList());
        });

        // The teacher opens every project.
        assertEquals(
                4, all(page -> other.projects().list(as(TEACHER), course, page)).size());
        projects.values()
                .forEach(project -> assertEquals(
                        List.of("my-key"),
                        all(page -> other.resources().list(as(TEACHER), project, page)).stream()
                                .map(Resource::name)
                                .toList()));
    }
}
