package io.github.communities.tck.property;

import io.github.communities.OrganizationId;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.RosterRow;
import io.github.communities.policy.Policy;
import io.github.communities.policy.RoleDefinition;
import io.github.communities.tck.fixture.TrickyTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Values of the domain for property-based tests, all of them legal. Stateless and thread-safe. */
public final class DomainArbitraries {
    private DomainArbitraries() {}

    /**
     * The values of ids: 1 to 64 code points (TEN-1), often such as look alike to whoever folds, trims, joins or escapes
     * them.
     */
    public static Arbitrary<String> ids() {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.of(TrickyTexts.ids())),
                Tuple.of(
                        2,
                        Arbitraries.strings()
                                .withCharRange('a', 'z')
                                .withChars("0123456789-_.")
                                .ofMinLength(1)
                                .ofMaxLength(64)));
    }

    /** Ids of organizations. */
    public static Arbitrary<OrganizationId> organizationIds() {
        return ids().map(OrganizationId::of);
    }

    /** Names that communities and projects can have (COM-2, PRJ-1): 3 to 63 code points. */
    public static Arbitrary<String> names() {
        Arbitrary<String> inside = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .withChars("äßéçñøŁ猫犬 -_.&()+',/")
                .ofMinLength(1)
                .ofMaxLength(61);
        Arbitrary<Character> ends = Arbitraries.chars().range('a', 'z').range('0', '9');
        return Combinators.combine(ends, inside, ends).as((first, middle, last) -> first + middle + last);
    }

    /** Users, federated users and service accounts. */
    public static Arbitrary<Subject> principals() {
        return Arbitraries.oneOf(
                ids().map(Subject::user), ids().map(Subject::federatedUser), ids().map(Subject::serviceAccount));
    }

    /** Whatever can be given a role: principals, groups, and all users. */
    public static Arbitrary<Subject> subjects() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, principals()),
                Tuple.of(1, ids().map(Subject::group)),
                Tuple.of(1, Arbitraries.just(Subject.allUsers())));
    }

    /** The roles of a policy. */
    public static Arbitrary<Role> roles(Policy policy) {
        return Arbitraries.of(Objects.requireNonNull(policy, "policy").roles().stream()
                .map(RoleDefinition::role)
                .toList());
    }

    /** The roles of a policy that can be bound at scopes of a kind (MEM-3). */
    public static Arbitrary<Role> roles(Policy policy, ScopeKind kind) {
        Objects.requireNonNull(kind, "kind");
        return Arbitraries.of(Objects.requireNonNull(policy, "policy").roles().stream()
                .filter(definition -> definition.scopes().contains(kind))
                .map(RoleDefinition::role)
                .toList());
    }

    /** Bindings of roles of a policy that can be bound at scopes of a kind. */
    public static Arbitrary<NewBinding> bindings(Policy policy, ScopeKind kind) {
        return Combinators.combine(subjects(), roles(policy, kind)).as(NewBinding::of);
    }

    /**
     * Whole organizations, as rosters: up to 20 users, 5 communities and 3 projects in each, with roles of a policy, in
     * the order in which {@link io.github.communities.Host#importRoster} adds all of them.
     */
    public static Arbitrary<List<RosterRow>> organizations(OrganizationId organization, Policy policy) {
        Objects.requireNonNull(organization, "organization");
        Objects.requireNonNull(policy, "policy");
        Arbitrary<List<String>> users =
                ids().list().uniqueElements().ofMinSize(1).ofMaxSize(20);
        Arbitrary<List<String>> communities = names().list()
                .uniqueElements(name -> name.toLowerCase(Locale.ROOT))
                .ofMaxSize(5);
        return Combinators.combine(users, communities)
                .flatAs((some, places) -> rows(organization, policy, some, places));
    }

    private static Arbitrary<List<RosterRow>> rows(
            OrganizationId organization, Policy policy, List<String> users, List<String> communities) {
        List<RosterRow> belonging = new ArrayList<>();
        users.forEach(user -> belonging.add(new RosterRow(
                belonging.size() + 1,
                organization,
                Optional.empty(),
                Optional.empty(),
                user,
                policy.memberRole().name())));
        if (communities.isEmpty()) {
            return Arbitraries.just(List.copyOf(belonging));
        }
        Arbitrary<RosterRow> members = Combinators.combine(
                        Arbitraries.of(communities), Arbitraries.of(users), roles(policy, ScopeKind.COMMUNITY))
                .as((community, user, role) ->
                        new RosterRow(1, organization, Optional.of(community), Optional.empty(), user, role.name()));
        Arbitrary<RosterRow> participants = Combinators.combine(
                        Arbitraries.of(communities),
                        Arbitraries.of("First project", "Second project", "Third project"),
                        Arbitraries.of(users),
                        roles(policy, ScopeKind.PROJECT))
                .as((community, project, user, role) -> new RosterRow(
                        1, organization, Optional.of(community), Optional.of(project), user, role.name()));
        return Arbitraries.frequencyOf(Tuple.of(3, members), Tuple.of(1, participants))
                .list()
                .ofMaxSize(60)
                .map(more -> {
                    List<RosterRow> rows = new ArrayList<>(belonging);
                    more.forEach(row -> rows.add(new RosterRow(
                            rows.size() + 1, organization, row.community(), row.project(), row.user(), row.role())));
                    return rows;
                });
    }
}
