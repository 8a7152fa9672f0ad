package io.github.communities.core.transaction;

import io.github.communities.Revision;
import io.github.communities.Target;
import io.github.communities.error.Stale;

/** That nothing is updated by who has seen an older state of it (COM-4). */
public final class Versions {
    private Versions() {}

    /** Refuses an update of what has another version than was seen. */
    public static void check(Target what, Revision version, long seen) {
        if (version.value() != seen) {
            throw new Stale(
                    "COM-4",
                    what.noun() + " " + what + " is at version " + version + ", not " + seen
                            + "; read it again and decide anew");
        }
    }
}
