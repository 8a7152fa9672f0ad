package io.github.communities.tck.domain.member;

import static io.github.communities.Permission.COMMUNITY_DELETE;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_VIEW;
import static io.github.communities.Permission.PROJECT_CREATE;
import static io.github.communities.Permission.PROJECT_UPDATE;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_MEMBER;
import static io.github.communities.Role.PROJECT_ADMIN;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_EDITOR;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.community.NewCommunity;
import io.github.communities.decision.RoleSource;
import io.github.communities.error.InvalidInput;
import io.github.communities.member.Member;
import io.github.communities.member.Removal;
import io.github.communities.organization.SignIn;
import io.github.communities.project.NewProject;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Removing and leaving: MEM-7 and MEM-11. */
public abstract class MemberRemovalRules extends MemberRules {
    /** Rules on storages of this kind. */
    protected MemberRemovalRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // MEM-7

    @Test
    @Rule({"MEM-7", "CHG-1"})
    void removing_a_member_ends_their_roles_in_the_community_and_its_projects_in_one_write() {
        ProjectId litter = projectIn(cats, "Litter");
        ProjectId scratching = projectIn(cats, "Scratching post");
        CommunityId dogs = communityOf(BOB, "Dogs");
        ProjectId walks = projectIn(dogs, "Walks");
        grant(BOB, cats, CAROL, COMMUNITY_DEVELOPER);
        grant(BOB, cats, CAROL, PROJECT_EDITOR);
        grant(BOB, litter, CAROL, PROJECT_DEVELOPER);
        grant(BOB, scratching, CAROL, PROJECT_ADMIN);
        grant(BOB, walks, CAROL, PROJECT_VIEWER);
        grant(BOB, litter, DAVE, PROJECT_VIEWER);

        Written<Removal> removed = changed(() -> remove(BOB, cats, CAROL));

        assertEquals(
                List.of(
                        "user/carol communities.developer community",
                        "user/carol projects.admin project",
                        "user/carol projects.developer project",
                        "user/carol projects.editor community"),
                texts(removed.value().ended()));
        assertEquals(List.of(), removed.value().remaining());
        later();
        ChangeRecord record = recordOf(removed);
        assertEquals(
                4,
                kinds(record).stream()
                        .filter(ChangeKind.BINDING_REMOVED::equals)
                        .count());
        assertEquals(CAROL, only(ChangeKind.MEMBER_REMOVED, record).subject().orElseThrow());
        for (Scope scope : List.of(cats, litter, scratching)) {
            assertFalse(can(CAROL, PROJECT_VIEW, scope), scope::toString);
            assertEquals(Optional.empty(), member(scope, CAROL));
        }
        assertTrue(can(CAROL, PROJECT_VIEW, walks));
        assertTrue(can(DAVE, PROJECT_VIEW, litter));
        unchanged(() -> remove(BOB, cats, CAROL));
    }

    @Test
    @Rule("MEM-7")
    void what_comes_through_a_group_or_by_inheritance_stays_and_is_named() {
        Subject tomcats = group("tomcats", CAROL);
        grant(BOB, cats, tomcats, COMMUNITY_VIEWER);
        grant(BOB, cats, Subject.allUsers(), PROJECT_VIEWER);
        grant(BOB, cats, CAROL, COMMUNITY_EDITOR);
        node.host().addUser(ACME, CAROL, COMMUNITY_DEVELOPER);

        Removal removal = changed(() -> remove(BOB, cats, CAROL)).value();

        assertEquals(List.of("user/carol communities.editor community"), texts(removal.ended()));
        assertEquals(
                Set.of(
                        "GROUP communities.viewer " + tomcats,
                        "ALL_USERS projects.viewer " + Subject.allUsers(),
                        "OWN communities.developer " + CAROL),
                removal.remaining().stream()
                        .filter(source -> !source.role().equals(ORGANIZATION_MEMBER))
                        .map(source -> source.kind() + " " + source.role() + " " + source.boundTo())
                        .collect(Collectors.toSet()));
        later();
        assertTrue(can(CAROL, PROJECT_CREATE, cats));
        assertFalse(can(CAROL, COMMUNITY_DELETE, cats));
    }

    @Test
    @Rule({"MEM-7", "DEF-7"})
    void removing_an_inherited_administrator_ends_what_is_theirs_and_names_the_inheritance() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        node.host().signIn(ACME, ANN);
        node.host().addUser(ACME, DAVE, ORGANIZATION_ADMIN);

        Removal removal = changed(() -> remove(DAVE, team, ANN)).value();

        assertEquals(List.of("user/ann communities.developer community"), texts(removal.ended()));
        RoleSource inherited = removal.remaining().stream()
                .filter(source -> source.role().equals(COMMUNITY_ADMIN))
                .findFirst()
                .orElseThrow();
        assertEquals(Optional.of(ORGANIZATION_ADMIN), inherited.inheritedFrom());
        assertEquals(team, inherited.scope());
        later();
        assertTrue(can(ANN, COMMUNITY_MANAGE_ACCESS, team));
        assertEquals(Optional.empty(), member(team, ANN));
    }

    @Test
    @Rule("MEM-7")
    void removing_from_a_project_leaves_the_community_alone() {
        ProjectId litter = projectIn(cats, "Litter");
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);
        grant(BOB, litter, CAROL, PROJECT_EDITOR);
        grant(BOB, litter, CAROL, PROJECT_DEVELOPER);

        Removal removal = changed(() -> remove(BOB, litter, CAROL)).value();

        assertEquals(2, removal.ended().size());
        later();
        assertFalse(can(CAROL, PROJECT_UPDATE, litter));
        assertTrue(can(CAROL, PROJECT_VIEW, litter));
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(cats, CAROL));
        assertEquals(Optional.empty(), member(litter, CAROL));
    }

    @Test
    @Rule("MEM-7")
    void participants_and_groups_are_removed_as_members_are() {
        ProjectId litter = projectIn(cats, "Litter");
        Subject tomcats = group("tomcats", DAVE);
        grant(BOB, litter, CAROL, PROJECT_EDITOR);
        grant(BOB, litter, tomcats, PROJECT_VIEWER);
        grant(BOB, cats, tomcats, COMMUNITY_VIEWER);

        assertEquals(1, changed(() -> remove(BOB, cats, CAROL)).value().ended().size());
        assertEquals(
                2, changed(() -> remove(BOB, cats, tomcats)).value().ended().size());

        later();
        assertFalse(can(CAROL, PROJECT_VIEW, litter));
        assertFalse(can(DAVE, PROJECT_VIEW, litter));
        assertFalse(can(DAVE, COMMUNITY_VIEW, cats));
    }

    @Test
    @Rule({"MEM-7", "MEM-11", "DEF-4"})
    void participants_who_go_from_the_default_community_before_their_first_sign_in_are_kept_out() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        ProjectId everyones = projectOf(ANN, team, "Everyone's").id();
        for (Subject participant : List.of(BOB, CAROL, DAVE)) {
            grant(ANN, everyones, participant, PROJECT_VIEWER);
        }

        assertEquals(1, changed(() -> remove(ANN, team, BOB)).value().ended().size());
        assertEquals(1, changed(() -> leave(CAROL, team)).value().ended().size());
        unchanged(() -> remove(ANN, team, BOB));
        unchanged(() -> leave(CAROL, team));

        assertEquals(
                SignIn.Outcome.KEPT_OUT, node.host().signIn(ACME, BOB).value().outcome());
        assertEquals(
                SignIn.Outcome.KEPT_OUT,
                other.host().signIn(ACME, CAROL).value().outcome());
        assertEquals(
                SignIn.Outcome.JOINED, node.host().signIn(ACME, DAVE).value().outcome());
        later();
        assertEquals(List.of(DAVE), members(team).stream().map(Member::subject).toList());
    }

    @Test
    @Rule({"MEM-7", "INV-4"})
    void removing_someone_who_has_nothing_there_ends_nothing_and_is_noted_once() {
        ProjectId litter = projectIn(cats, "Litter");
        Removal removal = changed(() -> remove(BOB, cats, CAROL)).value();
        unchanged(() -> remove(BOB, cats, CAROL));
        unchanged(() -> remove(BOB, cats, EVE));
        unchanged(() -> remove(BOB, litter, CAROL));

        assertEquals(List.of(), removal.ended());
        assertThrows(InvalidInput.class, () -> remove(ANN, ACME, CAROL));
        assertTrue(can(CAROL, ORGANIZATION_VIEW, ACME));
    }

    // MEM-11

    @Test
    @Rule({"MEM-11", "MEM-7"})
    void a_member_leaves_with_all_that_is_theirs_there() {
        ProjectId litter = projectIn(cats, "Litter");
        Subject tomcats = group("tomcats", CAROL);
        grant(BOB, cats, tomcats, COMMUNITY_VIEWER);
        grant(BOB, cats, CAROL, COMMUNITY_DEVELOPER);
        grant(BOB, litter, CAROL, PROJECT_ADMIN);

        Removal removal = changed(() -> leave(CAROL, cats)).value();

        assertEquals(
                List.of("user/carol communities.developer community", "user/carol projects.admin project"),
                texts(removal.ended()));
        assertTrue(removal.remaining().stream()
                .anyMatch(source -> source.kind() == RoleSource.Kind.GROUP
                        && source.boundTo().equals(tomcats)
                        && source.role().equals(COMMUNITY_VIEWER)));
        later();
        assertEquals(Optional.empty(), member(cats, CAROL));
        assertEquals(Optional.empty(), member(litter, CAROL));
        assertTrue(can(CAROL, COMMUNITY_VIEW, cats));
        assertFalse(can(CAROL, PROJECT_CREATE, cats));
        unchanged(() -> leave(CAROL, cats));
    }

    @Test
    @Rule("MEM-11")
    void nobody_leaves_where_there_is_nothing_or_as_the_last_administrator() {
        untouched(() -> refused("MEM-5", () -> leave(BOB, cats)));
        untouched(() -> notFound(() -> leave(BOB, CommunityId.of(ACME, "unknown"))));
        untouched(() -> notFound(() -> leave(EVE, cats)));
        unchanged(() -> leave(CAROL, cats));

        later();
        assertEquals(Set.of(BOB), administrators(cats, BOB, CAROL));
    }

    @Test
    @Rule({"MEM-11", "CHG-1"})
    void leaving_is_recorded_as_the_leavers_own_doing() {
        grant(BOB, cats, CAROL, COMMUNITY_DEVELOPER);

        Written<Removal> left = changed(() -> node.members().leave(as(CAROL).because("allergic to cats"), cats));

        ChangeRecord record = recordOf(left);
        assertEquals(Optional.of(CAROL), record.actor());
        assertEquals(Optional.of("allergic to cats"), record.reason());
        assertEquals(CAROL, only(ChangeKind.MEMBER_REMOVED, record).subject().orElseThrow());
    }

    @Test
    @Rule({"MEM-11", "PRJ-1"})
    void what_a_leaver_created_stays() {
        grant(BOB, cats, CAROL, COMMUNITY_DEVELOPER);
        ProjectId litter = node.projects()
                .create(as(CAROL), cats, NewProject.named("Litter"))
                .value()
                .id();

        leave(CAROL, cats);

        assertEquals(Optional.of(CAROL), later().projects().get(as(BOB), litter).creator());
        assertEquals(
                "Cat keepers",
                node.create(as(CAROL), NewCommunity.named("Cat keepers"))
                        .value()
                        .name());
    }
}
