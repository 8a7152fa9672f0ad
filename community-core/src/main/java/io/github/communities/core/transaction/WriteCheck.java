package io.github.communities.core.transaction;

import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.StoredRecord;
import java.util.Collection;

/** Sees what one write stores, and has the last word before it is committed. */
public interface WriteCheck {
    /** These were inserted or updated. */
    void stored(Collection<? extends StoredRecord> records);

    /** These were deleted. */
    void deleted(Collection<? extends RecordKey<?>> keys);

    /** Refuses the write, after all that it did, if it must not be. */
    void check();
}
