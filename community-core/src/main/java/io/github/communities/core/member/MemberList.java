package io.github.communities.core.member;

import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.core.authorization.BulkGrants;
import io.github.communities.core.paging.Cursor;
import io.github.communities.core.paging.Cursor.Part;
import io.github.communities.core.paging.Scan;
import io.github.communities.core.policy.Grant;
import io.github.communities.core.policy.Grants;
import io.github.communities.core.policy.Path;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.decision.RoleSource;
import io.github.communities.member.Member;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.RecordRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who has a binding at a scope, by page, with every source of every role (MEM-4, MEM-10). */
final class MemberList {
    /** How many parts of a binding's key say at which scope it is. */
    private static final int SCOPE = 2;

    private final Scope scope;
    private final Cursor cursor;
    private final Optional<List<String>> after;
    private final int size;

    MemberList(Scope scope, PageRequest request) {
        this.scope = scope;
        this.cursor = new Cursor(
                List.of(Part.SUBJECT_KIND, Part.ID, Part.ID), "members", scope.organization(), scope.noun(), scope);
        this.after = cursor.read(request);
        this.size = request.size();
    }

    Page<Member> page(ReadTransaction reading, Path path) {
        Map<Subject, List<BindingRecord>> bound = read(reading);
        List<Subject> shown = bound.keySet().stream().limit(size).toList();
        Map<Subject, Grants> grants = BulkGrants.at(reading, path, shown);
        List<Member> members = new ArrayList<>();
        for (Subject subject : shown) {
            members.add(member(subject, bound.getOrDefault(subject, List.of()), grants.get(subject), reading, path));
        }
        if (bound.size() <= size) {
            return new Page<>(members, Optional.empty());
        }
        List<BindingRecord> last = bound.getOrDefault(shown.get(shown.size() - 1), List.of());
        List<String> position = last.get(last.size() - 1).keyParts();
        return new Page<>(members, Optional.of(cursor.write(position.subList(SCOPE, position.size()))));
    }

    /** Reads bindings until one subject more than fits is there, so that those that fit are complete. */
    private Map<Subject, List<BindingRecord>> read(ReadTransaction reading) {
        RecordRange<BindingRecord> all = RecordRange.bindingsAt(scope);
        Scan<BindingRecord> scan =
                reading.scan(all.limit(Math.min(RecordRange.MAX, 2 * size + 1))).keeping(reading.presence()::inForce);
        if (after.isPresent()) {
            scan = scan.after(Cursor.within(all.prefixes().get(0), after.get()));
        }
        Map<Subject, List<BindingRecord>> bound = new LinkedHashMap<>();
        while (bound.size() <= size && scan.any()) {
            scan.next()
                    .ifPresent(binding -> bound.computeIfAbsent(binding.subject(), subject -> new ArrayList<>())
                            .add(binding));
        }
        return bound;
    }

    private static Member member(
            Subject subject, List<BindingRecord> own, @Nullable Grants grants, ReadTransaction reading, Path path) {
        List<RoleSource> sources = new ArrayList<>();
        if (grants != null) {
            grants.at(path, reading.now()).stream().map(Grant::source).forEach(sources::add);
        }
        Role role = sources.isEmpty() ? own.get(0).role() : sources.get(0).role();
        Instant since = own.stream()
                .map(BindingRecord::since)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return new Member(subject, role, sources, since);
    }
}
