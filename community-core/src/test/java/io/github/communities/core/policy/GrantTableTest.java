package io.github.communities.core.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.decision.RoleSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Grants are found at their scopes and nowhere else, whatever the hashes of these are. */
class GrantTableTest {
    private static final OrganizationId ACME = OrganizationId.of("acme");
    private static final Subject ANN = Subject.user("ann");

    private static CommunityId community(String id) {
        return CommunityId.of(ACME, id);
    }

    private static Grant grant(Scope scope, Role role) {
        return new Grant(new Grant.Terms(role, Mask.NONE, RoleSource.Kind.OWN, ANN, null, null), scope, Instant.EPOCH);
    }

    /** One grant at each of some scopes. */
    private static Map<Scope, List<Grant>> at(List<? extends Scope> scopes) {
        Map<Scope, List<Grant>> grants = new LinkedHashMap<>();
        scopes.forEach(scope -> grants.put(scope, List.of(grant(scope, Role.COMMUNITY_VIEWER))));
        return grants;
    }

    private static void requireJust(Map<Scope, List<Grant>> grants, List<? extends Scope> others) {
        GrantTable table = GrantTable.of(grants);
        grants.forEach((scope, there) -> {
            List<Grant> found = new ArrayList<>();
            for (Grant grant = table.first(scope); grant != null; grant = GrantTable.after(grant)) {
                found.add(grant);
            }
            assertEquals(there, found, scope::toString);
        });
        others.forEach(other -> assertNull(table.first(other), other::toString));
        assertEquals(
                grants.values().stream().mapToInt(List::size).sum(), table.all().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 20, 31, 32, 33, 1_000})
    void as_many_as_there_are_are_found_and_no_others(int count) {
        requireJust(
                at(IntStream.range(0, count).mapToObj(i -> community("c" + i)).toList()),
                IntStream.range(0, 2_000).mapToObj(i -> community("d" + i)).toList());
    }

    @Test
    void ids_with_the_same_hash_are_told_apart() {
        List<CommunityId> alike = IntStream.range(0, 64)
                .mapToObj(number -> community(IntStream.range(0, 6)
                        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                        .reduce("", String::concat)))
                .toList();
        assertEquals(1, alike.stream().map(Scope::hashCode).distinct().count());

        requireJust(at(alike.subList(0, 32)), alike.subList(32, 64));
    }

    @Test
    void several_at_one_scope_come_in_their_order() {
        CommunityId cats = community("cats");
        Map<Scope, List<Grant>> grants = at(List.of(community("dogs")));
        grants.put(cats, List.of(grant(cats, Role.COMMUNITY_ADMIN), grant(cats, Role.COMMUNITY_VIEWER)));

        requireJust(grants, List.of(community("birds")));
    }
}
