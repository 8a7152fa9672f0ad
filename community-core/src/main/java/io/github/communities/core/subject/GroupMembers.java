package io.github.communities.core.subject;

import io.github.communities.Subject;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.policy.PresentSubjects;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.error.NotFound;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.SubjectRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is in which group of an organization, as the host says (ORG-2). */
public final class GroupMembers {
    private GroupMembers() {}

    /**
     * Adds a member to a group, if it is none yet; one that was before either of them left is none.
     *
     * @throws NotFound if either does not belong to the organization
     */
    public static void add(WriteTransaction writing, Subject group, Subject member) {
        SubjectRecord groupRecord = present(writing, "group", group);
        SubjectRecord memberRecord = present(writing, "member of group", member);
        Optional<GroupMemberRecord> known = writing.find(RecordKind.groupMember(group, member));
        boolean counts = known.filter(new PresentSubjects(Map.of(group, groupRecord, member, memberRecord))::counts)
                .isPresent();
        if (counts) {
            return;
        }
        GroupMemberRecord membership = GroupMemberRecord.builder()
                .organization(writing.organizationId())
                .group(group)
                .member(member)
                .revision(writing.next())
                .build();
        if (known.isPresent()) {
            writing.update(membership);
        } else {
            writing.insert(membership);
        }
        writing.tell(told(ChangeKind.GROUP_MEMBER_ADDED, membership));
    }

    /** Removes a member from a group, if it is one. */
    public static void remove(WriteTransaction writing, Subject group, Subject member) {
        List<GroupMemberRecord> counting = writing.presence()
                .counting(writing.find(RecordKind.groupMember(group, member)).stream()
                        .toList());
        writing.delete(counting.stream().map(GroupMemberRecord::key).toList());
        counting.forEach(membership -> writing.tell(told(ChangeKind.GROUP_MEMBER_REMOVED, membership)));
    }

    /** That someone came into a group or left it. */
    static Change told(ChangeKind kind, GroupMemberRecord membership) {
        Change change = Change.of(kind, membership.organization()).about(membership.member());
        var group = Attributes.of(ChangeAttribute.GROUP, membership.group().toString());
        return kind == ChangeKind.GROUP_MEMBER_ADDED ? change.to(group) : change.from(group);
    }

    private static SubjectRecord present(WriteTransaction writing, String what, Subject subject) {
        return writing.presence().find(subject).orElseThrow(() -> new NotFound("ORG-2", what, subject.toString()));
    }
}
