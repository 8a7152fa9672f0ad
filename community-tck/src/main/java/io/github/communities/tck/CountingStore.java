package io.github.communities.tck;

import io.github.communities.OrganizationId;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.HostTransaction;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that counts what is asked of it, and of the readers and writers of its works. Thread-safe. */
final class CountingStore extends ForwardingStore {
    private final AtomicInteger questions;

    CountingStore(CommunityStore store) {
        this(store, new AtomicInteger());
    }

    private CountingStore(CommunityStore store, AtomicInteger questions) {
        super(store);
        this.questions = questions;
    }

    /** How much was asked so far. */
    int questions() {
        return questions.get();
    }

    @Override
    protected CommunityStore delegate() {
        questions.incrementAndGet();
        return super.delegate();
    }

    @Override
    protected StoreReader reader(OrganizationId organization, StoreReader reader) {
        return Observed.reader(StoreReader.class, reader, questions::incrementAndGet);
    }

    @Override
    protected StoreWriter writer(OrganizationId organization, StoreWriter writer) {
        return Observed.reader(StoreWriter.class, writer, questions::incrementAndGet);
    }

    /** {@inheritDoc} What is asked there counts too, but not that it is joined. */
    @Override
    public CommunityStore within(HostTransaction transaction) {
        return new CountingStore(super.delegate().within(transaction), questions);
    }
}
