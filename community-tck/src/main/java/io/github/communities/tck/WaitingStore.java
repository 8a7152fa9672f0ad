package io.github.communities.tck;

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

/** A store whose writes wait for the organization's row: something happens before each of them has it. */
final class WaitingStore implements CommunityStore {
    private final CommunityStore store;
    private final Runnable meanwhile;

    /** Over a store that does not wait. */
    WaitingStore(CommunityStore store, Runnable meanwhile) {
        this.store = store;
        this.meanwhile = meanwhile;
    }

    @Override
    public <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work) {
        return store.read(organization, work);
    }

    @Override
    public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        meanwhile.run();
        return store.write(organization, work);
    }

    @Override
    public <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        meanwhile.run();
        return store.create(organization, work);
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
