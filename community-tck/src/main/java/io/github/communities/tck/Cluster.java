package io.github.communities.tck;

import io.github.communities.Communities;
import io.github.communities.core.CommunityEngine;
import io.github.communities.policy.Policy;
import io.github.communities.spi.CommunityStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Engines over one storage under one clock and one ticker: the nodes of a platform. A rule's test writes on one node
 * and reads back on another.
 */
public final class Cluster implements AutoCloseable {
    private final StoreFixture storage;
    private final ManualClock clock = new ManualClock();
    private final List<Communities> nodes = new ArrayList<>();

    /** A cluster without nodes over a storage, which it closes in the end. */
    public Cluster(StoreFixture storage) {
        this.storage = storage;
    }

    /** Starts another node with the standard policy. */
    public Communities node() {
        return node(Policy.standard());
    }

    /** Starts another node with a policy. */
    public Communities node(Policy policy) {
        return node(policy, engine -> engine);
    }

    /** Starts another node with a policy, and with what a test gives to its engine besides. */
    public Communities node(Policy policy, UnaryOperator<CommunityEngine> settings) {
        Communities node = settings.apply(engine(storage.open()).policy(policy)).build();
        nodes.add(node);
        return node;
    }

    /** Starts another node with a policy that asks a host's directory. */
    public Communities node(Policy policy, TestDirectory directory) {
        Communities node = engine(directory.watch(storage.open()))
                .policy(policy)
                .directory(directory)
                .build();
        nodes.add(node);
        return node;
    }

    /**
     * What builds another engine, over a store, under the time of all nodes; whoever builds it closes it. What it
     * writes tells of changes only what their kinds list (CHG-1), or an {@link AssertionError} says so.
     */
    public CommunityEngine engine(CommunityStore store) {
        return CommunityEngine.builder()
                .store(new ListedAttributes(store))
                .clock(clock)
                .ticker(clock.ticker());
    }

    /** The storage, for tests that open stores of their own. */
    public StoreFixture storage() {
        return storage;
    }

    /** The clock and the ticker of all nodes. */
    public ManualClock clock() {
        return clock;
    }

    @Override
    public void close() {
        nodes.forEach(Communities::close);
        storage.close();
    }
}
