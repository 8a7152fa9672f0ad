package io.github.communities.core.access;

import io.github.communities.Caller;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.Revision;
import io.github.communities.Target;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.authorization.ResolvedTarget;
import io.github.communities.core.authorization.TargetResolver;
import io.github.communities.core.cache.AccessTables;
import io.github.communities.core.cache.Epoch;
import io.github.communities.core.cache.History;
import io.github.communities.core.cache.History.Answer;
import io.github.communities.core.cache.History.News;
import io.github.communities.core.cache.History.Question;
import io.github.communities.core.cache.History.State;
import io.github.communities.core.cache.Known;
import io.github.communities.core.cache.Place;
import io.github.communities.core.cache.PrincipalKey;
import io.github.communities.core.cache.SharedIds;
import io.github.communities.core.cache.Snapshot;
import io.github.communities.core.policy.Grants;
import io.github.communities.core.policy.Path;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.error.NotFound;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.TargetRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Answers from the shared tables, and asks the store what they lack: what a principal holds by one statement, where a
 * target leads, and, when what is known is older than the staleness bound, whether the organization is still at that
 * revision, or else what was changed since. Of threads that want to know the same one asks. Thread-safe.
 */
final class SharedAccess {
    /** How often what was found out is found out again, because it was changed meanwhile, before the tables are left. */
    private static final int ATTEMPTS = 3;

    private final MeasuredStore store;
    private final Transactions transactions;
    private final AccessTables tables;
    private final long bound;
    private final Supplier<Instant> now;
    private final Flights<PrincipalKey, Loaded> loads;
    private final Flights<OrganizationId, Boolean> questions;
    private final Flights<Target, Optional<Map<Target, Place>>> reads;

    SharedAccess(MeasuredStore store, AccessTables tables, Duration bound) {
        this.store = store;
        this.transactions = store.transactions();
        this.loads = new Flights<>(tables.listeners()::fetch);
        this.questions = new Flights<>(tables.listeners()::fetch);
        this.reads = new Flights<>(tables.listeners()::fetch);
        this.tables = tables;
        this.bound = bound.toNanos();
        this.now = transactions::now;
    }

    AccessTables tables() {
        return tables;
    }

    /** What can be answered without asking the store. */
    enum Answered {
        YES,
        NO,
        UNKNOWN;

        static Answered of(boolean answer) {
            return answer ? YES : NO;
        }
    }

    /** Whether a caller has a permission at a target, as far as the tables tell. */
    Answered can(Caller caller, Permission permission, Target target) {
        PrincipalKey key = new PrincipalKey(caller.organization(), caller.principal());
        Snapshot snapshot = tables.snapshot(key);
        if (snapshot == null || bound == 0) {
            return Answered.UNKNOWN;
        }
        State state = snapshot.history().state();
        Known leads = target.equals(caller.organization()) ? snapshot : tables.place(target);
        long ticks = transactions.ticks();
        long age = ticks - oldest(snapshot, state.askedAt());
        if (leads == null
                || !state.trusted()
                || !snapshot.isSeen(state.epoch())
                || !leads.isSeen(state.epoch())
                || age > bound) {
            return Answered.UNKNOWN;
        }
        if (AccessTables.isCounted(ticks)) {
            tables.count(age, key, target);
        }
        Path path = leads.path();
        return Answered.of(path != null && snapshot.grants().allow(permission.bit(), path, now));
    }

    /**
     * The view of a caller.
     *
     * @param once whether it is for one question only
     */
    PrincipalView view(Caller caller, Revision atLeast, boolean once) {
        try {
            return sharedView(caller, atLeast, once).orElseGet(() -> ownView(caller, atLeast, once));
        } finally {
            tables.forgetUnknown(caller.organization());
        }
    }

    /** One that shares nothing, and still answers nothing from before what is known when it is loaded. */
    private PrincipalView ownView(Caller caller, Revision atLeast, boolean once) {
        long known = isJoined()
                ? Revision.NONE.value()
                : tables.history(caller.organization()).state().epoch().revision();
        return PrincipalView.load(store, caller, bound, once).atLeast(Revision.of(Math.max(atLeast.value(), known)));
    }

    /** Empty if it is written to all the time, if the tables are full, and in a transaction of the host. */
    private Optional<PrincipalView> sharedView(Caller caller, Revision atLeast, boolean once) {
        State begun = tables.history(caller.organization()).state();
        // Who has written in a transaction that is still open sees that, and nobody else does.
        if (!begun.trusted() && isJoined()) {
            return Optional.empty();
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<PrincipalView> view = tryView(caller, atLeast, once);
            if (view.isPresent()) {
                return view;
            }
            if (isJoined()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Optional<PrincipalView> tryView(Caller caller, Revision atLeast, boolean once) {
        OrganizationId organization = caller.organization();
        PrincipalKey key = new PrincipalKey(organization, caller.principal());
        History history = tables.history(organization);
        // In this order: what is committed between them need not be known to whoever answers.
        State state = history.state();
        long begun = history.number();
        Revision least = Revision.of(Math.max(atLeast.value(), state.epoch().revision()));
        Snapshot snapshot = tables.snapshot(key);
        if (snapshot == null
                || snapshot.history() != history
                || (transactions.hasDirectory() && (bound == 0 || isPast(snapshot.askedAt())))) {
            Loaded loaded = loads.get(key, () -> load(key, history));
            // Another's will do, if what was known when this question began is all that this engine has written.
            boolean recent = loaded.answer().number() > begun
                    || (!isDoubtful(state) && loaded.answer().revision() >= least.value());
            return recent && !loaded.joined() && loaded.history() == history
                    ? Optional.of(loaded.view(this, caller, once).atLeast(history.isRetired() ? atLeast : least))
                    : Optional.empty();
        }
        if (!isFresh(state, begun) || state.epoch().revision() < atLeast.value()) {
            questions.get(organization, () -> ask(organization, history));
            state = history.state();
        }
        boolean asked = state.asked() > begun;
        if (!asked && (!isFresh(state, begun) || state.epoch().revision() < atLeast.value())) {
            return Optional.empty();
        }
        if (!snapshot.holds(state.epoch())) {
            tables.drop(key, snapshot);
            return Optional.empty();
        }
        return Optional.of(view(caller, history, snapshot, state.epoch(), state.askedAt(), once)
                .atLeast(atLeast));
    }

    /** Whether only what is asked for this question counts. */
    private boolean isDoubtful(State state) {
        return bound == 0 || !state.trusted();
    }

    private boolean isFresh(State state, long begun) {
        return isDoubtful(state) ? state.asked() > begun : !isPast(state.askedAt());
    }

    private boolean isPast(long since) {
        return transactions.ticks() - since > bound;
    }

    /** A directory's answers are no younger for what the store says later (ORG-7). */
    private long oldest(Snapshot snapshot, long askedAt) {
        return transactions.hasDirectory() && snapshot.askedAt() - askedAt < 0 ? snapshot.askedAt() : askedAt;
    }

    private PrincipalView view(
            Caller caller, History history, Snapshot snapshot, Epoch epoch, long askedAt, boolean once) {
        return new PrincipalView(
                store,
                caller,
                Revision.of(epoch.revision()),
                snapshot.grants(),
                new SharedPlaces(this, caller.organization(), history, epoch),
                oldest(snapshot, askedAt),
                bound,
                once,
                () -> view(caller, Revision.NONE, false));
    }

    /** Whether what this thread is answered is for nobody else, as it is in a transaction of the host. */
    boolean isJoined() {
        return transactions.store().inHostTransaction();
    }

    /**
     * Whom a load has found; nobody, if the principal does not belong to the organization.
     *
     * @param joined whether nobody was looked for, since that would have been in a transaction of the host
     */
    private record Loaded(Answer answer, History history, Epoch epoch, Optional<Snapshot> snapshot, boolean joined) {
        PrincipalView view(SharedAccess shared, Caller caller, boolean once) {
            return snapshot.map(found -> shared.view(caller, history, found, epoch, answer.askedAt(), once))
                    .orElseGet(() -> PrincipalView.ofNobody(
                            shared.store,
                            caller,
                            answer.askedAt(),
                            shared.bound,
                            once,
                            () -> shared.view(caller, Revision.NONE, false)));
        }
    }

    private Loaded load(PrincipalKey key, History history) {
        Question question = history.ask(transactions.ticks());
        if (isJoined()) {
            return nobody(question.answer(Revision.NONE), history, true);
        }
        PrincipalRecords records;
        try {
            records = store.principal(key.organization(), key.principal());
        } catch (NotFound e) {
            return nobody(question.answer(Revision.NONE), history, false);
        }
        Answer answer = question.answer(records.revision());
        SharedIds.Shared ids = tables.ids().forOne();
        Grants grants = Grants.of(transactions.policy(), key.principal(), records, ids);
        if (!grants.belongs()) {
            // As many statements as for an organization that does not exist (ACC-8).
            return nobody(answer, history, false);
        }
        learn(key.organization(), history, answer);
        Epoch epoch = history.epoch(records.revision());
        Snapshot snapshot = Snapshot.of(history, key.principal(), grants, records, ids, epoch, question.askedAt());
        tables.remember(key, snapshot);
        return new Loaded(answer, history, epoch, Optional.of(snapshot), false);
    }

    private static Loaded nobody(Answer answer, History history, boolean joined) {
        return new Loaded(answer, history, history.state().epoch(), Optional.empty(), joined);
    }

    /** Asks the store how far the organization has come. */
    private boolean ask(OrganizationId organization, History history) {
        if (isJoined()) {
            return false;
        }
        Answer answer = revision(organization, history);
        if (answer.revision() == Revision.NONE.value()) {
            tables.retire(organization, history);
            return false;
        }
        learn(organization, history, answer);
        return true;
    }

    private Answer revision(OrganizationId organization, History history) {
        Question question = history.ask(transactions.ticks());
        return question.answer(store.revision(organization));
    }

    /** Takes in what the store has answered of how far an organization has come. */
    void learn(OrganizationId organization, History history, Answer answer) {
        boolean pinned = history.isPinned();
        News news = history.learn(answer);
        if (pinned && !history.isPinned()) {
            tables.weigh(organization, history);
        }
        if (news == News.BEHIND) {
            List<ChangeRecord> changes =
                    changes(organization, history.state().epoch().revision());
            // A whole page may have been amended since by what comes after it.
            history.advance(changes.size() < RecordRange.MAX ? changes : List.of(), answer);
            tables.weigh(organization, history);
        } else if (news == News.WENT_BACK && history.learn(revision(organization, history)) == News.WENT_BACK) {
            // It has been restored, or moved: nothing that was known is of this history.
            tables.retire(organization, history);
        }
    }

    private List<ChangeRecord> changes(OrganizationId organization, long after) {
        try {
            return store.changes(organization, after);
        } catch (NotFound e) {
            return List.of();
        }
    }

    /** Reads where one target leads, for all who want to know; empty in a transaction of the host. */
    Optional<Map<Target, Place>> readOne(OrganizationId organization, History history, Target target) {
        return reads.get(target, () -> read(organization, history, Set.of(target)));
    }

    /** Reads where targets lead, and remembers those that exist; empty in a transaction of the host. */
    Optional<Map<Target, Place>> read(OrganizationId organization, History history, Collection<Target> targets) {
        if (isJoined()) {
            return Optional.empty();
        }
        Question question = history.ask(transactions.ticks());
        TargetRecords records;
        try {
            records = store.targets(organization, targets);
        } catch (NotFound e) {
            // The organization went meanwhile, and with it all that was in it (ORG-9).
            tables.retire(organization, history);
            return Optional.of(Map.of());
        }
        learn(organization, history, question.answer(records.revision()));
        Epoch epoch = history.epoch(records.revision());
        Map<Target, ResolvedTarget> resolved = TargetResolver.resolve(records, records.revision(), targets);
        Map<Target, Place> places = new HashMap<>();
        for (Target target : targets) {
            ResolvedTarget found = resolved.get(target);
            if (found == null) {
                places.put(target, Place.nowhere(history, target, epoch));
            } else {
                Place place = Place.of(history, found, tables.ids().forOne(), epoch);
                places.put(target, place);
                if (!history.isRetired()) {
                    tables.remember(target, place);
                }
            }
        }
        return Optional.of(places);
    }

    /**
     * Where targets led at a revision of the past.
     *
     * @param paths those of targets that existed then, as far as is still known
     * @param readAt the revision at which they were read
     */
    record Past(Map<Target, Optional<Path>> paths, long readAt) {
        /** Of those that led somewhere, where to. */
        Map<Target, Path> found() {
            Map<Target, Path> found = new HashMap<>();
            paths.forEach((target, path) -> path.ifPresent(led -> found.put(target, led)));
            return found;
        }
    }

    /** Reads where those of some targets led that existed at a revision of the past. */
    Past readAt(OrganizationId organization, Revision revision, Collection<Target> targets) {
        try {
            TargetRecords records = store.targets(organization, targets);
            Map<Target, Optional<Path>> paths = new HashMap<>();
            TargetResolver.resolve(records, revision, targets)
                    .forEach((target, found) -> paths.put(target, found.accessPath()));
            return new Past(paths, records.revision().value());
        } catch (NotFound e) {
            return new Past(Map.of(), Long.MAX_VALUE);
        }
    }
}
