package io.github.communities.tck.domain.directory;

import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_APPOINT_ADMINISTRATORS;
import static io.github.communities.Permission.PROJECT_CREATE;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Permission.PROJECT_VIEW;
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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.PageRequest;
import io.github.communities.ProjectId;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.ChangeKind;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityFilter;
import io.github.communities.decision.RoleSource;
import io.github.communities.organization.SignIn;
import io.github.communities.tck.fixture.Pages;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.Race.Outcome;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TestDirectory.Question;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What of the other rules depends on who belongs, under a directory. */
public abstract class DirectoryMemberRules extends OwnDirectoryRules {
    /** Rules on storages of their own. */
    @SuppressWarnings("NullAway.Init") // the directory is set before each test
    protected DirectoryMemberRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // DEF

    @Test
    @Rule({"DEF-3", "ORG-2"})
    void the_first_sign_in_of_whom_the_directory_knows_makes_them_a_member_once() {
        CommunityId team = acme();

        Written<SignIn> first = changed(() -> node.host().signIn(ACME, BOB));
        assertEquals(SignIn.Outcome.JOINED, first.value().outcome());
        assertEquals(
                List.of(ChangeKind.USER_SIGNED_IN, ChangeKind.BINDING_ADDED),
                kinds(recordOf(first)),
                "nobody was added");
        assertTrue(user(BOB).signedIn());
        assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, BOB));
        assertEquals(
                SignIn.Outcome.MEMBER,
                unchanged(() -> other.host().signIn(ACME, BOB)).value().outcome());
        assertEquals(1, other.host().overview(ACME).signedIn());
    }

    @Test
    @Rule({"DEF-3", "ORG-7"})
    void who_signs_in_on_many_nodes_at_once_joins_once() {
        CommunityId team = acme();
        try (Race threads = new Race(8)) {
            for (int round = 0; round < 20; round++) {
                Subject user = Subject.user("user" + round);
                directory.put(ACME, user);
                List<Callable<SignIn.Outcome>> tasks = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    Communities on = i % 2 == 0 ? node : other;
                    tasks.add(() -> on.host().signIn(ACME, user).value().outcome());
                }
                List<SignIn.Outcome> outcomes = threads.<SignIn.Outcome>run(tasks).stream()
                        .map(Outcome::get)
                        .toList();
                assertEquals(
                        1,
                        outcomes.stream().filter(SignIn.Outcome.JOINED::equals).count(),
                        outcomes::toString);
                assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, user));
            }
        }
    }

    @Test
    @Rule("DEF-4")
    void who_left_is_kept_out_and_who_returns_to_the_organization_starts_anew() {
        CommunityId team = acme();
        node.host().signIn(ACME, BOB);
        node.members().leave(as(BOB), team);
        changed(() -> node.members().leave(as(CAROL), team));

        for (Subject user : List.of(BOB, CAROL)) {
            assertEquals(
                    SignIn.Outcome.KEPT_OUT,
                    unchanged(() -> node.host().signIn(ACME, user)).value().outcome());
            directory.remove(ACME, user);
            node.host().removeUser(ACME, user);
            directory.put(ACME, user);
            assertEquals(
                    SignIn.Outcome.JOINED,
                    changed(() -> node.host().signIn(ACME, user)).value().outcome());
            assertEquals(Set.of(COMMUNITY_DEVELOPER), ownRoles(team, user));
        }
    }

    @Test
    @Rule("DEF-5")
    void whom_it_does_not_know_does_not_sign_in() {
        acme();
        directory.put(ACME, ROBOT);
        untouched(() -> notFound("DEF-5", () -> node.host().signIn(ACME, DAVE)));
        untouched(() -> invalid("DEF-5", () -> node.host().signIn(ACME, ROBOT)));
        node.host().signIn(ACME, BOB);
        directory.remove(ACME, BOB);
        untouched(() -> notFound("DEF-5", () -> node.host().signIn(ACME, BOB)));
    }

    @Test
    @Rule("DEF-6")
    void who_had_roles_before_signing_in_keeps_them() {
        CommunityId team = acme();
        grant(ANN, team, BOB, COMMUNITY_VIEWER);
        changed(() -> node.host().signIn(ACME, BOB));
        assertEquals(Set.of(COMMUNITY_VIEWER, COMMUNITY_DEVELOPER), ownRoles(team, BOB));
    }

    @Test
    @Rule({"DEF-7", "DEF-8"})
    void its_administrators_administer_the_default_community_for_as_long_as_it_says_so() {
        CommunityId team = acme();
        directory.put(ACME, CATS, ORGANIZATION_ADMIN);
        directory.join(ACME, CATS, CAROL);

        for (Subject administrator : List.of(ANN, CAROL)) {
            RoleSource source = other.access()
                    .explain(as(administrator), COMMUNITY_MANAGE_ACCESS, team)
                    .sources()
                    .get(0);
            assertEquals(Optional.of(ORGANIZATION_ADMIN), source.inheritedFrom());
            assertEquals(administrator.equals(ANN) ? ANN : CATS, source.boundTo());
        }
        assertEquals(List.of(), members(team), "no binding is written");
        untouched(() -> refused("DEF-8", () -> revoke(ANN, team, ANN, COMMUNITY_ADMIN)));
        directory.put(ACME, ANN);
        directory.quit(ACME, CATS, CAROL);
        assertFalse(other.access().can(as(ANN), COMMUNITY_VIEW, team));
        assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, team));
        assertEquals(1, revision().value());
    }

    @Test
    @Rule("DEF-9")
    void appointing_in_the_default_community_goes_by_whom_it_knows() {
        CommunityId team = acme();
        untouched(() -> refused("DEF-9", () -> grant(ANN, team, BOB, COMMUNITY_ADMIN)));
        node.host().signIn(ACME, BOB);
        changed(() -> grant(ANN, team, BOB, COMMUNITY_ADMIN));
        directory.remove(ACME, BOB);
        untouched(() -> refused("MEM-2", () -> grant(ANN, team, BOB, COMMUNITY_ADMIN)));
    }

    // MEM

    @Test
    @Rule("MEM-5")
    void a_group_administers_for_as_long_as_somebody_is_in_it() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        directory.put(ACME, TOMCATS);
        grant(BOB, cats, TOMCATS, COMMUNITY_ADMIN);
        untouched(() -> refused("MEM-5", () -> node.members().leave(as(BOB), cats)));

        directory.join(ACME, TOMCATS, CAROL);
        changed(() -> node.members().leave(as(BOB), cats));

        assertEquals(List.of(), orphaned());
        assertTrue(later().access().can(as(CAROL), COMMUNITY_MANAGE_ACCESS, cats));
        untouched(() -> refused("MEM-5", () -> revoke(CAROL, cats, TOMCATS, COMMUNITY_ADMIN)));
        untouched(() -> refused("MEM-5", () -> node.members().remove(as(CAROL), cats, TOMCATS)));
    }

    @Test
    @Rule("MEM-5")
    void an_administrator_whom_it_does_not_know_is_none() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        grant(BOB, cats, CAROL, COMMUNITY_ADMIN);
        directory.remove(ACME, CAROL);

        untouched(() -> refused("MEM-5", () -> node.members().leave(as(BOB), cats)));
        directory.put(ACME, CAROL);
        changed(() -> node.members().leave(as(BOB), cats));
    }

    @Test
    @Rule({"MEM-6", "ORG-7"})
    void a_community_is_orphaned_once_the_last_of_its_group_is_out_of_the_directory() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        directory.put(ACME, TOMCATS);
        directory.join(ACME, TOMCATS, CAROL);
        grant(BOB, cats, TOMCATS, COMMUNITY_ADMIN);
        node.members().leave(as(BOB), cats);
        assertEquals(List.of(), orphaned());

        directory.quit(ACME, TOMCATS, CAROL);
        assertEquals(List.of(cats), orphaned());
        assertEquals(1, other.host().overview(ACME).orphaned());
        directory.join(ACME, TOMCATS, CAROL);
        assertEquals(List.of(), orphaned());
        directory.remove(ACME, CAROL);
        assertEquals(List.of(cats), orphaned());
        untouched(() ->
                forbidden(ORGANIZATION_APPOINT_ADMINISTRATORS, () -> other.orphaned(as(BOB), PageRequest.first(9))));

        changed(() -> grant(ANN, cats, BOB, COMMUNITY_ADMIN));
        assertEquals(List.of(), orphaned());
        untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, () -> grant(ANN, cats, ANN, COMMUNITY_ADMIN)));
        directory.remove(ACME, BOB);
        assertEquals(List.of(cats), orphaned());
        untouched(() -> refused("MEM-2", () -> grant(ANN, cats, CAROL, COMMUNITY_ADMIN)));
        changed(() -> grant(ANN, cats, ANN, COMMUNITY_ADMIN));
    }

    @Test
    @Rule({"MEM-6", "ORG-7"})
    void many_orphans_are_found_with_few_questions() {
        acme();
        Set<CommunityId> orphans = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            Subject group = Subject.group("group" + i);
            directory.put(ACME, group);
            directory.join(ACME, group, CAROL);
            CommunityId community = communityOf(BOB, "Team " + i);
            grant(BOB, community, group, COMMUNITY_ADMIN);
            node.members().leave(as(BOB), community);
            if (i % 2 == 0) {
                directory.quit(ACME, group, CAROL);
                orphans.add(community);
            }
        }
        directory.asked();

        assertEquals(orphans, Set.copyOf(orphaned()));
        List<Question> asked = directory.asked();
        assertTrue(
                asked.stream()
                                .filter(question -> question.what().equals("find"))
                                .count()
                        <= 8,
                asked::toString);
        assertEquals(
                asked.stream()
                        .filter(question -> question.what().equals("members"))
                        .map(Question::subjects)
                        .distinct()
                        .count(),
                20);
    }

    @Test
    @Rule({"MEM-2", "MEM-7"})
    void only_whom_it_knows_is_bound_and_who_is_not_known_any_more_can_still_be_removed() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        untouched(() -> refused("MEM-2", () -> grant(BOB, cats, DAVE, COMMUNITY_VIEWER)));
        untouched(() -> refused("MEM-2", () -> grant(BOB, cats, CATS, COMMUNITY_VIEWER)));
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);

        directory.put(ACME, CATS);
        directory.join(ACME, CATS, CAROL);
        grant(BOB, cats, CATS, COMMUNITY_DEVELOPER);
        var removal = changed(() -> node.members().remove(as(BOB), cats, CAROL)).value();

        assertEquals(1, removal.ended().size());
        assertTrue(
                removal.remaining().stream().anyMatch(source -> source.boundTo().equals(CATS)));
    }

    @Test
    @Rule("MEM-10")
    void its_groups_are_expanded_by_page() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        directory.put(ACME, CATS);
        directory.put(ACME, ROBOT);
        List<Subject> expected = new ArrayList<>(List.of(ROBOT));
        directory.join(ACME, CATS, ROBOT);
        for (int i = 10; i < 40; i++) {
            Subject user = Subject.user("user" + i);
            directory.put(ACME, user);
            directory.join(ACME, CATS, user);
            expected.add(user);
        }
        grant(BOB, cats, CATS, COMMUNITY_VIEWER);

        assertEquals(expected, all(page -> other.members().expand(as(BOB), cats, CATS, page)));
        notFound(() -> other.members().expand(as(BOB), cats, TOMCATS, PageRequest.first(3)));
        forbidden(COMMUNITY_VIEW, () -> other.members().expand(as(ANN), cats, CATS, PageRequest.first(3)));
    }

    @Test
    @Rule({"MEM-10", "ACC-1"})
    void a_group_in_a_group_is_left_out_and_brings_nobody_in() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        directory.put(ACME, CATS);
        directory.put(ACME, TOMCATS);
        directory.put(ACME, ROBOT);
        directory.join(ACME, CATS, TOMCATS, ROBOT, ANN);
        directory.join(ACME, TOMCATS, CAROL);
        grant(BOB, cats, CATS, COMMUNITY_VIEWER);

        assertEquals(List.of(ROBOT, ANN), Pages.all(1, page -> other.members().expand(as(BOB), cats, CATS, page)));
        assertTrue(later().access().can(as(ANN), COMMUNITY_VIEW, cats));
        assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, cats));
    }

    // ACC-1

    @Test
    @Rule("ACC-1")
    void access_is_the_union_of_all_that_is_bound_to_the_principal_their_groups_and_the_system_group() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        ProjectId litter = projectOf(BOB, cats, "Litter").id();
        directory.put(ACME, CATS);
        directory.put(ACME, TOMCATS, COMMUNITY_VIEWER);
        directory.put(ACME, DAVE);
        directory.join(ACME, CATS, DAVE);
        grant(BOB, litter, CATS, PROJECT_DEVELOPER);
        assertFalse(later().access().can(as(DAVE), COMMUNITY_VIEW, cats));
        assertTrue(other.access().can(as(DAVE), PROJECT_RUN, litter));

        directory.join(ACME, TOMCATS, DAVE);
        assertTrue(other.access().can(as(DAVE), COMMUNITY_VIEW, cats));
        assertFalse(other.access().can(as(DAVE), PROJECT_CREATE, cats));
        grant(BOB, cats, Subject.allUsers(), COMMUNITY_DEVELOPER);
        assertTrue(later().access().can(as(DAVE), PROJECT_CREATE, cats));
        assertEquals(
                List.of("Acme Team", "Cat lovers"),
                other.list(as(DAVE), CommunityFilter.all(), PageRequest.first(9)).items().stream()
                        .map(Community::name)
                        .toList());
        directory.remove(ACME, CATS);
        directory.remove(ACME, TOMCATS);
        assertFalse(other.access().can(as(DAVE), PROJECT_RUN, litter));
        assertTrue(other.access().can(as(DAVE), PROJECT_VIEW, litter), "as one of all users");
    }
}
