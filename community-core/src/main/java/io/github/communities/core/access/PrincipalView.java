package io.github.communities.core.access;

import io.github.communities.Caller;
import io.github.communities.Permission;
import io.github.communities.Revision;
import io.github.communities.Target;
import io.github.communities.access.AccessView;
import io.github.communities.core.authorization.TargetResolver;
import io.github.communities.core.cache.AccessTables;
import io.github.communities.core.policy.Grants;
import io.github.communities.core.policy.Mask;
import io.github.communities.core.policy.Path;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one caller holds, as of one revision, and where targets lead. */
final class PrincipalView implements AccessView {
    private final MeasuredStore store;
    private final Transactions transactions;
    private final Caller caller;
    private final Revision revision;
    private final Grants grants;
    private final Places places;
    private final long askedAt;
    private final long bound;
    private final boolean once;
    private final Supplier<Instant> now;
    private final Supplier<PrincipalView> again;

    /**
     * Of what was found out.
     *
     * @param askedAt when by the ticker it held for certain
     * @param bound for how many nanoseconds from then on it may be used; 0 for only as long as nothing is written
     * @param once whether it is asked one question, for which it was made
     * @param again gives the same as of now
     */
    PrincipalView(
            MeasuredStore store,
            Caller caller,
            Revision revision,
            Grants grants,
            Places places,
            long askedAt,
            long bound,
            boolean once,
            Supplier<PrincipalView> again) {
        this.store = store;
        this.transactions = store.transactions();
        this.caller = caller;
        this.revision = revision;
        this.grants = grants;
        this.places = places;
        this.askedAt = askedAt;
        this.bound = bound;
        this.once = once;
        this.now = transactions::now;
        this.again = again;
    }

    /** That of a caller from the store, which sees what the store shows to this thread, and shares nothing. */
    static PrincipalView load(MeasuredStore store, Caller caller, long bound, boolean once) {
        Transactions transactions = store.transactions();
        // From before the store is asked: the view is at least as fresh as it says.
        long askedAt = transactions.ticks();
        Supplier<PrincipalView> again = () -> load(store, caller, bound, false);
        try {
            PrincipalRecords records = store.principal(caller.organization(), caller.principal());
            Grants grants = Grants.of(transactions.policy(), caller.principal(), records);
            if (grants.belongs()) {
                Places places = new OwnPlaces(store, caller.organization(), records.revision());
                return new PrincipalView(
                        store, caller, records.revision(), grants, places, askedAt, bound, once, again);
            }
        } catch (NotFound e) {
            // An organization that does not exist grants nothing, and whoever asks is told no more than that (ACC-1).
            return ofNobody(store, caller, askedAt, bound, once, again);
        }
        return ofNobody(store, caller, askedAt, bound, once, again);
    }

    /** That of who does not belong: they learn of nothing, not even of the revision (ACC-8). */
    static PrincipalView ofNobody(
            MeasuredStore store, Caller caller, long askedAt, long bound, boolean once, Supplier<PrincipalView> again) {
        return new PrincipalView(
                store,
                caller,
                Revision.NONE,
                Grants.none(store.transactions().policy(), caller.principal()),
                new OwnPlaces(store, caller.organization(), Revision.NONE),
                askedAt,
                bound,
                once,
                again);
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

    /** What the caller holds. */
    Grants grants() {
        return grants;
    }

    @Override
    public Revision revision() {
        return revision;
    }

    @Override
    public boolean can(Permission permission, Target target) {
        check(permission, target);
        Path path = path(target);
        long ticks = requireFresh();
        if (AccessTables.isCounted(ticks)) {
            places.count(target, ticks - askedAt);
        }
        return path != null && grants.allow(permission.bit(), path, now);
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
        Optional<Path> path = Optional.ofNullable(path(target));
        requireFresh();
        return grants.decide(permission, target, path, revision, now.get());
    }

    @Override
    public Set<Permission> permissions(Target target) {
        Path path = path(Arguments.required("target", target));
        requireFresh();
        return permissions(path, now.get());
    }

    @Override
    public <T extends Target> Map<T, Set<Permission>> permissions(
            Collection<T> targets, Collection<Permission> permissions) {
        Set<Permission> asked = new HashSet<>(Arguments.required("permissions", permissions));
        asked.forEach(transactions.policy()::check);
        Map<T, Set<Permission>> answers = new LinkedHashMap<>();
        Arguments.required("targets", targets)
                .forEach(target -> answers.put(Arguments.required("target", target), Set.of()));
        Map<Target, Path> paths = paths(answers.keySet());
        requireFresh();
        Instant instant = now.get();
        answers.replaceAll((target, none) -> {
            Set<Permission> held = new TreeSet<>(permissions(paths.get(target), instant));
            held.retainAll(asked);
            return held;
        });
        return answers;
    }

    @Override
    public AccessView refresh() {
        return again.get();
    }

    private Set<Permission> permissions(@Nullable Path path, Instant instant) {
        Mask mask = path == null ? Mask.NONE : grants.mask(path, instant);
        return transactions.policy().permissions(mask);
    }

    private void check(Permission permission, Target target) {
        transactions.policy().check(Arguments.required("permission", permission));
        Arguments.required("target", target);
    }

    /**
     * Refuses to answer past the bound. Called after whatever may have waited, since only that counts (CON-3).
     *
     * @return what the ticker says
     */
    private long requireFresh() {
        long ticks = transactions.ticks();
        if (bound > 0 && ticks - askedAt > bound) {
            throw new Stale(
                    "ACC-4",
                    "this view was loaded longer ago than the " + Duration.ofNanos(bound)
                            + " for which it answers; refresh it, and take a new one for each request");
        }
        if (bound == 0 && !once && grants.belongs()) {
            requireUnchanged();
        }
        return ticks;
    }

    private void requireUnchanged() {
        if (transactions.hasDirectory()) {
            throw new Stale(
                    "ORG-7",
                    "the staleness bound is zero, for which what the directory said when this view was taken may live:"
                            + " ask without a view, or give a longer bound");
        }
        if (!store.revision(caller.organization()).equals(revision)) {
            throw new Stale(
                    "ACC-4",
                    "organization " + caller.organization() + " was changed after revision " + revision
                            + ", from which this view answers, and the staleness bound is zero; refresh it, and take a"
                            + " new one for each request");
        }
    }

    /** Where a target leads; for what belongs elsewhere nothing is read. */
    private @Nullable Path path(Target target) {
        Path known = places.known(target);
        return known == null ? paths(List.of(target)).get(target) : known;
    }

    private Map<Target, Path> paths(Collection<? extends Target> targets) {
        Map<Target, Path> paths = new HashMap<>();
        List<Target> within = new ArrayList<>();
        for (Target target : targets) {
            if (target.equals(caller.organization()) && grants.belongs()) {
                paths.put(target, Path.of(caller.organization()));
            } else if (isWithin(target)) {
                within.add(target);
            }
        }
        if (!within.isEmpty()) {
            requireFresh(); // what is too old already is not worth asking the store
            paths.putAll(places.find(within));
        }
        return paths;
    }

    private boolean isWithin(Target target) {
        return grants.belongs() && TargetResolver.isOf(caller.organization(), target);
    }
}
