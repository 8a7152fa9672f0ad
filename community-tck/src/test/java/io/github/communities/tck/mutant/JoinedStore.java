package io.github.communities.tck.mutant;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.error.Unavailable;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.tck.fixture.ForwardingWriter;
import java.util.Set;
import java.util.function.Function;

/** A store that works inside a {@link GroundTransaction}. */
class JoinedStore implements CommunityStore {
    private final CommunityStore outer;
    private final GroundTransaction transaction;
    private boolean closed;

    JoinedStore(CommunityStore outer, GroundTransaction transaction) {
        this.outer = outer;
        this.transaction = transaction;
    }

    final CommunityStore outer() {
        return outer;
    }

    final GroundTransaction transaction() {
        return transaction;
    }

    /** Refuses to go on in a transaction that has ended. */
    void requireOpen() {
        transaction.requireOpen();
    }

    /** Whether the end of a work commits. */
    boolean commits() {
        return false;
    }

    @Override
    public <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work) {
        return inside(organization).read(organization, work);
    }

    @Override
    public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        requireUsable();
        transaction.hold(organization);
        T result = inside(organization).write(organization, writer -> work.apply(inside(writer)));
        transaction.add(new GroundTransaction.Done(organization, false, work));
        return result;
    }

    @Override
    public <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        requireUsable();
        transaction.hold(organization);
        T result = inside(organization).create(organization, writer -> work.apply(inside(writer)));
        transaction.add(new GroundTransaction.Done(organization, true, work));
        return result;
    }

    @Override
    public Revision revision(OrganizationId organization) {
        return inside(organization).revision(organization);
    }

    @Override
    public PrincipalRecords principalRecords(OrganizationId organization, Subject principal) {
        return inside(organization).principalRecords(organization, principal);
    }

    @Override
    public Set<Role> roles() {
        requireUsable();
        return outer.roles();
    }

    @Override
    public Set<Role> rolesOfAllUsers() {
        requireUsable();
        return outer.rolesOfAllUsers();
    }

    @Override
    public void close() {
        closed = true;
    }

    private CommunityStore inside(OrganizationId organization) {
        requireUsable();
        return transaction.inside(organization);
    }

    private StoreWriter inside(StoreWriter writer) {
        return new ForwardingWriter(writer) {
            @Override
            public boolean commits() {
                return JoinedStore.this.commits();
            }
        };
    }

    private void requireUsable() {
        if (closed) {
            throw new Unavailable("S-19", "closed", false);
        }
        outer.roles(); // says so if it is closed
        requireOpen();
    }
}
