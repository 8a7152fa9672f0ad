package io.github.communities.core.text;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * Ids of 26 digits and letters that grow with time, so that new rows of a database go next to each other: 48 bits of
 * milliseconds, 80 random ones. Thread-safe.
 */
public final class OrderedIds implements Supplier<String> {
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    /** With a clock. */
    public OrderedIds(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String get() {
        char[] id = new char[26];
        long millis = clock.millis();
        for (int i = 9; i >= 0; i--) {
            id[i] = DIGITS.charAt((int) (millis & 31));
            millis >>>= 5;
        }
        for (int i = 10; i < id.length; i++) {
            id[i] = DIGITS.charAt(random.nextInt(32));
        }
        return new String(id);
    }
}
