package io.github.communities.core.directory;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.directory.DirectoryAnswers.Listing;
import io.github.communities.core.paging.Scan;
import io.github.communities.core.policy.CompiledPolicy;
import io.github.communities.core.transaction.SubjectSource;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.TargetRecords;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An organization as it looks with a directory (ORG-2). Who belongs, who is in which group, and the bindings of users,
 * service accounts and groups at the organization are what the directory says, whatever is stored of that. All else is
 * what the store keeps: among it since when bindings of a subject count (ORG-4), and who has signed in.
 */
class DirectoryReader implements StoreReader, SubjectSource {
    private final StoreReader stored;
    private final DirectoryAnswers answers;
    private final DirectorySubjects subjects;
    private final DirectoryMemberships memberships;
    private final DirectoryBindings bindings;

    DirectoryReader(OrganizationId organization, CompiledPolicy policy, StoreReader stored, DirectoryAnswers answers) {
        this.stored = stored;
        this.answers = answers;
        this.subjects = new DirectorySubjects(organization, stored, answers);
        this.memberships = new DirectoryMemberships(organization, stored, answers);
        this.bindings = new DirectoryBindings(organization, policy, stored, answers, subjects);
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
        if (kind.equals(RecordKind.SUBJECT)) {
            return cast(kind, subjects.find(keys(keys)));
        }
        if (kind.equals(RecordKind.GROUP_MEMBER)) {
            return cast(kind, memberships.find(keys(keys)));
        }
        return kind.equals(RecordKind.BINDING) ? cast(kind, bindings.find(keys(keys))) : stored.find(kind, keys);
    }

    @Override
    public final <R extends StoredRecord> List<R> list(RecordRange<R> range) {
        RecordKind<R> kind = range.index().kind();
        if (kind.equals(RecordKind.SUBJECT)) {
            return cast(kind, subjects.list(range(range)));
        }
        if (kind.equals(RecordKind.GROUP_MEMBER)) {
            return cast(kind, memberships.list(range(range)));
        }
        return kind.equals(RecordKind.BINDING) ? cast(kind, bindings.list(range(range))) : stored.list(range);
    }

    @Override
    public final <R extends StoredRecord> List<List<R>> listEach(List<RecordRange<R>> ranges) {
        List<RecordRange<R>> given = RecordRange.requireTogether(ranges);
        List<RecordRange<R>> kept = given.stream().filter(this::isKept).toList();
        Iterator<List<R>> together = stored.listEach(kept).iterator();
        return given.stream()
                .map(range -> isKept(range) ? together.next() : list(range))
                .toList();
    }

    /** Whether the store alone says what is in a range. */
    private <R extends StoredRecord> boolean isKept(RecordRange<R> range) {
        RecordKind<R> kind = range.index().kind();
        return kind.equals(RecordKind.BINDING)
                ? DirectoryBindings.isKept(range)
                : !kind.equals(RecordKind.SUBJECT) && !kind.equals(RecordKind.GROUP_MEMBER);
    }

    /** {@inheritDoc} A directory says nothing of them. */
    @Override
    public final TargetRecords targetRecords(Collection<? extends Target> targets) {
        return stored.targetRecords(targets);
    }

    @Override
    public final PrincipalRecords principalRecords(Subject principal) {
        Set<Subject> theirs = new LinkedHashSet<>(List.of(principal));
        answers.entryWithGroups(principal).ifPresent(entry -> theirs.addAll(DirectoryAnswers.groups(entry)));
        List<GroupMemberRecord> groups = theirs.stream()
                .filter(group -> !group.equals(principal))
                .map(group -> memberships.of(group, principal))
                .toList();
        Set<Subject> holders = new LinkedHashSet<>(theirs);
        holders.add(Subject.allUsers());
        return new PrincipalRecords(
                revision(),
                subjects.organization(),
                subjects.of(theirs),
                groups,
                Scan.of(this, holders.stream().map(RecordRange::bindingsOf).toList())
                        .toList());
    }

    @Override
    public final boolean isDirectory() {
        return true;
    }

    @Override
    public final void prefetch(Collection<Subject> some) {
        answers.belonging(some);
    }

    @Override
    public final Optional<Set<Subject>> withMembers(Set<Subject> groups) {
        answers.need(groups.stream().map(DirectoryReader::anyMember).toList());
        Set<Subject> found = new HashSet<>(groups);
        found.removeIf(group -> answers.list(anyMember(group)).isEmpty());
        return Optional.of(found);
    }

    private static Listing anyMember(Subject group) {
        return Listing.members(group, Optional.empty(), 1);
    }

    // A kind and the type of its records are one, but the compiler knows nothing of that.

    private static <R extends StoredRecord> List<R> cast(RecordKind<R> kind, List<? extends StoredRecord> records) {
        return records.stream().map(kind.type()::cast).toList();
    }

    @SuppressWarnings("unchecked")
    private static <R extends StoredRecord> List<RecordKey<R>> keys(Collection<? extends RecordKey<?>> keys) {
        return keys.stream().map(key -> (RecordKey<R>) key).toList();
    }

    @SuppressWarnings("unchecked")
    private static <R extends StoredRecord> RecordRange<R> range(RecordRange<?> range) {
        return (RecordRange<R>) range;
    }
}
