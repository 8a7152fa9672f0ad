package io.github.communities.tck.domain.member;

import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_APPOINT_ADMINISTRATORS;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.PROJECT_ADMIN;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.communities.CommunityId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Subject;
import io.github.communities.community.Community;
import io.github.communities.member.BindingDelta;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Communities that nobody administers: MEM-6. */
public abstract class OrphanRules extends MemberRules {
    /** Rules on storages of this kind. */
    protected OrphanRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // MEM-6

    @Test
    @Rule("MEM-6")
    void a_community_whose_last_administrator_is_taken_out_of_the_organization_is_orphaned() {
        assertEquals(List.of(), orphaned());
        changed(() -> node.host().removeUser(ACME, BOB));

        later();
        assertEquals(List.of(cats), orphaned());
        untouched(() ->
                forbidden(ORGANIZATION_APPOINT_ADMINISTRATORS, () -> node.orphaned(as(CAROL), PageRequest.first(10))));
        untouched(() -> notFound(() -> node.orphaned(as(BOB), PageRequest.first(10))));

        changed(() -> grant(ANN, cats, CAROL, COMMUNITY_ADMIN));
        later();
        assertEquals(List.of(), orphaned());
        assertEquals(Set.of(CAROL), administrators(cats, ANN, CAROL));
    }

    @Test
    @Rule("MEM-6")
    void whoever_appoints_can_appoint_themselves() {
        untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, () -> grant(ANN, cats, ANN, COMMUNITY_ADMIN)));
        node.host().removeUser(ACME, BOB);

        changed(() -> grant(ANN, cats, ANN, COMMUNITY_ADMIN));

        later();
        assertEquals(Set.of(ANN), administrators(cats, ANN, CAROL));
    }

    @Test
    @Rule("MEM-6")
    void whoever_appoints_can_do_nothing_else_to_an_orphan() {
        grant(BOB, cats, CAROL, COMMUNITY_EDITOR);
        node.host().removeUser(ACME, BOB);

        List<Executable> attempts = List.of(
                () -> grant(ANN, cats, CAROL, COMMUNITY_VIEWER),
                () -> grant(ANN, cats, ANN, PROJECT_ADMIN),
                () -> revoke(ANN, cats, CAROL, COMMUNITY_EDITOR),
                () -> remove(ANN, cats, CAROL),
                () -> node.members()
                        .update(
                                as(ANN),
                                cats,
                                BindingDelta.nothing()
                                        .add(DAVE, COMMUNITY_ADMIN)
                                        .add(DAVE, COMMUNITY_VIEWER)));
        for (Executable attempt : attempts) {
            untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, attempt));
        }
        untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, () -> grant(CAROL, cats, CAROL, COMMUNITY_ADMIN)));
        untouched(() -> refused("MEM-2", () -> grant(ANN, cats, EVE, COMMUNITY_ADMIN)));
        untouched(() -> refused("MEM-2", () -> grant(ANN, cats, BOB, COMMUNITY_ADMIN)));
        later();
        assertEquals(List.of(cats), orphaned());
        assertEquals(Set.of(COMMUNITY_EDITOR), ownRoles(cats, CAROL));
    }

    @Test
    @Rule("MEM-6")
    void one_appointment_is_enough_and_the_next_is_for_the_new_administrator() {
        node.host().removeUser(ACME, BOB);
        grant(ANN, cats, CAROL, COMMUNITY_ADMIN);

        untouched(() -> forbidden(COMMUNITY_MANAGE_ACCESS, () -> grant(ANN, cats, DAVE, COMMUNITY_ADMIN)));
        changed(() -> grant(CAROL, cats, DAVE, COMMUNITY_ADMIN));

        later();
        assertEquals(Set.of(CAROL, DAVE), administrators(cats, ANN, CAROL, DAVE));
    }

    @Test
    @Rule("MEM-6")
    void a_community_is_orphaned_when_its_administrators_leave_the_group_and_no_longer_when_one_returns() {
        Subject tomcats = group("tomcats", CAROL);
        grant(BOB, cats, tomcats, COMMUNITY_ADMIN);
        leave(BOB, cats);
        node.host().removeFromGroup(ACME, tomcats, CAROL);

        later();
        assertEquals(List.of(cats), orphaned());
        node.host().addToGroup(ACME, tomcats, DAVE);
        later();
        assertEquals(List.of(), orphaned());
        assertEquals(Set.of(DAVE), administrators(cats, BOB, CAROL, DAVE));
        node.host().removeUser(ACME, DAVE);
        later();
        assertEquals(List.of(cats), orphaned());
    }

    @Test
    @Rule({"MEM-6", "MEM-5"})
    void a_group_administers_through_its_last_member_however_many_have_gone() {
        List<Subject> keepers = new ArrayList<>();
        for (int i = 10; i < 50; i++) {
            keepers.add(node.host().addUser(ACME, Subject.user("keeper" + i)).value());
        }
        Subject tomcats = group("tomcats", keepers.toArray(Subject[]::new));
        grant(BOB, cats, tomcats, COMMUNITY_ADMIN);
        Subject last = keepers.remove(keepers.size() - 1);
        keepers.forEach(keeper -> node.host().removeUser(ACME, keeper));

        changed(() -> leave(BOB, cats));

        later();
        assertEquals(List.of(), orphaned());
        assertEquals(Set.of(last), administrators(cats, BOB, last));
        node.host().removeUser(ACME, last);
        later();
        assertEquals(List.of(cats), orphaned());
    }

    @Test
    @Rule("MEM-6")
    void who_returns_to_the_organization_is_no_administrator_again() {
        node.host().removeUser(ACME, BOB);
        node.host().addUser(ACME, BOB);

        later();
        assertEquals(List.of(cats), orphaned());
        assertFalse(can(BOB, COMMUNITY_VIEW, cats));
        changed(() -> grant(ANN, cats, BOB, COMMUNITY_ADMIN));
        later();
        assertEquals(List.of(), orphaned());
    }

    @Test
    @Rule({"MEM-6", "MEM-5"})
    void what_is_inherited_and_the_system_group_save_no_community_from_being_orphaned() {
        grant(BOB, cats, Subject.allUsers(), COMMUNITY_EDITOR);
        node.host().addUser(ACME, DAVE, COMMUNITY_ADMIN);
        grant(BOB, cats, CAROL, COMMUNITY_VIEWER);
        node.host().removeUser(ACME, BOB);

        later();
        assertEquals(List.of(cats), orphaned());
        // There is no administrator whom this could take.
        changed(() -> revoke(DAVE, cats, CAROL, COMMUNITY_VIEWER));
        changed(() -> grant(DAVE, cats, CAROL, COMMUNITY_VIEWER));
        changed(() -> leave(CAROL, cats));
        changed(() -> grant(DAVE, cats, DAVE, COMMUNITY_ADMIN));
        later();
        assertEquals(List.of(), orphaned());
    }

    @Test
    @Rule("MEM-6")
    void orphans_are_listed_by_name_in_pages_without_the_deleted_and_without_the_default_community() {
        CommunityId zebras = communityOf(BOB, "Zebras");
        CommunityId apes = communityOf(BOB, "apes");
        CommunityId gone = communityOf(BOB, "Gone");
        CommunityId kept = communityOf(BOB, "Kept");
        grant(BOB, kept, CAROL, COMMUNITY_ADMIN);
        node.delete(as(BOB), gone);
        node.host().removeUser(ACME, BOB);

        later();
        assertEquals(List.of(apes, cats, zebras), orphaned());
        PageRequest first = PageRequest.first(2);
        Page<Community> page = other.orphaned(as(ANN), first);
        assertEquals(
                List.of(apes, cats), page.items().stream().map(Community::id).toList());
        assertEquals(
                List.of(zebras),
                other.orphaned(as(ANN), first.after(page).orElseThrow()).items().stream()
                        .map(Community::id)
                        .toList());
        assertEquals(3, other.host().overview(ACME).orphaned());
    }
}
