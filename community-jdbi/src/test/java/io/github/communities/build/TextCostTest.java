package io.github.communities.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.communities.change.Change;
import io.github.communities.spi.record.TextMap;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Type;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * No public method does more for a longer text, once the text is longer than any that is taken (LIM-2). What is counted
 * are the bytes that a call allocates: whoever composes, copies, splits, decodes or encodes a text allocates as much as
 * it is long. A call that takes the text and only keeps it allocates nothing for it.
 */
final class TextCostTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** More than the longest text that is taken but for those forms of which a part of any length can be one. */
    private static final int LONG = 12_000;

    private static final int LONG_FORM = 2_000_000;

    /** How many bytes two calls may differ by; the texts differ by more. */
    private static final long TOLERANCE = LONG / 4;

    /** Texts that whoever looks at all of them has much to do with. */
    private static final List<UnaryOperator<String>> KINDS = List.of(
            x -> x, x -> "e" + x.replace("x", "\u0323\u0301"), x -> x.replace("x", "%41"), x -> x.replace("x", "a/"));

    /** What may cost more, and why: each of them gives back what it was given. */
    private static final Map<String, String> EXEMPT = Map.of(
            "error.", "the library makes them, and what it says is in the message",
            "spi.record.TextMap.write", "it writes what was checked when it came in",
            "tck.", "tests give them their texts, and are shown them");

    private static final Set<String> LISTS =
            Set.of(List.class.getName(), Collection.class.getName(), Iterable.class.getName());

    @Test
    void no_call_costs_more_the_longer_its_texts_are() {
        List<String> faults = new ArrayList<>();
        int tried = 0;
        try (Samples samples = new Samples()) {
            for (PublicCall call : PublicCall.all()) {
                if (EXEMPT.keySet().stream().anyMatch(call.toString()::startsWith)) {
                    continue;
                }
                for (int place = 0; place < call.executable().getParameterCount(); place++) {
                    Type type = call.executable().getGenericParameterTypes()[place];
                    int longest = isForm(call) ? LONG_FORM : LONG;
                    for (UnaryOperator<String> kind : isForm(call) ? KINDS.subList(0, 1) : KINDS) {
                        List<Object> once = holding(type, kind.apply("x".repeat(longest)));
                        List<Object> twice = holding(type, kind.apply("x".repeat(2 * longest)));
                        for (int i = 0; i < once.size(); i++) {
                            tried++;
                            long more = allocated(call, samples, place, twice.get(i))
                                    - allocated(call, samples, place, once.get(i));
                            if (more > TOLERANCE) {
                                faults.add(call + ", argument " + (place + 1) + ": " + more + " bytes more");
                            }
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), faults, () -> faults.size() + " faults:\n" + String.join("\n", faults));
        assertTrue(tried > 300, "tried " + tried);
    }

    /** What the test stands on: what is looked for does allocate. */
    @Test
    void what_looks_at_all_of_a_text_is_found() {
        for (UnaryOperator<String> work : List.<UnaryOperator<String>>of(
                text -> Normalizer.normalize(text, Normalizer.Form.NFC),
                text -> text.split("/", -1)[0],
                text -> text + "!",
                text -> text.replace('x', 'y'))) {
            String once = KINDS.get(1).apply("x".repeat(1_000)) + "/x";
            String twice = KINDS.get(1).apply("x".repeat(2_000)) + "/x";
            long more = allocated(() -> work.apply(twice)) - allocated(() -> work.apply(once));
            assertTrue(more > 1_000 / 4, "bytes: " + more);
        }
    }

    private static boolean isForm(PublicCall call) {
        return Set.of(Change.class, TextMap.class).contains(call.type())
                && Set.of("parse", "read").contains(call.executable().getName());
    }

    private static long allocated(PublicCall call, Samples samples, int place, Object argument) {
        Iterator<Optional<Object>> receivers = call.receivers(samples).iterator();
        Optional<Object> receiver = receivers.next();
        @Nullable Object[] arguments = call.arguments(samples, place, argument);
        return allocated(() -> call.call(receiver, arguments));
    }

    /** The least of a few times, since the first ones load classes and link what they call. */
    private static long allocated(Supplier<?> work) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            Objects.requireNonNull(work.get());
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    /** What a parameter of some type can be given with a text in it. */
    private static List<Object> holding(Type parameter, String text) {
        if (parameter == String.class) {
            return List.of(text);
        } else if (parameter == String[].class) {
            return Collections.singletonList(new String[] {text});
        }
        List<Class<?>> elements = PublicCall.elements(parameter);
        if (elements.isEmpty() || !elements.stream().allMatch(String.class::equals)) {
            return List.of();
        }
        String type = parameter.getTypeName().replaceAll("<.*", "");
        if (type.equals(Optional.class.getName())) {
            return List.of(Optional.of(text));
        } else if (type.equals(Set.class.getName())) {
            return List.of(Set.of(text));
        } else if (LISTS.contains(type)) {
            return List.of(List.of(text));
        } else if (type.equals(Map.class.getName())) {
            return List.of(Map.of(text, "value"), Map.of("key", text));
        } else if (type.equals(SortedMap.class.getName())) {
            return List.of(new TreeMap<>(Map.of(text, "value")), new TreeMap<>(Map.of("key", text)));
        }
        return List.of();
    }
}
