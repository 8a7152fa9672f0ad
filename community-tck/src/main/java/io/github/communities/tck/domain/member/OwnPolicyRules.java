package io.github.communities.tck.domain.member;

import static io.github.communities.policy.RoleDefinition.role;

import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.decision.RoleSource;
import io.github.communities.member.BindingChanges;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.NewBinding;
import io.github.communities.tck.fixture.StoreFixture;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the suites about the weight of roles begin with: Bob's community Cat lovers, and policies of a host's own. */
public abstract class OwnPolicyRules extends MemberRules {
    /** Rules on storages of this kind. */
    protected OwnPolicyRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    Written<BindingChanges> update(Subject caller, Scope scope, BindingDelta delta) {
        return node.members().update(as(caller), scope, delta);
    }

    Written<BindingChanges> replace(Subject caller, Scope scope, long version, NewBinding... bindings) {
        return node.members().replace(as(caller), scope, List.of(bindings), version);
    }

    static NewBinding until(Subject subject, Role role, Instant end) {
        return NewBinding.of(subject, role).until(end);
    }

    /**
     * When a role that is bound at a scope itself ends; empty inside if it does not, nothing at all if it isn't bound.
     */
    Optional<Optional<Instant>> end(Scope scope, Subject subject, Role role) {
        return member(scope, subject).stream()
                .flatMap(member -> member.sources().stream())
                .filter(source -> source.scope().equals(scope)
                        && source.boundTo().equals(subject)
                        && source.inheritedFrom().isEmpty()
                        && source.role().equals(role))
                .map(RoleSource::expiresAt)
                .findFirst();
    }
}
