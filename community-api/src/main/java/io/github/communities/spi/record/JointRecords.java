package io.github.communities.spi.record;

import io.github.communities.internal.Arguments;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What decides about a principal, and records that were looked up along with it, in one consistent state.
 *
 * @param principal all that decides about the principal
 * @param keys those of the keys asked for that were looked up: all, some or none
 * @param records what there is of them, in no particular order, each once
 */
public record JointRecords(PrincipalRecords principal, Set<RecordKey<?>> keys, List<StoredRecord> records) {
    /** Copies the collections. */
    public JointRecords {
        Arguments.required("records of principal", principal);
        keys = Arguments.set("keys", keys);
        records = Arguments.all("records", records);
    }

    /** What decides about a principal, and nothing that was looked up along with it. */
    public static JointRecords of(PrincipalRecords principal) {
        return new JointRecords(principal, Set.of(), List.of());
    }

    /**
     * Checks and copies the keys that are asked for at once.
     *
     * @throws IllegalArgumentException if they are more than 1,000
     */
    public static Set<RecordKey<?>> requireKeys(Collection<? extends RecordKey<?>> keys) {
        Set<RecordKey<?>> given = Arguments.set("keys", keys);
        if (given.size() > RecordRange.MAX) {
            throw new IllegalArgumentException("up to " + RecordRange.MAX + " keys at once, not " + given.size());
        }
        return given;
    }
}
