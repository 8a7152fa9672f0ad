package io.github.communities.tck.domain.access;

import static io.github.communities.Permission.COMMUNITY_CREATE;
import static io.github.communities.Permission.COMMUNITY_DELETE;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_UPDATE;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_VIEW;
import static io.github.communities.Permission.PROJECT_CREATE;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Permission.PROJECT_UPDATE;
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
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.stale;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.access.AccessView;
import io.github.communities.decision.Decision;
import io.github.communities.decision.MissingGrant;
import io.github.communities.decision.RoleSource;
import io.github.communities.error.Forbidden;
import io.github.communities.project.NewProject;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.model.RoleTable;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Decisions about access: ACC-1 to ACC-4 and ACC-8, under either ready policy. Bob's community is Cat lovers, with the
 * projects Litter and Scratching post; carol's is Dogs, with the project Walks.
 */
public abstract class AccessRules extends AcmeRules {
    private static final Subject EVE = Subject.user("eve");

    private final RoleTable table;
    private CommunityId cats = CommunityId.of(ACME, "not created yet");
    private CommunityId dogs = cats;
    private ProjectId litter = ProjectId.of(ACME, "not created yet");
    private ProjectId scratching = litter;
    private ProjectId walks = litter;

    /** Rules on storages of this kind, under the policy of a table. */
    protected AccessRules(Supplier<StoreFixture> storages, RoleTable table) {
        super(storages);
        this.table = table;
    }

    @BeforeEach
    void letBobAndCarolHaveTheirCommunities() {
        run(table.policy());
        acme();
        node.host().addUser(ACME, DAVE);
        cats = communityOf(BOB, "Cat lovers");
        litter = projectOf(BOB, cats, "Litter").id();
        scratching = projectOf(BOB, cats, "Scratching post").id();
        dogs = communityOf(CAROL, "Dogs");
        walks = projectOf(CAROL, dogs, "Walks").id();
    }

    private void grant(Scope scope, Subject subject, Role role) {
        node.members().grant(as(BOB), scope, subject, role);
    }

    private boolean can(Subject principal, Permission permission, Target target) {
        return other.access().can(as(principal), permission, target);
    }

    private Set<Permission> permissions(Subject principal, Target target) {
        return new TreeSet<>(other.access().permissions(as(principal), target));
    }

    private Set<Permission> permissionsOf(Role... roles) {
        Set<Permission> permissions = new TreeSet<>();
        for (Role role : roles) {
            permissions.addAll(table.permissions(role));
        }
        return permissions;
    }

    private Decision explain(Subject principal, Permission permission, Target target) {
        return other.access().explain(as(principal), permission, target);
    }

    // ACC-2

    @Test
    @Rule("ACC-2")
    void a_decision_is_drawn_from_the_principal_to_the_permission_whatever_the_ids_hold() {
        Subject odd = Subject.group("\"] --> x;\nend|#quot;".replace("\n", "~"));
        node.host().addGroup(ACME, odd);
        node.host().addToGroup(ACME, odd, DAVE);
        grant(litter, odd, PROJECT_DEVELOPER);

        String granted = explain(DAVE, PROJECT_RUN, litter).toMermaid();
        String missing = explain(CAROL, PROJECT_RUN, litter).toMermaid();

        String form = "    n\\d+(\\[\"[^\"\\[\\]<>|;]*\"]| (--|-\\.) [a-z .]+ (-->|\\.->) n\\d+| (-->|-\\.->) n\\d+)";
        for (String diagram : List.of(granted, missing)) {
            List<String> lines = diagram.lines().toList();
            assertEquals("graph LR", lines.get(0));
            lines.stream().skip(1).forEach(line -> assertTrue(line.matches(form), line));
        }
        assertTrue(granted.contains("[\"user/dave\"]") && granted.contains(odd.toString()), granted);
        assertTrue(granted.contains("projects.developer at project " + litter), granted);
        assertTrue(granted.contains(" -- in --> ") && !granted.contains("-."), granted);
        assertTrue(missing.contains(" -. missing .-> ") && !missing.contains("-->"), missing);
    }

    // ACC-1

    @Test
    @Rule("ACC-1")
    void every_role_permits_what_the_table_says_where_it_is_bound_and_below_and_nowhere_else() {
        List<Executable> checks = new ArrayList<>();
        for (ScopeKind kind : ScopeKind.values()) {
            for (Role role : table.rolesAt(kind)) {
                Subject user = Subject.user(role + " at " + kind.noun());
                node.host().addUser(ACME, user);
                switch (kind) {
                    case ORGANIZATION -> node.host().addUser(ACME, user, role);
                    case COMMUNITY -> grant(cats, user, role);
                    case PROJECT -> grant(litter, user, role);
                }
                Set<Permission> without = permissionsOf(ORGANIZATION_MEMBER);
                Set<Permission> with = permissionsOf(ORGANIZATION_MEMBER, role);
                checks.add(() -> {
                    assertEquals(kind == ScopeKind.ORGANIZATION ? with : without, permissions(user, ACME));
                    assertEquals(kind == ScopeKind.PROJECT ? without : with, permissions(user, cats));
                    assertEquals(with, permissions(user, litter));
                    assertEquals(kind == ScopeKind.PROJECT ? without : with, permissions(user, scratching));
                    assertEquals(kind == ScopeKind.ORGANIZATION ? with : without, permissions(user, dogs));
                    assertEquals(kind == ScopeKind.ORGANIZATION ? with : without, permissions(user, walks));
                });
            }
        }
        later();
        assertAll(checks);
    }

    @Test
    @Rule({"ACC-1", "DEF-7"})
    void in_the_default_community_organization_administrators_hold_the_administrators_role_besides() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        node.host().addUser(ACME, EVE, ORGANIZATION_OWNER);
        ProjectId everyones = node.projects()
                .create(as(ANN), team, NewProject.named("Everyone's"))
                .value()
                .id();

        later();
        assertEquals(permissionsOf(ORGANIZATION_ADMIN, COMMUNITY_ADMIN), permissions(ANN, team));
        assertEquals(permissionsOf(ORGANIZATION_OWNER, COMMUNITY_ADMIN), permissions(EVE, team));
        assertEquals(permissionsOf(ORGANIZATION_OWNER, COMMUNITY_ADMIN), permissions(EVE, everyones));
        assertEquals(permissionsOf(ORGANIZATION_ADMIN), permissions(ANN, cats));
        assertEquals(permissionsOf(ORGANIZATION_MEMBER), permissions(BOB, team));
    }

    @Test
    @Rule("ACC-1")
    void what_nobody_granted_is_denied() {
        node.host().addServiceAccount(ACME, ROBOT);

        later();
        for (Target target : List.of(ACME, cats, litter)) {
            assertEquals(permissionsOf(ORGANIZATION_MEMBER), permissions(DAVE, target), target::toString);
            assertEquals(Set.of(), permissions(ROBOT, target), target::toString);
            assertEquals(Set.of(), permissions(EVE, target), target::toString);
        }
    }

    @Test
    @Rule("ACC-1")
    void access_is_the_union_of_all_that_is_bound_to_the_principal_their_groups_and_the_system_group() {
        node.host().addGroup(ACME, CATS);
        Subject second = node.host().addGroup(ACME, Subject.group("second")).value();
        node.host().addToGroup(ACME, CATS, DAVE);
        node.host().addToGroup(ACME, second, DAVE);
        grant(litter, DAVE, PROJECT_VIEWER);
        grant(litter, CATS, PROJECT_DEVELOPER);
        grant(cats, second, COMMUNITY_VIEWER);
        node.members().grant(as(BOB), cats, Subject.allUsers(), COMMUNITY_DEVELOPER);

        later();
        assertEquals(
                permissionsOf(ORGANIZATION_MEMBER, COMMUNITY_DEVELOPER, PROJECT_DEVELOPER), permissions(DAVE, litter));
        assertEquals(permissionsOf(ORGANIZATION_MEMBER, COMMUNITY_DEVELOPER), permissions(DAVE, scratching));
        assertEquals(permissionsOf(ORGANIZATION_MEMBER, COMMUNITY_DEVELOPER), permissions(CAROL, cats));
        node.host().removeFromGroup(ACME, CATS, DAVE);
        node.members().revoke(as(BOB), cats, Subject.allUsers(), COMMUNITY_DEVELOPER);
        later();
        assertEquals(permissionsOf(ORGANIZATION_MEMBER, COMMUNITY_VIEWER), permissions(DAVE, litter));
        node.host().removeFromGroup(ACME, second, DAVE);
        later();
        assertEquals(permissionsOf(ORGANIZATION_MEMBER, PROJECT_VIEWER), permissions(DAVE, litter));
        assertEquals(permissionsOf(ORGANIZATION_MEMBER), permissions(DAVE, cats));
    }

    @Test
    @Rule("ACC-1")
    void a_lesser_role_below_takes_nothing_away() {
        grant(cats, DAVE, COMMUNITY_EDITOR);
        grant(litter, DAVE, PROJECT_VIEWER);

        later();
        assertEquals(permissionsOf(ORGANIZATION_MEMBER, COMMUNITY_EDITOR), permissions(DAVE, litter));
        node.members().revoke(as(BOB), litter, DAVE, PROJECT_VIEWER);
        later();
        assertEquals(permissionsOf(ORGANIZATION_MEMBER, COMMUNITY_EDITOR), permissions(DAVE, litter));
    }

    @Test
    @Rule("ACC-1")
    void at_what_was_never_there_or_is_deleted_nobody_has_anything() {
        node.host().addUser(ACME, EVE, ORGANIZATION_OWNER, COMMUNITY_ADMIN);
        grant(litter, DAVE, PROJECT_EDITOR);
        later();
        assertTrue(can(EVE, PROJECT_VIEW, litter));
        assertTrue(can(EVE, PROJECT_VIEW, walks));
        node.projects().delete(as(BOB), litter);
        node.delete(as(CAROL), dogs);

        later();
        for (Target target : List.of(
                litter,
                dogs,
                walks,
                CommunityId.of(ACME, "never"),
                ProjectId.of(ACME, "never"),
                CommunityId.of(ACME, litter.value()),
                ProjectId.of(ACME, cats.value()),
                OrganizationId.of("never"))) {
            for (Subject principal : List.of(ANN, BOB, CAROL, DAVE, EVE, WATCHER)) {
                assertEquals(Set.of(), permissions(principal, target), () -> principal + " at " + target);
                for (Permission permission : Permission.STANDARD) {
                    assertFalse(can(principal, permission, target), () -> principal + " at " + target);
                    assertEquals(
                            Decision.Reason.NO_SUCH_TARGET,
                            explain(principal, permission, target).reason());
                }
            }
        }
    }

    // ACC-2

    @Test
    @Rule("ACC-2")
    void all_ways_of_asking_give_one_answer() {
        grant(litter, DAVE, PROJECT_EDITOR);
        grant(cats, DAVE, COMMUNITY_VIEWER);

        AccessView view = later().access().of(as(DAVE));
        List<Target> targets = List.of(ACME, cats, litter, scratching, dogs, walks);
        Map<Target, Set<Permission>> all = view.permissions(targets, Permission.STANDARD);
        assertEquals(Set.copyOf(targets), all.keySet());
        for (Target target : targets) {
            assertEquals(view.permissions(target), all.get(target), target::toString);
            for (Permission permission : Permission.STANDARD) {
                boolean permitted = view.can(permission, target);
                assertEquals(permitted, view.permissions(target).contains(permission));
                assertEquals(permitted, can(DAVE, permission, target));
                assertEquals(permitted, view.explain(permission, target).allowed());
                if (permitted) {
                    view.require(permission, target);
                    other.access().require(as(DAVE), permission, target);
                } else {
                    Forbidden refusal = forbidden(permission, () -> view.require(permission, target));
                    assertEquals(view.explain(permission, target), refusal.decision());
                    forbidden(permission, () -> other.access().require(as(DAVE), permission, target));
                }
            }
        }
    }

    @Test
    @Rule("ACC-2")
    void any_number_of_targets_is_asked_about_in_one_call() {
        grant(cats, DAVE, COMMUNITY_EDITOR);
        List<Scope> targets = new ArrayList<>(List.of(litter, cats, scratching, dogs));
        for (int i = 0; i < 2_500; i++) {
            targets.add(i % 2 == 0 ? ProjectId.of(ACME, "made up " + i) : CommunityId.of(ACME, "made up " + i));
        }
        targets.add(walks);

        Map<Scope, Set<Permission>> answers = later().access()
                .of(as(DAVE))
                .permissions(targets, List.of(PROJECT_UPDATE, COMMUNITY_MANAGE_ACCESS, COMMUNITY_CREATE));

        assertEquals(Set.copyOf(targets), answers.keySet());
        for (Scope inside : List.of(cats, litter, scratching)) {
            assertEquals(Set.of(PROJECT_UPDATE, COMMUNITY_CREATE), answers.get(inside), inside::toString);
        }
        assertEquals(Set.of(COMMUNITY_CREATE), answers.get(dogs));
        assertEquals(Set.of(COMMUNITY_CREATE), answers.get(walks));
        assertEquals(Set.of(), answers.get(ProjectId.of(ACME, "made up 0")));
        assertEquals(Map.of(), other.access().of(as(DAVE)).permissions(List.<Scope>of(), Permission.STANDARD));
    }

    @Test
    @Rule({"ACC-2", "POL-1"})
    void a_permission_that_the_policy_does_not_know_is_a_mistake() {
        Permission unknown = new Permission("cat.stroke", Permission.FIRST_OWN_BIT, ScopeKind.PROJECT);
        AccessView view = node.access().of(as(BOB));

        invalid("POL-1", () -> node.access().can(as(BOB), unknown, cats));
        invalid("POL-1", () -> view.can(unknown, cats));
        invalid("POL-1", () -> view.require(unknown, cats));
        invalid("POL-1", () -> view.explain(unknown, cats));
        invalid("POL-1", () -> view.permissions(List.of(cats), List.of(unknown)));
        assertTrue(view.can(COMMUNITY_VIEW, cats));
    }

    // ACC-3

    @Test
    @Rule("ACC-3")
    void explain_names_every_path_that_grants() {
        Instant end = cluster.clock().instant().plus(Duration.ofDays(1));
        node.host().addGroup(ACME, CATS);
        node.host().addToGroup(ACME, CATS, DAVE);
        node.members().grant(as(BOB), litter, DAVE, PROJECT_DEVELOPER, end);
        grant(cats, DAVE, PROJECT_EDITOR);
        grant(cats, CATS, PROJECT_DEVELOPER);
        grant(cats, Subject.allUsers(), PROJECT_DEVELOPER);
        grant(cats, Subject.allUsers(), COMMUNITY_VIEWER);
        node.host().addUser(ACME, DAVE, COMMUNITY_EDITOR);

        later();
        Decision decision = explain(DAVE, PROJECT_RUN, litter);
        assertTrue(decision.allowed());
        assertEquals(DAVE, decision.principal());
        assertEquals(PROJECT_RUN, decision.permission());
        assertEquals(litter, decision.target());
        assertEquals(revision(), decision.revision());
        assertEquals(Optional.empty(), decision.nearestMissing());
        assertEquals(
                Set.of(
                        "OWN projects.developer " + litter + " " + DAVE + " until " + end,
                        "OWN projects.editor " + cats + " " + DAVE,
                        "GROUP projects.developer " + cats + " " + CATS,
                        "ALL_USERS projects.developer " + cats + " " + Subject.allUsers(),
                        "OWN communities.editor " + ACME + " " + DAVE),
                decision.sources().stream().map(AccessRules::inWords).collect(Collectors.toSet()));
        assertEquals(5, decision.sources().size());
        assertFalse(decision.text().contains("\n"));
        Decision belonging = explain(DAVE, COMMUNITY_CREATE, litter);
        assertEquals(
                List.of(RoleSource.Kind.BELONGING),
                belonging.sources().stream().map(RoleSource::kind).toList());
    }

    private static String inWords(RoleSource source) {
        return source.kind() + " " + source.role() + " " + source.scope() + " " + source.boundTo()
                + source.expiresAt().map(end -> " until " + end).orElse("");
    }

    @Test
    @Rule({"ACC-3", "DEF-7"})
    void explain_names_the_organization_role_that_a_role_is_inherited_from() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();

        Decision decision = later().access().explain(as(ANN), COMMUNITY_MANAGE_ACCESS, team);

        assertTrue(decision.allowed());
        assertEquals(1, decision.sources().size());
        RoleSource source = decision.sources().get(0);
        assertEquals(COMMUNITY_ADMIN, source.role());
        assertEquals(team, source.scope());
        assertEquals(Optional.of(ORGANIZATION_ADMIN), source.inheritedFrom());
        assertEquals(ANN, source.boundTo());
    }

    @Test
    @Rule("ACC-3")
    void the_nearest_missing_grant_is_the_lowest_role_at_the_narrowest_scope_and_turns_the_answer_round() {
        node.host().addUser(ACME, EVE, ORGANIZATION_OWNER, COMMUNITY_ADMIN);
        later();
        int number = 0;
        for (Scope target : List.<Scope>of(ACME, cats, litter)) {
            for (Permission permission : Permission.STANDARD) {
                Subject robot = node.host()
                        .addServiceAccount(ACME, Subject.serviceAccount("robot" + number++))
                        .value();
                Decision decision = explain(robot, permission, target);
                assertEquals(Decision.Reason.NOT_GRANTED, decision.reason());
                assertEquals(List.of(), decision.sources());
                MissingGrant missing = decision.nearestMissing().orElseThrow(() -> new AssertionError(decision.text()));
                assertEquals(nearest(permission, target), missing, decision::text);
                node.members().grant(as(EVE), missing.scope(), robot, missing.role());
                later();
                assertTrue(can(robot, permission, target), decision::text);
            }
        }
    }

    /**
     * By the table: the first scope from the target up at which a role that permits it can be bound, and its lowest.
     */
    private MissingGrant nearest(Permission permission, Scope target) {
        List<Scope> upwards = target.equals(litter)
                ? List.of(litter, cats, ACME)
                : target.equals(cats) ? List.of(cats, ACME) : List.of(ACME);
        for (Scope scope : upwards) {
            for (Role role : table.rolesAt(scope.kind())) {
                if (table.permissions(role).contains(permission)) {
                    return new MissingGrant(role, scope);
                }
            }
        }
        throw new AssertionError("no role permits " + permission);
    }

    @Test
    @Rule({"ACC-3", "MEM-8"})
    void what_has_expired_is_named_as_such() {
        Instant end = cluster.clock().instant().plus(Duration.ofHours(1));
        node.members().grant(as(BOB), cats, DAVE, COMMUNITY_EDITOR, end);
        cluster.clock().advance(Duration.ofHours(1));

        Decision decision = explain(DAVE, COMMUNITY_UPDATE, cats);
        assertEquals(Decision.Reason.EXPIRED, decision.reason());
        assertFalse(decision.allowed());
        assertEquals(
                List.of("OWN communities.editor " + cats + " " + DAVE + " until " + end),
                decision.sources().stream().map(AccessRules::inWords).toList());
        assertEquals(Optional.of(new MissingGrant(COMMUNITY_EDITOR, cats)), decision.nearestMissing());
        assertEquals(
                Decision.Reason.NOT_GRANTED,
                explain(DAVE, COMMUNITY_MANAGE_ACCESS, cats).reason());
        grant(cats, DAVE, COMMUNITY_EDITOR);
        later();
        decision = explain(DAVE, COMMUNITY_UPDATE, cats);
        assertTrue(decision.allowed());
        assertEquals(1, decision.sources().size());
    }

    // ACC-4

    @Test
    @Rule("ACC-4")
    void a_view_answers_from_one_revision_whatever_is_written_meanwhile() {
        grant(cats, DAVE, COMMUNITY_EDITOR);
        later();
        AccessView view = other.access().of(as(DAVE));
        assertEquals(revision(), view.revision());

        node.members().revoke(as(BOB), cats, DAVE, COMMUNITY_EDITOR);
        node.members().grant(as(CAROL), dogs, DAVE, COMMUNITY_VIEWER);
        node.projects().delete(as(BOB), litter);
        ProjectId late = projectOf(BOB, cats, "Later").id();
        node.delete(as(CAROL), dogs);

        assertTrue(view.can(COMMUNITY_DELETE, cats));
        assertTrue(view.can(PROJECT_VIEW, litter), "the project was there");
        assertFalse(view.can(PROJECT_VIEW, late), "the project was not there yet");
        assertEquals(
                Decision.Reason.NO_SUCH_TARGET, view.explain(PROJECT_VIEW, late).reason());
        assertFalse(view.can(COMMUNITY_VIEW, dogs));
        assertEquals(
                Decision.Reason.NOT_GRANTED, view.explain(COMMUNITY_VIEW, dogs).reason(), "the community was there");

        AccessView refreshed = view.refresh();
        assertEquals(node.host().organization(ACME).revision(), refreshed.revision());
        assertFalse(refreshed.can(COMMUNITY_DELETE, cats));
        assertFalse(refreshed.can(PROJECT_VIEW, litter));
        assertEquals(
                Decision.Reason.NO_SUCH_TARGET,
                refreshed.explain(COMMUNITY_VIEW, dogs).reason());
        assertTrue(view.can(COMMUNITY_DELETE, cats), "the view itself is not refreshed");
    }

    @Test
    @Rule("ACC-4")
    void past_the_staleness_bound_a_view_is_of_no_use_until_it_is_refreshed() {
        AccessView view = node.access().of(as(BOB));
        cluster.clock().advance(Duration.ofMillis(900));
        assertTrue(view.can(PROJECT_CREATE, cats));

        cluster.clock().advance(Duration.ofMillis(101));
        stale("ACC-4", () -> view.can(PROJECT_CREATE, cats));
        stale("ACC-4", () -> view.can(PROJECT_CREATE, ProjectId.of(ACME, "never")));
        stale("ACC-4", () -> view.require(PROJECT_CREATE, cats));
        stale("ACC-4", () -> view.explain(PROJECT_CREATE, cats));
        stale("ACC-4", () -> view.permissions(cats));
        stale("ACC-4", () -> view.permissions(List.of(cats), List.of(PROJECT_CREATE)));

        AccessView refreshed = view.refresh();
        assertTrue(refreshed.can(PROJECT_CREATE, cats));
        stale("ACC-4", () -> view.can(PROJECT_CREATE, cats));
    }

    @Test
    @Rule({"ACC-4", "MEM-8"})
    void expiry_is_judged_when_asked_also_inside_a_view() {
        Instant end = cluster.clock().instant().plus(Duration.ofMillis(500));
        node.members().grant(as(BOB), cats, DAVE, COMMUNITY_EDITOR, end);
        AccessView view = node.access().of(as(DAVE));
        assertTrue(view.can(COMMUNITY_DELETE, cats));
        assertTrue(view.permissions(litter).contains(PROJECT_UPDATE));

        cluster.clock().advance(Duration.ofMillis(500));

        assertFalse(view.can(COMMUNITY_DELETE, cats));
        assertFalse(view.permissions(litter).contains(PROJECT_UPDATE));
        assertEquals(
                Decision.Reason.EXPIRED, view.explain(COMMUNITY_DELETE, cats).reason());
        forbidden(COMMUNITY_DELETE, () -> view.require(COMMUNITY_DELETE, cats));
        assertEquals(
                Set.of(),
                view.permissions(List.of(cats), List.of(COMMUNITY_DELETE)).get(cats));
    }

    // ACC-8

    @Test
    @Rule("ACC-8")
    void to_someone_of_another_organization_nothing_exists() {
        register(GLOBEX, "Globex");
        node.host().addUser(GLOBEX, EVE, ORGANIZATION_OWNER, COMMUNITY_ADMIN);
        Caller ofGlobex = Caller.of(GLOBEX, EVE);
        Caller intruder = as(EVE);

        later();
        for (Target target : List.of(ACME, cats, litter)) {
            for (Permission permission : List.of(ORGANIZATION_VIEW, COMMUNITY_VIEW, PROJECT_VIEW)) {
                assertFalse(other.access().can(ofGlobex, permission, target));
                assertEquals(
                        Decision.Reason.NO_SUCH_TARGET,
                        other.access().explain(ofGlobex, permission, target).reason());
                notFound(() -> other.access().require(ofGlobex, permission, target));
                assertFalse(other.access().can(intruder, permission, target));
                Decision decision = other.access().explain(intruder, permission, target);
                assertEquals(Decision.Reason.NOT_OF_THE_ORGANIZATION, decision.reason());
                assertEquals(List.of(), decision.sources());
                assertEquals(Optional.empty(), decision.nearestMissing());
                notFound(() -> other.access().require(intruder, permission, target));
            }
            assertEquals(Set.of(), other.access().permissions(ofGlobex, target));
            assertEquals(Set.of(), other.access().permissions(intruder, target));
        }
        assertTrue(other.access().can(ofGlobex, COMMUNITY_CREATE, GLOBEX));
    }

    @Test
    @Rule("ACC-8")
    void to_whom_an_id_of_another_organization_is_shown_is_told_the_same_as_of_one_that_was_never_given() {
        register(GLOBEX, "Globex");
        node.host().addUser(GLOBEX, EVE, ORGANIZATION_OWNER, COMMUNITY_ADMIN);
        Caller ofGlobex = Caller.of(GLOBEX, EVE);

        String made = "x".repeat(cats.value().length());
        String ofReal = String.valueOf(notFound(() -> node.get(ofGlobex, cats)).getMessage());
        String ofMade = String.valueOf(
                notFound(() -> node.get(ofGlobex, CommunityId.of(ACME, made))).getMessage());

        assertEquals(ofMade.replace(made, "…"), ofReal.replace(cats.value(), "…"));
    }

    @Test
    @Rule("ACC-8")
    void someone_of_the_organization_is_told_that_they_may_not() {
        for (Scope target : List.<Scope>of(cats, litter)) {
            Forbidden refusal = forbidden(PROJECT_VIEW, () -> node.access().require(as(DAVE), PROJECT_VIEW, target));
            assertEquals(Decision.Reason.NOT_GRANTED, refusal.decision().reason());
        }
        forbidden(COMMUNITY_VIEW, () -> node.get(as(DAVE), cats));
        forbidden(PROJECT_VIEW, () -> node.projects().get(as(DAVE), litter));
        notFound(() -> node.access().require(as(DAVE), PROJECT_VIEW, ProjectId.of(ACME, "never")));
        node.access().require(as(BOB), PROJECT_VIEW, litter);
    }

    @Test
    @Rule({"ACC-8", "ORG-4"})
    void who_is_taken_out_of_the_organization_is_a_stranger() {
        grant(cats, DAVE, COMMUNITY_EDITOR);
        node.host().removeUser(ACME, DAVE);

        later();
        assertEquals(Set.of(), permissions(DAVE, cats));
        assertEquals(
                Decision.Reason.NOT_OF_THE_ORGANIZATION,
                explain(DAVE, COMMUNITY_VIEW, cats).reason());
        notFound(() -> node.get(as(DAVE), cats));
        node.host().addUser(ACME, DAVE);
        later();
        assertEquals(permissionsOf(ORGANIZATION_MEMBER), permissions(DAVE, cats));
        forbidden(COMMUNITY_VIEW, () -> node.get(as(DAVE), cats));
    }

    @Test
    @Rule("ACC-8")
    void in_an_organization_that_is_not_registered_there_is_nobody_and_nothing() {
        Caller nowhere = Caller.of(OrganizationId.of("nowhere"), BOB);

        assertFalse(node.access().can(nowhere, ORGANIZATION_VIEW, OrganizationId.of("nowhere")));
        notFound(() -> node.access().require(nowhere, ORGANIZATION_VIEW, OrganizationId.of("nowhere")));
        notFound(() -> node.organizations().get(nowhere));
        assertEquals("Acme", node.organizations().get(as(BOB)).name());
    }
}
