package io.github.communities.tck.domain.member;

import static io.github.communities.Permission.COMMUNITY_DELETE;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_CREATE;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_MEMBER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.decision.Decision;
import io.github.communities.member.BindingChanges;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.NewBinding;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Roles that end by themselves: MEM-8. */
public abstract class ExpiryRules extends MemberRules {
    /** Rules on storages of this kind. */
    protected ExpiryRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // MEM-8

    @Test
    @Rule({"MEM-8", "ACC-4"})
    void from_its_expiry_on_a_binding_grants_nothing() {
        Instant end = in(Duration.ofMinutes(10));
        BindingChanges granted =
                changed(() -> grant(BOB, cats, CAROL, COMMUNITY_EDITOR, end)).value();
        assertEquals(Optional.of(end), granted.added().get(0).expiresAt());

        later();
        assertEquals(
                Optional.of(end),
                member(cats, CAROL).orElseThrow().sources().get(0).expiresAt());
        cluster.clock().advance(Duration.between(cluster.clock().instant(), end).minusNanos(1000));
        assertTrue(can(CAROL, COMMUNITY_DELETE, cats));
        assertTrue(node.access().can(as(CAROL), COMMUNITY_DELETE, cats));
        cluster.clock().advance(Duration.ofNanos(1000));
        assertEquals(end, cluster.clock().instant());
        assertFalse(can(CAROL, COMMUNITY_DELETE, cats));
        assertFalse(node.access().can(as(CAROL), COMMUNITY_DELETE, cats));
        Decision decision = other.access().explain(as(CAROL), COMMUNITY_DELETE, cats);
        assertEquals(Decision.Reason.EXPIRED, decision.reason());
        assertEquals(COMMUNITY_EDITOR, decision.sources().get(0).role());
        assertEquals(Optional.empty(), member(cats, CAROL));
        untouched(() -> forbidden(COMMUNITY_DELETE, () -> node.delete(as(CAROL), cats)));
        untouched(() -> forbidden(COMMUNITY_VIEW, () -> node.get(as(CAROL), cats)));
    }

    @Test
    @Rule("MEM-8")
    void an_expiry_is_in_the_future() {
        Instant now = cluster.clock().instant();
        for (Instant past : List.of(now, now.minusNanos(1000), now.minus(Duration.ofDays(1)), Instant.EPOCH)) {
            untouched(() -> invalid("MEM-8", () -> grant(BOB, cats, CAROL, COMMUNITY_VIEWER, past)));
            untouched(() -> invalid(
                    "MEM-8",
                    () -> node.members()
                            .update(
                                    as(BOB),
                                    cats,
                                    BindingDelta.nothing()
                                            .add(NewBinding.of(CAROL, COMMUNITY_VIEWER)
                                                    .until(past)))));
            untouched(() -> invalid(
                    "MEM-8",
                    () -> replace(
                            BOB,
                            cats,
                            NewBinding.of(BOB, COMMUNITY_ADMIN),
                            NewBinding.of(CAROL, COMMUNITY_VIEWER).until(past))));
        }
        later();
        assertEquals(Optional.empty(), member(cats, CAROL));
    }

    @Test
    @Rule("MEM-8")
    void an_expiry_is_moved_or_taken_away_by_granting_again() {
        Instant soon = in(Duration.ofHours(1));
        Instant late = in(Duration.ofHours(2));
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER, soon);

        unchanged(() -> grant(BOB, cats, CAROL, COMMUNITY_VIEWER, soon));
        assertEquals(
                Optional.of(late),
                changed(() -> grant(BOB, cats, CAROL, COMMUNITY_VIEWER, late))
                        .value()
                        .added()
                        .get(0)
                        .expiresAt());
        changed(() -> grant(BOB, cats, CAROL, COMMUNITY_VIEWER, soon));
        changed(() -> grant(BOB, cats, CAROL, COMMUNITY_VIEWER));

        cluster.clock().advance(Duration.ofDays(365));
        assertTrue(can(CAROL, COMMUNITY_VIEW, cats));
        assertEquals(1, member(cats, CAROL).orElseThrow().sources().size());
    }

    @Test
    @Rule("MEM-8")
    void what_has_expired_can_be_granted_anew() {
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER, in(Duration.ofHours(1)));
        cluster.clock().advance(Duration.ofHours(1));

        changed(() -> grant(BOB, cats, CAROL, COMMUNITY_VIEWER));

        later();
        assertTrue(can(CAROL, COMMUNITY_VIEW, cats));
    }

    @Test
    @Rule("MEM-8")
    void what_is_granted_by_virtue_of_an_expiring_role_ends_with_it() {
        Instant end = in(Duration.ofDays(1));
        Instant sooner = in(Duration.ofHours(1));
        Instant later = in(Duration.ofDays(2));
        grant(BOB, cats, CAROL, COMMUNITY_ADMIN, end);
        Subject tomcats = group("tomcats");
        node.host().addServiceAccount(ACME, ROBOT);

        assertEquals(Optional.of(end), expiry(grant(CAROL, cats, DAVE, COMMUNITY_VIEWER)));
        assertEquals(Optional.of(end), expiry(grant(CAROL, cats, tomcats, COMMUNITY_VIEWER, later)));
        assertEquals(Optional.of(sooner), expiry(grant(CAROL, cats, ROBOT, COMMUNITY_VIEWER, sooner)));
        assertEquals(Optional.of(end), expiry(grant(CAROL, cats, ROBOT, COMMUNITY_VIEWER, later)));
        assertEquals(
                Optional.of(end),
                expiry(node.members()
                        .update(as(CAROL), cats, BindingDelta.nothing().add(ANN, COMMUNITY_VIEWER))));

        assertTrue(can(DAVE, COMMUNITY_VIEW, cats));
        cluster.clock().advance(Duration.ofDays(1));
        assertFalse(can(DAVE, COMMUNITY_VIEW, cats));
        assertFalse(can(ANN, COMMUNITY_VIEW, cats));
        assertFalse(can(CAROL, COMMUNITY_MANAGE_ACCESS, cats));
    }

    private static Optional<Instant> expiry(Written<BindingChanges> written) {
        assertEquals(1, written.value().added().size());
        return written.value().added().get(0).expiresAt();
    }

    @Test
    @Rule("MEM-8")
    void nobody_prolongs_themselves_by_way_of_another_role() {
        Instant end = in(Duration.ofDays(1));
        grant(BOB, cats, CAROL, COMMUNITY_ADMIN, end);

        unchanged(() -> grant(CAROL, cats, CAROL, COMMUNITY_ADMIN));
        unchanged(() -> grant(CAROL, cats, CAROL, COMMUNITY_ADMIN, in(Duration.ofDays(2))));
        assertEquals(Optional.of(end), expiry(grant(CAROL, cats, CAROL, COMMUNITY_EDITOR)));
        assertEquals(Optional.of(end), expiry(grant(CAROL, cats, DAVE, COMMUNITY_ADMIN)));
        unchanged(() -> grant(DAVE, cats, CAROL, COMMUNITY_ADMIN));

        cluster.clock().advance(Duration.ofDays(1));
        assertFalse(can(CAROL, PROJECT_VIEW, cats));
        assertFalse(can(DAVE, PROJECT_VIEW, cats));
    }

    @Test
    @Rule("MEM-8")
    void what_lasts_longest_decides_for_each_permission_that_is_needed() {
        run(withSteward());
        Instant soon = in(Duration.ofHours(1));
        Instant late = in(Duration.ofHours(2));
        grant(BOB, cats, CAROL, STEWARD);
        grant(BOB, cats, CAROL, COMMUNITY_DEVELOPER, soon);
        Subject tomcats = group("tomcats", CAROL);
        grant(BOB, cats, tomcats, COMMUNITY_EDITOR, late);

        // To view is hers for good, to create projects until the group's role ends.
        assertEquals(Optional.empty(), expiry(grant(CAROL, cats, DAVE, COMMUNITY_VIEWER)));
        assertEquals(Optional.of(late), expiry(grant(CAROL, cats, DAVE, COMMUNITY_DEVELOPER)));
        assertEquals(Optional.of(late), expiry(grant(CAROL, cats, DAVE, COMMUNITY_EDITOR)));

        cluster.clock().advance(Duration.ofHours(2));
        assertTrue(can(DAVE, COMMUNITY_VIEW, cats));
        assertFalse(can(DAVE, PROJECT_CREATE, cats));
    }

    @Test
    @Rule({"MEM-8", "COM-1", "PRJ-1"})
    void what_is_created_by_virtue_of_an_expiring_role_is_administered_until_then() {
        Instant end = in(Duration.ofDays(1));
        node.host().addServiceAccount(ACME, ROBOT);
        grant(ANN, ACME, ROBOT, ORGANIZATION_MEMBER, end);
        grant(BOB, cats, CAROL, COMMUNITY_DEVELOPER, end);

        CommunityId built = communityOf(ROBOT, "Built by a robot");
        ProjectId litter = projectOf(CAROL, cats, "Litter").id();
        CommunityId mine = communityOf(CAROL, "Carol's own");

        later();
        assertEquals(Optional.of(end), expiryOf(built, ROBOT));
        assertEquals(Optional.of(end), expiryOf(litter, CAROL));
        assertEquals(Optional.empty(), expiryOf(mine, CAROL));
        cluster.clock().advance(Duration.ofDays(1));
        assertFalse(can(ROBOT, COMMUNITY_VIEW, built));
        assertFalse(can(CAROL, PROJECT_VIEW, litter));
        assertEquals(List.of(built), orphaned());
    }
}
