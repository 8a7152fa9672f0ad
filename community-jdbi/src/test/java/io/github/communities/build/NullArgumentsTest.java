package io.github.communities.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.error.InvalidInput;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * No public method or constructor of any module takes {@code null}, or what holds it: it is refused by {@link
 * InvalidInput}, or, by builders of values and by the kit, with a {@link NullPointerException} that names what was
 * {@code null}.
 */
final class NullArgumentsTest {
    /**
     * How the JVM words what it finds by itself begins with "Cannot"; a name is all that is said of what was looked
     * for.
     */
    private static final Pattern NAME = Pattern.compile("(?!Cannot )[A-Za-z]+( [a-z]+)*(: .*)?");

    @Test
    void null_is_refused_by_name_in_every_place_of_every_public_method() {
        List<String> faults = new ArrayList<>();
        int tried = 0;
        try (Samples samples = new Samples()) {
            for (PublicCall call : PublicCall.all()) {
                for (int place = 0; place < call.executable().getParameterCount(); place++) {
                    for (Object bad : holdingNull(call, place)) {
                        for (Optional<Object> receiver : call.receivers(samples).toList()) {
                            tried++;
                            int where = place + 1;
                            fault(call.call(samples, receiver, place, bad))
                                    .ifPresent(fault -> faults.add(call + ", argument " + where
                                            + (bad == null ? " is null: " : " holds null: ") + fault));
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), faults, () -> faults.size() + " faults:\n" + String.join("\n", faults));
        assertTrue(tried > 1000, "tried " + tried);
    }

    private static Optional<String> fault(Optional<Throwable> thrown) {
        if (thrown.isEmpty()) {
            return Optional.of("is taken");
        }
        String message = String.valueOf(thrown.get().getMessage());
        boolean named = thrown.get() instanceof InvalidInput
                ? message.contains("null")
                : thrown.get() instanceof NullPointerException
                        && (isAtOnceByGeneratedCode(thrown.get())
                                || (thrown.get().getMessage() != null
                                        && NAME.matcher(message).matches()));
        return named ? Optional.empty() : Optional.of(thrown.get().toString());
    }

    /**
     * A builder's code is generated, and looks for nothing in optionals and collections: it fails where it is called.
     */
    private static boolean isAtOnceByGeneratedCode(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .filter(frame -> !frame.getClassName().startsWith("java."))
                .findFirst()
                .filter(frame -> frame.getClassName().matches(".*\\.Immutable\\w+\\$Builder"))
                .isPresent();
    }

    /** {@code null} itself, and what holds it. */
    private static List<@Nullable Object> holdingNull(PublicCall call, int place) {
        Class<?> type = call.executable().getParameterTypes()[place];
        List<@Nullable Object> bad = new ArrayList<>();
        if (type.isPrimitive()) {
            return bad;
        }
        bad.add(null);
        if (type.isArray() && !type.getComponentType().isPrimitive()) {
            bad.add(Array.newInstance(type.getComponentType(), 1));
        } else if (type == Collection.class || type == List.class || type == Iterable.class) {
            bad.add(Collections.singletonList(null));
        } else if (type == Set.class) {
            bad.add(Collections.singleton(null));
        } else if (type == Map.class) {
            Class<?> key = keys(call, place);
            bad.add(Collections.singletonMap(null, key == String.class ? "value" : null));
            bad.add(new HashMap<>(Collections.singletonMap("key", null)));
        } else if (type == SortedMap.class) {
            bad.add(new TreeMap<>(Collections.singletonMap("key", null)));
        }
        return bad;
    }

    private static Class<?> keys(PublicCall call, int place) {
        List<Class<?>> elements = PublicCall.elements(call.executable().getGenericParameterTypes()[place]);
        return elements.isEmpty() ? Object.class : elements.get(0);
    }
}
