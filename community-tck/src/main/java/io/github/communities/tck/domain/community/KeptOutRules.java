package io.github.communities.tck.domain.community;

import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.organization.SignIn.Outcome.JOINED;
import static io.github.communities.organization.SignIn.Outcome.KEPT_OUT;
import static io.github.communities.organization.SignIn.Outcome.MEMBER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Subject;
import io.github.communities.decision.RoleSource;
import io.github.communities.error.CommunitiesException;
import io.github.communities.error.Unavailable;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.NewBinding;
import io.github.communities.member.Removal;
import io.github.communities.organization.SignIn;
import io.github.communities.project.Project;
import io.github.communities.spi.CommunityStore;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.Race.Outcome;
import io.github.communities.tck.fixture.Roster;
import io.github.communities.tck.fixture.SampleRecords;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.StumblingStore;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whoever went does not come back by signing in: DEF-4. */
public abstract class KeptOutRules extends TeamRules {
    /** Rules on storages of their own. */
    protected KeptOutRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // DEF-4

    @Test
    @Rule("DEF-4")
    void who_was_removed_is_not_brought_back_by_signing_in() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        changed(() -> node.members().remove(as(ANN), team, BOB));

        assertKeptOut(team, BOB);
        assertFalse(later().access().can(as(BOB), COMMUNITY_VIEW, team));
    }

    private void assertKeptOut(CommunityId team, Subject user) {
        for (Communities on : List.of(node, other)) {
            SignIn signIn = unchanged(() -> on.host().signIn(ACME, user)).value();
            assertEquals(KEPT_OUT, signIn.outcome());
            assertEquals(team, signIn.community().id());
        }
        assertEquals(Set.of(), ownRoles(team, user));
    }

    @Test
    @Rule({"DEF-4", "MEM-11"})
    void who_left_is_not_brought_back_by_signing_in() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        changed(() -> node.members().leave(as(BOB), team));

        assertKeptOut(team, BOB);
    }

    @Test
    @Rule("DEF-4")
    void who_loses_their_last_role_there_counts_as_removed() {
        CommunityId team = acme();
        List<Subject> users = List.of(BOB, CAROL, WATCHER);
        users.forEach(user -> node.host().signIn(ACME, user));
        changed(() -> node.members().revoke(as(ANN), team, BOB, COMMUNITY_DEVELOPER));
        changed(() ->
                node.members().update(as(ANN), team, BindingDelta.nothing().remove(CAROL, COMMUNITY_DEVELOPER)));
        changed(() ->
                node.members().replace(as(ANN), team, List.of(), team(team).bindingsVersion()));

        users.forEach(user -> assertKeptOut(team, user));
    }

    @Test
    @Rule("DEF-4")
    void who_keeps_a_role_there_was_not_removed() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.members().grant(as(ANN), team, BOB, COMMUNITY_EDITOR);
        node.members().revoke(as(ANN), team, BOB, COMMUNITY_DEVELOPER);

        assertEquals(
                MEMBER, unchanged(() -> node.host().signIn(ACME, BOB)).value().outcome());
        assertEquals(Set.of(COMMUNITY_EDITOR), ownRoles(team, BOB));
    }

    @Test
    @Rule("DEF-4")
    void who_was_replaced_by_their_own_next_role_was_not_removed() {
        CommunityId team = acme();
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER);
        node.members()
                .replace(
                        as(ANN),
                        team,
                        List.of(NewBinding.of(BOB, COMMUNITY_EDITOR)),
                        team(team).bindingsVersion());

        assertEquals(JOINED, signIn(BOB));
        assertEquals(Set.of(COMMUNITY_EDITOR, COMMUNITY_DEVELOPER), ownRoles(team, BOB));
    }

    @Test
    @Rule("DEF-4")
    void who_was_removed_before_they_ever_signed_in_is_kept_out() {
        CommunityId team = acme();
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER);
        changed(() -> node.members().remove(as(ANN), team, BOB));
        changed(() -> node.members().remove(as(ANN), team, CAROL));
        unchanged(() -> node.members().remove(as(ANN), team, BOB));
        unchanged(() -> other.members().remove(as(ANN), team, CAROL));

        assertKeptOut(team, BOB);
        assertKeptOut(team, CAROL);
    }

    @Test
    @Rule("DEF-4")
    void who_left_before_they_ever_signed_in_is_kept_out() {
        CommunityId team = acme();
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER);
        changed(() -> node.members().leave(as(BOB), team));

        assertKeptOut(team, BOB);
    }

    @Test
    @Rule("DEF-4")
    void revoking_a_role_that_someone_does_not_have_removes_nobody() {
        CommunityId team = acme();
        unchanged(() -> node.members().revoke(as(ANN), team, BOB, COMMUNITY_VIEWER));

        assertEquals(JOINED, signIn(BOB));
    }

    @Test
    @Rule({"DEF-4", "MEM-1"})
    void who_may_not_remove_keeps_nobody_out() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, () -> node.members().remove(as(BOB), team, CAROL)));
        untouched(() -> notFound(() -> node.members().remove(as(DAVE), team, CAROL)));
        untouched(() ->
                assertThrows(CommunitiesException.class, () -> node.members().leave(as(DAVE), team)));

        assertEquals(JOINED, signIn(CAROL));
    }

    @Test
    @Rule("DEF-4")
    void who_is_added_again_is_back_with_the_role_they_were_given() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.members().remove(as(ANN), team, BOB);
        assertKeptOut(team, BOB);
        changed(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER));

        assertEquals(
                MEMBER, unchanged(() -> other.host().signIn(ACME, BOB)).value().outcome());
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(team, BOB), "this was not their first sign-in");
        assertTrue(later().access().can(as(BOB), COMMUNITY_VIEW, team));
    }

    @Test
    @Rule({"DEF-4", "DEF-6"})
    void who_is_added_again_before_any_sign_in_gets_the_role_of_the_first_too() {
        CommunityId team = acme();
        node.members().remove(as(ANN), team, BOB);
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER);

        assertEquals(
                JOINED, changed(() -> node.host().signIn(ACME, BOB)).value().outcome());
        assertEquals(Set.of(COMMUNITY_VIEWER, COMMUNITY_DEVELOPER), ownRoles(team, BOB));
    }

    @Test
    @Rule({"DEF-4", "DEF-6"})
    void a_sign_in_while_kept_out_is_not_remembered() {
        CommunityId team = acme();
        node.members().remove(as(ANN), team, BOB);
        assertKeptOut(team, BOB);
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER);

        // Nothing was written when they were kept out, so this is still the first.
        assertEquals(JOINED, signIn(BOB));
        assertEquals(Set.of(COMMUNITY_VIEWER, COMMUNITY_DEVELOPER), ownRoles(team, BOB));
    }

    @Test
    @Rule("DEF-4")
    void removed_and_added_many_times_the_last_word_counts() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        for (int i = 0; i < 3; i++) {
            changed(() -> node.members().remove(as(ANN), team, BOB));
            assertKeptOut(team, BOB);
            changed(() -> other.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER));
            assertEquals(MEMBER, signIn(BOB));
            changed(() -> node.members().leave(as(BOB), team));
            assertKeptOut(team, BOB);
            changed(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_EDITOR));
            assertEquals(MEMBER, signIn(BOB));
        }
        assertEquals(Set.of(COMMUNITY_EDITOR), ownRoles(team, BOB));
    }

    @Test
    @Rule({"DEF-4", "MEM-8"})
    void an_expiry_is_no_removal() {
        CommunityId team = acme();
        Instant end = cluster.clock().instant().plus(Duration.ofHours(1));
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER, end);
        cluster.clock().advance(Duration.ofHours(1));
        assertEquals(Set.of(), ownRoles(team, BOB));

        assertEquals(
                JOINED, changed(() -> node.host().signIn(ACME, BOB)).value().outcome());
        assertTrue(ownRoles(team, BOB).contains(COMMUNITY_DEVELOPER));
    }

    @Test
    @Rule({"DEF-4", "DEF-3"})
    void whose_role_expired_signs_in_later_without_a_write() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        Instant end = cluster.clock().instant().plus(Duration.ofHours(1));
        node.members().grant(as(ANN), team, BOB, COMMUNITY_DEVELOPER, end);
        cluster.clock().advance(Duration.ofHours(1));

        SignIn.Outcome outcome =
                unchanged(() -> node.host().signIn(ACME, BOB)).value().outcome();
        assertNotEquals(JOINED, outcome, "it was not their first");
        assertEquals(Set.of(), ownRoles(team, BOB));
    }

    @Test
    @Rule("DEF-4")
    void being_removed_elsewhere_keeps_nobody_out() {
        CommunityId team = acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);
        node.members().remove(as(BOB), cats, CAROL);
        node.host().signIn(ACME, BOB);
        Project garden = projectOf(BOB, team, "Garden");
        node.members().grant(as(BOB), garden.id(), CAROL, PROJECT_DEVELOPER);
        node.members().remove(as(BOB), garden.id(), CAROL);

        assertEquals(JOINED, signIn(CAROL));
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, CAROL));
    }

    @Test
    @Rule("DEF-4")
    void a_role_at_one_of_its_projects_brings_nobody_back() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.members().remove(as(ANN), team, BOB);
        Project garden = projectOf(ANN, team, "Garden");
        changed(() -> node.members().grant(as(ANN), garden.id(), BOB, PROJECT_DEVELOPER));
        new Roster(ACME).participant("Acme Team", "Garden", "bob", "viewer").into(node);

        assertKeptOut(team, BOB);
        assertTrue(later().access().can(as(BOB), PROJECT_VIEW, garden.id()), "a participant needs no membership");
    }

    @Test
    @Rule({"DEF-4", "ORG-4"})
    void who_returns_to_the_organization_starts_anew() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.members().remove(as(ANN), team, BOB);
        node.host().removeUser(ACME, BOB);
        untouched(() -> notFound("DEF-5", () -> node.host().signIn(ACME, BOB)));
        node.host().addUser(ACME, BOB);

        assertEquals(
                JOINED, changed(() -> node.host().signIn(ACME, BOB)).value().outcome());
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, BOB));
        node.host().removeUser(ACME, BOB);
        node.host().addUser(ACME, BOB);
        assertEquals(JOINED, signIn(BOB), "and anew each time");
    }

    @Test
    @Rule({"DEF-4", "ORG-4"})
    void who_returns_before_all_they_had_is_cleared_starts_anew_too() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.members().remove(as(ANN), team, BOB);
        try (CommunityStore store = cluster.storage().open()) {
            SampleRecords.write(
                    store,
                    ACME,
                    writer -> writer.insert(IntStream.range(0, 2500)
                            .mapToObj(i ->
                                    SampleRecords.binding(CommunityId.of(ACME, "gone " + i), BOB, COMMUNITY_VIEWER, 1))
                            .toList()));
            // The node dies after the removal, and before it has cleared the rows.
            Communities dying = cluster.engine(new StumblingStore(store, 0, 2)).build();
            assertThrows(Unavailable.class, () -> dying.host().removeUser(ACME, BOB));
        }
        node.host().addUser(ACME, BOB);

        assertEquals(JOINED, signIn(BOB));
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, BOB));
    }

    @Test
    @Rule({"DEF-4", "DEF-7"})
    void an_administrator_who_was_removed_is_no_member_and_administers_still() {
        CommunityId team = acme();
        node.host().signIn(ACME, ANN);
        node.host().addUser(ACME, BOB, ORGANIZATION_ADMIN);

        Removal removal =
                changed(() -> node.members().remove(as(BOB), team, ANN)).value();

        assertEquals(
                List.of(COMMUNITY_DEVELOPER),
                removal.ended().stream().map(binding -> binding.role()).toList());
        assertEquals(
                List.of(Optional.of(ORGANIZATION_ADMIN)),
                removal.remaining().stream().map(RoleSource::inheritedFrom).toList());
        assertKeptOut(team, ANN);
        assertTrue(later().access().can(as(ANN), COMMUNITY_MANAGE_ACCESS, team));
    }

    @Test
    @Rule({"DEF-4", "CON-1"})
    void removed_at_the_moment_of_their_first_sign_in_they_are_out_either_way() {
        CommunityId team = acme();
        try (Race race = new Race(16)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                Subject user = Subject.user("newcomer " + round);
                node.host().addUser(ACME, user);
                List<Callable<Boolean>> tasks = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    Communities on = i % 4 < 2 ? node : other;
                    if (i % 8 == 0) {
                        tasks.add(() -> on.members().remove(as(ANN), team, user).changed());
                    } else {
                        tasks.add(() -> on.host().signIn(ACME, user).changed());
                    }
                }
                race.<Boolean>run(tasks).forEach(Outcome::get);

                assertKeptOut(team, user);
            }
        }
    }
}
