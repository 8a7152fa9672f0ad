package io.github.communities.core.access;

/**
 * One revision of one organization, told apart by identity: who holds the same one knows without comparing anything that
 * nothing has changed.
 */
final class Epoch {
    private final long revision;

    /** That of a revision; negative if it is not known yet. */
    Epoch(long revision) {
        this.revision = revision;
    }

    long revision() {
        return revision;
    }
}
