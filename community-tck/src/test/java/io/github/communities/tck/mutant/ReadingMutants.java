package io.github.communities.tck.mutant;

import static io.github.communities.tck.mutant.Mutant.that;
import static io.github.communities.tck.mutant.Mutants.reading;
import static io.github.communities.tck.mutant.Mutants.writing;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.Target;
import io.github.communities.change.ChangeRecord;
import io.github.communities.error.NotFound;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.PublicationRecord;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.SubjectRecord;
import io.github.communities.spi.record.TargetRecords;
import io.github.communities.tck.fixture.ForwardingReader;
import io.github.communities.tck.fixture.ForwardingStore;
import io.github.communities.tck.fixture.ForwardingWriter;
import java.text.Normalizer;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Stores that read wrong, or store what can't be read as it was. */
final class ReadingMutants {
    static final List<Mutant> ALL = List.of(
            that("shows what is not committed", Uncommitted::new, "S-4"),
            that("reads each time anew", ReadsAnew::new, "S-4"),
            that("takes an unknown organization for an empty one", ground -> new TakesForEmpty(ground.sound()), "S-9"),
            that(
                    "does not find the revision of an unknown organization",
                    ground -> new FindsNoRevision(ground.sound()),
                    "S-9"),
            that("names a rule that no caller knows", ground -> new NamesItsOwnRule(ground.sound()), "S-9"),
            that("trims texts", storing(ReadingMutants::trimmed), "S-10"),
            that("cuts instants to milliseconds", storing(ReadingMutants::cut), "S-10"),
            that("keeps no expiry", storing(ReadingMutants::withoutExpiry), "S-10"),
            that("finds keys whatever their case", reading(FoldsCase::new), "S-10"),
            that("sorts by UTF-16", reading(SortsByUtf16::new), "S-12"),
            that("lists alternatives one after the other", reading(OneAfterTheOther::new), "S-12"),
            that("lists more than were asked for", reading(ListsMore::new), "S-12"),
            that("counts its way to the next page", Counts::new, "S-13"),
            that("begins a page with the last record of the one before", reading(Overlaps::new), "S-12", "S-13"),
            that("leaves the roles of groups out", deciding(binding -> binding.kind() == SubjectKind.GROUP), "S-16"),
            that(
                    "leaves the roles of all users out",
                    deciding(binding -> binding.kind() == SubjectKind.ALL_USERS),
                    "S-16"),
            that("decides by the first thousand", ground -> new FirstThousand(ground.sound()), "S-16"),
            that("decides by memberships of an older state", ground -> new TwoStates(ground.sound()), "S-16"),
            that(
                    "does not say where attached things are published",
                    leading(ReadingMutants::withoutPublications),
                    "S-27"),
            that("leads as far as a project", leading(ReadingMutants::withoutCommunities), "S-27"),
            that("leads each target of a hundred", ground -> new FirstHundred(ground.sound()), "S-27"),
            that("leads where it led before", ground -> new LedBefore(ground.sound()), "S-27"),
            that("gives a community as often as it is led to", leading(ReadingMutants::withCommunitiesTwice), "S-27"),
            that("leaves gaps in the feed", reading(LeavesGaps::new), "S-20"),
            that("gives the feed backwards", reading(Backwards::new), "S-20"),
            that("keeps no reasons", writing(KeepsNoReasons::new), "S-20"),
            that("drops one change record too many", writing(DropsOneTooMany::new), "S-20"),
            that("remembers roles that are bound no more", ground -> new RemembersRoles(ground.sound()), "S-21"),
            that("knows a thousand roles", ground -> new KnowsAThousand(ground.sound()), "S-21"),
            that("takes roles for one that differ by case", ground -> new FoldsRoles(ground.sound()), "S-21"),
            that(
                    "takes roles of anyone for those of all users",
                    ground -> new TakesAnyoneForAll(ground.sound()),
                    "S-21"),
            that("finds keys whatever their accents", reading(FoldsAccents::new), "S-10"),
            that("finds keys whatever spaces they end with", reading(FoldsSpaces::new), "S-10"),
            that("loses its place when the last record is deleted", reading(LosesItsPlace::new), "S-13"),
            that("tells the change again that was known", reading(TellsAgain::new), "S-20"),
            that("counts on from the cursor", reading(CountsOn::new), "S-20"),
            that("leaves the groups of a principal out", ground -> new LeavesGroupsOut(ground.sound()), "S-16"),
            that("knows no roles", ground -> new KnowsNoRoles(ground.sound()), "S-21"));

    private ReadingMutants() {}

    /** A store that keeps records otherwise than they are. */
    private static Function<Ground, CommunityStore> storing(UnaryOperator<StoredRecord> otherwise) {
        return writing(writer -> new ForwardingWriter(writer) {
            @Override
            public void insert(Collection<? extends StoredRecord> records) {
                super.insert(records.stream().map(otherwise).toList());
            }

            @Override
            public void update(Collection<? extends StoredRecord> records) {
                super.update(records.stream().map(otherwise).toList());
            }
        });
    }

    private static StoredRecord trimmed(StoredRecord record) {
        return record instanceof CommunityRecord community
                ? CommunityRecord.builder()
                        .from(community)
                        .description(community.description().strip())
                        .build()
                : record;
    }

    private static StoredRecord cut(StoredRecord record) {
        return record instanceof SubjectRecord subject
                ? SubjectRecord.builder()
                        .from(subject)
                        .since(subject.since().truncatedTo(ChronoUnit.MILLIS))
                        .build()
                : record;
    }

    private static StoredRecord withoutExpiry(StoredRecord record) {
        return record instanceof BindingRecord binding
                ? BindingRecord.builder()
                        .from(binding)
                        .expiresAt(Optional.empty())
                        .build()
                : record;
    }

    /** Only the organization's own record: that is enough. */
    private static final class Uncommitted extends ForwardingStore {
        private final Map<OrganizationId, StoredRecord> uncommitted;

        Uncommitted(Ground ground) {
            super(ground.sound());
            uncommitted = ground.uncommitted();
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            try {
                return super.<T>write(organization, work);
            } finally {
                uncommitted.remove(organization);
            }
        }

        @Override
        protected StoreWriter writer(OrganizationId organization, StoreWriter writer) {
            return new ForwardingWriter(writer) {
                @Override
                public void update(Collection<? extends StoredRecord> records) {
                    super.update(records);
                    records.stream()
                            .filter(record -> record.kind().equals(RecordKind.ORGANIZATION))
                            .forEach(record -> uncommitted.put(organization, record));
                }
            };
        }

        @Override
        protected StoreReader reader(OrganizationId organization, StoreReader reader) {
            return new ForwardingReader(reader) {
                @Override
                public <R extends StoredRecord> List<R> find(RecordKind<R> kind, Collection<RecordKey<R>> keys) {
                    StoredRecord dirty = uncommitted.get(organization);
                    return dirty != null && dirty.kind().equals(kind)
                            ? List.of(kind.type().cast(dirty))
                            : super.find(kind, keys);
                }
            };
        }
    }

    private static final class ReadsAnew extends ForwardingStore {
        private final CommunityStore anew;

        ReadsAnew(Ground ground) {
            super(ground.sound());
            anew = ground.sound();
        }

        @Override
        protected StoreReader reader(OrganizationId organization, StoreReader reader) {
            return new ForwardingReader(reader) {
                @Override
                public <R extends StoredRecord> List<R> find(RecordKind<R> kind, Collection<RecordKey<R>> keys) {
                    return anew.read(organization, now -> now.find(kind, keys));
                }
            };
        }
    }

    private static final class TakesForEmpty extends ForwardingStore {
        TakesForEmpty(CommunityStore store) {
            super(store);
        }

        @Override
        public <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work) {
            return super.<T>create(organization, work);
        }
    }

    private static final class FindsNoRevision extends ForwardingStore {
        FindsNoRevision(CommunityStore store) {
            super(store);
        }

        @Override
        public Revision revision(OrganizationId organization) {
            return super.<Revision>read(organization, StoreReader::revision);
        }
    }

    private static final class NamesItsOwnRule extends ForwardingStore {
        NamesItsOwnRule(CommunityStore store) {
            super(store);
        }

        @Override
        public PrincipalRecords principalRecords(OrganizationId organization, Subject principal) {
            try {
                return super.principalRecords(organization, principal);
            } catch (NotFound e) {
                throw new NotFound("S-9", "organization", organization.value());
            }
        }
    }

    private static final class FoldsCase extends ForwardingReader {
        FoldsCase(StoreReader reader) {
            super(reader);
        }

        @Override
        public <R extends StoredRecord> List<R> find(RecordKind<R> kind, Collection<RecordKey<R>> keys) {
            Set<RecordKey<R>> more = new LinkedHashSet<>(keys);
            for (RecordKey<R> key : keys) {
                more.add(new RecordKey<>(
                        kind,
                        key.parts().stream()
                                .map(part -> part.toLowerCase(Locale.ROOT))
                                .toList()));
            }
            return super.find(kind, more);
        }
    }

    private static final class SortsByUtf16 extends ForwardingReader {
        SortsByUtf16(StoreReader reader) {
            super(reader);
        }

        @Override
        public <R extends StoredRecord> List<R> list(RecordRange<R> range) {
            return super.list(range).stream()
                    .sorted(Comparator.comparing(
                            record -> String.join("\u0001", range.index().key().apply(record))))
                    .toList();
        }
    }

    private static final class OneAfterTheOther extends ForwardingReader {
        OneAfterTheOther(StoreReader reader) {
            super(reader);
        }

        @Override
        public <R extends StoredRecord> List<R> list(RecordRange<R> range) {
            List<R> records = new ArrayList<>();
            for (List<String> prefix : range.prefixes()) {
                records.addAll(
                        super.list(new RecordRange<>(range.index(), List.of(prefix), range.after(), range.limit())));
            }
            return records.stream().limit(range.limit()).toList();
        }
    }

    private static final class ListsMore extends ForwardingReader {
        ListsMore(StoreReader reader) {
            super(reader);
        }

        @Override
        public <R extends StoredRecord> List<R> list(RecordRange<R> range) {
            return super.list(range.limit(Math.min(RecordRange.MAX, range.limit() + 1)));
        }
    }

    /** Goes on after so many records, as {@code offset} does. */
    private static final class Counts extends ForwardingStore {
        private final Map<List<Object>, Integer> counts = new HashMap<>();

        Counts(Ground ground) {
            super(ground.sound());
        }

        @Override
        protected StoreReader reader(OrganizationId organization, StoreReader reader) {
            return new ForwardingReader(reader) {
                @Override
                public <R extends StoredRecord> List<R> list(RecordRange<R> range) {
                    synchronized (counts) {
                        Index<R> index = range.index();
                        Integer offset = range.after()
                                .map(parts -> counts.get(List.<Object>of(organization, index, parts)))
                                .orElse(0);
                        List<R> page = range.prefixes().get(0).isEmpty() && range.limit() < RecordRange.MAX
                                ? super.list(RecordRange.of(index)).stream()
                                        .skip(offset)
                                        .limit(range.limit())
                                        .toList()
                                : super.list(range);
                        if (!page.isEmpty()) {
                            List<String> last = index.key().apply(page.get(page.size() - 1));
                            counts.put(List.of(organization, index, last), offset + page.size());
                        }
                        return page;
                    }
                }
            };
        }
    }

    private static final class Overlaps extends ForwardingReader {
        Overlaps(StoreReader reader) {
            super(reader);
        }

        @Override
        public <R extends StoredRecord> List<R> list(RecordRange<R> range) {
            List<R> page = super.list(range);
            if (range.after().isEmpty() || page.isEmpty()) {
                return page;
            }
            List<R> before = new ArrayList<>(super.list(RecordRange.of(range.index())));
            before.removeIf(record ->
                    !range.index().key().apply(record).equals(range.after().get()));
            before.addAll(page);
            return before.stream().limit(range.limit()).toList();
        }
    }

    /** A store that leaves the bindings of some subjects out of what decides. */
    private static Function<Ground, CommunityStore> deciding(Predicate<Subject> without) {
        return ground -> new ForwardingStore(ground.sound()) {
            @Override
            public PrincipalRecords principalRecords(OrganizationId organization, Subject principal) {
                PrincipalRecords all = super.principalRecords(organization, principal);
                return new PrincipalRecords(
                        all.revision(),
                        all.organization(),
                        all.subjects(),
                        all.memberships(),
                        all.bindings().stream()
                                .filter(binding -> !without.test(binding.subject()))
                                .toList());
            }
        };
    }

    private static final class FirstThousand extends ForwardingStore {
        FirstThousand(CommunityStore store) {
            super(store);
        }

        @Override
        public PrincipalRecords principalRecords(OrganizationId organization, Subject principal) {
            PrincipalRecords all = super.principalRecords(organization, principal);
            return new PrincipalRecords(
                    all.revision(),
                    all.organization(),
                    all.subjects(),
                    all.memberships(),
                    all.bindings().stream().limit(RecordRange.MAX).toList());
        }
    }

    private static final class TwoStates extends ForwardingStore {
        private final Map<Subject, PrincipalRecords> seen = new ConcurrentHashMap<>();

        TwoStates(CommunityStore store) {
            super(store);
        }

        @Override
        public PrincipalRecords principalRecords(OrganizationId organization, Subject principal) {
            PrincipalRecords now = super.principalRecords(organization, principal);
            PrincipalRecords first = seen.computeIfAbsent(principal, someone -> now);
            return new PrincipalRecords(
                    now.revision(), now.organization(), first.subjects(), first.memberships(), now.bindings());
        }
    }

    /** A store that says otherwise where targets lead. */
    private static Function<Ground, CommunityStore> leading(UnaryOperator<TargetRecords> broken) {
        return ground -> new ForwardingStore(ground.sound()) {
            @Override
            public TargetRecords targetRecords(OrganizationId organization, Collection<? extends Target> targets) {
                return broken.apply(super.targetRecords(organization, targets));
            }
        };
    }

    private static TargetRecords withoutPublications(TargetRecords all) {
        return with(all, all.communities(), all.attachments().isEmpty() ? all.publications() : List.of());
    }

    private static TargetRecords withoutCommunities(TargetRecords all) {
        return with(all, all.projects().isEmpty() ? all.communities() : List.of(), all.publications());
    }

    private static TargetRecords withCommunitiesTwice(TargetRecords all) {
        List<CommunityRecord> twice = new ArrayList<>(all.communities());
        twice.addAll(all.communities());
        return with(all, all.projects().isEmpty() ? all.communities() : twice, all.publications());
    }

    private static TargetRecords with(
            TargetRecords all, List<CommunityRecord> communities, List<PublicationRecord> publications) {
        return new TargetRecords(
                all.revision(),
                all.organization(),
                communities,
                all.projects(),
                all.resources(),
                publications,
                all.attachments());
    }

    private static final class FirstHundred extends ForwardingStore {
        FirstHundred(CommunityStore store) {
            super(store);
        }

        @Override
        public TargetRecords targetRecords(OrganizationId organization, Collection<? extends Target> targets) {
            return super.targetRecords(organization, targets.stream().limit(100).toList());
        }
    }

    private static final class LedBefore extends ForwardingStore {
        private final Map<Set<Target>, TargetRecords> seen = new ConcurrentHashMap<>();

        LedBefore(CommunityStore store) {
            super(store);
        }

        @Override
        public TargetRecords targetRecords(OrganizationId organization, Collection<? extends Target> targets) {
            TargetRecords now = super.targetRecords(organization, targets);
            TargetRecords first = seen.computeIfAbsent(Set.copyOf(targets), some -> now);
            return with(now, now.communities(), first.publications());
        }
    }

    private static final class LeavesGaps extends ForwardingReader {
        LeavesGaps(StoreReader reader) {
            super(reader);
        }

        @Override
        public List<ChangeRecord> changes(Revision after, int limit) {
            return super.changes(after, limit).stream()
                    .filter(record -> record.revision().value() % 5 != 0)
                    .toList();
        }
    }

    private static final class Backwards extends ForwardingReader {
        Backwards(StoreReader reader) {
            super(reader);
        }

        @Override
        public List<ChangeRecord> changes(Revision after, int limit) {
            List<ChangeRecord> records = new ArrayList<>(super.changes(after, limit));
            Collections.reverse(records);
            return records;
        }
    }

    private static final class KeepsNoReasons extends ForwardingWriter {
        KeepsNoReasons(StoreWriter writer) {
            super(writer);
        }

        @Override
        public void append(ChangeRecord record) {
            super.append(
                    ChangeRecord.builder().from(record).reason(Optional.empty()).build());
        }
    }

    private static final class DropsOneTooMany extends ForwardingWriter {
        DropsOneTooMany(StoreWriter writer) {
            super(writer);
        }

        @Override
        public void dropChanges(Revision upTo) {
            super.dropChanges(upTo.next());
        }
    }

    private static final class RemembersRoles extends ForwardingStore {
        private final Set<Role> seen = new HashSet<>();

        RemembersRoles(CommunityStore store) {
            super(store);
        }

        @Override
        public Set<Role> roles() {
            seen.addAll(super.roles());
            return Set.copyOf(seen);
        }
    }

    private static final class TakesAnyoneForAll extends ForwardingStore {
        TakesAnyoneForAll(CommunityStore store) {
            super(store);
        }

        @Override
        public Set<Role> rolesOfAllUsers() {
            return roles();
        }
    }

    private static final class KnowsAThousand extends ForwardingStore {
        KnowsAThousand(CommunityStore store) {
            super(store);
        }

        @Override
        public Set<Role> roles() {
            return super.roles().stream().limit(RecordRange.MAX).collect(Collectors.toSet());
        }
    }

    private static final class FoldsRoles extends ForwardingStore {
        FoldsRoles(CommunityStore store) {
            super(store);
        }

        @Override
        public Set<Role> roles() {
            Map<String, Role> roles = super.roles().stream()
                    .collect(Collectors.toMap(
                            role -> role.name().toLowerCase(Locale.ROOT), Function.identity(), (one, other) -> one));
            return Set.copyOf(roles.values());
        }
    }

    /** A reader that takes keys for others, too. */
    private abstract static class Folds extends ForwardingReader {
        Folds(StoreReader reader) {
            super(reader);
        }

        abstract String fold(String part);

        @Override
        public <R extends StoredRecord> List<R> find(RecordKind<R> kind, Collection<RecordKey<R>> keys) {
            Set<RecordKey<R>> more = new LinkedHashSet<>(keys);
            keys.forEach(key -> more.add(
                    new RecordKey<>(kind, key.parts().stream().map(this::fold).toList())));
            return super.find(kind, more);
        }
    }

    private static final class FoldsAccents extends Folds {
        FoldsAccents(StoreReader reader) {
            super(reader);
        }

        @Override
        String fold(String part) {
            return Normalizer.normalize(part, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        }
    }

    private static final class FoldsSpaces extends Folds {
        FoldsSpaces(StoreReader reader) {
            super(reader);
        }

        @Override
        String fold(String part) {
            return part.stripTrailing();
        }
    }

    private static final class LosesItsPlace extends ForwardingReader {
        LosesItsPlace(StoreReader reader) {
            super(reader);
        }

        @Override
        public <R extends StoredRecord> List<R> list(RecordRange<R> range) {
            Index<R> index = range.index();
            boolean there = range.after().stream()
                    .allMatch(last -> super.list(RecordRange.of(index).under(last.toArray(String[]::new))).stream()
                            .findFirst()
                            .isPresent());
            return there ? super.list(range) : List.of();
        }
    }

    private static final class TellsAgain extends ForwardingReader {
        TellsAgain(StoreReader reader) {
            super(reader);
        }

        @Override
        public List<ChangeRecord> changes(Revision after, int limit) {
            return super.changes(Revision.of(Math.max(0, after.value() - 1)), limit);
        }
    }

    /** Asks for what begins with the number after the cursor, which the last number does not have. */
    private static final class CountsOn extends ForwardingReader {
        CountsOn(StoreReader reader) {
            super(reader);
        }

        @Override
        public List<ChangeRecord> changes(Revision after, int limit) {
            return super.changes(Revision.of(after.next().value() - 1), limit);
        }
    }

    private static final class LeavesGroupsOut extends ForwardingStore {
        LeavesGroupsOut(CommunityStore store) {
            super(store);
        }

        @Override
        public PrincipalRecords principalRecords(OrganizationId organization, Subject principal) {
            PrincipalRecords all = super.principalRecords(organization, principal);
            return new PrincipalRecords(all.revision(), all.organization(), all.subjects(), List.of(), all.bindings());
        }
    }

    private static final class KnowsNoRoles extends ForwardingStore {
        KnowsNoRoles(CommunityStore store) {
            super(store);
        }

        @Override
        public Set<Role> roles() {
            return Set.of();
        }
    }
}
