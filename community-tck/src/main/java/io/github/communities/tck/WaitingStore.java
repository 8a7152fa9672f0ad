package io.github.communities.tck;

import io.github.communities.OrganizationId;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreWriter;
import java.util.function.Function;

/** A store whose writes wait for the organization's row: something happens before each of them has it. */
final class WaitingStore extends ForwardingStore {
    private final Runnable meanwhile;

    /** Over a store that does not wait. */
    WaitingStore(CommunityStore store, Runnable meanwhile) {
        super(store);
        this.meanwhile = meanwhile;
    }

    @Override
    public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        meanwhile.run();
        return super.write(organization, work);
    }

    @Override
    public <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        meanwhile.run();
        return super.create(organization, work);
    }
}
