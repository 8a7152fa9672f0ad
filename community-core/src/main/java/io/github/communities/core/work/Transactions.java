package io.github.communities.core.work;

import io.github.communities.Caller;
import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.access.Authorization;
import io.github.communities.access.Condition;
import io.github.communities.access.OperationRequest;
import io.github.communities.change.ChangeListener;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.policy.CompiledPolicy;
import io.github.communities.error.NotFound;
import io.github.communities.error.Refused;
import io.github.communities.error.Unavailable;
import io.github.communities.error.Unmet;
import io.github.communities.internal.Text;
import io.github.communities.policy.Billing;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.HostTransaction;
import io.github.communities.spi.Standing;
import io.github.communities.spi.StoreWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Runs use cases on the store: each on one consistent state, a writing one exclusively and with its change record. */
public final class Transactions {
    private static final int ACCOUNTS_TO_ASK_ABOUT = 5;
    private static final Unmet UNSETTLED = new Unmet(
            "BIL-1", "the linked billing account was replaced again and again while the host was asked about it");

    private final CommunityStore store;
    private final CompiledPolicy policy;
    private final Clock clock;
    private final LongSupplier ticker;
    private final Supplier<String> ids;
    private final BillingQuestions billing;
    private final Announcements announcements;

    /** Over a store, under a policy, with a clock, a monotonic ticker and a source of new ids, for listeners to be told. */
    public Transactions(
            CommunityStore store,
            CompiledPolicy policy,
            Clock clock,
            LongSupplier ticker,
            Supplier<String> ids,
            BillingQuestions billing,
            List<ChangeListener> listeners) {
        this(store, policy, clock, ticker, ids, billing, new Announcements(listeners));
    }

    private Transactions(
            CommunityStore store,
            CompiledPolicy policy,
            Clock clock,
            LongSupplier ticker,
            Supplier<String> ids,
            BillingQuestions billing,
            Announcements announcements) {
        this.store = store;
        this.policy = policy;
        this.clock = clock;
        this.ticker = ticker;
        this.ids = ids;
        this.billing = billing;
        this.announcements = announcements;
    }

    /** The same inside a transaction of the host (CON-4). */
    public Transactions within(HostTransaction transaction) {
        return new Transactions(
                store.within(transaction), policy, clock, ticker, ids, billing, announcements.within(transaction));
    }

    /** The policy. */
    public CompiledPolicy policy() {
        return policy;
    }

    /** The store. */
    public CommunityStore store() {
        return store;
    }

    /** Whether the host's own directory says who belongs to organizations (ORG-2). */
    public boolean hasDirectory() {
        return store instanceof DirectoryStore;
    }

    /** What time it is, cut to the microseconds that every store can keep. */
    public Instant now() {
        Instant now = clock.instant();
        if (now == null) {
            throw new Unavailable(
                    "LIM-2", "the host's clock (CommunityEngine.clock) does not say what time it is", false);
        }
        return now.truncatedTo(ChronoUnit.MICROS);
    }

    /** How old is what is asked for from now on. */
    public Age age() {
        return Age.beginning(ticker);
    }

    /** Reads on behalf of a caller. */
    public <T> T read(Caller caller, Function<Reading, T> useCase) {
        Text.required("caller", caller);
        OrganizationId organization = caller.organization();
        Optional<Subject> principal = Optional.of(caller.principal());
        return belonging(
                caller,
                useCase,
                own -> store(caller)
                        .read(
                                organization,
                                reader -> own.apply(new Reading(policy, reader, organization, principal, now()))));
    }

    /** Reads on behalf of the host. */
    public <T> T readAsHost(OrganizationId organization, Function<Reading, T> useCase) {
        Text.required("organization id", organization);
        return store.read(
                organization,
                reader -> existing(useCase).apply(new Reading(policy, reader, organization, Optional.empty(), now())));
    }

    /** Writes on behalf of a caller; one change record tells what came of it, none if nothing did (CHG-1). */
    public <T> Written<T> write(Caller caller, Function<Writing, T> useCase) {
        Text.required("caller", caller);
        OrganizationId organization = caller.organization();
        return belonging(
                caller,
                useCase,
                own -> announcements.after(
                        organization,
                        note -> withNewIds(() -> store(caller)
                                .write(
                                        organization,
                                        writer -> run(writer, organization, Optional.of(caller), own, note)))));
    }

    /**
     * Does something for a caller. Whoever does not belong to the organization is answered as if it were not registered,
     * and the other way round: after as many statements as it takes to find that they do not belong (ACC-8).
     */
    private <R extends Reading, T, A> A belonging(
            Caller caller, Function<? super R, T> useCase, Function<Function<R, T>, A> call) {
        AtomicBoolean begun = new AtomicBoolean();
        try {
            return call.apply(reading -> {
                begun.set(true);
                reading.requireBelonging();
                return useCase.apply(reading);
            });
        } catch (NotFound e) {
            if (begun.get()) {
                throw e;
            }
            // A directory's store has found either out before anything was begun.
            if (!hasDirectory()) {
                findNobody(caller);
            }
            throw Reading.unregistered(caller.organization());
        }
    }

    /** What is asked about someone who does not belong, asked of an organization that is not registered. */
    private void findNobody(Caller caller) {
        try {
            store.standing(caller.organization(), caller.principal());
        } catch (NotFound asExpected) {
            return;
        }
    }

    /** Writes on behalf of the host. */
    public <T> Written<T> writeAsHost(OrganizationId organization, Function<Writing, T> useCase) {
        Text.required("organization id", organization);
        return write(store, organization, existing(useCase));
    }

    /** {@link #writeStored} to an organization that may be removed. */
    public <T> Written<T> writeKept(OrganizationId organization, Function<Writing, T> useCase) {
        return write(bare(), organization, useCase);
    }

    /**
     * Writes on behalf of the host to what the store itself keeps, whatever a directory says: for ending and clearing it,
     * which must not wait for the directory, nor take for stored what it says.
     */
    public <T> Written<T> writeStored(OrganizationId organization, Function<Writing, T> useCase) {
        Text.required("organization id", organization);
        return write(bare(), organization, existing(useCase));
    }

    private <T> Written<T> write(CommunityStore where, OrganizationId organization, Function<Writing, T> useCase) {
        return announcements.after(
                organization,
                note -> withNewIds(() -> where.write(
                        organization, writer -> run(writer, organization, Optional.empty(), useCase, note))));
    }

    /** {@link #writeAsHost} to an organization that may not exist yet, or be removed. */
    public <T> Written<T> create(OrganizationId organization, Function<Writing, T> useCase) {
        return announcements.after(
                organization,
                note -> withNewIds(() -> store.create(
                        organization, writer -> run(writer, organization, Optional.empty(), useCase, note))));
    }

    /** Runs a write again, nothing of which was stored, if an id that the host's source gave it is there already (TEN-1). */
    private static <T> T withNewIds(Supplier<T> write) {
        for (int attempt = 1; ; attempt++) {
            try {
                return write.get();
            } catch (NewIds.Taken taken) {
                if (attempt == NewIds.ATTEMPTS) {
                    throw NewIds.repeated(taken);
                }
            }
        }
    }

    /** All that decides about a principal. */
    public Standing standing(OrganizationId organization, Subject principal) {
        Standing standing = store.standing(organization, principal);
        if (standing.organization().removed()) {
            throw Reading.unregistered(organization);
        }
        return standing;
    }

    /** From when on the host has removed an organization, it exists for no use case (ORG-9). */
    private static <R extends Reading, T> Function<R, T> existing(Function<? super R, T> useCase) {
        return reading -> {
            reading.organization();
            return useCase.apply(reading);
        };
    }

    /**
     * Writes on behalf of a caller what the host has to be asked about: the account that pays, or the one to be linked. It
     * is asked before the transaction, if the caller has the permissions that it takes, and again if by then it is about
     * another account (BIL-1, BIL-2, ACC-7). Authorizing again is for the use case to do.
     *
     * @param request what is to be done
     */
    public <T> Written<T> writeBilled(
            Caller caller, OperationRequest request, BiFunction<Writing, BillingAnswer, T> useCase) {
        Text.required("caller", caller);
        return settled(() -> ask(caller, request), answer -> write(caller, writing -> useCase.apply(writing, answer)))
                .orElseThrow(() -> new Refused(List.of(UNSETTLED)));
    }

    /**
     * Whether an operation may be done now: the host is asked outside of what is read, and asked anew if another account
     * is linked by then, just as for the operation itself (ACC-7).
     */
    public Authorization authorize(Caller caller, OperationRequest request) {
        Text.required("caller", caller);
        Judge.checkShape(request);
        return settled(() -> ask(caller, request), answer -> read(caller, reading -> reading.answer(request, answer)))
                .orElseGet(() -> new Authorization(
                        request, store.revision(caller.organization()), List.of(), List.of(UNSETTLED)));
    }

    /** What comes of an attempt, made again as long as it finds another account than the host was asked about. */
    private static <T> Optional<T> settled(Supplier<BillingAnswer> question, Function<BillingAnswer, T> attempt) {
        for (int asked = 0; asked < ACCOUNTS_TO_ASK_ABOUT; asked++) {
            BillingAnswer answer = question.get();
            try {
                return Optional.of(attempt.apply(answer));
            } catch (Judge.AccountChanged again) {
                // The next answer is about the account that is linked now.
            }
        }
        return Optional.empty();
    }

    /** What the host says before an operation, if that is about billing and the caller has the permissions it takes. */
    private BillingAnswer ask(Caller caller, OperationRequest request) {
        List<Condition> conditions = request.operation().conditions();
        boolean linking = conditions.contains(Condition.ACCOUNT_MAY_BE_USED);
        boolean paying =
                conditions.contains(Condition.BILLING) && policy.source().billing() == Billing.REQUIRED;
        if (!linking && !paying) {
            return BillingAnswer.NONE;
        }
        OrganizationId organization = caller.organization();
        return read(caller, reading -> reading.accountInQuestion(request))
                .map(account -> linking
                        ? billing.linking(organization, caller.principal(), account)
                        : billing.standing(organization, account))
                .orElse(BillingAnswer.NONE);
    }

    private CommunityStore bare() {
        return store instanceof DirectoryStore directory ? directory.bare() : store;
    }

    private CommunityStore store(Caller caller) {
        return store instanceof DirectoryStore directory ? directory.about(caller.principal()) : store;
    }

    private <T> Written<T> run(
            StoreWriter writer,
            OrganizationId organization,
            Optional<Caller> caller,
            Function<Writing, T> useCase,
            Announcements.Note note) {
        note.begin();
        Instant now = now();
        Writing writing = new Writing(policy, writer, organization, caller.map(Caller::principal), now, ids);
        T value = useCase.apply(writing);
        writing.checkCaps();
        if (writing.changes().isEmpty()) {
            return new Written<>(value, writer.revision(), false);
        }
        Optional<Subject> actor = caller.map(Caller::principal);
        ChangeRecord record = ChangeRecord.builder()
                .revision(writing.next())
                .at(now)
                .actor(actor)
                .reason(caller.flatMap(Caller::reason))
                .requestId(caller.flatMap(Caller::requestId))
                .powers(writing.powers())
                .changes(writing.changes())
                .build();
        writer.append(record);
        note.appended(record, writer.commits(), writer::onceCommitted);
        return new Written<>(value, writing.next(), true);
    }
}
