package io.github.communities.core.transaction;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.Written;
import io.github.communities.change.ChangeListener;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.policy.CompiledPolicy;
import io.github.communities.core.policy.Grants;
import io.github.communities.error.NotFound;
import io.github.communities.error.Unavailable;
import io.github.communities.internal.Arguments;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.DuplicateKey;
import io.github.communities.spi.HostTransaction;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.JointRecords;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.TargetRecords;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Runs use cases on the store: each on one consistent state, a writing one exclusively and with its change record. */
public final class Transactions {
    private final Storage storage;
    private final CompiledPolicy policy;
    private final Clock clock;
    private final LongSupplier ticker;
    private final Supplier<String> ids;
    private final Function<WriteTransaction, WriteCheck> checks;
    private final Announcements announcements;

    /**
     * Over a storage, under a policy, with a clock, a monotonic ticker and a source of new ids; what is to check each
     * write; and who is told of them: the engine itself, before anyone goes on, and the host's listeners.
     */
    public Transactions(
            Storage storage,
            CompiledPolicy policy,
            Clock clock,
            LongSupplier ticker,
            Supplier<String> ids,
            Function<WriteTransaction, WriteCheck> checks,
            WriteObserver observer,
            List<ChangeListener> listeners) {
        this(storage, policy, clock, ticker, ids, checks, new Announcements(observer, listeners));
    }

    private Transactions(
            Storage storage,
            CompiledPolicy policy,
            Clock clock,
            LongSupplier ticker,
            Supplier<String> ids,
            Function<WriteTransaction, WriteCheck> checks,
            Announcements announcements) {
        this.storage = storage;
        this.policy = policy;
        this.clock = clock;
        this.ticker = ticker;
        this.ids = ids;
        this.checks = checks;
        this.announcements = announcements;
    }

    /** The same inside a transaction of the host (CON-4). */
    public Transactions within(HostTransaction transaction) {
        return new Transactions(
                storage.within(transaction), policy, clock, ticker, ids, checks, announcements.within(transaction));
    }

    /** The policy. */
    public CompiledPolicy policy() {
        return policy;
    }

    /** The store. */
    public CommunityStore store() {
        return storage.store();
    }

    /** Whether the host's own directory says who belongs to organizations (ORG-2). */
    public boolean hasDirectory() {
        return storage.hasDirectory();
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

    /** Nanoseconds from some moment on, by which ages are measured: the wall clock may be set. */
    public long ticks() {
        return ticker.getAsLong();
    }

    /** Reads on behalf of a caller. */
    public <T> T read(Caller caller, Function<ReadTransaction, T> useCase) {
        Arguments.required("caller", caller);
        OrganizationId organization = caller.organization();
        Optional<Subject> principal = Optional.of(caller.principal());
        return belonging(
                caller,
                List.of(),
                useCase,
                () -> findNobody(caller),
                own -> storage.read(
                        organization,
                        principal,
                        (reader, subjects) -> own.apply(
                                new ReadTransaction(policy, reader, organization, principal, subjects, now()))));
    }

    /**
     * Reading on behalf of a caller from what was read before, in no transaction.
     *
     * @param reader reads that
     * @param grants what the caller holds
     */
    public ReadTransaction readingFrom(
            Caller caller, StoreReader reader, OrganizationRecord organization, Grants grants) {
        ReadTransaction reading = new ReadTransaction(
                policy, reader, organization.id(), Optional.of(caller.principal()), SubjectSource.ROWS, now());
        reading.know(organization, grants);
        return reading;
    }

    /** Reads on behalf of the host. */
    public <T> T readAsHost(OrganizationId organization, Function<ReadTransaction, T> useCase) {
        Arguments.required("organization id", organization);
        return storage.read(
                organization,
                Optional.empty(),
                (reader, subjects) -> existing(useCase)
                        .apply(new ReadTransaction(policy, reader, organization, Optional.empty(), subjects, now())));
    }

    /** Writes on behalf of a caller; one change record tells what came of it, none if nothing did (CHG-1). */
    public <T> Written<T> write(Caller caller, Function<WriteTransaction, T> useCase) {
        return write(caller, List.of(), useCase);
    }

    /** Writes on behalf of a caller, about a scope. */
    public <T> Written<T> write(Caller caller, Scope about, Function<WriteTransaction, T> useCase) {
        return write(
                caller,
                about instanceof CommunityId community ? List.of(RecordKind.community(community)) : List.of(),
                useCase);
    }

    /**
     * Writes on behalf of a caller.
     *
     * @param keys of records that the use case is going to read, up to 1,000, which are then read with what the caller
     *     holds; others are read when it asks for them
     */
    public <T> Written<T> write(
            Caller caller, Collection<? extends RecordKey<?>> keys, Function<WriteTransaction, T> useCase) {
        Arguments.required("caller", caller);
        OrganizationId organization = caller.organization();
        return belonging(
                caller,
                keys,
                useCase,
                () -> {}, // the store has looked for nobody
                own -> announcements.after(
                        organization,
                        note -> withNewIds(newIds -> storage.write(
                                organization,
                                caller.principal(),
                                keys,
                                (writer, subjects) ->
                                        run(writer, subjects, organization, Optional.of(caller), own, newIds, note)))));
    }

    /**
     * Does something for a caller. Whoever does not belong to the organization is answered as if it were not
     * registered, and the other way round: after as many statements as it takes to find that they do not belong
     * (ACC-8).
     */
    private <R extends ReadTransaction, T, A> A belonging(
            Caller caller,
            Collection<? extends RecordKey<?>> keys,
            Function<? super R, T> useCase,
            Runnable ifUnregistered,
            Function<Function<R, T>, A> call) {
        AtomicBoolean begun = new AtomicBoolean();
        try {
            return call.apply(reading -> {
                begun.set(true);
                reading.prefetch(caller.principal(), keys);
                reading.requireBelonging();
                return useCase.apply(reading);
            });
        } catch (NotFound e) {
            if (begun.get()) {
                throw e;
            }
            // A directory's store has found either out before anything was begun.
            if (!hasDirectory()) {
                ifUnregistered.run();
            }
            throw Existence.unregistered(caller.organization());
        }
    }

    /**
     * Sends for an organization that is not registered the statement that is sent about a stranger, so that the two
     * can't be told apart by their cost.
     */
    private void findNobody(Caller caller) {
        try {
            storage.principalRecords(caller.organization(), caller.principal());
        } catch (NotFound asExpected) {
            return;
        }
    }

    /** Writes on behalf of the host. */
    public <T> Written<T> writeAsHost(OrganizationId organization, Function<WriteTransaction, T> useCase) {
        Arguments.required("organization id", organization);
        return write(storage, organization, existing(useCase));
    }

    /**
     * Writes on behalf of the host.
     *
     * @param about whom the use case is about
     * @param keys of records that it is going to read, up to 1,000, which are then read with what decides about them
     */
    public <T> Written<T> writeAsHost(
            OrganizationId organization,
            Subject about,
            Collection<? extends RecordKey<?>> keys,
            Function<WriteTransaction, T> useCase) {
        return write(storage, organization, writing -> {
            writing.prefetch(about, keys);
            return existing(useCase).apply(writing);
        });
    }

    /** {@link #writeWithoutDirectory} to an organization that may be removed. */
    public <T> Written<T> writeEvenIfRemoved(OrganizationId organization, Function<WriteTransaction, T> useCase) {
        return write(storage.withoutDirectory(), organization, useCase);
    }

    /**
     * Writes on behalf of the host to what the store itself keeps, whatever a directory says: for ending and clearing
     * it, which must not wait for the directory, nor take for stored what it says.
     */
    public <T> Written<T> writeWithoutDirectory(OrganizationId organization, Function<WriteTransaction, T> useCase) {
        Arguments.required("organization id", organization);
        return write(storage.withoutDirectory(), organization, existing(useCase));
    }

    private <T> Written<T> write(Storage where, OrganizationId organization, Function<WriteTransaction, T> useCase) {
        return announcements.after(
                organization,
                note -> withNewIds(newIds -> where.write(
                        organization,
                        (writer, subjects) ->
                                run(writer, subjects, organization, Optional.empty(), useCase, newIds, note))));
    }

    /** {@link #writeAsHost} to an organization that may not exist yet, or be removed. */
    public <T> Written<T> create(OrganizationId organization, Function<WriteTransaction, T> useCase) {
        return announcements.after(
                organization,
                note -> withNewIds(newIds -> storage.create(
                        organization,
                        (writer, subjects) ->
                                run(writer, subjects, organization, Optional.empty(), useCase, newIds, note))));
    }

    /**
     * Runs a write again, nothing of which was stored, if an id that the host's source gave it is there already
     * (TEN-1).
     */
    private <T> T withNewIds(Function<NewIds, T> write) {
        for (int attempt = 1; ; attempt++) {
            NewIds newIds = new NewIds(ids);
            NewIds.Taken taken;
            try {
                return write.apply(newIds);
            } catch (NewIds.Taken found) {
                taken = found;
            } catch (DuplicateKey refusal) {
                taken = newIds.taken(refusal).orElseThrow(() -> refusal);
            }
            if (attempt == NewIds.ATTEMPTS) {
                throw NewIds.repeated(taken);
            }
        }
    }

    /** All that decides about a principal. */
    public PrincipalRecords principalRecords(OrganizationId organization, Subject principal) {
        PrincipalRecords principalRecords = storage.principalRecords(organization, principal);
        if (principalRecords.organization().removed()) {
            throw Existence.unregistered(organization);
        }
        return principalRecords;
    }

    /** What decides about a principal, and records by their keys, up to 1,000, where no directory is asked. */
    public JointRecords jointRecords(
            OrganizationId organization, Subject principal, Collection<? extends RecordKey<?>> keys) {
        JointRecords jointRecords = store().jointRecords(organization, principal, keys);
        if (jointRecords.principal().organization().removed()) {
            throw Existence.unregistered(organization);
        }
        return jointRecords;
    }

    /** All that decides about where targets of an organization lead, up to 1,000 of them. */
    public TargetRecords targetRecords(OrganizationId organization, Collection<? extends Target> targets) {
        TargetRecords targetRecords = store().targetRecords(organization, targets);
        if (targetRecords.organization().removed()) {
            throw Existence.unregistered(organization);
        }
        return targetRecords;
    }

    /** From when on the host has removed an organization, it exists for no use case (ORG-9). */
    private static <R extends ReadTransaction, T> Function<R, T> existing(Function<? super R, T> useCase) {
        return reading -> {
            reading.organization();
            return useCase.apply(reading);
        };
    }

    private <T> Written<T> run(
            StoreWriter writer,
            SubjectSource subjects,
            OrganizationId organization,
            Optional<Caller> caller,
            Function<WriteTransaction, T> useCase,
            NewIds newIds,
            Announcements.Note note) {
        note.begin();
        Instant now = now();
        WriteTransaction writing = new WriteTransaction(
                policy, writer, organization, caller.map(Caller::principal), subjects, now, newIds, checks);
        T value = useCase.apply(writing);
        writing.check();
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
