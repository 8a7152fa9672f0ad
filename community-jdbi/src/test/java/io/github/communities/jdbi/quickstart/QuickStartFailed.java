package io.github.communities.jdbi.quickstart;

/**
 * That the quick start could not do all that was asked, for a reason its user can mend. Its message is all there is to
 * say; a stack trace would only hide it.
 */
final class QuickStartFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    QuickStartFailed(String message) {
        super(message, null, false, false);
    }
}
