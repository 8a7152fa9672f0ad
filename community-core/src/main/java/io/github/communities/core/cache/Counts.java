package io.github.communities.core.cache;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of access; see {@link io.github.communities.access.AccessStatistics}. Thread-safe. */
public final class Counts {
    public final LongAdder hits = new LongAdder();
    public final LongAdder loads = new LongAdder();
    public final LongAdder reads = new LongAdder();
    public final LongAdder revisionChecks = new LongAdder();
    public final LongAdder changesRead = new LongAdder();
    public final LongAdder drops = new LongAdder();
    public final LongAdder evictions = new LongAdder();
    public final LongAccumulator greatestAge = new LongAccumulator(Math::max, 0);
}
