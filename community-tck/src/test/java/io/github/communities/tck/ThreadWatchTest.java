package io.github.communities.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadWatchTest {
    /** Stands for the library. */
    static final class Library {
        static void startsAThread() {
            run(new Thread(() -> {}));
        }

        static void runs(Runnable work) {
            work.run();
        }

        static void asksTheSharedPool() {
            CompletableFuture.runAsync(() -> {}).join();
        }
    }

    /** Stands for a store, its driver among it. */
    static final class Store {
        static void startsAThread() {
            run(new Thread(() -> {}));
        }

        static void runs(Runnable work) {
            work.run();
        }
    }

    /** Stands for what a library or a store is made with. */
    static final class Third {
        static void startsAThread() {
            run(new Thread(() -> {}));
        }

        static void startsAnExecutor() {
            ExecutorService executor = Executors.newSingleThreadExecutor();
            executor.execute(() -> {});
            executor.shutdown();
        }

        static void startsATimer() {
            new Timer().cancel();
        }
    }

    private static void run(Thread thread) {
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> found(Runnable work) {
        try (ThreadWatch watch = new ThreadWatch(Library.class.getName()::equals, Store.class.getName()::equals)) {
            work.run();
            return watch.ofTheLibrary();
        }
    }

    @Test
    void a_thread_that_the_library_starts_is_found() {
        assertEquals(1, found(Library::startsAThread).size());
        assertEquals(
                2,
                found(() -> {
                            Library.startsAThread();
                            Library.startsAThread();
                        })
                        .size());
    }

    @Test
    void so_is_one_that_something_starts_for_the_library() {
        assertEquals(1, found(() -> Library.runs(Third::startsAThread)).size());
        assertEquals(1, found(() -> Library.runs(Third::startsAnExecutor)).size());
        assertEquals(1, found(() -> Library.runs(Third::startsATimer)).size());
    }

    @Test
    void so_is_one_that_the_library_starts_when_a_store_calls_it_back() {
        assertEquals(
                1,
                found(() -> Library.runs(() -> Store.runs(Library::startsAThread)))
                        .size());
        assertEquals(
                1,
                found(() -> Library.runs(() -> Store.runs(() -> Library.runs(Third::startsAThread))))
                        .size());
    }

    @Test
    void one_that_a_store_starts_is_not() {
        assertEquals(List.of(), found(() -> Library.runs(Store::startsAThread)));
        assertEquals(List.of(), found(() -> Library.runs(() -> Store.runs(Third::startsAThread))));
    }

    @Test
    void nor_is_one_that_the_test_itself_starts() {
        assertEquals(List.of(), found(() -> run(new Thread(() -> {}))));
    }

    @Test
    void nothing_is_found_any_more_once_it_is_closed() {
        ThreadWatch watch = new ThreadWatch(Library.class.getName()::equals, name -> false);
        watch.close();
        Library.startsAThread();

        assertEquals(List.of(), watch.ofTheLibrary());
    }

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** In a process whose shared pool nobody has used before. */
    @Test
    void work_that_is_given_to_the_shared_pool_is_found() throws Exception {
        // With fewer, tasks get a thread each.
        List<String> properties = List.of("java.util.concurrent.ForkJoinPool.common.parallelism=2");
        Process process = OwnJvm.start(folder, properties, SharedPool.class);

        assertEquals(0, process.waitFor(), () -> OwnJvm.outputIn(folder));
        assertTrue(OwnJvm.outputIn(folder).contains("ForkJoinPool.commonPool"), () -> OwnJvm.outputIn(folder));
    }

    static final class SharedPool {
        public static void main(String... args) {
            System.out.println(found(Library::asksTheSharedPool));
        }
    }
}
