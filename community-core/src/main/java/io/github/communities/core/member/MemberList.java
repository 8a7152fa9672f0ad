package io.github.communities.core.member;

import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.access.RoleSource;
import io.github.communities.core.policy.Grant;
import io.github.communities.core.policy.Grants;
import io.github.communities.core.policy.Path;
import io.github.communities.core.work.Cursor;
import io.github.communities.core.work.Reading;
import io.github.communities.member.Member;
import io.github.communities.spi.BindingRecord;
import io.github.communities.spi.GroupMemberRecord;
import io.github.communities.spi.Index;
import io.github.communities.spi.OrganizationRecord;
import io.github.communities.spi.RecordRange;
import io.github.communities.spi.Standing;
import io.github.communities.spi.SubjectRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who has a binding at a scope, by page, with every source of every role (MEM-4, MEM-10). */
final class MemberList {
    private final Scope scope;
    private final Cursor cursor;
    private final Optional<List<String>> after;
    private final int size;

    MemberList(Scope scope, PageRequest request) {
        this.scope = scope;
        this.cursor = new Cursor(5, "members", scope.organization(), scope.noun(), scope);
        this.after = cursor.read(request);
        this.size = request.size();
    }

    Page<Member> page(Reading reading, Path path) {
        Map<Subject, List<BindingRecord>> bound = new LinkedHashMap<>();
        boolean more = read(reading, bound);
        List<Subject> shown = bound.keySet().stream().limit(size).toList();
        Map<Subject, Grants> grants = grants(reading, path, shown);
        List<Member> members = new ArrayList<>();
        for (Subject subject : shown) {
            members.add(member(subject, bound.getOrDefault(subject, List.of()), grants.get(subject), reading, path));
        }
        if (!more && bound.size() <= size) {
            return new Page<>(members, Optional.empty());
        }
        List<BindingRecord> last = bound.getOrDefault(shown.get(shown.size() - 1), List.of());
        return new Page<>(
                members, Optional.of(cursor.write(last.get(last.size() - 1).keyParts())));
    }

    /** Reads bindings until one subject more than fits is there, so that those that fit are complete. */
    private boolean read(Reading reading, Map<Subject, List<BindingRecord>> bound) {
        RecordRange<BindingRecord> range = RecordRange.of(Index.BINDINGS_AT_SCOPE)
                .under(scope.kind().noun(), BindingRecord.scopeValue(scope))
                .limit(Math.min(RecordRange.MAX, 2 * size + 1));
        if (after.isPresent()) {
            range = range.after(after.get());
        }
        boolean more;
        do {
            List<BindingRecord> read = reading.list(range);
            reading.inForce(read)
                    .forEach(binding -> bound.computeIfAbsent(binding.subject(), subject -> new ArrayList<>())
                            .add(binding));
            more = read.size() == range.limit();
            if (more) {
                range = range.after(read.get(read.size() - 1));
            }
        } while (more && bound.size() <= size);
        return more;
    }

    private static Member member(
            Subject subject, List<BindingRecord> own, @Nullable Grants grants, Reading reading, Path path) {
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

    /** What each of some subjects holds at a path and above; the number of statements does not depend on theirs. */
    private static Map<Subject, Grants> grants(Reading reading, Path path, List<Subject> subjects) {
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
        List<Scope> scopes = new ArrayList<>(List.of(path.organization()));
        path.community().ifPresent(scopes::add);
        path.project().ifPresent(scopes::add);
        List<List<String>> prefixes = new ArrayList<>();
        for (Scope each : scopes) {
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
