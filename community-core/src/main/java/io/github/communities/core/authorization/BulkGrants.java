package io.github.communities.core.authorization;

import io.github.communities.Subject;
import io.github.communities.core.policy.Grants;
import io.github.communities.core.policy.Path;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.SubjectRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What many subjects hold at a path, loaded together: the number of statements does not depend on theirs. */
public final class BulkGrants {
    private BulkGrants() {}

    /** What each of some subjects holds at a path and above. */
    public static Map<Subject, Grants> at(ReadTransaction reading, Path path, Collection<Subject> subjects) {
        List<GroupMemberRecord> memberships = reading.scan(subjects.stream()
                        .filter(Subject::isPrincipal)
                        .map(RecordRange::groupsOf)
                        .toList())
                .toList();
        Set<Subject> holders = new HashSet<>(subjects);
        memberships.forEach(membership -> holders.add(membership.group()));
        Map<Subject, SubjectRecord> records = reading.presence().find(holders);
        holders.add(Subject.allUsers());
        Map<Subject, List<BindingRecord>> byHolder = new HashMap<>();
        reading.scan(path.scopes().stream()
                        .flatMap(scope -> holders.stream().map(holder -> RecordRange.bindingsAt(scope, holder)))
                        .toList())
                .forEach(binding -> byHolder.computeIfAbsent(binding.subject(), holder -> new ArrayList<>())
                        .add(binding));
        Map<Subject, List<GroupMemberRecord>> byMember = new HashMap<>();
        memberships.forEach(membership -> byMember.computeIfAbsent(membership.member(), member -> new ArrayList<>())
                .add(membership));
        OrganizationRecord organization = reading.organization();
        Map<Subject, Grants> grants = new HashMap<>();
        for (Subject subject : subjects) {
            List<GroupMemberRecord> groups = byMember.getOrDefault(subject, List.of());
            Set<Subject> theirs = new HashSet<>();
            theirs.add(subject);
            theirs.add(Subject.allUsers());
            groups.forEach(membership -> theirs.add(membership.group()));
            PrincipalRecords principalRecords = new PrincipalRecords(
                    reading.revision(),
                    organization,
                    theirs.stream().map(records::get).filter(Objects::nonNull).toList(),
                    groups,
                    theirs.stream()
                            .flatMap(holder -> byHolder.getOrDefault(holder, List.of()).stream())
                            .toList());
            grants.put(subject, Grants.of(reading.policy(), subject, principalRecords));
        }
        return grants;
    }
}
