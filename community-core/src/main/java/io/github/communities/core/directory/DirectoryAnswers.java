package io.github.communities.core.directory;

import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.core.paging.Batches;
import io.github.communities.core.time.Age;
import io.github.communities.error.Unavailable;
import io.github.communities.spi.Directory;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKind;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the host's directory has said, for one operation in one organization (ORG-7). A work that needs what it has not
 * been asked about ends with {@link Unanswered}, so that the directory is asked after its transaction, and is run
 * again. Used by one thread.
 */
final class DirectoryAnswers {
    private static final int RENEWALS = 3;

    private final Directory directory;
    private final OrganizationId organization;
    private final LongSupplier ticker;
    private final Duration patience;
    private final Duration lifetime;
    private final Map<Subject, Optional<Directory.Entry>> entries = new HashMap<>();
    private final Map<Listing, List<Subject>> lists = new HashMap<>();
    /** Who was listed, and so belongs to the organization; their roles and groups may still be unknown. */
    private final Set<Subject> listed = new HashSet<>();

    private Optional<Age> oldest = Optional.empty();
    /** How often they were renewed and had grown too old again before a work got any further. */
    private int renewals;

    /** One page of a list. */
    record Listing(Kind kind, Optional<Subject> group, Optional<Subject> after, int limit) {
        /** What is listed. */
        enum Kind {
            MEMBERS,
            PRINCIPALS,
            HOLDERS
        }

        static Listing members(Subject group, Optional<Subject> after, int limit) {
            return new Listing(Kind.MEMBERS, Optional.of(group), after, limit);
        }

        static Listing principals(Optional<Subject> after, int limit) {
            return new Listing(Kind.PRINCIPALS, Optional.empty(), after, limit);
        }

        static Listing holders(Optional<Subject> after, int limit) {
            return new Listing(Kind.HOLDERS, Optional.empty(), after, limit);
        }
    }

    /** Answers are wanted that are not there, or the ones that are there have grown too old. */
    static final class Unanswered extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Collection<Subject> subjects;
        private final transient boolean withGroups;
        private final transient Collection<Listing> listings;

        private Unanswered(Collection<Subject> subjects, boolean withGroups, Collection<Listing> listings) {
            super(null, null, false, false);
            this.subjects = subjects;
            this.withGroups = withGroups;
            this.listings = listings;
        }
    }

    /** Of a directory that is to answer within so long; what it says lives so long from when it was asked. */
    DirectoryAnswers(
            Directory directory,
            OrganizationId organization,
            LongSupplier ticker,
            Duration patience,
            Duration lifetime) {
        this.directory = directory;
        this.organization = organization;
        this.ticker = ticker;
        this.patience = patience.compareTo(lifetime) < 0 ? patience : lifetime;
        this.lifetime = lifetime;
    }

    /** Runs a work that uses these: none of them may be too old when it begins, nor grow so before it has ended. */
    <T> T during(Supplier<T> work) {
        checkAge();
        T result = work.get();
        checkAge();
        return result;
    }

    private void checkAge() {
        if (tooOld()) {
            throw new Unanswered(List.of(), false, List.of());
        }
    }

    /** The entries of those of some subjects that belong. */
    Map<Subject, Directory.Entry> entries(Collection<Subject> subjects) {
        need(subjects, false);
        Map<Subject, Directory.Entry> found = new HashMap<>();
        subjects.forEach(subject -> entry(subject).ifPresent(entry -> found.put(subject, entry)));
        return found;
    }

    /** The entry of a subject, if it belongs, for someone who will need those of its groups too. */
    Optional<Directory.Entry> entryWithGroups(Subject subject) {
        need(List.of(subject), true);
        return entry(subject);
    }

    /** Those of some subjects that belong. */
    Set<Subject> belonging(Collection<Subject> subjects) {
        need(subjects.stream().filter(subject -> !listed.contains(subject)).toList(), false);
        Set<Subject> belonging = new HashSet<>(subjects);
        belonging.removeIf(
                subject -> entries.containsKey(subject) ? entry(subject).isEmpty() : !listed.contains(subject));
        return belonging;
    }

    /** Refuses to go on without the first pages of some lists, so that they are asked for together. */
    void need(Collection<Listing> listings) {
        List<Listing> missing = listings.stream()
                .filter(listing -> !lists.containsKey(listing))
                .distinct()
                .toList();
        if (!missing.isEmpty()) {
            throw new Unanswered(List.of(), false, missing);
        }
    }

    /** A page of a list. */
    List<Subject> list(Listing listing) {
        need(List.of(listing));
        return lists.getOrDefault(listing, List.of());
    }

    /** Asks what is unanswered, and all that was asked before if that has grown too old. No work is running. */
    void ask(Unanswered unanswered) {
        Set<Subject> subjects = new LinkedHashSet<>(unanswered.subjects);
        Set<Listing> listings = new LinkedHashSet<>(unanswered.listings);
        if (!subjects.isEmpty() || !listings.isEmpty()) {
            renewals = 0;
        }
        if (tooOld()) {
            checkRenewals();
            subjects.addAll(entries.keySet());
            listings.addAll(lists.keySet());
            forget();
        }
        find(subjects);
        if (unanswered.withGroups) {
            Set<Subject> groups = new LinkedHashSet<>();
            subjects.forEach(subject -> entry(subject).ifPresent(entry -> groups.addAll(groups(entry))));
            groups.removeAll(entries.keySet());
            find(groups);
        }
        listings.forEach(this::page);
    }

    /** Asks about a principal and its groups. */
    void askAbout(Subject principal) {
        ask(new Unanswered(List.of(principal), true, List.of()));
    }

    /** The groups that an entry names. */
    static List<Subject> groups(Directory.Entry entry) {
        return entry.groups().stream()
                .filter(group -> group.kind() == SubjectKind.GROUP)
                .toList();
    }

    private Optional<Directory.Entry> entry(Subject subject) {
        return entries.getOrDefault(subject, Optional.empty());
    }

    /** The system group is none of the directory's, and always there. */
    private void need(Collection<Subject> subjects, boolean withGroups) {
        List<Subject> missing = subjects.stream()
                .filter(subject -> subject.kind() != SubjectKind.ALL_USERS && !entries.containsKey(subject))
                .distinct()
                .toList();
        if (!missing.isEmpty()) {
            throw new Unanswered(missing, withGroups, List.of());
        }
    }

    private boolean tooOld() {
        return oldest.isPresent() && oldest.get().exceeds(lifetime);
    }

    private void checkRenewals() {
        renewals++;
        if (renewals > RENEWALS) {
            throw new Unavailable(
                    "ORG-7",
                    "the directory's answers about organization " + organization + " had outlived the " + lifetime
                            + " that they may live whenever they were needed",
                    true);
        }
    }

    private void forget() {
        entries.clear();
        lists.clear();
        listed.clear();
        oldest = Optional.empty();
    }

    private void find(Collection<Subject> subjects) {
        for (List<Subject> some : Batches.of(List.copyOf(subjects))) {
            answer(() -> directory.find(organization, some, patience), found -> {
                some.forEach(subject -> entries.put(subject, Optional.empty()));
                found.forEach((subject, entry) -> entries.put(subject, Optional.of(entry)));
            });
        }
    }

    private void page(Listing listing) {
        answer(() -> ask(listing), found -> {
            List<Subject> page = List.copyOf(found);
            checkOrder(listing, page);
            lists.put(listing, page);
            listed.addAll(page);
        });
    }

    private List<Subject> ask(Listing listing) {
        return switch (listing.kind()) {
            case MEMBERS ->
                directory.members(
                        organization, listing.group().orElseThrow(), listing.after(), listing.limit(), patience);
            case PRINCIPALS -> directory.principals(organization, listing.after(), listing.limit(), patience);
            case HOLDERS -> directory.holders(organization, listing.after(), listing.limit(), patience);
        };
    }

    /** A list that goes back would be read for ever. */
    private static void checkOrder(Listing listing, List<Subject> page) {
        if (page.size() > listing.limit()) {
            throw new IllegalStateException(page.size() + " subjects were listed instead of " + listing.limit());
        }
        Optional<Subject> before = listing.after();
        for (Subject subject : page) {
            if (before.isPresent() && Index.order().compare(key(before.get()), key(subject)) >= 0) {
                throw new IllegalStateException(subject + " was listed after " + before.get());
            }
            before = Optional.of(subject);
        }
    }

    private static List<String> key(Subject subject) {
        return RecordKind.subject(subject).parts();
    }

    /** Puts one question to the directory; an answer that is late, or is none, is refused (ORG-7). */
    private <T> void answer(Supplier<T> question, Consumer<T> accept) {
        Age asked = Age.beginning(ticker);
        try {
            accept.accept(Objects.requireNonNull(question.get(), "the host's Directory answered null"));
        } catch (RuntimeException e) {
            throw new Unavailable(
                    "ORG-7", "the directory could not answer about organization " + organization, true, e);
        }
        if (asked.exceeds(patience)) {
            throw new Unavailable(
                    "ORG-7",
                    "the directory answered about organization " + organization + " after the deadline: it was given "
                            + patience,
                    true);
        }
        if (oldest.isEmpty()) {
            oldest = Optional.of(asked);
        }
    }
}
