package io.github.communities.core.access;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Scope;
import io.github.communities.Target;
import io.github.communities.access.Access;
import io.github.communities.access.AccessFilter;
import io.github.communities.access.AccessView;
import io.github.communities.access.Authorization;
import io.github.communities.access.Holder;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationRequest;
import io.github.communities.core.authorization.BilledOperations;
import io.github.communities.core.authorization.OperationAuthorizer;
import io.github.communities.core.authorization.ResolvedTarget;
import io.github.communities.core.authorization.TargetResolver;
import io.github.communities.core.cache.AccessTables;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.decision.Decision;
import io.github.communities.decision.Names;
import io.github.communities.error.NotFound;
import io.github.communities.error.Stale;
import io.github.communities.error.Unavailable;
import io.github.communities.internal.Arguments;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.ResourceRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The access service: every question is asked of a view of its caller. */
public final class AccessService implements Access {
    private static final int LOADS = 3;

    private final MeasuredStore store;
    private final Transactions transactions;
    private final BilledOperations billed;
    private final Duration stalenessBound;
    private final Optional<SharedAccess> shared;
    private final BilledOperations.TargetReads reads;

    /** Over transactions, of which some are billed; a view answers no longer than the bound. */
    private AccessService(
            MeasuredStore store, BilledOperations billed, Duration stalenessBound, Optional<SharedAccess> shared) {
        this.store = store;
        this.transactions = store.transactions();
        this.billed = billed;
        this.stalenessBound = stalenessBound;
        this.shared = shared;
        this.reads = shared.filter(tables -> !transactions.hasDirectory() && !stalenessBound.isZero())
                .<BilledOperations.TargetReads>map(tables -> new RememberedReads(store, tables))
                .orElse(billed::read);
    }

    /** With tables that all share who ask. */
    public static AccessService sharing(
            AccessTables tables, Transactions transactions, BilledOperations billed, Duration stalenessBound) {
        MeasuredStore store = new MeasuredStore(transactions, tables);
        return new AccessService(
                store, billed, stalenessBound, Optional.of(new SharedAccess(store, tables, stalenessBound)));
    }

    /**
     * Inside a transaction of the host: what is seen there is for nobody else, and what others see not for it; the tables
     * only count what is asked.
     */
    public static AccessService alone(
            AccessTables tables, Transactions transactions, BilledOperations billed, Duration stalenessBound) {
        return new AccessService(new MeasuredStore(transactions, tables), billed, stalenessBound, Optional.empty());
    }

    @Override
    public AccessView of(Caller caller) {
        return view(Arguments.required("caller", caller), Revision.NONE, false);
    }

    @Override
    public AccessView of(Caller caller, Revision atLeast) {
        Arguments.required("caller", caller);
        Arguments.required("revision", atLeast);
        return view(caller, atLeast, false);
    }

    private PrincipalView view(Caller caller, Revision atLeast, boolean once) {
        return shared.map(tables -> tables.view(caller, atLeast, once))
                .orElseGet(() -> PrincipalView.load(store, caller, stalenessBound.toNanos(), once)
                        .atLeast(atLeast));
    }

    @Override
    public boolean can(Caller caller, Permission permission, Target target) {
        Arguments.required("caller", caller);
        check(permission, target);
        SharedAccess.Answered known =
                shared.isPresent() ? shared.get().can(caller, permission, target) : SharedAccess.Answered.UNKNOWN;
        return known == SharedAccess.Answered.UNKNOWN
                ? answer(caller, view -> view.can(permission, target))
                : known == SharedAccess.Answered.YES;
    }

    @Override
    public void require(Caller caller, Permission permission, Target target) {
        check(permission, target);
        answer(caller, view -> {
            view.require(permission, target);
            return true;
        });
    }

    @Override
    public Decision explain(Caller caller, Permission permission, Target target) {
        check(permission, target);
        return answer(caller, view -> view.explain(permission, target));
    }

    @Override
    public Set<Permission> permissions(Caller caller, Target target) {
        Arguments.required("target", target);
        return answer(caller, view -> view.permissions(target));
    }

    /**
     * Asks a view that nobody else has: where the store takes so long that it grows too old before it has answered, or
     * the organization is changed meanwhile, another one is loaded.
     */
    private <T> T answer(Caller caller, Function<AccessView, T> question) {
        Arguments.required("caller", caller);
        for (int load = 0; load < LOADS; load++) {
            try {
                return question.apply(view(caller, Revision.NONE, true));
            } catch (Stale slow) {
                // What the store says next may be young enough.
            }
        }
        throw new Unavailable(
                "CON-3",
                LOADS + " times one after the other the store took longer than the " + stalenessBound
                        + " for which what it says may be used, or what was asked about was changed meanwhile; try"
                        + " again later, or give a longer staleness bound",
                true);
    }

    /** What is wrong with a question is said before the store is asked. */
    private void check(Permission permission, Target target) {
        transactions.policy().check(Arguments.required("permission", permission));
        Arguments.required("target", target);
    }

    @Override
    public Authorization authorize(Caller caller, OperationRequest request) {
        return billed.authorize(caller, Arguments.required("request", request), reads);
    }

    @Override
    public Page<Holder> holders(Caller caller, Permission permission, Target target, PageRequest page) {
        Arguments.required("caller", caller);
        check(permission, target);
        HolderList list = new HolderList(permission, target, page);
        return transactions.read(caller, reading -> {
            Target seen = target instanceof ResourceAt at ? at.place() : target;
            ResolvedTarget place = OperationAuthorizer.authorize(reading, seeing(seen), seen);
            Optional<ResolvedTarget> asked =
                    target.equals(seen) ? Optional.of(place) : TargetResolver.find(reading, target);
            return asked.flatMap(ResolvedTarget::accessPath)
                    .map(path -> list.page(reading, path))
                    .orElseGet(() -> new Page<>(List.of(), Optional.empty()));
        });
    }

    @Override
    public Page<CommunityId> communities(Caller caller, Permission permission, PageRequest page) {
        OrganizationId organization = asking(caller, permission);
        var list = PermittedList.communities(organization, permission, page);
        return transactions.read(caller, reading -> list.page(reading, CommunityRecord::id));
    }

    @Override
    public Page<ProjectId> projects(Caller caller, Permission permission, PageRequest page) {
        OrganizationId organization = asking(caller, permission);
        var list = PermittedList.projects(organization, permission, page);
        return transactions.read(caller, reading -> list.page(reading, ProjectRecord::id));
    }

    @Override
    public Page<ResourceId> resources(Caller caller, Permission permission, PageRequest page) {
        OrganizationId organization = asking(caller, permission);
        var list = PermittedList.resources(organization, permission, page);
        return transactions.read(caller, reading -> list.page(reading, ResourceRecord::id));
    }

    @Override
    public AccessFilter filter(Caller caller, Permission permission) {
        asking(caller, permission);
        return transactions.read(caller, reading -> new PermittedScopes(reading, permission).filter());
    }

    @Override
    public Names names(Caller caller, Collection<? extends Target> targets) {
        Arguments.required("caller", caller);
        List<Target> own = Arguments.<Target>all("targets", targets).stream()
                .filter(target -> TargetResolver.isOf(caller.organization(), target))
                .distinct()
                .toList();
        if (own.isEmpty()) {
            return Names.none();
        }
        try {
            return transactions.read(caller, reading -> ViewableNames.of(reading, own));
        } catch (NotFound stranger) {
            // Nobody there has a name for who does not belong, and whoever tells a refusal is not refused again
            // (ACC-8).
            return Names.none();
        }
    }

    private OrganizationId asking(Caller caller, Permission permission) {
        Arguments.required("caller", caller);
        transactions.policy().check(Arguments.required("permission", permission));
        return caller.organization();
    }

    /** What it takes to be told who has a permission at a target. */
    private static Operation seeing(Target target) {
        if (!(target instanceof Scope scope)) {
            return Operation.VIEW_RESOURCE;
        }
        return switch (scope.kind()) {
            case ORGANIZATION -> Operation.VIEW_ORGANIZATION;
            case COMMUNITY -> Operation.VIEW_COMMUNITY;
            case PROJECT -> Operation.VIEW_PROJECT;
        };
    }
}
