package io.github.communities.tck.domain.member;

import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_VIEW;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.PageRequest;
import io.github.communities.ProjectId;
import io.github.communities.Subject;
import io.github.communities.decision.RoleSource;
import io.github.communities.error.InvalidInput;
import io.github.communities.member.Member;
import io.github.communities.tck.fixture.Pages;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Who is shown among the members, with which sources: MEM-10. */
public abstract class MemberListRules extends MemberRules {
    /** Rules on storages of this kind. */
    protected MemberListRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // MEM-10

    @Test
    @Rule("MEM-10")
    void members_are_listed_to_viewers_in_the_order_of_kind_and_id() {
        node.host().addServiceAccount(ACME, ROBOT);
        Subject federated =
                node.host().addUser(ACME, Subject.federatedUser("anna")).value();
        Subject tomcats = group("tomcats");
        Subject capital = node.host().addUser(ACME, Subject.user("Zoe")).value();
        Subject low = node.host().addUser(ACME, Subject.user("\uFA0E")).value();
        Subject high = node.host().addUser(ACME, Subject.user("\uD840\uDC00")).value();
        for (Subject subject : List.of(high, low, ROBOT, CAROL, capital, Subject.allUsers(), federated, tomcats)) {
            grant(BOB, cats, subject, COMMUNITY_VIEWER);
        }
        List<Subject> sorted = List.of(Subject.allUsers(), federated, tomcats, ROBOT, capital, BOB, CAROL, low, high);

        later();
        for (int size : List.of(1, 2, 4, 9, 1000)) {
            List<Subject> listed = Pages.all(size, page -> other.members().list(as(DAVE), cats, page)).stream()
                    .map(Member::subject)
                    .toList();
            assertEquals(sorted, listed, "in pages of " + size);
        }
    }

    @Test
    @Rule("MEM-10")
    void who_may_not_view_may_not_see_who_is_there() {
        ProjectId litter = projectIn(cats, "Litter");
        grant(BOB, litter, CAROL, PROJECT_VIEWER);
        PageRequest page = PageRequest.first(10);

        untouched(() -> forbidden(COMMUNITY_VIEW, () -> node.members().list(as(CAROL), cats, page)));
        untouched(() -> forbidden(PROJECT_VIEW, () -> node.members().list(as(DAVE), litter, page)));
        untouched(() -> notFound(() -> node.members().list(as(EVE), cats, page)));
        node.host().addServiceAccount(ACME, ROBOT);
        untouched(() -> forbidden(ORGANIZATION_VIEW, () -> node.members().list(as(ROBOT), ACME, page)));

        later();
        assertEquals(2, other.members().list(as(CAROL), litter, page).items().size());
        assertTrue(all(next -> other.members().list(as(CAROL), ACME, next)).stream()
                .anyMatch(
                        member -> member.subject().equals(ANN) && member.role().equals(ORGANIZATION_ADMIN)));
    }

    @Test
    @Rule("MEM-10")
    void a_member_is_shown_with_since_when_and_with_every_source() {
        Instant first = cluster.clock().instant();
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);
        cluster.clock().advance(Duration.ofHours(1));
        Instant second = cluster.clock().instant();
        Instant end = in(Duration.ofDays(1));
        grant(BOB, cats, CAROL, COMMUNITY_DEVELOPER, end);
        node.host().addUser(ACME, CAROL, COMMUNITY_EDITOR);

        later();
        Member carol = member(cats, CAROL).orElseThrow();
        assertEquals(first, carol.since());
        assertEquals(COMMUNITY_EDITOR, carol.role());
        List<RoleSource> sources = carol.sources();
        assertEquals(
                List.of(COMMUNITY_EDITOR, COMMUNITY_DEVELOPER, COMMUNITY_VIEWER),
                sources.stream().map(RoleSource::role).toList());
        assertEquals(ACME, sources.get(0).scope());
        assertEquals(cats, sources.get(1).scope());
        assertEquals(
                List.of(second, second, first),
                sources.stream().map(RoleSource::since).toList());
        assertEquals(
                List.of(Optional.empty(), Optional.of(end), Optional.empty()),
                sources.stream().map(RoleSource::expiresAt).toList());
        assertTrue(sources.stream()
                .allMatch(source -> source.kind() == RoleSource.Kind.OWN
                        && source.boundTo().equals(CAROL)
                        && source.inheritedFrom().isEmpty()));
    }

    @Test
    @Rule({"MEM-10", "DEF-7"})
    void in_the_default_community_a_member_is_shown_with_what_they_inherit() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        node.host().signIn(ACME, ANN);

        later();
        Member ann = member(team, ANN).orElseThrow();
        assertEquals(COMMUNITY_ADMIN, ann.role());
        assertEquals(
                List.of(COMMUNITY_ADMIN, COMMUNITY_DEVELOPER),
                ann.sources().stream().map(RoleSource::role).toList());
        assertEquals(Optional.of(ORGANIZATION_ADMIN), ann.sources().get(0).inheritedFrom());
        assertEquals(Optional.empty(), ann.sources().get(1).inheritedFrom());

        node.host().revokeRole(ACME, ANN, ORGANIZATION_ADMIN);
        later();
        assertEquals(COMMUNITY_DEVELOPER, member(team, ANN).orElseThrow().role());
    }

    @Test
    @Rule("MEM-10")
    void a_group_that_is_bound_can_be_expanded() {
        node.host().addServiceAccount(ACME, ROBOT);
        Subject tomcats = group("tomcats", DAVE, ROBOT, CAROL, ANN);
        Subject elsewhere = group("elsewhere", DAVE);
        grant(BOB, cats, tomcats, COMMUNITY_VIEWER);
        node.host().removeFromGroup(ACME, tomcats, ANN);

        later();
        assertEquals(
                List.of(ROBOT, CAROL, DAVE),
                Pages.all(2, page -> other.members().expand(as(CAROL), cats, tomcats, page)));
        PageRequest first = PageRequest.first(10);
        untouched(() -> notFound(() -> other.members().expand(as(BOB), cats, elsewhere, first)));
        untouched(() -> forbidden(COMMUNITY_VIEW, () -> other.members().expand(as(ANN), cats, tomcats, first)));
        untouched(() -> notFound(() -> other.members().expand(as(EVE), cats, tomcats, first)));
        assertThrows(InvalidInput.class, () -> other.members().expand(as(BOB), cats, CAROL, first));
    }

    @Test
    @Rule({"MEM-10", "LIM-2"})
    void a_cursor_of_one_scope_is_of_no_use_at_another() {
        CommunityId dogs = communityOf(BOB, "Dogs");
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);
        grant(BOB, dogs, CAROL, COMMUNITY_VIEWER);
        PageRequest first = PageRequest.first(1);
        PageRequest next =
                first.after(node.members().list(as(BOB), cats, first)).orElseThrow();

        assertEquals(1, later().members().list(as(BOB), cats, next).items().size());
        invalid("LIM-2", () -> other.members().list(as(BOB), dogs, next));
        invalid("LIM-2", () -> other.members().list(as(BOB), ACME, next));
    }
}
