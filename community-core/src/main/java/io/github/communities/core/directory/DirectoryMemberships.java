package io.github.communities.core.directory;

import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.core.directory.DirectoryAnswers.Listing;
import io.github.communities.spi.Directory;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordRange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who is in which group, as the directory says. */
final class DirectoryMemberships {
    private final OrganizationId organization;
    private final StoreReader stored;
    private final DirectoryAnswers answers;

    DirectoryMemberships(OrganizationId organization, StoreReader stored, DirectoryAnswers answers) {
        this.organization = organization;
        this.stored = stored;
        this.answers = answers;
    }

    List<GroupMemberRecord> find(List<RecordKey<GroupMemberRecord>> keys) {
        Set<Subject> members = new LinkedHashSet<>();
        keys.forEach(key -> members.add(member(key)));
        Map<Subject, Directory.Entry> entries = answers.entries(members);
        List<GroupMemberRecord> memberships = new ArrayList<>();
        for (RecordKey<GroupMemberRecord> key : keys) {
            Subject group = group(key.parts());
            Directory.Entry entry = entries.get(member(key));
            if (entry != null && groups(entry).contains(group)) {
                memberships.add(of(group, member(key)));
            }
        }
        return memberships;
    }

    List<GroupMemberRecord> list(RecordRange<GroupMemberRecord> range) {
        return range.index().equals(Index.GROUPS_OF_MEMBER) ? groupsOfMembers(range) : membersOfGroups(range);
    }

    private List<GroupMemberRecord> groupsOfMembers(RecordRange<GroupMemberRecord> range) {
        Set<Subject> members = new LinkedHashSet<>();
        range.prefixes()
                .forEach(prefix -> members.add(range.index().subject(prefix).orElseThrow()));
        List<GroupMemberRecord> memberships = new ArrayList<>();
        answers.entries(members)
                .forEach((member, entry) ->
                        DirectoryAnswers.groups(entry).forEach(group -> memberships.add(of(group, member))));
        return DirectoryLists.page(range, memberships);
    }

    private List<GroupMemberRecord> membersOfGroups(RecordRange<GroupMemberRecord> range) {
        Optional<Subject> begin = range.after().flatMap(range.index()::subject);
        List<Subject> groups = range.prefixes().stream()
                .map(DirectoryMemberships::group)
                .distinct()
                .toList();
        answers.need(groups.stream()
                .map(group -> Listing.members(group, begin, range.limit()))
                .toList());
        List<GroupMemberRecord> found = new ArrayList<>();
        for (Subject group : groups) {
            found.addAll(DirectoryLists.read(
                    answers,
                    range,
                    begin,
                    range.limit(),
                    after -> Listing.members(group, after, range.limit()),
                    members -> members.stream()
                            .filter(Subject::isPrincipal)
                            .map(member -> of(group, member))
                            .toList()));
        }
        return DirectoryLists.page(range, found);
    }

    /** It counts whatever happened to group and member before: the directory says that it is so now. */
    GroupMemberRecord of(Subject group, Subject member) {
        return GroupMemberRecord.builder()
                .organization(organization)
                .group(group)
                .member(member)
                .revision(stored.revision())
                .build();
    }

    private Set<Subject> groups(Directory.Entry entry) {
        return answers.entries(DirectoryAnswers.groups(entry)).keySet();
    }

    /** A group's id comes first in the keys of its members. */
    private static Subject group(List<String> parts) {
        return Subject.group(parts.get(0));
    }

    private static Subject member(RecordKey<GroupMemberRecord> key) {
        return Index.MEMBERS_OF_GROUP.subject(key.parts()).orElseThrow();
    }
}
