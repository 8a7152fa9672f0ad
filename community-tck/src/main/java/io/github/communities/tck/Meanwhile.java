package io.github.communities.tck;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Something that goes on in a thread of its own while a test goes on too. Waiting always ends: in a test that fails, if
 * need be.
 *
 * @param <T> the type of its outcome
 */
final class Meanwhile<T> {
    /** The system property that says how many seconds something may take that ought to happen at once: {@value}. */
    static final String PATIENCE_PROPERTY = "communities.tck.patience";

    private static final long PATIENCE_SECONDS = 15;

    private final FutureTask<T> task;

    private Meanwhile(FutureTask<T> task) {
        this.task = task;
    }

    /** Starts a task. */
    static <T> Meanwhile<T> run(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(future, "meanwhile");
        thread.setDaemon(true);
        thread.start();
        return new Meanwhile<>(future);
    }

    /**
     * Waits for its end.
     *
     * @param lesson what is wrong if it does not end
     */
    T result(String lesson) {
        try {
            return task.get(patience(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed meanwhile: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError(lesson, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Gives it a moment to end, and says whether it has. */
    boolean endsSoon() {
        try {
            task.get(1, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError("failed meanwhile: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits for a latch, as {@link #result} does for the end. */
    static void await(CountDownLatch latch, String lesson) {
        try {
            if (!latch.await(patience(), TimeUnit.SECONDS)) {
                throw new AssertionError(lesson);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static long patience() {
        return Long.getLong(PATIENCE_PROPERTY, PATIENCE_SECONDS);
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted while waiting", e);
    }
}
