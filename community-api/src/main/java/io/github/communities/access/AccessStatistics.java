package io.github.communities.access;

import io.github.communities.internal.Arguments;
import java.time.Duration;

/**
 * How an engine has fared with what it remembers about access, since it was built. The numbers are of one moment each,
 * not all of the same. They tell of no organization and no principal. What is asked inside a transaction of the host is
 * counted too. How long the store takes, an {@link AccessListener} is told.
 *
 * @param hits about how many questions were answered without asking the store; every thirty-second is counted, for
 *     thirty-two
 * @param loads how often the store was asked what a principal holds
 * @param reads how often it was asked where targets lead
 * @param revisionChecks how often it was asked for an organization's revision, mostly since what was known of it was
 *     older than the staleness bound, or earlier than what was asked for
 * @param changesRead how many change records were read to find out what had changed
 * @param drops how much that was remembered was found to have changed, and was dropped
 * @param evictions how much was dropped to make room for other things
 * @param entries how much is remembered: principals, targets, and organizations that any of them is of
 * @param weight about how many bytes that takes
 * @param greatestAge about how old the oldest was of all answers, from when the store was asked; never more than the
 *     staleness bound
 */
public record AccessStatistics(
        long hits,
        long loads,
        long reads,
        long revisionChecks,
        long changesRead,
        long drops,
        long evictions,
        long entries,
        long weight,
        Duration greatestAge) {
    /** Checks that nothing is {@code null}. */
    public AccessStatistics {
        Arguments.required("greatest age", greatestAge);
    }
}
