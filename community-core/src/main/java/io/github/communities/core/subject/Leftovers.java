package io.github.communities.core.subject;

import io.github.communities.CommunityId;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.member.Bindings;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.SubjectRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The rows that a subject left behind, which count no more: a batch of them at a time, until none is left (ORG-4). */
final class Leftovers {
    private static final int BATCH = 1000;

    private final WriteTransaction writing;
    private final SubjectRecord gone;
    private final Subject subject;
    private final List<RecordKey<?>> cleared = new ArrayList<>();

    private Leftovers(WriteTransaction writing, SubjectRecord gone) {
        this.writing = writing;
        this.gone = gone;
        this.subject = gone.subject();
    }

    /** Whether rows of a subject are still to be cleared. */
    static boolean exist(WriteTransaction writing, Subject subject) {
        return writing.find(RecordKind.leftover(subject)).isPresent();
    }

    /** Clears one more batch, if there is one; says whether some remain. */
    static boolean clearMore(WriteTransaction writing, Subject subject) {
        Optional<SubjectRecord> record = writing.find(RecordKind.subject(subject));
        if (record.isPresent() && exist(writing, subject)) {
            writing.tell(Change.of(ChangeKind.SUBJECT_CLEARED, writing.organizationId())
                    .about(subject));
            clear(writing, record.get());
        }
        return exist(writing, subject);
    }

    /** Clears a batch; the last batch clears the note that there are any. */
    static void clear(WriteTransaction writing, SubjectRecord gone) {
        new Leftovers(writing, gone).clear();
    }

    private void clear() {
        clearBindings();
        clearMemberships(RecordRange.groupsOf(subject));
        if (subject.kind() == SubjectKind.GROUP) {
            clearMemberships(RecordRange.membersOf(subject));
        }
        clearDepartures();
        if (cleared.size() < BATCH) {
            cleared.add(RecordKind.leftover(subject));
        }
        writing.delete(cleared);
    }

    private void clearBindings() {
        List<BindingRecord> bindings = rest(
                RecordRange.bindingsOf(subject), binding -> binding.revision().isBefore(gone.epoch()));
        bindings.forEach(binding -> {
            cleared.add(binding.key());
            writing.tell(Bindings.removed(binding));
        });
        endAgency(bindings);
    }

    private void clearMemberships(RecordRange<GroupMemberRecord> range) {
        rest(range, membership -> membership.revision().isBefore(gone.epoch())).forEach(membership -> {
            cleared.add(membership.key());
            writing.tell(GroupMembers.told(ChangeKind.GROUP_MEMBER_REMOVED, membership));
        });
    }

    /**
     * Clears departures that are no later than the removal: the removal alone already voids older invitations (INV-4).
     */
    private void clearDepartures() {
        rest(
                        RecordRange.departuresOf(subject),
                        departure -> gone.leftIn()
                                .filter(left -> !left.isBefore(departure.revision()))
                                .isPresent())
                .forEach(departure -> cleared.add(departure.key()));
    }

    /** A service account is the agent of a community by a binding there, and is no longer when that ends (COM-7). */
    private void endAgency(List<BindingRecord> ended) {
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

    /** As many of the rows of a range that count no more as still fit into the batch. */
    private <R extends StoredRecord> List<R> rest(RecordRange<R> range, Predicate<R> old) {
        return writing.scan(range)
                .keeping(page -> page.stream().filter(old).toList())
                .first(BATCH - cleared.size());
    }
}
