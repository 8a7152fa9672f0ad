package io.github.communities.core.policy;

import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.SubjectRecord;
import java.util.Map;

/**
 * The subjects that belong to an organization, among some; and which bindings and group memberships of theirs still
 * count.
 *
 * @param records those of some subjects; one that says that its subject has left is as good as none
 */
public record PresentSubjects(Map<Subject, SubjectRecord> records) {

    /** Whether a binding still counts: its subject belongs to the organization, and did so all the time since. */
    public boolean counts(BindingRecord binding) {
        if (binding.subject().kind() == SubjectKind.ALL_USERS) {
            return true;
        }
        SubjectRecord record = records.get(binding.subject());
        return record != null && record.present() && !binding.revision().isBefore(record.epoch());
    }

    /** Whether a group membership still counts: group and member belong to the organization, and did all the time. */
    public boolean counts(GroupMemberRecord membership) {
        SubjectRecord group = records.get(membership.group());
        SubjectRecord member = records.get(membership.member());
        return group != null
                && group.present()
                && member != null
                && member.present()
                && !membership.revision().isBefore(group.epoch())
                && !membership.revision().isBefore(member.epoch());
    }
}
