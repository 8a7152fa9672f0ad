package io.github.communities.tck;

import io.github.communities.core.memory.InMemoryCommunityStore;
import io.github.communities.spi.CommunityStore;
import io.github.communities.tck.fixture.BegunTransaction;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Unsupported;

/** A memory that lasts as long as the fixture. */
final class MemoryFixture implements StoreFixture {
    private final InMemoryCommunityStore first = InMemoryCommunityStore.create();

    @Override
    public CommunityStore open() {
        return InMemoryCommunityStore.sharing(first);
    }

    @Override
    public void conflictOnce() {
        Unsupported.because("memory is locked before a work reads it, so that none ever needs to be run again");
    }

    @Override
    public void disconnect() {
        Unsupported.because("the memory of a process is never out of its reach");
    }

    @Override
    public BegunTransaction begin() {
        Unsupported.because("a host keeps nothing in this memory, so there is no transaction that both could share");
        return StoreFixture.super.begin();
    }

    @Override
    public void close() {
        first.close();
    }
}
