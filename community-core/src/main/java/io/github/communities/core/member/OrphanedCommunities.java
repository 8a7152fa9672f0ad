package io.github.communities.core.member;

import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.community.CommunityKind;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.RecordRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Standard communities without an administrator, found for many at once (MEM-6). */
public final class OrphanedCommunities {
    private OrphanedCommunities() {}

    /** Those of some communities that are orphaned, in their order. */
    public static List<CommunityRecord> among(ReadTransaction reading, List<CommunityRecord> communities) {
        Role administrator = reading.policy().source().administratorRole();
        List<RecordRange<BindingRecord>> ranges = new ArrayList<>();
        for (CommunityRecord community : communities) {
            for (Role role : reading.policy().including(administrator, ScopeKind.COMMUNITY)) {
                ranges.add(RecordRange.bindingsAt(community.id(), role));
            }
        }
        List<BindingRecord> bindings =
                reading.presence().inForce(reading.scan(ranges).toList());
        Set<Subject> counting = RequiredRole.counting(
                reading, bindings.stream().map(BindingRecord::subject).toList());
        Set<Scope> administered = bindings.stream()
                .filter(binding -> counting.contains(binding.subject()))
                .map(BindingRecord::scope)
                .collect(Collectors.toSet());
        return communities.stream()
                .filter(community -> community.communityKind() == CommunityKind.STANDARD)
                .filter(community -> !administered.contains(community.id()))
                .toList();
    }
}
