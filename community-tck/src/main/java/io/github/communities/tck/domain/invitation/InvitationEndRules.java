package io.github.communities.tck.domain.invitation;

import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_MEMBER;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.ScopeKind.COMMUNITY;
import static io.github.communities.ScopeKind.PROJECT;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.InvitationId;
import io.github.communities.PageRequest;
import io.github.communities.ProjectId;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.change.Power;
import io.github.communities.invitation.Acceptance;
import io.github.communities.invitation.Invitation;
import io.github.communities.invitation.InvitationLink;
import io.github.communities.invitation.InvitationToken;
import io.github.communities.invitation.NewLink;
import io.github.communities.invitation.NewPersonal;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.SignIn;
import io.github.communities.policy.Policy;
import io.github.communities.policy.PolicyBuilder;
import io.github.communities.policy.RoleDefinition;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TestDirectory;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What ends invitations, whom they keep out, and what becomes of them under another policy: INV-4 and later. */
public abstract class InvitationEndRules extends InvitedRules {
    /** Manages access without being able to do much else. */
    private static final Role STEWARD = Role.of("communities.steward");

    /** A role that comes and goes with the policy. */
    private static final Role GUEST = Role.of("communities.guest");

    /** Rules on storages of this kind. */
    protected InvitationEndRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    private static Policy withSteward() {
        return Policy.standard().toBuilder("with steward")
                .role(RoleDefinition.role(STEWARD)
                        .boundAt(COMMUNITY)
                        .includes(COMMUNITY_VIEWER)
                        .permits(COMMUNITY_MANAGE_ACCESS))
                .build();
    }

    // INV-4

    @Test
    @Rule({"INV-4", "MEM-7"})
    void who_took_part_in_a_project_only_is_kept_out_once_removed() {
        ProjectId litter = projectOf(BOB, cats, "Litter").id();
        node.members().grant(as(BOB), litter, CAROL, PROJECT_VIEWER);
        InvitationLink old = link(BOB, cats, COMMUNITY_VIEWER);
        changed(() -> node.members().remove(as(BOB), cats, CAROL));

        untouched(() -> refused("INV-4", () -> accept(CAROL, old)));
        join(DAVE, old);
        join(CAROL, reset(BOB, old));
    }

    @Test
    @Rule({"INV-4", "DEF-4"})
    void who_is_removed_from_the_default_community_again_is_kept_out_by_what_was_sent_in_between() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        node.host().signIn(ACME, ANN);
        changed(() -> node.members().remove(as(ANN), team, CAROL));
        InvitationLink link = link(ANN, team, COMMUNITY_VIEWER);
        ProjectId plans = projectOf(ANN, team, "Plans").id();
        node.members().grant(as(ANN), plans, CAROL, PROJECT_VIEWER);
        changed(() -> node.members().remove(as(ANN), team, CAROL));

        untouched(() -> refused("INV-4", () -> accept(CAROL, link)));
        join(CAROL, link(ANN, team, COMMUNITY_VIEWER));
    }

    @Test
    @Rule({"INV-4", "MEM-9"})
    void who_loses_their_last_role_is_kept_out_and_what_was_sent_to_them_has_ended() {
        for (Supplier<Written<?>> taking : List.<Supplier<Written<?>>>of(
                () -> node.members().revoke(as(BOB), cats, CAROL, COMMUNITY_VIEWER),
                () -> node.members()
                        .update(as(BOB), cats, BindingDelta.nothing().remove(CAROL, COMMUNITY_VIEWER)),
                () -> node.members()
                        .replace(
                                as(BOB),
                                cats,
                                List.of(NewBinding.of(BOB, COMMUNITY_ADMIN)),
                                node.get(as(BOB), cats).bindingsVersion()))) {
            node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);
            InvitationLink old = link(BOB, cats, COMMUNITY_DEVELOPER);
            Invitation personal = invited(BOB, cats, CAROL, COMMUNITY_DEVELOPER);
            Written<?> taken = taking.get();

            Change ended = only(ChangeKind.INVITATION_ENDED, recordOf(taken));
            assertEquals(Optional.of(CAROL), ended.subject());
            assertEquals(List.of(), mine(CAROL));
            untouched(() -> notFound("INV-5", () -> accept(CAROL, personal)));
            untouched(() -> refused("INV-4", () -> accept(CAROL, old)));
        }
    }

    @Test
    @Rule("INV-4")
    void who_keeps_a_role_is_still_in_and_so_is_what_was_sent_to_them() {
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);
        node.members().grant(as(BOB), cats, CAROL, PROJECT_VIEWER);
        InvitationLink link = link(BOB, cats, COMMUNITY_VIEWER);
        Invitation personal = invited(BOB, cats, CAROL, COMMUNITY_DEVELOPER);
        changed(() -> node.members().revoke(as(BOB), cats, CAROL, COMMUNITY_VIEWER));

        assertEquals(List.of(personal), mine(CAROL));
        join(CAROL, link);
        changed(() -> accept(CAROL, personal));
    }

    @Test
    @Rule("INV-4")
    void revisions_decide_and_not_the_clock() {
        // The clock stands still all the while.
        InvitationLink before = link(BOB, cats, COMMUNITY_VIEWER);
        join(CAROL, before);
        node.members().leave(as(CAROL), cats);
        InvitationLink after = link(BOB, cats, COMMUNITY_VIEWER);
        assertEquals(before.invitation().createdAt(), after.invitation().createdAt());

        untouched(() -> refused("INV-4", () -> accept(CAROL, before)));
        join(CAROL, after);
    }

    @Test
    @Rule({"INV-4", "ORG-4"})
    void who_returns_to_the_organization_is_kept_out_only_by_what_is_older_than_their_removal() {
        InvitationLink old = link(BOB, cats, COMMUNITY_VIEWER);
        Invitation ended = invited(BOB, cats, CAROL, COMMUNITY_VIEWER);
        Written<Subject> removed = changed(() -> node.host().removeUser(ACME, CAROL));
        assertEquals(
                Optional.of(CAROL),
                only(ChangeKind.INVITATION_ENDED, recordOf(removed)).subject());
        InvitationLink between = link(BOB, cats, COMMUNITY_VIEWER);
        Invitation sent = invited(BOB, cats, CAROL, COMMUNITY_DEVELOPER);
        node.host().addUser(ACME, CAROL);

        assertEquals(List.of(sent), mine(CAROL));
        untouched(() -> notFound("INV-5", () -> accept(CAROL, ended)));
        untouched(() -> refused("INV-4", () -> accept(CAROL, old)));
        join(CAROL, between);
        changed(() -> accept(CAROL, sent));
        later();
        assertEquals(Set.of(COMMUNITY_VIEWER, COMMUNITY_DEVELOPER), ownRoles(cats, CAROL));
    }

    @Test
    @Rule("INV-4")
    void who_comes_to_the_organization_for_the_first_time_uses_a_link_that_was_there_before() {
        InvitationLink link = link(BOB, cats, COMMUNITY_VIEWER);
        node.host().addUser(ACME, EVE);

        join(EVE, link);
    }

    @Test
    @Rule("INV-4")
    void who_was_added_again_is_back_with_no_more_than_that_and_who_left_elsewhere_never_left_here() {
        CommunityId dogs = communityOf(BOB, "Dog lovers");
        InvitationLink toCats = link(BOB, cats, COMMUNITY_DEVELOPER);
        InvitationLink toDogs = link(BOB, dogs, COMMUNITY_DEVELOPER);
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);
        node.members().leave(as(CAROL), cats);

        untouched(() -> refused("INV-4", () -> accept(CAROL, toCats)));
        join(CAROL, toDogs);
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);
        untouched(() -> refused("INV-4", () -> accept(CAROL, toCats)));
        join(CAROL, reset(BOB, toCats));
    }

    @Test
    @Rule({"INV-4", "DEF-4"})
    void joining_by_invitation_is_coming_back_for_good() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        node.host().signIn(ACME, CAROL);
        node.members().leave(as(CAROL), team);
        assertEquals(
                SignIn.Outcome.KEPT_OUT, node.host().signIn(ACME, CAROL).value().outcome());
        join(CAROL, link(ANN, team, COMMUNITY_VIEWER));

        assertEquals(
                SignIn.Outcome.MEMBER,
                unchanged(() -> node.host().signIn(ACME, CAROL)).value().outcome());
        later();
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(team, CAROL));
    }

    // INV-5

    @Test
    @Rule("INV-5")
    void nobody_tells_what_is_someone_elses_from_what_is_not_there() {
        Invitation personal = invited(BOB, cats, CAROL, COMMUNITY_VIEWER);
        InvitationLink link = link(BOB, cats, COMMUNITY_VIEWER);

        for (InvitationId id : List.of(
                personal.id(),
                link.invitation().id(),
                InvitationId.of(ACME, "unknown"),
                InvitationId.of(GLOBEX, "x"))) {
            untouched(() -> notFound("INV-5", () -> node.invitations().accept(as(DAVE), id)));
            untouched(() -> notFound("INV-5", () -> node.invitations().accept(as(BOB), id)));
        }
        untouched(() -> notFound("INV-5", () -> node.invitations().decline(as(DAVE), personal.id())));
        untouched(() -> notFound("INV-5", () -> node.invitations().decline(as(BOB), personal.id())));
        untouched(() -> notFound(
                "INV-5",
                () -> node.invitations().decline(as(CAROL), link.invitation().id())));
        assertEquals(Set.of(personal.id(), link.invitation().id()), ids(pending(cats)));
    }

    @Test
    @Rule("INV-5")
    void what_is_over_is_neither_cancelled_nor_declined() {
        Invitation accepted = invited(BOB, cats, CAROL, COMMUNITY_VIEWER);
        changed(() -> accept(CAROL, accepted));
        Invitation expired = invited(BOB, cats, DAVE, COMMUNITY_VIEWER);
        InvitationLink usedUp = node.invitations()
                .createLink(as(BOB), cats, NewLink.to(COMMUNITY_VIEWER).forAtMost(1))
                .value();
        join(ANN, usedUp);
        cluster.clock().advance(Duration.ofDays(30));

        for (InvitationId id :
                List.of(accepted.id(), expired.id(), usedUp.invitation().id())) {
            unchanged(() -> node.invitations().cancel(as(BOB), id));
        }
        unchanged(() -> node.invitations().decline(as(CAROL), accepted.id()));
        unchanged(() -> node.invitations().decline(as(DAVE), expired.id()));
        unchanged(() -> accept(CAROL, accepted));
        untouched(() -> notFound("INV-5", () -> node.invitations().sendAnew(as(BOB), accepted.id())));
    }

    @Test
    @Rule({"INV-5", "ACC-8"})
    void what_is_another_organizations_is_not_there() {
        register(GLOBEX, "Globex");
        Invitation personal = invited(BOB, cats, CAROL, COMMUNITY_VIEWER);
        InvitationLink link = link(BOB, cats, COMMUNITY_VIEWER);

        for (Subject someone : List.of(BOB, CAROL)) {
            Caller elsewhere = Caller.of(GLOBEX, someone);
            for (InvitationId id : List.of(personal.id(), link.invitation().id(), InvitationId.of(ACME, "unknown"))) {
                untouched(() -> notFound(() -> node.invitations().accept(elsewhere, id)));
                untouched(() -> notFound(() -> node.invitations().decline(elsewhere, id)));
                untouched(() -> notFound(() -> node.invitations().cancel(elsewhere, id)));
                untouched(() -> notFound(() -> node.invitations().reset(elsewhere, id)));
                untouched(() -> notFound(() -> node.invitations().sendAnew(elsewhere, id)));
            }
            untouched(() -> notFound("INV-1", () -> node.invitations().accept(elsewhere, link.token())));
            untouched(() -> notFound(() -> node.invitations().pending(elsewhere, cats, PageRequest.first(1))));
            assertEquals(List.of(), all(page -> node.invitations().mine(elsewhere, page)));
        }
        assertEquals(Set.of(personal.id(), link.invitation().id()), ids(pending(cats)));
        for (Executable attempt : List.<Executable>of(
                () -> node.invitations().mine(as(EVE), PageRequest.first(1)),
                () -> node.invitations().accept(as(EVE), link.token()),
                () -> node.invitations().accept(as(EVE), personal.id()),
                () -> node.invitations().decline(as(EVE), personal.id()),
                () -> node.invitations().cancel(as(EVE), personal.id()))) {
            untouched(() -> notFound("ORG-1", attempt));
        }
    }

    @Test
    @Rule("INV-5")
    void what_has_expired_is_sent_anew_and_inviting_again_sends_the_same_anew() {
        Invitation first = invited(BOB, cats, CAROL, COMMUNITY_VIEWER);
        cluster.clock().advance(Duration.ofDays(30));
        assertEquals(List.of(), mine(CAROL));

        Written<Invitation> sent = changed(() -> node.invitations().sendAnew(as(BOB), first.id()));
        assertEquals(List.of(ChangeKind.INVITATION_RESET), kinds(recordOf(sent)));
        cluster.clock().advance(DAY);
        Written<Optional<Invitation>> again =
                changed(() -> node.invitations().invite(as(BOB), cats, NewPersonal.of(CAROL, COMMUNITY_VIEWER)));
        assertEquals(List.of(ChangeKind.INVITATION_RESET), kinds(recordOf(again)));

        assertEquals(List.of(again.value().orElseThrow()), mine(CAROL));
        assertEquals(first.id(), again.value().orElseThrow().id());
        assertEquals(Optional.of(in(Duration.ofDays(30))), mine(CAROL).get(0).expiresAt());
    }

    @Test
    @Rule({"INV-5", "POL-1"})
    void the_policy_says_how_long_a_personal_invitation_lasts() {
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(Long.MAX_VALUE))) {
            PolicyBuilder builder = Policy.standard().toBuilder("odd").invitationLifetime(wrong);
            assertTrue(
                    invalid("POL-1", builder::build).toString().contains("lifetime of invitations"), wrong::toString);
        }
        run(Policy.standard().toBuilder("hasty").invitationLifetime(DAY).build());
        Invitation invitation = invited(BOB, cats, CAROL, COMMUNITY_VIEWER);

        assertEquals(Optional.of(in(DAY)), invitation.expiresAt());
        cluster.clock().advance(DAY.minus(Duration.ofNanos(1000)));
        assertEquals(List.of(invitation), mine(CAROL));
        cluster.clock().advance(Duration.ofNanos(1000));
        assertEquals(List.of(), mine(CAROL));
        untouched(() -> notFound("INV-5", () -> accept(CAROL, invitation)));
    }

    // INV-6

    @Test
    @Rule({"INV-6", "CON-1"})
    void a_user_who_accepts_many_times_at_once_is_counted_once() {
        List<Subject> twice = List.of(CAROL, DAVE);
        try (Race threads = new Race(16)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                CommunityId community = communityOf(BOB, "Round " + round);
                InvitationToken token = node.invitations()
                        .createLink(
                                as(BOB), community, NewLink.to(COMMUNITY_VIEWER).forAtMost(3))
                        .value()
                        .token();
                List<Callable<Written<Acceptance>>> tasks = new ArrayList<>();
                IntStream.range(0, 16)
                        .forEach(i -> tasks.add(
                                () -> (i % 4 < 2 ? node : other).invitations().accept(as(twice.get(i % 2)), token)));
                List<Race.Outcome<Written<Acceptance>>> outcomes = threads.run(tasks);

                long joined = outcomes.stream()
                        .filter(outcome -> outcome.get().value().outcome() == Acceptance.Outcome.JOINED)
                        .count();
                assertEquals(2, joined, "joined in round " + round);
                assertEquals(Optional.of(1), pending(community).get(0).usesLeft());
            }
        }
    }

    // INV-8

    @Test
    @Rule("INV-8")
    void a_member_through_a_group_has_the_role_and_who_inherits_it_has_not() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        node.host().addGroup(ACME, CATS);
        node.host().addToGroup(ACME, CATS, CAROL);
        node.members().grant(as(BOB), cats, CATS, COMMUNITY_VIEWER);
        node.members().grant(as(BOB), cats, Subject.allUsers(), COMMUNITY_DEVELOPER);
        InvitationLink link = link(BOB, cats, COMMUNITY_VIEWER);

        assertEquals(
                Optional.empty(),
                unchanged(() -> node.invitations().invite(as(BOB), cats, NewPersonal.of(CAROL, COMMUNITY_VIEWER)))
                        .value());
        assertEquals(
                Acceptance.Outcome.HAD_IT_ALREADY,
                unchanged(() -> accept(CAROL, link)).value().outcome());
        assertTrue(changed(() -> node.invitations().invite(as(BOB), cats, NewPersonal.of(CAROL, COMMUNITY_DEVELOPER)))
                .value()
                .isPresent());
        Invitation own = invited(ANN, team, ANN, COMMUNITY_ADMIN);
        node.host().signIn(ACME, ANN);
        changed(() -> accept(ANN, own));
        later();
        assertEquals(Set.of(COMMUNITY_DEVELOPER, COMMUNITY_ADMIN), ownRoles(team, ANN));
    }

    @Test
    @Rule("INV-8")
    void nothing_is_sent_anew_to_who_has_the_role_by_now() {
        Invitation personal = invited(BOB, cats, CAROL, COMMUNITY_VIEWER);
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER, in(DAY));

        assertEquals(
                personal,
                unchanged(() -> node.invitations().sendAnew(as(BOB), personal.id()))
                        .value());
        assertEquals(
                new Acceptance(cats, COMMUNITY_VIEWER, Acceptance.Outcome.HAD_IT_ALREADY, Optional.of(in(DAY))),
                unchanged(() -> accept(CAROL, personal)).value());
        cluster.clock().advance(DAY);
        changed(() -> accept(CAROL, personal));
        later();
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(cats, CAROL));
    }

    // INV-9

    @Test
    @Rule({"INV-9", "MEM-6"})
    void who_may_appoint_administrators_does_not_invite_thereby() {
        node.host().removeUser(ACME, BOB);
        for (Executable attempt : List.<Executable>of(
                () -> link(ANN, cats, COMMUNITY_ADMIN), () -> invited(ANN, cats, ANN, COMMUNITY_ADMIN))) {
            untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, attempt));
        }
    }

    @Test
    @Rule({"INV-9", "DEF-7", "CHG-5"})
    void who_administers_by_inheritance_invites_as_long_as_they_do() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        Written<InvitationLink> created =
                changed(() -> node.invitations().createLink(as(ANN), team, NewLink.to(COMMUNITY_VIEWER)));
        assertEquals(Set.of(Power.INHERITED_ADMINISTRATION), recordOf(created).powers());
        Written<Acceptance> joined = changed(() -> accept(CAROL, created.value()));
        assertEquals(Set.of(Power.INHERITED_ADMINISTRATION), recordOf(joined).powers());
        node.host().revokeRole(ACME, ANN, ORGANIZATION_ADMIN);

        untouched(() -> refused("INV-9", () -> accept(DAVE, created.value())));
        node.host().addUser(ACME, ANN, ORGANIZATION_ADMIN);
        join(DAVE, created.value());
    }

    @Test
    @Rule({"INV-9", "MEM-1", "MEM-3"})
    void the_inviter_must_still_manage_access_and_still_hold_what_they_invited_to() {
        run(withSteward());
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_ADMIN);
        InvitationLink toEdit = link(CAROL, cats, Role.COMMUNITY_EDITOR);
        InvitationLink toView = link(CAROL, cats, COMMUNITY_VIEWER);
        node.members().grant(as(BOB), cats, CAROL, STEWARD);
        node.members().revoke(as(BOB), cats, CAROL, COMMUNITY_ADMIN);

        untouched(() -> refused("INV-9", () -> accept(DAVE, toEdit)));
        assertEquals("MEM-3", forbidden(PROJECT_RUN, () -> reset(CAROL, toEdit)).rule());
        join(DAVE, toView);
        changed(() -> node.invitations().cancel(as(CAROL), toEdit.invitation().id()));
        node.members().revoke(as(BOB), cats, CAROL, STEWARD);
        untouched(() -> refused("INV-9", () -> accept(ANN, toView)));
        join(ANN, reset(BOB, toView));
    }

    @Test
    @Rule({"INV-9", "ORG-7"})
    void whether_the_inviter_belongs_is_the_directorys_to_say() {
        TestDirectory directory = new TestDirectory(cluster.clock());
        for (Subject user : List.of(BOB, CAROL, DAVE)) {
            directory.put(ACME, user);
        }
        directory.put(ACME, WATCHER, COMMUNITY_VIEWER);
        node = cluster.node(Policy.standard(), directory);
        other = cluster.attentive(Policy.standard(), directory);
        InvitationLink link = link(BOB, cats, COMMUNITY_VIEWER);
        Invitation personal = invited(BOB, cats, EVE, COMMUNITY_VIEWER);
        join(CAROL, link);
        untouched(() -> notFound(() -> accept(EVE, personal)));
        directory.put(ACME, EVE);
        changed(() -> accept(EVE, personal));

        directory.remove(ACME, BOB);
        untouched(() -> refused("INV-9", () -> accept(DAVE, link)));
        directory.put(ACME, BOB);
        join(DAVE, link);
    }

    // POL-2 and MEM-3

    @Test
    @Rule({"POL-2", "INV-9", "MEM-3"})
    void a_role_that_the_policy_has_forgotten_or_moved_is_not_joined_with() {
        run(withGuest(COMMUNITY));
        InvitationLink link = link(BOB, cats, GUEST);
        Invitation personal = invited(BOB, cats, CAROL, GUEST);
        List<Executable> attempts = List.of(
                () -> accept(CAROL, link),
                () -> accept(CAROL, personal),
                () -> reset(BOB, link),
                () -> node.invitations().sendAnew(as(BOB), personal.id()));

        run(Policy.standard());
        assertEquals(Set.of(link.invitation().id(), personal.id()), ids(pending(cats)));
        attempts.forEach(attempt -> untouched(() -> refused("POL-2", attempt)));
        run(withGuest(PROJECT));
        attempts.forEach(attempt -> untouched(() -> refused("MEM-3", attempt)));
        run(withGuest(COMMUNITY));
        join(CAROL, link);
        changed(() -> node.invitations().cancel(as(BOB), personal.id()));
    }

    private static Policy withGuest(ScopeKind where) {
        return Policy.standard().toBuilder("with guests")
                .role(RoleDefinition.role(GUEST).boundAt(where).permits(PROJECT_VIEW))
                .build();
    }

    @Test
    @Rule("MEM-3")
    void a_role_that_is_not_bound_at_communities_is_not_invited_to() {
        untouched(() -> invalid("MEM-3", () -> link(BOB, cats, ORGANIZATION_MEMBER)));
        untouched(() -> invalid("MEM-3", () -> invited(BOB, cats, CAROL, ORGANIZATION_MEMBER)));
        untouched(() -> invalid("POL-1", () -> link(BOB, cats, GUEST)));
        join(CAROL, link(BOB, cats, PROJECT_VIEWER));
    }

    // MEM-7 and COM-6

    @Test
    @Rule({"MEM-7", "MEM-11"})
    void removing_and_leaving_end_invitations_there_and_nowhere_else() {
        CommunityId dogs = communityOf(BOB, "Dog lovers");
        for (Supplier<Written<?>> going : List.<Supplier<Written<?>>>of(
                () -> node.members().remove(as(BOB), cats, CAROL),
                () -> node.members().leave(as(CAROL), cats))) {
            node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);
            Invitation toDevelop = invited(BOB, cats, CAROL, COMMUNITY_DEVELOPER);
            Invitation toAdminister = invited(BOB, cats, CAROL, COMMUNITY_ADMIN);
            Invitation elsewhere = invited(BOB, dogs, CAROL, COMMUNITY_VIEWER);
            Invitation another = invited(BOB, cats, DAVE, COMMUNITY_VIEWER);
            Written<?> gone = going.get();

            assertEquals(
                    2,
                    recordOf(gone).changes().stream()
                            .filter(change -> change.kind() == ChangeKind.INVITATION_ENDED)
                            .filter(change -> change.subject().equals(Optional.of(CAROL)))
                            .count());
            assertEquals(List.of(elsewhere), mine(CAROL));
            assertEquals(List.of(another), pending(cats));
            for (Invitation ended : List.of(toDevelop, toAdminister)) {
                untouched(() -> notFound("INV-5", () -> accept(CAROL, ended)));
                untouched(() -> notFound("INV-5", () -> node.invitations().sendAnew(as(BOB), ended.id())));
            }
        }
    }

    @Test
    @Rule("MEM-7")
    void who_was_only_invited_is_removed_by_the_end_of_their_invitation() {
        Invitation personal = invited(BOB, cats, CAROL, COMMUNITY_VIEWER);
        Written<?> removed = changed(() -> node.members().remove(as(BOB), cats, CAROL));

        assertEquals(
                List.of(ChangeKind.MEMBER_REMOVED, ChangeKind.INVITATION_ENDED),
                kinds(recordOf(removed)),
                "a removal counts though nothing was in force (INV-4)");
        untouched(() -> notFound("INV-5", () -> accept(CAROL, personal)));
        unchanged(() -> node.members().remove(as(BOB), cats, CAROL));
    }

    @Test
    @Rule("COM-6")
    void the_invitations_of_a_deleted_community_stay_ended_when_it_comes_back() {
        InvitationLink link = link(BOB, cats, COMMUNITY_VIEWER);
        Invitation personal = invited(BOB, cats, CAROL, COMMUNITY_VIEWER);
        node.delete(as(BOB), cats);

        List<Executable> attempts = List.of(
                () -> accept(CAROL, link),
                () -> accept(CAROL, personal),
                () -> reset(BOB, link),
                () -> node.invitations().sendAnew(as(BOB), personal.id()));
        attempts.forEach(attempt -> untouched(() -> notFound(attempt)));
        unchanged(() -> node.invitations().cancel(as(BOB), personal.id()));
        unchanged(() -> node.invitations().decline(as(CAROL), personal.id()));
        assertEquals(List.of(), mine(CAROL));

        node.restore(as(BOB), cats);
        attempts.forEach(attempt -> untouched(() -> notFound(attempt)));
        assertEquals(List.of(), pending(cats));
        assertEquals(List.of(), mine(CAROL));
        Invitation anew = invited(BOB, cats, CAROL, COMMUNITY_VIEWER);
        assertEquals(List.of(anew), mine(CAROL));
        changed(() -> accept(CAROL, anew));
    }

    // CHG-1

    @Test
    @Rule({"CHG-1", "INV-1"})
    void the_feed_tells_what_became_of_an_invitation() {
        Written<InvitationLink> created = changed(() -> node.invitations()
                .createLink(as(BOB), cats, NewLink.to(COMMUNITY_VIEWER).forAtMost(3)));
        Written<Acceptance> accepted = changed(() -> accept(CAROL, created.value()));
        InvitationId id = created.value().invitation().id();

        Change creation = recordOf(created).changes().get(0);
        assertEquals(ChangeKind.INVITATION_CREATED, creation.kind());
        assertEquals(cats, creation.scope());
        assertEquals(
                Map.of("invitation", id.toString(), "role", COMMUNITY_VIEWER.name(), "maxUses", "3"), creation.after());
        ChangeRecord record = recordOf(accepted);
        assertEquals(Set.of(ChangeKind.INVITATION_ACCEPTED, ChangeKind.BINDING_ADDED), new HashSet<>(kinds(record)));
        assertEquals(Optional.of(CAROL), record.actor());
        assertEquals(
                Optional.of(CAROL), only(ChangeKind.INVITATION_ACCEPTED, record).subject());
        assertEquals(Optional.of(CAROL), only(ChangeKind.BINDING_ADDED, record).subject());
        later();
        assertTrue(other.access().can(as(CAROL), COMMUNITY_VIEW, cats));
    }
}
