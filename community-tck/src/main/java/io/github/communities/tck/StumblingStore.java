package io.github.communities.tck;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.error.Unavailable;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.HostTransaction;
import io.github.communities.spi.Standing;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store some of whose writes stumble after their work has run, so that nothing of it is stored: every so many of them is
 * run again, as after a conflict, and every so many fails, as when the connection breaks.
 */
final class StumblingStore implements CommunityStore {
    private final CommunityStore store;
    private final int again;
    private final int fails;
    private final AtomicInteger runs = new AtomicInteger();

    /**
     * Over a store that does not stumble.
     *
     * @param again of how many writes one is run again, 0 for none
     * @param fails of how many writes one fails, 0 for none
     */
    StumblingStore(CommunityStore store, int again, int fails) {
        this.store = store;
        this.again = again;
        this.fails = fails;
    }

    @Override
    public <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work) {
        return store.read(organization, work);
    }

    @Override
    public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        int run = runs.incrementAndGet();
        if (fails > 0 && run % fails == 0) {
            throw new Unavailable("S-18", "the connection broke", true, rolledBack(organization, work));
        }
        if (again > 0 && run % again == 0) {
            rolledBack(organization, work);
        }
        return store.write(organization, work);
    }

    private <T> RolledBack rolledBack(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        try {
            return store.write(organization, writer -> {
                throw new RolledBack(work.apply(writer));
            });
        } catch (RolledBack e) {
            return e;
        }
    }

    @Override
    public <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
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

    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RolledBack(@Nullable Object result) {
            super("rolled back, with what would have come of it: " + result);
        }
    }
}
