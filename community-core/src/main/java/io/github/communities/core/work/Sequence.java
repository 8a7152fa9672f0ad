package io.github.communities.core.work;

import io.github.communities.spi.Index;
import io.github.communities.spi.RecordRange;
import io.github.communities.spi.StoredRecord;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What an index has under some prefixes, in its order, read as it is asked for. Several of them merged are a list of which
 * no page costs more than its own length.
 *
 * @param <R> the records that are read
 * @param <T> what they stand for
 */
public final class Sequence<R extends StoredRecord, T> {
    private final Reading reading;
    private final Index<R> index;
    private final Function<R, T> value;
    private final UnaryOperator<List<R>> kept;
    private final Queue<R> read = new ArrayDeque<>();
    private List<List<String>> prefixes;
    private Optional<List<String>> after;
    private int limit;

    /**
     * From the first, or after the record with some index parts.
     *
     * @param prefixes the first parts of what it has; none of them begins another
     * @param after index parts, of a record that may be gone
     * @param size how many will be asked for at first
     * @param kept leaves out what it is not to have; it is given many records at once
     * @param value what a record stands for
     */
    public Sequence(
            Reading reading,
            Index<R> index,
            Collection<List<String>> prefixes,
            Optional<List<String>> after,
            int size,
            UnaryOperator<List<R>> kept,
            Function<R, T> value) {
        this.reading = reading;
        this.index = index;
        this.prefixes = prefixes.stream().distinct().sorted(Index.order()).toList();
        this.after = after;
        this.limit = Math.min(RecordRange.MAX, size);
        this.kept = kept;
        this.value = value;
        after.ifPresent(this::dropBefore);
    }

    /** What comes next; empty at the end. */
    Optional<T> peek() {
        while (read.isEmpty() && !prefixes.isEmpty()) {
            readOn();
        }
        return Optional.ofNullable(read.peek()).map(value);
    }

    /** Goes on to the one after. */
    void skip() {
        read.remove();
    }

    private void readOn() {
        boolean within = after.isPresent() && begins(prefixes.get(0), after.get());
        List<List<String>> some = prefixes.subList(0, within ? 1 : Math.min(RecordRange.MAX, prefixes.size()));
        RecordRange<R> range = RecordRange.of(index).underAny(some).limit(limit);
        List<R> page = reading.list(within ? range.after(after.orElseThrow()) : range);
        read.addAll(kept.apply(page));
        if (page.size() < limit) {
            prefixes = prefixes.subList(some.size(), prefixes.size());
        } else {
            List<String> last = index.key().apply(page.get(page.size() - 1));
            after = Optional.of(last);
            dropBefore(last);
        }
        // Where much is left out, the next try is a larger one.
        limit = Math.min(RecordRange.MAX, 2 * limit);
    }

    private void dropBefore(List<String> position) {
        prefixes = prefixes.stream()
                .filter(prefix -> begins(prefix, position) || Index.order().compare(prefix, position) > 0)
                .toList();
    }

    private static boolean begins(List<String> prefix, List<String> position) {
        return prefix.equals(position.subList(0, Math.min(prefix.size(), position.size())));
    }
}
