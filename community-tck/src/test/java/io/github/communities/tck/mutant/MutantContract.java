package io.github.communities.tck.mutant;

import io.github.communities.spi.CommunityStore;
import io.github.communities.tck.CommunityStoreContract;
import io.github.communities.tck.fixture.StoreFixture;
import java.util.function.Function;

/** The contract on the store that is being tried; run by {@link MutantTest}, and not by itself. */
class MutantContract extends CommunityStoreContract {
    private static volatile Function<Ground, CommunityStore> tried = Ground::sound;

    static void attempt(Function<Ground, CommunityStore> store) {
        tried = store;
    }

    @Override
    protected StoreFixture storage() {
        return Ground.of(tried);
    }
}
