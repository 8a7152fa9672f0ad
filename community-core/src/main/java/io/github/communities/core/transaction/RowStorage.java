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

/**
 * A store whose rows say it all.
 *
 * @param store keeps them
 */
public record RowStorage(CommunityStore store) implements Storage {
    @Override
    public Storage withoutDirectory() {
        return this;
    }

    @Override
    public boolean hasDirectory() {
        return false;
    }

    @Override
    public <T> T read(
            OrganizationId organization, Optional<Subject> about, BiFunction<StoreReader, SubjectSource, T> work) {
        return store.read(organization, reader -> work.apply(reader, SubjectSource.ROWS));
    }

    @Override
    public <T> T write(OrganizationId organization, BiFunction<StoreWriter, SubjectSource, T> work) {
        return store.write(organization, writer -> work.apply(writer, SubjectSource.ROWS));
    }

    @Override
    public <T> T write(
            OrganizationId organization,
            Subject about,
            Collection<? extends RecordKey<?>> keys,
            BiFunction<StoreWriter, SubjectSource, T> work) {
        return store.write(organization, about, keys, writer -> work.apply(writer, SubjectSource.ROWS));
    }

    @Override
    public <T> T create(OrganizationId organization, BiFunction<StoreWriter, SubjectSource, T> work) {
        return store.create(organization, writer -> work.apply(writer, SubjectSource.ROWS));
    }

    @Override
    public PrincipalRecords principalRecords(OrganizationId organization, Subject principal) {
        return store.principalRecords(organization, principal);
    }

    @Override
    public Storage within(HostTransaction transaction) {
        return new RowStorage(store.within(transaction));
    }
}
