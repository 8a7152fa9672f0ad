package io.github.communities.tck.domain.invitation;

import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.Power;
import io.github.communities.invitation.Acceptance;
import io.github.communities.invitation.Invitation;
import io.github.communities.invitation.InvitationLink;
import io.github.communities.invitation.NewLink;
import io.github.communities.invitation.NewPersonal;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.NewBinding;
import io.github.communities.member.Removal;
import io.github.communities.organization.SignIn;
import io.github.communities.policy.Policy;
import io.github.communities.tck.domain.CatLoversRules;
import io.github.communities.tck.fixture.Roster;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TestDirectory;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Whoever has gone from a community, and what older invitations are to them, whichever way they come back (INV-4,
 * DEF-4); and whom invitations make administrators of the default community (DEF-9), by whose power (CHG-5). Bob's
 * community is Cat lovers; ann administers the organization.
 */
public abstract class DepartureRules extends CatLoversRules {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Rules on storages of this kind. */
    protected DepartureRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // INV-4

    @Test
    @Rule("INV-4")
    void who_is_added_for_ten_seconds_is_no_administrator_for_good_by_the_link_of_once() {
        InvitationLink old = link(BOB, cats, COMMUNITY_ADMIN);
        join(CAROL, old);
        node.members().remove(as(BOB), cats, CAROL);
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER, in(Duration.ofSeconds(10)));

        untouched(() -> refused("INV-4", () -> accept(CAROL, old)));
        cluster.clock().advance(Duration.ofSeconds(10));
        untouched(() -> refused("INV-4", () -> accept(CAROL, old)));
        assertEquals(Optional.empty(), member(cats, CAROL));
        join(DAVE, old);
        join(CAROL, link(BOB, cats, COMMUNITY_ADMIN));
    }

    @Test
    @Rule({"INV-4", "MEM-7", "MEM-9", "MEM-11", "ORG-4", "ORG-6"})
    void however_someone_goes_and_comes_back_what_is_older_gives_them_nothing() {
        node.host().addGroup(ACME, CATS);
        node.members().grant(as(BOB), cats, CATS, COMMUNITY_VIEWER);
        for (Map.Entry<String, Runnable> going : goings(BOB, cats).entrySet()) {
            for (Map.Entry<String, Runnable> coming :
                    comings(BOB, cats, "Cat lovers").entrySet()) {
                String story = going.getKey() + ", " + coming.getKey();
                InvitationLink old = link(BOB, cats, COMMUNITY_EDITOR);
                node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER, in(MINUTE));
                going.getValue().run();
                coming.getValue().run();

                untouched(() -> refused("INV-4", () -> accept(CAROL, old)));
                assertTrue(later().access().can(as(CAROL), COMMUNITY_VIEW, cats), story);
                assertEquals(
                        Acceptance.Outcome.JOINED,
                        accept(CAROL, reset(BOB, old)).value().outcome(),
                        story);
                node.host().removeFromGroup(ACME, CATS, CAROL);
                node.members().remove(as(BOB), cats, CAROL);
            }
        }
    }

    @Test
    @Rule({"INV-4", "DEF-4"})
    void the_default_community_forgets_no_departure_either() {
        node.host().addGroup(ACME, CATS);
        node.members().grant(as(ANN), team, CATS, COMMUNITY_VIEWER);
        for (Map.Entry<String, Runnable> going : goings(ANN, team).entrySet()) {
            for (Map.Entry<String, Runnable> coming :
                    comings(ANN, team, "Acme Team").entrySet()) {
                InvitationLink old = link(ANN, team, COMMUNITY_EDITOR);
                node.members().grant(as(ANN), team, CAROL, COMMUNITY_VIEWER, in(MINUTE));
                going.getValue().run();
                coming.getValue().run();
                SignIn.Outcome outcome = node.host().signIn(ACME, CAROL).value().outcome();

                assertTrue(
                        outcome != SignIn.Outcome.KEPT_OUT,
                        () -> going.getKey() + ", " + coming.getKey() + ": " + outcome);
                untouched(() -> refused("INV-4", () -> accept(CAROL, old)));
                join(CAROL, reset(ANN, old));
                node.host().removeFromGroup(ACME, CATS, CAROL);
                node.members().remove(as(ANN), team, CAROL);
            }
        }
    }

    /** How carol, who is a viewer for another minute, can go. */
    private Map<String, Runnable> goings(Subject manager, CommunityId community) {
        Map<String, Runnable> goings = new LinkedHashMap<>();
        goings.put("removed", () -> node.members().remove(as(manager), community, CAROL));
        goings.put("left", () -> node.members().leave(as(CAROL), community));
        goings.put("revoked", () -> node.members().revoke(as(manager), community, CAROL, COMMUNITY_VIEWER));
        goings.put(
                "taken by a delta",
                () -> node.members()
                        .update(as(manager), community, BindingDelta.nothing().remove(CAROL, COMMUNITY_VIEWER)));
        goings.put("replaced away", () -> replace(manager, community, List.of()));
        goings.put("removed when expired", () -> {
            cluster.clock().advance(MINUTE);
            node.members().remove(as(manager), community, CAROL);
        });
        goings.put("removed from the organization", () -> node.host().removeUser(ACME, CAROL));
        return goings;
    }

    /** How carol can come back as no more than a viewer. */
    private Map<String, Runnable> comings(Subject manager, CommunityId community, String name) {
        Map<String, Runnable> comings = new LinkedHashMap<>();
        comings.put("granted", () -> node.members().grant(as(manager), community, CAROL, COMMUNITY_VIEWER));
        comings.put(
                "added by a delta",
                () -> node.members()
                        .update(as(manager), community, BindingDelta.nothing().add(CAROL, COMMUNITY_VIEWER)));
        comings.put(
                "put into the list",
                () -> replace(manager, community, List.of(NewBinding.of(CAROL, COMMUNITY_VIEWER))));
        comings.put(
                "brought in by a roster",
                () -> new Roster(ACME).member(name, "carol", "viewer").into(node));
        comings.put("by a newer link", () -> join(CAROL, link(manager, community, COMMUNITY_VIEWER)));
        comings.put(
                "by a personal invitation", () -> accept(CAROL, invited(manager, community, CAROL, COMMUNITY_VIEWER)));
        comings.put("in a group", () -> node.host().addToGroup(ACME, CATS, CAROL));
        comings.replaceAll((way, coming) -> () -> {
            node.host().addUser(ACME, CAROL);
            coming.run();
        });
        return comings;
    }

    /** Makes the manager, the cats and some more the only ones. */
    private void replace(Subject manager, CommunityId community, List<NewBinding> more) {
        List<NewBinding> all = new ArrayList<>(more);
        all.add(NewBinding.of(CATS, COMMUNITY_VIEWER));
        if (community.equals(cats)) {
            all.add(NewBinding.of(manager, COMMUNITY_ADMIN));
        }
        node.members().replace(as(manager), community, all, revision().value());
    }

    @Test
    @Rule({"INV-4", "DEF-3", "DEF-4"})
    void a_first_sign_in_makes_no_older_invitation_good_again() {
        InvitationLink old = link(ANN, team, COMMUNITY_EDITOR);
        node.members().remove(as(ANN), team, CAROL);
        node.members().grant(as(ANN), team, CAROL, COMMUNITY_VIEWER);
        assertEquals(SignIn.Outcome.JOINED, signIn(CAROL));
        node.members().remove(as(ANN), team, DAVE);
        node.host().removeUser(ACME, DAVE);
        node.host().addUser(ACME, DAVE);
        assertEquals(SignIn.Outcome.JOINED, signIn(DAVE));

        for (Subject user : List.of(CAROL, DAVE)) {
            untouched(() -> refused("INV-4", () -> accept(user, old)));
            assertTrue(ownRoles(team, user).contains(COMMUNITY_DEVELOPER));
        }
        join(BOB, old);
    }

    @Test
    @Rule({"INV-4", "MEM-7"})
    void a_removal_counts_though_nothing_is_in_force_and_again_only_after_another_invitation() {
        InvitationLink link = link(BOB, cats, COMMUNITY_EDITOR);
        Written<Removal> removed = changed(() -> node.members().remove(as(BOB), cats, CAROL));
        assertEquals(List.of(ChangeKind.MEMBER_REMOVED), kinds(recordOf(removed)));
        assertEquals(List.of(), removed.value().ended());
        untouched(() -> refused("INV-4", () -> accept(CAROL, link)));
        unchanged(() -> node.members().remove(as(BOB), cats, CAROL));
        CommunityId dogs = communityOf(BOB, "Dog lovers");
        link(BOB, dogs, COMMUNITY_VIEWER);
        unchanged(() -> node.members().remove(as(BOB), cats, CAROL));

        Invitation daves = invited(BOB, cats, DAVE, COMMUNITY_VIEWER);
        for (Runnable made : List.<Runnable>of(
                () -> link(BOB, cats, COMMUNITY_VIEWER),
                () -> reset(BOB, link),
                () -> invited(BOB, cats, ANN, COMMUNITY_VIEWER),
                () -> invited(BOB, cats, CAROL, COMMUNITY_VIEWER),
                () -> node.invitations().sendAnew(as(BOB), daves.id()))) {
            made.run();
            changed(() -> node.members().remove(as(BOB), cats, CAROL));
            unchanged(() -> other.members().remove(as(BOB), cats, CAROL));
            assertEquals(List.of(), all(page -> other.invitations().mine(as(CAROL), page)));
        }
        assertEquals(Optional.empty(), member(cats, CAROL));
    }

    @Test
    @Rule({"INV-4", "MEM-7", "MEM-8"})
    void who_is_removed_when_their_role_has_expired_is_removed() {
        InvitationLink old = link(BOB, cats, COMMUNITY_ADMIN);
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER, in(MINUTE));
        cluster.clock().advance(MINUTE);
        changed(() -> node.members().remove(as(BOB), cats, CAROL));

        untouched(() -> refused("INV-4", () -> accept(CAROL, old)));
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER, in(MINUTE));
        untouched(() -> refused("INV-4", () -> accept(CAROL, old)));
        cluster.clock().advance(MINUTE);
        changed(() -> node.members().remove(as(BOB), cats, CAROL));
    }

    @Test
    @Rule({"INV-4", "MEM-8"})
    void an_expiry_that_passes_is_no_removal() {
        InvitationLink old = link(BOB, cats, COMMUNITY_EDITOR);
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_DEVELOPER);
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_DEVELOPER, in(MINUTE));
        cluster.clock().advance(MINUTE);

        assertEquals(Optional.empty(), member(cats, CAROL));
        join(CAROL, old);
    }

    @Test
    @Rule({"INV-4", "INV-5"})
    void who_does_not_belong_yet_can_not_be_removed_from_what_comes_later() {
        InvitationLink link = link(BOB, cats, COMMUNITY_VIEWER);
        Invitation personal = invited(BOB, cats, EVE, COMMUNITY_VIEWER);
        Written<Removal> removed = changed(() -> node.members().remove(as(BOB), cats, EVE));
        assertEquals(List.of(ChangeKind.INVITATION_ENDED), kinds(recordOf(removed)));
        unchanged(() -> node.members().remove(as(BOB), cats, EVE));
        node.host().addUser(ACME, EVE);

        untouched(() -> notFound("INV-5", () -> accept(EVE, personal)));
        join(EVE, link);
    }

    @Test
    @Rule({"INV-4", "MEM-11"})
    void leaving_is_for_who_is_in_through_a_group_too() {
        InvitationLink old = link(BOB, cats, COMMUNITY_EDITOR);
        unchanged(() -> node.members().leave(as(DAVE), cats));
        node.host().addGroup(ACME, CATS);
        node.host().addToGroup(ACME, CATS, CAROL);
        node.members().grant(as(BOB), cats, CATS, COMMUNITY_VIEWER);
        changed(() -> node.members().leave(as(CAROL), cats));
        unchanged(() -> node.members().leave(as(CAROL), cats));

        untouched(() -> refused("INV-4", () -> accept(CAROL, old)));
        join(DAVE, old);
    }

    @Test
    @Rule({"INV-4", "INV-8"})
    void what_one_has_anyway_is_no_matter_of_when_and_what_one_had_is() {
        InvitationLink old = link(BOB, cats, COMMUNITY_VIEWER);
        node.members().remove(as(BOB), cats, CAROL);
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER, in(MINUTE));

        assertEquals(
                new Acceptance(cats, COMMUNITY_VIEWER, Acceptance.Outcome.HAD_IT_ALREADY, Optional.of(in(MINUTE))),
                unchanged(() -> accept(CAROL, old)).value());
        cluster.clock().advance(MINUTE);
        untouched(() -> refused("INV-4", () -> accept(CAROL, old)));
    }

    @Test
    @Rule({"INV-4", "ORG-4", "ORG-7"})
    void where_a_directory_says_who_belongs_no_departure_is_forgotten_either() {
        TestDirectory directory = new TestDirectory(cluster.clock());
        for (Subject user : List.of(BOB, CAROL, DAVE)) {
            directory.put(ACME, user);
        }
        directory.put(ACME, WATCHER, COMMUNITY_VIEWER);
        node = cluster.node(Policy.standard(), directory);
        other = cluster.attentive(Policy.standard(), directory);
        InvitationLink old = link(BOB, cats, COMMUNITY_EDITOR);
        changed(() -> node.members().remove(as(BOB), cats, CAROL));
        unchanged(() -> node.members().remove(as(BOB), cats, CAROL));
        directory.remove(ACME, DAVE);
        node.host().removeUser(ACME, DAVE);
        directory.put(ACME, DAVE);

        for (Subject user : List.of(CAROL, DAVE)) {
            node.members().grant(as(BOB), cats, user, COMMUNITY_VIEWER);
            untouched(() -> refused("INV-4", () -> accept(user, old)));
            join(user, link(BOB, cats, COMMUNITY_EDITOR));
        }
    }

    @Test
    @Rule({"INV-4", "CHG-4"})
    void of_whom_the_host_erased_nothing_is_remembered() {
        InvitationLink old = link(BOB, cats, COMMUNITY_VIEWER);
        node.members().remove(as(BOB), cats, CAROL);
        node.host().removeUser(ACME, CAROL);
        node.host().addUser(ACME, CAROL);
        untouched(() -> refused("INV-4", () -> accept(CAROL, old)));
        node.host().erase(ACME, CAROL);
        node.host().addUser(ACME, CAROL);

        join(CAROL, old);
    }

    // DEF-4

    @Test
    @Rule({"DEF-4", "INV-4"})
    void being_kept_out_ends_and_the_departure_does_not() {
        signIn(CAROL);
        InvitationLink old = link(ANN, team, COMMUNITY_EDITOR);
        node.members().leave(as(CAROL), team);
        assertEquals(SignIn.Outcome.KEPT_OUT, signIn(CAROL));
        node.members().grant(as(ANN), team, CAROL, COMMUNITY_VIEWER);

        assertEquals(SignIn.Outcome.MEMBER, signIn(CAROL));
        untouched(() -> refused("INV-4", () -> accept(CAROL, old)));
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(team, CAROL));
    }

    @Test
    @Rule({"DEF-4", "MEM-7"})
    void who_came_back_for_a_while_is_kept_out_by_being_removed_again() {
        changed(() -> node.members().remove(as(ANN), team, CAROL));
        node.members().grant(as(ANN), team, CAROL, COMMUNITY_VIEWER, in(MINUTE));
        cluster.clock().advance(MINUTE);
        changed(() -> node.members().remove(as(ANN), team, CAROL));
        unchanged(() -> node.members().remove(as(ANN), team, CAROL));

        assertEquals(SignIn.Outcome.KEPT_OUT, signIn(CAROL));
        assertEquals(Set.of(), ownRoles(team, CAROL));
    }

    // DEF-9

    @Test
    @Rule({"DEF-9", "DEF-7"})
    void who_is_not_a_member_of_the_default_community_is_not_appointed_by_invitation_either() {
        InvitationLink link = link(ANN, team, COMMUNITY_ADMIN);
        Invitation carols = invited(ANN, team, CAROL, COMMUNITY_ADMIN);
        Invitation anns = invited(ANN, team, ANN, COMMUNITY_ADMIN);
        node.members().grant(as(ANN), projectOf(ANN, team, "Garden").id(), DAVE, PROJECT_VIEWER);
        node.members().grant(as(ANN), team, Subject.allUsers(), COMMUNITY_VIEWER);

        for (Subject stranger : List.of(ANN, BOB, CAROL, DAVE)) {
            untouched(() -> refused("DEF-9", () -> accept(stranger, link)));
        }
        untouched(() -> refused("DEF-9", () -> accept(CAROL, carols)));
        untouched(() -> refused("DEF-9", () -> accept(ANN, anns)));
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER, in(MINUTE));
        cluster.clock().advance(MINUTE);
        untouched(() -> refused("DEF-9", () -> accept(BOB, link)));
        assertEquals(
                List.of(),
                members(team).stream()
                        .filter(member -> member.subject().isUser())
                        .toList());
    }

    @Test
    @Rule("DEF-9")
    void who_is_a_member_of_the_default_community_is_appointed_by_invitation() {
        InvitationLink link = link(ANN, team, COMMUNITY_ADMIN);
        Invitation carols = invited(ANN, team, CAROL, COMMUNITY_ADMIN);
        signIn(CAROL);
        node.host().addGroup(ACME, CATS);
        node.host().addToGroup(ACME, CATS, DAVE);
        node.members().grant(as(ANN), team, CATS, COMMUNITY_VIEWER);

        changed(() -> accept(CAROL, carols));
        join(DAVE, link);
        assertEquals(Set.of(COMMUNITY_DEVELOPER, COMMUNITY_ADMIN), ownRoles(team, CAROL));
        assertEquals(Set.of(COMMUNITY_ADMIN), ownRoles(team, DAVE));
        assertEquals(
                Acceptance.Outcome.HAD_IT_ALREADY,
                unchanged(() -> accept(CAROL, link)).value().outcome());
    }

    @Test
    @Rule({"DEF-9", "DEF-11"})
    void to_other_roles_and_elsewhere_strangers_are_invited_as_ever() {
        for (Role role : List.of(COMMUNITY_VIEWER, COMMUNITY_EDITOR)) {
            join(CAROL, link(ANN, team, role));
        }
        join(DAVE, link(BOB, cats, COMMUNITY_ADMIN));
    }

    // CHG-5

    @Test
    @Rule({"CHG-5", "DEF-7", "INV-9"})
    void what_an_inviter_gives_by_inheritance_is_marked_when_it_is_accepted() {
        Set<Power> inherited = Set.of(Power.INHERITED_ADMINISTRATION);
        InvitationLink link = link(ANN, team, COMMUNITY_VIEWER);
        Invitation personal = invited(ANN, team, DAVE, COMMUNITY_VIEWER);
        assertEquals(inherited, recordOf(changed(() -> accept(CAROL, link))).powers());
        assertEquals(inherited, recordOf(changed(() -> accept(DAVE, personal))).powers());
        signIn(BOB);
        node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN);

        for (CommunityId community : List.of(team, cats)) {
            InvitationLink bobs = link(BOB, community, COMMUNITY_EDITOR);
            assertEquals(Set.of(), recordOf(changed(() -> accept(CAROL, bobs))).powers());
        }
    }

    @Test
    @Rule({"CHG-5", "INV-9"})
    void it_is_the_inviters_power_at_acceptance_that_is_marked() {
        signIn(ANN);
        InvitationLink link = link(ANN, team, COMMUNITY_VIEWER);
        node.members().grant(as(ANN), team, ANN, COMMUNITY_ADMIN);
        assertEquals(Set.of(), recordOf(changed(() -> accept(CAROL, link))).powers());
        node.members().revoke(as(ANN), team, ANN, COMMUNITY_ADMIN);
        node.members().grant(as(ANN), team, ANN, COMMUNITY_EDITOR);
        assertEquals(
                Set.of(Power.INHERITED_ADMINISTRATION),
                recordOf(changed(() -> accept(DAVE, link))).powers(),
                "an editor does not manage access");

        InvitationLink bobs = link(BOB, cats, COMMUNITY_VIEWER);
        node.host().addUser(ACME, CAROL, ORGANIZATION_ADMIN);
        assertEquals(
                Set.of(),
                recordOf(changed(() -> accept(CAROL, bobs))).powers(),
                "not what the accepting user inherits");
    }

    private SignIn.Outcome signIn(Subject user) {
        return node.host().signIn(ACME, user).value().outcome();
    }

    private InvitationLink link(Subject inviter, CommunityId community, Role role) {
        return node.invitations()
                .createLink(as(inviter), community, NewLink.to(role))
                .value();
    }

    private InvitationLink reset(Subject inviter, InvitationLink link) {
        return node.invitations().reset(as(inviter), link.invitation().id()).value();
    }

    private Invitation invited(Subject inviter, CommunityId community, Subject recipient, Role role) {
        return node.invitations()
                .invite(as(inviter), community, NewPersonal.of(recipient, role))
                .value()
                .orElseThrow();
    }

    private Written<Acceptance> accept(Subject user, InvitationLink link) {
        return node.invitations().accept(as(user), link.token());
    }

    private Written<Acceptance> accept(Subject user, Invitation invitation) {
        return node.invitations().accept(as(user), invitation.id());
    }

    private void join(Subject user, InvitationLink link) {
        assertEquals(
                Acceptance.Outcome.JOINED,
                changed(() -> accept(user, link)).value().outcome());
    }
}
