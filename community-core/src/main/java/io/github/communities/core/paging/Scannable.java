package io.github.communities.core.paging;

import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;

/** What ranges of records are scanned in. */
public interface Scannable {
    /** The records of a range, read as far as they are asked for. */
    <R extends StoredRecord> Scan<R> scan(RecordRange<R> range);
}
