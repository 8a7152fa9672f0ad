package io.github.communities.core.access;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Target;
import io.github.communities.access.Access;
import io.github.communities.access.AccessFilter;
import io.github.communities.access.AccessView;
import io.github.communities.access.Authorization;
import io.github.communities.access.Decision;
import io.github.communities.access.Holder;
import io.github.communities.access.OperationRequest;
import io.github.communities.core.work.Transactions;
import io.github.communities.internal.Text;
import java.time.Duration;
import java.util.Set;

/** The access service: every question is asked of a view of its caller. */
public final class AccessQuestions implements Access {
    private final Transactions transactions;
    private final Duration stalenessBound;

    /** Over transactions; a view answers no longer than the bound. */
    public AccessQuestions(Transactions transactions, Duration stalenessBound) {
        this.transactions = transactions;
        this.stalenessBound = stalenessBound;
    }

    @Override
    public AccessView of(Caller caller) {
        return PrincipalView.load(transactions, stalenessBound, Text.required("caller", caller));
    }

    @Override
    public boolean can(Caller caller, Permission permission, Target target) {
        check(permission, target);
        return of(caller).can(permission, target);
    }

    @Override
    public void require(Caller caller, Permission permission, Target target) {
        check(permission, target);
        of(caller).require(permission, target);
    }

    @Override
    public Decision explain(Caller caller, Permission permission, Target target) {
        check(permission, target);
        return of(caller).explain(permission, target);
    }

    @Override
    public Set<Permission> permissions(Caller caller, Target target) {
        Text.required("target", target);
        return of(caller).permissions(target);
    }

    /** What is wrong with a question is said before the store is asked. */
    private void check(Permission permission, Target target) {
        transactions.policy().check(Text.required("permission", permission));
        Text.required("target", target);
    }

    @Override
    public Authorization authorize(Caller caller, OperationRequest request) {
        return transactions.authorize(caller, Text.required("request", request));
    }

    @Override
    public Page<Holder> holders(Caller caller, Permission permission, Target target, PageRequest page) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Page<CommunityId> communities(Caller caller, Permission permission, PageRequest page) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Page<ProjectId> projects(Caller caller, Permission permission, PageRequest page) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Page<ResourceId> resources(Caller caller, Permission permission, PageRequest page) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public AccessFilter filter(Caller caller, Permission permission) {
        throw new UnsupportedOperationException("not there yet");
    }
}
