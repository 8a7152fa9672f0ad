package io.github.communities.tck;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.Directory;
import io.github.communities.spi.HostTransaction;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.PrincipalRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A host's directory in memory. It can be slow, by moving the clock while it answers, and can fail; it remembers what
 * it was asked; and it fails the test where it is asked while a work of a store that it {@link #watch watches} is open
 * in the same thread (ORG-7). Thread-safe.
 */
public final class TestDirectory implements Directory {
    private static final Comparator<Subject> ORDER =
            Comparator.comparing(subject -> List.of(subject.kind().text(), subject.id()), Index.order());

    private final ManualClock clock;
    private final Map<OrganizationId, Map<Subject, Set<Role>>> roles = new HashMap<>();
    private final Map<OrganizationId, Map<Subject, Set<Subject>>> members = new HashMap<>();
    private final List<Question> questions = new ArrayList<>();
    private final ThreadLocal<Integer> open = ThreadLocal.withInitial(() -> 0);
    private Duration slowness = Duration.ZERO;
    private Optional<RuntimeException> fault = Optional.empty();
    private boolean generous;
    private int countdown;
    private Runnable happening = () -> {};

    /**
     * What it was asked.
     *
     * @param what the name of the method
     * @param subjects who was asked about; the group, for its members
     * @param patience within how long it was to answer
     */
    public record Question(String what, List<Subject> subjects, Duration patience) {}

    /** An empty one, under a clock. */
    public TestDirectory(ManualClock clock) {
        this.clock = clock;
    }

    /** Lets a subject belong, with these roles at the organization and no others. */
    public synchronized void put(OrganizationId organization, Subject subject, Role... atOrganization) {
        roles(organization).put(subject, new LinkedHashSet<>(List.of(atOrganization)));
    }

    /** Puts subjects into a group. */
    public synchronized void join(OrganizationId organization, Subject group, Subject... joining) {
        members(organization)
                .computeIfAbsent(group, same -> new LinkedHashSet<>())
                .addAll(List.of(joining));
    }

    /** Takes someone out of a group. */
    public synchronized void quit(OrganizationId organization, Subject group, Subject member) {
        members(organization).getOrDefault(group, new LinkedHashSet<>()).remove(member);
    }

    /** Forgets a subject, with its roles and groups. */
    public synchronized void remove(OrganizationId organization, Subject subject) {
        roles(organization).remove(subject);
        members(organization).remove(subject);
        members(organization).values().forEach(all -> all.remove(subject));
    }

    /** Forgets a group, and not who is in it. */
    public synchronized void forgetOnly(OrganizationId organization, Subject group) {
        roles(organization).remove(group);
    }

    /** Lets each answer take so long by the clock. */
    public synchronized void slow(Duration time) {
        slowness = time;
    }

    /** Lets each question meet this. */
    public synchronized void fail(RuntimeException thrown) {
        fault = Optional.of(thrown);
    }

    /** Lets it answer again, and at once. */
    public synchronized void mend() {
        fault = Optional.empty();
        slowness = Duration.ZERO;
    }

    /** Lets something happen before so many questions from now are answered. */
    public synchronized void uponQuestion(int count, Runnable happens) {
        countdown = count;
        happening = happens;
    }

    /** Lets its entries come with those of the groups they name. */
    public synchronized void beGenerous() {
        generous = true;
    }

    /** What it was asked since this was called last. */
    public synchronized List<Question> asked() {
        List<Question> all = List.copyOf(questions);
        questions.clear();
        return all;
    }

    @Override
    public synchronized Map<Subject, Entry> find(
            OrganizationId organization, Collection<Subject> subjects, Duration patience) {
        answer("find", List.copyOf(subjects), patience);
        Map<Subject, Entry> found = new HashMap<>();
        for (Subject subject : subjects) {
            entry(organization, subject).ifPresent(entry -> {
                found.put(subject, entry);
                if (generous) {
                    entry.groups().forEach(group -> entry(organization, group).ifPresent(its -> found.put(group, its)));
                }
            });
        }
        return found;
    }

    @Override
    public synchronized List<Subject> members(
            OrganizationId organization, Subject group, Optional<Subject> after, int limit, Duration patience) {
        answer("members", List.of(group), patience);
        return page(members(organization).getOrDefault(group, Set.of()).stream(), after, limit);
    }

    @Override
    public synchronized List<Subject> principals(
            OrganizationId organization, Optional<Subject> after, int limit, Duration patience) {
        answer("principals", List.of(), patience);
        return page(roles(organization).keySet().stream().filter(Subject::isPrincipal), after, limit);
    }

    @Override
    public synchronized List<Subject> holders(
            OrganizationId organization, Optional<Subject> after, int limit, Duration patience) {
        answer("holders", List.of(), patience);
        return page(
                roles(organization).entrySet().stream()
                        .filter(entry -> !entry.getValue().isEmpty())
                        .map(Map.Entry::getKey),
                after,
                limit);
    }

    /** A store that lets this know when its works run. */
    public CommunityStore watch(CommunityStore store) {
        return new Watched(store);
    }

    private void answer(String what, List<Subject> subjects, Duration patience) {
        if (open.get() > 0) {
            throw new AssertionError("ORG-7: the directory is asked for " + what + " while a transaction is open");
        }
        subjects.forEach(TestDirectory::check);
        questions.add(new Question(what, subjects, patience));
        clock.advance(slowness);
        countdown--;
        if (countdown == 0) {
            happening.run();
        }
        if (fault.isPresent()) {
            throw fault.get();
        }
    }

    /** The system group is the library's own affair. */
    private static void check(Subject subject) {
        if (subject.equals(Subject.allUsers())) {
            throw new AssertionError("the directory is asked about the system group");
        }
    }

    private Optional<Entry> entry(OrganizationId organization, Subject subject) {
        Set<Role> own = roles(organization).get(subject);
        if (own == null) {
            return Optional.empty();
        }
        Set<Subject> groups = new LinkedHashSet<>();
        members(organization).forEach((group, all) -> {
            if (all.contains(subject) && subject.kind() != SubjectKind.GROUP) {
                groups.add(group);
            }
        });
        return Optional.of(new Entry(own, groups));
    }

    private Map<Subject, Set<Role>> roles(OrganizationId organization) {
        return roles.computeIfAbsent(organization, same -> new TreeMap<>(ORDER));
    }

    private Map<Subject, Set<Subject>> members(OrganizationId organization) {
        return members.computeIfAbsent(organization, same -> new TreeMap<>(ORDER));
    }

    private static List<Subject> page(Stream<Subject> all, Optional<Subject> after, int limit) {
        after.ifPresent(TestDirectory::check);
        return all.sorted(ORDER)
                .filter(subject -> after.isEmpty() || ORDER.compare(subject, after.get()) > 0)
                .limit(limit)
                .toList();
    }

    private final class Watched extends ForwardingStore {
        Watched(CommunityStore store) {
            super(store);
        }

        @Override
        public <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work) {
            return during(() -> super.read(organization, work));
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            return during(() -> super.write(organization, work));
        }

        @Override
        public <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            return during(() -> super.create(organization, work));
        }

        @Override
        public Revision revision(OrganizationId organization) {
            return during(() -> super.revision(organization));
        }

        @Override
        public PrincipalRecords principalRecords(OrganizationId organization, Subject principal) {
            return during(() -> super.principalRecords(organization, principal));
        }

        @Override
        public CommunityStore within(HostTransaction transaction) {
            return new Watched(super.within(transaction));
        }

        private <T> T during(Supplier<T> call) {
            open.set(open.get() + 1);
            try {
                return call.get();
            } finally {
                open.set(open.get() - 1);
            }
        }
    }
}
