package io.github.communities.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One of all who want the same fetches it. */
class FlightsTest {
    private final Flights<String, Integer> flights = new Flights<>(Runnable::run);

    @Test
    void who_comes_afterwards_fetches_anew() {
        AtomicInteger fetched = new AtomicInteger();
        assertEquals(1, flights.get("cats", fetched::incrementAndGet));
        assertEquals(2, flights.get("cats", fetched::incrementAndGet));
    }

    @Test
    void what_one_is_thrown_is_not_kept() {
        IllegalStateException failure = new IllegalStateException("the store is down");
        assertSame(
                failure,
                assertThrows(
                        IllegalStateException.class,
                        () -> flights.get("cats", () -> {
                            throw failure;
                        })));
        assertSame(
                StackOverflowError.class,
                assertThrows(
                                StackOverflowError.class,
                                () -> flights.get("cats", () -> {
                                    throw new StackOverflowError();
                                }))
                        .getClass());
        assertEquals(3, flights.get("cats", () -> 3));
    }

    @Test
    void a_thousand_who_want_the_same_together_fetch_it_once() throws Exception {
        int many = 1000;
        AtomicInteger fetched = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> all = new CopyOnWriteArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(many, task -> {
            Thread thread = new Thread(task);
            all.add(thread);
            return thread;
        });
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            answers.add(threads.submit(() -> flights.get("cats", () -> {
                begun.countDown();
                awaiting(go);
                return fetched.incrementAndGet();
            })));
            begun.await();
            for (int i = 1; i < many; i++) {
                answers.add(threads.submit(() -> flights.get("cats", fetched::incrementAndGet)));
            }
            // None has anything to do but to wait: one for this test, the others for that one.
            while (all.size() < many || all.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
                Thread.onSpinWait();
            }
            assertEquals(7, flights.get("dogs", () -> 7), "who wants something else waits for nobody");
            go.countDown();
            for (Future<Integer> answer : answers) {
                assertEquals(1, answer.get());
            }
        } finally {
            threads.shutdown();
        }
        assertEquals(1, fetched.get());
    }

    private static void awaiting(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void who_is_interrupted_while_waiting_gets_the_answer_and_stays_interrupted() {
        Thread.currentThread().interrupt();
        assertEquals(1, flights.get("cats", () -> 1));
        assertTrue(Thread.interrupted());
    }
}
