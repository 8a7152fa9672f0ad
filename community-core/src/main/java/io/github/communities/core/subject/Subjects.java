package io.github.communities.core.subject;

import io.github.communities.CommunityId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.member.Bindings;
import io.github.communities.core.member.PendingInvitations;
import io.github.communities.core.policy.Path;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.error.Refused;
import io.github.communities.member.NewBinding;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.DepartureRecord;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.LeftoverRecord;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.SubjectRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** How users, service accounts and groups come to an organization and leave it (ORG-2, ORG-4, ORG-8). */
public final class Subjects {
    private static final int BATCH = 1000;

    private Subjects() {}

    /** Lets a subject belong to the organization, if it does not yet. */
    public static SubjectRecord add(WriteTransaction writing, Subject subject) {
        Optional<SubjectRecord> known = writing.find(RecordKind.subject(subject));
        if (known.isPresent() && known.get().present()) {
            return known.get();
        }
        SubjectRecord record = come(writing, subject, known.flatMap(SubjectRecord::leftIn));
        if (known.isPresent()) {
            writing.update(record);
        } else {
            writing.insert(record);
        }
        return record;
    }

    /** A subject that comes now, and tells so; whoever comes back starts anew. */
    public static SubjectRecord come(WriteTransaction writing, Subject subject, Optional<Revision> leftIn) {
        writing.tell(
                Change.of(ChangeKind.SUBJECT_ADDED, writing.organizationId()).about(subject));
        return SubjectRecord.builder()
                .from(record(writing, subject))
                .leftIn(leftIn)
                .build();
    }

    private static SubjectRecord record(WriteTransaction writing, Subject subject) {
        return SubjectRecord.builder()
                .organization(writing.organizationId())
                .subject(subject)
                .present(true)
                .epoch(writing.next())
                .since(writing.now())
                .signedIn(false)
                .build();
    }

    /** Binds roles at the organization that a subject has not yet. */
    public static void bind(WriteTransaction writing, Subject subject, List<Role> roles) {
        List<BindingRecord> added = new ArrayList<>();
        for (Role role : roles) {
            BindingRecord binding = Bindings.made(
                    writing, Path.of(writing.organizationId()), NewBinding.of(subject, role), Optional.empty());
            Bindings.add(writing, binding).ifPresent(added::add);
        }
        if (!added.isEmpty()) {
            writing.touchBindings(List.of(writing.organizationId()));
        }
    }

    /** Refuses to keep what the host's own directory says (ORG-2). */
    public static void refuseWhereDirectory(ReadTransaction reading) {
        if (reading.presence().isInDirectory()) {
            throw new Refused(
                    "ORG-2",
                    "the host's directory says who belongs to organization " + reading.organizationId()
                            + ", with which roles and in which groups; change it there");
        }
    }

    /**
     * The record of a subject that the host removes, if there is anything to end. Of someone whom a directory knew there
     * may be none yet; it is made, so that what was bound before the removal never counts again. Whether they came back to
     * the directory since an earlier removal is not known here, so only a removal right after another is none.
     */
    public static Optional<SubjectRecord> leaving(WriteTransaction writing, Subject subject, boolean directory) {
        Optional<SubjectRecord> known = writing.find(RecordKind.subject(subject));
        if (!directory) {
            return known.filter(SubjectRecord::present);
        }
        if (known.isEmpty()) {
            SubjectRecord record = record(writing, subject);
            writing.insert(record);
            return Optional.of(record);
        }
        return known.filter(record -> record.present() || !record.epoch().equals(writing.revision()));
    }

    /** Ends all that a subject has: from now on its rows count no more, and as many of them as fit are cleared at once. */
    public static void remove(WriteTransaction writing, SubjectRecord record) {
        Subject subject = record.subject();
        SubjectRecord gone = SubjectRecord.builder()
                .from(record)
                .present(false)
                .epoch(writing.next())
                .leftIn(writing.next())
                .since(writing.now())
                .signedIn(false)
                .build();
        writing.update(gone);
        writing.tell(
                Change.of(ChangeKind.SUBJECT_REMOVED, writing.organizationId()).about(subject));
        if (!hasLeftover(writing, subject)) {
            writing.insert(LeftoverRecord.builder()
                    .organization(writing.organizationId())
                    .subject(subject)
                    .build());
        }
        PendingInvitations.end(writing, subject);
        clear(writing, gone);
    }

    /** Whether rows of a subject are still to be cleared. */
    public static boolean hasLeftover(WriteTransaction writing, Subject subject) {
        return writing.find(RecordKind.leftover(subject)).isPresent();
    }

    /** Clears one more batch of the rows that a subject left behind, if there are any; says whether some remain. */
    public static boolean clearLeftover(WriteTransaction writing, Subject subject) {
        Optional<SubjectRecord> record = writing.find(RecordKind.subject(subject));
        if (record.isPresent() && hasLeftover(writing, subject)) {
            writing.tell(Change.of(ChangeKind.SUBJECT_CLEARED, writing.organizationId())
                    .about(subject));
            clear(writing, record.get());
        }
        return hasLeftover(writing, subject);
    }

    /** Clears a batch of rows that count no more; the last batch clears the note that there are any. */
    private static void clear(WriteTransaction writing, SubjectRecord record) {
        Subject subject = record.subject();
        List<RecordKey<?>> cleared = new ArrayList<>();
        Predicate<BindingRecord> old = binding -> binding.revision().isBefore(record.epoch());
        List<BindingRecord> bindings = oldest(writing, RecordRange.bindingsOf(subject), old, BATCH);
        bindings.forEach(binding -> {
            cleared.add(binding.key());
            writing.tell(Bindings.removed(binding));
        });
        endAgency(writing, subject, bindings);
        List<GroupMemberRecord> memberships = oldest(
                writing,
                RecordRange.groupsOf(subject),
                membership -> membership.revision().isBefore(record.epoch()),
                BATCH - cleared.size());
        memberships.forEach(membership -> {
            cleared.add(membership.key());
            writing.tell(groupMember(ChangeKind.GROUP_MEMBER_REMOVED, membership));
        });
        List<GroupMemberRecord> members = subject.kind() != SubjectKind.GROUP
                ? List.of()
                : oldest(
                        writing,
                        RecordRange.membersOf(subject),
                        membership -> membership.revision().isBefore(record.epoch()),
                        BATCH - cleared.size());
        members.forEach(membership -> {
            cleared.add(membership.key());
            writing.tell(groupMember(ChangeKind.GROUP_MEMBER_REMOVED, membership));
        });
        List<DepartureRecord> departures = oldest(
                writing,
                RecordRange.departuresOf(subject),
                departure -> record.leftIn()
                        .filter(left -> !left.isBefore(departure.revision()))
                        .isPresent(), // older invitations are no good for that alone (INV-4)
                BATCH - cleared.size());
        departures.forEach(departure -> cleared.add(departure.key()));
        if (cleared.size() < BATCH) {
            cleared.add(RecordKind.leftover(subject));
        }
        writing.delete(cleared);
    }

    /** A service account is the agent of a community by a binding there, and is no longer when that ends (COM-7). */
    private static void endAgency(WriteTransaction writing, Subject subject, List<BindingRecord> ended) {
        List<RecordKey<CommunityRecord>> communities = subject.kind() != SubjectKind.SERVICE_ACCOUNT
                ? List.of()
                : ended.stream()
                        .map(BindingRecord::scope)
                        .filter(CommunityId.class::isInstance)
                        .map(scope -> RecordKind.community((CommunityId) scope))
                        .toList();
        for (CommunityRecord community : writing.find(RecordKind.COMMUNITY, communities)) {
            boolean agency = ended.stream()
                    .anyMatch(binding -> binding.scope().equals(community.id())
                            && community.agentSince().equals(Optional.of(binding.revision())));
            if (agency && community.agent().equals(Optional.of(subject))) {
                writing.update(CommunityRecord.builder()
                        .from(community)
                        .agent(Optional.empty())
                        .agentSince(Optional.empty())
                        .build());
                writing.tell(Change.of(ChangeKind.AGENT_CHANGED, community.id())
                        .from(Attributes.of(ChangeAttribute.AGENT, subject.toString())));
            }
        }
    }

    /** That someone came into a group or left it. */
    public static Change groupMember(ChangeKind kind, GroupMemberRecord membership) {
        Change change = Change.of(kind, membership.organization()).about(membership.member());
        var group = Attributes.of(ChangeAttribute.GROUP, membership.group().toString());
        return kind == ChangeKind.GROUP_MEMBER_ADDED ? change.to(group) : change.from(group);
    }

    private static <R extends StoredRecord> List<R> oldest(
            WriteTransaction writing, RecordRange<R> range, Predicate<R> old, int limit) {
        return writing.scan(range)
                .keeping(page -> page.stream().filter(old).toList())
                .first(limit);
    }
}
