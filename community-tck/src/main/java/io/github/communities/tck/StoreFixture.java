package io.github.communities.tck;

import io.github.communities.spi.CommunityStore;

/**
 * What an implementer gives to the suites: a storage of its own for one test, empty at first.
 *
 * <p>A test opens one store on it, or several, as the nodes of a cluster would; and opens a new one to see what a
 * restart would see. The two faults, and a transaction of a host, can't be made through a store, so a fixture that
 * knows how to may override them; one whose storage can't have them says {@link Unsupported#because why}.
 */
@FunctionalInterface
public interface StoreFixture extends AutoCloseable {
    /** Opens another store over this storage, with connections of its own. Whoever opens it closes it. */
    CommunityStore open();

    /**
     * Lets the next write of any store over this storage, after its work has run, meet what another node's write to the
     * same row would have caused, so that the work is run again (S-6). Once; unsupported unless overridden.
     */
    default void conflictOnce() {
        Unsupported.because("this fixture can't provoke that a work is run again");
    }

    /**
     * Makes the storage unreachable, for stores that are open and for works that are running, until {@link #reconnect}
     * (S-18). Unsupported unless overridden.
     */
    default void disconnect() {
        Unsupported.because("this fixture can't make its storage unreachable");
    }

    /** Undoes {@link #disconnect}; does nothing unless overridden. */
    default void reconnect() {}

    /**
     * Begins a transaction on this storage, with a connection of its own, as a host does that wants stores to join it
     * (S-26, CON-4). Whoever begins it closes it, before the stores. Unsupported unless overridden.
     */
    default BegunTransaction begin() {
        Unsupported.because("this fixture can't begin a transaction of a host");
        throw new IllegalStateException("unsupported, and yet it goes on");
    }

    /** Drops the storage; does nothing unless overridden. All stores over it are closed by then. */
    @Override
    default void close() {}
}
