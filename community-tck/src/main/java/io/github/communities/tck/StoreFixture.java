package io.github.communities.tck;

import io.github.communities.spi.CommunityStore;

/**
 * What an implementer gives to the suites: a storage of its own for one test, empty at first.
 *
 * <p>A test opens one store on it, or several, as the nodes of a cluster would; and opens a new one to see what a restart
 * would see.
 */
public interface StoreFixture extends AutoCloseable {
    /** Opens another store over this storage, with connections of its own. Whoever opens it closes it. */
    CommunityStore open();

    /** Drops the storage. All stores over it are closed by then. */
    @Override
    void close();
}
