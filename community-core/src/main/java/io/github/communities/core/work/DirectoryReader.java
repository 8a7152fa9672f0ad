package io.github.communities.core.work;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.policy.CompiledPolicy;
import io.github.communities.core.work.DirectoryAnswers.Listing;
import io.github.communities.error.NotFound;
import io.github.communities.spi.BindingRecord;
import io.github.communities.spi.Directory;
import io.github.communities.spi.GroupMemberRecord;
import io.github.communities.spi.Index;
import io.github.communities.spi.OrganizationRecord;
import io.github.communities.spi.RecordKey;
import io.github.communities.spi.RecordKind;
import io.github.communities.spi.RecordRange;
import io.github.communities.spi.Standing;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoredRecord;
import io.github.communities.spi.SubjectRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An organization as it looks with a directory (ORG-2). Who belongs, who is in which group, and the bindings of users,
 * service accounts and groups at the organization are what the directory says, whatever is stored of that. All else is
 * what the store keeps: among it since when bindings of a subject count (ORG-4), and who has signed in.
 */
class DirectoryReader implements StoreReader {
    private static final String ORGANIZATION = ScopeKind.ORGANIZATION.noun();

    private final OrganizationId organization;
    private final CompiledPolicy policy;
    private final StoreReader stored;
    private final DirectoryAnswers answers;
    private @Nullable OrganizationRecord record;

    DirectoryReader(OrganizationId organization, CompiledPolicy policy, StoreReader stored, DirectoryAnswers answers) {
        this.organization = organization;
        this.policy = policy;
        this.stored = stored;
        this.answers = answers;
    }

    @Override
    public final Revision revision() {
        return stored.revision();
    }

    @Override
    public final List<ChangeRecord> changes(Revision after, int limit) {
        return stored.changes(after, limit);
    }

    @Override
    public final <R extends StoredRecord> List<R> find(RecordKind<R> kind, Collection<RecordKey<R>> keys) {
        List<List<String>> parts = keys.stream().map(RecordKey::parts).toList();
        if (kind.equals(RecordKind.SUBJECT)) {
            return cast(
                    kind, subjects(parts.stream().map(key -> subject(key, 0)).toList()));
        }
        if (kind.equals(RecordKind.GROUP_MEMBER)) {
            return cast(kind, memberships(parts));
        }
        List<R> found = stored.find(kind, keys);
        if (!kind.equals(RecordKind.BINDING)) {
            return found;
        }
        List<StoredRecord> all = new ArrayList<>();
        found.stream().filter(binding -> isKept((BindingRecord) binding)).forEach(all::add);
        Set<List<String>> wanted = new HashSet<>(parts);
        Set<Subject> holders = new LinkedHashSet<>();
        parts.stream().filter(key -> key.get(0).equals(ORGANIZATION)).forEach(key -> holders.add(subject(key, 2)));
        supplied(holders).stream()
                .filter(binding -> wanted.contains(binding.keyParts()))
                .forEach(all::add);
        return cast(kind, all);
    }

    @Override
    public final <R extends StoredRecord> List<R> list(RecordRange<R> range) {
        RecordKind<R> kind = range.index().kind();
        if (kind.equals(RecordKind.SUBJECT)) {
            return principals(range);
        }
        if (kind.equals(RecordKind.GROUP_MEMBER)) {
            return range.index().equals(Index.GROUPS_OF_MEMBER) ? groupsOfMembers(range) : membersOfGroups(range);
        }
        if (kind.equals(RecordKind.BINDING)) {
            return bindings(range);
        }
        return stored.list(range);
    }

    @Override
    public final Standing standing(Subject principal) {
        OrganizationRecord found = record();
        Set<Subject> theirs = new LinkedHashSet<>(List.of(principal));
        answers.entryWithGroups(principal).ifPresent(entry -> theirs.addAll(DirectoryAnswers.groups(entry)));
        List<SubjectRecord> subjects = subjects(theirs);
        List<GroupMemberRecord> memberships = theirs.stream()
                .filter(group -> !group.equals(principal))
                .map(group -> membership(group, principal))
                .toList();
        theirs.add(Subject.allUsers());
        return new Standing(revision(), found, subjects, memberships, bindings(theirs));
    }

    /** Lets the directory be asked about all of some subjects together, however many they are. */
    final void foresee(Collection<Subject> subjects) {
        answers.belonging(subjects);
    }

    /** Those of some groups that somebody is in. */
    final Set<Subject> inhabited(Collection<Subject> groups) {
        answers.need(groups.stream().map(DirectoryReader::anyMember).toList());
        Set<Subject> inhabited = new HashSet<>(groups);
        inhabited.removeIf(group -> answers.list(anyMember(group)).isEmpty());
        return inhabited;
    }

    private static Listing anyMember(Subject group) {
        return Listing.members(group, Optional.empty(), 1);
    }

    // Who belongs

    private List<SubjectRecord> subjects(Collection<Subject> subjects) {
        Set<Subject> belonging = answers.belonging(subjects);
        Map<Subject, SubjectRecord> kept = kept(subjects);
        List<SubjectRecord> records = new ArrayList<>();
        for (Subject subject : subjects) {
            SubjectRecord known = kept.get(subject);
            boolean present = belonging.contains(subject);
            if (known != null) {
                records.add(SubjectRecord.builder().from(known).present(present).build());
            } else if (present) {
                records.add(unrecorded(subject));
            }
        }
        return records;
    }

    private Map<Subject, SubjectRecord> kept(Collection<Subject> subjects) {
        List<RecordKey<SubjectRecord>> keys =
                subjects.stream().distinct().map(RecordKind::subject).toList();
        Map<Subject, SubjectRecord> kept = new HashMap<>();
        for (int from = 0; from < keys.size(); from += RecordRange.MAX) {
            stored.find(RecordKind.SUBJECT, keys.subList(from, Math.min(keys.size(), from + RecordRange.MAX)))
                    .forEach(known -> kept.put(known.subject(), known));
        }
        return kept;
    }

    /** Someone of whom nothing is kept: nobody was longer in an organization than it was registered. */
    private SubjectRecord unrecorded(Subject subject) {
        return SubjectRecord.builder()
                .organization(organization)
                .subject(subject)
                .present(true)
                .epoch(Revision.NONE)
                .since(record().registeredAt())
                .signedIn(false)
                .build();
    }

    private OrganizationRecord record() {
        OrganizationRecord known = record;
        if (known == null) {
            known = stored.find(RecordKind.organization())
                    .orElseThrow(() -> new NotFound("ORG-1", "organization", organization.toString()));
            record = known;
        }
        return known;
    }

    private <R extends StoredRecord> List<R> principals(RecordRange<R> range) {
        if (range.prefixes().get(0).size() == 2) {
            Set<Subject> named = new LinkedHashSet<>();
            range.prefixes().forEach(prefix -> named.add(subject(prefix, 0)));
            return page(range, subjects(named));
        }
        return page(
                range,
                listed(
                        range,
                        range.after().map(key -> subject(key, 0)),
                        range.limit(),
                        after -> Listing.principals(after, range.limit()),
                        this::subjects));
    }

    // Who is in which group

    private List<GroupMemberRecord> memberships(List<List<String>> keys) {
        Set<Subject> members = new LinkedHashSet<>();
        keys.forEach(key -> members.add(subject(key, 1)));
        Map<Subject, Directory.Entry> entries = answers.entries(members);
        List<GroupMemberRecord> memberships = new ArrayList<>();
        for (List<String> key : keys) {
            Subject group = Subject.group(key.get(0));
            Directory.Entry entry = entries.get(subject(key, 1));
            if (entry != null && groups(entry).contains(group)) {
                memberships.add(membership(group, subject(key, 1)));
            }
        }
        return memberships;
    }

    private <R extends StoredRecord> List<R> groupsOfMembers(RecordRange<R> range) {
        Set<Subject> members = new LinkedHashSet<>();
        range.prefixes().forEach(prefix -> members.add(subject(prefix, 0)));
        Map<Subject, Directory.Entry> entries = answers.entries(members);
        List<GroupMemberRecord> memberships = new ArrayList<>();
        entries.forEach((member, entry) ->
                DirectoryAnswers.groups(entry).forEach(group -> memberships.add(membership(group, member))));
        return page(range, memberships);
    }

    private <R extends StoredRecord> List<R> membersOfGroups(RecordRange<R> range) {
        Optional<Subject> begin = range.after().map(key -> subject(key, 1));
        List<Subject> groups = range.prefixes().stream()
                .map(prefix -> Subject.group(prefix.get(0)))
                .distinct()
                .toList();
        answers.need(groups.stream()
                .map(group -> Listing.members(group, begin, range.limit()))
                .toList());
        List<GroupMemberRecord> found = new ArrayList<>();
        for (Subject group : groups) {
            found.addAll(listed(
                    range,
                    begin,
                    range.limit(),
                    after -> Listing.members(group, after, range.limit()),
                    members -> members.stream()
                            .filter(Subject::isPrincipal)
                            .map(member -> membership(group, member))
                            .toList()));
        }
        return page(range, found);
    }

    private Set<Subject> groups(Directory.Entry entry) {
        return answers.entries(DirectoryAnswers.groups(entry)).keySet();
    }

    /** It counts whatever happened to group and member before: the directory says that it is so now. */
    private GroupMemberRecord membership(Subject group, Subject member) {
        return GroupMemberRecord.builder()
                .organization(organization)
                .group(group)
                .member(member)
                .revision(revision())
                .build();
    }

    // What is bound at the organization

    private <R extends StoredRecord> List<R> bindings(RecordRange<R> range) {
        if (range.prefixes().stream().noneMatch(prefix -> reachesOrganization(range.index(), prefix))) {
            return stored.list(range);
        }
        List<StoredRecord> all = new ArrayList<>(kept(range));
        all.addAll(supplied(range));
        return page(range, all);
    }

    private List<BindingRecord> bindings(Set<Subject> holders) {
        List<List<String>> prefixes = holders.stream()
                .map(holder -> List.of(holder.kind().text(), holder.id()))
                .toList();
        RecordRange<BindingRecord> range = RecordRange.of(Index.BINDINGS_OF_SUBJECT);
        if (prefixes.size() <= RecordRange.MAX) {
            List<BindingRecord> together = list(range.underAny(prefixes));
            if (together.size() < RecordRange.MAX) {
                return together;
            }
        }
        List<BindingRecord> all = new ArrayList<>();
        for (List<String> prefix : prefixes) {
            RecordRange<BindingRecord> next = range.underAny(List.of(prefix));
            List<BindingRecord> some = list(next);
            all.addAll(some);
            while (some.size() == next.limit()) {
                next = next.after(some.get(some.size() - 1));
                some = list(next);
                all.addAll(some);
            }
        }
        return all;
    }

    private static boolean reachesOrganization(Index<?> index, List<String> prefix) {
        int scope = index.parts().indexOf("scope kind");
        return prefix.size() <= scope || prefix.get(scope).equals(ORGANIZATION);
    }

    /** Whether a stored binding is what the store has to say: the directory knows nothing of the system group. */
    private static boolean isKept(BindingRecord binding) {
        return binding.scope().kind() != ScopeKind.ORGANIZATION || !isInDirectory(binding.subject());
    }

    private static boolean isInDirectory(Subject subject) {
        return subject.kind() != SubjectKind.ALL_USERS;
    }

    /** As many stored bindings as fit that are what the store has to say. */
    private <R extends StoredRecord> List<R> kept(RecordRange<R> range) {
        List<R> read = stored.list(range);
        List<R> kept = new ArrayList<>();
        if (read.size() == range.limit() && range.prefixes().size() > 1) {
            // A range of several prefixes can't be gone on with.
            for (List<String> prefix : range.prefixes()) {
                kept.addAll(kept(range.underAny(List.of(prefix))));
            }
            return kept;
        }
        RecordRange<R> next = range;
        while (true) {
            read.stream().filter(binding -> isKept((BindingRecord) binding)).forEach(kept::add);
            if (read.size() < next.limit() || kept.size() >= range.limit()) {
                return kept;
            }
            next = next.after(read.get(read.size() - 1));
            read = stored.list(next);
        }
    }

    /** What the directory says is bound at the organization, from where a range begins, as much as fits or more. */
    private List<BindingRecord> supplied(RecordRange<? extends StoredRecord> range) {
        Index<?> index = range.index();
        int holder = index.parts().indexOf("subject kind");
        List<String> prefix = range.prefixes().get(0);
        if (prefix.size() > holder + 1) {
            Set<Subject> named = new LinkedHashSet<>();
            range.prefixes().stream()
                    .filter(each -> reachesOrganization(index, each))
                    .forEach(each -> named.add(subject(each, holder)));
            return supplied(named);
        }
        boolean inOrder = range.prefixes().size() == 1 && (prefix.size() == holder || holder == 2);
        Optional<Subject> begin = Optional.empty();
        if (inOrder && range.after().isPresent()) {
            List<String> after = range.after().get();
            int beyond = after.get(0).compareTo(ORGANIZATION);
            if (beyond > 0) {
                return List.of();
            }
            // The system group, which the directory does not know, comes before all others.
            begin = Optional.of(subject(after, holder)).filter(last -> beyond == 0 && isInDirectory(last));
        }
        int limit = inOrder ? range.limit() : RecordRange.MAX;
        // The one after whom to begin may have more roles.
        List<BindingRecord> found = new ArrayList<>(supplied(begin.stream().toList()));
        found.addAll(listed(
                range,
                begin,
                inOrder ? limit : Integer.MAX_VALUE,
                after -> Listing.holders(after, limit),
                this::supplied));
        return found;
    }

    private List<BindingRecord> supplied(Collection<Subject> holders) {
        Map<Subject, Directory.Entry> entries = answers.entries(holders);
        List<BindingRecord> bindings = new ArrayList<>();
        for (SubjectRecord holder : subjects(entries.keySet())) {
            Directory.Entry entry = entries.get(holder.subject());
            if (entry != null) {
                entry.roles().stream()
                        .filter(role -> isBound(holder.subject(), role))
                        .forEach(role -> bindings.add(binding(holder, role)));
            }
        }
        return bindings;
    }

    private boolean isBound(Subject holder, Role role) {
        boolean follows = holder.isUser() && role.equals(policy.source().memberRole());
        return policy.bindable(role, ScopeKind.ORGANIZATION) && !follows;
    }

    private BindingRecord binding(SubjectRecord holder, Role role) {
        return BindingRecord.builder()
                .scope(organization)
                .subject(holder.subject())
                .role(role)
                .since(holder.since())
                .revision(holder.epoch())
                .build();
    }

    // Lists

    /**
     * Records of those whom the directory lists, page by page.
     *
     * @param begin after whom to begin
     * @param enough of how many records it is enough
     */
    private <S extends StoredRecord> List<S> listed(
            RecordRange<? extends StoredRecord> range,
            Optional<Subject> begin,
            int enough,
            Function<Optional<Subject>, Listing> listing,
            Function<List<Subject>, List<S>> records) {
        List<S> found = new ArrayList<>();
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

    /** The records that a range has, of some among which are all that it has to begin with. */
    private static <R extends StoredRecord> List<R> page(
            RecordRange<R> range, Collection<? extends StoredRecord> records) {
        RecordKind<R> kind = range.index().kind();
        Function<R, List<String>> key = range.index().key();
        return records.stream()
                .filter(record -> isIn(range, record))
                .map(kind.type()::cast)
                .sorted((one, other) -> Index.order().compare(key.apply(one), key.apply(other)))
                .distinct()
                .limit(range.limit())
                .toList();
    }

    private static <R extends StoredRecord> boolean isIn(RecordRange<R> range, StoredRecord record) {
        List<String> key = range.index().key().apply(range.index().kind().type().cast(record));
        int parts = range.prefixes().get(0).size();
        return range.prefixes().contains(key.subList(0, parts))
                && (range.after().isEmpty()
                        || Index.order().compare(key, range.after().get()) > 0);
    }

    private static <R extends StoredRecord> List<R> cast(RecordKind<R> kind, List<? extends StoredRecord> records) {
        return records.stream().map(kind.type()::cast).toList();
    }

    /** The subject that two parts of a key stand for. */
    private static Subject subject(List<String> key, int from) {
        return new Subject(SubjectKind.parse(key.get(from)), key.get(from + 1));
    }
}
