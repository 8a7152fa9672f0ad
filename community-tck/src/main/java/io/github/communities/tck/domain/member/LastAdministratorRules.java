package io.github.communities.tck.domain.member;

import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.ScopeKind.COMMUNITY;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.error.CommunitiesException;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.NewBinding;
import io.github.communities.member.Removal;
import io.github.communities.policy.Policy;
import io.github.communities.policy.RoleDefinition;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** That a community keeps an administrator: MEM-5. */
public abstract class LastAdministratorRules extends MemberRules {
    /** Includes the administrator's role, and ranks above it. */
    private static final Role CHIEF = Role.of("communities.chief");

    /** Rules on storages of this kind. */
    protected LastAdministratorRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // MEM-5

    @Test
    @Rule("MEM-5")
    void the_last_administrator_stays_by_whatever_way_they_are_taken() {
        grant(BOB, cats, CAROL, COMMUNITY_EDITOR);
        Instant tomorrow = in(Duration.ofDays(1));
        List<Executable> attempts = List.of(
                () -> revoke(BOB, cats, BOB, COMMUNITY_ADMIN),
                () -> remove(BOB, cats, BOB),
                () -> leave(BOB, cats),
                () -> grant(BOB, cats, BOB, COMMUNITY_ADMIN, tomorrow),
                () -> node.members()
                        .update(as(BOB), cats, BindingDelta.nothing().remove(BOB, COMMUNITY_ADMIN)),
                () -> node.members()
                        .update(
                                as(BOB),
                                cats,
                                BindingDelta.nothing()
                                        .add(NewBinding.of(BOB, COMMUNITY_ADMIN).until(tomorrow))),
                () -> replace(BOB, cats),
                () -> replace(BOB, cats, NewBinding.of(CAROL, COMMUNITY_EDITOR)),
                () -> replace(
                        BOB,
                        cats,
                        NewBinding.of(BOB, COMMUNITY_EDITOR),
                        NewBinding.of(CAROL, COMMUNITY_ADMIN).until(tomorrow)));
        for (Executable attempt : attempts) {
            untouched(() -> refused("MEM-5", attempt));
        }
        later();
        assertEquals(Set.of(COMMUNITY_ADMIN), ownRoles(cats, BOB));
        assertEquals(Set.of(COMMUNITY_EDITOR), ownRoles(cats, CAROL));
        assertEquals(Set.of(BOB), administrators(cats, ANN, BOB, CAROL));
    }

    @Test
    @Rule("MEM-5")
    void one_of_two_administrators_can_go_by_any_way() {
        Instant tomorrow = in(Duration.ofDays(1));
        List<Executable> ways = List.of(
                () -> revoke(CAROL, cats, BOB, COMMUNITY_ADMIN),
                () -> remove(CAROL, cats, BOB),
                () -> leave(BOB, cats),
                () -> grant(BOB, cats, BOB, COMMUNITY_ADMIN, tomorrow),
                () -> node.members()
                        .update(as(CAROL), cats, BindingDelta.nothing().remove(BOB, COMMUNITY_ADMIN)),
                () -> replace(CAROL, cats, NewBinding.of(CAROL, COMMUNITY_ADMIN)));
        grant(BOB, cats, CAROL, COMMUNITY_ADMIN);
        for (Executable way : ways) {
            untouchedNot(way);
            untouched(() -> refused("MEM-5", () -> leave(CAROL, cats)));
            later();
            grant(CAROL, cats, BOB, COMMUNITY_ADMIN);
        }
        assertEquals(Set.of(BOB, CAROL), administrators(cats, ANN, BOB, CAROL, DAVE));
    }

    private void untouchedNot(Executable way) {
        var before = revision();
        assertAll(way);
        assertEquals(before.next(), revision(), "something is written");
    }

    @Test
    @Rule("MEM-5")
    void the_role_is_handed_over_in_one_write() {
        changed(() -> node.members()
                .update(
                        as(BOB),
                        cats,
                        BindingDelta.nothing().add(CAROL, COMMUNITY_ADMIN).remove(BOB, COMMUNITY_ADMIN)));
        later();
        assertEquals(Set.of(CAROL), administrators(cats, BOB, CAROL));

        changed(() -> replace(CAROL, cats, NewBinding.of(DAVE, COMMUNITY_ADMIN)));
        later();
        assertEquals(Set.of(DAVE), administrators(cats, BOB, CAROL, DAVE));
        assertEquals(List.of(), orphaned());
    }

    @Test
    @Rule({"MEM-5", "MEM-8"})
    void an_administrator_whose_role_expires_is_not_enough_to_stay_behind() {
        grant(BOB, cats, CAROL, COMMUNITY_ADMIN, in(Duration.ofDays(1)));

        untouched(() -> refused("MEM-5", () -> leave(BOB, cats)));
        untouched(() -> refused("MEM-5", () -> revoke(CAROL, cats, BOB, COMMUNITY_ADMIN)));
        changed(() -> revoke(BOB, cats, CAROL, COMMUNITY_ADMIN));
        changed(() -> grant(BOB, cats, CAROL, COMMUNITY_ADMIN));
        changed(() -> leave(BOB, cats));

        later();
        assertEquals(Set.of(CAROL), administrators(cats, BOB, CAROL));
    }

    @Test
    @Rule("MEM-5")
    void an_administrator_through_a_group_is_one() {
        Subject tomcats = group("tomcats", CAROL);
        grant(BOB, cats, tomcats, COMMUNITY_ADMIN);

        changed(() -> leave(BOB, cats));

        later();
        assertEquals(Set.of(CAROL), administrators(cats, BOB, CAROL));
        assertEquals(List.of(), orphaned());
        untouched(() -> refused("MEM-5", () -> revoke(CAROL, cats, tomcats, COMMUNITY_ADMIN)));
        untouched(() -> refused("MEM-5", () -> remove(CAROL, cats, tomcats)));
        untouched(() -> refused("MEM-5", () -> grant(CAROL, cats, tomcats, COMMUNITY_ADMIN, in(Duration.ofDays(1)))));
        changed(() -> grant(CAROL, cats, DAVE, COMMUNITY_ADMIN));
        changed(() -> remove(CAROL, cats, tomcats));
        later();
        assertEquals(Set.of(DAVE), administrators(cats, BOB, CAROL, DAVE));
    }

    @Test
    @Rule("MEM-5")
    void who_administers_in_two_ways_can_lose_one() {
        Subject tomcats = group("tomcats", BOB);
        grant(BOB, cats, tomcats, COMMUNITY_ADMIN);

        changed(() -> revoke(BOB, cats, BOB, COMMUNITY_ADMIN));

        later();
        assertEquals(Set.of(BOB), administrators(cats, BOB));
        untouched(() -> refused("MEM-5", () -> revoke(BOB, cats, tomcats, COMMUNITY_ADMIN)));
    }

    @Test
    @Rule("MEM-5")
    void an_empty_group_and_what_is_inherited_are_no_administrators() {
        Subject nobody = group("nobody");
        grant(BOB, cats, nobody, COMMUNITY_ADMIN);
        node.host().addUser(ACME, DAVE, COMMUNITY_ADMIN);
        grant(BOB, cats, Subject.allUsers(), COMMUNITY_EDITOR);

        untouched(() -> refused("MEM-5", () -> leave(BOB, cats)));
        untouched(() -> refused("MEM-5", () -> remove(DAVE, cats, BOB)));
        node.host().addToGroup(ACME, nobody, CAROL);
        changed(() -> leave(BOB, cats));

        later();
        assertEquals(Set.of(CAROL, DAVE), administrators(cats, BOB, CAROL, DAVE));
    }

    @Test
    @Rule("MEM-5")
    void a_service_account_can_be_the_last_administrator() {
        node.host().addServiceAccount(ACME, ROBOT);
        grant(BOB, cats, ROBOT, COMMUNITY_ADMIN);

        changed(() -> leave(BOB, cats));

        untouched(() -> refused("MEM-5", () -> leave(ROBOT, cats)));
        later();
        assertEquals(Set.of(ROBOT), administrators(cats, BOB, ROBOT));
    }

    @Test
    @Rule("MEM-5")
    void a_role_that_includes_the_administrators_makes_one() {
        run(Policy.standard().toBuilder("with chief")
                .role(RoleDefinition.role(CHIEF).boundAt(COMMUNITY).includes(COMMUNITY_ADMIN))
                .build());
        // Bob can grant it, since it permits nothing that he does not hold.
        grant(BOB, cats, CAROL, CHIEF);

        changed(() -> leave(BOB, cats));

        untouched(() -> refused("MEM-5", () -> leave(CAROL, cats)));
        later();
        assertEquals(List.of(), orphaned());
        assertEquals(Set.of(CHIEF), ownRoles(cats, CAROL));
    }

    @Test
    @Rule({"MEM-5", "DEF-11"})
    void the_default_community_needs_no_administrator_of_its_own() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        node.host().signIn(ACME, BOB);
        grant(ANN, team, BOB, COMMUNITY_ADMIN);

        changed(() -> leave(BOB, team));

        later();
        assertEquals(List.of(), orphaned());
    }

    @Test
    @Rule({"MEM-5", "CON-1", "CON-6"})
    void of_two_who_remove_each_other_at_the_same_moment_one_stays() {
        CommunityId[] last = {cats};
        race(
                last,
                () -> List.of(
                        () -> node.members().remove(as(BOB), last[0], CAROL),
                        () -> other.members().remove(as(CAROL), last[0], BOB)),
                Set.of("MEM-1"));
    }

    @Test
    @Rule({"MEM-5", "CON-1", "CON-6"})
    void of_two_who_leave_at_the_same_moment_one_stays() {
        CommunityId[] last = {cats};
        race(
                last,
                () -> List.of(
                        () -> node.members().leave(as(BOB), last[0]),
                        () -> other.members().leave(as(CAROL), last[0])),
                Set.of("MEM-5"));
    }

    @Test
    @Rule({"MEM-5", "CON-1", "CON-6"})
    void when_a_role_is_taken_from_one_and_limited_for_the_other_at_the_same_moment_one_keeps_it_for_good() {
        CommunityId[] last = {cats};
        Instant tomorrow = in(Duration.ofDays(1));
        race(
                last,
                () -> List.of(
                        () -> node.members().revoke(as(CAROL), last[0], BOB, COMMUNITY_ADMIN),
                        () -> other.members().grant(as(BOB), last[0], CAROL, COMMUNITY_ADMIN, tomorrow)),
                Set.of("MEM-1", "MEM-5"));
    }

    /** Lets bob and carol administer a new community in each round, and two of their writes meet. */
    private void race(CommunityId[] community, Supplier<List<Callable<Written<?>>>> writes, Set<String> rules) {
        try (Race threads = new Race(2)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                community[0] = communityOf(BOB, "Round " + round);
                grant(BOB, community[0], CAROL, COMMUNITY_ADMIN);
                List<Race.Outcome<Written<?>>> outcomes = threads.run(writes.get());
                List<CommunitiesException> refusals = outcomes.stream()
                        .flatMap(outcome -> outcome.refusal().stream())
                        .toList();
                assertEquals(1, refusals.size(), "refusals of round " + round + ": " + outcomes);
                assertTrue(rules.contains(refusals.get(0).rule()), () -> "refused with " + refusals.get(0));
                assertEquals(1, permanentAdministrators(community[0]), "administrators after round " + round);
            }
        }
    }

    private long permanentAdministrators(CommunityId community) {
        return members(community).stream()
                .flatMap(member -> member.sources().stream())
                .filter(source -> source.role().equals(COMMUNITY_ADMIN)
                        && source.expiresAt().isEmpty())
                .count();
    }

    @Test
    @Rule({"MEM-5", "CON-1"})
    void of_many_administrators_who_all_leave_at_the_same_moment_the_last_stays() {
        List<Subject> many = IntStream.range(0, 16)
                .mapToObj(i ->
                        node.host().addUser(ACME, Subject.user("admin" + i)).value())
                .toList();
        BindingDelta everyone = BindingDelta.nothing();
        for (Subject each : many) {
            everyone = everyone.add(each, COMMUNITY_ADMIN);
        }
        try (Race threads = new Race(many.size())) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                CommunityId community = communityOf(BOB, "Round " + round);
                node.members().update(as(BOB), community, everyone.remove(BOB, COMMUNITY_ADMIN));
                List<Callable<Written<Removal>>> tasks = new ArrayList<>();
                for (int i = 0; i < many.size(); i++) {
                    Communities at = i % 2 == 0 ? node : other;
                    Subject who = many.get(i);
                    tasks.add(() -> at.members().leave(as(who), community));
                }
                List<CommunitiesException> refusals = threads.run(tasks).stream()
                        .flatMap(outcome -> outcome.refusal().stream())
                        .toList();
                assertEquals(1, refusals.size(), "refusals of round " + round + ": " + refusals);
                assertEquals("MEM-5", refusals.get(0).rule());
                assertEquals(1, permanentAdministrators(community), "administrators after round " + round);
            }
        }
    }
}
