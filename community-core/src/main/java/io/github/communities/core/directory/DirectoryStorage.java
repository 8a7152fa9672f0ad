package io.github.communities.core.directory;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.core.policy.CompiledPolicy;
import io.github.communities.core.transaction.Existence;
import io.github.communities.core.transaction.RowStorage;
import io.github.communities.core.transaction.Storage;
import io.github.communities.core.transaction.SubjectSource;
import io.github.communities.error.Unavailable;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.Directory;
import io.github.communities.spi.HostTransaction;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKey;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * A store as it looks where the host's own directory says who belongs to organizations, with which roles, in which
 * groups (ORG-2): use cases read that as if it were stored. A work that needs an answer which is not there yet ends its
 * transaction, the directory is asked, and the work is run again, as a store may do with any (S-6); so the directory is
 * never asked while a transaction of the library's is open (ORG-7). Thread-safe.
 */
public final class DirectoryStorage implements Storage {
    private static final int ROUNDS = 1000;

    private final CommunityStore store;
    private final Directory directory;
    private final CompiledPolicy policy;
    private final LongSupplier ticker;
    private final Duration patience;
    private final Duration lifetime;

    /**
     * Over a store.
     *
     * @param ticker nanoseconds from some moment on, which never go back
     * @param patience within how long the directory is told to answer
     * @param lifetime how long what it says may be used, from when it was asked
     */
    public DirectoryStorage(
            CommunityStore store,
            Directory directory,
            CompiledPolicy policy,
            LongSupplier ticker,
            Duration patience,
            Duration lifetime) {
        this.store = store;
        this.directory = directory;
        this.policy = policy;
        this.ticker = ticker;
        this.patience = patience;
        this.lifetime = lifetime;
    }

    @Override
    public CommunityStore store() {
        return store;
    }

    @Override
    public Storage withoutDirectory() {
        return new RowStorage(store);
    }

    @Override
    public boolean hasDirectory() {
        return true;
    }

    @Override
    public <T> T read(
            OrganizationId organization, Optional<Subject> about, BiFunction<StoreReader, SubjectSource, T> work) {
        return answered(
                organization,
                about,
                answers -> store.read(
                        organization,
                        reader -> answers.during(
                                () -> apply(work, new DirectoryReader(organization, policy, reader, answers)))));
    }

    @Override
    public <T> T write(OrganizationId organization, BiFunction<StoreWriter, SubjectSource, T> work) {
        return write(organization, Optional.empty(), work);
    }

    @Override
    public <T> T write(
            OrganizationId organization,
            Subject about,
            Collection<? extends RecordKey<?>> keys,
            BiFunction<StoreWriter, SubjectSource, T> work) {
        return write(organization, Optional.of(about), work);
    }

    private <T> T write(
            OrganizationId organization, Optional<Subject> about, BiFunction<StoreWriter, SubjectSource, T> work) {
        return answered(
                organization,
                about,
                answers -> store.write(
                        organization,
                        writer -> answers.during(
                                () -> apply(work, new DirectoryWriter(organization, policy, writer, answers)))));
    }

    @Override
    public <T> T create(OrganizationId organization, BiFunction<StoreWriter, SubjectSource, T> work) {
        return answered(
                organization,
                Optional.empty(),
                answers -> store.create(
                        organization,
                        writer -> answers.during(
                                () -> apply(work, new DirectoryWriter(organization, policy, writer, answers)))));
    }

    private static <R extends SubjectSource, T> T apply(BiFunction<? super R, SubjectSource, T> work, R reader) {
        return work.apply(reader, reader);
    }

    @Override
    public PrincipalRecords principalRecords(OrganizationId organization, Subject subject) {
        return read(organization, Optional.of(subject), (reader, subjects) -> reader.principalRecords(subject));
    }

    /** The directory is then asked while the host's transaction is open, which only the host could end. */
    @Override
    public Storage within(HostTransaction transaction) {
        return new DirectoryStorage(store.within(transaction), directory, policy, ticker, patience, lifetime);
    }

    private <T> T answered(
            OrganizationId organization, Optional<Subject> principal, Function<DirectoryAnswers, T> attempt) {
        DirectoryAnswers answers = new DirectoryAnswers(directory, organization, ticker, patience, lifetime);
        // A directory is not asked about organizations that don't exist. Who does not belong is told the same (ACC-8).
        if (principal.isPresent()
                && (store.revision(organization).equals(Revision.NONE) || !belongs(answers, principal.get()))) {
            throw Existence.unregistered(organization);
        }
        for (int round = 0; round < ROUNDS; round++) {
            try {
                return attempt.apply(answers);
            } catch (DirectoryAnswers.Unanswered question) {
                answers.ask(question);
            }
        }
        throw new Unavailable(
                "ORG-7",
                "the directory was asked about organization " + organization + " " + ROUNDS
                        + " times for one operation, and that was not enough",
                false);
    }

    private static boolean belongs(DirectoryAnswers answers, Subject principal) {
        answers.askAbout(principal);
        return !answers.belonging(List.of(principal)).isEmpty();
    }
}
