package io.github.communities.tck.domain.member;

import static io.github.communities.Permission.COMMUNITY_DELETE;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_APPOINT_ADMINISTRATORS;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_ACCESS;
import static io.github.communities.Permission.ORGANIZATION_VIEW;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.policy.RoleDefinition.role;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.Power;
import io.github.communities.error.Forbidden;
import io.github.communities.invitation.NewLink;
import io.github.communities.invitation.NewPersonal;
import io.github.communities.member.BindingChanges;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.Member;
import io.github.communities.member.NewBinding;
import io.github.communities.policy.Policy;
import io.github.communities.policy.PolicyBuilder;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.WaitingStore;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What giving and taking roles comes to, under policies of a host's own too: what follows from a role is weighed with
 * it (MEM-2, MEM-3), and appointing takes nothing away (DEF-9, MEM-6).
 */
public abstract class BindingRules extends OwnPolicyRules {
    /**
     * Lets its holder give organization roles, and permits all that an administrator of the organization may do itself.
     */
    private static final Role HR = Role.of("organization.hr");

    /** Permits nothing but to view. */
    private static final Role OVERSEER = Role.of("organization.overseer");

    /** Appoints administrators, and nothing else. */
    private static final Role APPOINTER = Role.of("organization.appointer");

    /** Rules on storages of this kind. */
    protected BindingRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    private static PolicyBuilder own() {
        return Policy.standard().toBuilder("own")
                .role(role(HR).boundAt(ScopeKind.ORGANIZATION)
                        .permits(ORGANIZATION_MANAGE_ACCESS, ORGANIZATION_APPOINT_ADMINISTRATORS))
                .role(role(OVERSEER)
                        .boundAt(ScopeKind.ORGANIZATION)
                        .includes(COMMUNITY_VIEWER)
                        .permits(ORGANIZATION_VIEW))
                .role(role(APPOINTER).boundAt(ScopeKind.ORGANIZATION).permits(ORGANIZATION_APPOINT_ADMINISTRATORS));
    }

    private static Forbidden lacks(Executable attempt) {
        Forbidden refusal = assertThrows(Forbidden.class, attempt);
        assertEquals("MEM-3", refusal.rule(), refusal::getMessage);
        assertFalse(refusal.decision().allowed(), refusal::getMessage);
        return refusal;
    }

    // MEM-3: what follows from a role elsewhere

    @Test
    @Rule("MEM-3")
    void who_holds_all_that_a_role_permits_but_not_what_follows_from_it_neither_gives_nor_takes_it() {
        Instant tomorrow = in(Duration.ofDays(1));
        List<Policy> policies = List.of(
                own().build(),
                own().withoutInheritedAdministration()
                        .standardAdministrationRole(ORGANIZATION_ADMIN)
                        .build(),
                own().standardAdministrationRole(ORGANIZATION_ADMIN).build());
        for (Policy policy : policies) {
            run(policy);
            node.host().addUser(ACME, CAROL, HR);

            for (Executable attempt : List.<Executable>of(
                    () -> grant(CAROL, ACME, CAROL, ORGANIZATION_ADMIN),
                    () -> grant(CAROL, ACME, DAVE, ORGANIZATION_ADMIN, tomorrow),
                    () -> grant(CAROL, ACME, ANN, ORGANIZATION_ADMIN, tomorrow),
                    () -> node.members().revoke(as(CAROL), ACME, ANN, ORGANIZATION_ADMIN),
                    () -> update(
                            CAROL, ACME, BindingDelta.nothing().add(DAVE, HR).add(DAVE, ORGANIZATION_ADMIN)),
                    () -> replace(
                            CAROL,
                            ACME,
                            bindingsVersion(ACME),
                            NewBinding.of(WATCHER, COMMUNITY_VIEWER),
                            NewBinding.of(CAROL, HR)))) {
                untouched(() -> lacks(attempt));
            }
            assertFalse(later().access().can(as(CAROL), COMMUNITY_VIEW, cats));
            assertFalse(can(CAROL, COMMUNITY_VIEW, team));
            changed(() -> grant(CAROL, ACME, DAVE, HR));
            changed(() -> node.members().revoke(as(CAROL), ACME, DAVE, HR));
        }
    }

    @Test
    @Rule("MEM-3")
    void where_nothing_follows_from_a_role_what_it_permits_is_enough() {
        run(own().withoutInheritedAdministration().build());
        node.host().addUser(ACME, CAROL, HR);

        changed(() -> grant(CAROL, ACME, DAVE, ORGANIZATION_ADMIN));
        changed(() -> node.members().revoke(as(CAROL), ACME, DAVE, ORGANIZATION_ADMIN));
    }

    @Test
    @Rule("MEM-3")
    void who_holds_a_role_from_which_as_much_follows_gives_and_takes_it() {
        run(own().standardAdministrationRole(ORGANIZATION_ADMIN).build());
        Subject olga = node.host()
                .addUser(ACME, Subject.user("olga"), ORGANIZATION_OWNER)
                .value();

        changed(() -> grant(ANN, ACME, DAVE, ORGANIZATION_ADMIN));
        assertTrue(later().access().can(as(DAVE), COMMUNITY_DELETE, cats));
        changed(() -> node.members().revoke(as(olga), ACME, DAVE, ORGANIZATION_ADMIN));
        assertFalse(later().access().can(as(DAVE), COMMUNITY_DELETE, cats));

        node.host().addGroup(ACME, CATS);
        node.host().addToGroup(ACME, CATS, CAROL);
        grant(ANN, ACME, CATS, ORGANIZATION_ADMIN);
        changed(() -> grant(CAROL, ACME, DAVE, ORGANIZATION_ADMIN));
    }

    @Test
    @Rule({"MEM-3", "MEM-8"})
    void the_administrator_role_at_the_organization_is_as_much_and_limits_what_is_given_by_it() {
        Instant tomorrow = in(Duration.ofDays(1));
        run(own().standardAdministrationRole(ORGANIZATION_ADMIN).build());
        node.host().addUser(ACME, CAROL, HR);
        node.host().addUser(ACME, ANN, COMMUNITY_ADMIN);
        grant(ANN, ACME, CAROL, COMMUNITY_ADMIN, tomorrow);

        changed(() -> grant(CAROL, ACME, DAVE, ORGANIZATION_ADMIN));

        later();
        assertEquals(Optional.of(Optional.of(tomorrow)), end(ACME, DAVE, ORGANIZATION_ADMIN));
        assertEquals(Optional.of(Optional.empty()), end(ACME, ANN, ORGANIZATION_ADMIN));
        unchanged(() -> grant(CAROL, ACME, ANN, ORGANIZATION_ADMIN));
    }

    @Test
    @Rule("MEM-3")
    void administration_of_one_community_is_not_that_of_all() {
        run(own().standardAdministrationRole(ORGANIZATION_ADMIN).build());
        node.host().addUser(ACME, BOB, HR);
        node.host().signIn(ACME, BOB);
        grant(ANN, team, BOB, COMMUNITY_ADMIN);

        untouched(() -> lacks(() -> grant(BOB, ACME, BOB, ORGANIZATION_ADMIN)));
        // What follows from one switch is not what follows from the other.
        run(own().standardAdministrationRole(HR).build());
        untouched(() -> lacks(() -> grant(BOB, ACME, BOB, ORGANIZATION_ADMIN)));
        untouched(() -> lacks(() -> grant(ANN, ACME, ANN, HR)));
    }

    @Test
    @Rule({"MEM-3", "MEM-2"})
    void a_role_that_only_views_is_given_like_the_administration_that_follows_from_it() {
        run(own().standardAdministrationRole(OVERSEER).build());
        node.host().addUser(ACME, ANN, COMMUNITY_VIEWER); // all that an overseer may do by the role itself

        untouched(() -> lacks(() -> grant(ANN, ACME, ANN, OVERSEER)));
        untouched(() -> lacks(() -> grant(ANN, ACME, Subject.allUsers(), OVERSEER)));
        node.host().addUser(ACME, ANN, COMMUNITY_ADMIN);
        untouched(() -> refused("MEM-2", () -> grant(ANN, ACME, Subject.allUsers(), OVERSEER)));
        untouched(() -> refused("MEM-2", () -> grant(ANN, ACME, Subject.allUsers(), OVERSEER, in(Duration.ofDays(1)))));
        changed(() -> grant(ANN, ACME, CAROL, OVERSEER));
        assertTrue(later().access().can(as(CAROL), COMMUNITY_MANAGE_ACCESS, cats));
        assertFalse(can(DAVE, COMMUNITY_VIEW, cats));

        run(own().build()); // here nothing follows from it
        changed(() -> grant(ANN, ACME, Subject.allUsers(), OVERSEER));
    }

    @Test
    @Rule("MEM-2")
    void what_is_bound_to_all_users_grants_nothing_once_it_would_manage_access() {
        run(own().build());
        node.host().addUser(ACME, ANN, COMMUNITY_ADMIN);
        grant(ANN, ACME, Subject.allUsers(), OVERSEER);
        grant(BOB, cats, Subject.allUsers(), COMMUNITY_EDITOR);
        assertTrue(later().access().can(as(DAVE), COMMUNITY_VIEW, team));
        assertTrue(can(DAVE, COMMUNITY_DELETE, cats));
        List<Policy> policies = List.of(
                own().standardAdministrationRole(OVERSEER)
                        .alsoPermit(COMMUNITY_EDITOR, COMMUNITY_MANAGE_ACCESS)
                        .build(),
                own().defaultAdministrationRole(OVERSEER)
                        .alsoPermit(COMMUNITY_EDITOR, COMMUNITY_MANAGE_ACCESS)
                        .build());
        for (Policy policy : policies) {
            run(policy);
            for (CommunityId community : List.of(cats, team)) {
                for (Permission permission : List.of(COMMUNITY_VIEW, COMMUNITY_MANAGE_ACCESS, COMMUNITY_DELETE)) {
                    assertFalse(can(DAVE, permission, community), () -> permission + " at " + community);
                    assertEquals(
                            Optional.empty(),
                            all(page -> other.access().holders(as(ANN), permission, community, page)).stream()
                                    .filter(holder -> holder.principal().equals(DAVE))
                                    .findFirst());
                    assertEquals(
                            List.of(),
                            other.access()
                                    .explain(as(DAVE), permission, community)
                                    .sources());
                }
            }
            assertTrue(can(ANN, COMMUNITY_DELETE, cats), "what others hold by that role, they hold");
        }
        run(own().build());
        assertTrue(can(DAVE, COMMUNITY_VIEW, team), "it was kept");

        run(policies.get(0));
        changed(() -> node.members().revoke(as(ANN), ACME, Subject.allUsers(), OVERSEER));
    }

    // MEM-3: an earlier expiry is revoking

    @Test
    @Rule({"MEM-3", "MEM-8"})
    void who_may_revoke_for_a_time_can_set_an_earlier_expiry_than_their_own() {
        Instant soon = in(Duration.ofDays(1));
        Instant late = in(Duration.ofDays(5));
        grant(BOB, cats, CAROL, COMMUNITY_ADMIN, soon);
        grant(BOB, cats, DAVE, COMMUNITY_VIEWER);

        changed(() -> grant(CAROL, cats, DAVE, COMMUNITY_VIEWER, late));

        later();
        assertEquals(Optional.of(Optional.of(late)), end(cats, DAVE, COMMUNITY_VIEWER), "it is taken, not given");
        unchanged(() -> grant(CAROL, cats, DAVE, COMMUNITY_VIEWER, late));
        unchanged(() -> grant(CAROL, cats, DAVE, COMMUNITY_VIEWER));
        unchanged(() -> grant(CAROL, cats, DAVE, COMMUNITY_VIEWER, late.plusSeconds(1)));
    }

    // DEF-9 and MEM-6: appointing takes nothing away

    @Test
    @Rule({"DEF-9", "MEM-3"})
    void who_only_appoints_ends_no_role_and_sets_no_earlier_expiry() {
        run(own().build());
        Instant tomorrow = in(Duration.ofDays(1));
        node.host().addUser(ACME, DAVE, APPOINTER);
        for (Subject user : List.of(ANN, BOB, CAROL)) {
            node.host().signIn(ACME, user);
        }
        grant(ANN, team, BOB, COMMUNITY_ADMIN);
        grant(ANN, team, CAROL, COMMUNITY_ADMIN, tomorrow);

        for (Executable attempt : List.<Executable>of(
                () -> grant(DAVE, team, BOB, COMMUNITY_ADMIN, in(Duration.ofMillis(1))),
                () -> grant(DAVE, team, BOB, COMMUNITY_ADMIN, in(Duration.ofDays(36500))),
                () -> grant(DAVE, team, CAROL, COMMUNITY_ADMIN, tomorrow.minusMillis(1)),
                () -> update(
                        DAVE,
                        team,
                        BindingDelta.nothing().add(ANN, COMMUNITY_ADMIN).add(until(BOB, COMMUNITY_ADMIN, tomorrow))),
                () -> update(
                        DAVE,
                        team,
                        BindingDelta.nothing()
                                .remove(BOB, COMMUNITY_ADMIN)
                                .add(until(BOB, COMMUNITY_ADMIN, tomorrow))))) {
            untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, attempt));
        }
        unchanged(() -> grant(DAVE, team, BOB, COMMUNITY_ADMIN));
        unchanged(() -> grant(DAVE, team, CAROL, COMMUNITY_ADMIN, tomorrow));
        changed(() -> grant(DAVE, team, CAROL, COMMUNITY_ADMIN));
        later();
        assertEquals(Optional.of(Optional.empty()), end(team, BOB, COMMUNITY_ADMIN));
        assertEquals(Optional.of(Optional.empty()), end(team, CAROL, COMMUNITY_ADMIN));
    }

    @Test
    @Rule({"DEF-9", "MEM-8"})
    void an_appointment_by_virtue_of_an_expiring_role_ends_no_longer_one() {
        run(own().build());
        Instant tomorrow = in(Duration.ofDays(1));
        node.host().addUser(ACME, CAROL, APPOINTER, HR);
        grant(CAROL, ACME, DAVE, APPOINTER, tomorrow);
        node.host().signIn(ACME, BOB);
        node.host().signIn(ACME, CAROL);
        grant(ANN, team, BOB, COMMUNITY_ADMIN);

        unchanged(() -> grant(DAVE, team, BOB, COMMUNITY_ADMIN));
        changed(() -> grant(DAVE, team, CAROL, COMMUNITY_ADMIN));

        later();
        assertEquals(Optional.of(Optional.empty()), end(team, BOB, COMMUNITY_ADMIN));
        assertEquals(Optional.of(Optional.of(tomorrow)), end(team, CAROL, COMMUNITY_ADMIN));
    }

    // MEM-6: until there is one

    @Test
    @Rule("MEM-6")
    void one_call_appoints_one_administrator_of_an_orphaned_community() {
        node.host().addGroup(ACME, CATS);
        node.host().addToGroup(ACME, CATS, DAVE);
        node.host().addServiceAccount(ACME, ROBOT);
        node.host().removeUser(ACME, BOB);
        BindingDelta one = BindingDelta.nothing().add(CAROL, COMMUNITY_ADMIN);

        for (BindingDelta several : List.of(
                one.add(DAVE, COMMUNITY_ADMIN),
                one.add(ANN, COMMUNITY_ADMIN).add(DAVE, COMMUNITY_ADMIN),
                one.add(until(DAVE, COMMUNITY_ADMIN, in(Duration.ofDays(1)))),
                BindingDelta.nothing()
                        .add(until(CAROL, COMMUNITY_ADMIN, in(Duration.ofDays(1))))
                        .add(DAVE, COMMUNITY_ADMIN),
                one.add(CATS, COMMUNITY_ADMIN),
                one.add(ROBOT, COMMUNITY_ADMIN),
                BindingDelta.nothing().add(CATS, COMMUNITY_ADMIN),
                BindingDelta.nothing().add(ROBOT, COMMUNITY_ADMIN),
                one.remove(CAROL, COMMUNITY_ADMIN).add(DAVE, COMMUNITY_ADMIN))) {
            untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, () -> update(ANN, cats, several)));
        }
        untouched(() -> forbidden(
                COMMUNITY_MANAGE_ACCESS,
                () -> replace(ANN, cats, bindingsVersion(cats), NewBinding.of(CAROL, COMMUNITY_ADMIN))));
        later();
        assertEquals(List.of(cats), orphaned());

        Written<BindingChanges> appointed =
                changed(() -> update(ANN, cats, one.add(CAROL, COMMUNITY_ADMIN))); // said twice, done once
        assertEquals(1, appointed.value().added().size());
        assertEquals(Set.of(Power.APPOINTMENT), recordOf(appointed).powers());
        later();
        assertEquals(List.of(), orphaned());
        assertEquals(Set.of(COMMUNITY_ADMIN), ownRoles(cats, CAROL));
    }

    // MEM-8: the clock goes on while a write waits

    @Test
    @Rule("MEM-8")
    void what_expires_while_the_write_waits_is_not_stored() {
        Communities slow = cluster.node(
                Policy.standard(),
                engine -> engine.store(new WaitingStore(
                        cluster.storage().open(), () -> cluster.clock().advance(Duration.ofSeconds(1)))));
        List<Function<Instant, Executable>> attempts = List.of(
                end -> () -> slow.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER, end),
                end -> () -> slow.members()
                        .update(
                                as(BOB),
                                cats,
                                BindingDelta.nothing()
                                        .add(DAVE, COMMUNITY_VIEWER)
                                        .add(until(CAROL, COMMUNITY_VIEWER, end))),
                end -> () -> slow.members()
                        .replace(
                                as(BOB),
                                cats,
                                List.of(NewBinding.of(BOB, COMMUNITY_ADMIN), until(CAROL, COMMUNITY_VIEWER, end)),
                                bindingsVersion(cats)),
                end -> () -> slow.invitations()
                        .createLink(as(BOB), cats, NewLink.to(COMMUNITY_VIEWER).until(end)),
                end -> () -> slow.invitations()
                        .invite(
                                as(BOB),
                                cats,
                                NewPersonal.of(CAROL, COMMUNITY_VIEWER).until(end)));
        for (Function<Instant, Executable> attempt : attempts) {
            for (Duration left : List.of(Duration.ofNanos(1000), Duration.ofMillis(500), Duration.ofSeconds(1))) {
                untouched(() -> invalid("MEM-8", attempt.apply(in(left))));
            }
        }
        assertEquals(List.of(BOB), members(cats).stream().map(Member::subject).toList());
        assertEquals(List.of(), all(page -> other.invitations().pending(as(BOB), cats, page)));
        for (Function<Instant, Executable> attempt : attempts) {
            assertDoesNotThrow(attempt.apply(in(Duration.ofHours(1))));
        }
    }

    @Test
    @Rule("MEM-8")
    void an_expiry_is_cut_to_microseconds_before_it_is_compared_with_the_last_one_there_is() {
        Instant last = Instant.parse("9999-12-31T23:59:59.999999Z");
        Instant finer = Instant.parse("9999-12-31T23:59:59.999999999Z");

        Written<BindingChanges> granted = changed(() -> grant(BOB, cats, CAROL, COMMUNITY_VIEWER, finer));

        assertEquals(Optional.of(last), granted.value().added().get(0).expiresAt());
        unchanged(() -> grant(BOB, cats, CAROL, COMMUNITY_VIEWER, last));
        changed(() -> node.invitations()
                .createLink(as(BOB), cats, NewLink.to(COMMUNITY_VIEWER).until(finer)));
        changed(() -> node.invitations()
                .invite(as(BOB), cats, NewPersonal.of(DAVE, COMMUNITY_VIEWER).until(finer)));
        assertEquals(
                List.of(Optional.of(last), Optional.of(last)),
                all(page -> other.invitations().pending(as(BOB), cats, page)).stream()
                        .map(invitation -> invitation.expiresAt())
                        .toList());
        for (Instant late :
                Stream.of(last.plusNanos(1000), finer.plusNanos(1), Instant.MAX).toList()) {
            untouched(() -> invalid("MEM-8", () -> grant(BOB, cats, CAROL, COMMUNITY_VIEWER, late)));
        }
    }
}
