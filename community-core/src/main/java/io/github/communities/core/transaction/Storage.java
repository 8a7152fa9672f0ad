package io.github.communities.core.transaction;

import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.HostTransaction;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKey;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Where use cases read and write: a store, and whoever else knows about its subjects. Thread-safe.
 *
 * <p>A work may be run several times, as one of a store may (S-6). If it is about a principal, whoever knows about
 * subjects can be asked about that one before it is run.
 */
public interface Storage {
    /** The store that keeps the rows, whatever else is known. */
    CommunityStore store();

    /**
     * The rows alone: for ending and clearing, which must neither wait for a directory nor take what it says for what
     * is stored.
     */
    Storage withoutDirectory();

    /** Whether the host's own directory says who belongs to organizations (ORG-2). */
    boolean hasDirectory();

    /** See {@link CommunityStore#read}. */
    <T> T read(OrganizationId organization, Optional<Subject> about, BiFunction<StoreReader, SubjectSource, T> work);

    /** See {@link CommunityStore#write}. */
    <T> T write(OrganizationId organization, BiFunction<StoreWriter, SubjectSource, T> work);

    /** See {@link CommunityStore#write(OrganizationId, Subject, Collection, Function)}. */
    <T> T write(
            OrganizationId organization,
            Subject about,
            Collection<? extends RecordKey<?>> keys,
            BiFunction<StoreWriter, SubjectSource, T> work);

    /** See {@link CommunityStore#create}. */
    <T> T create(OrganizationId organization, BiFunction<StoreWriter, SubjectSource, T> work);

    /** See {@link CommunityStore#principalRecords}. */
    PrincipalRecords principalRecords(OrganizationId organization, Subject principal);

    /** The same inside a transaction of the host. */
    Storage within(HostTransaction transaction);
}
