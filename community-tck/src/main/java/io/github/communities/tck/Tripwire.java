package io.github.communities.tck;

import io.github.communities.spi.CommunityStore;

/** A store that, once it is armed, fails the test if anything is asked of it. */
final class Tripwire extends ForwardingStore {
    private volatile boolean armed;

    Tripwire(CommunityStore store) {
        super(store);
    }

    /** From now on nothing may be asked but to close. */
    void arm() {
        armed = true;
    }

    @Override
    protected CommunityStore delegate() {
        if (armed) {
            throw new AssertionError("the store was asked before the input was refused");
        }
        return super.delegate();
    }
}
