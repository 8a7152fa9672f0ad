package io.github.communities.tck.domain.member;

import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.NewBinding;
import io.github.communities.policy.Policy;
import io.github.communities.policy.RoleDefinition;
import io.github.communities.project.Project;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service agent of a community: COM-7. Bob's community is Cat lovers; the robot and the drone are accounts. */
public abstract class AgentRules extends AcmeRules {
    private static final Subject DRONE = Subject.serviceAccount("drone");

    private CommunityId cats = CommunityId.of(ACME, "not created yet");

    /** Rules on storages of this kind. */
    protected AgentRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void letBobHaveACommunity() {
        acme();
        cats = communityOf(BOB, "Cat lovers");
        node.host().addServiceAccount(ACME, ROBOT);
        node.host().addServiceAccount(ACME, DRONE);
    }

    private Written<Subject> set(Subject caller, Subject account) {
        return node.members().setAgent(as(caller), cats, account);
    }

    private Written<Optional<Subject>> unset(Subject caller) {
        return node.members().unsetAgent(as(caller), cats);
    }

    private Optional<Subject> agent() {
        return later().members().agent(as(WATCHER), cats);
    }

    @Test
    @Rule("COM-7")
    void an_account_is_made_the_agent_by_a_binding_that_is_listed() {
        Project litter = projectOf(BOB, cats, "Litter");
        assertEquals(Optional.empty(), agent());

        Written<Subject> written = changed(() -> set(BOB, ROBOT));

        assertEquals(ROBOT, written.value());
        assertEquals(Optional.of(ROBOT), agent());
        assertEquals(Set.of(PROJECT_DEVELOPER), ownRoles(cats, ROBOT));
        assertTrue(other.access().can(as(ROBOT), PROJECT_RUN, litter.id()));
        assertFalse(other.access().can(as(ROBOT), COMMUNITY_VIEW, cats));
        Change change = only(ChangeKind.AGENT_CHANGED, recordOf(written));
        assertEquals(cats, change.scope());
        assertEquals(Map.of(), change.before());
        assertEquals(Map.of("agent", "serviceAccount/robot"), change.after());
        assertEquals(List.of(ChangeKind.AGENT_CHANGED, ChangeKind.BINDING_ADDED), kinds(recordOf(written)));
        unchanged(() -> set(BOB, ROBOT));
    }

    @Test
    @Rule("COM-7")
    void another_agent_takes_the_place_of_the_first() {
        set(BOB, ROBOT);

        Written<Subject> written = changed(() -> set(BOB, DRONE));

        assertEquals(Optional.of(DRONE), agent());
        assertEquals(Set.of(), ownRoles(cats, ROBOT));
        assertEquals(Set.of(PROJECT_DEVELOPER), ownRoles(cats, DRONE));
        Change change = only(ChangeKind.AGENT_CHANGED, recordOf(written));
        assertEquals(Map.of("agent", "serviceAccount/robot"), change.before());
        assertEquals(Map.of("agent", "serviceAccount/drone"), change.after());
    }

    @Test
    @Rule("COM-7")
    void unsetting_ends_the_agency_and_nothing_else() {
        node.members().grant(as(BOB), cats, ROBOT, COMMUNITY_VIEWER);
        set(BOB, ROBOT);

        Written<Optional<Subject>> written = changed(() -> unset(BOB));

        assertEquals(Optional.of(ROBOT), written.value());
        assertEquals(Optional.empty(), agent());
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(cats, ROBOT));
        assertEquals(
                Map.of("agent", "serviceAccount/robot"),
                only(ChangeKind.AGENT_CHANGED, recordOf(written)).before());
        assertEquals(Optional.empty(), unchanged(() -> unset(BOB)).value());
    }

    @Test
    @Rule("COM-7")
    void revoking_or_removing_the_agents_binding_ends_the_agency() {
        set(BOB, ROBOT);
        Written<?> revoked = changed(() -> node.members().revoke(as(BOB), cats, ROBOT, PROJECT_DEVELOPER));
        assertEquals(Optional.empty(), agent());
        assertEquals(
                Map.of("agent", "serviceAccount/robot"),
                only(ChangeKind.AGENT_CHANGED, recordOf(revoked)).before());
        node.members().grant(as(BOB), cats, ROBOT, PROJECT_DEVELOPER);
        assertEquals(Optional.empty(), agent(), "a role makes no agent");

        set(BOB, ROBOT);
        assertEquals(Optional.of(ROBOT), agent());
        changed(() -> node.members().remove(as(BOB), cats, ROBOT));
        assertEquals(Optional.empty(), agent());
        assertEquals(Set.of(), ownRoles(cats, ROBOT));

        set(BOB, ROBOT);
        changed(() -> node.members().leave(as(ROBOT), cats));
        assertEquals(Optional.empty(), agent());
        unchanged(() -> unset(BOB));
    }

    @Test
    @Rule("COM-7")
    void another_role_of_the_agent_can_go() {
        node.members().grant(as(BOB), cats, ROBOT, PROJECT_VIEWER);
        set(BOB, ROBOT);

        node.members().revoke(as(BOB), cats, ROBOT, PROJECT_VIEWER);

        assertEquals(Optional.of(ROBOT), agent());
    }

    @Test
    @Rule({"COM-7", "MEM-1"})
    void setting_and_unsetting_take_an_administrator() {
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_EDITOR);
        set(BOB, ROBOT);

        assertEquals(
                "MEM-1",
                untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, () -> set(CAROL, DRONE)))
                        .rule());
        untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, () -> unset(CAROL)));
        untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, () -> unset(ANN)));
        untouched(() -> notFound(() -> set(DAVE, DRONE)));
        untouched(() -> notFound(() -> unset(DAVE)));
        untouched(() -> notFound(() -> node.members().setAgent(as(BOB), CommunityId.of(ACME, "unknown"), ROBOT)));
        assertEquals(Optional.of(ROBOT), agent());
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_ADMIN);
        changed(() -> set(CAROL, DRONE));
    }

    @Test
    @Rule({"COM-7", "MEM-3"})
    void who_does_not_hold_what_an_agent_may_do_makes_none() {
        Role keeper = Role.of("communities.keeper");
        run(Policy.standard().toBuilder("keepers")
                .role(RoleDefinition.role(keeper)
                        .boundAt(ScopeKind.COMMUNITY)
                        .includes(COMMUNITY_VIEWER)
                        .permits(COMMUNITY_MANAGE_ACCESS))
                .build());
        node.members().grant(as(BOB), cats, CAROL, keeper);
        set(BOB, ROBOT);

        assertEquals(
                "MEM-3",
                untouched(() -> forbidden(Permission.PROJECT_RUN, () -> set(CAROL, DRONE)))
                        .rule());
        untouched(() -> forbidden(Permission.PROJECT_RUN, () -> unset(CAROL)));
        assertEquals(Optional.of(ROBOT), agent());
    }

    @Test
    @Rule({"COM-7", "MEM-8"})
    void an_agent_made_by_virtue_of_a_role_that_expires_is_one_no_longer() {
        Instant end = cluster.clock().instant().plus(Duration.ofHours(1));
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_ADMIN, end);

        set(CAROL, ROBOT);

        assertEquals(Optional.of(ROBOT), agent());
        cluster.clock().advance(Duration.ofHours(1));
        assertEquals(Optional.empty(), agent());
        unchanged(() -> unset(BOB));
        node.members().grant(as(BOB), cats, ROBOT, PROJECT_DEVELOPER);
        assertEquals(Optional.empty(), agent(), "what it is given later makes it no agent");
        Written<Subject> again = changed(() -> set(BOB, ROBOT));
        assertEquals(Optional.of(ROBOT), agent());
        assertEquals(List.of(ChangeKind.AGENT_CHANGED), kinds(recordOf(again)));
    }

    @Test
    @Rule({"COM-7", "MEM-9"})
    void an_agent_whose_role_is_prolonged_stays_one() {
        set(BOB, ROBOT);
        Instant end = cluster.clock().instant().plus(Duration.ofHours(1));

        node.members().grant(as(BOB), cats, ROBOT, PROJECT_DEVELOPER, end);
        assertEquals(Optional.of(ROBOT), agent());
        node.members().grant(as(BOB), cats, ROBOT, PROJECT_DEVELOPER);

        cluster.clock().advance(Duration.ofHours(1));
        assertEquals(Optional.of(ROBOT), agent());
    }

    @Test
    @Rule({"COM-7", "MEM-9"})
    void an_agent_whose_role_is_taken_and_given_back_in_one_call_stays_one() {
        set(BOB, ROBOT);
        Instant end = cluster.clock().instant().plus(Duration.ofHours(1));
        BindingDelta delta = BindingDelta.nothing().remove(ROBOT, PROJECT_DEVELOPER);

        unchanged(() -> node.members().update(as(BOB), cats, delta.add(ROBOT, PROJECT_DEVELOPER)));
        assertEquals(Optional.of(ROBOT), agent());
        Written<?> limited = changed(() -> node.members()
                .update(
                        as(BOB),
                        cats,
                        delta.add(NewBinding.of(ROBOT, PROJECT_DEVELOPER).until(end))));

        assertEquals(Optional.of(ROBOT), agent());
        assertEquals(List.of(ChangeKind.BINDING_CHANGED), kinds(recordOf(limited)));
    }

    @Test
    @Rule({"COM-7", "MEM-2"})
    void only_a_service_account_of_the_organization_is_made_one() {
        node.host().addGroup(ACME, CATS);
        for (Subject subject : List.of(CAROL, CATS, Subject.allUsers(), Subject.federatedUser("carol"))) {
            untouched(() -> invalid("COM-7", () -> set(BOB, subject)));
        }
        untouched(() -> refused("MEM-2", () -> set(BOB, Subject.serviceAccount("unknown"))));
        assertEquals(Optional.empty(), agent());
    }

    @Test
    @Rule("COM-7")
    void the_agent_is_shown_to_who_may_view_the_community() {
        set(BOB, ROBOT);
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);
        later();

        assertEquals(Optional.of(ROBOT), other.members().agent(as(CAROL), cats));
        forbidden(COMMUNITY_VIEW, () -> other.members().agent(as(ANN), cats));
        notFound(() -> other.members().agent(as(DAVE), cats));
    }

    @Test
    @Rule("COM-7")
    void each_community_has_an_agent_of_its_own() {
        CommunityId dogs = communityOf(CAROL, "Dogs");
        set(BOB, ROBOT);
        node.members().setAgent(as(CAROL), dogs, ROBOT);

        unset(BOB);

        assertEquals(Optional.empty(), agent());
        assertEquals(Optional.of(ROBOT), other.members().agent(as(CAROL), dogs));
    }
}
