package io.github.communities.tck.domain.member;

import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_ACCESS;
import static io.github.communities.Permission.PROJECT_MANAGE_ACCESS;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.Role.PROJECT_ADMIN;
import static io.github.communities.Role.PROJECT_EDITOR;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.refused;
import static io.github.communities.tck.fixture.Refusals.stale;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.ProjectId;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.member.BindingChanges;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.Member;
import io.github.communities.member.NewBinding;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Several steps at once, and all bindings at once: MEM-9. */
public abstract class BindingUpdateRules extends MemberRules {
    /** Rules on storages of this kind. */
    protected BindingUpdateRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // MEM-9

    @Test
    @Rule("MEM-9")
    void replacing_makes_these_the_only_bindings() {
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);
        grant(BOB, cats, DAVE, COMMUNITY_EDITOR);
        Instant end = in(Duration.ofDays(1));
        NewBinding[] wanted = {
            NewBinding.of(BOB, COMMUNITY_ADMIN),
            NewBinding.of(CAROL, COMMUNITY_VIEWER).until(end),
            NewBinding.of(ANN, COMMUNITY_DEVELOPER)
        };

        Written<BindingChanges> replaced = changed(() -> replace(BOB, cats, wanted));

        assertEquals(
                List.of("user/ann communities.developer community", "user/carol communities.viewer community"),
                texts(replaced.value().added()));
        assertTrue(texts(replaced.value().removed()).contains("user/dave communities.editor community"));
        later();
        assertEquals(
                List.of(ANN, BOB, CAROL),
                members(cats).stream().map(Member::subject).toList());
        assertEquals(Optional.of(end), expiryOf(cats, CAROL));
        assertFalse(can(DAVE, COMMUNITY_VIEW, cats));

        Written<BindingChanges> again = unchanged(() -> replace(BOB, cats, wanted));
        assertEquals(new BindingChanges(List.of(), List.of()), again.value());
    }

    @Test
    @Rule("MEM-9")
    void replacing_on_a_version_that_is_no_longer_the_last_one_is_refused() {
        long seen = bindingsVersion(cats);
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);
        List<NewBinding> wanted = List.of(NewBinding.of(BOB, COMMUNITY_ADMIN));

        untouched(() -> stale("MEM-9", () -> node.members().replace(as(BOB), cats, wanted, seen)));
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(cats, CAROL));
        long now = bindingsVersion(cats);
        assertNotEquals(seen, now);
        untouched(() -> stale("MEM-9", () -> node.members().replace(as(BOB), cats, wanted, now + 1)));
        changed(() -> other.members().replace(as(BOB), cats, wanted, now));
        assertEquals(Optional.empty(), member(cats, CAROL));
    }

    @Test
    @Rule("MEM-9")
    void the_version_moves_with_every_change_of_bindings_and_with_nothing_else() {
        ProjectId litter = projectIn(cats, "Litter");
        long community = bindingsVersion(cats);
        long project = bindingsVersion(litter);
        long organization = bindingsVersion(ACME);
        grant(BOB, cats, BOB, COMMUNITY_ADMIN);
        node.update(
                as(BOB),
                cats,
                CommunityUpdate.nothing().name("Cat keepers"),
                node.get(as(BOB), cats).version());
        assertEquals(community, bindingsVersion(cats));

        grant(BOB, litter, CAROL, PROJECT_VIEWER);
        assertNotEquals(project, bindingsVersion(litter));
        assertEquals(community, bindingsVersion(cats));
        grant(BOB, cats, CAROL, PROJECT_VIEWER);
        assertNotEquals(community, bindingsVersion(cats));
        assertEquals(organization, bindingsVersion(ACME));
        long withProject = bindingsVersion(litter);
        remove(BOB, cats, CAROL);
        assertNotEquals(withProject, bindingsVersion(litter));
        grant(ANN, ACME, CAROL, ORGANIZATION_ADMIN);
        assertNotEquals(organization, bindingsVersion(ACME));
    }

    @Test
    @Rule({"MEM-9", "ORG-5"})
    void projects_and_the_organization_are_replaced_likewise() {
        ProjectId litter = projectIn(cats, "Litter");
        changed(() -> replace(BOB, litter, NewBinding.of(CAROL, PROJECT_EDITOR)));
        later();
        assertEquals(
                List.of(CAROL), members(litter).stream().map(Member::subject).toList());
        assertTrue(can(BOB, PROJECT_MANAGE_ACCESS, litter));
        untouched(() ->
                forbidden(PROJECT_MANAGE_ACCESS, () -> replace(CAROL, litter, NewBinding.of(CAROL, PROJECT_ADMIN))));

        Subject olga = node.host()
                .addUser(ACME, Subject.user("olga"), ORGANIZATION_OWNER)
                .value();
        node.host().addUser(ACME, olga, COMMUNITY_VIEWER);
        changed(() -> replace(
                olga,
                ACME,
                NewBinding.of(olga, ORGANIZATION_OWNER),
                NewBinding.of(WATCHER, COMMUNITY_VIEWER),
                NewBinding.of(CAROL, ORGANIZATION_ADMIN)));
        later();
        assertFalse(can(ANN, ORGANIZATION_MANAGE_ACCESS, ACME));
        assertTrue(can(CAROL, ORGANIZATION_MANAGE_ACCESS, ACME));
        untouched(() -> refused(
                "ORG-5",
                () -> replace(
                        olga,
                        ACME,
                        NewBinding.of(WATCHER, COMMUNITY_VIEWER),
                        NewBinding.of(CAROL, ORGANIZATION_ADMIN))));
    }

    @Test
    @Rule("MEM-9")
    void a_delta_is_applied_as_a_whole() {
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);
        BindingDelta delta = BindingDelta.nothing()
                .add(ANN, COMMUNITY_DEVELOPER)
                .add(NewBinding.of(DAVE, PROJECT_EDITOR).until(in(Duration.ofDays(1))))
                .add(CAROL, COMMUNITY_EDITOR)
                .remove(CAROL, COMMUNITY_VIEWER)
                .remove(DAVE, PROJECT_VIEWER);

        BindingChanges changes =
                changed(() -> node.members().update(as(BOB), cats, delta)).value();

        assertEquals(
                List.of(
                        "user/ann communities.developer community",
                        "user/carol communities.editor community",
                        "user/dave projects.editor community"),
                texts(changes.added()));
        assertEquals(List.of("user/carol communities.viewer community"), texts(changes.removed()));
        later();
        assertEquals(Set.of(COMMUNITY_EDITOR), ownRoles(cats, CAROL));
        assertEquals(
                new BindingChanges(List.of(), List.of()),
                unchanged(() -> node.members().update(as(BOB), cats, delta)).value());
    }

    @Test
    @Rule("MEM-9")
    void a_delta_with_one_step_that_is_refused_leaves_nothing_behind() {
        BindingDelta good = BindingDelta.nothing().add(ANN, COMMUNITY_DEVELOPER).add(CAROL, COMMUNITY_VIEWER);

        untouched(() -> refused("MEM-2", () -> node.members().update(as(BOB), cats, good.add(EVE, COMMUNITY_VIEWER))));
        untouched(() ->
                refused("MEM-5", () -> node.members().update(as(BOB), cats, good.remove(BOB, COMMUNITY_ADMIN))));
        untouched(() ->
                invalid("MEM-3", () -> node.members().update(as(BOB), cats, good.add(DAVE, ORGANIZATION_ADMIN))));

        later();
        assertEquals(List.of(BOB), members(cats).stream().map(Member::subject).toList());
    }

    @Test
    @Rule("MEM-9")
    void the_steps_of_a_delta_are_taken_in_their_order() {
        Written<BindingChanges> nothing = unchanged(() -> node.members()
                .update(
                        as(BOB),
                        cats,
                        BindingDelta.nothing().add(CAROL, COMMUNITY_VIEWER).remove(CAROL, COMMUNITY_VIEWER)));
        assertEquals(new BindingChanges(List.of(), List.of()), nothing.value());

        changed(() -> node.members()
                .update(
                        as(BOB),
                        cats,
                        BindingDelta.nothing().remove(CAROL, COMMUNITY_VIEWER).add(CAROL, COMMUNITY_VIEWER)));
        later();
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(cats, CAROL));
    }

    @Test
    @Rule({"MEM-9", "LIM-2"})
    void a_delta_has_one_to_a_thousand_steps() {
        List<BindingDelta.Step> steps = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Subject user = node.host().addUser(ACME, Subject.user("user" + i)).value();
            steps.add(new BindingDelta.Step(NewBinding.of(user, COMMUNITY_VIEWER), true));
            steps.add(new BindingDelta.Step(NewBinding.of(user, PROJECT_EDITOR), true));
        }
        BindingDelta largest = new BindingDelta(steps);

        untouched(() -> invalid("MEM-9", () -> node.members().update(as(BOB), cats, BindingDelta.nothing())));
        untouched(() ->
                invalid("MEM-9", () -> node.members().update(as(BOB), cats, largest.add(CAROL, COMMUNITY_VIEWER))));
        assertEquals(
                1000,
                changed(() -> node.members().update(as(BOB), cats, largest))
                        .value()
                        .added()
                        .size());

        later();
        assertEquals(501, members(cats).size());
        List<NewBinding> tooMany = new ArrayList<>();
        tooMany.add(NewBinding.of(BOB, COMMUNITY_ADMIN));
        largest.steps().forEach(step -> tooMany.add(step.binding()));
        untouched(() -> invalid("MEM-9", () -> node.members().replace(as(BOB), cats, tooMany, bindingsVersion(cats))));
        changed(() -> node.members().replace(as(BOB), cats, tooMany.subList(0, 1000), bindingsVersion(cats)));
    }
}
