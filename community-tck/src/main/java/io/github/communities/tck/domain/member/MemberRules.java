package io.github.communities.tck.domain.member;

import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.ScopeKind.COMMUNITY;

import io.github.communities.CommunityId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.community.Community;
import io.github.communities.member.AccessBinding;
import io.github.communities.member.BindingChanges;
import io.github.communities.member.NewBinding;
import io.github.communities.member.Removal;
import io.github.communities.policy.Policy;
import io.github.communities.policy.RoleDefinition;
import io.github.communities.tck.domain.CatLoversRules;
import io.github.communities.tck.fixture.StoreFixture;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Ways to give, take and read roles, which the suites about members share. */
public abstract class MemberRules extends CatLoversRules {
    /** Manages access without being able to do anything else that an administrator can. */
    static final Role STEWARD = Role.of("communities.steward");

    /** Rules on storages of this kind. */
    protected MemberRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    static Policy withSteward() {
        return Policy.standard().toBuilder("with steward")
                .role(RoleDefinition.role(STEWARD)
                        .boundAt(COMMUNITY)
                        .includes(COMMUNITY_VIEWER)
                        .permits(COMMUNITY_MANAGE_ACCESS))
                .build();
    }

    Written<BindingChanges> grant(Subject caller, Scope scope, Subject subject, Role role) {
        return node.members().grant(as(caller), scope, subject, role);
    }

    Written<BindingChanges> grant(Subject caller, Scope scope, Subject subject, Role role, Instant expiresAt) {
        return node.members().grant(as(caller), scope, subject, role, expiresAt);
    }

    Written<BindingChanges> revoke(Subject caller, Scope scope, Subject subject, Role role) {
        return node.members().revoke(as(caller), scope, subject, role);
    }

    Written<Removal> remove(Subject caller, Scope scope, Subject subject) {
        return node.members().remove(as(caller), scope, subject);
    }

    Written<Removal> leave(Subject caller, CommunityId community) {
        return node.members().leave(as(caller), community);
    }

    Written<BindingChanges> replace(Subject caller, Scope scope, NewBinding... bindings) {
        return node.members().replace(as(caller), scope, List.of(bindings), bindingsVersion(scope));
    }

    long bindingsVersion(Scope scope) {
        return switch (scope.kind()) {
            case ORGANIZATION -> other.host().organization(ACME).bindingsVersion();
            case COMMUNITY -> other.get(as(WATCHER), (CommunityId) scope).bindingsVersion();
            case PROJECT -> other.projects().get(as(WATCHER), (ProjectId) scope).bindingsVersion();
        };
    }

    boolean can(Subject principal, Permission permission, Scope scope) {
        return other.access().can(as(principal), permission, scope);
    }

    Subject group(String id, Subject... members) {
        Subject group = node.host().addGroup(ACME, Subject.group(id)).value();
        for (Subject member : members) {
            node.host().addToGroup(ACME, group, member);
        }
        return group;
    }

    ProjectId projectIn(CommunityId community, String name) {
        return projectOf(BOB, community, name).id();
    }

    /** Who of these may manage access at a community by what they are there. */
    Set<Subject> administrators(CommunityId community, Subject... candidates) {
        return Stream.of(candidates)
                .filter(candidate -> can(candidate, COMMUNITY_MANAGE_ACCESS, community))
                .collect(Collectors.toSet());
    }

    List<CommunityId> orphaned() {
        return all(page -> other.orphaned(as(ANN), page)).stream()
                .map(Community::id)
                .toList();
    }

    static List<String> texts(Collection<AccessBinding> bindings) {
        return bindings.stream()
                .map(binding -> binding.subject() + " " + binding.role() + " "
                        + binding.scope().noun())
                .sorted()
                .toList();
    }

    Optional<Instant> expiryOf(Scope scope, Subject subject) {
        return member(scope, subject).orElseThrow().sources().stream()
                .filter(source -> source.scope().equals(scope))
                .findFirst()
                .orElseThrow()
                .expiresAt();
    }
}
