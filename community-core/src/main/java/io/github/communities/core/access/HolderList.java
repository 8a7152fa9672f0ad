package io.github.communities.core.access;

import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.Target;
import io.github.communities.access.Holder;
import io.github.communities.core.authorization.BulkGrants;
import io.github.communities.core.paging.Cursor;
import io.github.communities.core.paging.Cursor.Part;
import io.github.communities.core.paging.Merge;
import io.github.communities.core.paging.Scan;
import io.github.communities.core.policy.Grants;
import io.github.communities.core.policy.Path;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.decision.Decision;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.SubjectRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who has a permission at a target, by page (ACC-5). Everyone who may have it is found in one of a few lists: the
 * bindings of each role that grants it, at the target and above; the members of each group that has such a binding; and
 * all users, if the system group has one. Those lists are merged, and what is found is judged as {@code can} judges it.
 */
final class HolderList {
    private static final Comparator<Subject> ORDER = Comparator.comparing(HolderList::key, Index.order());
    private static final List<SubjectKind> USERS = List.of(SubjectKind.USER, SubjectKind.FEDERATED_USER);
    private static final List<SubjectKind> ACCOUNTS = List.of(SubjectKind.SERVICE_ACCOUNT);
    private static final List<SubjectKind> PRINCIPALS =
            List.of(SubjectKind.USER, SubjectKind.FEDERATED_USER, SubjectKind.SERVICE_ACCOUNT);

    private final Permission permission;
    private final Target target;
    private final Cursor cursor;
    private final Optional<List<String>> after;
    private final int size;

    HolderList(Permission permission, Target target, PageRequest request) {
        this.permission = permission;
        this.target = target;
        this.cursor = new Cursor(
                List.of(Part.PRINCIPAL_KIND, Part.ID),
                "holders",
                target.organization(),
                permission,
                target.noun(),
                target);
        this.after = cursor.read(request);
        this.size = request.size();
    }

    Page<Holder> page(ReadTransaction reading, Path path) {
        Merge<Subject> candidates = candidates(reading, path);
        List<Holder> holders = new ArrayList<>();
        List<Subject> some;
        do {
            some = candidates.next(size + 1);
            holders.addAll(judge(reading, path, some));
        } while (holders.size() <= size && some.size() > size);
        if (holders.size() <= size) {
            return new Page<>(holders, Optional.empty());
        }
        List<Holder> shown = holders.subList(0, size);
        return new Page<>(
                shown, Optional.of(cursor.write(key(shown.get(size - 1).principal()))));
    }

    private List<Holder> judge(ReadTransaction reading, Path path, List<Subject> candidates) {
        Map<Subject, Grants> grants = BulkGrants.at(reading, path, candidates);
        List<Holder> holders = new ArrayList<>();
        for (Subject candidate : candidates) {
            Decision decision = grants.getOrDefault(candidate, Grants.none(reading.policy(), candidate))
                    .decide(permission, target, Optional.of(path), reading.revision(), reading.now());
            if (decision.allowed()) {
                holders.add(new Holder(candidate, decision.sources()));
            }
        }
        return holders;
    }

    private Merge<Subject> candidates(ReadTransaction reading, Path path) {
        List<BindingRecord> shared = shared(reading, path);
        boolean allUsers = shared.stream().anyMatch(binding -> binding.subject().kind() == SubjectKind.ALL_USERS)
                || rolesGranting(reading, path.organization(), path)
                        .contains(reading.policy().source().memberRole());
        List<SubjectKind> bound = allUsers ? ACCOUNTS : PRINCIPALS;
        Merge<Subject> candidates = new Merge<>(ORDER);
        if (allUsers) {
            candidates.add(List.of(scan(reading, List.of(), USERS, RecordRange::subjects)), SubjectRecord::subject);
        }
        List<Scan<BindingRecord>> bindings = new ArrayList<>();
        for (Scope scope : path.scopes()) {
            for (Role role : rolesGranting(reading, scope, path)) {
                List<String> position = prefix(RecordRange.bindingsAt(scope, role));
                bindings.add(scan(reading, position, bound, kind -> RecordRange.bindingsAt(scope, role, kind)));
            }
        }
        candidates.add(bindings, BindingRecord::subject);
        candidates.add(
                shared.stream()
                        .map(BindingRecord::subject)
                        .filter(subject -> subject.kind() == SubjectKind.GROUP)
                        .distinct()
                        .map(group ->
                                scan(reading, List.of(group.id()), bound, kind -> RecordRange.membersOf(group, kind)))
                        .toList(),
                GroupMemberRecord::member);
        return candidates;
    }

    /** The bindings that give the permission to groups and to all users. */
    private List<BindingRecord> shared(ReadTransaction reading, Path path) {
        List<RecordRange<BindingRecord>> ranges = new ArrayList<>();
        for (Scope scope : path.scopes()) {
            for (Role role : rolesGranting(reading, scope, path)) {
                ranges.add(RecordRange.bindingsAt(scope, role, SubjectKind.GROUP));
                ranges.add(RecordRange.bindingsAt(scope, role, SubjectKind.ALL_USERS));
            }
        }
        return reading.presence().inForce(reading.scan(ranges).toList());
    }

    private List<Role> rolesGranting(ReadTransaction reading, Scope boundAt, Path path) {
        return Grants.rolesGranting(reading.policy(), permission, boundAt.kind(), path);
    }

    /** What ranges have of some kinds of subjects, from after whoever the page goes on after. */
    private <R extends StoredRecord> Scan<R> scan(
            ReadTransaction reading,
            List<String> prefix,
            List<SubjectKind> kinds,
            Function<SubjectKind, RecordRange<R>> range) {
        Scan<R> scan = reading.scan(kinds.stream()
                .map(range)
                .map(each -> each.limit(Math.min(RecordRange.MAX, size + 1)))
                .toList());
        return after.map(last -> scan.after(Cursor.within(prefix, last))).orElse(scan);
    }

    private static List<String> prefix(RecordRange<?> range) {
        return range.prefixes().get(0);
    }

    private static List<String> key(Subject subject) {
        return RecordKind.subject(subject).parts();
    }
}
