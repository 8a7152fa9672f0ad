package io.github.communities.tck.mutant;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.HostTransaction;
import io.github.communities.spi.Standing;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import java.util.Set;
import java.util.function.Function;

/** A store that does what another one does, for others to get wrong. */
class WrappedStore implements CommunityStore {
    private final CommunityStore store;

    WrappedStore(CommunityStore store) {
        this.store = store;
    }

    /** What a work reads with. */
    StoreReader reader(OrganizationId organization, StoreReader reader) {
        return reader;
    }

    /** What a work writes with. */
    StoreWriter writer(OrganizationId organization, StoreWriter writer) {
        return writer;
    }

    @Override
    public <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work) {
        return store.<T>read(organization, reader -> work.apply(reader(organization, reader)));
    }

    @Override
    public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        return store.<T>write(organization, writer -> work.apply(writer(organization, writer)));
    }

    @Override
    public <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        return store.<T>create(organization, writer -> work.apply(writer(organization, writer)));
    }

    @Override
    public Revision revision(OrganizationId organization) {
        return store.revision(organization);
    }

    @Override
    public Standing standing(OrganizationId organization, Subject principal) {
        return store.standing(organization, principal);
    }

    @Override
    public Set<Role> roles() {
        return store.roles();
    }

    @Override
    public Set<Role> rolesOfAllUsers() {
        return store.rolesOfAllUsers();
    }

    @Override
    public CommunityStore within(HostTransaction transaction) {
        return store.within(transaction);
    }

    @Override
    public void close() {
        store.close();
    }
}
