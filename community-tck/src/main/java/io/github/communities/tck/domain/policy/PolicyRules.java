package io.github.communities.tck.domain.policy;

import static io.github.communities.Permission.COMMUNITY_UPDATE;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_MEMBER;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.Role.PROJECT_ADMIN;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.ScopeKind.COMMUNITY;
import static io.github.communities.ScopeKind.ORGANIZATION;
import static io.github.communities.ScopeKind.PROJECT;
import static io.github.communities.policy.RoleDefinition.role;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.community.NewCommunity;
import io.github.communities.error.InvalidInput;
import io.github.communities.policy.ChannelLinks;
import io.github.communities.policy.Policy;
import io.github.communities.policy.PolicyBuilder;
import io.github.communities.policy.RoleDefinition;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The policy as data, and what becomes of stored roles when it changes: POL-1 to POL-3. */
public abstract class PolicyRules extends AcmeRules {
    private static final Permission READ_REPORT = new Permission("report.read", Permission.FIRST_OWN_BIT, PROJECT);
    private static final Role AUDITOR = Role.of("communities.auditor");
    private static final Role BOSS = Role.of("communities.boss");
    private static final Subject WITHOUT_ROLES = Subject.user("erin");

    /** The standard policy with two roles of a host's own. */
    private static final Policy OWN = Policy.standard().toBuilder("own")
            .role(role(AUDITOR)
                    .boundAt(COMMUNITY, ORGANIZATION)
                    .includes(COMMUNITY_VIEWER)
                    .permits(READ_REPORT))
            .role(role(BOSS).boundAt(COMMUNITY).includes(COMMUNITY_ADMIN))
            .build();

    /** Rules on storages of their own. */
    protected PolicyRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // POL-1

    @Test
    @Rule("POL-1")
    void a_consistent_policy_of_the_hosts_own_is_built_and_decides() {
        run(OWN.toBuilder("auditors").firstSignInRole(AUDITOR).build());
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);

        assertEquals(Set.of(AUDITOR), ownRoles(team, BOB));
        assertTrue(later().access().can(as(BOB), READ_REPORT, team));
        assertTrue(other.access().can(as(BOB), COMMUNITY_VIEW, team));
        assertFalse(other.access().can(as(BOB), COMMUNITY_UPDATE, team));
        assertFalse(other.access().can(as(CAROL), READ_REPORT, team));
    }

    @Test
    @Rule("POL-1")
    void both_ready_policies_are_consistent_and_open_to_change() {
        for (Policy ready : List.of(Policy.standard(), Policy.delegated())) {
            Policy same = ready.toBuilder(ready.name()).build();
            assertEquals(ready, same, "a builder that is told nothing changes nothing");
            assertEquals(
                    COMMUNITY_EDITOR,
                    ready.toBuilder("more")
                            .firstSignInRole(COMMUNITY_EDITOR)
                            .build()
                            .firstSignInRole());
        }
    }

    @Test
    @Rule("POL-1")
    void a_permission_that_the_policy_does_not_know_is_refused() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);

        assertTrue(later().access().can(as(BOB), COMMUNITY_VIEW, team));
        invalid("POL-1", () -> other.access().can(as(BOB), READ_REPORT, team));
    }

    @Test
    @Rule("POL-1")
    void an_inconsistent_policy_is_refused_when_it_is_built() {
        assertAll(inconsistencies().map(fault -> () -> {
            PolicyBuilder builder = fault.change().apply(Policy.standard().toBuilder("odd"));
            InvalidInput refusal = assertThrows(InvalidInput.class, builder::build, fault.text());
            assertEquals("POL-1", refusal.rule(), refusal.reason());
            fault.named()
                    .forEach(word -> assertTrue(
                            refusal.reason().contains(word),
                            () -> fault.text() + ": the refusal names " + word + ": " + refusal.reason()));
        }));
    }

    /** A change that makes the standard policy inconsistent, and what the refusal has to name. */
    private record Fault(String text, UnaryOperator<PolicyBuilder> change, List<String> named) {}

    private static Stream<Fault> inconsistencies() {
        Role guest = Role.of("guest");
        Role ghost = Role.of("ghost");
        return Stream.of(
                fault(
                        "a role includes an unknown one",
                        policy -> policy.role(role(guest).boundAt(COMMUNITY).includes(COMMUNITY_VIEWER, ghost)),
                        "guest",
                        "ghost"),
                fault(
                        "a role includes itself",
                        policy -> policy.role(
                                role(guest).boundAt(COMMUNITY).includes(guest).permits(COMMUNITY_VIEW)),
                        "guest"),
                fault(
                        "two roles include each other",
                        policy -> policy.role(role(guest).boundAt(COMMUNITY).includes(ghost))
                                .role(role(ghost)
                                        .boundAt(COMMUNITY)
                                        .includes(guest)
                                        .permits(COMMUNITY_VIEW)),
                        "guest",
                        "ghost"),
                fault(
                        "ready roles are closed to a circle",
                        policy -> policy.redefine(role(PROJECT_VIEWER)
                                .boundAt(PROJECT, COMMUNITY)
                                .includes(COMMUNITY_ADMIN)
                                .permits(PROJECT_VIEW)),
                        "projects.viewer"),
                fault(
                        "a role permits nothing",
                        policy -> policy.role(role(guest).boundAt(COMMUNITY)),
                        "guest"),
                fault(
                        "a role can be bound nowhere",
                        policy -> policy.role(role(guest).permits(COMMUNITY_VIEW)),
                        "guest"),
                fault(
                        "a role is bound at a project, where its permission means nothing",
                        policy -> policy.role(role(guest).boundAt(PROJECT).permits(COMMUNITY_VIEW)),
                        "guest"),
                fault(
                        "a role is bound at a community, where what it includes means nothing",
                        policy -> policy.role(role(guest).boundAt(COMMUNITY).includes(ORGANIZATION_ADMIN)),
                        "guest"),
                fault(
                        "a role is defined twice",
                        policy -> policy.role(
                                role(COMMUNITY_VIEWER).boundAt(COMMUNITY).permits(COMMUNITY_VIEW)),
                        "communities.viewer"),
                fault(
                        "a role to be redefined is not defined",
                        policy -> policy.redefine(role(guest).boundAt(COMMUNITY).permits(COMMUNITY_VIEW)),
                        "guest"),
                fault(
                        "a role that is to permit more is not defined",
                        policy -> policy.alsoPermit(guest, COMMUNITY_VIEW),
                        "guest"),
                fault(
                        "the first sign-in gives an organization role",
                        policy -> policy.firstSignInRole(ORGANIZATION_MEMBER),
                        "organization.member"),
                fault("the first sign-in gives an unknown role", policy -> policy.firstSignInRole(ghost), "ghost"),
                fault(
                        "there are two administrator roles",
                        policy -> policy.administratorRole(COMMUNITY_EDITOR),
                        "communities.admin",
                        "communities.editor"),
                fault(
                        "the administrator role does not manage access",
                        policy -> policy.redefine(role(COMMUNITY_ADMIN)
                                .boundAt(COMMUNITY, ORGANIZATION)
                                .includes(COMMUNITY_EDITOR)),
                        "communities.admin"),
                fault(
                        "users get a role that can't be bound at an organization",
                        policy -> policy.memberRole(PROJECT_VIEWER),
                        "projects.viewer"),
                fault(
                        "owners have a role that can't be bound at an organization",
                        policy -> policy.ownerRole(PROJECT_ADMIN),
                        "projects.admin"),
                fault(
                        "creators of projects get a role that can't be bound at a project",
                        policy -> policy.projectCreatorRole(COMMUNITY_DEVELOPER),
                        "communities.developer"),
                fault(
                        "a project role administers the default community",
                        policy -> policy.defaultAdministrationRole(PROJECT_ADMIN),
                        "projects.admin"),
                fault(
                        "an unknown role administers standard communities",
                        policy -> policy.standardAdministrationRole(ghost),
                        "ghost"),
                fault(
                        "two permissions share a bit",
                        policy -> policy.role(role(guest)
                                .boundAt(COMMUNITY)
                                .permits(READ_REPORT, new Permission("report.write", READ_REPORT.bit(), PROJECT))),
                        "report.read",
                        "report.write"),
                fault(
                        "a permission has two bits",
                        policy -> policy.role(role(guest)
                                .boundAt(COMMUNITY)
                                .permits(READ_REPORT, new Permission("report.read", READ_REPORT.bit() + 1, PROJECT))),
                        "report.read"),
                fault(
                        "a permission has two levels",
                        policy -> policy.role(role(guest)
                                .boundAt(COMMUNITY)
                                .permits(READ_REPORT, new Permission("report.read", READ_REPORT.bit(), COMMUNITY))),
                        "report.read",
                        "project",
                        "community"),
                fault(
                        "a host's permission of communities is permitted at a project",
                        policy -> policy.role(role(guest)
                                .boundAt(PROJECT)
                                .permits(new Permission("report.read", READ_REPORT.bit(), COMMUNITY))),
                        "guest",
                        "report.read"),
                fault(
                        "a permission takes a bit that is not the host's to give",
                        policy -> policy.role(
                                role(guest).boundAt(COMMUNITY).permits(new Permission("report.read", 50, PROJECT))),
                        "report.read"));
    }

    private static Fault fault(String fault, UnaryOperator<PolicyBuilder> change, String... named) {
        return new Fault(fault, change, List.of(named));
    }

    @Test
    @Rule("POL-1")
    void a_permission_means_something_down_to_the_level_that_the_host_gives_it_whatever_its_name_is() {
        Permission audit = new Permission("organization.audit", Permission.FIRST_OWN_BIT, PROJECT);
        Role auditor = Role.of("projects.auditor");

        Policy policy = Policy.standard().toBuilder("audited")
                .role(role(auditor).boundAt(PROJECT).permits(audit))
                .build();

        assertEquals(Set.of(audit), policy.permissions(auditor));
    }

    @Test
    @Rule("POL-1")
    void every_fault_is_named_at_once() {
        PolicyBuilder builder = Policy.standard().toBuilder("odd")
                .role(role(Role.of("silent")).boundAt(COMMUNITY))
                .role(role(Role.of("homeless")).permits(COMMUNITY_VIEW))
                .role(role(Role.of("round")).boundAt(COMMUNITY).includes(Role.of("round")))
                .role(role(Role.of("lost")).boundAt(COMMUNITY).includes(Role.of("nowhere")))
                .role(role(Role.of("deep")).boundAt(PROJECT).permits(COMMUNITY_UPDATE))
                .firstSignInRole(ORGANIZATION_OWNER)
                .projectCreatorRole(ORGANIZATION_ADMIN)
                .administratorRole(COMMUNITY_DEVELOPER);

        String message = invalid("POL-1", builder::build).reason();

        for (String named : List.of(
                "silent",
                "homeless",
                "round",
                "nowhere",
                "deep",
                "organization.owner",
                "organization.admin",
                "communities.developer")) {
            assertTrue(message.contains(named), () -> named + " is among the faults: " + message);
        }
    }

    // POL-2

    @Test
    @Rule("POL-2")
    void a_stored_role_that_the_policy_does_not_know_grants_nothing_and_is_kept() {
        run(OWN);
        CommunityId team = acmeWithAuditor();
        node.host().addUser(ACME, CAROL, AUDITOR);
        node.host().addUser(ACME, WITHOUT_ROLES);
        assertTrue(later().access().can(as(BOB), READ_REPORT, team));
        assertTrue(other.access().can(as(CAROL), COMMUNITY_VIEW, team));

        Communities standard = cluster.node(Policy.standard());
        assertFalse(standard.access().can(as(BOB), COMMUNITY_VIEW, team));
        assertFalse(standard.access().can(as(CAROL), COMMUNITY_VIEW, team));
        assertEquals(
                standard.access().permissions(as(WITHOUT_ROLES), team),
                standard.access().permissions(as(BOB), team),
                "not even a part of what it permits and others know");
        forbidden(COMMUNITY_VIEW, () -> standard.get(as(BOB), team));

        Communities again = cluster.node(OWN);
        assertTrue(again.access().can(as(BOB), READ_REPORT, team));
        assertTrue(again.access().can(as(CAROL), COMMUNITY_VIEW, team));
        assertEquals(Set.of(AUDITOR), ownRoles(team, BOB));
    }

    @Test
    @Rule("POL-2")
    void other_writes_leave_an_unknown_role_where_it_is() {
        run(OWN);
        CommunityId team = acmeWithAuditor();

        Communities standard = cluster.node(Policy.standard());
        standard.members().grant(as(ANN), team, BOB, COMMUNITY_DEVELOPER);
        standard.host().signIn(ACME, CAROL);
        assertTrue(standard.access().can(as(BOB), COMMUNITY_VIEW, team));
        assertFalse(standard.access().can(as(BOB), PROJECT_RUN, team));
        standard.members().revoke(as(ANN), team, BOB, COMMUNITY_DEVELOPER);
        assertFalse(standard.access().can(as(BOB), COMMUNITY_VIEW, team));

        assertEquals(Set.of(AUDITOR), ownRoles(team, BOB));
        assertTrue(later().access().can(as(BOB), READ_REPORT, team));
    }

    @Test
    @Rule({"POL-2", "MEM-6"})
    void an_unknown_role_makes_nobody_an_administrator() {
        run(OWN);
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        node.members().grant(as(BOB), cats, CAROL, BOSS);
        node.members().leave(as(BOB), cats);
        assertEquals(List.of(), orphaned(other), "whoever has a role that includes the administrator's is one");

        Communities standard = cluster.node(Policy.standard());
        assertEquals(List.of("Cat lovers"), orphaned(standard));
        assertEquals(1, standard.host().overview(ACME).orphaned());
        assertEquals(List.of(), orphaned(cluster.node(OWN)));
    }

    /** Acme, where bob is an auditor of the default community; ann is one of all, else she could not grant it. */
    private CommunityId acmeWithAuditor() {
        CommunityId team = acme();
        node.host().addUser(ACME, ANN, AUDITOR);
        node.members().grant(as(ANN), team, BOB, AUDITOR);
        return team;
    }

    private static List<String> orphaned(Communities on) {
        return all(page -> on.orphaned(as(ANN), page)).stream()
                .map(community -> community.name())
                .toList();
    }

    @Test
    @Rule("POL-2")
    void roles_that_the_policy_does_not_know_are_listed_when_the_engine_starts() {
        run(OWN);
        CommunityId team = acmeWithAuditor();
        node.members().grant(as(ANN), team, CAROL, COMMUNITY_VIEWER);
        node.host().register(GLOBEX, "Globex");
        node.host().addUser(GLOBEX, CAROL);
        CommunityId dogs = node.create(Caller.of(GLOBEX, CAROL), NewCommunity.named("Dog lovers"))
                .value()
                .id();
        node.members().grant(Caller.of(GLOBEX, CAROL), dogs, CAROL, BOSS);

        assertEquals(List.of(), warnings(() -> cluster.node(OWN)), "a policy that knows all roles warns of none");
        String warned = String.join("\n", warnings(() -> cluster.node(Policy.standard())));
        assertTrue(warned.contains(AUDITOR.name()), () -> "names the role of Acme: " + warned);
        assertTrue(warned.contains(BOSS.name()), () -> "names the role of Globex: " + warned);
        assertFalse(warned.contains(COMMUNITY_VIEWER.name()), () -> "names no role that is known: " + warned);
    }

    @Test
    @Rule("POL-2")
    void a_role_that_nobody_has_any_more_is_not_listed() {
        run(OWN);
        CommunityId team = acmeWithAuditor();
        node.members().revoke(as(ANN), team, BOB, AUDITOR);
        node.host().revokeRole(ACME, ANN, AUDITOR);

        assertEquals(List.of(), warnings(() -> cluster.node(Policy.standard())));
    }

    @Test
    @Rule({"POL-2", "MEM-2"})
    void what_all_users_have_and_they_may_not_is_listed_when_the_engine_starts() {
        run(OWN);
        CommunityId team = acme();
        node.host().addUser(ACME, ANN, AUDITOR);
        node.members().grant(as(ANN), team, Subject.allUsers(), AUDITOR);
        node.members().grant(as(ANN), team, Subject.allUsers(), COMMUNITY_VIEWER);
        node.members().grant(as(ANN), team, CAROL, COMMUNITY_DEVELOPER);
        PolicyBuilder managing = OWN.toBuilder("managing")
                .alsoPermit(AUDITOR, Permission.COMMUNITY_MANAGE_ACCESS)
                .alsoPermit(COMMUNITY_DEVELOPER, Permission.COMMUNITY_MANAGE_ACCESS);
        PolicyBuilder administering = OWN.toBuilder("administering").standardAdministrationRole(AUDITOR);

        assertEquals(List.of(), warnings(() -> cluster.node(OWN)));
        for (PolicyBuilder policy : List.of(managing, administering)) {
            List<String> warned = warnings(() -> cluster.node(policy.build()));
            assertEquals(1, warned.size(), () -> "of what others have, nothing: " + warned);
            assertTrue(warned.get(0).contains(AUDITOR.name()), () -> "names the role: " + warned);
            assertTrue(warned.get(0).contains("MEM-2"), () -> "names the rule: " + warned);
        }
        node.members().revoke(as(ANN), team, Subject.allUsers(), AUDITOR);
        assertEquals(List.of(), warnings(() -> cluster.node(managing.build())));
    }

    /** What the engine warns of when it starts, by the rules of roles. */
    private static List<String> warnings(Runnable start) {
        return warnings(start, "POL-2", "MEM-2");
    }

    // POL-3

    @Test
    @Rule("POL-3")
    void the_standard_policy_prints_the_roles_of_the_specification() {
        assertEquals(specified(false), printed(Policy.standard()));
    }

    @Test
    @Rule("POL-3")
    void the_delegated_policy_prints_the_roles_of_the_specification() {
        assertEquals(specified(true), printed(Policy.delegated()));
    }

    @Test
    @Rule("POL-3")
    void the_switches_are_printed_below() {
        assertEquals(
                List.of("communities.developer", "organization.admin", "off", "Slack and Telegram", "REQUIRED"),
                switches(Policy.standard()));
        assertEquals(
                List.of("communities.viewer", "organization.admin", "off", "any https link", "REQUIRED"),
                switches(Policy.delegated()));
        assertEquals(
                List.of("projects.developer", "off", "organization.owner", "any https link", "REQUIRED"),
                switches(Policy.standard().toBuilder("own")
                        .withoutInheritedAdministration()
                        .standardAdministrationRole(ORGANIZATION_OWNER)
                        .firstSignInRole(PROJECT_DEVELOPER)
                        .channelLinks(ChannelLinks.ANY_HTTPS)
                        .build()));
    }

    @Test
    @Rule("POL-3")
    void what_is_printed_follows_the_policy_and_nothing_else() {
        assertNotEquals(Policy.standard().toMarkdown(), Policy.delegated().toMarkdown());
        assertFalse(printed(Policy.standard()).containsKey("communities.auditor"));
        assertEquals(
                new Line(words("community, organization"), words("communities.viewer"), words("report.read")),
                printed(OWN).get("communities.auditor"));
        assertFalse(edges(Policy.standard()).contains(Set.of("communities.viewer", "communities.auditor")));
        assertTrue(edges(OWN).contains(Set.of("communities.viewer", "communities.auditor")));
    }

    @Test
    @Rule("POL-3")
    void the_inclusion_of_roles_is_printed_as_a_mermaid_graph() {
        for (Policy policy : List.of(Policy.standard(), Policy.delegated())) {
            String first = policy.toMermaid().lines().findFirst().orElse("");
            assertTrue(first.matches("(graph|flowchart) (BT|TB|TD|LR|RL)"), () -> "begins as Mermaid does: " + first);
            List<Set<String>> expected = List.of(
                    Set.of("projects.viewer", "projects.developer"),
                    Set.of("projects.developer", "projects.editor"),
                    Set.of("projects.editor", "projects.admin"),
                    Set.of("projects.viewer", "communities.viewer"),
                    Set.of("communities.viewer", "communities.developer"),
                    Set.of("communities.developer", "communities.editor"),
                    Set.of("projects.editor", "communities.editor"),
                    Set.of("communities.editor", "communities.admin"),
                    Set.of("projects.admin", "communities.admin"),
                    Set.of("organization.member", "organization.admin"),
                    Set.of("organization.admin", "organization.owner"));
            assertEquals(expected.size(), edges(policy).size(), "no edge twice, and none too many");
            assertEquals(Set.copyOf(expected), Set.copyOf(edges(policy)));
            policy.roles()
                    .forEach(definition -> assertTrue(
                            policy.toMermaid().contains(definition.role().name())));
        }
    }

    /** One row of the table of roles, without the role. */
    private record Line(Set<String> boundAt, Set<String> includes, Set<String> permits) {}

    /** The table of the specification. */
    private static Map<String, Line> specified(boolean delegated) {
        Map<String, Line> lines = new LinkedHashMap<>();
        Consumer<String> row = text -> {
            String[] cells = text.split("\\|", -1);
            String permits = cells[3] + (delegated ? " " + cells[4] : "");
            lines.put(cells[0].strip(), new Line(words(cells[1]), words(cells[2]), words(permits)));
        };
        """
                projects.viewer       | project, community      |                       | project.view |
                projects.developer    | project, community      | projects.viewer       | project.run, resource.create, resource.use, resource.update, resource.delete |
                projects.editor       | project, community      | projects.developer    | project.update, project.delete | project.attach, resource.share
                projects.admin        | project, community      | projects.editor       | project.manageAccess, project.limit, project.attach |
                communities.viewer    | community, organization | projects.viewer       | community.view |
                communities.developer | community, organization | communities.viewer    | project.create | community.publish
                communities.editor    | community, organization | communities.developer, projects.editor | community.update, community.delete | community.linkBilling
                communities.admin     | community, organization | communities.editor, projects.admin | community.manageAccess, community.linkBilling, community.restrict, community.publish, resource.share |
                organization.member   | organization            |                       | organization.view, community.create |
                organization.admin    | organization            | organization.member   | organization.manageAccess, organization.appointAdministrators |
                organization.owner    | organization            | organization.admin    | organization.manageOwners |
                """.lines().forEach(row);
        return lines;
    }

    /** The table of roles as a policy prints it: the rows whose first cell is one of its roles. */
    private static Map<String, Line> printed(Policy policy) {
        Set<String> roles = policy.roles().stream()
                .map(RoleDefinition::role)
                .map(Role::name)
                .collect(Collectors.toSet());
        Map<String, Line> lines = new LinkedHashMap<>();
        for (List<String> cells : rows(policy)) {
            if (roles.contains(cells.get(0))) {
                lines.put(cells.get(0), new Line(words(cells.get(1)), words(cells.get(2)), words(cells.get(3))));
            }
        }
        return lines;
    }

    /** The switches as a policy prints them, each cut to the word that decides. */
    private static List<String> switches(Policy policy) {
        List<String> values = new ArrayList<>();
        for (String name : List.of(
                "role given at first sign-in",
                "organization role that makes an administrator of the default community",
                "the same for standard communities",
                "channel links",
                "billing")) {
            String value = rows(policy).stream()
                    .filter(cells -> cells.get(0).equals(name))
                    .map(cells -> cells.get(1))
                    .findFirst()
                    .orElse("not printed");
            values.add(value.replaceAll(" (and what includes it|only)$", ""));
        }
        return values;
    }

    /** The cells of all rows, without the marks of Markdown. */
    private static List<List<String>> rows(Policy policy) {
        return policy.toMarkdown()
                .lines()
                .filter(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.replace("`", "").split("\\|", -1))
                        .skip(1)
                        .map(String::strip)
                        .toList())
                .toList();
    }

    private static Set<String> words(String cell) {
        return new TreeSet<>(Pattern.compile("[A-Za-z.]+")
                .matcher(cell)
                .results()
                .map(MatchResult::group)
                .toList());
    }

    /** Which two roles each arrow joins. */
    private static List<Set<String>> edges(Policy policy) {
        Pattern role = Pattern.compile("[a-z]+\\.[a-z]+");
        return policy.toMermaid()
                .lines()
                .filter(line -> line.contains("-->"))
                .map(line ->
                        role.matcher(line).results().map(MatchResult::group).collect(Collectors.toSet()))
                .toList();
    }
}
