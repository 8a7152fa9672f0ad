package io.github.communities.tck;

import io.github.communities.error.CommunitiesException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs tasks on threads that set off at the same moment, round after round. What the library refuses is an outcome like
 * any other, for in a race somebody loses; everything else that is thrown fails the test.
 */
final class Race implements AutoCloseable {
    /** How often a race is run: often enough for the threads to meet in every order. */
    static final int ROUNDS = 100;

    private static final long PATIENCE_SECONDS = 120;

    private final ExecutorService threads;

    /** Room for so many tasks a round. */
    Race(int size) {
        threads = Executors.newFixedThreadPool(size);
    }

    /**
     * What became of one task.
     *
     * @param value what it returned, unless it was refused
     * @param refusal why it was refused
     * @param <T> the type of the value
     */
    record Outcome<T>(Optional<T> value, Optional<CommunitiesException> refusal) {
        /** The value of a task that must not be refused. */
        T get() {
            return value.orElseThrow(() -> new AssertionError("refused: " + refusal, refusal.orElse(null)));
        }
    }

    /** Runs one round and returns when all have ended; the outcomes are in the order of the tasks. */
    <T> List<Outcome<T>> run(List<? extends Callable<? extends T>> tasks) {
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        List<Future<Outcome<T>>> running = new ArrayList<>();
        for (Callable<? extends T> task : tasks) {
            running.add(threads.submit(() -> {
                start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                try {
                    return new Outcome<T>(Optional.of(task.call()), Optional.empty());
                } catch (CommunitiesException refusal) {
                    return new Outcome<T>(Optional.empty(), Optional.of(refusal));
                }
            }));
        }
        List<Outcome<T>> outcomes = new ArrayList<>();
        for (Future<Outcome<T>> each : running) {
            outcomes.add(await(each));
        }
        return outcomes;
    }

    private static <T> T await(Future<T> running) {
        try {
            return running.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("a task failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("a task did not end within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a task", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
