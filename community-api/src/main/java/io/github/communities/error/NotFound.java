package io.github.communities.error;

import io.github.communities.internal.Arguments;
import io.github.communities.internal.Shown;

/**
 * As far as the caller may know, nothing of that id exists: it was never there, was deleted, or belongs to another
 * organization (ACC-8).
 */
public final class NotFound extends CommunitiesException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param rule the id of the rule
     * @param what the kind of thing, for instance {@code community}
     * @param id the id that was asked for
     */
    public NotFound(String rule, String what, String id) {
        super(
                rule,
                Arguments.required("what", what) + " '" + Shown.shortened(Arguments.required("id", id)) + "' does not exist",
                null);
    }
}
