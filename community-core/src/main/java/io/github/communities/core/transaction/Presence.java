package io.github.communities.core.transaction;

import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.core.policy.PresentSubjects;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.SubjectRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who belongs to an organization, and what of bindings and group memberships counts because of it. */
public final class Presence {
    /** A first page nearly always has a member that counts, so the rows that are read do not grow with the group. */
    private static final int FEW = 16;

    private final ReadTransaction reading;
    private final SubjectSource source;

    Presence(ReadTransaction reading, SubjectSource source) {
        this.reading = reading;
        this.source = source;
    }

    /**
     * Whether the host's own directory says who belongs, with which organization roles, in which groups (ORG-2). What
     * it says is read as if it were stored.
     */
    public boolean isInDirectory() {
        return source.isDirectory();
    }

    /** Someone's record, if they belong to the organization. */
    public Optional<SubjectRecord> find(Subject subject) {
        return reading.find(RecordKind.subject(subject)).filter(SubjectRecord::present);
    }

    /** The records of those who belong to the organization. */
    public Map<Subject, SubjectRecord> find(Collection<Subject> subjects) {
        source.prefetch(subjects);
        Map<Subject, SubjectRecord> present = new HashMap<>();
        List<RecordKey<SubjectRecord>> keys = subjects.stream()
                .filter(subject -> subject.kind() != SubjectKind.ALL_USERS)
                .map(RecordKind::subject)
                .toList();
        reading.find(RecordKind.SUBJECT, keys).stream()
                .filter(SubjectRecord::present)
                .forEach(record -> present.put(record.subject(), record));
        return present;
    }

    /** Those of some groups that somebody is in. */
    public Set<Subject> withMembers(Collection<Subject> groups) {
        Set<Subject> distinct = Set.copyOf(groups);
        return source.withMembers(distinct)
                .orElseGet(() -> distinct.stream().filter(this::hasMember).collect(Collectors.toSet()));
    }

    private boolean hasMember(Subject group) {
        return reading.scan(RecordRange.membersOf(group).limit(FEW))
                .keeping(this::counting)
                .any();
    }

    /** Those of some group memberships that count. */
    public List<GroupMemberRecord> counting(List<GroupMemberRecord> memberships) {
        Set<Subject> subjects = new HashSet<>();
        memberships.forEach(membership -> {
            subjects.add(membership.group());
            subjects.add(membership.member());
        });
        PresentSubjects present = new PresentSubjects(find(subjects));
        return memberships.stream().filter(present::counts).toList();
    }

    /** Those of some bindings that are in force: they count and have not expired. */
    public List<BindingRecord> inForce(List<BindingRecord> bindings) {
        Set<Subject> subjects = new HashSet<>();
        bindings.forEach(binding -> subjects.add(binding.subject()));
        PresentSubjects present = new PresentSubjects(find(subjects));
        return bindings.stream()
                .filter(binding -> present.counts(binding) && !hasExpired(binding))
                .toList();
    }

    /** Whether a binding has expired. */
    public boolean hasExpired(BindingRecord binding) {
        return binding.expiresAt().filter(end -> !reading.now().isBefore(end)).isPresent();
    }
}
