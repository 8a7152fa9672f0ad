package io.github.communities.tck.domain.access;

import static io.github.communities.Permission.COMMUNITY_UPDATE;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Permission.RESOURCE_USE;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.access.Authorization;
import io.github.communities.access.Operation;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.decision.Decision;
import io.github.communities.decision.Names;
import io.github.communities.error.Forbidden;
import io.github.communities.error.NotFound;
import io.github.communities.error.Refused;
import io.github.communities.policy.Billing;
import io.github.communities.policy.Policy;
import io.github.communities.project.ProjectUpdate;
import io.github.communities.tck.domain.FreeRules;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Decisions, authorizations and refusals told with names: ACC-2, ACC-7 and ACC-8. Cat lovers with the project Litter is
 * Bob's, Dogs with the project Walks is Carol's; dave has no role.
 */
public abstract class NamingRules extends FreeRules {
    private static final Subject EVE = Subject.user("eve");

    private CommunityId dogs = CommunityId.of(ACME, "not created yet");
    private ProjectId walks = ProjectId.of(ACME, "not created yet");

    /** Rules on storages of this kind. */
    protected NamingRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void letCarolHaveDogs() {
        node.host().addUser(ACME, DAVE);
        dogs = communityOf(CAROL, "Dogs");
        walks = projectOf(CAROL, dogs, "Walks").id();
    }

    private Map<Target, String> names(Subject caller, Target... targets) {
        return names(caller, List.of(targets)).byTarget();
    }

    private Names names(Subject caller, List<Target> targets) {
        return other.access().names(as(caller), targets);
    }

    private void rename(ProjectId project, String name) {
        long version = node.projects().get(as(BOB), project).version();
        node.projects().update(as(BOB), project, ProjectUpdate.nothing().name(name), version);
    }

    // ACC-2

    @Test
    @Rule("ACC-2")
    void a_decision_is_told_with_names_beside_the_ids() {
        grant(cats, DAVE, COMMUNITY_VIEWER);
        Decision granted = later().access().explain(as(DAVE), PROJECT_VIEW, litter);
        Decision missing = other.access().explain(as(DAVE), PROJECT_RUN, litter);

        Names names = names(DAVE, granted.targets());

        assertEquals(Set.of(litter, cats), Set.copyOf(granted.targets()));
        assertEquals(Map.of(litter, "Litter", cats, "Cat lovers"), names.byTarget());
        assertEquals(
                "user/dave may project.view at project " + litter + " \"Litter\": communities.viewer at community "
                        + cats
                        + " \"Cat lovers\", bound to user/dave, since "
                        + granted.sources().get(0).since() + " (revision " + revision() + ")",
                granted.text(names));
        assertEquals(
                "user/dave may not project.run at project " + litter + " \"Litter\": no role held there permits it;"
                        + " nearest missing grant: projects.developer at project " + litter + " \"Litter\" (revision "
                        + revision() + ")",
                missing.text(names));
        assertEquals(
                granted.text(),
                granted.text(names).replace(" \"Litter\"", "").replace(" \"Cat lovers\"", ""),
                "without names it is told by ids");
        String diagram = granted.toMermaid(names);
        assertTrue(diagram.contains("project.view at project " + litter + " #34;Litter#34;\"]"), diagram);
        assertTrue(diagram.contains("communities.viewer at community " + cats + " #34;Cat lovers#34;\"]"), diagram);
    }

    @Test
    @Rule("ACC-2")
    void who_asks_is_told_the_names_only_of_what_they_may_view_whoever_it_is_about() {
        Decision ofBob = later().access().explain(as(BOB), PROJECT_VIEW, litter);
        List<Target> all = List.of(ACME, cats, litter, dogs, walks);

        assertEquals(Map.of(ACME, "Acme"), names(DAVE, all).byTarget());
        assertEquals(ofBob.text(), ofBob.text(names(DAVE, ofBob.targets())));
        assertEquals(
                Map.of(ACME, "Acme", dogs, "Dogs", walks, "Walks"),
                names(CAROL, all).byTarget());
        assertEquals(all.size(), names(WATCHER, all).byTarget().size());
        grant(litter, DAVE, PROJECT_VIEWER);
        later();
        assertEquals(Map.of(ACME, "Acme", litter, "Litter"), names(DAVE, all).byTarget());
        String told = ofBob.text(names(DAVE, ofBob.targets()));
        assertTrue(told.contains("project " + litter + " \"Litter\""), told);
        assertFalse(told.contains("Cat lovers"), told);
    }

    @Test
    @Rule({"ACC-2", "ACC-1"})
    void what_is_deleted_or_never_was_has_no_name() {
        grant(cats, DAVE, COMMUNITY_VIEWER);
        ResourceId photos = datasetOf(BOB, litter, "Photos").id();
        ProjectId never = ProjectId.of(ACME, "never");
        assertEquals(
                Map.of(cats, "Cat lovers", litter, "Litter", photos, "Photos"),
                names(DAVE, cats, litter, photos, never));

        node.projects().delete(as(BOB), litter);
        assertEquals(Map.of(cats, "Cat lovers"), names(DAVE, cats, litter, photos, ResourceAt.of(photos, cats)));
        assertEquals(
                Map.of(dogs, "Dogs", walks, "Walks"), names(CAROL, dogs, ResourceAt.of(photos, walks), cats, never));
        node.delete(as(BOB), cats);
        assertEquals(Map.of(), names(DAVE, cats, litter, photos));
        node.delete(as(CAROL), dogs);
        assertEquals(Map.of(), names(CAROL, dogs, walks));
    }

    @Test
    @Rule({"ACC-2", "SHR-3", "SHR-4"})
    void a_shared_resource_has_its_name_where_it_may_be_viewed() {
        ResourceId photos = datasetOf(BOB, litter, "Photos").id();
        ResourceAt published = ResourceAt.of(photos, dogs);
        ResourceAt attached = ResourceAt.of(photos, walks);
        assertEquals(Map.of(photos, "Photos"), names(BOB, photos), "where it belongs");
        assertEquals(Map.of(dogs, "Dogs"), names(CAROL, photos, published));
        node.members().grant(as(CAROL), dogs, BOB, COMMUNITY_ADMIN);

        node.sharing().publish(as(BOB), photos, dogs);
        assertEquals(Map.of(dogs, "Dogs", photos, "Photos"), names(CAROL, published));
        assertEquals(Map.of(walks, "Walks"), names(CAROL, attached), "it is not attached yet");
        assertEquals(Map.of(), names(CAROL, photos), "asked about by itself, it is of a project that she may not view");
        assertEquals(Map.of(), names(DAVE, photos, published, attached));

        node.sharing().attach(as(CAROL), photos, walks);
        node.members().grant(as(CAROL), walks, DAVE, PROJECT_VIEWER);
        Decision decision = later().access().explain(as(DAVE), RESOURCE_USE, attached);
        assertEquals(Map.of(walks, "Walks", photos, "Photos"), names(DAVE, published, attached));
        assertTrue(
                decision.text(names(DAVE, decision.targets()))
                        .contains("at resource " + photos + " \"Photos\" in project " + walks + " \"Walks\": "),
                decision::text);

        node.sharing().withdraw(as(CAROL), photos, dogs);
        assertEquals(Map.of(walks, "Walks"), names(DAVE, published, attached));
        assertEquals(Map.of(dogs, "Dogs"), names(CAROL, published));
    }

    @Test
    @Rule("ACC-2")
    void names_and_roles_are_read_together_so_that_no_later_name_is_told_by_an_earlier_role() {
        grant(litter, DAVE, PROJECT_VIEWER);
        assertTrue(later().access().can(as(DAVE), PROJECT_VIEW, litter));

        rename(litter, "Sand");
        assertEquals(Map.of(litter, "Sand"), names(DAVE, litter));
        node.members().revoke(as(BOB), litter, DAVE, PROJECT_VIEWER);
        rename(litter, "Secret");
        assertEquals(Map.of(), names(DAVE, litter), "though the other node may remember the role");
    }

    @Test
    @Rule("ACC-2")
    void any_number_of_targets_is_named_in_one_call() {
        List<Target> targets = new ArrayList<>(List.of(litter));
        for (int i = 0; i < 2_500; i++) {
            targets.add(ResourceAt.of(ResourceId.of(ACME, "made up " + i), ProjectId.of(ACME, "made up " + i)));
            targets.add(litter);
        }
        targets.add(cats);

        assertEquals(
                Map.of(litter, "Litter", cats, "Cat lovers"),
                names(BOB, targets).byTarget());
        assertEquals(Names.none(), names(BOB, List.of()));
    }

    @Test
    @Rule({"ACC-2", "LIM-2"})
    void whatever_a_name_holds_it_is_told_on_one_line_and_says_nothing_of_its_own() {
        Decision decision = other.access().explain(as(BOB), PROJECT_RUN, litter);
        Names odd = new Names(Map.of(litter, "\"]\n%%{init}%% --> <b>&amp;`x` #quot; é" + "x".repeat(99)));
        String shown = "\\u0022]\\u000A%%{init}%% --> <b>&amp;`x` #quot; éxx…";

        String text = decision.text(odd);
        String diagram = decision.toMermaid(odd);

        assertEquals(decision.text().replace("project " + litter, "project " + litter + " \"" + shown + "\""), text);
        String form = "    n\\d+(\\[\"([^\"\\[\\]{}<>&`|;#\\\\]|(?<!%)#\\d+;)*\"]| (--|-\\.) [a-z .]+ (-->|\\.->) n\\d+"
                + "| (-->|-\\.->) n\\d+)";
        diagram.lines().skip(1).forEach(line -> assertTrue(line.matches(form) && !line.contains("%%"), line));
        assertTrue(diagram.contains("#38;amp#59;#96;x#96; #35;quot#59; éxx#8230;#34;"), diagram);
    }

    // ACC-7

    @Test
    @Rule({"ACC-2", "ACC-7"})
    void an_authorization_is_told_with_names_permissions_and_conditions_alike() {
        run(Policy.standard().toBuilder("paid").billing(Billing.REQUIRED).build());
        grant(litter, DAVE, PROJECT_VIEWER);
        Authorization unpaid = later().access().authorize(as(BOB), Operation.RUN, litter);
        Authorization forbidden = other.access().authorize(as(DAVE), Operation.RUN, litter);

        assertEquals(
                "run, project " + litter + " \"Litter\": may not be done: no billing account is linked to community "
                        + cats + " \"Cat lovers\" (BIL-1) (revision " + revision() + ")",
                unpaid.text(names(BOB, unpaid.targets())));
        assertEquals(
                "no billing account is linked to community " + cats,
                unpaid.unmet().get(0).reason());
        assertEquals(
                "run, project " + litter + ": may not be done: no billing account is linked to community " + cats
                        + " (BIL-1) (revision " + revision() + ")",
                unpaid.text(names(DAVE, List.of(cats, ACME))));
        Names ofDave = names(DAVE, forbidden.targets());
        assertEquals(
                "run, project " + litter + " \"Litter\": may not be done: "
                        + forbidden.decisions().get(0).text(ofDave) + " ("
                        + forbidden.unmet().get(0).rule() + ") (revision " + revision() + ")",
                forbidden.text(ofDave));
        assertEquals(forbidden.text(), forbidden.text(Names.none()));
    }

    // Refusals

    @Test
    @Rule({"ACC-2", "ACC-8"})
    void a_refusal_is_told_with_names_of_what_its_caller_may_view() {
        grant(cats, DAVE, COMMUNITY_VIEWER);
        CommunityUpdate change = CommunityUpdate.nothing().name("Cats");

        Forbidden refusal = forbidden(COMMUNITY_UPDATE, () -> node.update(as(DAVE), cats, change, 1));
        Forbidden blind = forbidden(COMMUNITY_UPDATE, () -> node.update(as(CAROL), cats, change, 1));

        Names ofDave = names(DAVE, refusal.targets());
        assertEquals(refusal.decision().text(ofDave), refusal.reason(ofDave));
        assertTrue(refusal.reason(ofDave).contains("community " + cats + " \"Cat lovers\""), refusal.reason(ofDave));
        assertEquals(refusal.reason(), refusal.reason(Names.none()));
        assertEquals(blind.reason(), blind.reason(names(CAROL, blind.targets())));
        NotFound missing = notFound(() -> node.get(as(DAVE), CommunityId.of(ACME, "never")));
        assertEquals(List.of(), missing.targets());
        assertEquals(missing.reason(), missing.reason(ofDave));
    }

    @Test
    @Rule({"ACC-2", "PRJ-5"})
    void what_a_rule_forbids_is_told_with_names_too() {
        ResourceId photos = publishedBy(litter, "Photos", cats).id();
        ProjectId post = projectOf(BOB, cats, "Scratching post").id();
        node.sharing().attach(as(BOB), photos, post);

        Refused refusal = refused("PRJ-5", () -> node.projects().delete(as(BOB), litter));

        assertEquals(List.of(photos, cats, post), refusal.targets());
        assertEquals(
                "resource " + photos + " \"Photos\" is published in community " + cats
                        + " \"Cat lovers\" and attached to project " + post + " \"Scratching post\"; withdraw it first",
                refusal.reason(names(BOB, refusal.targets())));
        assertEquals(
                "resource " + photos + " is published in community " + cats + " and attached to project " + post
                        + "; withdraw it first",
                refusal.reason());
    }

    // ACC-8

    @Test
    @Rule("ACC-8")
    void strangers_get_no_names_and_nobody_those_of_another_organization() {
        register(GLOBEX, "Globex");
        List<Target> all = List.of(ACME, cats, litter);
        Caller ofGlobex = Caller.of(GLOBEX, BOB);

        assertEquals(Names.none(), names(EVE, all));
        assertEquals(
                Names.none(),
                other.access()
                        .names(Caller.of(OrganizationId.of("nowhere"), BOB), List.of(OrganizationId.of("nowhere"))));
        assertEquals(Names.none(), other.access().names(ofGlobex, all));
        assertEquals(
                Map.of(GLOBEX, "Globex"),
                other.access()
                        .names(
                                ofGlobex,
                                List.of(
                                        GLOBEX,
                                        CommunityId.of(GLOBEX, cats.value()),
                                        cats,
                                        ProjectId.of(GLOBEX, litter.value())))
                        .byTarget());
        node.host().removeUser(ACME, BOB);
        assertEquals(Names.none(), names(BOB, all));
    }
}
