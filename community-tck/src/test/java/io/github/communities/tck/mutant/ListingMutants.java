package io.github.communities.tck.mutant;

import static io.github.communities.tck.mutant.Mutant.that;
import static io.github.communities.tck.mutant.Mutants.reading;

import io.github.communities.spi.StoreReader;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.tck.fixture.ForwardingReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Stores that list several ranges otherwise than one by one. */
final class ListingMutants {
    static final List<Mutant> ALL = List.of(
            that("lists several ranges up to the limit of the first", reading(OneLimit::new), "S-28"),
            that("lists as many of each alternative of a range", reading(LimitsEach::new), "S-28"),
            that("leaves ranges out that have nothing", reading(LeavesEmptyOut::new), "S-28"),
            that("lists the longest range first", reading(LongestFirst::new), "S-28"));

    private ListingMutants() {}

    private static final class OneLimit extends ForwardingReader {
        OneLimit(StoreReader reader) {
            super(reader);
        }

        @Override
        public <R extends StoredRecord> List<List<R>> listEach(List<RecordRange<R>> ranges) {
            List<List<R>> found = new ArrayList<>();
            int left = ranges.isEmpty() ? 0 : ranges.get(0).limit();
            for (List<R> each : super.listEach(ranges)) {
                List<R> some = each.subList(0, Math.min(each.size(), left));
                left -= some.size();
                found.add(some);
            }
            return found;
        }
    }

    private static final class LimitsEach extends ForwardingReader {
        LimitsEach(StoreReader reader) {
            super(reader);
        }

        @Override
        public <R extends StoredRecord> List<List<R>> listEach(List<RecordRange<R>> ranges) {
            List<List<R>> found = new ArrayList<>();
            for (RecordRange<R> range : ranges) {
                found.add(
                        range.prefixes().size() == 1
                                ? super.list(range)
                                : range.prefixes().stream()
                                        .sorted(Index.order())
                                        .flatMap(prefix -> super.list(range.underAny(List.of(prefix))).stream())
                                        .toList());
            }
            return found;
        }
    }

    private static final class LeavesEmptyOut extends ForwardingReader {
        LeavesEmptyOut(StoreReader reader) {
            super(reader);
        }

        @Override
        public <R extends StoredRecord> List<List<R>> listEach(List<RecordRange<R>> ranges) {
            return super.listEach(ranges).stream()
                    .filter(each -> !each.isEmpty())
                    .toList();
        }
    }

    private static final class LongestFirst extends ForwardingReader {
        LongestFirst(StoreReader reader) {
            super(reader);
        }

        @Override
        public <R extends StoredRecord> List<List<R>> listEach(List<RecordRange<R>> ranges) {
            return super.listEach(ranges).stream()
                    .sorted(Comparator.<List<R>>comparingInt(List::size).reversed())
                    .toList();
        }
    }
}
