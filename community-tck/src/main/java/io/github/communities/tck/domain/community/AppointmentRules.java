package io.github.communities.tck.domain.community;

import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.error.Forbidden;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.NewBinding;
import io.github.communities.project.Project;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Appointing further administrators: DEF-9. */
public abstract class AppointmentRules extends TeamRules {
    /** Rules on storages of their own. */
    protected AppointmentRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // DEF-9

    @Test
    @Rule("DEF-9")
    void appointing_alone_suffices_to_make_a_member_administrator() {
        run(WITHOUT_INHERITANCE);
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        assertFalse(later().access().can(as(ANN), COMMUNITY_VIEW, team));

        changed(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN));

        assertEquals(Set.of(COMMUNITY_DEVELOPER, COMMUNITY_ADMIN), ownRoles(team, BOB));
        assertTrue(later().access().can(as(BOB), COMMUNITY_MANAGE_ACCESS, team));
        node.host().signIn(ACME, ANN);
        changed(() -> node.members().grant(as(ANN), team, ANN, COMMUNITY_ADMIN));
        assertTrue(later().access().can(as(ANN), COMMUNITY_MANAGE_ACCESS, team), "themselves included");
    }

    @Test
    @Rule("DEF-9")
    void it_suffices_for_no_other_role_and_no_other_deed() {
        run(WITHOUT_INHERITANCE);
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.host().signIn(ACME, CAROL);
        node.members().grant(as(ANN), team, CAROL, COMMUNITY_ADMIN);

        for (Role role : List.of(COMMUNITY_VIEWER, COMMUNITY_EDITOR, PROJECT_DEVELOPER)) {
            untouched(() -> assertThrows(Forbidden.class, () -> node.members().grant(as(ANN), team, BOB, role)));
        }
        untouched(() ->
                assertThrows(Forbidden.class, () -> node.members().revoke(as(ANN), team, CAROL, COMMUNITY_ADMIN)));
        untouched(() -> assertThrows(Forbidden.class, () -> node.members().remove(as(ANN), team, BOB)));
        untouched(() -> assertThrows(
                Forbidden.class,
                () -> node.members()
                        .update(
                                as(ANN),
                                team,
                                BindingDelta.nothing().add(BOB, COMMUNITY_ADMIN).add(BOB, COMMUNITY_VIEWER))));
        untouched(() -> assertThrows(
                Forbidden.class,
                () -> node.members()
                        .update(
                                as(ANN),
                                team,
                                BindingDelta.nothing().add(BOB, COMMUNITY_ADMIN).remove(BOB, COMMUNITY_DEVELOPER))));
        long version = team(team).bindingsVersion();
        untouched(() -> assertThrows(
                Forbidden.class,
                () -> node.members().replace(as(ANN), team, List.of(NewBinding.of(BOB, COMMUNITY_ADMIN)), version)));
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, BOB));
    }

    @Test
    @Rule("DEF-9")
    void a_delta_that_only_appoints_is_appointing() {
        run(WITHOUT_INHERITANCE);
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.host().signIn(ACME, CAROL);

        changed(() -> node.members()
                .update(
                        as(ANN),
                        team,
                        BindingDelta.nothing().add(BOB, COMMUNITY_ADMIN).add(CAROL, COMMUNITY_ADMIN)));

        assertEquals(Set.of(COMMUNITY_DEVELOPER, COMMUNITY_ADMIN), ownRoles(team, BOB));
        assertEquals(Set.of(COMMUNITY_DEVELOPER, COMMUNITY_ADMIN), ownRoles(team, CAROL));
    }

    @Test
    @Rule("DEF-9")
    void who_may_not_appoint_does_not() {
        run(WITHOUT_INHERITANCE);
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.host().signIn(ACME, CAROL);

        untouched(() ->
                assertThrows(Forbidden.class, () -> node.members().grant(as(BOB), team, CAROL, COMMUNITY_ADMIN)));
        untouched(() -> assertThrows(Forbidden.class, () -> node.members().grant(as(BOB), team, BOB, COMMUNITY_ADMIN)));
        untouched(() -> notFound(() -> node.members().grant(as(DAVE), team, BOB, COMMUNITY_ADMIN)));
    }

    @Test
    @Rule("DEF-9")
    void who_is_not_a_member_is_not_appointed_whoever_asks() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN);

        for (Subject by : List.of(ANN, BOB)) {
            untouched(() -> refused("DEF-9", () -> node.members().grant(as(by), team, CAROL, COMMUNITY_ADMIN)));
            untouched(() -> refused(
                    "DEF-9",
                    () -> node.members()
                            .update(as(by), team, BindingDelta.nothing().add(CAROL, COMMUNITY_ADMIN))));
        }
        run(WITHOUT_INHERITANCE);
        untouched(() -> refused("DEF-9", () -> node.members().grant(as(ANN), team, CAROL, COMMUNITY_ADMIN)));
        assertTrue(member(team, CAROL).isEmpty());
    }

    @Test
    @Rule("DEF-9")
    void a_group_makes_its_users_members_and_no_service_account_and_all_users_together_nobody() {
        CommunityId team = acme();
        node.host().addServiceAccount(ACME, ROBOT);
        node.host().addGroup(ACME, CATS);
        node.host().addToGroup(ACME, CATS, ROBOT);
        node.host().addToGroup(ACME, CATS, CAROL);
        node.members().grant(as(ANN), team, CATS, COMMUNITY_VIEWER);
        node.members().grant(as(ANN), team, Subject.allUsers(), COMMUNITY_VIEWER);

        for (Subject stranger : List.of(ROBOT, BOB)) {
            untouched(() -> refused("DEF-9", () -> node.members().grant(as(ANN), team, stranger, COMMUNITY_ADMIN)));
        }
        changed(() -> node.members().grant(as(ANN), team, CAROL, COMMUNITY_ADMIN));
        changed(() -> node.members().grant(as(ANN), team, CATS, COMMUNITY_ADMIN));
        assertEquals(Set.of(COMMUNITY_ADMIN), ownRoles(team, CAROL));
    }

    @Test
    @Rule("DEF-9")
    void a_delta_may_make_a_member_first_and_appoint_then() {
        CommunityId team = acme();
        changed(() -> node.members()
                .update(
                        as(ANN),
                        team,
                        BindingDelta.nothing().add(CAROL, COMMUNITY_VIEWER).add(CAROL, COMMUNITY_ADMIN)));

        assertEquals(Set.of(COMMUNITY_VIEWER, COMMUNITY_ADMIN), ownRoles(team, CAROL));
        untouched(() -> refused(
                "DEF-9",
                () -> node.members()
                        .update(
                                as(ANN),
                                team,
                                BindingDelta.nothing().add(BOB, COMMUNITY_ADMIN).add(BOB, COMMUNITY_VIEWER))));
        assertTrue(member(team, BOB).isEmpty(), "its steps are taken in their order");
    }

    @Test
    @Rule({"DEF-9", "MEM-8"})
    void whose_membership_has_expired_or_ended_is_not_appointed() {
        CommunityId team = acme();
        Instant end = cluster.clock().instant().plus(Duration.ofHours(1));
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER, end);
        node.host().signIn(ACME, CAROL);
        node.members().remove(as(ANN), team, CAROL);
        cluster.clock().advance(Duration.ofHours(1));

        untouched(() -> refused("DEF-9", () -> node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN)));
        untouched(() -> refused("DEF-9", () -> node.members().grant(as(ANN), team, CAROL, COMMUNITY_ADMIN)));
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER);
        changed(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN));
        assertEquals(Set.of(COMMUNITY_VIEWER, COMMUNITY_ADMIN), ownRoles(team, BOB));
    }

    @Test
    @Rule("DEF-9")
    void who_is_a_member_through_a_group_is_appointed() {
        CommunityId team = acme();
        node.host().addGroup(ACME, CATS);
        node.host().addToGroup(ACME, CATS, BOB);
        node.members().grant(as(ANN), team, CATS, COMMUNITY_VIEWER);

        changed(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN));
        assertEquals(Set.of(COMMUNITY_ADMIN), ownRoles(team, BOB));
    }

    @Test
    @Rule("DEF-9")
    void a_participant_of_its_projects_is_no_member() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        Project garden = projectOf(BOB, team, "Garden");
        node.members().grant(as(BOB), garden.id(), CAROL, PROJECT_DEVELOPER);

        untouched(() -> refused("DEF-9", () -> node.members().grant(as(ANN), team, CAROL, COMMUNITY_ADMIN)));
    }

    @Test
    @Rule("DEF-9")
    void elsewhere_appointing_makes_no_administrator_where_there_is_one() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);

        untouched(() ->
                assertThrows(Forbidden.class, () -> node.members().grant(as(ANN), cats, CAROL, COMMUNITY_ADMIN)));
        changed(() -> node.members().grant(as(BOB), cats, ANN, COMMUNITY_ADMIN));
    }

    @Test
    @Rule("DEF-9")
    void appointing_twice_changes_nothing() {
        run(WITHOUT_INHERITANCE);
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN);

        unchanged(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN));
    }
}
