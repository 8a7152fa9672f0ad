package io.github.communities.tck;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.HostTransaction;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.PrincipalRecords;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * A store that does what another one does, for those that add to it or change it (a count, a delay, a fault). As
 * thread-safe as the other one.
 */
public class ForwardingStore implements CommunityStore {
    private final CommunityStore store;

    /** In front of a store. */
    public ForwardingStore(CommunityStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    /** The store that is asked, each time that something is; that it is closed does not go through here. */
    protected CommunityStore delegate() {
        return store;
    }

    /** What a work reads with, in the place of what the other store gives it. */
    protected StoreReader reader(OrganizationId organization, StoreReader reader) {
        return reader;
    }

    /** What a work writes with, in the place of what the other store gives it. */
    protected StoreWriter writer(OrganizationId organization, StoreWriter writer) {
        return writer;
    }

    @Override
    public <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work) {
        Objects.requireNonNull(work, "work");
        return delegate().<T>read(organization, reader -> work.apply(reader(organization, reader)));
    }

    @Override
    public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        Objects.requireNonNull(work, "work");
        return delegate().<T>write(organization, writer -> work.apply(writer(organization, writer)));
    }

    @Override
    public <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        Objects.requireNonNull(work, "work");
        return delegate().<T>create(organization, writer -> work.apply(writer(organization, writer)));
    }

    @Override
    public Revision revision(OrganizationId organization) {
        return delegate().revision(organization);
    }

    @Override
    public PrincipalRecords principalRecords(OrganizationId organization, Subject principal) {
        return delegate().principalRecords(organization, principal);
    }

    @Override
    public Set<Role> roles() {
        return delegate().roles();
    }

    @Override
    public Set<Role> rolesOfAllUsers() {
        return delegate().rolesOfAllUsers();
    }

    /** {@inheritDoc} What it gives is the other store's: nothing is added to that. */
    @Override
    public CommunityStore within(HostTransaction transaction) {
        return delegate().within(transaction);
    }

    @Override
    public void close() {
        store.close();
    }
}
