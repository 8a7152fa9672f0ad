package io.github.communities.core.work;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Several sequences as one, in an order that each of them has, and what is in more than one of them once.
 *
 * @param <T> what they have
 */
public final class Merge<T> {
    private final Comparator<T> order;
    private final List<Sequence<?, T>> sequences;

    /** Of sequences. */
    public Merge(Comparator<T> order, List<Sequence<?, T>> sequences) {
        this.order = order;
        this.sequences = List.copyOf(sequences);
    }

    /** The next ones, as many as there are of so many. */
    public List<T> next(int most) {
        List<T> taken = new ArrayList<>();
        while (taken.size() < most) {
            Optional<T> next = first();
            if (next.isEmpty()) {
                return taken;
            }
            taken.add(next.get());
            skip(next.get());
        }
        return taken;
    }

    private void skip(T taken) {
        for (Sequence<?, T> sequence : sequences) {
            if (sequence.peek().filter(next -> order.compare(taken, next) == 0).isPresent()) {
                sequence.skip();
            }
        }
    }

    private Optional<T> first() {
        return sequences.stream().flatMap(sequence -> sequence.peek().stream()).min(order);
    }
}
