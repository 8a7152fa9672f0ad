package io.github.communities.tck;

import io.github.communities.spi.HostTransaction;

/** A transaction that a test has begun on a storage, as a host would, and ends as a host would. */
public interface BegunTransaction extends AutoCloseable {
    /** What the stores over the storage join. */
    HostTransaction transaction();

    /** Commits it. The library is not told so. */
    void commit();

    /** Rolls it back. */
    void rollBack();

    /** Rolls it back if it has not ended, and gives up what it has taken. */
    @Override
    void close();
}
