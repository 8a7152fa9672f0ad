package io.github.communities.core.paging;

import io.github.communities.spi.record.StoredRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Several scans as one list: each scan is in the list's order, and what is in more than one of them is listed once. A
 * page costs no more than its own length.
 *
 * @param <T> what the list is of
 */
public final class Merge<T> {
    private final Comparator<T> order;
    private final List<Source<?, T>> sources = new ArrayList<>();

    private record Source<R extends StoredRecord, T>(Scan<R> scan, Function<R, T> value) {
        Optional<T> peek() {
            return scan.peek().map(value);
        }
    }

    /** Of nothing yet. */
    public Merge(Comparator<T> order) {
        this.order = order;
    }

    /**
     * Adds scans, whose records stand for these values, and begins to read them, many by one call.
     *
     * @param scans of one index, none of them begun yet
     */
    public <R extends StoredRecord> void add(List<Scan<R>> scans, Function<R, T> value) {
        Scan.begin(scans);
        scans.forEach(scan -> sources.add(new Source<>(scan, value)));
    }

    /** The next ones, as many as there are of so many. */
    public List<T> next(int most) {
        List<T> taken = new ArrayList<>();
        while (taken.size() < most) {
            Optional<T> next =
                    sources.stream().flatMap(source -> source.peek().stream()).min(order);
            if (next.isEmpty()) {
                return taken;
            }
            taken.add(next.get());
            skip(next.get());
        }
        return taken;
    }

    private void skip(T taken) {
        for (Source<?, T> source : sources) {
            if (source.peek().filter(next -> order.compare(taken, next) == 0).isPresent()) {
                source.scan().next();
            }
        }
    }
}
