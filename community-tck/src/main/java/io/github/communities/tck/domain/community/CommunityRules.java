package io.github.communities.tck.domain.community;

import static io.github.communities.Permission.COMMUNITY_CREATE;
import static io.github.communities.Permission.COMMUNITY_DELETE;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_UPDATE;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_VIEW;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_MEMBER;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.stale;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityFilter;
import io.github.communities.community.CommunityKind;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.decision.RoleSource;
import io.github.communities.member.Member;
import io.github.communities.policy.Policy;
import io.github.communities.policy.RoleDefinition;
import io.github.communities.tck.fixture.Pages;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TrickyTexts;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Creating, changing and reading communities: COM-1, COM-3 to COM-5. */
public abstract class CommunityRules extends RegisteredRules {
    /** Rules on storages of this kind. */
    protected CommunityRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @Test
    @Rule("COM-1")
    void who_creates_a_community_is_its_only_administrator() {
        Written<Community> written = changed(() -> node.create(as(BOB), NewCommunity.named("Cat lovers")));

        Community created = written.value();
        assertEquals(ACME, created.id().organization());
        assertEquals(CommunityKind.STANDARD, created.kind());
        assertEquals("Cat lovers", created.name());
        assertEquals("", created.description());
        assertEquals(Optional.empty(), created.zone());
        assertEquals(Optional.of(BOB), created.creator());
        assertEquals(cluster.clock().instant(), created.createdAt());
        assertEquals(cluster.clock().instant(), created.updatedAt());
        assertEquals(created, later().get(as(BOB), created.id()));
        List<Member> members = members(created.id());
        assertEquals(List.of(BOB), members.stream().map(Member::subject).toList());
        assertEquals(COMMUNITY_ADMIN, members.get(0).role());
        RoleSource source = members.get(0).sources().get(0);
        assertEquals(RoleSource.Kind.OWN, source.kind());
        assertEquals(created.id(), source.scope());
        assertEquals(Optional.empty(), source.expiresAt());
        assertTrue(other.access().can(as(BOB), COMMUNITY_MANAGE_ACCESS, created.id()));
        assertFalse(other.access().can(as(ANN), COMMUNITY_MANAGE_ACCESS, created.id()));
        assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, created.id()));
    }

    @Test
    @Rule("COM-1")
    void a_service_account_creates_only_with_the_role_that_permits_it() {
        node.host().addServiceAccount(ACME, ROBOT);
        untouched(() ->
                forbidden(COMMUNITY_CREATE, () -> node.create(as(ROBOT), NewCommunity.named("Built by a robot"))));
        assertEquals(List.of(), communities("Built by a robot"));

        node.host().addServiceAccount(ACME, ROBOT, ORGANIZATION_MEMBER);
        CommunityId created = communityOf(ROBOT, "Built by a robot");

        assertEquals(ROBOT, later().get(as(ROBOT), created).creator().orElseThrow());
        assertTrue(other.access().can(as(ROBOT), COMMUNITY_MANAGE_ACCESS, created));
    }

    @Test
    @Rule("COM-1")
    void where_the_policy_keeps_creating_to_a_few_the_others_are_told_what_they_lack() {
        run(Policy.standard().toBuilder("few create")
                .redefine(RoleDefinition.role(ORGANIZATION_MEMBER)
                        .boundAt(ScopeKind.ORGANIZATION)
                        .permits(ORGANIZATION_VIEW))
                .redefine(Policy.standard()
                        .definition(ORGANIZATION_OWNER)
                        .orElseThrow()
                        .permits(COMMUNITY_CREATE))
                .build());
        node.host().addUser(ACME, CAROL, ORGANIZATION_OWNER);

        var refusal = untouched(
                () -> forbidden(COMMUNITY_CREATE, () -> node.create(as(BOB), NewCommunity.named("Cat lovers"))));
        assertEquals("COM-1", refusal.rule());
        assertEquals(ACME, refusal.decision().target());
        assertEquals(BOB, refusal.decision().principal());
        CommunityId created = communityOf(CAROL, "Cat lovers");
        assertTrue(later().access().can(as(CAROL), COMMUNITY_MANAGE_ACCESS, created));
    }

    @Test
    @Rule({"COM-1", "ACC-8"})
    void for_a_stranger_there_is_nothing_to_create_in() {
        untouched(() -> notFound(() -> node.create(as(DAVE), NewCommunity.named("Cat lovers"))));
        assertEquals(List.of(), communities("Cat lovers"));
    }

    @Test
    @Rule("COM-3")
    void description_and_zone_are_kept_as_given() {
        String description = "\uD83D\uDE3A".repeat(255) + "!";
        Community cats = node.create(
                        as(BOB),
                        NewCommunity.named("Cat lovers")
                                .describedAs(description)
                                .in("eu-west-1"))
                .value();

        assertEquals(description, cats.description());
        assertEquals(Optional.of("eu-west-1"), cats.zone());
        assertEquals(cats, later().get(as(BOB), cats.id()));
    }

    @Test
    @Rule("COM-3")
    void the_zone_outlives_every_update() {
        Community cats = node.create(as(BOB), NewCommunity.named("Cat lovers").in("eu-west-1"))
                .value();
        node.update(as(BOB), cats.id(), CommunityUpdate.nothing().name("Dogs").description("more"), cats.version());

        assertEquals(Optional.of("eu-west-1"), later().get(as(BOB), cats.id()).zone());
    }

    @Test
    @Rule({"COM-3", "LIM-2"})
    void a_description_over_the_limit_is_refused_when_creating_and_when_updating() {
        Community cats = node.create(as(BOB), NewCommunity.named("Cat lovers")).value();
        List<Executable> checks = Stream.concat(
                        Stream.of("x".repeat(257), "\uD83D\uDE3A".repeat(257)), TrickyTexts.hidden())
                .<Executable>map(text -> () -> untouched(() -> {
                    invalid(
                            "COM-3",
                            () -> node.create(
                                    as(BOB), NewCommunity.named("Dogs").describedAs(text)));
                    return invalid(
                            "COM-3",
                            () -> node.update(
                                    as(BOB),
                                    cats.id(),
                                    CommunityUpdate.nothing().description(text),
                                    cats.version()));
                }))
                .toList();
        assertAll(checks);
        assertEquals("", later().get(as(BOB), cats.id()).description());
        changed(() -> node.update(
                as(BOB), cats.id(), CommunityUpdate.nothing().description("x".repeat(256)), cats.version()));
    }

    @Test
    @Rule("COM-4")
    void an_update_changes_what_it_names_and_leaves_the_rest() {
        Community first = node.create(as(BOB), NewCommunity.named("Cat lovers").describedAs("about cats"))
                .value();
        cluster.clock().advance(Duration.ofMinutes(1));

        Community renamed = changed(() -> node.update(
                        as(BOB), first.id(), CommunityUpdate.nothing().name("Cat keepers"), first.version()))
                .value();
        assertEquals("Cat keepers", renamed.name());
        assertEquals("about cats", renamed.description());
        assertEquals(cluster.clock().instant(), renamed.updatedAt());
        assertEquals(first.createdAt(), renamed.createdAt());
        assertEquals(first.creator(), renamed.creator());
        assertEquals(first.bindingsVersion(), renamed.bindingsVersion());
        assertNotEquals(first.version(), renamed.version());

        Community described = changed(() -> node.update(
                        as(BOB), first.id(), CommunityUpdate.nothing().description(""), renamed.version()))
                .value();
        assertEquals("Cat keepers", described.name());
        assertEquals("", described.description());
        assertEquals(described, later().get(as(BOB), first.id()));
    }

    @Test
    @Rule({"COM-4", "CHG-1"})
    void an_update_that_says_what_is_so_already_changes_nothing() {
        Community cats = node.create(as(BOB), NewCommunity.named("Cat lovers").describedAs("about cats"))
                .value();
        cluster.clock().advance(Duration.ofMinutes(1));

        Written<Community> nothing =
                unchanged(() -> node.update(as(BOB), cats.id(), CommunityUpdate.nothing(), cats.version()));
        Written<Community> same = unchanged(() -> node.update(
                as(BOB),
                cats.id(),
                CommunityUpdate.nothing().name("Cat lovers").description("about cats"),
                cats.version()));

        assertEquals(cats, nothing.value());
        assertEquals(cats, same.value());
        assertEquals(cats, later().get(as(BOB), cats.id()));
    }

    @Test
    @Rule("COM-4")
    void an_update_on_a_version_that_is_no_longer_the_last_one_loses_nothing() {
        Community first = node.create(as(BOB), NewCommunity.named("Cat lovers")).value();
        Community second = node.update(
                        as(BOB), first.id(), CommunityUpdate.nothing().name("Cat keepers"), first.version())
                .value();

        CommunityUpdate late = CommunityUpdate.nothing().description("written by someone who slept");
        untouched(() -> stale("COM-4", () -> node.update(as(BOB), first.id(), late, first.version())));
        untouched(() -> stale("COM-4", () -> node.update(as(BOB), first.id(), late, second.version() + 1)));
        assertEquals(second, later().get(as(BOB), first.id()));
        changed(() -> other.update(as(BOB), first.id(), late, second.version()));
    }

    @Test
    @Rule({"COM-4", "CON-1"})
    void of_many_who_update_one_version_at_the_same_moment_one_succeeds() {
        CommunityId id = communityOf(BOB, "Cat lovers");
        try (Race threads = new Race(16)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                long version = node.get(as(BOB), id).version();
                String text = "round " + round + ", thread ";
                List<Callable<Written<Community>>> tasks = IntStream.range(0, 16)
                        .<Callable<Written<Community>>>mapToObj(i -> () -> nodeOf(i)
                                .update(as(BOB), id, CommunityUpdate.nothing().description(text + i), version))
                        .toList();
                List<Race.Outcome<Written<Community>>> outcomes = threads.run(tasks);
                List<Community> winners = outcomes.stream()
                        .flatMap(outcome -> outcome.value().stream())
                        .map(Written::value)
                        .toList();
                assertEquals(1, winners.size(), text);
                assertEquals(winners.get(0).description(), node.get(as(BOB), id).description(), text);
                assertTrue(
                        outcomes.stream()
                                .flatMap(outcome -> outcome.refusal().stream())
                                .allMatch(refusal -> refusal.rule().equals("COM-4")),
                        text);
            }
        }
    }

    @Test
    @Rule("COM-4")
    void updating_takes_an_editor_and_others_are_told_so() {
        Community cats = node.create(as(BOB), NewCommunity.named("Cat lovers")).value();
        node.members().grant(as(BOB), cats.id(), CAROL, COMMUNITY_DEVELOPER);
        CommunityUpdate update = CommunityUpdate.nothing().name("Carol's cats");

        var refusal = untouched(
                () -> forbidden(COMMUNITY_UPDATE, () -> node.update(as(CAROL), cats.id(), update, cats.version())));
        assertEquals("COM-4", refusal.rule());
        assertEquals(cats.id(), refusal.decision().target());
        untouched(() -> forbidden(COMMUNITY_UPDATE, () -> node.update(as(ANN), cats.id(), update, cats.version())));
        untouched(() -> notFound(() -> node.update(as(DAVE), cats.id(), update, cats.version())));
        assertEquals("Cat lovers", later().get(as(BOB), cats.id()).name());

        node.members().grant(as(BOB), cats.id(), CAROL, COMMUNITY_EDITOR);
        changed(() -> node.update(as(CAROL), cats.id(), update, cats.version()));
        assertEquals("Carol's cats", later().get(as(BOB), cats.id()).name());
    }

    @Test
    @Rule({"COM-5", "ACC-8"})
    void reading_by_id_takes_the_role_of_a_viewer() {
        CommunityId cats = communityOf(BOB, "Cat lovers");
        var refusal = untouched(() -> forbidden(COMMUNITY_VIEW, () -> node.get(as(CAROL), cats)));
        assertEquals(cats, refusal.decision().target());
        assertEquals(CAROL, refusal.decision().principal());
        untouched(() -> notFound(() -> node.get(as(DAVE), cats)));

        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);

        assertEquals("Cat lovers", later().get(as(CAROL), cats).name());
    }

    @Test
    @Rule("COM-5")
    void the_default_community_is_read_as_any_other() {
        untouched(() -> forbidden(COMMUNITY_VIEW, () -> node.getDefault(as(BOB))));
        untouched(() -> notFound(() -> node.getDefault(as(DAVE))));

        node.host().signIn(ACME, BOB);

        assertEquals("Acme Team", later().getDefault(as(BOB)).name());
        assertEquals(
                other.getDefault(as(BOB)),
                other.get(as(BOB), other.getDefault(as(BOB)).id()));
    }

    @Test
    @Rule("COM-5")
    void a_list_has_what_the_caller_may_view_and_nothing_else() {
        CommunityId cats = communityOf(BOB, "Cat lovers");
        communityOf(BOB, "Dog lovers");
        communityOf(CAROL, "Owls");
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);

        later();
        assertEquals(List.of("Cat lovers", "Owls"), namesFor(CAROL, CommunityFilter.all()));
        assertEquals(List.of("Cat lovers", "Dog lovers"), namesFor(BOB, CommunityFilter.all()));
        assertEquals(List.of("Acme Team"), namesFor(ANN, CommunityFilter.all()));
        assertEquals(
                List.of("Acme Team", "Cat lovers", "Dog lovers", "Owls"), namesFor(WATCHER, CommunityFilter.all()));
        untouched(() -> notFound(() -> other.list(as(DAVE), CommunityFilter.all(), PageRequest.first(10))));
    }

    private List<String> namesFor(Subject principal, CommunityFilter filter) {
        return all(page -> other.list(as(principal), filter, page)).stream()
                .map(Community::name)
                .toList();
    }

    @Test
    @Rule("COM-5")
    void a_list_follows_the_keys_of_the_names() {
        List<String> sorted = List.of(
                "123 go",
                "Acme Team",
                "apple",
                "Banana",
                "cherry",
                "Ｄｏｇ",
                "Zebra",
                "Ähre",
                "\uFA0Eab",
                "\uD840\uDC00ab");
        List<String> shuffled =
                List.of("Zebra", "\uD840\uDC00ab", "cherry", "123 go", "Ähre", "apple", "\uFA0Eab", "Ｄｏｇ", "Banana");
        shuffled.forEach(name -> communityOf(BOB, name));

        later();
        assertEquals(sorted, namesFor(WATCHER, CommunityFilter.all()));
    }

    @Test
    @Rule("COM-5")
    void pages_of_every_size_put_together_are_the_list() {
        for (int i = 0; i < 10; i++) {
            communityOf(i % 3 == 0 ? CAROL : BOB, "Team " + i);
        }
        List<String> expected = List.of("Team 1", "Team 2", "Team 4", "Team 5", "Team 7", "Team 8");

        later();
        for (int size = 1; size <= 8; size++) {
            List<String> names = Pages.all(size, page -> other.list(as(BOB), CommunityFilter.all(), page)).stream()
                    .map(Community::name)
                    .toList();
            assertEquals(expected, names, "in pages of " + size);
        }
    }

    @Test
    @Rule("COM-5")
    void who_pages_misses_nothing_that_stays_while_others_come_and_go() {
        for (int i = 0; i < 10; i += 2) {
            communityOf(BOB, "Team " + i);
        }
        PageRequest first = PageRequest.first(2);
        Page<Community> page = node.list(as(BOB), CommunityFilter.all(), first);
        assertEquals(List.of("Team 0", "Team 2"), names(page));
        node.delete(as(BOB), page.items().get(1).id());
        communityOf(BOB, "Team 1");
        communityOf(BOB, "Team 5");

        Page<Community> second =
                node.list(as(BOB), CommunityFilter.all(), first.after(page).orElseThrow());

        assertEquals(List.of("Team 4", "Team 5"), names(second));
    }

    @Test
    @Rule("COM-5")
    void a_list_can_be_narrowed_to_a_part_of_name_or_description() {
        node.create(as(BOB), NewCommunity.named("Cat lovers").describedAs("We like whiskers"));
        node.create(as(BOB), NewCommunity.named("Straßenkatzen").describedAs("Street cats"));
        node.create(as(CAROL), NewCommunity.named("Dogs").describedAs("no CATS here"));

        later();
        assertEquals(List.of("Cat lovers", "Dogs", "Straßenkatzen"), namesFor(WATCHER, containing("cat")));
        assertEquals(List.of("Cat lovers", "Dogs", "Straßenkatzen"), namesFor(WATCHER, containing("CAT")));
        assertEquals(List.of("Straßenkatzen"), namesFor(WATCHER, containing("STRASSEN")));
        assertEquals(List.of("Cat lovers"), namesFor(WATCHER, containing("WHISK")));
        assertEquals(List.of("Cat lovers", "Straßenkatzen"), namesFor(BOB, containing("cat")));
        assertEquals(List.of(), namesFor(WATCHER, containing("%")));
        assertEquals(List.of(), namesFor(WATCHER, containing("_")));
    }

    @Test
    @Rule("COM-5")
    void a_list_can_be_narrowed_to_what_someone_created() {
        communityOf(BOB, "Cat lovers");
        communityOf(CAROL, "Dogs");
        node.host().addServiceAccount(ACME, Subject.serviceAccount("bob"), ORGANIZATION_MEMBER);
        communityOf(Subject.serviceAccount("bob"), "Built by a namesake");

        later();
        assertEquals(List.of("Cat lovers"), namesFor(WATCHER, createdBy(BOB)));
        assertEquals(List.of("Built by a namesake"), namesFor(WATCHER, createdBy(Subject.serviceAccount("bob"))));
        assertEquals(List.of(), namesFor(CAROL, createdBy(BOB)));
        assertEquals(List.of(), namesFor(WATCHER, createdBy(BOB).containing("dogs")));
        assertEquals(List.of("Cat lovers"), namesFor(WATCHER, createdBy(BOB).containing("lovers")));
    }

    private static CommunityFilter containing(String part) {
        return CommunityFilter.all().containing(part);
    }

    private static CommunityFilter createdBy(Subject principal) {
        return CommunityFilter.all().createdBy(principal);
    }

    @Test
    @Rule({"COM-5", "LIM-2"})
    void a_cursor_goes_on_only_with_the_list_it_came_from() {
        CommunityId cats = communityOf(BOB, "Cat lovers");
        communityOf(BOB, "Dog lovers");
        projectOf(BOB, cats, "one");
        projectOf(BOB, cats, "two");
        register(GLOBEX, "Globex");
        PageRequest first = PageRequest.first(1);
        Page<Community> page = node.list(as(BOB), CommunityFilter.all(), first);
        PageRequest next = first.after(page).orElseThrow();
        PageRequest ofProjects =
                first.after(node.projects().list(as(BOB), cats, first)).orElseThrow();
        PageRequest ofUsers =
                first.after(node.organizations().users(as(BOB), first)).orElseThrow();

        assertEquals(List.of("Dog lovers"), names(later().list(as(BOB), CommunityFilter.all(), next)));
        invalid("LIM-2", () -> other.list(as(BOB), CommunityFilter.all(), ofProjects));
        invalid("LIM-2", () -> other.list(as(BOB), CommunityFilter.all(), ofUsers));
        invalid("LIM-2", () -> other.list(as(BOB), containing("lovers"), next));
        invalid("LIM-2", () -> other.list(Caller.of(GLOBEX, BOB), CommunityFilter.all(), next));
        invalid("LIM-2", () -> other.orphaned(as(ANN), next));
        invalid("LIM-2", () -> other.projects().list(as(BOB), cats, next));
        invalid("LIM-2", () -> other.members().list(as(BOB), cats, next));
        invalid("LIM-2", () -> other.organizations().users(as(BOB), next));
    }

    @Test
    @Rule("COM-5")
    void a_deleted_community_does_not_exist_for_anyone() {
        Community cats = node.create(as(BOB), NewCommunity.named("Cat lovers")).value();
        node.members().grant(as(BOB), cats.id(), CAROL, COMMUNITY_EDITOR);
        changed(() -> node.delete(as(CAROL), cats.id()));

        later();
        for (Subject user : List.of(ANN, BOB, CAROL, WATCHER)) {
            untouched(() -> notFound(() -> other.get(as(user), cats.id())));
            assertFalse(namesFor(user, CommunityFilter.all()).contains("Cat lovers"));
        }
        untouched(() -> notFound(() -> other.delete(as(BOB), cats.id())));
        untouched(() -> notFound(
                () -> other.update(as(BOB), cats.id(), CommunityUpdate.nothing().name("Back again"), cats.version())));
        untouched(() -> notFound(() -> other.members().grant(as(BOB), cats.id(), CAROL, COMMUNITY_VIEWER)));
        untouched(() -> notFound(() -> other.members().leave(as(BOB), cats.id())));
    }

    @Test
    @Rule("COM-5")
    void who_may_not_delete_leaves_the_community_where_it_is() {
        CommunityId cats = communityOf(BOB, "Cat lovers");
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_DEVELOPER);

        untouched(() -> forbidden(COMMUNITY_DELETE, () -> node.delete(as(CAROL), cats)));
        untouched(() -> notFound(() -> node.delete(as(DAVE), cats)));

        assertEquals("Cat lovers", later().get(as(CAROL), cats).name());
    }
}
