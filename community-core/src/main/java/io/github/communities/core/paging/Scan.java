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

    /** How many pieces are read at first: the one where a cursor is, and what follows it. */
    private static final int AT_FIRST = 2;

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
        List<RecordRange<R>> next = pieces(1);
        accept(next, List.of(reader.list(next.get(0))));
    }

    /** Reads the first page of each of some scans that are not begun yet, many of them by one call. */
    static <R extends StoredRecord> void begin(List<Scan<R>> scans) {
        List<List<RecordRange<R>>> pieces =
                scans.stream().map(scan -> scan.pieces(AT_FIRST)).toList();
        List<List<R>> pages = new ArrayList<>();
        for (List<RecordRange<R>> batch :
                Batches.of(pieces.stream().flatMap(List::stream).toList())) {
            pages.addAll(scans.get(0).reader.listEach(batch));
        }
        int from = 0;
        for (int i = 0; i < scans.size(); i++) {
            int to = from + pieces.get(i).size();
            scans.get(i).accept(pieces.get(i), pages.subList(from, to));
            from = to;
        }
    }

    /**
     * What is ahead, as ranges of which each can be listed: the one that was begun, and those that were not.
     *
     * @param most how many of these at most
     */
    private List<RecordRange<R>> pieces(int most) {
        int begun = !ahead.isEmpty() && ahead.get(0).after().isPresent() ? 1 : 0;
        List<RecordRange<R>> pieces = new ArrayList<>();
        ahead.subList(0, begun).forEach(range -> pieces.add(range.limit(limit)));
        for (int from = begun; from < ahead.size() && pieces.size() < most; from += RecordRange.MAX) {
            List<RecordRange<R>> together = ahead.subList(from, Math.min(ahead.size(), from + RecordRange.MAX));
            pieces.add(RecordRange.of(together.get(0).index())
                    .underAny(together.stream().map(Scan::prefix).toList())
                    .limit(limit));
        }
        return pieces;
    }

    /** Takes what is read of its first pieces, as far as it follows without a gap. */
    private void accept(List<RecordRange<R>> pieces, List<List<R>> pages) {
        List<R> accepted = new ArrayList<>();
        for (int i = 0; i < pages.size(); i++) {
            List<R> page = pages.get(i);
            accepted.addAll(page);
            if (page.size() == limit) {
                ahead = following(pieces.get(i).index().key().apply(page.get(page.size() - 1)));
                break;
            }
            ahead = ahead.subList(pieces.get(i).prefixes().size(), ahead.size());
        }
        limit = Math.min(RecordRange.MAX, GROWTH * limit);
        read.addAll(kept.apply(accepted));
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
