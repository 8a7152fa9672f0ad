package io.github.communities.spi;

import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.change.ChangeRecord;
import io.github.communities.internal.Arguments;
import io.github.communities.spi.record.JointRecords;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.TargetRecords;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** One organization as a work sees it. Used by one thread, until the work ends (S-23). */
public interface StoreReader {
    /** The organization's revision, as of the start of the work. */
    Revision revision();

    /**
     * The records of these keys that exist, in no particular order.
     *
     * @param keys up to 1,000, without repetition
     */
    <R extends StoredRecord> List<R> find(RecordKind<R> kind, Collection<RecordKey<R>> keys);

    /** The record of this key. */
    default <R extends StoredRecord> Optional<R> find(RecordKey<R> key) {
        return find(Arguments.required("key", key).kind(), List.of(key)).stream()
                .findFirst();
    }

    /** The records of a range, in the order of its index (S-12). */
    <R extends StoredRecord> List<R> list(RecordRange<R> range);

    /**
     * What {@link #list(RecordRange)} gives for each of some ranges, in their order (S-28). This default asks for one
     * after the other; where each would be a round trip, one for many of them is faster.
     *
     * @param ranges up to 1,000, all of one index, each with its own limit
     * @throws IllegalArgumentException if they are more, or of several indexes
     */
    default <R extends StoredRecord> List<List<R>> listEach(List<RecordRange<R>> ranges) {
        return RecordRange.requireTogether(ranges).stream().map(this::list).toList();
    }

    /** All that decides about a principal (S-16). */
    PrincipalRecords principalRecords(Subject principal);

    /**
     * {@link #principalRecords}, and what {@link #find(RecordKind, Collection)} gives of as many of some keys as can be
     * looked up in the same round trip (S-29). The others are asked for when they are needed; this default looks up none.
     *
     * @param keys up to 1,000, of any kinds
     * @throws IllegalArgumentException if they are more
     */
    default JointRecords jointRecords(Subject principal, Collection<? extends RecordKey<?>> keys) {
        JointRecords.requireKeys(keys);
        return JointRecords.of(principalRecords(principal));
    }

    /**
     * All that decides about where targets lead (S-27). This default reads it kind by kind.
     *
     * @param targets 1 to 1,000, all of this organization
     * @throws IllegalArgumentException if they are none or more, or one is of another organization (S-14)
     */
    default TargetRecords targetRecords(Collection<? extends Target> targets) {
        return TargetLookup.in(this, targets);
    }

    /**
     * The change records after a revision, oldest first (S-20).
     *
     * @param after any revision, be it far ahead
     * @param limit 1 to 1,000
     */
    List<ChangeRecord> changes(Revision after, int limit);
}
