package io.github.communities.tck;

import io.github.communities.OrganizationId;
import io.github.communities.error.Unavailable;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreWriter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store some of whose writes stumble after their work has run, so that nothing of it is stored: every so many of them
 * is run again, as after a conflict, and every so many fails, as when the connection breaks.
 */
final class StumblingStore extends ForwardingStore {
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
        super(store);
        this.again = again;
        this.fails = fails;
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
        return super.write(organization, work);
    }

    private <T> RolledBack rolledBack(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        try {
            return super.write(organization, writer -> {
                throw new RolledBack(work.apply(writer));
            });
        } catch (RolledBack e) {
            return e;
        }
    }

    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RolledBack(@Nullable Object result) {
            super("rolled back, with what would have come of it: " + result);
        }
    }
}
