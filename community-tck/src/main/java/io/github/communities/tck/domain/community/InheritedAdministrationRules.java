package io.github.communities.tck.domain.community;

import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_UPDATE;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_CREATE;
import static io.github.communities.Permission.PROJECT_MANAGE_ACCESS;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.decision.Decision;
import io.github.communities.decision.RoleSource;
import io.github.communities.error.Refused;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.Member;
import io.github.communities.member.Removal;
import io.github.communities.policy.Policy;
import io.github.communities.project.Project;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The organization's administrators administer it: DEF-7, DEF-8. */
public abstract class InheritedAdministrationRules extends TeamRules {
    /** Rules on storages of their own. */
    protected InheritedAdministrationRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // DEF-7

    @Test
    @Rule("DEF-7")
    void administrators_and_owners_of_the_organization_administer_it_by_inheritance() {
        CommunityId team = acme();
        node.host().addUser(ACME, BOB, ORGANIZATION_OWNER);
        node.host().signIn(ACME, CAROL);
        Project garden = projectOf(CAROL, team, "Garden");

        for (Map.Entry<Subject, Role> each :
                Map.of(ANN, ORGANIZATION_ADMIN, BOB, ORGANIZATION_OWNER).entrySet()) {
            Subject user = each.getKey();
            assertTrue(later().access().can(as(user), COMMUNITY_MANAGE_ACCESS, team));
            assertTrue(other.access().can(as(user), PROJECT_MANAGE_ACCESS, garden.id()));
            Decision decision = other.access().explain(as(user), COMMUNITY_MANAGE_ACCESS, team);
            assertEquals(1, decision.sources().size());
            RoleSource source = decision.sources().get(0);
            assertEquals(COMMUNITY_ADMIN, source.role());
            assertEquals(team, source.scope());
            assertEquals(Optional.of(each.getValue()), source.inheritedFrom());
            assertEquals(user, source.boundTo());
            assertTrue(member(team, user).isEmpty(), "no binding is written");
        }
        assertFalse(other.access().can(as(CAROL), COMMUNITY_MANAGE_ACCESS, team), "not so a mere member");
    }

    @Test
    @Rule("DEF-7")
    void no_binding_is_written_for_it() {
        acme();
        long bindings = other.host().overview(ACME).bindings();
        Written<Subject> added = changed(() -> node.host().addUser(ACME, BOB, ORGANIZATION_ADMIN));

        Change bound = only(ChangeKind.BINDING_ADDED, recordOf(added));
        assertEquals(ACME, bound.scope());
        assertEquals(Map.of("role", "organization.admin"), bound.after());
        assertEquals(bindings + 1, other.host().overview(ACME).bindings());
    }

    @Test
    @Rule({"DEF-7", "MEM-10"})
    void among_the_members_it_is_shown_as_inherited_with_its_source() {
        CommunityId team = acme();
        node.host().signIn(ACME, ANN);

        Member ann = member(team, ANN).orElseThrow();
        assertEquals(COMMUNITY_ADMIN, ann.role(), "the one shown is the higher");
        assertEquals(
                Set.of(COMMUNITY_ADMIN, COMMUNITY_DEVELOPER),
                ann.sources().stream().map(RoleSource::role).collect(Collectors.toSet()));
        RoleSource inherited = ann.sources().get(0);
        assertEquals(Optional.of(ORGANIZATION_ADMIN), inherited.inheritedFrom());
        assertTrue(inherited.text().contains("organization.admin"), inherited::text);
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, ANN));
    }

    @Test
    @Rule("DEF-7")
    void it_ends_with_the_organization_role() {
        CommunityId team = acme();
        node.host().signIn(ACME, ANN);
        assertTrue(later().access().can(as(ANN), COMMUNITY_MANAGE_ACCESS, team));

        node.host().revokeRole(ACME, ANN, ORGANIZATION_ADMIN);

        assertFalse(node.access().can(as(ANN), COMMUNITY_MANAGE_ACCESS, team));
        assertFalse(later().access().can(as(ANN), COMMUNITY_MANAGE_ACCESS, team));
        assertTrue(other.access().can(as(ANN), PROJECT_CREATE, team), "a developer still");
        assertEquals(COMMUNITY_DEVELOPER, member(team, ANN).orElseThrow().role());
        untouched(() ->
                forbidden(COMMUNITY_MANAGE_ACCESS, () -> node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER)));
    }

    @Test
    @Rule({"DEF-7", "MEM-8"})
    void it_ends_when_the_organization_role_expires() {
        CommunityId team = acme();
        Instant end = cluster.clock().instant().plus(Duration.ofHours(1));
        node.members().grant(as(ANN), ACME, BOB, ORGANIZATION_ADMIN, end);
        RoleSource source = later().access()
                .explain(as(BOB), COMMUNITY_MANAGE_ACCESS, team)
                .sources()
                .get(0);
        assertEquals(Optional.of(end), source.expiresAt());

        cluster.clock().advance(Duration.ofHours(1));
        assertFalse(other.access().can(as(BOB), COMMUNITY_MANAGE_ACCESS, team));
    }

    @Test
    @Rule("DEF-7")
    void it_comes_through_a_group_too() {
        CommunityId team = acme();
        node.host().addGroup(ACME, CATS);
        node.host().addToGroup(ACME, CATS, BOB);
        node.members().grant(as(ANN), ACME, CATS, ORGANIZATION_ADMIN);

        RoleSource source = later().access()
                .explain(as(BOB), COMMUNITY_MANAGE_ACCESS, team)
                .sources()
                .get(0);
        assertEquals(COMMUNITY_ADMIN, source.role());
        assertEquals(Optional.of(ORGANIZATION_ADMIN), source.inheritedFrom());
        assertEquals(RoleSource.Kind.GROUP, source.kind());
        assertEquals(CATS, source.boundTo());
        assertFalse(other.access().can(as(CAROL), COMMUNITY_MANAGE_ACCESS, team));
    }

    @Test
    @Rule("DEF-7")
    void standard_communities_are_not_inherited() {
        acme();
        node.host().addUser(ACME, CAROL, ORGANIZATION_OWNER);
        CommunityId cats = communityOf(BOB, "Cat lovers");

        assertFalse(other.access().can(as(ANN), COMMUNITY_VIEW, cats));
        assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, cats));
        forbidden(COMMUNITY_VIEW, () -> other.get(as(ANN), cats));
    }

    @Test
    @Rule("DEF-7")
    void the_policy_says_which_organization_role_it_takes() {
        run(Policy.standard().toBuilder("owners only")
                .defaultAdministrationRole(ORGANIZATION_OWNER)
                .build());
        CommunityId team = acme();
        node.host().addUser(ACME, BOB, ORGANIZATION_OWNER);
        assertFalse(later().access().can(as(ANN), COMMUNITY_VIEW, team));
        assertTrue(other.access().can(as(BOB), COMMUNITY_MANAGE_ACCESS, team));

        run(WITHOUT_INHERITANCE);
        assertFalse(other.access().can(as(BOB), COMMUNITY_VIEW, team));

        run(Policy.standard().toBuilder("everywhere")
                .standardAdministrationRole(ORGANIZATION_ADMIN)
                .build());
        CommunityId cats = communityOf(CAROL, "Cat lovers");
        assertTrue(later().access().can(as(ANN), COMMUNITY_MANAGE_ACCESS, cats));
        assertTrue(other.access().can(as(BOB), COMMUNITY_MANAGE_ACCESS, cats));
    }

    // DEF-8

    @Test
    @Rule("DEF-8")
    void an_inherited_role_is_not_revoked_at_the_community_and_the_refusal_names_where_it_comes_from() {
        CommunityId team = acme();
        node.host().signIn(ACME, ANN);
        node.host().addUser(ACME, BOB, ORGANIZATION_OWNER);

        for (Subject by : List.of(ANN, BOB)) {
            Refused admin =
                    untouched(() -> refused("DEF-8", () -> node.members().revoke(as(by), team, ANN, COMMUNITY_ADMIN)));
            assertTrue(String.valueOf(admin.getMessage()).contains("organization.admin"), admin::getMessage);
            Refused owner =
                    untouched(() -> refused("DEF-8", () -> node.members().revoke(as(by), team, BOB, COMMUNITY_ADMIN)));
            assertTrue(String.valueOf(owner.getMessage()).contains("organization.owner"), owner::getMessage);
        }
        assertTrue(later().access().can(as(ANN), COMMUNITY_MANAGE_ACCESS, team));
    }

    @Test
    @Rule("DEF-8")
    void a_delta_that_revokes_what_is_inherited_is_refused_as_a_whole() {
        CommunityId team = acme();
        untouched(() -> refused(
                "DEF-8",
                () -> node.members()
                        .update(
                                as(ANN),
                                team,
                                BindingDelta.nothing()
                                        .add(BOB, COMMUNITY_VIEWER)
                                        .remove(ANN, COMMUNITY_ADMIN))));

        assertTrue(member(team, BOB).isEmpty());
    }

    @Test
    @Rule("DEF-8")
    void the_same_role_bound_there_is_revoked_and_the_inherited_one_stays() {
        CommunityId team = acme();
        node.host().signIn(ACME, ANN);
        node.members().grant(as(ANN), team, ANN, COMMUNITY_ADMIN);
        assertEquals(Set.of(COMMUNITY_DEVELOPER, COMMUNITY_ADMIN), ownRoles(team, ANN));

        changed(() -> node.members().revoke(as(ANN), team, ANN, COMMUNITY_ADMIN));

        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, ANN));
        assertTrue(later().access().can(as(ANN), COMMUNITY_MANAGE_ACCESS, team));
        untouched(() -> refused("DEF-8", () -> node.members().revoke(as(ANN), team, ANN, COMMUNITY_ADMIN)));
    }

    @Test
    @Rule({"DEF-8", "MEM-1"})
    void who_may_not_revoke_learns_nothing_about_it() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);

        untouched(() ->
                forbidden(COMMUNITY_MANAGE_ACCESS, () -> node.members().revoke(as(BOB), team, ANN, COMMUNITY_ADMIN)));
    }

    @Test
    @Rule("DEF-8")
    void a_community_role_bound_at_the_organization_is_inherited_the_same_way() {
        CommunityId team = acme();
        node.host().addUser(ACME, BOB, COMMUNITY_EDITOR);

        Refused refusal =
                untouched(() -> refused("DEF-8", () -> node.members().revoke(as(ANN), team, BOB, COMMUNITY_EDITOR)));
        assertTrue(String.valueOf(refusal.getMessage()).contains("communities.editor"), refusal::getMessage);
        assertTrue(String.valueOf(refusal.getMessage()).contains("organization"), refusal::getMessage);
        node.host().revokeRole(ACME, BOB, COMMUNITY_EDITOR);
        assertFalse(later().access().can(as(BOB), COMMUNITY_UPDATE, team));
    }

    @Test
    @Rule({"DEF-8", "MEM-7"})
    void removing_a_member_names_what_they_still_inherit() {
        CommunityId team = acme();
        node.host().signIn(ACME, ANN);

        Removal removal =
                changed(() -> node.members().remove(as(ANN), team, ANN)).value();

        assertEquals(1, removal.remaining().size());
        assertEquals(COMMUNITY_ADMIN, removal.remaining().get(0).role());
        assertEquals(Optional.of(ORGANIZATION_ADMIN), removal.remaining().get(0).inheritedFrom());
    }
}
