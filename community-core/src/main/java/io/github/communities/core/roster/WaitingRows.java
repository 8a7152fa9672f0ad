package io.github.communities.core.roster;

import io.github.communities.core.text.NameKey;
import io.github.communities.organization.RosterRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Rows that wait until all others are in. So many of them are kept in memory; the others are sorted on disk, however
 * many there are.
 */
final class WaitingRows implements AutoCloseable {
    private static final int IN_MEMORY = 5_000;

    private final List<Placed> rows = new ArrayList<>();
    private Optional<RowFile> file = Optional.empty();

    /** A row and what it is sorted by. */
    private record Placed(RosterRow row, String organization, String community) {
        static final Comparator<Placed> ORDER =
                Comparator.comparing(Placed::organization).thenComparing(Placed::community);

        static Placed of(RosterRow row) {
            return new Placed(
                    row,
                    row.organization().value(),
                    row.community().map(NameKey::of).orElse(""));
        }
    }

    void add(RosterRow row) {
        rows.add(Placed.of(row));
        if (rows.size() == IN_MEMORY) {
            if (file.isEmpty()) {
                file = Optional.of(RowFile.create());
            }
            file.get().write(sorted());
            rows.clear();
        }
    }

    /**
     * All of them, organization by organization, and community by community, so that what is written together lies
     * together; those of one community in the order in which they were added.
     */
    Iterator<RosterRow> inOrder() {
        List<Iterator<RosterRow>> runs =
                new ArrayList<>(file.map(RowFile::lists).orElse(List.of()));
        runs.add(sorted().iterator());
        return new Merge(runs);
    }

    private List<RosterRow> sorted() {
        return rows.stream().sorted(Placed.ORDER).map(Placed::row).toList();
    }

    @Override
    public void close() {
        file.ifPresent(RowFile::close);
    }

    /** Merges sorted runs, of which an earlier one has the rows that were added earlier. */
    private static final class Merge implements Iterator<RosterRow> {
        private record Head(Placed first, int run) {}

        private final List<Iterator<RosterRow>> runs;
        private final PriorityQueue<Head> heads = new PriorityQueue<>(
                Comparator.comparing(Head::first, Placed.ORDER).thenComparing(Head::run));

        Merge(List<Iterator<RosterRow>> runs) {
            this.runs = runs;
            for (int run = 0; run < runs.size(); run++) {
                advance(run);
            }
        }

        private void advance(int run) {
            if (runs.get(run).hasNext()) {
                heads.add(new Head(Placed.of(runs.get(run).next()), run));
            }
        }

        @Override
        public boolean hasNext() {
            return !heads.isEmpty();
        }

        @Override
        public RosterRow next() {
            Head head = heads.poll();
            if (head == null) {
                throw new NoSuchElementException();
            }
            advance(head.run());
            return head.first().row();
        }
    }
}
