package io.github.communities.tck.domain.project;

import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_CREATE;
import static io.github.communities.Permission.PROJECT_DELETE;
import static io.github.communities.Permission.PROJECT_MANAGE_ACCESS;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Permission.PROJECT_UPDATE;
import static io.github.communities.Permission.PROJECT_VIEW;
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
import static io.github.communities.tck.fixture.Refusals.stale;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.decision.RoleSource;
import io.github.communities.error.Forbidden;
import io.github.communities.error.Refused;
import io.github.communities.member.Member;
import io.github.communities.project.NewProject;
import io.github.communities.project.Project;
import io.github.communities.project.ProjectUpdate;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.Pages;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TrickyTexts;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Creating, naming, changing, reading and deleting projects: PRJ-1 and PRJ-2. Bob's community is Cat lovers. */
public abstract class ProjectRules extends AcmeRules {
    private CommunityId cats = CommunityId.of(ACME, "not created yet");

    /** Rules on storages of this kind. */
    protected ProjectRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void letBobHaveACommunity() {
        acme();
        cats = communityOf(BOB, "Cat lovers");
    }

    private void grant(Scope scope, Subject subject, Role role) {
        node.members().grant(as(BOB), scope, subject, role);
    }

    private Written<Project> create(Subject caller, NewProject project) {
        return node.projects().create(as(caller), cats, project);
    }

    @Test
    @Rule("PRJ-1")
    void who_creates_a_project_administers_it() {
        grant(cats, CAROL, COMMUNITY_DEVELOPER);

        Project litter = changed(() -> create(CAROL, NewProject.named("Litter").describedAs("of kittens")))
                .value();

        assertEquals(ACME, litter.id().organization());
        assertEquals(cats, litter.community());
        assertEquals("Litter", litter.name());
        assertEquals("of kittens", litter.description());
        assertEquals(Optional.of(CAROL), litter.creator());
        assertEquals(cluster.clock().instant(), litter.createdAt());
        assertEquals(cluster.clock().instant(), litter.updatedAt());
        assertEquals(litter, later().projects().get(as(CAROL), litter.id()));
        Member carol = member(litter.id(), CAROL).orElseThrow();
        assertEquals(Set.of(PROJECT_ADMIN), ownRoles(litter.id(), CAROL));
        RoleSource own = carol.sources().stream()
                .filter(source -> source.scope().equals(litter.id()))
                .findFirst()
                .orElseThrow();
        assertEquals(RoleSource.Kind.OWN, own.kind());
        assertEquals(Optional.empty(), own.expiresAt());
        assertTrue(other.access().can(as(CAROL), PROJECT_MANAGE_ACCESS, litter.id()));
        assertFalse(other.access().can(as(CAROL), PROJECT_MANAGE_ACCESS, cats));
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(cats, CAROL));
    }

    @Test
    @Rule("PRJ-1")
    void creating_takes_a_developer_of_the_community() {
        grant(cats, CAROL, COMMUNITY_VIEWER);
        grant(cats, CAROL, PROJECT_ADMIN);

        Forbidden refusal = untouched(() -> forbidden(PROJECT_CREATE, () -> create(CAROL, NewProject.named("Litter"))));
        assertEquals("PRJ-1", refusal.rule());
        assertEquals(cats, refusal.decision().target());
        assertEquals(
                COMMUNITY_DEVELOPER,
                refusal.decision().nearestMissing().orElseThrow().role());
        untouched(() -> forbidden(PROJECT_CREATE, () -> create(ANN, NewProject.named("Litter"))));
        untouched(() -> notFound(() -> create(DAVE, NewProject.named("Litter"))));
        untouched(() -> notFound(
                () -> node.projects().create(as(BOB), CommunityId.of(ACME, "unknown"), NewProject.named("Litter"))));
        later();
        assertEquals(List.of(), projects(cats));
    }

    @Test
    @Rule("PRJ-1")
    void names_of_one_to_sixty_three_characters_are_kept_composed() {
        List<Executable> checks = Stream.of(
                        "x",
                        "7",
                        "y".repeat(63),
                        "R&D, (Cats) - it's_one.two+3",
                        ".github",
                        "a/b@c:d#e (f)",
                        "猫",
                        "हिन्दी")
                .<Executable>map(name -> () -> assertEquals(
                        name,
                        other.projects()
                                .get(
                                        as(BOB),
                                        create(BOB, NewProject.named(name))
                                                .value()
                                                .id())
                                .name()))
                .toList();
        assertAll(checks);
        Project cafe = create(BOB, NewProject.named("Cafe\u0301")).value();
        assertEquals("Caf\u00E9", later().projects().get(as(BOB), cafe.id()).name());
    }

    @Test
    @Rule({"PRJ-1", "ACC-7", "ACC-8"})
    void by_which_project_a_name_is_taken_is_told_to_those_who_may_view_it() {
        create(BOB, NewProject.named("Quiet Place"));
        Project post = create(BOB, NewProject.named("Post")).value();
        grant(post.id(), CAROL, PROJECT_EDITOR);
        ProjectUpdate renamed = ProjectUpdate.nothing().name("quiet place");

        Refused toBob = refused("PRJ-1", () -> node.projects().update(as(BOB), post.id(), renamed, post.version()));
        Refused toCarol = refused("PRJ-1", () -> node.projects().update(as(CAROL), post.id(), renamed, post.version()));

        assertTrue(String.valueOf(toBob.getMessage()).contains("by 'Quiet Place'"), toBob::getMessage);
        assertFalse(String.valueOf(toCarol.getMessage()).contains("Quiet Place"), toCarol::getMessage);
    }

    @Test
    @Rule({"PRJ-1", "LIM-2"})
    void names_of_another_form_are_refused_when_creating_and_when_renaming() {
        Project litter = create(BOB, NewProject.named("Litter")).value();
        List<Executable> checks = Stream.concat(
                        Stream.of(
                                "",
                                " ",
                                "x".repeat(64),
                                " a",
                                "a ",
                                "-",
                                "a-",
                                ".",
                                "_",
                                "a.",
                                "/a",
                                "a|b",
                                "\uD83D\uDE3A"),
                        TrickyTexts.unseen().map(character -> "a" + character + "b"))
                .<Executable>map(name -> () -> untouched(() -> {
                    invalid("PRJ-1", () -> create(BOB, NewProject.named(name)));
                    return invalid(
                            "PRJ-1",
                            () -> node.projects()
                                    .update(
                                            as(BOB),
                                            litter.id(),
                                            ProjectUpdate.nothing().name(name),
                                            litter.version()));
                }))
                .toList();
        assertAll(checks);
        assertEquals(litter, later().projects().get(as(BOB), litter.id()));
    }

    @Test
    @Rule({"PRJ-1", "LIM-2"})
    void a_description_has_up_to_two_hundred_and_fifty_six_characters() {
        String longest = "\uD83D\uDE3A".repeat(256);
        Project litter = changed(() -> create(BOB, NewProject.named("Litter").describedAs(longest)))
                .value();
        List<Executable> checks = Stream.concat(Stream.of(longest + "!"), TrickyTexts.hidden())
                .<Executable>map(text -> () -> untouched(() -> {
                    invalid("PRJ-1", () -> create(BOB, NewProject.named("Dogs").describedAs(text)));
                    return invalid(
                            "PRJ-1",
                            () -> node.projects()
                                    .update(
                                            as(BOB),
                                            litter.id(),
                                            ProjectUpdate.nothing().description(text),
                                            litter.version()));
                }))
                .toList();
        assertAll(checks);
        assertEquals(longest, later().projects().get(as(BOB), litter.id()).description());
    }

    @Test
    @Rule("PRJ-1")
    void a_name_is_taken_once_in_each_community() {
        CommunityId dogs = communityOf(BOB, "Dogs");
        Project street = create(BOB, NewProject.named("Straße")).value();
        Project second = create(BOB, NewProject.named("Second")).value();

        for (String name : List.of("Straße", "STRASSE", "Ｓｔｒａｓｓｅ")) {
            untouched(() -> refused("PRJ-1", () -> create(BOB, NewProject.named(name))));
            untouched(() -> refused(
                    "PRJ-1",
                    () -> node.projects()
                            .update(
                                    as(BOB),
                                    second.id(),
                                    ProjectUpdate.nothing().name(name),
                                    second.version())));
        }
        Project elsewhere = changed(() -> node.projects().create(as(BOB), dogs, NewProject.named("STRASSE")))
                .value();

        assertNotEquals(street.id(), elsewhere.id());
        assertEquals(dogs, later().projects().get(as(BOB), elsewhere.id()).community());
        assertEquals("Straße", other.projects().get(as(BOB), street.id()).name());
        changed(() -> node.projects()
                .update(as(BOB), street.id(), ProjectUpdate.nothing().name("STRASSE"), street.version()));
    }

    @Test
    @Rule("PRJ-1")
    void the_name_of_a_deleted_project_stays_taken_and_one_that_was_given_up_is_free() {
        Project litter = create(BOB, NewProject.named("Litter")).value();
        Project second = create(BOB, NewProject.named("Second")).value();
        node.projects().delete(as(BOB), litter.id());
        node.projects().update(as(BOB), second.id(), ProjectUpdate.nothing().name("Third"), second.version());

        untouched(() -> refused("PRJ-1", () -> create(BOB, NewProject.named("litter"))));
        changed(() -> create(BOB, NewProject.named("second")));
    }

    @Test
    @Rule({"PRJ-1", "CON-1"})
    void of_many_who_take_a_name_at_the_same_moment_one_gets_it() {
        grant(cats, CAROL, COMMUNITY_DEVELOPER);
        try (Race threads = new Race(16)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                String name = "Litter " + round;
                List<Callable<Written<Project>>> tasks = IntStream.range(0, 16)
                        .<Callable<Written<Project>>>mapToObj(i -> {
                            Communities at = i % 2 == 0 ? node : other;
                            return () -> at.projects()
                                    .create(
                                            as(i % 4 < 2 ? BOB : CAROL),
                                            cats,
                                            NewProject.named(i % 3 == 0 ? name.toUpperCase(Locale.ROOT) : name));
                        })
                        .toList();
                List<Race.Outcome<Written<Project>>> outcomes = threads.run(tasks);
                assertEquals(
                        1,
                        outcomes.stream()
                                .filter(outcome -> outcome.value().isPresent())
                                .count(),
                        name);
                assertTrue(
                        outcomes.stream()
                                .flatMap(outcome -> outcome.refusal().stream())
                                .allMatch(refusal -> refusal.rule().equals("PRJ-1")),
                        name);
            }
        }
        assertEquals(Race.ROUNDS, projects(cats).size());
    }

    @Test
    @Rule("PRJ-2")
    void each_operation_takes_the_permission_of_its_name() {
        Map<Role, Set<Permission>> may = Map.of(
                PROJECT_VIEWER,
                Set.of(PROJECT_VIEW),
                PROJECT_DEVELOPER,
                Set.of(PROJECT_VIEW, PROJECT_RUN),
                PROJECT_EDITOR,
                Set.of(PROJECT_VIEW, PROJECT_RUN, PROJECT_UPDATE, PROJECT_DELETE),
                PROJECT_ADMIN,
                Set.of(PROJECT_VIEW, PROJECT_RUN, PROJECT_UPDATE, PROJECT_DELETE, PROJECT_MANAGE_ACCESS));
        may.forEach((role, permissions) -> {
            Project project = create(BOB, NewProject.named(role.name())).value();
            Subject user = node.host().addUser(ACME, Subject.user(role.name())).value();
            grant(project.id(), user, role);
            later();
            assertEquals(permissions.contains(PROJECT_RUN), other.access().can(as(user), PROJECT_RUN, project.id()));
            mayOrMayNot(
                    permissions, PROJECT_VIEW, project, () -> node.projects().get(as(user), project.id()));
            mayOrMayNot(
                    permissions,
                    PROJECT_MANAGE_ACCESS,
                    project,
                    () -> node.members().grant(as(user), project.id(), CAROL, PROJECT_VIEWER));
            mayOrMayNot(
                    permissions,
                    PROJECT_UPDATE,
                    project,
                    () -> node.projects()
                            .update(
                                    as(user),
                                    project.id(),
                                    ProjectUpdate.nothing().description("seen"),
                                    project.version()));
            mayOrMayNot(
                    permissions, PROJECT_DELETE, project, () -> node.projects().delete(as(user), project.id()));
        });
    }

    private void mayOrMayNot(Set<Permission> permitted, Permission permission, Project project, Executable operation) {
        if (permitted.contains(permission)) {
            assertAll(operation);
        } else {
            Forbidden refusal = untouched(() -> forbidden(permission, operation));
            assertEquals(project.id(), refusal.decision().target());
        }
    }

    @Test
    @Rule("PRJ-2")
    void the_refusals_name_the_rule() {
        Project litter = create(BOB, NewProject.named("Litter")).value();

        assertEquals(
                "PRJ-2",
                forbidden(
                                PROJECT_UPDATE,
                                () -> node.projects()
                                        .update(
                                                as(CAROL),
                                                litter.id(),
                                                ProjectUpdate.nothing().name("Mine"),
                                                litter.version()))
                        .rule());
        assertEquals(
                "PRJ-2",
                forbidden(PROJECT_DELETE, () -> node.projects().delete(as(CAROL), litter.id()))
                        .rule());
    }

    @Test
    @Rule("PRJ-2")
    void what_is_held_in_the_community_holds_in_its_projects() {
        Project litter = create(BOB, NewProject.named("Litter")).value();
        grant(cats, CAROL, COMMUNITY_DEVELOPER);

        later();
        assertEquals(litter, other.projects().get(as(CAROL), litter.id()));
        untouched(() -> forbidden(PROJECT_DELETE, () -> node.projects().delete(as(CAROL), litter.id())));
        grant(cats, CAROL, COMMUNITY_EDITOR);
        changed(() -> node.projects().delete(as(CAROL), litter.id()));
        later();
        untouched(() -> notFound(() -> other.projects().get(as(BOB), litter.id())));
    }

    @Test
    @Rule("PRJ-2")
    void a_participant_who_is_no_member_sees_their_project_and_no_other() {
        Project litter = create(BOB, NewProject.named("Litter")).value();
        Project scratching = create(BOB, NewProject.named("Scratching post")).value();
        grant(litter.id(), CAROL, PROJECT_DEVELOPER);

        later();
        assertEquals(litter.name(), other.projects().get(as(CAROL), litter.id()).name());
        assertEquals(List.of("Litter"), namesFor(CAROL));
        assertEquals(List.of(), namesFor(ANN));
        assertEquals(List.of("Litter", "Scratching post"), namesFor(BOB));
        untouched(() -> forbidden(PROJECT_VIEW, () -> other.projects().get(as(CAROL), scratching.id())));
        untouched(() -> forbidden(COMMUNITY_VIEW, () -> other.get(as(CAROL), cats)));
        untouched(() -> notFound(() -> other.projects().get(as(DAVE), litter.id())));
        untouched(() -> notFound(() -> other.projects().list(as(DAVE), cats, PageRequest.first(10))));
    }

    private List<String> namesFor(Subject principal) {
        return all(page -> other.projects().list(as(principal), cats, page)).stream()
                .map(Project::name)
                .toList();
    }

    @Test
    @Rule("PRJ-2")
    void projects_are_listed_by_the_keys_of_their_names_in_pages() {
        for (String name : List.of("Zebra", "banana", "Ähre", "Apple", "\uD840\uDC00", "１st", "\uFA0E", "Ｃherry")) {
            create(BOB, NewProject.named(name));
        }
        CommunityId dogs = communityOf(BOB, "Dogs");
        node.projects().create(as(BOB), dogs, NewProject.named("Another community's"));
        List<String> sorted = List.of("１st", "Apple", "banana", "Ｃherry", "Zebra", "Ähre", "\uFA0E", "\uD840\uDC00");

        later();
        for (int size : List.of(1, 3, 8, 1000)) {
            List<String> names = Pages.all(size, page -> other.projects().list(as(BOB), cats, page)).stream()
                    .map(Project::name)
                    .toList();
            assertEquals(sorted, names, "in pages of " + size);
        }
        PageRequest first = PageRequest.first(1);
        PageRequest next =
                first.after(node.projects().list(as(BOB), cats, first)).orElseThrow();
        invalid("LIM-2", () -> node.projects().list(as(BOB), dogs, next));
    }

    @Test
    @Rule("PRJ-2")
    void an_update_changes_what_it_names_on_the_version_that_was_seen() {
        Project first = create(BOB, NewProject.named("Litter").describedAs("of kittens"))
                .value();
        cluster.clock().advance(Duration.ofMinutes(1));

        Project second = changed(() -> node.projects()
                        .update(as(BOB), first.id(), ProjectUpdate.nothing().name("Litters"), first.version()))
                .value();
        assertEquals("of kittens", second.description());
        assertEquals(cluster.clock().instant(), second.updatedAt());
        assertEquals(first.createdAt(), second.createdAt());
        untouched(() -> stale(
                "COM-4",
                () -> node.projects()
                        .update(as(BOB), first.id(), ProjectUpdate.nothing().description("late"), first.version())));
        assertEquals(second, later().projects().get(as(BOB), first.id()));
        unchanged(() -> node.projects()
                .update(as(BOB), first.id(), ProjectUpdate.nothing().name("Litters"), second.version()));
        unchanged(() -> node.projects().update(as(BOB), first.id(), ProjectUpdate.nothing(), second.version()));
        Project third = changed(() -> other.projects()
                        .update(as(BOB), first.id(), ProjectUpdate.nothing().description(""), second.version()))
                .value();
        assertEquals("Litters", third.name());
        assertEquals("", third.description());
    }

    @Test
    @Rule("PRJ-2")
    void a_deleted_project_is_gone_for_everyone_at_once() {
        Project litter = create(BOB, NewProject.named("Litter")).value();
        create(BOB, NewProject.named("Scratching post"));
        grant(litter.id(), CAROL, PROJECT_ADMIN);

        changed(() -> node.projects().delete(as(CAROL), litter.id()));

        later();
        assertEquals(List.of("Scratching post"), namesFor(BOB));
        for (Subject user : List.of(ANN, BOB, CAROL, WATCHER)) {
            untouched(() -> notFound(() -> other.projects().get(as(user), litter.id())));
            assertFalse(other.access().can(as(user), PROJECT_VIEW, litter.id()));
        }
        untouched(() -> notFound(() -> node.projects().delete(as(BOB), litter.id())));
        untouched(() -> notFound(() -> node.members().grant(as(BOB), litter.id(), CAROL, PROJECT_VIEWER)));
        untouched(() -> notFound(() -> node.projects()
                .update(as(BOB), litter.id(), ProjectUpdate.nothing().name("Back"), litter.version())));
    }

    @Test
    @Rule("PRJ-2")
    void the_projects_of_a_deleted_community_are_gone_with_it() {
        Project litter = create(BOB, NewProject.named("Litter")).value();
        grant(litter.id(), CAROL, PROJECT_ADMIN);
        grant(cats, CAROL, COMMUNITY_ADMIN);
        node.delete(as(BOB), cats);

        later();
        for (Subject user : List.of(BOB, CAROL, WATCHER)) {
            untouched(() -> notFound(() -> other.projects().get(as(user), litter.id())));
            untouched(() -> notFound(() -> other.projects().list(as(user), cats, PageRequest.first(10))));
            assertEquals(Set.of(), other.access().permissions(as(user), litter.id()));
        }
        untouched(() -> notFound(() -> create(BOB, NewProject.named("Another"))));
        untouched(() -> notFound(() -> node.projects().delete(as(CAROL), litter.id())));
        assertEquals(0, other.host().overview(ACME).projects());
    }

    @Test
    @Rule({"PRJ-2", "ACC-8"})
    void an_id_of_another_organization_or_of_nothing_is_not_found() {
        ProjectId unknown = ProjectId.of(ACME, "unknown");
        Project litter = create(BOB, NewProject.named("Litter")).value();
        register(GLOBEX, "Globex");
        ProjectId forged = ProjectId.of(GLOBEX, litter.id().value());

        untouched(() -> notFound(() -> node.projects().get(as(BOB), unknown)));
        untouched(() -> notFound(() -> node.projects().get(as(BOB), forged)));
        untouched(() -> notFound(() -> node.projects().get(Caller.of(GLOBEX, BOB), litter.id())));
        untouched(() -> notFound(() -> node.projects().get(Caller.of(GLOBEX, BOB), forged)));
    }
}
