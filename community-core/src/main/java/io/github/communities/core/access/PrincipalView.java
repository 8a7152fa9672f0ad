package io.github.communities.core.access;

import io.github.communities.Caller;
import io.github.communities.Permission;
import io.github.communities.Revision;
import io.github.communities.Target;
import io.github.communities.access.AccessView;
import io.github.communities.core.authorization.ResolvedTarget;
import io.github.communities.core.authorization.TargetResolver;
import io.github.communities.core.policy.Grants;
import io.github.communities.core.policy.Mask;
import io.github.communities.core.policy.Path;
import io.github.communities.core.time.Age;
import io.github.communities.core.transaction.Existence;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.decision.Decision;
import io.github.communities.error.Forbidden;
import io.github.communities.error.NotFound;
import io.github.communities.error.Stale;
import io.github.communities.error.Unavailable;
import io.github.communities.internal.Arguments;
import io.github.communities.spi.record.PrincipalRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** What one caller holds, loaded at once, and where the targets that were asked about belong. */
final class PrincipalView implements AccessView {
    private final Transactions transactions;
    private final Duration stalenessBound;
    private final Caller caller;
    private final Revision revision;
    private final Grants grants;
    private final Age age;
    private final Map<Target, Optional<Path>> paths = new ConcurrentHashMap<>();

    private PrincipalView(
            Transactions transactions,
            Duration stalenessBound,
            Caller caller,
            Revision revision,
            Grants grants,
            Age age) {
        this.transactions = transactions;
        this.stalenessBound = stalenessBound;
        this.caller = caller;
        this.revision = revision;
        this.grants = grants;
        this.age = age;
    }

    static PrincipalView load(Transactions transactions, Duration stalenessBound, Caller caller) {
        // From before the store is asked: the view is at least as fresh as it says.
        Age age = transactions.age();
        try {
            PrincipalRecords principalRecords =
                    transactions.principalRecords(caller.organization(), caller.principal());
            Grants grants = Grants.of(transactions.policy(), caller.principal(), principalRecords);
            // Who does not belong learns of nothing, not even of the revision (ACC-8).
            Revision revision = grants.belongs() ? principalRecords.revision() : Revision.NONE;
            return new PrincipalView(transactions, stalenessBound, caller, revision, grants, age);
        } catch (NotFound e) {
            // An organization that does not exist grants nothing, and whoever asks is told no more than that (ACC-1).
            Grants none = Grants.none(transactions.policy(), caller.principal());
            return new PrincipalView(transactions, stalenessBound, caller, Revision.NONE, none, age);
        }
    }

    /**
     * This view, if it sees every write up to a revision (CON-2). Whoever does not belong is granted nothing at any
     * revision, and must not learn how far the organization has come (ACC-8).
     */
    PrincipalView atLeast(Revision asked) {
        if (grants.belongs() && revision.isBefore(asked)) {
            throw new Unavailable(
                    "CON-2",
                    "the store has organization " + caller.organization() + " at revision " + revision
                            + ", and was asked about it at revision " + asked
                            + " or later: it lags behind, or that revision is of another history",
                    true);
        }
        return this;
    }

    @Override
    public Revision revision() {
        return revision;
    }

    @Override
    public boolean can(Permission permission, Target target) {
        check(permission, target);
        Optional<Path> path = path(target);
        Instant now = fresh();
        return path.isPresent() && grants.allow(permission, path.get(), now);
    }

    @Override
    public void require(Permission permission, Target target) {
        Decision decision = explain(permission, target);
        switch (decision.reason()) {
            case GRANTED -> {}
            case NOT_OF_THE_ORGANIZATION, NO_SUCH_TARGET -> throw Existence.missing(target);
            case NOT_GRANTED, NOT_BY_SHARING, EXPIRED -> throw new Forbidden("ACC-8", decision);
        }
    }

    @Override
    public Decision explain(Permission permission, Target target) {
        check(permission, target);
        Optional<Path> path = path(target);
        return grants.decide(permission, target, path, revision, fresh());
    }

    @Override
    public Set<Permission> permissions(Target target) {
        Optional<Path> path = path(Arguments.required("target", target));
        return permissions(path, fresh());
    }

    @Override
    public <T extends Target> Map<T, Set<Permission>> permissions(
            Collection<T> targets, Collection<Permission> permissions) {
        Set<Permission> asked = new HashSet<>(Arguments.required("permissions", permissions));
        asked.forEach(transactions.policy()::check);
        Map<T, Set<Permission>> answers = new LinkedHashMap<>();
        Arguments.required("targets", targets)
                .forEach(target -> answers.put(Arguments.required("target", target), Set.of()));
        locate(answers.keySet());
        Instant now = fresh();
        answers.replaceAll((target, none) -> {
            Set<Permission> held = new TreeSet<>(permissions(paths.getOrDefault(target, Optional.empty()), now));
            held.retainAll(asked);
            return held;
        });
        return answers;
    }

    @Override
    public AccessView refresh() {
        return load(transactions, stalenessBound, caller);
    }

    private Set<Permission> permissions(Optional<Path> place, Instant now) {
        Mask mask = place.map(path -> grants.mask(path, now)).orElse(Mask.NONE);
        return transactions.policy().permissions(mask);
    }

    private void check(Permission permission, Target target) {
        transactions.policy().check(Arguments.required("permission", permission));
        Arguments.required("target", target);
    }

    /**
     * Refuses to answer past the bound. Called after whatever may have waited, since only that counts (CON-3).
     *
     * @return what time it is, for the expiry of bindings
     */
    private Instant fresh() {
        if (age.exceeds(stalenessBound)) {
            throw new Stale(
                    "ACC-4",
                    "this view was loaded longer ago than the " + stalenessBound
                            + " for which it answers; refresh it, and take a new one for each request");
        }
        return transactions.now();
    }

    private Optional<Path> path(Target target) {
        Optional<Path> known = paths.get(target);
        if (known == null) {
            locate(List.of(target));
            known = paths.getOrDefault(target, Optional.empty());
        }
        return known;
    }

    /** Finds out where targets belong, as of this view's revision; for what belongs elsewhere nothing is read. */
    private void locate(Collection<? extends Target> targets) {
        Set<Target> unknown = new HashSet<>();
        for (Target target : targets) {
            if (!grants.belongs() || !target.organization().equals(caller.organization())) {
                paths.put(target, Optional.empty());
            } else if (!paths.containsKey(target)) {
                unknown.add(target);
            }
        }
        if (unknown.remove(caller.organization())) {
            paths.put(caller.organization(), Optional.of(Path.of(caller.organization())));
        }
        if (!unknown.isEmpty()) {
            fresh(); // what is too old already is not worth asking the store
            try {
                Map<Target, ResolvedTarget> resolved = transactions.readAsHost(
                        caller.organization(), reading -> TargetResolver.resolve(reading, revision, unknown));
                unknown.forEach(target -> paths.put(
                        target, Optional.ofNullable(resolved.get(target)).flatMap(ResolvedTarget::accessPath)));
            } catch (NotFound e) {
                // The organization went meanwhile, and with it all that was in it (ORG-9).
                unknown.forEach(target -> paths.put(target, Optional.empty()));
            }
        }
    }
}
