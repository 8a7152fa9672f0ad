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

/** A store that, once it is armed, fails the test if anything is asked of it. */
final class Tripwire implements CommunityStore {
    private final CommunityStore store;
    private volatile boolean armed;

    Tripwire(CommunityStore store) {
        this.store = store;
    }

    /** From now on nothing may be asked but to close. */
    void arm() {
        armed = true;
    }

    private CommunityStore asked() {
        if (armed) {
            throw new AssertionError("the store was asked before the input was refused");
        }
        return store;
    }

    @Override
    public <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work) {
        return asked().read(organization, work);
    }

    @Override
    public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        return asked().write(organization, work);
    }

    @Override
    public <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        return asked().create(organization, work);
    }

    @Override
    public Revision revision(OrganizationId organization) {
        return asked().revision(organization);
    }

    @Override
    public Standing standing(OrganizationId organization, Subject principal) {
        return asked().standing(organization, principal);
    }

    @Override
    public Set<Role> roles() {
        return asked().roles();
    }

    @Override
    public Set<Role> rolesOfAllUsers() {
        return asked().rolesOfAllUsers();
    }

    @Override
    public CommunityStore within(HostTransaction transaction) {
        return asked().within(transaction);
    }

    @Override
    public void close() {
        store.close();
    }
}
