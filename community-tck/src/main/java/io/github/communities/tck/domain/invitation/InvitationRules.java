package io.github.communities.tck.domain.invitation;

import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.InvitationId;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.ChangeKind;
import io.github.communities.error.CommunitiesException;
import io.github.communities.invitation.Acceptance;
import io.github.communities.invitation.Invitation;
import io.github.communities.invitation.InvitationLink;
import io.github.communities.invitation.InvitationToken;
import io.github.communities.invitation.NewLink;
import io.github.communities.invitation.NewPersonal;
import io.github.communities.organization.SignIn;
import io.github.communities.policy.Policy;
import io.github.communities.policy.RoleDefinition;
import io.github.communities.spi.CommunityStore;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.Race.Outcome;
import io.github.communities.tck.fixture.StoreContents;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Invitations by link and by name: INV-1 to INV-9. */
public abstract class InvitationRules extends AcmeRules {
    /** Manages access and holds little else. */
    private static final Role KEEPER = Role.of("communities.keeper");

    private static final Duration HOUR = Duration.ofHours(1);

    private CommunityId team;

    /** Bob's community. */
    private CommunityId cats;

    /** Rules on storages of this kind. */
    @SuppressWarnings("NullAway.Init") // the fields are set before each test
    protected InvitationRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void bobHasACommunity() {
        team = acme();
        cats = communityOf(BOB, "Cat lovers");
    }

    // INV-1

    @Test
    @Rule("INV-1")
    void a_link_works_for_any_user_of_the_organization() {
        Written<InvitationLink> created = changed(() -> create(BOB, NewLink.to(COMMUNITY_DEVELOPER)));
        Invitation invitation = created.value().invitation();
        assertEquals(cats, invitation.community());
        assertEquals(COMMUNITY_DEVELOPER, invitation.role());
        assertEquals(BOB, invitation.inviter());
        assertEquals(Optional.empty(), invitation.recipient());
        assertEquals(Optional.empty(), invitation.expiresAt());
        assertEquals(Optional.empty(), invitation.usesLeft());
        assertEquals(cluster.clock().instant(), invitation.createdAt());
        assertEquals(List.of(ChangeKind.INVITATION_CREATED), kinds(recordOf(created)));
        assertEquals(Optional.of(BOB), recordOf(created).actor());
        cluster.clock().advance(Duration.ofDays(3650));

        Written<Acceptance> accepted = changed(() -> accept(CAROL, created.value()));

        assertEquals(
                new Acceptance(cats, COMMUNITY_DEVELOPER, Acceptance.Outcome.JOINED, Optional.empty()),
                accepted.value());
        assertTrue(kinds(recordOf(accepted))
                .containsAll(List.of(ChangeKind.INVITATION_ACCEPTED, ChangeKind.BINDING_ADDED)));
        assertEquals(Optional.of(CAROL), recordOf(accepted).actor());
        later();
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(cats, CAROL));
        changed(() -> accept(ANN, created.value()));
    }

    @Test
    @Rule({"INV-1", "ACC-8"})
    void who_is_no_user_of_the_organization_finds_no_link() {
        InvitationLink link = link(COMMUNITY_VIEWER);
        node.host().addServiceAccount(ACME, ROBOT);
        untouched(() -> assertThrows(CommunitiesException.class, () -> accept(DAVE, link)));
        untouched(() -> assertThrows(CommunitiesException.class, () -> accept(ROBOT, link)));
        untouched(() ->
                notFound("INV-1", () -> node.invitations().accept(as(CAROL), InvitationToken.of("made-up.token"))));
        assertEquals(Optional.empty(), member(cats, ROBOT));
        node.host().addUser(ACME, DAVE);
        changed(() -> accept(DAVE, link));
    }

    @Test
    @Rule("INV-1")
    void a_link_ends_at_the_instant_that_was_set() {
        Instant end = cluster.clock().instant().plus(HOUR);
        InvitationLink link =
                create(BOB, NewLink.to(COMMUNITY_VIEWER).until(end)).value();
        assertEquals(Optional.of(end), link.invitation().expiresAt());
        cluster.clock().advance(HOUR.minusMillis(1));
        changed(() -> accept(CAROL, link));
        cluster.clock().advance(Duration.ofMillis(1));
        untouched(() -> notFound("INV-1", () -> accept(ANN, link)));
        assertEquals(List.of(), pending(cats));
        later();
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(cats, CAROL));
    }

    @Test
    @Rule({"INV-1", "INV-8"})
    void a_cap_lets_in_so_many_and_no_more() {
        InvitationLink link =
                create(BOB, NewLink.to(COMMUNITY_VIEWER).forAtMost(2)).value();
        changed(() -> accept(CAROL, link));
        assertEquals(Optional.of(1), pending(cats).get(0).usesLeft());
        assertEquals(
                Acceptance.Outcome.HAD_IT_ALREADY,
                unchanged(() -> accept(CAROL, link)).value().outcome());
        changed(() -> accept(ANN, link));
        untouched(() -> notFound("INV-1", () -> accept(WATCHER, link)));
        assertEquals(Optional.empty(), member(cats, WATCHER));
        invalid("INV-1", () -> NewLink.to(COMMUNITY_VIEWER).forAtMost(0));
    }

    // INV-2

    @Test
    @Rule({"INV-2", "CHG-4"})
    void the_secret_of_a_link_is_shown_once_and_stored_nowhere() {
        InvitationLink link = link(COMMUNITY_VIEWER);
        InvitationLink again =
                node.invitations().reset(as(BOB), link.invitation().id()).value();
        accept(CAROL, again);

        for (InvitationLink each : List.of(link, again)) {
            String token = each.token().secret();
            String secret = token.substring(token.indexOf('.') + 1);
            assertTrue(Base64.getUrlDecoder().decode(secret).length >= 32, "256 bits");
            List<String> shown = new ArrayList<>(List.of(
                    each.token().toString(),
                    each.toString(),
                    each.invitation().toString(),
                    feed(ACME).toString()));
            shown.add(all(page -> other.invitations().pending(as(BOB), cats, page))
                    .toString());
            shown.add(notFound(() -> node.invitations().accept(as(ANN), InvitationToken.of(token + "x")))
                    .toString());
            try (CommunityStore store = cluster.storage().open()) {
                shown.add(StoreContents.of(store, ACME).toString());
            }
            shown.forEach(text -> assertFalse(text.contains(secret), () -> "the secret is in " + text));
        }
        assertNotEquals(link.token().secret(), again.token().secret());
        assertNotEquals(
                link(COMMUNITY_VIEWER).token().secret(),
                link(COMMUNITY_VIEWER).token().secret());
        String odd = "no token at all";
        assertFalse(invalid("INV-2", () -> InvitationToken.of(odd)).toString().contains(odd));
    }

    // INV-3

    @Test
    @Rule("INV-3")
    void resetting_gives_a_new_link_and_ends_the_old_one_at_once() {
        InvitationLink old = link(COMMUNITY_VIEWER);
        InvitationId id = old.invitation().id();

        Written<InvitationLink> reset = changed(() -> node.invitations().reset(as(BOB), id));

        assertEquals(id, reset.value().invitation().id());
        assertEquals(List.of(ChangeKind.INVITATION_RESET), kinds(recordOf(reset)));
        untouched(() -> notFound("INV-1", () -> other.invitations().accept(as(CAROL), old.token())));
        changed(() -> accept(CAROL, reset.value()));
    }

    // INV-4 and the worked example of rejoining

    @Test
    @Rule({"INV-4", "MEM-11"})
    void who_left_rejoins_by_a_new_link_and_not_by_the_old_one() {
        InvitationLink link = link(COMMUNITY_DEVELOPER);
        accept(CAROL, link);
        changed(() -> node.members().leave(as(CAROL), cats));
        rejoins(link);
    }

    @Test
    @Rule({"INV-4", "MEM-7"})
    void who_was_removed_rejoins_by_a_new_link_and_not_by_the_old_one() {
        InvitationLink link = link(COMMUNITY_DEVELOPER);
        accept(CAROL, link);
        changed(() -> node.members().remove(as(BOB), cats, CAROL));
        rejoins(link);
    }

    @Test
    @Rule({"INV-4", "ORG-4"})
    void who_left_the_organization_rejoins_by_a_new_link_and_not_by_the_old_one() {
        InvitationLink link = link(COMMUNITY_DEVELOPER);
        node.host().removeUser(ACME, CAROL);
        node.host().addUser(ACME, CAROL);
        rejoins(link);
    }

    /** Carol, who was in, is out; the clock stands still, for what counts is the revision. */
    private void rejoins(InvitationLink old) {
        untouched(() -> refused("INV-4", () -> accept(CAROL, old)));
        assertEquals(Optional.empty(), member(cats, CAROL));
        changed(() -> accept(ANN, old));
        InvitationLink reset =
                node.invitations().reset(as(BOB), old.invitation().id()).value();
        changed(() -> accept(CAROL, reset));
        later();
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(cats, CAROL));
        node.members().leave(as(CAROL), cats);
        untouched(() -> refused("INV-4", () -> accept(CAROL, reset)));
        InvitationLink created = link(COMMUNITY_VIEWER);
        changed(() -> accept(CAROL, created));
    }

    @Test
    @Rule({"INV-4", "DEF-4"})
    void a_new_invitation_brings_back_who_left_the_default_community() {
        node.host().signIn(ACME, CAROL);
        InvitationLink old = node.invitations()
                .createLink(as(ANN), team, NewLink.to(COMMUNITY_VIEWER))
                .value();
        node.members().leave(as(CAROL), team);
        assertEquals(
                SignIn.Outcome.KEPT_OUT,
                unchanged(() -> node.host().signIn(ACME, CAROL)).value().outcome());
        untouched(() -> refused("INV-4", () -> accept(CAROL, old)));
        InvitationLink created = node.invitations()
                .createLink(as(ANN), team, NewLink.to(COMMUNITY_VIEWER))
                .value();
        changed(() -> accept(CAROL, created));
        later();
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(team, CAROL));
    }

    // INV-5

    @Test
    @Rule("INV-5")
    void a_personal_invitation_is_for_its_recipient_alone() {
        Written<Optional<Invitation>> sent = changed(() -> send(BOB, CAROL, COMMUNITY_DEVELOPER));
        Invitation invitation = sent.value().orElseThrow();
        assertEquals(Optional.of(CAROL), invitation.recipient());
        assertEquals(Optional.of(cluster.clock().instant().plus(Duration.ofDays(30))), invitation.expiresAt());
        assertEquals(List.of(ChangeKind.INVITATION_CREATED), kinds(recordOf(sent)));
        for (Subject each : List.of(ANN, BOB, WATCHER)) {
            untouched(() -> notFound("INV-5", () -> accept(each, invitation)));
            untouched(() -> assertThrows(
                    CommunitiesException.class, () -> node.invitations().decline(as(each), invitation.id())));
        }

        assertEquals(
                Acceptance.Outcome.JOINED,
                changed(() -> accept(CAROL, invitation)).value().outcome());

        later();
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(cats, CAROL));
        assertEquals(List.of(), mine(CAROL));
    }

    @Test
    @Rule("INV-5")
    void accepting_twice_joins_once_also_at_the_same_moment() {
        Invitation invitation = sent(CAROL, COMMUNITY_VIEWER);
        try (Race threads = new Race(8)) {
            List<Callable<Written<Acceptance>>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                var mine = i % 2 == 0 ? node : other;
                tasks.add(() -> mine.invitations().accept(as(CAROL), invitation.id()));
            }
            long joined = threads.<Written<Acceptance>>run(tasks).stream()
                    .filter(outcome -> outcome.value().filter(Written::changed).isPresent())
                    .count();
            assertEquals(1, joined);
        }
        later();
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(cats, CAROL));
    }

    @Test
    @Rule("INV-5")
    void a_personal_invitation_is_declined_cancelled_and_sent_anew() {
        Invitation declined = sent(CAROL, COMMUNITY_VIEWER);
        Written<InvitationId> decline = changed(() -> node.invitations().decline(as(CAROL), declined.id()));
        assertEquals(List.of(ChangeKind.INVITATION_ENDED), kinds(recordOf(decline)));
        untouched(() -> notFound("INV-5", () -> accept(CAROL, declined)));
        unchanged(() -> node.invitations().decline(as(CAROL), declined.id()));

        Invitation cancelled = sent(CAROL, COMMUNITY_VIEWER);
        Written<InvitationId> cancel = changed(() -> node.invitations().cancel(as(BOB), cancelled.id()));
        assertEquals(List.of(ChangeKind.INVITATION_ENDED), kinds(recordOf(cancel)));
        untouched(() -> notFound("INV-5", () -> accept(CAROL, cancelled)));
        unchanged(() -> node.invitations().cancel(as(BOB), cancelled.id()));

        Invitation first = sent(CAROL, COMMUNITY_VIEWER);
        cluster.clock().advance(Duration.ofDays(29));
        Invitation anew =
                changed(() -> node.invitations().sendAnew(as(BOB), first.id())).value();
        assertEquals(Optional.of(cluster.clock().instant().plus(Duration.ofDays(30))), anew.expiresAt());
        cluster.clock().advance(Duration.ofDays(29));
        assertEquals(1, mine(CAROL).size());
        changed(() -> accept(CAROL, anew));
    }

    @Test
    @Rule("INV-5")
    void a_personal_invitation_ends_after_thirty_days_unless_said_otherwise() {
        Invitation first = sent(CAROL, COMMUNITY_VIEWER);
        Invitation soon = node.invitations()
                .invite(
                        as(BOB),
                        cats,
                        NewPersonal.of(ANN, COMMUNITY_VIEWER)
                                .until(cluster.clock().instant().plus(HOUR)))
                .value()
                .orElseThrow();
        cluster.clock().advance(HOUR);
        untouched(() -> notFound("INV-5", () -> accept(ANN, soon)));
        cluster.clock().advance(Duration.ofDays(30).minus(HOUR));
        untouched(() -> notFound("INV-5", () -> accept(CAROL, first)));
        assertEquals(List.of(), pending(cats));
        assertEquals(List.of(), mine(CAROL));
    }

    @Test
    @Rule("INV-5")
    void who_is_invited_before_they_come_to_the_organization_accepts_once_they_are_there() {
        Invitation invitation = sent(DAVE, COMMUNITY_VIEWER);
        untouched(() -> assertThrows(CommunitiesException.class, () -> accept(DAVE, invitation)));
        node.host().addUser(ACME, DAVE);
        changed(() -> accept(DAVE, invitation));
        later();
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(cats, DAVE));
        invalid("INV-5", () -> NewPersonal.of(ROBOT, COMMUNITY_VIEWER));
        invalid("INV-5", () -> NewPersonal.of(CATS, COMMUNITY_VIEWER));
    }

    // INV-6

    @Test
    @Rule("INV-6")
    void a_cap_holds_when_many_accept_at_the_same_moment() {
        List<Subject> crowd = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            crowd.add(node.host().addUser(ACME, Subject.user("user" + i)).value());
        }
        try (Race threads = new Race(16)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                CommunityId dogs = communityOf(BOB, "Dog owners " + round);
                InvitationLink link = node.invitations()
                        .createLink(as(BOB), dogs, NewLink.to(COMMUNITY_VIEWER).forAtMost(5))
                        .value();
                List<Callable<Written<Acceptance>>> tasks = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    var mine = i % 2 == 0 ? node : other;
                    Subject user = crowd.get(i);
                    tasks.add(() -> mine.invitations().accept(as(user), link.token()));
                }

                List<Outcome<Written<Acceptance>>> outcomes = threads.run(tasks);

                assertEquals(
                        5,
                        outcomes.stream()
                                .filter(outcome -> outcome.value().isPresent())
                                .count());
                later();
                assertEquals(6, members(dogs).size(), "five, and bob");
            }
        }
    }

    // INV-7

    @Test
    @Rule("INV-7")
    void what_is_pending_is_listed_by_page_for_administrators_and_for_the_invited() {
        List<InvitationId> expected = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            expected.add(link(COMMUNITY_VIEWER).invitation().id());
            expected.add(sent(Subject.user("guest" + i), COMMUNITY_VIEWER).id());
        }
        InvitationId carols = sent(CAROL, COMMUNITY_VIEWER).id();
        expected.add(carols);

        List<InvitationId> found = pending(cats).stream().map(Invitation::id).toList();

        assertEquals(expected.size(), found.size());
        assertEquals(Set.copyOf(expected), Set.copyOf(found));
        assertEquals(List.of(carols), mine(CAROL).stream().map(Invitation::id).toList());
        assertEquals(List.of(), mine(ANN));
        forbidden(COMMUNITY_MANAGE_ACCESS, () -> other.invitations().pending(as(CAROL), cats, PageRequest.first(10)));
    }

    // INV-8

    @Test
    @Rule("INV-8")
    void inviting_a_member_with_that_role_changes_nothing() {
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);
        assertEquals(
                Optional.empty(),
                unchanged(() -> send(BOB, CAROL, COMMUNITY_VIEWER)).value());
        InvitationLink link = link(COMMUNITY_VIEWER);
        assertEquals(
                Acceptance.Outcome.HAD_IT_ALREADY,
                unchanged(() -> accept(CAROL, link)).value().outcome());
        assertTrue(changed(() -> send(BOB, CAROL, COMMUNITY_DEVELOPER)).value().isPresent());
    }

    // INV-9

    @Test
    @Rule({"INV-9", "MEM-1"})
    void who_does_not_manage_access_neither_invites_nor_resets_nor_cancels_nor_lists() {
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_DEVELOPER);
        InvitationId link = link(COMMUNITY_VIEWER).invitation().id();
        InvitationId personal = sent(ANN, COMMUNITY_VIEWER).id();
        untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, () -> create(CAROL, NewLink.to(COMMUNITY_VIEWER))));
        untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, () -> send(CAROL, ANN, COMMUNITY_VIEWER)));
        untouched(() ->
                forbidden(COMMUNITY_MANAGE_ACCESS, () -> node.invitations().reset(as(CAROL), link)));
        untouched(() ->
                forbidden(COMMUNITY_MANAGE_ACCESS, () -> node.invitations().sendAnew(as(CAROL), personal)));
        untouched(() ->
                forbidden(COMMUNITY_MANAGE_ACCESS, () -> node.invitations().cancel(as(CAROL), link)));
        untouched(() ->
                forbidden(COMMUNITY_MANAGE_ACCESS, () -> node.invitations().cancel(as(CAROL), personal)));
    }

    @Test
    @Rule({"INV-9", "MEM-3"})
    void nobody_invites_to_more_than_they_hold() {
        runWithKeepers();
        node.members().grant(as(BOB), cats, CAROL, KEEPER);
        InvitationId link = link(COMMUNITY_DEVELOPER).invitation().id();
        InvitationId personal = sent(ANN, COMMUNITY_DEVELOPER).id();
        assertEquals(
                "MEM-3",
                untouched(() -> forbidden(
                                Permission.PROJECT_CREATE, () -> create(CAROL, NewLink.to(COMMUNITY_DEVELOPER))))
                        .rule());
        untouched(() -> forbidden(Permission.PROJECT_CREATE, () -> send(CAROL, ANN, COMMUNITY_DEVELOPER)));
        untouched(() ->
                forbidden(Permission.PROJECT_CREATE, () -> node.invitations().reset(as(CAROL), link)));
        untouched(() ->
                forbidden(Permission.PROJECT_CREATE, () -> node.invitations().sendAnew(as(CAROL), personal)));
        changed(() -> create(CAROL, NewLink.to(COMMUNITY_VIEWER)));
        changed(() -> node.invitations().cancel(as(CAROL), link));
        changed(() -> node.invitations().cancel(as(CAROL), personal));
    }

    @Test
    @Rule({"INV-9", "MEM-3"})
    void a_link_is_only_to_roles_that_can_be_bound_at_a_community() {
        untouched(() -> invalid("MEM-3", () -> create(BOB, NewLink.to(ORGANIZATION_ADMIN))));
        untouched(() -> invalid("MEM-3", () -> send(BOB, CAROL, ORGANIZATION_ADMIN)));
        changed(() -> create(BOB, NewLink.to(PROJECT_DEVELOPER)));
    }

    @Test
    @Rule("INV-9")
    void what_somebody_invited_to_who_may_not_any_more_is_accepted_only_after_a_reset() {
        runWithKeepers();
        List<Runnable> losses = List.of(
                () -> node.members().revoke(as(BOB), cats, CAROL, COMMUNITY_ADMIN),
                () -> {
                    node.members().grant(as(BOB), cats, CAROL, KEEPER);
                    node.members().revoke(as(BOB), cats, CAROL, COMMUNITY_ADMIN);
                },
                () -> node.members().leave(as(CAROL), cats),
                () -> node.host().removeUser(ACME, CAROL));
        for (Runnable loss : losses) {
            node.host().addUser(ACME, CAROL);
            node.members().grant(as(BOB), cats, CAROL, COMMUNITY_ADMIN);
            InvitationLink link = create(CAROL, NewLink.to(COMMUNITY_DEVELOPER)).value();
            Invitation personal = send(CAROL, ANN, COMMUNITY_DEVELOPER).value().orElseThrow();
            loss.run();

            untouched(() -> refused("INV-9", () -> accept(ANN, link)));
            untouched(() -> refused("INV-9", () -> accept(ANN, personal)));

            InvitationLink reset =
                    node.invitations().reset(as(BOB), link.invitation().id()).value();
            assertEquals(BOB, reset.invitation().inviter());
            changed(() -> accept(ANN, reset));
            node.members().remove(as(BOB), cats, ANN);
        }
    }

    // MEM-8

    @Test
    @Rule({"MEM-8", "INV-9"})
    void what_is_invited_by_virtue_of_an_expiring_role_ends_with_it() {
        Instant end = cluster.clock().instant().plus(HOUR);
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_ADMIN, end);
        InvitationLink link = create(CAROL, NewLink.to(COMMUNITY_VIEWER)).value();
        assertEquals(Optional.of(end), link.invitation().expiresAt());
        assertEquals(Optional.of(end), changed(() -> accept(ANN, link)).value().expiresAt());
        later();
        assertTrue(other.access().can(as(ANN), COMMUNITY_VIEW, cats));
        cluster.clock().advance(HOUR);
        assertFalse(other.access().can(as(ANN), COMMUNITY_VIEW, cats));
    }

    @Test
    @Rule({"MEM-8", "INV-9"})
    void an_expiry_that_the_inviter_got_since_cuts_what_is_accepted() {
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_ADMIN);
        InvitationLink link = create(CAROL, NewLink.to(COMMUNITY_VIEWER)).value();
        Instant end = cluster.clock().instant().plus(HOUR);
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_ADMIN, end);
        assertEquals(Optional.of(end), changed(() -> accept(ANN, link)).value().expiresAt());
    }

    // MEM-7, ORG-4 and COM-6

    @Test
    @Rule({"MEM-7", "INV-4"})
    void removing_someone_ends_their_invitations_in_the_same_write() {
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);
        Invitation invitation = sent(CAROL, COMMUNITY_DEVELOPER);
        Invitation anns = sent(ANN, COMMUNITY_DEVELOPER);

        Written<?> removed = changed(() -> node.members().remove(as(BOB), cats, CAROL));

        assertEquals(
                Optional.of(CAROL),
                only(ChangeKind.INVITATION_ENDED, recordOf(removed)).subject());
        assertEquals(List.of(), mine(CAROL));
        assertEquals(List.of(anns), pending(cats));
        untouched(() -> assertThrows(CommunitiesException.class, () -> accept(CAROL, invitation)));
        Invitation anew = sent(CAROL, COMMUNITY_DEVELOPER);
        changed(() -> accept(CAROL, anew));
    }

    @Test
    @Rule({"ORG-4", "INV-4"})
    void leaving_the_organization_ends_the_invitations_for_good() {
        Invitation invitation = sent(CAROL, COMMUNITY_DEVELOPER);
        changed(() -> node.host().removeUser(ACME, CAROL));
        changed(() -> node.host().addUser(ACME, CAROL));
        untouched(() -> assertThrows(CommunitiesException.class, () -> accept(CAROL, invitation)));
        assertEquals(List.of(), mine(CAROL));
        assertEquals(List.of(), pending(cats));
        Invitation anew = sent(CAROL, COMMUNITY_DEVELOPER);
        changed(() -> accept(CAROL, anew));
    }

    @Test
    @Rule("COM-6")
    void deleting_a_community_ends_its_invitations_also_once_it_is_restored() {
        InvitationLink link = link(COMMUNITY_VIEWER);
        Invitation invitation = sent(CAROL, COMMUNITY_VIEWER);
        node.delete(as(BOB), cats);
        untouched(() -> notFound(() -> accept(CAROL, link)));
        untouched(() -> notFound(() -> accept(CAROL, invitation)));
        assertEquals(List.of(), mine(CAROL));
        node.restore(as(BOB), cats);
        untouched(() -> assertThrows(CommunitiesException.class, () -> accept(CAROL, link)));
        untouched(() -> assertThrows(CommunitiesException.class, () -> accept(CAROL, invitation)));
        untouched(() -> assertThrows(
                CommunitiesException.class,
                () -> node.invitations().reset(as(BOB), link.invitation().id())));
        assertEquals(List.of(), pending(cats));
        assertEquals(List.of(), mine(CAROL));
        InvitationLink created = link(COMMUNITY_VIEWER);
        changed(() -> accept(CAROL, created));
    }

    private void runWithKeepers() {
        run(Policy.standard().toBuilder("keepers")
                .role(RoleDefinition.role(KEEPER)
                        .boundAt(ScopeKind.COMMUNITY)
                        .includes(COMMUNITY_VIEWER)
                        .permits(COMMUNITY_MANAGE_ACCESS))
                .build());
    }

    private Written<InvitationLink> create(Subject by, NewLink link) {
        return node.invitations().createLink(as(by), cats, link);
    }

    /** One of bob's. */
    private InvitationLink link(Role role) {
        return create(BOB, NewLink.to(role)).value();
    }

    private Written<Optional<Invitation>> send(Subject by, Subject to, Role role) {
        return node.invitations().invite(as(by), cats, NewPersonal.of(to, role));
    }

    /** One of bob's. */
    private Invitation sent(Subject to, Role role) {
        return send(BOB, to, role).value().orElseThrow();
    }

    private Written<Acceptance> accept(Subject by, InvitationLink link) {
        return node.invitations().accept(as(by), link.token());
    }

    private Written<Acceptance> accept(Subject by, Invitation invitation) {
        return node.invitations().accept(as(by), invitation.id());
    }

    private List<Invitation> pending(CommunityId community) {
        return all(page -> other.invitations().pending(as(BOB), community, page));
    }

    private List<Invitation> mine(Subject user) {
        return all(page -> other.invitations().mine(as(user), page));
    }
}
