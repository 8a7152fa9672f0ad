package io.github.communities.core.subject;

import io.github.communities.Revision;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.member.Bindings;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.InvitationRecord;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.ResourceRecord;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.SubjectRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The erasing of a person: what gave them access ends, and wherever else their id is kept a pseudonym takes its place
 * (CHG-4). Nothing is written before all has been read.
 */
public final class Erasure {
    private final WriteTransaction writing;
    private final Subject person;
    private final Subject pseudonym;
    private final List<RecordKey<?>> deleted = new ArrayList<>();
    private final List<StoredRecord> updated = new ArrayList<>();
    private final List<StoredRecord> inserted = new ArrayList<>();
    private final List<ChangeRecord> amended = new ArrayList<>();
    private final List<Change> told = new ArrayList<>();
    private final Set<Scope> left = new LinkedHashSet<>();

    /** Of a person. */
    public Erasure(WriteTransaction writing, Subject person) {
        this.writing = writing;
        this.person = person;
        this.pseudonym = new Subject(person.kind(), writing.newId());
    }

    /** Erases the person, and gives the pseudonym; or the person, if there is nothing of them. */
    public Subject erase() {
        writing.find(RecordKind.subject(pseudonym)).map(SubjectRecord::subject).ifPresent(this::requireOther);
        writing.find(RecordKind.subject(person)).ifPresent(this::remove);
        endAccess();
        replaceInRecords();
        replaceInChanges();
        if (deleted.isEmpty() && updated.isEmpty() && amended.isEmpty()) {
            return person;
        }
        writing.delete(deleted);
        writing.update(updated);
        writing.insert(inserted);
        // Of whom nobody remembers anything no list of bindings can tell that it is older (MEM-9).
        writing.touchBindings(left);
        writing.amend(amended);
        writing.tell(
                Change.of(ChangeKind.PERSON_ERASED, writing.organizationId()).about(pseudonym));
        told.forEach(writing::tell);
        return pseudonym;
    }

    /** Nobody must be known by the pseudonym, or two people would become one. */
    private void requireOther(Subject subject) {
        if (subject.equals(pseudonym)) {
            throw writing.taken(pseudonym.id());
        }
    }

    private void remove(SubjectRecord record) {
        deleted.add(record.key());
        inserted.add(SubjectRecord.builder()
                .from(record)
                .subject(pseudonym)
                .present(false)
                .epoch(writing.next())
                .since(writing.now())
                .signedIn(false)
                .build());
        if (record.present()) {
            told.add(Change.of(ChangeKind.SUBJECT_REMOVED, writing.organizationId())
                    .about(pseudonym));
        }
    }

    private void endAccess() {
        writing.scan(RecordRange.bindingsOf(person)).forEach(binding -> {
            deleted.add(binding.key());
            left.add(binding.scope());
            told.add(Bindings.removed(
                    BindingRecord.builder().from(binding).subject(pseudonym).build()));
        });
        writing.scan(RecordRange.groupsOf(person)).forEach(membership -> {
            deleted.add(membership.key());
            told.add(GroupMembers.told(
                    ChangeKind.GROUP_MEMBER_REMOVED,
                    GroupMemberRecord.builder()
                            .from(membership)
                            .member(pseudonym)
                            .build()));
        });
        writing.scan(RecordRange.invitationsOf(person)).forEach(invitation -> {
            deleted.add(invitation.key());
            told.add(Change.of(ChangeKind.INVITATION_ENDED, invitation.community())
                    .about(pseudonym)
                    .from(Attributes.of(ChangeAttribute.ROLE, invitation.role().name())));
        });
        writing.scan(RecordRange.departuresOf(person)).forEach(departure -> deleted.add(departure.key()));
        writing.find(RecordKind.leftover(person)).ifPresent(leftover -> deleted.add(leftover.key()));
    }

    private void replaceInRecords() {
        writing.scan(RecordRange.of(Index.COMMUNITIES_BY_NAME)).forEach(community -> {
            if (isIn(community.creator())) {
                updated.add(CommunityRecord.builder()
                        .from(community)
                        .creator(pseudonym)
                        .build());
            }
        });
        writing.scan(RecordRange.of(Index.PROJECTS_BY_NAME)).forEach(project -> {
            if (isIn(project.creator())) {
                updated.add(
                        ProjectRecord.builder().from(project).creator(pseudonym).build());
            }
        });
        writing.scan(RecordRange.of(Index.RESOURCES_BY_NAME)).forEach(resource -> {
            if (isIn(resource.creator())) {
                updated.add(ResourceRecord.builder()
                        .from(resource)
                        .creator(pseudonym)
                        .build());
            }
        });
        writing.scan(RecordRange.of(Index.INVITATIONS_TO_COMMUNITY)).forEach(invitation -> {
            if (invitation.inviter().equals(person) && !isIn(invitation.recipient())) {
                updated.add(InvitationRecord.builder()
                        .from(invitation)
                        .inviter(pseudonym)
                        .build());
            }
        });
    }

    private boolean isIn(Optional<Subject> subject) {
        subject.ifPresent(this::requireOther);
        return subject.equals(Optional.of(person));
    }

    private void replaceInChanges() {
        List<ChangeRecord> page = writing.changes(Revision.NONE, RecordRange.MAX);
        while (!page.isEmpty()) {
            for (ChangeRecord record : page) {
                ChangeRecord replaced = replaced(record);
                if (!replaced.equals(record)) {
                    amended.add(replaced);
                }
            }
            page = writing.changes(page.get(page.size() - 1).revision(), RecordRange.MAX);
        }
    }

    private ChangeRecord replaced(ChangeRecord record) {
        return ChangeRecord.builder()
                .from(record)
                .actor(record.actor().map(this::replaced))
                .changes(record.changes().stream().map(this::replaced).toList())
                .build();
    }

    private Change replaced(Change change) {
        return new Change(
                change.kind(),
                change.scope(),
                change.subject().map(this::replaced),
                replaced(change.before()),
                replaced(change.after()));
    }

    private Subject replaced(Subject subject) {
        requireOther(subject);
        return subject.equals(person) ? pseudonym : subject;
    }

    /** Attributes tell subjects, such as an inviter, in their text form. */
    private SortedMap<String, String> replaced(Map<String, String> attributes) {
        SortedMap<String, String> replaced = new TreeMap<>(attributes);
        replaced.replaceAll((name, value) -> value.equals(person.toString()) ? pseudonym.toString() : value);
        return replaced;
    }
}
