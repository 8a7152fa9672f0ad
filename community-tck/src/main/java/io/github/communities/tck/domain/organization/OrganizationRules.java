package io.github.communities.tck.domain.organization;

import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Written;
import io.github.communities.error.InvalidInput;
import io.github.communities.organization.Organization;
import io.github.communities.organization.OrganizationOverview;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TrickyTexts;
import io.github.communities.tck.rule.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Organizations and their names: ORG-1. */
public abstract class OrganizationRules extends AcmeRules {
    /** Rules on storages of their own. */
    protected OrganizationRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // ORG-1

    @Test
    @Rule("ORG-1")
    void the_host_registers_an_organization_under_an_id_of_its_own() {
        Written<Organization> written = node.host().register(ACME, "Acme");

        assertTrue(written.changed());
        assertEquals(Revision.of(1), written.revision());
        Organization acme = other.host().organization(ACME);
        assertEquals(written.value(), acme);
        assertEquals(ACME, acme.id());
        assertEquals("Acme", acme.name());
        assertEquals(cluster.clock().instant(), acme.registeredAt());
        assertEquals(Revision.of(1), acme.revision());
        assertEquals(ACME, acme.defaultCommunity().organization());
    }

    @Test
    @Rule("ORG-1")
    void registering_again_with_the_same_name_changes_nothing() {
        Organization first = node.host().register(ACME, "Acme").value();

        assertEquals(first, unchanged(() -> other.host().register(ACME, "Acme")).value());
        assertEquals(first, unchanged(() -> node.host().register(ACME, "Acme")).value());
        assertEquals(1, feed(ACME).size());
    }

    @Test
    @Rule("ORG-1")
    void registering_again_with_another_name_renames() {
        acme();
        Organization before = node.host().organization(ACME);

        Organization renamed =
                changed(() -> node.host().register(ACME, "Acme and Sons")).value();

        assertEquals("Acme and Sons", renamed.name());
        assertEquals(renamed, other.host().organization(ACME));
        assertEquals(before.id(), renamed.id());
        assertEquals(before.defaultCommunity(), renamed.defaultCommunity());
        assertEquals(before.registeredAt(), renamed.registeredAt());
        changed(() -> node.host().register(ACME, "acme and sons"));
        assertEquals("acme and sons", other.host().organization(ACME).name(), "another spelling is another name");
    }

    @Test
    @Rule({"ORG-1", "TEN-1"})
    void ids_of_organizations_are_compared_exactly() {
        List<String> ids = TrickyTexts.KEYS;
        for (String id : ids) {
            assertTrue(node.host()
                    .register(OrganizationId.of(id), "Name of " + ids.indexOf(id))
                    .changed());
        }
        Set<CommunityId> teams = new HashSet<>();
        for (String id : ids) {
            Organization organization = other.host().organization(OrganizationId.of(id));
            assertEquals(id, organization.id().value());
            assertEquals("Name of " + ids.indexOf(id), organization.name());
            assertEquals(Revision.of(1), organization.revision());
            teams.add(organization.defaultCommunity());
        }
        assertEquals(ids.size(), teams.size(), "each has a default community of its own");
    }

    @Test
    @Rule({"ORG-1", "LIM-2"})
    void an_id_of_another_form_is_refused() {
        assertAll(badIds().map(id -> () -> {
            InvalidInput refusal = invalid("TEN-1", () -> OrganizationId.of(id));
            assertEquals("organization id", refusal.field());
        }));
    }

    private static Stream<String> badIds() {
        return Stream.concat(
                Stream.of("", " ", "a".repeat(65), "\ud83d\ude80".repeat(65), "a\nb"),
                TrickyTexts.hidden().map(text -> "a" + text + "b"));
    }

    @Test
    @Rule("ORG-1")
    void a_name_has_one_to128_code_points() {
        assertAll(goodNames().map(name -> () -> {
            node.host().register(ACME, name);

            assertEquals(name, other.host().organization(ACME).name());
            assertEquals(name, node.host().organization(ACME).name());
        }));
    }

    private static Stream<String> goodNames() {
        return Stream.of(
                "X",
                "7",
                "a".repeat(128),
                "\ud835\udc9c".repeat(128),
                "Caf\u00e9 & S\u00f6hne (EU), No. 7 + 'Partner' - east_west",
                "\u0645\u0646\u0638\u0645\u0629",
                "\u7d44\u7e54");
    }

    @Test
    @Rule({"ORG-1", "LIM-2"})
    void a_name_of_another_form_is_refused_and_nothing_is_registered() {
        assertAll(badNames().map(name -> () -> {
            InvalidInput refusal = invalid("ORG-1", () -> node.host().register(GLOBEX, name));
            assertTrue(String.valueOf(refusal.getMessage()).codePoints().noneMatch(Character::isISOControl));
            notFound("ORG-1", () -> other.host().organization(GLOBEX));
        }));
    }

    @Test
    @Rule({"ORG-1", "LIM-2"})
    void an_organization_is_not_renamed_to_a_name_of_another_form() {
        acme();
        untouched(() -> {
            assertAll(badNames()
                    .map(name -> () -> invalid("ORG-1", () -> node.host().register(ACME, name))));
            return ACME;
        });
        assertEquals("Acme", other.host().organization(ACME).name());
    }

    private static Stream<String> badNames() {
        return Stream.concat(
                Stream.of("", " ", "a".repeat(129), "Ac\tme", "Ac\nme"),
                TrickyTexts.unseen().flatMap(text -> Stream.of(text + "Acme", "Ac" + text + "me")));
    }

    @Test
    @Rule("ORG-1")
    void a_name_is_composed_so_that_two_spellings_of_it_are_one() {
        node.host().register(ACME, "Cafe\u0301");

        assertEquals("Caf\u00e9", other.host().organization(ACME).name());
        unchanged(() -> node.host().register(ACME, "Caf\u00e9"));
        unchanged(() -> node.host().register(ACME, "Cafe\u0301"));
    }

    @Test
    @Rule("ORG-1")
    void an_organization_that_is_not_registered_does_not_exist() {
        acme();
        CommunityId team = CommunityId.of(GLOBEX, "team");
        List<Executable> asked = List.of(
                () -> node.host().organization(GLOBEX),
                () -> node.host().overview(GLOBEX),
                () -> node.host().addUser(GLOBEX, BOB),
                () -> node.host().revokeRole(GLOBEX, BOB, ORGANIZATION_ADMIN),
                () -> node.host().removeUser(GLOBEX, BOB),
                () -> node.host().addGroup(GLOBEX, CATS),
                () -> node.host().addToGroup(GLOBEX, CATS, BOB),
                () -> node.host().removeFromGroup(GLOBEX, CATS, BOB),
                () -> node.host().signIn(GLOBEX, BOB),
                () -> node.host().changes(GLOBEX, Revision.NONE, 10),
                () -> node.host().dropChanges(GLOBEX, cluster.clock().instant()));
        for (Executable each : asked) {
            notFound("ORG-1", each);
        }
        notFound(() -> node.get(Caller.of(GLOBEX, BOB), team));
        notFound(() -> node.getDefault(Caller.of(GLOBEX, BOB)));
        notFound(() -> node.organizations().get(Caller.of(GLOBEX, BOB)));

        assertEquals(Revision.of(1), node.host().register(GLOBEX, "Globex").revision(), "none of that was written");
    }

    @Test
    @Rule({"ORG-1", "LIM-2"})
    @SuppressWarnings("NullAway") // what a caller without null checks might do
    void null_is_refused_in_words_and_nothing_is_registered() {
        String none = null;
        OrganizationId nowhere = null;
        assertTrue(String.valueOf(
                        assertThrows(InvalidInput.class, () -> node.host().register(ACME, none))
                                .getMessage())
                .contains("null"));
        assertThrows(InvalidInput.class, () -> node.host().register(nowhere, "Acme"));
        notFound("ORG-1", () -> other.host().organization(ACME));
    }

    @Test
    @Rule({"ORG-1", "ORG-2"})
    void the_overview_counts_what_is_there() {
        CommunityId team = acme();
        node.host().addServiceAccount(ACME, ROBOT);
        node.host().signIn(ACME, BOB);
        CommunityId cats = communityOf(BOB, "Cat lovers");
        projectOf(BOB, cats, "Fence");
        projectOf(BOB, team, "Garden");

        OrganizationOverview overview = other.host().overview(ACME);

        assertEquals(other.host().organization(ACME), overview.organization());
        assertEquals(4, overview.users());
        assertEquals(1, overview.signedIn());
        assertEquals(1, overview.communities());
        assertEquals(0, overview.orphaned());
        assertEquals(2, overview.projects());
        // At the organization ann's and the watcher's, then bob's: first sign-in, community, two projects.
        assertEquals(6, overview.bindings());
    }
}
