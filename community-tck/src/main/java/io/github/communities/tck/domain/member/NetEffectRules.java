package io.github.communities.tck.domain.member;

import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.policy.RoleDefinition.role;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.refused;
import static io.github.communities.tck.fixture.Refusals.stale;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.communities.ProjectId;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.invitation.NewLink;
import io.github.communities.member.AccessBinding;
import io.github.communities.member.BindingChanges;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.Member;
import io.github.communities.member.NewBinding;
import io.github.communities.policy.Caps;
import io.github.communities.policy.Policy;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Of several steps the net effect counts, and of lists what was seen: MEM-9. */
public abstract class NetEffectRules extends OwnPolicyRules {
    /** Rules on storages of this kind. */
    protected NetEffectRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // MEM-9: stale versions

    @Test
    @Rule({"MEM-9", "ORG-4", "ORG-8", "CHG-4"})
    void who_was_removed_and_returned_is_not_brought_back_by_an_older_list() {
        ProjectId litter = projectOf(BOB, cats, "Litter").id();
        node.host().addUser(ACME, ANN, ORGANIZATION_OWNER, COMMUNITY_VIEWER);
        List<Subject> subjects = List.of(CAROL, ROBOT, CATS, Subject.user("erin"), Subject.federatedUser("fred"));
        List<Runnable> removals = List.of(
                () -> node.host().removeUser(ACME, CAROL),
                () -> node.host().removeServiceAccount(ACME, ROBOT),
                () -> node.host().removeGroup(ACME, CATS),
                () -> node.host().erase(ACME, Subject.user("erin")),
                () -> node.host().removeUser(ACME, Subject.federatedUser("fred")));
        for (int i = 0; i < subjects.size(); i++) {
            Subject subject = subjects.get(i);
            come(subject);
            for (Scope scope : List.of(cats, litter, ACME)) {
                Subject caller = scope.equals(ACME) ? ANN : BOB;
                Role role = scope.equals(litter) ? PROJECT_VIEWER : COMMUNITY_VIEWER;
                grant(caller, scope, subject, role);
            }
            later();
            Map<Scope, Long> seen =
                    Map.of(cats, bindingsVersion(cats), litter, bindingsVersion(litter), ACME, bindingsVersion(ACME));
            removals.get(i).run();
            come(subject);

            NewBinding[] ofCats = {NewBinding.of(BOB, COMMUNITY_ADMIN), NewBinding.of(subject, COMMUNITY_VIEWER)};
            NewBinding[] ofLitter = {NewBinding.of(subject, PROJECT_VIEWER)};
            NewBinding[] ofAcme = {
                NewBinding.of(ANN, ORGANIZATION_OWNER),
                NewBinding.of(ANN, ORGANIZATION_ADMIN),
                NewBinding.of(ANN, COMMUNITY_VIEWER),
                NewBinding.of(WATCHER, COMMUNITY_VIEWER),
                NewBinding.of(subject, COMMUNITY_VIEWER)
            };
            untouched(() -> stale("MEM-9", () -> replace(BOB, cats, seen.getOrDefault(cats, 0L), ofCats)));
            untouched(() -> stale("MEM-9", () -> replace(BOB, litter, seen.getOrDefault(litter, 0L), ofLitter)));
            untouched(() -> stale("MEM-9", () -> replace(ANN, ACME, seen.getOrDefault(ACME, 0L), ofAcme)));
            later();
            assertFalse(other.access().can(as(CAROL), PROJECT_VIEW, litter));
            assertEquals(Set.of(), ownRoles(cats, subject));

            // Whoever has read since, and still wants them, gets them.
            long now = revision().value();
            changed(() -> replace(BOB, cats, now, ofCats));
            changed(() -> replace(BOB, litter, now, ofLitter));
            changed(() -> replace(ANN, ACME, now, ofAcme));
            node.members().revoke(as(BOB), cats, subject, COMMUNITY_VIEWER);
            node.members().revoke(as(BOB), litter, subject, PROJECT_VIEWER);
            node.members().revoke(as(ANN), ACME, subject, COMMUNITY_VIEWER);
        }
    }

    private void come(Subject subject) {
        if (subject.isUser()) {
            node.host().addUser(ACME, subject);
        } else if (subject.isPrincipal()) {
            node.host().addServiceAccount(ACME, subject);
        } else {
            node.host().addGroup(ACME, subject);
        }
    }

    @Test
    @Rule("MEM-9")
    void a_list_that_names_nobody_who_came_later_goes_through_though_others_came() {
        long seen = bindingsVersion(cats);
        Subject erin = node.host().addUser(ACME, Subject.user("erin")).value();

        untouched(() -> stale(
                "MEM-9",
                () -> replace(
                        BOB, cats, seen, NewBinding.of(BOB, COMMUNITY_ADMIN), NewBinding.of(erin, COMMUNITY_VIEWER))));
        changed(() ->
                replace(BOB, cats, seen, NewBinding.of(BOB, COMMUNITY_ADMIN), NewBinding.of(CAROL, COMMUNITY_VIEWER)));
    }

    @Test
    @Rule("MEM-9")
    void any_revision_as_of_which_the_bindings_were_seen_is_a_version_of_them() {
        NewBinding bob = NewBinding.of(BOB, COMMUNITY_ADMIN);
        Subject erin = node.host().addUser(ACME, Subject.user("erin")).value();
        long came = revision().value();
        communityOf(CAROL, "Dogs");
        long later = revision().value();

        untouched(() -> stale("MEM-9", () -> replace(BOB, cats, later + 1, bob)));
        untouched(() -> stale("MEM-9", () -> replace(BOB, cats, Long.MAX_VALUE, bob)));
        untouched(() -> stale("MEM-9", () -> replace(BOB, cats, came - 1, bob, NewBinding.of(erin, COMMUNITY_VIEWER))));
        changed(() -> replace(BOB, cats, came, bob, NewBinding.of(erin, COMMUNITY_VIEWER)));
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(cats, erin));
        untouched(() -> stale("MEM-9", () -> replace(BOB, cats, later, bob)));
        changed(() -> replace(BOB, cats, bindingsVersion(cats), bob));
    }

    @Test
    @Rule("MEM-9")
    void what_expired_since_it_was_read_is_not_put_back() {
        Instant soon = in(Duration.ofHours(1));
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER, soon);
        long seen = bindingsVersion(cats);
        cluster.clock().advance(Duration.ofHours(1));

        untouched(() -> invalid(
                "MEM-8",
                () -> replace(
                        BOB, cats, seen, NewBinding.of(BOB, COMMUNITY_ADMIN), until(CAROL, COMMUNITY_VIEWER, soon))));
        assertEquals(Optional.empty(), member(cats, CAROL));
    }

    // MEM-9: the net effect

    @Test
    @Rule({"MEM-9", "CHG-1"})
    void what_is_taken_and_given_back_in_one_call_is_as_it_was() {
        Instant first = cluster.clock().instant();
        Instant end = in(Duration.ofDays(9));
        node.host().addGroup(ACME, CATS);
        grant(BOB, cats, CATS, COMMUNITY_VIEWER);
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);
        grant(BOB, cats, DAVE, COMMUNITY_EDITOR, end);
        long version = bindingsVersion(cats);
        cluster.clock().advance(Duration.ofHours(1));

        for (BindingDelta delta : List.of(
                BindingDelta.nothing().remove(CAROL, COMMUNITY_VIEWER).add(CAROL, COMMUNITY_VIEWER),
                BindingDelta.nothing().remove(DAVE, COMMUNITY_EDITOR).add(until(DAVE, COMMUNITY_EDITOR, end)),
                BindingDelta.nothing()
                        .add(CAROL, COMMUNITY_VIEWER)
                        .remove(CAROL, COMMUNITY_VIEWER)
                        .add(CAROL, COMMUNITY_VIEWER),
                BindingDelta.nothing().add(until(CAROL, COMMUNITY_VIEWER, end)).add(CAROL, COMMUNITY_VIEWER),
                BindingDelta.nothing().add(ANN, COMMUNITY_VIEWER).remove(ANN, COMMUNITY_VIEWER),
                BindingDelta.nothing()
                        .remove(ANN, COMMUNITY_VIEWER)
                        .add(ANN, COMMUNITY_VIEWER)
                        .remove(ANN, COMMUNITY_VIEWER),
                BindingDelta.nothing()
                        .remove(BOB, COMMUNITY_ADMIN)
                        .remove(CATS, COMMUNITY_VIEWER)
                        .add(CATS, COMMUNITY_VIEWER)
                        .add(BOB, COMMUNITY_ADMIN))) {
            Written<BindingChanges> written = unchanged(() -> update(BOB, cats, delta));
            assertEquals(new BindingChanges(List.of(), List.of()), written.value());
        }
        assertEquals(version, bindingsVersion(cats));
        later();
        assertEquals(first, member(cats, CAROL).map(Member::since).orElseThrow());
        assertEquals(Optional.of(Optional.of(end)), end(cats, DAVE, COMMUNITY_EDITOR));
    }

    @Test
    @Rule({"MEM-9", "CHG-1"})
    void what_is_taken_and_given_back_differently_is_changed() {
        Instant first = cluster.clock().instant();
        Instant end = in(Duration.ofDays(9));
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);
        cluster.clock().advance(Duration.ofHours(1));
        BindingDelta delta = BindingDelta.nothing()
                .remove(CAROL, COMMUNITY_VIEWER)
                .add(until(CAROL, COMMUNITY_VIEWER, end))
                .add(DAVE, COMMUNITY_DEVELOPER);

        Written<BindingChanges> written = changed(() -> update(BOB, cats, delta));

        assertEquals(
                List.of(CAROL, DAVE),
                written.value().added().stream().map(AccessBinding::subject).toList());
        assertEquals(List.of(), written.value().removed());
        ChangeRecord record = recordOf(written);
        assertEquals(List.of(ChangeKind.BINDING_CHANGED, ChangeKind.BINDING_ADDED), kinds(record));
        Change change = only(ChangeKind.BINDING_CHANGED, record);
        assertEquals(Map.of("role", COMMUNITY_VIEWER.name()), change.before());
        assertEquals(Map.of("role", COMMUNITY_VIEWER.name(), "expiresAt", end.toString()), change.after());
        assertEquals(first, member(cats, CAROL).map(Member::since).orElseThrow());
        unchanged(() -> update(BOB, cats, delta));
    }

    @Test
    @Rule({"MEM-9", "MEM-7", "DEF-4"})
    void who_is_taken_and_given_back_in_one_call_has_not_left() {
        node.host().signIn(ACME, CAROL);
        var link = node.invitations()
                .createLink(as(ANN), team, NewLink.to(COMMUNITY_EDITOR))
                .value();

        unchanged(() -> update(
                ANN,
                team,
                BindingDelta.nothing().remove(CAROL, COMMUNITY_DEVELOPER).add(CAROL, COMMUNITY_DEVELOPER)));

        changed(() -> node.invitations().accept(as(CAROL), link.token()));
    }

    @Test
    @Rule({"MEM-9", "LIM-1"})
    void only_what_becomes_of_a_delta_counts_for_the_cap() {
        run(Policy.standard().toBuilder("capped").caps(Caps.NONE.members(2)).build());
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);

        changed(() -> update(
                BOB,
                cats,
                BindingDelta.nothing()
                        .add(DAVE, COMMUNITY_VIEWER)
                        .add(ANN, COMMUNITY_VIEWER)
                        .remove(ANN, COMMUNITY_VIEWER)
                        .remove(CAROL, COMMUNITY_VIEWER)));
        untouched(() -> refused(
                "LIM-1",
                () -> update(
                        BOB,
                        cats,
                        BindingDelta.nothing()
                                .remove(DAVE, COMMUNITY_VIEWER)
                                .add(CAROL, COMMUNITY_VIEWER)
                                .add(DAVE, COMMUNITY_VIEWER))));
    }
}
