package io.github.communities.core.access;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of access; see {@link io.github.communities.access.AccessStatistics}. Thread-safe. */
final class Counts {
    final LongAdder hits = new LongAdder();
    final LongAdder loads = new LongAdder();
    final LongAdder reads = new LongAdder();
    final LongAdder revisionChecks = new LongAdder();
    final LongAdder changesRead = new LongAdder();
    final LongAdder drops = new LongAdder();
    final LongAdder evictions = new LongAdder();
    final LongAccumulator greatestAge = new LongAccumulator(Math::max, 0);
}
