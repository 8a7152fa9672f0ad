package io.github.communities.core.directory;

import io.github.communities.Subject;
import io.github.communities.core.directory.DirectoryAnswers.Listing;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Ranges of records that stand for what the directory lists. */
final class DirectoryLists {
    private DirectoryLists() {}

    /**
     * Records of a range of those whom the directory lists, page by page.
     *
     * @param begin after whom to begin
     * @param enough of how many records it is enough
     */
    static <R extends StoredRecord> List<R> read(
            DirectoryAnswers answers,
            RecordRange<R> range,
            Optional<Subject> begin,
            int enough,
            Function<Optional<Subject>, Listing> listing,
            Function<List<Subject>, List<R>> records) {
        List<R> found = new ArrayList<>();
        Optional<Subject> last = begin;
        while (true) {
            Listing next = listing.apply(last);
            List<Subject> page = answers.list(next);
            records.apply(page).stream().filter(record -> isIn(range, record)).forEach(found::add);
            if (page.size() < next.limit() || found.size() >= enough) {
                return found;
            }
            last = Optional.of(page.get(page.size() - 1));
        }
    }

    /** The first records of a range, in its order, picked from records that include them all. */
    static <R extends StoredRecord> List<R> page(RecordRange<R> range, Collection<R> records) {
        return records.stream()
                .filter(record -> isIn(range, record))
                .sorted(Comparator.comparing(range.index().key(), Index.order()))
                .distinct()
                .limit(range.limit())
                .toList();
    }

    private static <R extends StoredRecord> boolean isIn(RecordRange<R> range, R record) {
        return range.contains(range.index().key().apply(record));
    }
}
