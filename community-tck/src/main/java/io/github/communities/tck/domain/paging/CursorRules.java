package io.github.communities.tck.domain.paging;

import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Subject;
import io.github.communities.access.Access;
import io.github.communities.community.CommunityFilter;
import io.github.communities.community.NewCommunity;
import io.github.communities.error.InvalidInput;
import io.github.communities.invitation.Invitations;
import io.github.communities.invitation.NewLink;
import io.github.communities.invitation.NewPersonal;
import io.github.communities.member.Members;
import io.github.communities.organization.Organizations;
import io.github.communities.project.NewProject;
import io.github.communities.project.NewResource;
import io.github.communities.project.Projects;
import io.github.communities.project.Resources;
import io.github.communities.sharing.Sharing;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.Directory;
import io.github.communities.tck.domain.FreeRules;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TrickyTexts;
import io.github.communities.tck.fixture.Tripwire;
import io.github.communities.tck.rule.Rule;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * A cursor is of use to the list that gave it, and to no other; whatever else it is, every list refuses it by one rule,
 * before a store or a directory is asked: LIM-2 and TEN-1.
 */
public abstract class CursorRules extends FreeRules {
    private static final List<Class<?>> SERVICES = List.of(
            Communities.class,
            Organizations.class,
            Members.class,
            Projects.class,
            Resources.class,
            Sharing.class,
            Invitations.class,
            Access.class);

    /**
     * Bob's communities, projects and resources that lists are asked about, in Acme and in Globex, which has the same.
     */
    private final Map<OrganizationId, Place> places = new LinkedHashMap<>();

    /** Rules on storages of this kind. */
    protected CursorRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    /** What lists are asked about: in each is more than one of everything. */
    private record Place(Caller bob, CommunityId community, ProjectId project, ResourceId resource) {}

    /** A list of one page after another. */
    private interface Listing {
        Page<?> page(Communities communities, Place place, PageRequest page);
    }

    /** Every list there is, by the method that gives it. */
    private static Map<String, Listing> lists() {
        Map<String, Listing> lists = new LinkedHashMap<>();
        lists.put("Communities.list", (all, at, page) -> all.list(at.bob(), CommunityFilter.all(), page));
        lists.put("Communities.orphaned", (all, at, page) -> all.orphaned(ann(at), page));
        lists.put("Organizations.users", (all, at, page) -> all.organizations().users(at.bob(), page));
        lists.put("Members.list", (all, at, page) -> all.members().list(at.bob(), at.community(), page));
        lists.put("Members.expand", (all, at, page) -> all.members().expand(at.bob(), at.community(), CATS, page));
        lists.put("Projects.list", (all, at, page) -> all.projects().list(at.bob(), at.community(), page));
        lists.put("Resources.list", (all, at, page) -> all.resources().list(at.bob(), at.project(), page));
        lists.put("Sharing.published", (all, at, page) -> all.sharing().published(at.bob(), at.community(), page));
        lists.put("Sharing.attached", (all, at, page) -> all.sharing().attached(at.bob(), at.project(), page));
        lists.put("Sharing.publications", (all, at, page) -> all.sharing().publications(at.bob(), at.resource(), page));
        lists.put("Invitations.pending", (all, at, page) -> all.invitations().pending(at.bob(), at.community(), page));
        lists.put("Invitations.mine", (all, at, page) -> all.invitations().mine(carol(at), page));
        lists.put(
                "Access.holders", (all, at, page) -> all.access().holders(at.bob(), PROJECT_VIEW, at.project(), page));
        lists.put("Access.communities", (all, at, page) -> all.access().communities(at.bob(), COMMUNITY_VIEW, page));
        lists.put("Access.projects", (all, at, page) -> all.access().projects(at.bob(), PROJECT_VIEW, page));
        lists.put("Access.resources", (all, at, page) -> all.access().resources(at.bob(), PROJECT_VIEW, page));
        return lists;
    }

    private static Caller ann(Place place) {
        return Caller.of(place.bob().organization(), ANN);
    }

    private static Caller carol(Place place) {
        return Caller.of(place.bob().organization(), CAROL);
    }

    @BeforeEach
    void fillTwoOrganizations() {
        register(GLOBEX, "Globex");
        places.put(ACME, filled(ACME));
        places.put(GLOBEX, filled(GLOBEX));
    }

    /** Two of everything that is listed. */
    private Place filled(OrganizationId organization) {
        node.host().addGroup(organization, CATS);
        List.of(ANN, CAROL).forEach(member -> node.host().addToGroup(organization, CATS, member));
        node.host().addUser(organization, DAVE);
        Caller dave = Caller.of(organization, DAVE);
        Stream.of("Owls", "Orcas").forEach(name -> node.create(dave, named(name)));
        node.host().removeUser(organization, DAVE);
        Caller bob = Caller.of(organization, BOB);
        List<CommunityId> communities = Stream.of("Counting fences", "Top secret")
                .map(name -> node.create(bob, named(name)).value().id())
                .toList();
        List<ResourceId> resources = new ArrayList<>();
        List<ProjectId> projects = new ArrayList<>();
        for (CommunityId community : communities) {
            node.members().grant(bob, community, CATS, COMMUNITY_VIEWER);
            node.invitations().createLink(bob, community, NewLink.to(COMMUNITY_VIEWER));
            node.invitations().createLink(bob, community, NewLink.to(COMMUNITY_VIEWER));
            node.invitations().invite(bob, community, NewPersonal.of(CAROL, COMMUNITY_DEVELOPER));
            for (String name : List.of("Sheep", "Stars")) {
                projects.add(node.projects()
                        .create(bob, community, NewProject.named(name))
                        .value()
                        .id());
                resources.add(node.resources()
                        .create(bob, projects.get(projects.size() - 1), NewResource.of("dataset", name))
                        .value()
                        .id());
            }
        }
        node.resources().create(bob, projects.get(0), NewResource.of("dataset", "Moons"));
        resources.forEach(
                resource -> communities.forEach(community -> node.sharing().publish(bob, resource, community)));
        resources.subList(1, 3).forEach(resource -> node.sharing().attach(bob, resource, projects.get(0)));
        return new Place(bob, communities.get(0), projects.get(0), resources.get(0));
    }

    private static NewCommunity named(String name) {
        return NewCommunity.named(name);
    }

    private Place at(OrganizationId organization) {
        return Optional.ofNullable(places.get(organization)).orElseThrow();
    }

    private String cursor(Listing list, Place place) {
        return list.page(node, place, PageRequest.first(1)).next().orElseThrow();
    }

    private static PageRequest next(String cursor) {
        return new PageRequest(1, Optional.of(cursor));
    }

    @Test
    @Rule("LIM-2")
    void every_list_is_looked_at() {
        Set<String> methods = SERVICES.stream()
                .flatMap(service -> Arrays.stream(service.getMethods()))
                .filter(method -> List.of(method.getParameterTypes()).contains(PageRequest.class))
                .map(CursorRules::name)
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(methods, new TreeSet<>(lists().keySet()));
        List<Class<?>> known = new ArrayList<>(SERVICES);
        Arrays.stream(Communities.class.getMethods())
                .map(Method::getReturnType)
                .filter(type -> Arrays.stream(type.getMethods())
                        .anyMatch(method -> List.of(method.getParameterTypes()).contains(PageRequest.class)))
                .filter(type -> type != PageRequest.class)
                .forEach(type -> assertTrue(known.contains(type), () -> type + " has a list"));
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    @Test
    @Rule("LIM-2")
    void every_list_goes_on_with_its_own_cursor() {
        lists().forEach((name, list) -> {
            List<Object> items = new ArrayList<>();
            for (Optional<PageRequest> next = Optional.of(PageRequest.first(1)); next.isPresent(); ) {
                Page<?> page = list.page(other, at(ACME), next.get());
                items.addAll(page.items());
                next = next.get().after(page);
            }
            assertEquals(list.page(node, at(ACME), PageRequest.first(1000)).items(), items, name);
            assertTrue(items.size() > 1, name);
        });
    }

    @Test
    @Rule({"LIM-2", "TEN-1"})
    void a_cursor_of_any_other_list_is_refused_before_anybody_is_asked() {
        Map<String, String> foreign = new LinkedHashMap<>();
        lists().forEach((name, list) -> {
            foreign.put(name, cursor(list, at(ACME)));
            foreign.put(name + " in Globex", cursor(list, at(GLOBEX)));
        });
        List<Executable> checks = new ArrayList<>();
        eachGuarded(
                guarded -> lists().forEach((name, list) -> foreign.forEach((from, cursor) -> {
                    if (!from.equals(name)) {
                        checks.add(() -> assertRefused(guarded, name, list, cursor, "that of " + from));
                    }
                })),
                checks);
    }

    @Test
    @Rule({"LIM-2", "TEN-1"})
    void a_cursor_of_the_same_list_elsewhere_is_refused_before_anybody_is_asked() {
        Place place = at(ACME);
        List<ProjectId> projects =
                node.projects().list(place.bob(), place.community(), PageRequest.first(1000)).items().stream()
                        .map(project -> project.id())
                        .toList();
        CommunityId elsewhere = node.projects()
                .create(place.bob(), communityOf(BOB, "Elsewhere"), NewProject.named("Some"))
                .value()
                .community();
        Place moved = new Place(place.bob(), elsewhere, projects.get(1), ResourceId.of(ACME, "another"));
        Set<String> ofTheCaller = Set.of(
                "Communities.list",
                "Communities.orphaned",
                "Organizations.users",
                "Invitations.mine",
                "Access.communities",
                "Access.projects",
                "Access.resources",
                // The members of a group are the same wherever it is bound.
                "Members.expand");
        Map<String, String> cursors = new LinkedHashMap<>();
        lists().forEach((name, list) -> cursors.put(name, cursor(list, place)));
        List<Executable> checks = new ArrayList<>();
        eachGuarded(
                guarded -> lists().forEach((name, list) -> {
                    if (!ofTheCaller.contains(name)) {
                        checks.add(() -> assertRefused(
                                guarded,
                                name,
                                (all, at, page) -> list.page(all, moved, page),
                                Optional.ofNullable(cursors.get(name)).orElseThrow(),
                                "elsewhere"));
                    }
                }),
                checks);
    }

    @Test
    @Rule({"LIM-2", "TEN-1"})
    void a_cursor_that_no_list_has_given_is_refused_before_anybody_is_asked() {
        Map<String, String> own = new LinkedHashMap<>();
        lists().forEach((name, list) -> own.put(name, cursor(list, at(ACME))));
        List<String> nonsense = Stream.concat(
                        Stream.of(
                                "",
                                " ",
                                "x",
                                "null",
                                "%",
                                "/",
                                "AAAA",
                                "AAAA=",
                                "a/b",
                                "x".repeat(100_000),
                                "A".repeat(8_000_000)),
                        TrickyTexts.hidden())
                .toList();
        List<Executable> checks = new ArrayList<>();
        eachGuarded(
                guarded -> lists().forEach((name, list) -> {
                    String cursor = Optional.ofNullable(own.get(name)).orElseThrow();
                    Stream.concat(nonsense.stream(), forged(cursor))
                            .forEach(text -> checks.add(() -> assertRefused(guarded, name, list, text, "nonsense")));
                }),
                checks);
    }

    /** What can be made of a cursor by whoever knows what it is made of. */
    private static Stream<String> forged(String cursor) {
        String[] parts = new String(Base64.getUrlDecoder().decode(cursor), UTF_8).split("/", -1);
        Stream<String> odd = Stream.of(
                        "%00",
                        "\u0000",
                        "%0A",
                        "%E2%80%AE",
                        "%EF%B8%8F",
                        "%CD%B8",
                        "%ED%A0%BD",
                        "%ED%B8%BA",
                        "%61",
                        "%",
                        "%zz",
                        "é",
                        "x".repeat(257),
                        "x".repeat(9_000))
                .flatMap(part -> IntStream.range(1, parts.length).mapToObj(i -> {
                    String[] forged = parts.clone();
                    forged[i] = part;
                    return String.join("/", forged);
                }));
        String whole = String.join("/", parts);
        Stream<String> wrong = Stream.of(
                whole + "/more", whole.substring(0, whole.lastIndexOf('/')), parts[0], parts[0] + "/", whole + "%00");
        Stream<String> spelled = Stream.of(
                cursor + "\u0000",
                "\u0000" + cursor,
                cursor + "\uD83D",
                cursor + "====",
                cursor + "\n",
                cursor.toLowerCase(Locale.ROOT));
        return Stream.concat(
                Stream.concat(odd, wrong)
                        .map(text -> Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8))),
                spelled);
    }

    /** Where positions name subjects, they name such as the list can have. */
    @Test
    @Rule({"LIM-2", "MEM-2"})
    void a_cursor_that_names_no_subject_is_refused_before_anybody_is_asked() {
        Map<String, String> own = new LinkedHashMap<>();
        Stream.of("Organizations.users", "Members.list", "Members.expand", "Access.holders")
                .forEach(name -> own.put(
                        name, cursor(Optional.ofNullable(lists().get(name)).orElseThrow(), at(ACME))));
        List<Executable> checks = new ArrayList<>();
        eachGuarded(
                guarded -> own.forEach((name, cursor) -> {
                    String[] parts = new String(Base64.getUrlDecoder().decode(cursor), UTF_8).split("/", -1);
                    for (String subject :
                            List.of("robot/ann", "User/ann", "allUsers/everyone", "/ann", "user/", "user/%20")) {
                        String rest = parts.length > 3 ? "/" + parts[3] : "";
                        String text = parts[0] + "/" + subject + rest;
                        String forged = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
                        Listing list = Optional.ofNullable(lists().get(name)).orElseThrow();
                        checks.add(() -> assertRefused(guarded, name, list, forged, subject));
                    }
                }),
                checks);
    }

    private void assertRefused(Communities guarded, String name, Listing list, String cursor, String what) {
        String start = name + " takes " + what + ": " + cursor.substring(0, Math.min(100, cursor.length()));
        InvalidInput refusal =
                assertThrows(InvalidInput.class, () -> list.page(guarded, at(ACME), next(cursor)), () -> start);
        assertEquals("LIM-2", refusal.rule(), start);
        assertEquals("cursor", refusal.field(), start);
        assertTrue(String.valueOf(refusal.getMessage()).length() < 400, start);
    }

    /** What is done with communities whose store and directory fail the test when they are asked. */
    private interface Guarded {
        void with(Communities guarded);
    }

    private void eachGuarded(Guarded test, List<Executable> checks) {
        List<Tripwire> tripwires = new ArrayList<>();
        List<Communities> engines = new ArrayList<>();
        for (boolean directory : new boolean[] {false, true}) {
            CommunityStore store = cluster.storage().open();
            Tripwire tripwire = new Tripwire(store);
            tripwires.add(tripwire);
            var engine = cluster.engine(tripwire).policy(FREE);
            engines.add((directory ? engine.directory(new Unasked()) : engine).build());
        }
        tripwires.forEach(Tripwire::arm);
        engines.forEach(test::with);
        assertTrue(checks.size() > 10, () -> "checks: " + checks.size());
        assertAll(checks);
        engines.forEach(Communities::close);
    }

    /** A directory that must not be asked. */
    private static final class Unasked implements Directory {
        private static AssertionError asked() {
            return new AssertionError("the directory was asked before the cursor was refused");
        }

        @Override
        public Map<Subject, Entry> find(OrganizationId organization, Collection<Subject> subjects, Duration patience) {
            throw asked();
        }

        @Override
        public List<Subject> members(
                OrganizationId organization, Subject group, Optional<Subject> after, int limit, Duration patience) {
            throw asked();
        }

        @Override
        public List<Subject> principals(
                OrganizationId organization, Optional<Subject> after, int limit, Duration patience) {
            throw asked();
        }

        @Override
        public List<Subject> holders(
                OrganizationId organization, Optional<Subject> after, int limit, Duration patience) {
            throw asked();
        }
    }
}
