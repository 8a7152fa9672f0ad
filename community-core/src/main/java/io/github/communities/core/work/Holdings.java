package io.github.communities.core.work;

import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.core.policy.Grants;
import io.github.communities.core.policy.Path;
import io.github.communities.spi.BindingRecord;
import io.github.communities.spi.GroupMemberRecord;
import io.github.communities.spi.Index;
import io.github.communities.spi.OrganizationRecord;
import io.github.communities.spi.Standing;
import io.github.communities.spi.SubjectRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What many subjects hold at a path, loaded together: the number of statements does not depend on theirs. */
public final class Holdings {
    private Holdings() {}

    /** What each of some subjects holds at a path and above. */
    public static Map<Subject, Grants> at(Reading reading, Path path, Collection<Subject> subjects) {
        List<GroupMemberRecord> memberships = reading.all(
                Index.GROUPS_OF_MEMBER,
                subjects.stream()
                        .filter(Subject::isPrincipal)
                        .map(subject -> List.of(subject.kind().text(), subject.id()))
                        .toList());
        Set<Subject> holders = new HashSet<>(subjects);
        memberships.forEach(membership -> holders.add(membership.group()));
        Map<Subject, SubjectRecord> records = reading.present(holders);
        holders.add(Subject.allUsers());
        Map<Subject, List<BindingRecord>> byHolder = new HashMap<>();
        reading.all(Index.BINDINGS_AT_SCOPE, prefixes(path, holders))
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
            Standing standing = new Standing(
                    reading.revision(),
                    organization,
                    theirs.stream().map(records::get).filter(Objects::nonNull).toList(),
                    groups,
                    theirs.stream()
                            .flatMap(holder -> byHolder.getOrDefault(holder, List.of()).stream())
                            .toList());
            grants.put(subject, Grants.of(reading.policy(), subject, standing));
        }
        return grants;
    }

    private static List<List<String>> prefixes(Path path, Set<Subject> holders) {
        List<List<String>> prefixes = new ArrayList<>();
        for (Scope each : path.scopes()) {
            for (Subject holder : holders) {
                prefixes.add(List.of(
                        each.kind().noun(),
                        BindingRecord.scopeValue(each),
                        holder.kind().text(),
                        holder.id()));
            }
        }
        return prefixes;
    }
}
