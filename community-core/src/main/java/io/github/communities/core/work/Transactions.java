package io.github.communities.core.work;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.access.Authorization;
import io.github.communities.access.Condition;
import io.github.communities.access.OperationRequest;
import io.github.communities.billing.BillingAccountId;
import io.github.communities.change.ChangeListener;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.policy.CompiledPolicy;
import io.github.communities.error.Refused;
import io.github.communities.error.Unmet;
import io.github.communities.internal.Text;
import io.github.communities.policy.Billing;
import io.github.communities.spi.CommunityRecord;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.HostTransaction;
import io.github.communities.spi.Standing;
import io.github.communities.spi.StoreWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
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
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** How old is what is asked for from now on. */
    public Age age() {
        return Age.beginning(ticker);
    }

    /** Reads on behalf of a caller. */
    public <T> T read(Caller caller, Function<Reading, T> useCase) {
        Text.required("caller", caller);
        return store(caller)
                .read(
                        caller.organization(),
                        reader -> existing(useCase)
                                .apply(new Reading(
                                        policy,
                                        reader,
                                        caller.organization(),
                                        Optional.of(caller.principal()),
                                        now())));
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
        return announcements.after(
                organization,
                note -> store(caller)
                        .write(
                                organization,
                                writer -> run(writer, organization, Optional.of(caller), existing(useCase), note)));
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
                note -> where.write(
                        organization, writer -> run(writer, organization, Optional.empty(), useCase, note)));
    }

    /** {@link #writeAsHost} to an organization that may not exist yet, or be removed. */
    public <T> Written<T> create(OrganizationId organization, Function<Writing, T> useCase) {
        return announcements.after(
                organization,
                note -> store.create(
                        organization, writer -> run(writer, organization, Optional.empty(), useCase, note)));
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
     * Writes on behalf of a caller what takes a billing account in good standing (BIL-1): the host is asked about the
     * account that is linked before the transaction, and again if another one is linked by then.
     *
     * @param community where the account is linked that pays
     */
    public <T> Written<T> writeBilled(
            Caller caller,
            Function<Reading, Optional<CommunityId>> community,
            BiFunction<Writing, BillingAnswer, T> useCase) {
        Text.required("caller", caller);
        return settled(
                        () -> askAboutLinked(caller.organization(), community),
                        answer -> write(caller, writing -> useCase.apply(writing, answer)))
                .orElseThrow(() -> new Refused(List.of(UNSETTLED)));
    }

    /**
     * Whether an operation may be done now: the host is asked outside of what is read, and asked anew if another account
     * is linked by then, just as for the operation itself (ACC-7).
     */
    public Authorization authorize(Caller caller, OperationRequest request) {
        Text.required("caller", caller);
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

    /** What the host says before an operation, if that is about billing. */
    private BillingAnswer ask(Caller caller, OperationRequest request) {
        List<Condition> conditions = request.operation().conditions();
        if (conditions.contains(Condition.BILLING)) {
            return askAboutLinked(
                    caller.organization(),
                    reading -> Matter.of(reading, request.target())
                            .flatMap(Matter::community)
                            .map(CommunityRecord::id));
        }
        return conditions.contains(Condition.ACCOUNT_MAY_BE_USED)
                        && request.account().isPresent()
                ? billing.linking(
                        caller.organization(),
                        caller.principal(),
                        request.account().get())
                : BillingAnswer.NONE;
    }

    /** What the host says of the account that is linked where the operation is paid for. */
    private BillingAnswer askAboutLinked(
            OrganizationId organization, Function<Reading, Optional<CommunityId>> community) {
        if (policy.source().billing() == Billing.NOT_REQUIRED) {
            return BillingAnswer.NONE;
        }
        Optional<BillingAccountId> linked = readAsHost(
                organization,
                reading -> community
                        .apply(reading)
                        .flatMap(reading::existing)
                        .flatMap(CommunityRecord::billingAccount)
                        .map(BillingAccountId::of));
        return linked.map(account -> billing.standing(organization, account)).orElse(BillingAnswer.NONE);
    }

    /** Questions to the host about billing accounts. */
    public BillingQuestions billing() {
        return billing;
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
        note.appended(record, writer.commits());
        return new Written<>(value, writing.next(), true);
    }
}
