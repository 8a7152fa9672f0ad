package io.github.communities.tck.domain.organization;

import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_ACCESS;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_OWNERS;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_MEMBER;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static io.github.communities.tck.fixture.Refusals.stale;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.error.CommunitiesException;
import io.github.communities.error.Refused;
import io.github.communities.member.BindingChanges;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.NewBinding;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.Race.Outcome;
import io.github.communities.tck.fixture.Roster;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gives and takes organization roles: ORG-5. */
public abstract class OrganizationRoleRules extends AcmeRules {
    /** Rules on storages of their own. */
    protected OrganizationRoleRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // ORG-5

    @Test
    @Rule("ORG-5")
    void organization_roles_are_granted_and_revoked_by_who_manages_access() {
        acme();
        Written<BindingChanges> granted = changed(() -> node.members().grant(as(ANN), ACME, BOB, ORGANIZATION_ADMIN));
        assertEquals(1, granted.value().added().size());
        assertEquals(List.of(ORGANIZATION_ADMIN, ORGANIZATION_MEMBER), user(BOB).roles());
        assertTrue(later().access().can(as(BOB), ORGANIZATION_MANAGE_ACCESS, ACME));

        changed(() -> other.members().revoke(as(BOB), ACME, ANN, ORGANIZATION_ADMIN));
        assertEquals(List.of(ORGANIZATION_MEMBER), user(ANN).roles());
        assertFalse(later().access().can(as(ANN), ORGANIZATION_MANAGE_ACCESS, ACME));
        untouched(() -> forbidden(
                ORGANIZATION_MANAGE_ACCESS, () -> node.members().grant(as(ANN), ACME, CAROL, ORGANIZATION_ADMIN)));
    }

    @Test
    @Rule("ORG-5")
    void who_does_not_manage_access_grants_and_revokes_no_organization_role() {
        CommunityId team = acme();
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER);
        node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN);

        for (Role role : List.of(ORGANIZATION_MEMBER, ORGANIZATION_ADMIN)) {
            untouched(() ->
                    forbidden(ORGANIZATION_MANAGE_ACCESS, () -> node.members().grant(as(BOB), ACME, CAROL, role)));
            untouched(() ->
                    forbidden(ORGANIZATION_MANAGE_ACCESS, () -> node.members().grant(as(BOB), ACME, BOB, role)));
        }
        untouched(() -> forbidden(
                ORGANIZATION_MANAGE_ACCESS, () -> node.members().revoke(as(BOB), ACME, ANN, ORGANIZATION_ADMIN)));
        assertEquals(List.of(ORGANIZATION_ADMIN, ORGANIZATION_MEMBER), user(ANN).roles());
        notFound(() -> node.members().grant(as(DAVE), ACME, DAVE, ORGANIZATION_ADMIN));
    }

    @Test
    @Rule("ORG-5")
    void only_owners_make_and_unmake_owners() {
        acme();
        node.host().addUser(ACME, CAROL, ORGANIZATION_OWNER);

        untouched(() -> forbidden(
                ORGANIZATION_MANAGE_OWNERS, () -> node.members().grant(as(ANN), ACME, BOB, ORGANIZATION_OWNER)));
        untouched(() -> forbidden(
                ORGANIZATION_MANAGE_OWNERS, () -> node.members().grant(as(ANN), ACME, ANN, ORGANIZATION_OWNER)));
        changed(() -> node.members().grant(as(CAROL), ACME, BOB, ORGANIZATION_OWNER));
        assertTrue(later().access().can(as(BOB), ORGANIZATION_MANAGE_OWNERS, ACME));
        untouched(() -> forbidden(
                ORGANIZATION_MANAGE_OWNERS, () -> node.members().revoke(as(ANN), ACME, BOB, ORGANIZATION_OWNER)));
        changed(() -> node.members().revoke(as(BOB), ACME, CAROL, ORGANIZATION_OWNER));
        assertEquals(List.of(ORGANIZATION_MEMBER), user(CAROL).roles());
        assertEquals(List.of(ORGANIZATION_OWNER, ORGANIZATION_MEMBER), user(BOB).roles());
    }

    @Test
    @Rule("ORG-5")
    void an_administrator_takes_no_owner_by_a_delta_or_a_replacement() {
        acme();
        node.host().addUser(ACME, BOB, ORGANIZATION_OWNER);
        node.host().addUser(ACME, CAROL, ORGANIZATION_OWNER);
        long version = node.host().organization(ACME).bindingsVersion();

        untouched(() -> forbidden(
                ORGANIZATION_MANAGE_OWNERS,
                () -> node.members()
                        .update(
                                as(ANN),
                                ACME,
                                BindingDelta.nothing()
                                        .add(BOB, ORGANIZATION_ADMIN)
                                        .remove(BOB, ORGANIZATION_OWNER))));
        untouched(() -> forbidden(
                ORGANIZATION_MANAGE_OWNERS,
                () -> node.members()
                        .replace(
                                as(ANN),
                                ACME,
                                List.of(
                                        NewBinding.of(ANN, ORGANIZATION_ADMIN),
                                        NewBinding.of(WATCHER, COMMUNITY_VIEWER),
                                        NewBinding.of(CAROL, ORGANIZATION_OWNER)),
                                version)));
        assertEquals(List.of(ORGANIZATION_OWNER, ORGANIZATION_MEMBER), user(BOB).roles());
    }

    @Test
    @Rule({"ORG-5", "MEM-9"})
    void who_replaces_what_the_host_has_changed_since_is_told_so() {
        acme();
        node.host().addUser(ACME, ANN, ORGANIZATION_OWNER, COMMUNITY_ADMIN);
        List<Runnable> hostsDoing = List.of(
                () -> node.host().addUser(ACME, BOB, ORGANIZATION_ADMIN),
                () -> node.host().revokeRole(ACME, BOB, ORGANIZATION_ADMIN),
                () -> new Roster(ACME).user("bob", "admin").into(node));
        for (Runnable each : hostsDoing) {
            long version = other.host().organization(ACME).bindingsVersion();
            each.run();
            untouched(() -> stale(
                    "MEM-9",
                    () -> other.members()
                            .replace(as(ANN), ACME, List.of(NewBinding.of(ANN, ORGANIZATION_OWNER)), version)));
        }
        changed(() -> other.members()
                .replace(
                        as(ANN),
                        ACME,
                        List.of(NewBinding.of(ANN, ORGANIZATION_OWNER)),
                        node.host().organization(ACME).bindingsVersion()));
        assertEquals(List.of(ORGANIZATION_OWNER, ORGANIZATION_MEMBER), user(ANN).roles());
        assertEquals(List.of(ORGANIZATION_MEMBER), user(BOB).roles());
    }

    @Test
    @Rule({"ORG-5", "ACC-1"})
    void a_group_owns_an_organization_for_as_long_as_somebody_is_in_it() {
        acme();
        node.host().addUser(ACME, BOB, ORGANIZATION_OWNER);
        node.host().addGroup(ACME, CATS);
        node.members().grant(as(BOB), ACME, CATS, ORGANIZATION_OWNER);
        untouched(() -> refused("ORG-5", () -> node.members().revoke(as(BOB), ACME, BOB, ORGANIZATION_OWNER)));

        node.host().addToGroup(ACME, CATS, CAROL);
        changed(() -> node.members().revoke(as(BOB), ACME, BOB, ORGANIZATION_OWNER));

        assertTrue(later().access().can(as(CAROL), ORGANIZATION_MANAGE_OWNERS, ACME));
        assertFalse(other.access().can(as(BOB), ORGANIZATION_MANAGE_OWNERS, ACME));
        untouched(() -> refused("ORG-5", () -> node.members().revoke(as(CAROL), ACME, CATS, ORGANIZATION_OWNER)));
    }

    @Test
    @Rule("ORG-5")
    void the_last_owner_is_never_revoked() {
        acme();
        node.host().addUser(ACME, BOB, ORGANIZATION_OWNER);
        long version = node.host().organization(ACME).bindingsVersion();

        untouched(() -> refused("ORG-5", () -> node.members().revoke(as(BOB), ACME, BOB, ORGANIZATION_OWNER)));
        untouched(() -> refused("ORG-5", () -> node.host().revokeRole(ACME, BOB, ORGANIZATION_OWNER)));
        untouched(() -> refused(
                "ORG-5",
                () -> node.members()
                        .update(
                                as(BOB),
                                ACME,
                                BindingDelta.nothing()
                                        .add(CAROL, ORGANIZATION_ADMIN)
                                        .remove(BOB, ORGANIZATION_OWNER))));
        untouched(() -> refused(
                "ORG-5",
                () -> node.members()
                        .replace(
                                as(BOB),
                                ACME,
                                List.of(
                                        NewBinding.of(ANN, ORGANIZATION_ADMIN),
                                        NewBinding.of(BOB, ORGANIZATION_ADMIN),
                                        NewBinding.of(WATCHER, COMMUNITY_VIEWER)),
                                version)));
        assertEquals(List.of(ORGANIZATION_OWNER, ORGANIZATION_MEMBER), user(BOB).roles());
        assertEquals(List.of(ORGANIZATION_MEMBER), user(CAROL).roles(), "a refused delta leaves nothing behind");
    }

    @Test
    @Rule("ORG-5")
    void an_owner_may_go_once_there_is_another() {
        acme();
        node.host().addUser(ACME, BOB, ORGANIZATION_OWNER);

        changed(() -> node.members()
                .update(
                        as(BOB),
                        ACME,
                        BindingDelta.nothing().add(CAROL, ORGANIZATION_OWNER).remove(BOB, ORGANIZATION_OWNER)));
        assertEquals(
                List.of(ORGANIZATION_OWNER, ORGANIZATION_MEMBER), user(CAROL).roles());
        assertEquals(List.of(ORGANIZATION_MEMBER), user(BOB).roles());
        node.host().addUser(ACME, ANN, ORGANIZATION_OWNER);
        changed(() -> node.host().revokeRole(ACME, CAROL, ORGANIZATION_OWNER));
        assertEquals(
                List.of(ORGANIZATION_OWNER, ORGANIZATION_ADMIN, ORGANIZATION_MEMBER),
                user(ANN).roles());
    }

    @Test
    @Rule("ORG-5")
    void two_owners_who_revoke_each_other_at_the_same_moment_leave_one() {
        acme();
        Subject[] owners = {BOB, CAROL};
        try (Race race = new Race(16)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                node.host().addUser(ACME, BOB, ORGANIZATION_OWNER);
                node.host().addUser(ACME, CAROL, ORGANIZATION_OWNER);
                List<Callable<Boolean>> tasks = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    Communities on = i % 4 < 2 ? node : other;
                    Subject by = owners[i % 2];
                    Subject whom = owners[(i + 1) % 2];
                    tasks.add(() -> on.members()
                            .revoke(as(by), ACME, whom, ORGANIZATION_OWNER)
                            .changed());
                }
                List<Outcome<Boolean>> outcomes = race.run(tasks);

                assertEquals(
                        1,
                        outcomes.stream()
                                .filter(outcome -> outcome.value().orElse(false))
                                .count(),
                        "one of them is revoked, once");
                assertEquals(
                        1,
                        Stream.of(owners)
                                .filter(owner -> user(owner).roles().contains(ORGANIZATION_OWNER))
                                .count(),
                        "the other stays");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"organization.member", "organization.admin", "organization.owner"})
    @Rule({"ORG-5", "MEM-3"})
    void an_organization_role_is_bound_at_the_organization_only(String name) {
        CommunityId team = acme();
        node.host().addUser(ACME, BOB, ORGANIZATION_OWNER, COMMUNITY_ADMIN);
        Role role = Role.of(name);

        untouched(() ->
                assertThrows(CommunitiesException.class, () -> node.members().grant(as(BOB), team, CAROL, role)));
        assertTrue(member(team, CAROL).isEmpty());
        node.host().addUser(ACME, CAROL, role);
        assertTrue(user(CAROL).roles().contains(role));
        assertFalse(later().access().can(as(CAROL), COMMUNITY_MANAGE_ACCESS, communityOf(BOB, "Cat lovers")));
    }

    @Test
    @Rule({"ORG-5", "MEM-2"})
    void organization_roles_go_to_who_belongs() {
        acme();
        Refused refusal =
                untouched(() -> refused("MEM-2", () -> node.members().grant(as(ANN), ACME, DAVE, ORGANIZATION_ADMIN)));
        assertEquals(1, refusal.unmet().size());
        untouched(() ->
                refused("MEM-2", () -> node.members().grant(as(ANN), ACME, Subject.allUsers(), ORGANIZATION_ADMIN)));
        assertTrue(member(ACME, DAVE).isEmpty());
    }
}
