package io.github.communities.core.cache;

/**
 * One revision of one organization, told apart by identity: who holds the same one knows without comparing anything that
 * nothing has changed.
 */
public final class Epoch {
    private final long revision;

    /** That of a revision; negative if it is not known yet. */
    public Epoch(long revision) {
        this.revision = revision;
    }

    public long revision() {
        return revision;
    }
}
