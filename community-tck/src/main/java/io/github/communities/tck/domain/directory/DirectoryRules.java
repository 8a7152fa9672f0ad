package io.github.communities.tck.domain.directory;

import static io.github.communities.Permission.COMMUNITY_CREATE;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_APPOINT_ADMINISTRATORS;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_ACCESS;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_OWNERS;
import static io.github.communities.Permission.ORGANIZATION_VIEW;
import static io.github.communities.Permission.PROJECT_CREATE;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_MEMBER;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_EDITOR;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static io.github.communities.tck.fixture.Refusals.stale;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.access.AccessView;
import io.github.communities.change.ChangeKind;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityFilter;
import io.github.communities.community.NewCommunity;
import io.github.communities.decision.Decision;
import io.github.communities.decision.RoleSource;
import io.github.communities.error.Unavailable;
import io.github.communities.member.BindingChanges;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.Member;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.OrganizationUser;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.organization.RosterRow;
import io.github.communities.organization.SignIn;
import io.github.communities.policy.Policy;
import io.github.communities.project.NewProject;
import io.github.communities.spi.Directory;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.Race.Outcome;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TestDirectory;
import io.github.communities.tck.fixture.TestDirectory.Question;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Organizations whose users, organization roles and groups a directory of the host supplies: ORG-2, ORG-5 and ORG-7,
 * and what of the other rules depends on who belongs. Every question meanwhile is watched: none may come while a
 * transaction is open.
 */
public abstract class DirectoryRules extends AcmeRules {
    /** Administers Cat lovers. */
    private static final Subject TOMCATS = Subject.group("tomcats");

    private TestDirectory directory;

    /** Rules on storages of their own. */
    @SuppressWarnings("NullAway.Init") // the directory is set before each test
    protected DirectoryRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void plugInTheDirectory() {
        directory = new TestDirectory(cluster.clock());
        node = cluster.node(Policy.standard(), directory);
        other = cluster.node(Policy.standard(), directory);
    }

    /** As everywhere, save that nobody is added: the directory knows them. */
    @Override
    protected CommunityId register(OrganizationId organization, String name) {
        node.host().register(organization, name);
        directory.put(organization, WATCHER, COMMUNITY_VIEWER);
        directory.put(organization, ANN, ORGANIZATION_ADMIN);
        directory.put(organization, BOB);
        directory.put(organization, CAROL);
        return node.host().organization(organization).defaultCommunity();
    }

    // ORG-2

    @Test
    @Rule("ORG-2")
    void the_directory_says_who_belongs_and_nothing_of_it_is_stored() {
        acme();
        directory.put(ACME, ROBOT);
        directory.put(ACME, CATS);
        untouched(() -> {
            directory.put(ACME, DAVE);
            assertEquals("Acme", other.organizations().get(as(DAVE)).name());
            return DAVE;
        });

        assertEquals(
                List.of(ROBOT, ANN, BOB, CAROL, DAVE, WATCHER),
                users().stream().map(OrganizationUser::subject).toList());
        assertEquals(5, other.host().overview(ACME).users(), "a service account is no user, nor is a group");
        assertEquals(1, feed(ACME).size(), "Acme was registered, and that is all");
        directory.remove(ACME, DAVE);
        notFound(() -> other.organizations().get(as(DAVE)));
        assertEquals(1, revision().value());
    }

    @Test
    @Rule({"ORG-2", "ACC-8"})
    void whom_the_directory_does_not_know_does_not_belong() {
        CommunityId team = acme();
        directory.put(GLOBEX, DAVE, ORGANIZATION_OWNER);

        notFound(() -> other.organizations().get(as(DAVE)));
        notFound(() -> other.get(as(DAVE), team));
        notFound(() -> other.organizations().get(as(Subject.federatedUser("bob"))));
        assertFalse(other.access().can(as(DAVE), ORGANIZATION_VIEW, ACME));
        assertEquals(
                Decision.Reason.NOT_OF_THE_ORGANIZATION,
                other.access().explain(as(DAVE), COMMUNITY_VIEW, team).reason());
        untouched(() -> refused("MEM-2", () -> grant(ANN, team, DAVE, COMMUNITY_ADMIN)));
    }

    @Test
    @Rule("ORG-2")
    void the_host_says_nothing_of_it_by_the_library() {
        acme();
        directory.put(ACME, CATS);
        directory.join(ACME, CATS, BOB);

        for (Executable attempt : List.<Executable>of(
                () -> node.host().addUser(ACME, DAVE),
                () -> node.host().addUser(ACME, BOB),
                () -> node.host().addUser(ACME, BOB, ORGANIZATION_ADMIN),
                () -> node.host().addServiceAccount(ACME, ROBOT),
                () -> node.host().revokeRole(ACME, ANN, ORGANIZATION_ADMIN),
                () -> node.host().addGroup(ACME, Subject.group("dogs")),
                () -> node.host().addToGroup(ACME, CATS, CAROL),
                () -> node.host().removeFromGroup(ACME, CATS, BOB))) {
            untouched(() -> refused("ORG-2", attempt));
        }
        notFound(() -> other.organizations().get(as(DAVE)));
        notFound("ORG-1", () -> node.host().addUser(GLOBEX, DAVE));
    }

    @Test
    @Rule({"ORG-2", "ACC-1"})
    void its_groups_grant_what_is_bound_to_them() {
        CommunityId team = acme();
        directory.put(ACME, CATS);
        grant(ANN, team, CATS, COMMUNITY_EDITOR);
        assertFalse(later().access().can(as(BOB), COMMUNITY_VIEW, team));

        directory.join(ACME, CATS, BOB);
        assertTrue(other.access().can(as(BOB), COMMUNITY_VIEW, team));
        assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, team));
        RoleSource source =
                other.access().explain(as(BOB), COMMUNITY_VIEW, team).sources().get(0);
        assertEquals(RoleSource.Kind.GROUP, source.kind());
        assertEquals(CATS, source.boundTo());
        assertEquals(List.of(BOB), all(page -> other.members().expand(as(WATCHER), team, CATS, page)));

        directory.quit(ACME, CATS, BOB);
        assertFalse(other.access().can(as(BOB), COMMUNITY_VIEW, team));
    }

    @Test
    @Rule({"ORG-2", "ORG-7"})
    void a_group_that_is_named_but_not_known_grants_nothing() {
        CommunityId team = acme();
        directory.put(ACME, CATS);
        directory.join(ACME, CATS, BOB);
        grant(ANN, team, CATS, COMMUNITY_EDITOR);
        assertTrue(later().access().can(as(BOB), COMMUNITY_VIEW, team));

        directory.forgetOnly(ACME, CATS);

        assertFalse(other.access().can(as(BOB), COMMUNITY_VIEW, team));
        assertEquals(Optional.empty(), member(team, CATS));
        untouched(() -> refused("MEM-2", () -> grant(ANN, team, CATS, COMMUNITY_VIEWER)));
    }

    @Test
    @Rule({"ORG-2", "ORG-3"})
    void its_users_are_members_of_the_organization_without_saying_so() {
        acme();
        directory.put(ACME, ROBOT);
        directory.put(ACME, BOB, ORGANIZATION_MEMBER);

        for (Subject user : List.of(BOB, CAROL)) {
            assertTrue(other.access().can(as(user), COMMUNITY_CREATE, ACME));
            Decision decision = other.access().explain(as(user), COMMUNITY_CREATE, ACME);
            assertEquals(
                    List.of(RoleSource.Kind.BELONGING),
                    decision.sources().stream().map(RoleSource::kind).toList());
            assertEquals(List.of(ORGANIZATION_MEMBER), user(user).roles());
        }
        assertFalse(other.access().can(as(ROBOT), COMMUNITY_CREATE, ACME));
        assertEquals(List.of(), user(ROBOT).roles());
        notFound(() -> other.organizations().get(as(DAVE)));
    }

    @Test
    @Rule({"ORG-2", "MEM-3"})
    void of_its_roles_only_those_count_that_can_be_bound_at_an_organization() {
        CommunityId team = acme();
        Role ghost = Role.of("organization.ghost");
        directory.put(ACME, BOB, PROJECT_DEVELOPER, ghost, COMMUNITY_EDITOR);
        directory.put(ACME, CAROL, PROJECT_DEVELOPER, ghost);

        assertEquals(List.of(COMMUNITY_EDITOR, ORGANIZATION_MEMBER), user(BOB).roles());
        assertEquals(List.of(ORGANIZATION_MEMBER), user(CAROL).roles());
        assertTrue(other.access().can(as(BOB), COMMUNITY_VIEW, team));
        assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, team));
        assertEquals(
                List.of(ANN, BOB, WATCHER),
                pages(1, page -> other.members().list(as(ANN), ACME, page)).stream()
                        .map(Member::subject)
                        .toList());
    }

    @Test
    @Rule("ORG-2")
    void what_the_library_kept_before_counts_no_more_once_there_is_a_directory() {
        Communities before = cluster.node();
        before.host().register(ACME, "Acme");
        before.host().addUser(ACME, ANN, ORGANIZATION_OWNER, COMMUNITY_ADMIN);
        before.host().addUser(ACME, BOB, ORGANIZATION_ADMIN);
        before.host().addUser(ACME, DAVE);
        before.host().addGroup(ACME, CATS);
        before.host().addToGroup(ACME, CATS, BOB);
        CommunityId team = before.host().organization(ACME).defaultCommunity();
        before.members().grant(as(ANN), team, CATS, COMMUNITY_DEVELOPER);
        before.members().grant(as(ANN), ACME, CATS, COMMUNITY_VIEWER);
        before.host().signIn(ACME, BOB);
        directory.put(ACME, WATCHER, COMMUNITY_VIEWER);
        directory.put(ACME, ANN);
        directory.put(ACME, BOB);
        directory.put(ACME, CATS);
        directory.join(ACME, CATS, ANN);

        assertFalse(other.access().can(as(ANN), ORGANIZATION_MANAGE_ACCESS, ACME));
        assertFalse(other.access().can(as(BOB), ORGANIZATION_MANAGE_ACCESS, ACME));
        notFound(() -> other.organizations().get(as(DAVE)));
        assertTrue(other.access().can(as(ANN), PROJECT_CREATE, team), "through the directory's group");
        assertEquals(
                List.of(WATCHER), members(ACME).stream().map(Member::subject).toList());
        assertEquals(List.of(ORGANIZATION_MEMBER), user(BOB).roles());
        assertEquals(
                SignIn.Outcome.MEMBER,
                unchanged(() -> node.host().signIn(ACME, BOB)).value().outcome());
        assertEquals(List.of(ANN), all(page -> other.members().expand(as(WATCHER), team, CATS, page)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    @Rule({"ORG-2", "ACC-1", "MEM-4", "MEM-10"})
    void what_a_directory_says_shows_as_if_it_were_stored(int size) {
        Communities kept = cluster.node();
        OrganizationId stored = OrganizationId.of("stored");
        OrganizationId told = OrganizationId.of("told");
        crowd().forEach((subject, roles) -> directory.put(told, subject, roles.toArray(Role[]::new)));
        directory.join(told, CATS, ANN, CAROL, ROBOT, Subject.user("user3"));
        directory.join(told, TOMCATS, BOB, CAROL);
        kept.host().register(stored, "Acme");
        node.host().register(told, "Acme");
        crowd().forEach((subject, roles) -> {
            if (subject.isUser()) {
                kept.host().addUser(stored, subject, roles.toArray(Role[]::new));
            } else if (subject.isPrincipal()) {
                kept.host().addServiceAccount(stored, subject, roles.toArray(Role[]::new));
            } else {
                kept.host().addGroup(stored, subject);
                roles.forEach(role -> kept.members().grant(Caller.of(stored, ANN), stored, subject, role));
            }
        });
        for (Subject member : List.of(ANN, CAROL, ROBOT, Subject.user("user3"))) {
            kept.host().addToGroup(stored, CATS, member);
        }
        kept.host().addToGroup(stored, TOMCATS, BOB);
        kept.host().addToGroup(stored, TOMCATS, CAROL);

        assertEquals(story(kept, stored, size), story(node, told, size));
    }

    /** Who is in an organization that shows all there is to show, with which roles; ann owns it and sees everything. */
    private static Map<Subject, List<Role>> crowd() {
        Map<Subject, List<Role>> crowd = new LinkedHashMap<>();
        crowd.put(ANN, List.of(ORGANIZATION_OWNER, COMMUNITY_ADMIN));
        crowd.put(BOB, List.of());
        crowd.put(CAROL, List.of(ORGANIZATION_ADMIN));
        crowd.put(ROBOT, List.of(COMMUNITY_VIEWER, COMMUNITY_EDITOR));
        crowd.put(
                DAVE,
                List.of(
                        COMMUNITY_VIEWER,
                        COMMUNITY_DEVELOPER,
                        COMMUNITY_EDITOR,
                        COMMUNITY_ADMIN,
                        ORGANIZATION_ADMIN,
                        ORGANIZATION_OWNER));
        crowd.put(CATS, List.of(COMMUNITY_DEVELOPER, ORGANIZATION_ADMIN));
        crowd.put(TOMCATS, List.of());
        crowd.put(Subject.federatedUser("erin"), List.of(COMMUNITY_VIEWER));
        for (int i = 0; i < 9; i++) {
            crowd.put(Subject.user("user" + i), i % 4 == 0 ? List.of(COMMUNITY_VIEWER) : List.of());
        }
        return crowd;
    }

    /** Does the same in an organization, and tells all that can be seen afterwards, by pages of a size. */
    private static List<String> story(Communities on, OrganizationId organization, int size) {
        Caller ann = Caller.of(organization, ANN);
        CommunityId team = on.host().organization(organization).defaultCommunity();
        on.host().signIn(organization, BOB);
        on.host().signIn(organization, CAROL);
        on.members().grant(ann, organization, Subject.allUsers(), COMMUNITY_VIEWER);
        CommunityId cats = on.create(Caller.of(organization, BOB), NewCommunity.named("Cats"))
                .value()
                .id();
        ProjectId litter = on.projects()
                .create(Caller.of(organization, BOB), cats, NewProject.named("Litter"))
                .value()
                .id();
        on.members().grant(ann, cats, TOMCATS, COMMUNITY_ADMIN);
        on.members().grant(ann, cats, CATS, COMMUNITY_EDITOR);
        on.members().grant(ann, litter, Subject.user("user3"), PROJECT_EDITOR);
        on.members().grant(ann, cats, Subject.user("user4"), COMMUNITY_ADMIN);
        on.members().leave(Caller.of(organization, BOB), cats);
        on.members().remove(ann, cats, Subject.user("user4"));
        List<String> story = new ArrayList<>();
        for (Scope scope : List.of(organization, team, cats, litter)) {
            String place = scope.noun() + ": ";
            pages(size, page -> on.members().list(ann, scope, page))
                    .forEach(member -> story.add(place
                            + member.subject()
                            + member.role()
                            + member.sources().stream()
                                    .map(source ->
                                            source.role() + " " + source.scope().noun() + source.kind()
                                                    + source.boundTo() + source.inheritedFrom())
                                    .toList()));
            crowd().keySet().stream()
                    .filter(Subject::isPrincipal)
                    .map(principal -> Caller.of(organization, principal))
                    .forEach(caller -> story.add(
                            place + caller.principal() + " may " + on.access().permissions(caller, scope)));
        }
        pages(size, page -> on.members().expand(ann, cats, CATS, page)).forEach(member -> story.add("cats: " + member));
        pages(size, page -> on.members().expand(ann, cats, TOMCATS, page))
                .forEach(member -> story.add("tomcats: " + member));
        pages(size, page -> on.organizations().users(ann, page))
                .forEach(user -> story.add(user.subject() + " " + user.roles() + user.signedIn()));
        var overview = on.host().overview(organization);
        story.add(List.of(overview.users(), overview.signedIn(), overview.orphaned(), overview.bindings())
                .toString());
        return story;
    }

    private static <T> List<T> pages(int size, Function<PageRequest, Page<T>> list) {
        List<T> items = new ArrayList<>();
        Optional<PageRequest> next = Optional.of(PageRequest.first(size));
        while (next.isPresent()) {
            PageRequest request = next.orElseThrow();
            Page<T> page = list.apply(request);
            items.addAll(page.items());
            next = request.after(page);
        }
        return items;
    }

    @Test
    @Rule("ORG-2")
    void what_it_says_is_counted_once_wherever_pages_end() {
        acme();
        for (int i = 100; i < 601; i++) {
            directory.put(ACME, Subject.user("user" + i), COMMUNITY_VIEWER, COMMUNITY_EDITOR);
        }

        // After ann's one role, a page of a thousand ends between the two of somebody.
        assertEquals(1 + 2 * 501 + 1, other.host().overview(ACME).bindings());
        assertEquals(4 + 501, other.host().overview(ACME).users());
    }

    @Test
    @Rule({"ORG-2", "TEN-1"})
    void what_it_says_of_one_organization_is_said_of_no_other() {
        CommunityId team = acme();
        register(GLOBEX, "Globex");
        directory.put(GLOBEX, DAVE, ORGANIZATION_ADMIN);
        directory.put(GLOBEX, BOB, ORGANIZATION_OWNER);

        assertTrue(other.access().can(Caller.of(GLOBEX, BOB), ORGANIZATION_MANAGE_OWNERS, GLOBEX));
        assertFalse(other.access().can(as(BOB), ORGANIZATION_MANAGE_OWNERS, ACME));
        assertFalse(other.access().can(as(DAVE), COMMUNITY_VIEW, team));
    }

    // ORG-5

    @Test
    @Rule("ORG-5")
    void organization_roles_are_neither_granted_nor_revoked_where_a_directory_supplies_them() {
        acme();
        directory.put(ACME, CATS, COMMUNITY_VIEWER);
        directory.put(ACME, BOB, COMMUNITY_EDITOR);
        directory.put(ACME, DAVE, ORGANIZATION_OWNER, COMMUNITY_ADMIN);
        long version = node.organizations().get(as(DAVE)).bindingsVersion();

        for (Executable attempt : List.<Executable>of(
                () -> grant(DAVE, ACME, BOB, ORGANIZATION_ADMIN),
                () -> grant(DAVE, ACME, BOB, COMMUNITY_EDITOR),
                () -> grant(DAVE, ACME, CATS, COMMUNITY_EDITOR),
                () -> revoke(DAVE, ACME, ANN, ORGANIZATION_ADMIN),
                () -> revoke(DAVE, ACME, BOB, COMMUNITY_EDITOR),
                () -> revoke(DAVE, ACME, CATS, COMMUNITY_VIEWER),
                () -> revoke(DAVE, ACME, CAROL, ORGANIZATION_ADMIN),
                () -> node.members()
                        .update(as(DAVE), ACME, BindingDelta.nothing().add(CAROL, COMMUNITY_VIEWER)),
                () -> node.members()
                        .replace(as(DAVE), ACME, List.of(NewBinding.of(BOB, ORGANIZATION_ADMIN)), version))) {
            untouched(() -> refused("ORG-5", attempt));
        }
        assertEquals(List.of(ORGANIZATION_ADMIN, ORGANIZATION_MEMBER), user(ANN).roles());
        assertEquals(List.of(COMMUNITY_EDITOR, ORGANIZATION_MEMBER), user(BOB).roles());
    }

    @Test
    @Rule({"ORG-5", "ACC-8"})
    void who_may_not_grant_them_is_told_that() {
        acme();
        untouched(() -> forbidden(ORGANIZATION_MANAGE_ACCESS, () -> grant(BOB, ACME, CAROL, ORGANIZATION_ADMIN)));
        untouched(() -> forbidden(ORGANIZATION_MANAGE_OWNERS, () -> grant(ANN, ACME, CAROL, ORGANIZATION_OWNER)));
        untouched(() -> notFound(() -> grant(DAVE, ACME, CAROL, ORGANIZATION_ADMIN)));
    }

    @Test
    @Rule("ORG-5")
    void what_is_bound_to_the_system_group_is_in_no_directory_and_stays_the_librarys() {
        CommunityId team = acme();
        directory.put(ACME, ANN, ORGANIZATION_ADMIN, COMMUNITY_ADMIN);

        changed(() -> grant(ANN, ACME, Subject.allUsers(), COMMUNITY_VIEWER));
        assertTrue(later().access().can(as(CAROL), COMMUNITY_VIEW, team));
        assertTrue(member(ACME, Subject.allUsers()).isPresent());
        untouched(() -> refused("MEM-2", () -> grant(ANN, ACME, Subject.allUsers(), COMMUNITY_ADMIN)));
        changed(() -> revoke(ANN, ACME, Subject.allUsers(), COMMUNITY_VIEWER));
        assertFalse(later().access().can(as(CAROL), COMMUNITY_VIEW, team));
    }

    // ORG-6

    @Test
    @Rule({"ORG-6", "ORG-5", "ORG-2"})
    void of_a_roster_the_rows_about_the_organization_can_only_say_the_same() {
        acme();
        List<RosterOutcome> outcomes = new ArrayList<>();
        List<RosterRow> rows = List.of(
                row(1, "", "ann", "admin"),
                row(2, "", "bob", "member"),
                row(3, "", "bob", "admin"),
                row(4, "", "dave", "member"),
                row(5, "Cat lovers", "bob", "admin"),
                row(6, "Cat lovers", "dave", "viewer"),
                row(7, "", "dave", "owner"));

        node.host().importRoster(rows.stream(), outcomes::add);

        assertEquals(
                List.of(
                        "1 UNCHANGED ",
                        "2 UNCHANGED ",
                        "3 REFUSED ORG-5",
                        "4 REFUSED ORG-2",
                        "5 ADDED ",
                        "6 REFUSED MEM-2",
                        "7 REFUSED ORG-5"),
                outcomes.stream()
                        .map(outcome -> outcome.row().line() + " " + outcome.kind() + " "
                                + outcome.refusal().map(unmet -> unmet.rule()).orElse(""))
                        .sorted()
                        .toList());
        assertTrue(
                outcomes.stream()
                        .flatMap(outcome -> outcome.refusal().stream())
                        .filter(refusal -> refusal.rule().equals("MEM-2"))
                        .allMatch(refusal -> refusal.reason().contains("directory")),
                "no row helps, but the directory does");
        assertEquals(List.of(ORGANIZATION_MEMBER), user(BOB).roles());
        assertEquals(Set.of(COMMUNITY_ADMIN), ownRoles(community("Cat lovers").id(), BOB));
        untouched(() -> node.host().importRoster(rows.stream(), outcome -> {}));
    }

    private static RosterRow row(long line, String community, String user, String role) {
        Optional<String> team = community.isEmpty() ? Optional.empty() : Optional.of(community);
        return new RosterRow(line, ACME, team, Optional.empty(), user, role);
    }

    // ORG-7: what is asked, and when

    @Test
    @Rule("ORG-7")
    void it_is_asked_about_who_acts_and_about_their_groups_before_the_transaction() {
        CommunityId team = acme();
        directory.put(ACME, CATS);
        directory.put(ACME, TOMCATS);
        directory.join(ACME, CATS, ANN);
        directory.join(ACME, TOMCATS, ANN);
        directory.asked();

        assertTrue(node.access().can(as(BOB), ORGANIZATION_VIEW, ACME));
        assertEquals(List.of(List.of(BOB)), subjects(directory.asked()));
        assertTrue(node.access().can(as(ANN), COMMUNITY_VIEW, team));
        List<List<Subject>> asked = subjects(directory.asked());
        assertEquals(2, asked.size(), asked::toString);
        assertEquals(List.of(ANN), asked.get(0));
        assertEquals(Set.of(CATS, TOMCATS), Set.copyOf(asked.get(1)));
        directory.beGenerous();
        assertTrue(node.access().can(as(ANN), COMMUNITY_VIEW, team));
        assertEquals(List.of(List.of(ANN)), subjects(directory.asked()));
    }

    @Test
    @Rule("ORG-7")
    void asking_many_things_of_a_view_asks_the_directory_once() {
        CommunityId team = acme();
        directory.asked();
        AccessView view = node.access().of(as(ANN));

        for (Permission permission : Permission.STANDARD) {
            view.can(permission, team);
            view.explain(permission, ACME);
        }

        assertEquals(1, directory.asked().size());
    }

    @Test
    @Rule({"ORG-7", "TEN-1"})
    void it_is_not_asked_about_organizations_that_are_not_registered() {
        acme();
        directory.put(GLOBEX, BOB, ORGANIZATION_OWNER);
        directory.asked();
        directory.fail(new IllegalStateException("no such tenant"));

        assertFalse(other.access().can(Caller.of(GLOBEX, BOB), ORGANIZATION_VIEW, GLOBEX));
        notFound(() -> other.organizations().get(Caller.of(GLOBEX, BOB)));
        notFound(() -> node.host().signIn(GLOBEX, BOB));
        assertEquals(List.of(), directory.asked());
    }

    @Test
    @Rule("ORG-7")
    void as_many_are_asked_about_together_as_a_question_holds() {
        CommunityId team = acme();
        BindingDelta delta = BindingDelta.nothing();
        for (int i = 0; i < 500; i++) {
            Subject user = Subject.user("user" + i);
            directory.put(ACME, user);
            delta = delta.add(user, COMMUNITY_VIEWER);
        }
        BindingDelta all = delta;
        directory.asked();

        changed(() -> node.members().update(as(ANN), team, all));

        assertTrue(directory.asked().size() <= 3, "the caller, and all the others together");
        assertEquals(500, members(team).size());
    }

    @Test
    @Rule("ORG-7")
    void it_is_told_a_deadline_that_is_no_later_than_its_answer_would_be_of_use() {
        acme();
        directory.asked();
        node.access().can(as(BOB), ORGANIZATION_VIEW, ACME);
        for (Question question : directory.asked()) {
            assertEquals(Duration.ofSeconds(1), question.patience(), "the staleness bound");
        }
        try (Communities patient = engine(Duration.ofMillis(300), Duration.ofSeconds(5))) {
            patient.access().can(as(BOB), ORGANIZATION_VIEW, ACME);
            for (Question question : directory.asked()) {
                assertEquals(Duration.ofMillis(300), question.patience(), "the host's patience");
            }
        }
    }

    @Test
    @Rule("ORG-7")
    void an_answer_after_the_deadline_is_none() {
        CommunityId team = acme();
        try (Communities patient = engine(Duration.ofMillis(300), Duration.ofSeconds(5))) {
            directory.slow(Duration.ofMillis(300));
            assertTrue(patient.access().can(as(BOB), ORGANIZATION_VIEW, ACME), "just in time");
            directory.slow(Duration.ofMillis(301));
            failsClosed(patient, team);
            directory.mend();
            assertTrue(patient.access().can(as(BOB), ORGANIZATION_VIEW, ACME));
        }
    }

    @Test
    @Rule("ORG-7")
    void if_it_can_not_be_asked_nobody_is_let_in_and_nothing_is_written() {
        CommunityId team = acme();
        grant(ANN, team, BOB, COMMUNITY_VIEWER);
        assertTrue(node.access().can(as(BOB), COMMUNITY_VIEW, team));

        directory.fail(new IllegalStateException("connection refused"));
        failsClosed(node, team);
        directory.mend();

        assertTrue(node.access().can(as(BOB), COMMUNITY_VIEW, team));
        changed(() -> node.members().grant(as(ANN), team, CAROL, COMMUNITY_VIEWER));
    }

    private void failsClosed(Communities on, CommunityId team) {
        PageRequest first = PageRequest.first(10);
        long before = on.host().organization(ACME).revision().value();
        for (Executable attempt : List.<Executable>of(
                () -> on.access().can(as(ANN), COMMUNITY_VIEW, team),
                () -> on.access().of(as(ANN)),
                () -> on.get(as(ANN), team),
                () -> on.members().list(as(ANN), team, first),
                () -> on.members().grant(as(ANN), team, CAROL, COMMUNITY_VIEWER),
                () -> on.organizations().users(as(ANN), first),
                () -> on.host().signIn(ACME, CAROL),
                () -> on.host().overview(ACME))) {
            Unavailable unavailable = assertThrows(Unavailable.class, attempt);
            assertEquals("ORG-7", unavailable.rule());
            assertTrue(unavailable.retryable(), unavailable::getMessage);
        }
        assertEquals(before, on.host().organization(ACME).revision().value());
    }

    @Test
    @Rule("ORG-7")
    void what_it_throws_is_the_cause_of_the_refusal() {
        acme();
        RuntimeException fault = new IllegalStateException("connection refused");
        directory.fail(fault);

        Unavailable unavailable =
                assertThrows(Unavailable.class, () -> node.access().can(as(BOB), ORGANIZATION_VIEW, ACME));

        assertSame(fault, unavailable.getCause());
        assertTrue(String.valueOf(unavailable.getMessage()).contains("acme"), unavailable::getMessage);
    }

    @Test
    @Rule("ORG-7")
    void a_notice_of_removal_does_not_wait_for_it() {
        CommunityId team = acme();
        grant(ANN, team, BOB, COMMUNITY_DEVELOPER);
        directory.fail(new IllegalStateException("connection refused"));

        changed(() -> node.host().removeUser(ACME, BOB));

        directory.mend();
        assertFalse(later().access().can(as(BOB), COMMUNITY_VIEW, team));
    }

    @Test
    @Rule("ORG-7")
    void a_list_that_goes_back_is_no_answer() {
        acme();
        Directory backwards = new Backwards(directory);
        try (Communities on =
                cluster.engine(cluster.storage().open()).directory(backwards).build()) {
            Unavailable unavailable =
                    assertThrows(Unavailable.class, () -> on.organizations().users(as(ANN), PageRequest.first(10)));
            assertEquals("ORG-7", unavailable.rule());
        }
    }

    /** Lists from the end. */
    private record Backwards(TestDirectory directory) implements Directory {
        @Override
        public Map<Subject, Entry> find(OrganizationId organization, Collection<Subject> subjects, Duration patience) {
            return directory.find(organization, subjects, patience);
        }

        @Override
        public List<Subject> members(
                OrganizationId organization, Subject group, Optional<Subject> after, int limit, Duration patience) {
            return turned(directory.members(organization, group, after, limit, patience));
        }

        @Override
        public List<Subject> principals(
                OrganizationId organization, Optional<Subject> after, int limit, Duration patience) {
            return turned(directory.principals(organization, after, limit, patience));
        }

        @Override
        public List<Subject> holders(
                OrganizationId organization, Optional<Subject> after, int limit, Duration patience) {
            return turned(directory.holders(organization, after, limit, patience));
        }

        private static List<Subject> turned(List<Subject> list) {
            List<Subject> turned = new ArrayList<>(list);
            Collections.reverse(turned);
            return turned;
        }
    }

    @Test
    @Rule({"ORG-7", "ACC-4"})
    void its_answers_live_no_longer_than_the_staleness_bound_though_the_revision_stays() {
        CommunityId team = acme();
        AccessView view = node.access().of(as(ANN));
        directory.remove(ACME, ANN);

        assertTrue(view.can(COMMUNITY_VIEW, team), "from what was said when the view was taken");
        cluster.clock().advance(Duration.ofMillis(1001));
        stale("ACC-4", () -> view.can(COMMUNITY_VIEW, team));
        assertFalse(view.refresh().can(COMMUNITY_VIEW, team));
        assertFalse(node.access().can(as(ANN), COMMUNITY_VIEW, team));
        assertEquals(1, revision().value());
    }

    @Test
    @Rule("ORG-7")
    void answers_that_grow_too_old_during_an_operation_are_asked_for_anew() {
        CommunityId team = acme();
        directory.put(ACME, CATS, ORGANIZATION_ADMIN);
        directory.put(ACME, DAVE);
        directory.join(ACME, CATS, DAVE);
        directory.slow(Duration.ofMillis(700));

        // Dave, then his group, then carol: no two of these answers are young enough together, all asked for at once
        // are.
        changed(() -> node.members().grant(as(DAVE), team, CAROL, COMMUNITY_VIEWER));

        directory.mend();
        assertTrue(later().access().can(as(CAROL), COMMUNITY_VIEW, team));
    }

    @Test
    @Rule({"ORG-7", "CON-6"})
    void who_is_taken_out_while_an_operation_asks_is_out_once_the_answers_have_grown_too_old() {
        CommunityId team = acme();
        directory.slow(Duration.ofMillis(700));
        directory.uponQuestion(2, () -> directory.remove(ACME, ANN));

        untouched(() -> notFound(() -> node.members().grant(as(ANN), team, CAROL, COMMUNITY_VIEWER)));
    }

    @Test
    @Rule("ORG-7")
    void a_directory_whose_answers_are_never_young_enough_together_is_unavailable() {
        CommunityId team = acme();
        directory.put(ACME, CATS);
        grant(ANN, team, CATS, COMMUNITY_VIEWER);
        directory.slow(Duration.ofMillis(700));

        // The entries take one question and the members another, and both are needed.
        Unavailable unavailable = assertThrows(
                Unavailable.class, () -> node.members().expand(as(ANN), team, CATS, PageRequest.first(10)));

        assertEquals("ORG-7", unavailable.rule());
        assertTrue(unavailable.retryable());
    }

    // ORG-4 and ORG-7: who goes, and who comes back

    @Test
    @Rule("ORG-7")
    void bindings_of_whom_it_does_not_know_grant_nothing() {
        CommunityId team = acme();
        grant(ANN, team, BOB, COMMUNITY_DEVELOPER);
        directory.put(ACME, CATS);
        directory.join(ACME, CATS, CAROL);
        grant(ANN, team, CATS, COMMUNITY_DEVELOPER);

        directory.remove(ACME, BOB);
        directory.remove(ACME, CATS);

        assertFalse(other.access().can(as(BOB), COMMUNITY_VIEW, team));
        assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, team));
        assertEquals(List.of(), members(team));
        directory.put(ACME, BOB);
        assertTrue(other.access().can(as(BOB), COMMUNITY_VIEW, team), "nobody said that bob was removed");
    }

    @Test
    @Rule({"ORG-4", "ORG-7"})
    void whose_removal_the_host_reports_starts_anew_though_nothing_else_was_ever_kept_of_them() {
        CommunityId team = acme();
        grant(ANN, team, BOB, COMMUNITY_DEVELOPER);
        ProjectId garden = projectOf(BOB, team, "Garden").id();
        directory.remove(ACME, BOB);

        Written<Subject> removed = changed(() -> node.host().removeUser(ACME, BOB));
        assertEquals(
                BOB,
                only(ChangeKind.SUBJECT_REMOVED, recordOf(removed)).subject().orElseThrow());
        directory.put(ACME, BOB);

        assertTrue(later().access().can(as(BOB), ORGANIZATION_VIEW, ACME));
        assertFalse(other.access().can(as(BOB), COMMUNITY_VIEW, team));
        assertFalse(other.access().can(as(BOB), PROJECT_RUN, garden));
        assertEquals(Optional.of(BOB), other.projects().get(as(WATCHER), garden).creator());
        changed(() -> grant(ANN, team, BOB, COMMUNITY_VIEWER));
        assertTrue(later().access().can(as(BOB), COMMUNITY_VIEW, team));
    }

    @Test
    @Rule({"MEM-9", "ORG-4", "CHG-4", "ORG-7"})
    void whose_removal_the_host_reports_is_not_brought_back_by_an_older_list() {
        CommunityId team = acme();
        grant(ANN, team, BOB, COMMUNITY_VIEWER);
        grant(ANN, team, CAROL, COMMUNITY_VIEWER);
        long seen = other.get(as(WATCHER), team).bindingsVersion();
        List<NewBinding> carols = List.of(NewBinding.of(CAROL, COMMUNITY_VIEWER));
        List<NewBinding> both = List.of(NewBinding.of(BOB, COMMUNITY_VIEWER), NewBinding.of(CAROL, COMMUNITY_VIEWER));

        for (Runnable removal : List.<Runnable>of(
                () -> node.host().removeUser(ACME, BOB), () -> node.host().erase(ACME, BOB))) {
            long before = other.get(as(WATCHER), team).bindingsVersion();
            removal.run(); // and the directory knows them still, or again
            untouched(() -> stale("MEM-9", () -> node.members().replace(as(ANN), team, both, before)));
            assertFalse(later().access().can(as(BOB), COMMUNITY_VIEW, team));

            long now = revision().value();
            changed(() -> node.members().replace(as(ANN), team, both, now));
        }
        untouched(() -> stale("MEM-9", () -> node.members().replace(as(ANN), team, carols, seen)));
        long now = other.get(as(WATCHER), team).bindingsVersion();
        directory.put(ACME, DAVE); // of whom nothing is kept
        changed(() -> node.members().replace(as(ANN), team, List.of(NewBinding.of(DAVE, COMMUNITY_VIEWER)), now));
    }

    @Test
    @Rule({"ORG-4", "ORG-7"})
    void a_report_ends_what_is_bound_though_the_directory_knows_them_still() {
        CommunityId team = acme();
        grant(ANN, team, BOB, COMMUNITY_DEVELOPER);
        node.host().signIn(ACME, BOB);

        changed(() -> node.host().removeUser(ACME, BOB));

        assertTrue(later().access().can(as(BOB), ORGANIZATION_VIEW, ACME), "the directory says who belongs");
        assertFalse(other.access().can(as(BOB), COMMUNITY_VIEW, team));
        assertFalse(user(BOB).signedIn());
        assertEquals(Optional.empty(), member(team, BOB));
    }

    @Test
    @Rule({"ORG-4", "CON-1"})
    void reporting_a_removal_again_at_once_changes_nothing() {
        CommunityId team = acme();
        grant(ANN, team, BOB, COMMUNITY_DEVELOPER);
        directory.remove(ACME, BOB);
        changed(() -> node.host().removeUser(ACME, BOB));
        unchanged(() -> node.host().removeUser(ACME, BOB));
        unchanged(() -> other.host().removeUser(ACME, BOB));

        directory.put(ACME, BOB);
        grant(ANN, team, BOB, COMMUNITY_DEVELOPER);
        directory.remove(ACME, BOB);
        changed(() -> node.host().removeUser(ACME, BOB));
        directory.put(ACME, BOB);
        assertFalse(later().access().can(as(BOB), COMMUNITY_VIEW, team), "what was bound after the first report");
    }

    // DEF

    @Test
    @Rule({"DEF-3", "ORG-2"})
    void the_first_sign_in_of_whom_the_directory_knows_makes_them_a_member_once() {
        CommunityId team = acme();

        Written<SignIn> first = changed(() -> node.host().signIn(ACME, BOB));
        assertEquals(SignIn.Outcome.JOINED, first.value().outcome());
        assertEquals(
                List.of(ChangeKind.USER_SIGNED_IN, ChangeKind.BINDING_ADDED),
                kinds(recordOf(first)),
                "nobody was added");
        assertTrue(user(BOB).signedIn());
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, BOB));
        assertEquals(
                SignIn.Outcome.MEMBER,
                unchanged(() -> other.host().signIn(ACME, BOB)).value().outcome());
        assertEquals(1, other.host().overview(ACME).signedIn());
    }

    @Test
    @Rule({"DEF-3", "ORG-7"})
    void who_signs_in_on_many_nodes_at_once_joins_once() {
        CommunityId team = acme();
        try (Race threads = new Race(8)) {
            for (int round = 0; round < 20; round++) {
                Subject user = Subject.user("user" + round);
                directory.put(ACME, user);
                List<Callable<SignIn.Outcome>> tasks = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    Communities on = i % 2 == 0 ? node : other;
                    tasks.add(() -> on.host().signIn(ACME, user).value().outcome());
                }
                List<SignIn.Outcome> outcomes = threads.<SignIn.Outcome>run(tasks).stream()
                        .map(Outcome::get)
                        .toList();
                assertEquals(
                        1,
                        outcomes.stream().filter(SignIn.Outcome.JOINED::equals).count(),
                        outcomes::toString);
                assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, user));
            }
        }
    }

    @Test
    @Rule("DEF-4")
    void who_left_is_kept_out_and_who_returns_to_the_organization_starts_anew() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.members().leave(as(BOB), team);
        changed(() -> node.members().leave(as(CAROL), team));

        for (Subject user : List.of(BOB, CAROL)) {
            assertEquals(
                    SignIn.Outcome.KEPT_OUT,
                    unchanged(() -> node.host().signIn(ACME, user)).value().outcome());
            directory.remove(ACME, user);
            node.host().removeUser(ACME, user);
            directory.put(ACME, user);
            assertEquals(
                    SignIn.Outcome.JOINED,
                    changed(() -> node.host().signIn(ACME, user)).value().outcome());
            assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, user));
        }
    }

    @Test
    @Rule("DEF-5")
    void whom_it_does_not_know_does_not_sign_in() {
        acme();
        directory.put(ACME, ROBOT);
        untouched(() -> notFound("DEF-5", () -> node.host().signIn(ACME, DAVE)));
        untouched(() -> invalid("DEF-5", () -> node.host().signIn(ACME, ROBOT)));
        node.host().signIn(ACME, BOB);
        directory.remove(ACME, BOB);
        untouched(() -> notFound("DEF-5", () -> node.host().signIn(ACME, BOB)));
    }

    @Test
    @Rule("DEF-6")
    void who_had_roles_before_signing_in_keeps_them() {
        CommunityId team = acme();
        grant(ANN, team, BOB, COMMUNITY_VIEWER);
        changed(() -> node.host().signIn(ACME, BOB));
        assertEquals(Set.of(COMMUNITY_VIEWER, COMMUNITY_DEVELOPER), ownRoles(team, BOB));
    }

    @Test
    @Rule({"DEF-7", "DEF-8"})
    void its_administrators_administer_the_default_community_for_as_long_as_it_says_so() {
        CommunityId team = acme();
        directory.put(ACME, CATS, ORGANIZATION_ADMIN);
        directory.join(ACME, CATS, CAROL);

        for (Subject administrator : List.of(ANN, CAROL)) {
            RoleSource source = other.access()
                    .explain(as(administrator), COMMUNITY_MANAGE_ACCESS, team)
                    .sources()
                    .get(0);
            assertEquals(Optional.of(ORGANIZATION_ADMIN), source.inheritedFrom());
            assertEquals(administrator.equals(ANN) ? ANN : CATS, source.boundTo());
        }
        assertEquals(List.of(), members(team), "no binding is written");
        untouched(() -> refused("DEF-8", () -> revoke(ANN, team, ANN, COMMUNITY_ADMIN)));
        directory.put(ACME, ANN);
        directory.quit(ACME, CATS, CAROL);
        assertFalse(other.access().can(as(ANN), COMMUNITY_VIEW, team));
        assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, team));
        assertEquals(1, revision().value());
    }

    @Test
    @Rule("DEF-9")
    void appointing_in_the_default_community_goes_by_whom_it_knows() {
        CommunityId team = acme();
        untouched(() -> refused("DEF-9", () -> grant(ANN, team, BOB, COMMUNITY_ADMIN)));
        node.host().signIn(ACME, BOB);
        changed(() -> grant(ANN, team, BOB, COMMUNITY_ADMIN));
        directory.remove(ACME, BOB);
        untouched(() -> refused("MEM-2", () -> grant(ANN, team, BOB, COMMUNITY_ADMIN)));
    }

    // MEM

    @Test
    @Rule("MEM-5")
    void a_group_administers_for_as_long_as_somebody_is_in_it() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        directory.put(ACME, TOMCATS);
        grant(BOB, cats, TOMCATS, COMMUNITY_ADMIN);
        untouched(() -> refused("MEM-5", () -> node.members().leave(as(BOB), cats)));

        directory.join(ACME, TOMCATS, CAROL);
        changed(() -> node.members().leave(as(BOB), cats));

        assertEquals(List.of(), orphaned());
        assertTrue(later().access().can(as(CAROL), COMMUNITY_MANAGE_ACCESS, cats));
        untouched(() -> refused("MEM-5", () -> revoke(CAROL, cats, TOMCATS, COMMUNITY_ADMIN)));
        untouched(() -> refused("MEM-5", () -> node.members().remove(as(CAROL), cats, TOMCATS)));
    }

    @Test
    @Rule("MEM-5")
    void an_administrator_whom_it_does_not_know_is_none() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        grant(BOB, cats, CAROL, COMMUNITY_ADMIN);
        directory.remove(ACME, CAROL);

        untouched(() -> refused("MEM-5", () -> node.members().leave(as(BOB), cats)));
        directory.put(ACME, CAROL);
        changed(() -> node.members().leave(as(BOB), cats));
    }

    @Test
    @Rule({"MEM-6", "ORG-7"})
    void a_community_is_orphaned_once_the_last_of_its_group_is_out_of_the_directory() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        directory.put(ACME, TOMCATS);
        directory.join(ACME, TOMCATS, CAROL);
        grant(BOB, cats, TOMCATS, COMMUNITY_ADMIN);
        node.members().leave(as(BOB), cats);
        assertEquals(List.of(), orphaned());

        directory.quit(ACME, TOMCATS, CAROL);
        assertEquals(List.of(cats), orphaned());
        assertEquals(1, other.host().overview(ACME).orphaned());
        directory.join(ACME, TOMCATS, CAROL);
        assertEquals(List.of(), orphaned());
        directory.remove(ACME, CAROL);
        assertEquals(List.of(cats), orphaned());
        untouched(() ->
                forbidden(ORGANIZATION_APPOINT_ADMINISTRATORS, () -> other.orphaned(as(BOB), PageRequest.first(9))));

        changed(() -> grant(ANN, cats, BOB, COMMUNITY_ADMIN));
        assertEquals(List.of(), orphaned());
        untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, () -> grant(ANN, cats, ANN, COMMUNITY_ADMIN)));
        directory.remove(ACME, BOB);
        assertEquals(List.of(cats), orphaned());
        untouched(() -> refused("MEM-2", () -> grant(ANN, cats, CAROL, COMMUNITY_ADMIN)));
        changed(() -> grant(ANN, cats, ANN, COMMUNITY_ADMIN));
    }

    @Test
    @Rule({"MEM-6", "ORG-7"})
    void many_orphans_are_found_with_few_questions() {
        acme();
        Set<CommunityId> orphans = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            Subject group = Subject.group("group" + i);
            directory.put(ACME, group);
            directory.join(ACME, group, CAROL);
            CommunityId community = communityOf(BOB, "Team " + i);
            grant(BOB, community, group, COMMUNITY_ADMIN);
            node.members().leave(as(BOB), community);
            if (i % 2 == 0) {
                directory.quit(ACME, group, CAROL);
                orphans.add(community);
            }
        }
        directory.asked();

        assertEquals(orphans, Set.copyOf(orphaned()));
        List<Question> asked = directory.asked();
        assertTrue(
                asked.stream()
                                .filter(question -> question.what().equals("find"))
                                .count()
                        <= 8,
                asked::toString);
        assertEquals(
                asked.stream()
                        .filter(question -> question.what().equals("members"))
                        .map(Question::subjects)
                        .distinct()
                        .count(),
                20);
    }

    @Test
    @Rule({"MEM-2", "MEM-7"})
    void only_whom_it_knows_is_bound_and_who_is_not_known_any_more_can_still_be_removed() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        untouched(() -> refused("MEM-2", () -> grant(BOB, cats, DAVE, COMMUNITY_VIEWER)));
        untouched(() -> refused("MEM-2", () -> grant(BOB, cats, CATS, COMMUNITY_VIEWER)));
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);

        directory.put(ACME, CATS);
        directory.join(ACME, CATS, CAROL);
        grant(BOB, cats, CATS, COMMUNITY_DEVELOPER);
        var removal = changed(() -> node.members().remove(as(BOB), cats, CAROL)).value();

        assertEquals(1, removal.ended().size());
        assertTrue(
                removal.remaining().stream().anyMatch(source -> source.boundTo().equals(CATS)));
    }

    @Test
    @Rule("MEM-10")
    void its_groups_are_expanded_by_page() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        directory.put(ACME, CATS);
        directory.put(ACME, ROBOT);
        List<Subject> expected = new ArrayList<>(List.of(ROBOT));
        directory.join(ACME, CATS, ROBOT);
        for (int i = 10; i < 40; i++) {
            Subject user = Subject.user("user" + i);
            directory.put(ACME, user);
            directory.join(ACME, CATS, user);
            expected.add(user);
        }
        grant(BOB, cats, CATS, COMMUNITY_VIEWER);

        assertEquals(expected, all(page -> other.members().expand(as(BOB), cats, CATS, page)));
        notFound(() -> other.members().expand(as(BOB), cats, TOMCATS, PageRequest.first(3)));
        forbidden(COMMUNITY_VIEW, () -> other.members().expand(as(ANN), cats, CATS, PageRequest.first(3)));
    }

    @Test
    @Rule({"MEM-10", "ACC-1"})
    void a_group_in_a_group_is_left_out_and_brings_nobody_in() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        directory.put(ACME, CATS);
        directory.put(ACME, TOMCATS);
        directory.put(ACME, ROBOT);
        directory.join(ACME, CATS, TOMCATS, ROBOT, ANN);
        directory.join(ACME, TOMCATS, CAROL);
        grant(BOB, cats, CATS, COMMUNITY_VIEWER);

        assertEquals(List.of(ROBOT, ANN), pages(1, page -> other.members().expand(as(BOB), cats, CATS, page)));
        assertTrue(later().access().can(as(ANN), COMMUNITY_VIEW, cats));
        assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, cats));
    }

    // ACC-1

    @Test
    @Rule("ACC-1")
    void access_is_the_union_of_all_that_is_bound_to_the_principal_their_groups_and_the_system_group() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        ProjectId litter = projectOf(BOB, cats, "Litter").id();
        directory.put(ACME, CATS);
        directory.put(ACME, TOMCATS, COMMUNITY_VIEWER);
        directory.put(ACME, DAVE);
        directory.join(ACME, CATS, DAVE);
        grant(BOB, litter, CATS, PROJECT_DEVELOPER);
        assertFalse(later().access().can(as(DAVE), COMMUNITY_VIEW, cats));
        assertTrue(other.access().can(as(DAVE), PROJECT_RUN, litter));

        directory.join(ACME, TOMCATS, DAVE);
        assertTrue(other.access().can(as(DAVE), COMMUNITY_VIEW, cats));
        assertFalse(other.access().can(as(DAVE), PROJECT_CREATE, cats));
        grant(BOB, cats, Subject.allUsers(), COMMUNITY_DEVELOPER);
        assertTrue(later().access().can(as(DAVE), PROJECT_CREATE, cats));
        assertEquals(
                List.of("Acme Team", "Cat lovers"),
                other.list(as(DAVE), CommunityFilter.all(), PageRequest.first(9)).items().stream()
                        .map(Community::name)
                        .toList());
        directory.remove(ACME, CATS);
        directory.remove(ACME, TOMCATS);
        assertFalse(other.access().can(as(DAVE), PROJECT_RUN, litter));
        assertTrue(other.access().can(as(DAVE), PROJECT_VIEW, litter), "as one of all users");
    }

    // How they are written

    private Communities engine(Duration patience, Duration bound) {
        return cluster.engine(directory.watch(cluster.storage().open()))
                .directory(directory)
                .hostPatience(patience)
                .stalenessBound(bound)
                .build();
    }

    private Written<BindingChanges> grant(Subject caller, Scope scope, Subject subject, Role role) {
        return node.members().grant(as(caller), scope, subject, role);
    }

    private Written<BindingChanges> revoke(Subject caller, Scope scope, Subject subject, Role role) {
        return node.members().revoke(as(caller), scope, subject, role);
    }

    private List<CommunityId> orphaned() {
        return all(page -> other.orphaned(as(ANN), page)).stream()
                .map(Community::id)
                .toList();
    }

    private List<OrganizationUser> users() {
        return all(page -> other.organizations().users(as(WATCHER), page));
    }

    private OrganizationUser user(Subject subject) {
        return users().stream()
                .filter(user -> user.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    private static List<List<Subject>> subjects(List<Question> questions) {
        return questions.stream().map(Question::subjects).toList();
    }
}
