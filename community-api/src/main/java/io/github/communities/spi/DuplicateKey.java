package io.github.communities.spi;

import io.github.communities.internal.Arguments;

/**
 * Thrown by a store where a work inserts a record whose key exists (S-11). By this the engine tells an id that its
 * source has given before, for which it asks for another, from whatever else a store refuses.
 */
public class DuplicateKey extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** With a message that names the record, or its kind. */
    public DuplicateKey(String message) {
        super(Arguments.required("message", message));
    }

    /** With what the database said, too. */
    public DuplicateKey(String message, Throwable cause) {
        super(Arguments.required("message", message), Arguments.required("cause", cause));
    }
}
