package io.github.communities.tck.model;

import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Both ready policies, and random ones. */
public final class RandomTables {
    private static final RoleTable STANDARD = RoleTable.standard();
    private static final RoleTable DELEGATED = RoleTable.delegated();

    private RandomTables() {}

    /** As often a ready one as one that differs from it. */
    public static Arbitrary<RoleTable> any() {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.of(STANDARD, DELEGATED)),
                Tuple.of(
                        1,
                        Combinators.combine(
                                        Arbitraries.of(STANDARD, DELEGATED),
                                        changes().list().ofMinSize(1).ofMaxSize(6))
                                .as((table, changes) -> table.ifConsistent(changes.toArray(PolicyChange[]::new)))
                                // What POL-1 rules out is none.
                                .filter(Optional::isPresent)
                                .map(Optional::orElseThrow)));
    }

    private static Arbitrary<PolicyChange> changes() {
        Arbitrary<Role> roles = Arbitraries.of(STANDARD.roles());
        Arbitrary<Optional<Role>> administering = Arbitraries.of(
                        Role.ORGANIZATION_ADMIN, Role.ORGANIZATION_OWNER, Role.ORGANIZATION_MEMBER)
                .optional(0.6);
        return Arbitraries.frequencyOf(
                Tuple.of(
                        6,
                        roles.flatMap(role -> Arbitraries.of(meaningful(role))
                                .map(permission -> new PolicyChange.Permits(role, permission)))),
                Tuple.of(
                        4,
                        roles.flatMap(role -> Arbitraries.of(meaningful(role))
                                .map(permission -> new PolicyChange.Lacks(role, permission)))),
                Tuple.of(
                        2,
                        Combinators.combine(roles, roles)
                                .filter((role, other) -> STANDARD.roles().indexOf(role)
                                        > STANDARD.roles().indexOf(other))
                                .as(PolicyChange.Includes::new)),
                Tuple.of(
                        2, Arbitraries.of(STANDARD.rolesAt(ScopeKind.COMMUNITY)).map(PolicyChange.FirstSignIn::new)),
                Tuple.of(2, Combinators.combine(administering, administering).as(PolicyChange.Administers::new)),
                Tuple.of(2, Arbitraries.create(PolicyChange.BillingIsNotRequired::new)),
                Tuple.of(
                        1,
                        Combinators.combine(
                                        Arbitraries.of(Duration.ofHours(1), Duration.ofDays(30)),
                                        Arbitraries.of(Duration.ofHours(1), Duration.ofDays(2)))
                                .as(PolicyChange.Times::new)),
                Tuple.of(1, Arbitraries.of("dataset", "secret").map(PolicyChange.NotShared::new)));
    }

    /** What a role can permit wherever it can be bound. */
    private static List<String> meaningful(Role role) {
        return Permission.STANDARD.stream()
                .filter(permission -> Stream.of(ScopeKind.values())
                        .filter(kind -> STANDARD.canBeBound(role, kind))
                        .allMatch(kind -> kind.compareTo(permission.level()) <= 0))
                .map(Permission::name)
                .toList();
    }
}
