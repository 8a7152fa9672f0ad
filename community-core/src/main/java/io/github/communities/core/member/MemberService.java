package io.github.communities.core.member;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.Written;
import io.github.communities.access.Operation;
import io.github.communities.core.authorization.OperationAuthorizer;
import io.github.communities.core.authorization.ResolvedTarget.InCommunity;
import io.github.communities.core.authorization.TargetResolver;
import io.github.communities.core.policy.Path;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import io.github.communities.member.BindingChanges;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.Member;
import io.github.communities.member.Members;
import io.github.communities.member.NewBinding;
import io.github.communities.member.Removal;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members service: what comes in is checked here, and done in one transaction by the class that knows how. */
public final class MemberService implements Members {
    private final Transactions transactions;

    /** Over transactions. */
    public MemberService(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Written<BindingChanges> grant(Caller caller, Scope scope, Subject subject, Role role) {
        return update(caller, scope, BindingDelta.nothing().add(NewBinding.of(subject, role)));
    }

    @Override
    public Written<BindingChanges> grant(Caller caller, Scope scope, Subject subject, Role role, Instant expiresAt) {
        Arguments.required("expiry", expiresAt);
        return update(
                caller,
                scope,
                BindingDelta.nothing().add(NewBinding.of(subject, role).until(expiresAt)));
    }

    @Override
    public Written<BindingChanges> revoke(Caller caller, Scope scope, Subject subject, Role role) {
        return update(caller, scope, BindingDelta.nothing().remove(subject, role));
    }

    @Override
    public Written<BindingChanges> update(Caller caller, Scope scope, BindingDelta delta) {
        required(caller, scope);
        if (Arguments.required("delta", delta).steps().isEmpty()) {
            throw new InvalidInput("delta", "0 steps", "MEM-9", "must have 1 to 1000 additions and removals");
        }
        delta.steps().stream().filter(BindingDelta.Step::addition).forEach(step -> check(scope, step.binding()));
        return transactions.write(caller, BindingUpdate.keys(scope, delta.steps()), writing -> {
            Path path = TargetResolver.existing(writing, scope).path();
            return new BindingUpdate(writing, path, delta.steps()).apply();
        });
    }

    @Override
    public Written<BindingChanges> replace(Caller caller, Scope scope, Collection<NewBinding> bindings, long version) {
        required(caller, scope);
        int number = Arguments.required("bindings", bindings).size();
        if (number > BindingDelta.MAX_STEPS) {
            throw new InvalidInput("bindings", number + " bindings", "MEM-9", "must be 1000 or fewer");
        }
        Map<List<Object>, NewBinding> wanted = new LinkedHashMap<>();
        for (NewBinding binding : bindings) {
            check(scope, Arguments.required("binding", binding));
            if (wanted.put(List.of(binding.subject(), binding.role()), binding) != null) {
                throw new InvalidInput(
                        "bindings", binding.subject() + " " + binding.role(), "MEM-9", "name a binding twice");
            }
        }
        return transactions.write(caller, scope, writing -> {
            Path path = TargetResolver.existing(writing, scope).path();
            return BindingUpdate.replacing(writing, path, List.copyOf(wanted.values()), version)
                    .apply();
        });
    }

    @Override
    public Written<Removal> remove(Caller caller, Scope scope, Subject subject) {
        required(caller, scope);
        Arguments.required("subject", subject);
        if (scope.kind() == ScopeKind.ORGANIZATION) {
            throw new InvalidInput(
                    "scope", scope.toString(), "MEM-7", "must be a community or project; only the host removes users");
        }
        return transactions.write(caller, scope, writing -> {
            Operation managing = scope.kind() == ScopeKind.PROJECT
                    ? Operation.MANAGE_PROJECT_ACCESS
                    : Operation.MANAGE_COMMUNITY_ACCESS;
            Path path = OperationAuthorizer.authorize(writing, managing, scope).path();
            return new MemberRemoval(writing, path, subject).byManager();
        });
    }

    @Override
    public Written<Removal> leave(Caller caller, CommunityId community) {
        required(caller, community);
        return transactions.write(caller, community, writing -> {
            Path path = TargetResolver.existing(writing, community).path();
            return new MemberRemoval(writing, path, caller.principal()).byThemselves();
        });
    }

    @Override
    public Page<Member> list(Caller caller, Scope scope, PageRequest page) {
        required(caller, scope);
        MemberList list = new MemberList(scope, page);
        return transactions.read(
                caller,
                reading -> list.page(
                        reading,
                        OperationAuthorizer.authorize(reading, view(scope), scope)
                                .path()));
    }

    @Override
    public Page<Subject> expand(Caller caller, Scope scope, Subject group, PageRequest page) {
        required(caller, scope);
        GroupExpansion expansion = new GroupExpansion(scope, group, page);
        return transactions.read(caller, reading -> {
            OperationAuthorizer.authorize(reading, view(scope), scope);
            return expansion.page(reading);
        });
    }

    private static void required(Caller caller, Scope scope) {
        Arguments.required("caller", caller);
        Arguments.required("scope", scope);
    }

    private static Operation view(Scope scope) {
        return switch (scope.kind()) {
            case ORGANIZATION -> Operation.VIEW_ORGANIZATION;
            case COMMUNITY -> Operation.VIEW_COMMUNITY;
            case PROJECT -> Operation.VIEW_PROJECT;
        };
    }

    private void check(Scope scope, NewBinding binding) {
        transactions.policy().checkBindable(binding.role(), scope.kind());
        Expiry.check(binding.expiresAt(), transactions.now());
    }

    @Override
    public Written<Subject> setAgent(Caller caller, CommunityId community, Subject serviceAccount) {
        required(caller, community);
        if (Arguments.required("service agent", serviceAccount).kind() != SubjectKind.SERVICE_ACCOUNT) {
            throw new InvalidInput("service agent", serviceAccount.toString(), "COM-7", "must be a service account");
        }
        check(community, NewBinding.of(serviceAccount, ServiceAgent.ROLE));
        return transactions.write(
                caller, community, writing -> agency(writing, community).set(serviceAccount));
    }

    @Override
    public Written<Optional<Subject>> unsetAgent(Caller caller, CommunityId community) {
        required(caller, community);
        return transactions.write(
                caller, community, writing -> agency(writing, community).unset());
    }

    private static ServiceAgent agency(WriteTransaction writing, CommunityId community) {
        InCommunity authorized = OperationAuthorizer.authorize(writing, Operation.MANAGE_COMMUNITY_ACCESS, community);
        return new ServiceAgent(writing, authorized.path(), authorized.community());
    }

    @Override
    public Optional<Subject> agent(Caller caller, CommunityId community) {
        required(caller, community);
        return transactions.read(caller, reading -> {
            InCommunity seen = OperationAuthorizer.authorize(reading, Operation.VIEW_COMMUNITY, community);
            return ServiceAgent.agent(reading, seen.community());
        });
    }
}
