package io.github.communities.core.paging;

import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A list in the order of an index, some records of which are left out, by full pages. */
public final class Pages<R extends StoredRecord> {
    private final RecordRange<R> range;
    private final List<String> prefix;
    private final Cursor cursor;
    private final int size;

    /** One page of a range; the cursor's positions are the parts of the index that come after the range's prefix. */
    public Pages(RecordRange<R> range, Cursor cursor, PageRequest request) {
        this.prefix = range.prefixes().get(0);
        this.range = cursor.read(request)
                .map(position -> range.after(Cursor.within(prefix, position)))
                .orElse(range);
        this.cursor = cursor;
        this.size = request.size();
    }

    /**
     * Reads on until the page is full.
     *
     * @param kept leaves out what the page is not to have; it is given many records at once
     * @param value what the page has for a record
     */
    public <T> Page<T> read(Scannable records, UnaryOperator<List<R>> kept, Function<R, T> value) {
        return readTogether(records, kept, each(value));
    }

    /** {@link #read}, where what the page has for its records is found out for all of them at once, in their order. */
    public <T> Page<T> readTogether(Scannable records, UnaryOperator<List<R>> kept, Function<List<R>, List<T>> values) {
        List<R> all = records.scan(range.limit(Math.min(RecordRange.MAX, size + 1)))
                .keeping(kept)
                .first(size + 1);
        return page(all, values);
    }

    /** The page of a list whose records are all at hand, in any order. */
    public <T> Page<T> among(List<R> records, Function<R, T> value) {
        Function<R, List<String>> key = range.index().key();
        return page(
                records.stream()
                        .filter(record -> range.contains(key.apply(record)))
                        .sorted(Comparator.comparing(key, Index.order()))
                        .toList(),
                each(value));
    }

    private static <R, T> Function<List<R>, List<T>> each(Function<R, T> value) {
        return records -> records.stream().map(value).toList();
    }

    private <T> Page<T> page(List<R> all, Function<List<R>, List<T>> values) {
        if (all.size() <= size) {
            return new Page<>(values.apply(all), Optional.empty());
        }
        List<R> shown = all.subList(0, size);
        List<String> position = range.index().key().apply(shown.get(size - 1));
        return new Page<>(
                values.apply(shown), Optional.of(cursor.write(position.subList(prefix.size(), position.size()))));
    }
}
