package io.github.communities.core.access;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Lets one of all who want the same at the same time fetch it, and the others wait for that. Thread-safe.
 *
 * @param <K> what tells apart what is wanted
 * @param <V> what is fetched
 */
final class Flights<K, V> {
    private final ConcurrentMap<K, FutureTask<V>> under = new ConcurrentHashMap<>();
    private final Consumer<Runnable> around;

    /**
     * None are under way.
     *
     * @param around runs a fetch, in the thread that it is given it by
     */
    Flights(Consumer<Runnable> around) {
        this.around = around;
    }

    /** What was fetched, by this thread or another; what that threw, each who waited is thrown. */
    V get(K key, Supplier<V> fetch) {
        FutureTask<V> own = new FutureTask<>(() -> {
            try {
                return fetch.get();
            } finally {
                // Before it is done: whoever comes afterwards wants what is newer.
                under.remove(key);
            }
        });
        FutureTask<V> first = under.putIfAbsent(key, own);
        if (first != null) {
            return await(first);
        }
        around.accept(own);
        return await(own);
    }

    private V await(FutureTask<V> flight) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return flight.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
