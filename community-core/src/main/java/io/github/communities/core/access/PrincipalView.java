package io.github.communities.core.access;

import io.github.communities.Caller;
import io.github.communities.Permission;
import io.github.communities.Revision;
import io.github.communities.Target;
import io.github.communities.access.AccessView;
import io.github.communities.core.policy.Grants;
import io.github.communities.core.policy.Mask;
import io.github.communities.core.policy.Path;
import io.github.communities.core.work.Reading;
import io.github.communities.core.work.Transactions;
import io.github.communities.decision.Decision;
import io.github.communities.error.Forbidden;
import io.github.communities.error.NotFound;
import io.github.communities.error.Stale;
import io.github.communities.internal.Text;
import io.github.communities.spi.Standing;
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
    private final Instant loadedAt;
    private final Map<Target, Optional<Path>> paths = new ConcurrentHashMap<>();

    private PrincipalView(
            Transactions transactions,
            Duration stalenessBound,
            Caller caller,
            Revision revision,
            Grants grants,
            Instant loadedAt) {
        this.transactions = transactions;
        this.stalenessBound = stalenessBound;
        this.caller = caller;
        this.revision = revision;
        this.grants = grants;
        this.loadedAt = loadedAt;
    }

    static PrincipalView load(Transactions transactions, Duration stalenessBound, Caller caller) {
        // The clock is read first: the view is at least as fresh as it says.
        Instant now = transactions.now();
        try {
            Standing standing = transactions.standing(caller.organization(), caller.principal());
            Grants grants = Grants.of(transactions.policy(), caller.principal(), standing);
            // Who does not belong learns of nothing, not even of the revision (ACC-8).
            Revision revision = grants.belongs() ? standing.revision() : Revision.NONE;
            return new PrincipalView(transactions, stalenessBound, caller, revision, grants, now);
        } catch (NotFound e) {
            // An organization that does not exist grants nothing, and whoever asks is told no more than that (ACC-1).
            Grants none = Grants.none(transactions.policy(), caller.principal());
            return new PrincipalView(transactions, stalenessBound, caller, Revision.NONE, none, now);
        }
    }

    @Override
    public Revision revision() {
        return revision;
    }

    @Override
    public boolean can(Permission permission, Target target) {
        Instant now = check(permission, target);
        Optional<Path> path = path(target);
        return path.isPresent() && grants.allow(permission, path.get(), now);
    }

    @Override
    public void require(Permission permission, Target target) {
        Decision decision = explain(permission, target);
        switch (decision.reason()) {
            case GRANTED -> {}
            case NOT_OF_THE_ORGANIZATION, NO_SUCH_TARGET -> throw Reading.missing(target);
            case NOT_GRANTED, NOT_BY_SHARING, EXPIRED -> throw new Forbidden("ACC-8", decision);
        }
    }

    @Override
    public Decision explain(Permission permission, Target target) {
        Instant now = check(permission, target);
        return grants.decide(permission, target, path(target), revision, now);
    }

    @Override
    public Set<Permission> permissions(Target target) {
        Instant now = fresh();
        return permissions(Text.required("target", target), now);
    }

    @Override
    public <T extends Target> Map<T, Set<Permission>> permissions(
            Collection<T> targets, Collection<Permission> permissions) {
        Instant now = fresh();
        Text.required("permissions", permissions).forEach(transactions.policy()::check);
        Text.required("targets", targets).forEach(target -> Text.required("target", target));
        locate(targets);
        Map<T, Set<Permission>> answers = new LinkedHashMap<>();
        for (T target : targets) {
            Set<Permission> held = new TreeSet<>(permissions(target, now));
            held.retainAll(new HashSet<>(permissions));
            answers.put(target, held);
        }
        return answers;
    }

    @Override
    public AccessView refresh() {
        return load(transactions, stalenessBound, caller);
    }

    private Set<Permission> permissions(Target target, Instant now) {
        Mask mask = path(target).map(path -> grants.mask(path, now)).orElse(Mask.NONE);
        return transactions.policy().permissions(mask);
    }

    private Instant check(Permission permission, Target target) {
        transactions.policy().check(Text.required("permission", permission));
        Text.required("target", target);
        return fresh();
    }

    private Instant fresh() {
        Instant now = transactions.now();
        if (now.isAfter(loadedAt.plus(stalenessBound))) {
            throw new Stale(
                    "ACC-4",
                    "this view was loaded at " + loadedAt + " and answers for " + stalenessBound
                            + "; refresh it, and take a new one for each request");
        }
        return now;
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
            try {
                paths.putAll(transactions.readAsHost(
                        caller.organization(), reading -> Whereabouts.of(reading, revision, unknown)));
            } catch (NotFound e) {
                // The organization went meanwhile, and with it all that was in it (ORG-9).
                unknown.forEach(target -> paths.put(target, Optional.empty()));
            }
        }
    }
}
