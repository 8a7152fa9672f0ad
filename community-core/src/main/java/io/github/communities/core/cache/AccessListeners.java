package io.github.communities.core.cache;

import io.github.communities.access.AccessListener;
import io.github.communities.access.StoreQuestion;
import io.github.communities.error.NotFound;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tells the host's listeners what becomes of questions about access, in the thread that asks: at once, or, where others
 * wait for what that thread fetches, as soon as they have it. Thread-safe.
 */
public final class AccessListeners {
    private static final System.Logger LOGGER = System.getLogger("io.github.communities");

    private final List<AccessListener> listeners;
    private final LongSupplier ticker;
    /** What a thread that fetches for others is to tell when it is done; empty unless it fetches. */
    private final ThreadLocal<Optional<List<Consumer<AccessListener>>>> held = ThreadLocal.withInitial(Optional::empty);

    /**
     * Some, or none.
     *
     * @param ticker nanoseconds from some moment on, which never go back
     */
    public AccessListeners(List<AccessListener> listeners, LongSupplier ticker) {
        this.listeners = List.copyOf(listeners);
        this.ticker = ticker;
    }

    /** Puts a question to the store, and tells how long that took. */
    public <T> T ask(StoreQuestion question, Supplier<T> store) {
        if (listeners.isEmpty()) {
            return store.get();
        }
        long begun = ticker.getAsLong();
        boolean failed = true;
        try {
            T answer = store.get();
            failed = false;
            return answer;
        } catch (NotFound e) {
            failed = false;
            throw e;
        } finally {
            Duration took = Duration.ofNanos(ticker.getAsLong() - begun);
            boolean unanswered = failed;
            tell(listener -> listener.asked(question, took, unanswered));
        }
    }

    /** Fetches something that others may wait for, and tells only then what was told meanwhile. */
    public void fetch(Runnable fetch) {
        if (listeners.isEmpty() || held.get().isPresent()) {
            fetch.run();
            return;
        }
        List<Consumer<AccessListener>> events = new ArrayList<>();
        held.set(Optional.of(events));
        try {
            fetch.run();
        } finally {
            held.remove();
            events.forEach(this::tellNow);
        }
    }

    void dropped() {
        tell(listener -> listener.dropped(1));
    }

    void evicted(long entries) {
        tell(listener -> listener.evicted(entries));
    }

    private void tell(Consumer<AccessListener> event) {
        if (!listeners.isEmpty()) {
            held.get().ifPresentOrElse(later -> later.add(event), () -> tellNow(event));
        }
    }

    private void tellNow(Consumer<AccessListener> event) {
        for (AccessListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (Throwable e) {
                // An error too: who asked about access must not suffer from it.
                report(e);
            }
        }
    }

    private static void report(Throwable failure) {
        try {
            LOGGER.log(Level.WARNING, "[CON-2] a listener of access failed; the answer is the same", failure);
        } catch (Throwable e) {
            // Nor from a log that fails.
        }
    }
}
