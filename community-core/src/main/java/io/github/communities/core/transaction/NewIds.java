package io.github.communities.core.transaction;

import io.github.communities.error.InvalidInput;
import io.github.communities.error.Unavailable;
import io.github.communities.internal.Shown;
import io.github.communities.internal.Texts;
import io.github.communities.spi.DuplicateKey;
import io.github.communities.spi.record.StoredRecord;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The ids that the host's source has given to one write. A source that repeats itself is asked again; one that does so
 * again and again fails the write, of which nothing is stored. Used by one thread.
 */
final class NewIds {
    /** How often another id is asked for, and how often a write is run for another one. */
    static final int ATTEMPTS = 5;

    private static final String SOURCE = "the host's source of ids (CommunityEngine.ids)";

    private final Supplier<String> source;
    private final Set<String> given = new HashSet<>();
    private final Set<String> used = new LinkedHashSet<>();

    /** There is something of that id already; nothing of the write is stored. */
    static final class Taken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String id;

        Taken(String id, RuntimeException cause) {
            super(cause);
            this.id = id;
        }

        Taken(String id) {
            this.id = id;
        }
    }

    NewIds(Supplier<String> source) {
        this.source = source;
    }

    /**
     * One that this write was not given yet.
     *
     * @throws Unavailable if the source gives what is no id (LIM-2), or one again and again (TEN-1)
     */
    String next() {
        String id = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            id = checked(source.get());
            if (given.add(id)) {
                return id;
            }
        }
        throw repeated(new Taken(id));
    }

    private static String checked(String id) {
        try {
            return Texts.id("id", id);
        } catch (InvalidInput e) {
            throw new Unavailable("LIM-2", SOURCE + " gave what is no id: " + e.getMessage(), false, e);
        }
    }

    /** Notes which of them are in the keys of records that are to be inserted. */
    void noteUsed(Collection<? extends StoredRecord> records) {
        records.stream()
                .flatMap(record -> record.keyParts().stream())
                .filter(given::contains)
                .forEach(used::add);
    }

    /** That one of those that were used is taken, if any was: a store may say so late, and does not say which. */
    Optional<Taken> taken(DuplicateKey refusal) {
        return used.stream().findFirst().map(id -> new Taken(id, refusal));
    }

    /** That the source has given the same ids too often. */
    static Unavailable repeated(Taken taken) {
        return new Unavailable(
                "TEN-1",
                SOURCE + " gave ids again and again that are taken, '" + Shown.shortened(taken.id)
                        + "' the last: each must be given once",
                false,
                taken);
    }
}
