package io.github.communities.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the threads that the library starts, while a test does things with it in its own thread. Those of a store's
 * pool, its driver or its database are none of them: the threads of the process can't tell which are whose, but the
 * code that makes them can. So each thread is judged where it is made, by whose code that is: by what wants it made,
 * looking outwards, be it the library or a store.
 *
 * <p>Workers of the pool that a whole process shares are not made by who wants them. That one has more of them than
 * before is taken for the library's doing.
 */
final class ThreadWatch implements AutoCloseable {
    /** Inherited by each thread that is made; it is asked for what the new one inherits in the thread that makes it. */
    private static final Watched WATCHED = new Watched();

    private final Predicate<String> library;
    private final Predicate<String> store;
    private final Queue<List<String>> made = new ConcurrentLinkedQueue<>();
    private final Set<Thread> sharedBefore = sharedWorkers();

    /** Watches this thread and those it makes, until it is closed. */
    ThreadWatch(Predicate<String> library, Predicate<String> store) {
        this.library = library;
        this.store = store;
        WATCHED.set(Optional.of(made));
    }

    /** Watches what the library does over a store. */
    static ThreadWatch ofLibrary(Object store) {
        String ofStore = store.getClass().getPackageName() + ".";
        return new ThreadWatch(
                name -> name.startsWith("io.github.communities.") && !name.startsWith("io.github.communities.tck."),
                name -> name.startsWith(ofStore));
    }

    /** The threads that the library has made so far: for each, the code that did, innermost first. */
    List<String> ofTheLibrary() {
        List<String> found = new ArrayList<>();
        made.stream()
                .filter(this::isOfTheLibrary)
                .map(stack -> String.join(" < ", stack))
                .forEach(found::add);
        sharedWorkers().stream()
                .filter(worker -> !sharedBefore.contains(worker))
                .map(Thread::getName)
                .forEach(found::add);
        return found;
    }

    private boolean isOfTheLibrary(List<String> stack) {
        List<String> wanting =
                stack.stream().filter(name -> !isOfTheRuntime(name)).toList();
        if (wanting.isEmpty() || library.test(wanting.get(0))) {
            // A store of the library's own must make none itself either.
            return !wanting.isEmpty();
        }
        return wanting.stream()
                .filter(name -> store.test(name) || library.test(name))
                .findFirst()
                .filter(name -> !store.test(name))
                .isPresent();
    }

    private static boolean isOfTheRuntime(String name) {
        return name.equals(Watched.class.getName())
                || Stream.of("java.", "javax.", "jdk.", "sun.").anyMatch(name::startsWith);
    }

    private static Set<Thread> sharedWorkers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread instanceof ForkJoinWorkerThread worker && worker.getPool() == ForkJoinPool.commonPool())
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        WATCHED.set(Optional.empty());
    }

    private static final class Watched extends InheritableThreadLocal<Optional<Queue<List<String>>>> {
        @Override
        protected Optional<Queue<List<String>>> initialValue() {
            return Optional.empty();
        }

        @Override
        protected Optional<Queue<List<String>>> childValue(Optional<Queue<List<String>>> parent) {
            parent.ifPresent(made -> made.add(StackWalker.getInstance()
                    .walk(frames ->
                            frames.map(StackWalker.StackFrame::getClassName).toList())));
            return parent;
        }
    }
}
