package io.github.communities.tck;

import io.github.communities.spi.StoreReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;

/** Readers and writers that tell of each answer which the store gives a work. */
final class Observed {
    /** What a work knows without asking the store. */
    private static final Set<String> KNOWN = Set.of("revision", "commits", "onceCommitted");

    private Observed() {}

    /** A reader or writer in front of another one; something is run after each answer of that. */
    static <R extends StoreReader> R reader(Class<R> type, R reader, Runnable answered) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    try {
                        Object answer = method.invoke(reader, given);
                        if (!KNOWN.contains(method.getName())) {
                            answered.run();
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
