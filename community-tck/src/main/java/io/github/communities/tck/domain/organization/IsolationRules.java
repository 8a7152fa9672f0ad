package io.github.communities.tck.domain.organization;

import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.requireClear;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.PageRequest;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityFilter;
import io.github.communities.community.NewCommunity;
import io.github.communities.error.CommunitiesException;
import io.github.communities.error.InvalidInput;
import io.github.communities.policy.Policy;
import io.github.communities.project.NewProject;
import io.github.communities.project.Project;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.Cluster;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TrickyTexts;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What keeps organizations and instances apart: TEN-1, TEN-2. */
public abstract class IsolationRules extends AcmeRules {
    private final Supplier<StoreFixture> storages;

    /** Rules on storages of this kind. */
    protected IsolationRules(Supplier<StoreFixture> storages) {
        super(storages);
        this.storages = storages;
    }

    // TEN-1

    @Test
    @Rule({"TEN-1", "ORG-1"})
    void organizations_whose_ids_look_alike_share_nothing() {
        List<OrganizationId> organizations =
                TrickyTexts.ids().stream().map(OrganizationId::of).toList();
        Map<OrganizationId, Community> teams = new LinkedHashMap<>();
        for (int i = 0; i < organizations.size(); i++) {
            OrganizationId organization = organizations.get(i);
            node.host().register(organization, "Number " + i);
            Subject user =
                    node.host().addUser(organization, Subject.user("user" + i)).value();
            teams.put(
                    organization,
                    node.create(Caller.of(organization, user), NewCommunity.named("Cat lovers"))
                            .value());
        }

        later();
        for (int i = 0; i < organizations.size(); i++) {
            OrganizationId organization = organizations.get(i);
            Caller caller = Caller.of(organization, Subject.user("user" + i));
            assertEquals("Number " + i, other.host().organization(organization).name());
            assertEquals(1, other.host().overview(organization).users(), organization::value);
            assertEquals(
                    List.of(organizationOf(teams, organization)),
                    all(page -> other.list(caller, CommunityFilter.all(), page)),
                    organization::value);
            Caller stranger = Caller.of(organization, Subject.user("user" + (i + 1)));
            notFound(() -> other.organizations().get(stranger));
            for (Community team : teams.values()) {
                assertEquals(
                        team.id().organization().equals(organization),
                        other.access().can(caller, COMMUNITY_VIEW, team.id()));
            }
        }
    }

    private static Community organizationOf(Map<OrganizationId, Community> teams, OrganizationId organization) {
        return Optional.ofNullable(teams.get(organization)).orElseThrow();
    }

    @Test
    @Rule("TEN-1")
    void subjects_whose_ids_look_alike_share_no_role() {
        acme();
        List<CommunityId> teams = new ArrayList<>();
        List<Subject> users = new ArrayList<>();
        for (String id : TrickyTexts.ids()) {
            CommunityId team = communityOf(BOB, "Team " + teams.size());
            Subject user = node.host().addUser(ACME, Subject.user(id)).value();
            node.host().addUser(ACME, Subject.federatedUser(id));
            node.host().addServiceAccount(ACME, Subject.serviceAccount(id));
            node.members().grant(as(BOB), team, user, COMMUNITY_DEVELOPER);
            teams.add(team);
            users.add(user);
        }

        later();
        for (int i = 0; i < users.size(); i++) {
            Subject user = users.get(i);
            CommunityId team = teams.get(i);
            assertEquals(
                    Set.of(BOB, user),
                    members(team).stream().map(m -> m.subject()).collect(Collectors.toSet()));
            assertEquals(Set.of(team), visible(user, teams), user::id);
            assertEquals(Set.of(), visible(Subject.federatedUser(user.id()), teams), user::id);
            assertEquals(Set.of(), visible(Subject.serviceAccount(user.id()), teams), user::id);
        }
    }

    @Test
    @Rule("TEN-1")
    void groups_whose_ids_look_alike_share_no_member() {
        acme();
        List<CommunityId> teams = new ArrayList<>();
        List<Subject> users = new ArrayList<>();
        for (String id : TrickyTexts.ids()) {
            CommunityId team = communityOf(BOB, "Team " + teams.size());
            Subject group = node.host().addGroup(ACME, Subject.group(id)).value();
            Subject user = node.host().addUser(ACME, Subject.user(id)).value();
            node.host().addToGroup(ACME, group, user);
            node.members().grant(as(BOB), team, group, COMMUNITY_DEVELOPER);
            teams.add(team);
            users.add(user);
        }

        later();
        for (int i = 0; i < users.size(); i++) {
            Subject user = users.get(i);
            CommunityId team = teams.get(i);
            assertEquals(Set.of(team), visible(user, teams), user::id);
            assertEquals(
                    List.of(user), all(page -> other.members().expand(as(BOB), team, Subject.group(user.id()), page)));
        }
    }

    private Set<CommunityId> visible(Subject principal, List<CommunityId> communities) {
        return other.access().of(as(principal)).permissions(communities, List.of(COMMUNITY_VIEW)).entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Test
    @Rule("TEN-1")
    void communities_and_projects_whose_ids_look_alike_are_several() {
        Iterator<String> ids = TrickyTexts.ids().iterator();
        List<Community> communities = new ArrayList<>();
        List<Project> projects = new ArrayList<>();
        try (Communities odd =
                cluster.engine(cluster.storage().open()).ids(ids::next).build()) {
            odd.host().register(ACME, "Acme");
            odd.host().addUser(ACME, BOB);
            for (int i = 0; i < 12; i++) {
                CommunityId community = odd.create(as(BOB), NewCommunity.named("Team " + i))
                        .value()
                        .id();
                communities.add(odd.get(as(BOB), community));
                projects.add(odd.projects()
                        .create(as(BOB), community, NewProject.named("Only here"))
                        .value());
                projects.add(odd.projects()
                        .create(as(BOB), community, NewProject.named("Also " + i))
                        .value());
            }
            for (int i = 0; i < 12; i++) {
                Subject user =
                        odd.host().addUser(ACME, Subject.user("user" + i)).value();
                odd.members().grant(as(BOB), communities.get(i).id(), user, PROJECT_VIEWER);
            }
        }

        later();
        for (int i = 0; i < 12; i++) {
            Caller caller = as(Subject.user("user" + i));
            for (Project project : projects) {
                assertEquals(project, other.projects().get(as(BOB), project.id()));
                assertEquals(
                        project.community().equals(communities.get(i).id()),
                        other.access().can(caller, PROJECT_VIEW, project.id()));
                assertFalse(other.access()
                        .can(
                                as(BOB),
                                PROJECT_VIEW,
                                CommunityId.of(ACME, project.id().value())));
            }
            assertEquals(
                    List.of("Also " + i, "Only here"),
                    all(page -> other.projects()
                                    .list(
                                            caller,
                                            other.projects()
                                                    .get(
                                                            as(BOB),
                                                            projects.get(projectOf(caller))
                                                                    .id())
                                                    .community(),
                                            page))
                            .stream()
                            .map(Project::name)
                            .toList());
        }
    }

    private static int projectOf(Caller caller) {
        return 2 * Integer.parseInt(caller.principal().id().substring("user".length()));
    }

    @Test
    @Rule("TEN-1")
    void no_two_ids_have_one_text_form_and_each_is_read_back() {
        List<String> parts = TrickyTexts.ids();
        Set<String> organizations = new HashSet<>();
        Set<String> communities = new HashSet<>();
        Set<String> subjects = new HashSet<>();
        for (String part : parts) {
            OrganizationId organization = OrganizationId.of(part);
            assertEquals(organization, OrganizationId.parse(organization.toString()));
            assertTrue(organizations.add(organization.toString()), part);
            for (String value : parts) {
                CommunityId community = CommunityId.of(organization, value);
                ProjectId project = ProjectId.of(organization, value);
                assertEquals(community, CommunityId.parse(community.toString()));
                assertEquals(project, ProjectId.parse(project.toString()));
                assertTrue(communities.add(community.toString()), () -> part + " and " + value);
            }
            for (SubjectKind kind : SubjectKind.values()) {
                if (kind != SubjectKind.ALL_USERS) {
                    Subject subject = new Subject(kind, part);
                    assertEquals(subject, Subject.parse(subject.toString()));
                    assertTrue(subjects.add(subject.toString()), () -> kind + " " + part);
                }
            }
        }
        assertTrue(subjects.add(Subject.allUsers().toString()));
        assertEquals(Subject.allUsers(), Subject.parse(Subject.allUsers().toString()));
        assertEquals(parts.size(), organizations.size());
    }

    @Test
    @Rule({"TEN-1", "LIM-2"})
    void a_text_form_that_is_written_in_any_other_way_is_refused() {
        List<Consumer<String>> readers =
                List.of(OrganizationId::parse, CommunityId::parse, ProjectId::parse, Subject::parse);
        List<String> malformed = List.of(
                "",
                "/",
                "//",
                "a/",
                "/a",
                "a/b/c",
                "%",
                "%2",
                "%zz",
                "user/%",
                "user/%2",
                "user/%2g",
                "user/%C3%28", // no UTF-8
                "user/%ED%A0%BD", // half a surrogate pair
                "user/%00",
                "user/%E2%80%AE", // right-to-left override
                "user/a%2fb", // lower case
                "user/%61", // a needs no encoding
                "user/\u00E9", // this needs it
                "user/a b",
                "user/" + "x".repeat(65),
                "user/" + "%41".repeat(100_000));
        List<Executable> checks = new ArrayList<>();
        for (Consumer<String> reader : readers) {
            for (String text : malformed) {
                checks.add(() -> requireClear(assertThrows(InvalidInput.class, () -> reader.accept(text), text)));
            }
        }
        for (String kind : List.of("robot", "User", "USER", "")) {
            checks.add(() -> requireClear(assertThrows(InvalidInput.class, () -> Subject.parse(kind + "/a"), kind)));
        }
        assertAll(checks);
    }

    @Test
    @Rule({"TEN-1", "ACC-8"})
    void an_id_under_another_organization_is_another_id() {
        CommunityId team = acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        Project litter = projectOf(BOB, cats, "Litter");
        register(GLOBEX, "Globex");
        Caller bobOfGlobex = Caller.of(GLOBEX, BOB);

        later();
        for (CommunityId id : List.of(team, cats)) {
            CommunityId forged = CommunityId.of(GLOBEX, id.value());
            assertNotEquals(id, forged);
            notFound(() -> other.get(bobOfGlobex, forged));
            notFound(() -> other.get(as(BOB), forged));
            notFound(() -> other.get(bobOfGlobex, id));
            notFound(() -> other.delete(bobOfGlobex, forged));
        }
        notFound(() -> other.projects()
                .get(bobOfGlobex, ProjectId.of(GLOBEX, litter.id().value())));
        notFound(() -> other.projects().get(bobOfGlobex, litter.id()));
        assertEquals(litter, other.projects().get(as(BOB), litter.id()));
    }

    // TEN-2

    @Test
    @Rule("TEN-2")
    void two_instances_in_one_process_share_nothing() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        Revision before = revision();
        try (Cluster second = new Cluster(storages.get())) {
            Communities theirs = second.node(Policy.delegated());
            notFound(() -> theirs.host().organization(ACME));
            theirs.host().register(ACME, "Another Acme");
            theirs.host().addUser(ACME, BOB);
            theirs.host().signIn(ACME, BOB);
            CommunityId dogs = theirs.create(as(BOB), NewCommunity.named("Dog lovers"))
                    .value()
                    .id();
            second.clock().advance(Duration.ofDays(1));

            assertEquals(before, revision());
            assertEquals("Acme", later().host().organization(ACME).name());
            assertEquals("Another Acme", theirs.host().organization(ACME).name());
            notFound(() -> other.get(as(BOB), dogs));
            notFound(() -> theirs.get(as(BOB), cats));
            assertFalse(theirs.access().can(as(BOB), COMMUNITY_VIEW, cats));
            assertEquals("Another Acme Team", theirs.getDefault(as(BOB)).name());
            Role first = theirs.members()
                    .list(as(BOB), theirs.getDefault(as(BOB)).id(), PageRequest.first(1))
                    .items()
                    .get(0)
                    .role();
            assertEquals(COMMUNITY_VIEWER, first, "what a first sign-in gives by the other policy");
        }
        node.host().signIn(ACME, BOB);
        later();
        assertEquals(
                Set.of(COMMUNITY_DEVELOPER),
                ownRoles(node.host().organization(ACME).defaultCommunity(), BOB));
        assertEquals("Cat lovers", other.get(as(BOB), cats).name());
    }

    @Test
    @Rule("TEN-2")
    void who_closes_one_node_closes_no_other() {
        acme();
        Communities third = cluster.node();
        third.host().addUser(ACME, DAVE);
        third.close();

        assertThrows(CommunitiesException.class, () -> third.host().addUser(ACME, DAVE));
        assertTrue(node.create(as(DAVE), NewCommunity.named("Still here")).changed());
        assertEquals("Acme", later().host().organization(ACME).name());
        third.close();
    }
}
