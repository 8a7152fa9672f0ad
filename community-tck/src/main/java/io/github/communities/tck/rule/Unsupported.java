package io.github.communities.tck.rule;

import java.util.Objects;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/**
 * How a test says that the store at hand cannot have a rule, and why.
 *
 * <p>Such a test is aborted and not failed; the report says {@code unsupported:} and the reason, where any other
 * aborted test is {@code skipped}. {@link RulesCheck} accepts the former and refuses the latter.
 *
 * <p>It works in tests and life-cycle methods of Jupiter, and in properties, examples and {@code @BeforeTry} methods of
 * jqwik (see {@link UnsupportedProperty}). Not in jqwik's {@code @BeforeProperty} and {@code @BeforeContainer}:
 * whatever they throw, jqwik reports as a failure. Nor where the caller wraps what is thrown, as jqwik's action chains
 * do: ask before the chain starts.
 */
public final class Unsupported {

    private static final String MARKER = "unsupported by this store: ";

    private Unsupported() {}

    /**
     * Ends the running test: the store cannot have what it tests. Never returns.
     *
     * @param reason why not, for whoever reads the report; blanks and line ends are run together
     * @throws TestAbortedException always, unless the reason is blank
     * @throws IllegalArgumentException if the reason is blank, which fails the test
     */
    public static void because(String reason) {
        if (Objects.requireNonNull(reason, "reason").isBlank()) {
            throw new IllegalArgumentException("reason: must say why the store cannot have this, but is blank");
        }
        throw new TestAbortedException(MARKER + reason);
    }

    /** The reason, if a test was ended by {@link #because}. */
    static Optional<String> reasonOf(Throwable thrown) {
        String message = thrown.getMessage();
        return thrown instanceof TestAbortedException && message != null && message.startsWith(MARKER)
                ? Optional.of(message.substring(MARKER.length()))
                : Optional.empty();
    }
}
