package io.github.communities.core.authorization;

import io.github.communities.CommunityId;
import io.github.communities.Subject;
import io.github.communities.core.transaction.WriteCheck;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.error.Refused;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cap on members of communities (LIM-1), judged at the end of a write from what it has bound, so that it holds by
 * whichever way somebody becomes a member.
 */
public final class MemberCap implements WriteCheck {
    private final WriteTransaction writing;
    private final Capacity capacity;
    private final boolean capped;
    private final Map<CommunityId, Set<Subject>> bound = new HashMap<>();
    private final Set<List<String>> unbound = new HashSet<>();

    /** Of one write. */
    public MemberCap(WriteTransaction writing) {
        this.writing = writing;
        this.capacity = new Capacity(writing);
        this.capped = writing.policy().source().caps().members().isPresent();
    }

    @Override
    public void stored(Collection<? extends StoredRecord> records) {
        if (!capped) {
            return;
        }
        for (StoredRecord record : records) {
            if (record instanceof BindingRecord binding && binding.scope() instanceof CommunityId community) {
                bound.computeIfAbsent(community, id -> new HashSet<>()).add(binding.subject());
            }
        }
    }

    @Override
    public void deleted(Collection<? extends RecordKey<?>> keys) {
        if (capped) {
            keys.stream()
                    .filter(key -> key.kind().equals(RecordKind.BINDING))
                    .forEach(key -> unbound.add(key.parts().subList(0, 4)));
        }
    }

    /** Refuses a write that made someone a member of a community that has more than it may have now. */
    @Override
    public void check() {
        writing.find(
                        RecordKind.COMMUNITY,
                        bound.keySet().stream().map(RecordKind::community).toList())
                .forEach(community -> capacity.members(community).ifPresent(cap -> check(community, cap)));
    }

    private void check(CommunityRecord community, int cap) {
        CommunityId id = community.id();
        if (cap < Integer.MAX_VALUE
                && capacity.membersOf(id, cap + 1).size() > cap
                && hasNewcomer(id, bound.getOrDefault(id, Set.of()))) {
            throw new Refused(List.of(Capacity.noRoomForMember(id, cap)));
        }
    }

    /** Whether one of some subjects is a member by nothing but what this write has bound, and was none before. */
    private boolean hasNewcomer(CommunityId community, Set<Subject> subjects) {
        Set<Subject> newcomers = new HashSet<>(subjects);
        newcomers.removeIf(subject -> unbound.contains(
                RecordRange.bindingsAt(community, subject).prefixes().get(0)));
        capacity.bindingsOf(subjects, community).stream()
                .filter(binding -> binding.revision().isBefore(writing.next()))
                .forEach(binding -> newcomers.remove(binding.subject()));
        return !newcomers.isEmpty();
    }
}
