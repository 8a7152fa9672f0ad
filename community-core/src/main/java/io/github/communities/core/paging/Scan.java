package io.github.communities.core.paging;

import io.github.communities.spi.StoreReader;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The records of some ranges of an index, in its order, read page by page and no further than they are asked for. It
 * goes on where it was left. Used by one thread, while the work that it reads in lasts.
 *
 * @param <R> the records that are read
 */
public final class Scan<R extends StoredRecord> {
    /** Where much is left out, the next page is a larger one. */
    private static final int GROWTH = 8;

    private final StoreReader reader;
    private final UnaryOperator<List<R>> kept;
    private final Queue<R> read = new ArrayDeque<>();
    private List<RecordRange<R>> ahead;
    private int limit;

    private Scan(StoreReader reader, List<RecordRange<R>> ahead, int limit, UnaryOperator<List<R>> kept) {
        this.reader = reader;
        this.ahead = ahead;
        this.limit = limit;
        this.kept = kept;
    }

    /**
     * From the beginning of ranges.
     *
     * @param ranges any number of them, all of one index and none within another; the limit of the first is the size of
     *     the first page
     */
    public static <R extends StoredRecord> Scan<R> of(StoreReader reader, Collection<RecordRange<R>> ranges) {
        List<RecordRange<R>> each = ranges.stream()
                .flatMap(range -> range.prefixes().stream().map(prefix -> range.underAny(List.of(prefix))))
                .distinct()
                .sorted(Comparator.comparing(Scan::prefix, Index.order()))
                .toList();
        return new Scan<>(
                reader, each, each.isEmpty() ? RecordRange.MAX : each.get(0).limit(), UnaryOperator.identity());
    }

    /** This scan, not begun yet, from after the record with some index parts, which may be gone. */
    public Scan<R> after(List<String> parts) {
        return new Scan<>(reader, following(parts), limit, kept);
    }

    /**
     * This scan, not begun yet, without some of the records.
     *
     * @param some leaves out what the scan is not to have; it is given many records at once
     */
    public Scan<R> keeping(UnaryOperator<List<R>> some) {
        return new Scan<>(reader, ahead, limit, some);
    }

    /** Whether there is another record. */
    public boolean any() {
        return peek().isPresent();
    }

    /** The next record, which stays the next one; empty at the end. */
    Optional<R> peek() {
        while (read.isEmpty() && !ahead.isEmpty()) {
            readOn();
        }
        return Optional.ofNullable(read.peek());
    }

    /** The next record, which is then behind; empty at the end. */
    public Optional<R> next() {
        Optional<R> next = peek();
        next.ifPresent(taken -> read.remove());
        return next;
    }

    /** The next records, as many as there are of so many. */
    public List<R> first(int most) {
        List<R> first = new ArrayList<>();
        while (first.size() < most && any()) {
            next().ifPresent(first::add);
        }
        return first;
    }

    /** Shows the next records page by page, to the end; a page of which nothing is kept is not shown. */
    public void pages(Consumer<List<R>> consumer) {
        while (any()) {
            List<R> page = List.copyOf(read);
            read.clear();
            consumer.accept(page);
        }
    }

    /** Shows the next records one by one, to the end. */
    public void forEach(Consumer<R> consumer) {
        pages(page -> page.forEach(consumer));
    }

    /** The next records, to the end. */
    public List<R> toList() {
        List<R> all = new ArrayList<>();
        pages(all::addAll);
        return all;
    }

    private void readOn() {
        List<RecordRange<R>> together = together();
        RecordRange<R> range = together.size() == 1
                ? together.get(0).limit(limit)
                : RecordRange.of(together.get(0).index())
                        .underAny(together.stream().map(Scan::prefix).toList())
                        .limit(limit);
        List<R> page = reader.list(range);
        if (page.size() < limit) {
            ahead = ahead.subList(together.size(), ahead.size());
        } else {
            ahead = following(range.index().key().apply(page.get(page.size() - 1)));
        }
        limit = Math.min(RecordRange.MAX, GROWTH * limit);
        read.addAll(kept.apply(page));
    }

    /** The ranges that one call can read: the one that was begun, or any number of those that were not. */
    private List<RecordRange<R>> together() {
        boolean begun = ahead.get(0).after().isPresent();
        return ahead.subList(0, begun ? 1 : Math.min(RecordRange.MAX, ahead.size()));
    }

    private List<RecordRange<R>> following(List<String> position) {
        List<RecordRange<R>> following = new ArrayList<>();
        for (RecordRange<R> range : ahead) {
            List<String> prefix = prefix(range);
            if (prefix.equals(position.subList(0, Math.min(prefix.size(), position.size())))) {
                following.add(range.after(position));
            } else if (Index.order().compare(prefix, position) > 0) {
                following.add(range);
            }
        }
        return following;
    }

    private static List<String> prefix(RecordRange<?> range) {
        return range.prefixes().get(0);
    }
}
