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
import io.github.communities.core.policy.Grants;
import io.github.communities.core.policy.Path;
import io.github.communities.core.work.Cursor;
import io.github.communities.core.work.Cursor.Part;
import io.github.communities.core.work.Holdings;
import io.github.communities.core.work.Merge;
import io.github.communities.core.work.Reading;
import io.github.communities.core.work.Sequence;
import io.github.communities.decision.Decision;
import io.github.communities.spi.BindingRecord;
import io.github.communities.spi.GroupMemberRecord;
import io.github.communities.spi.Index;
import io.github.communities.spi.SubjectRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Who has a permission at a target, by page (ACC-5). Everyone who may have it is found in one of a few lists: the bindings
 * of each role that grants it, at the target and above; the members of each group that has such a binding; and all users,
 * if the system group has one. Those lists are merged, and what is found is judged as {@code can} judges it.
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

    Page<Holder> page(Reading reading, Path path) {
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

    private List<Holder> judge(Reading reading, Path path, List<Subject> candidates) {
        Map<Subject, Grants> grants = Holdings.at(reading, path, candidates);
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

    private Merge<Subject> candidates(Reading reading, Path path) {
        List<List<String>> bindings = bindings(reading, path);
        List<BindingRecord> shared = reading.inForce(
                reading.all(Index.BINDINGS_OF_ROLE, to(bindings, List.of(SubjectKind.GROUP, SubjectKind.ALL_USERS))));
        boolean allUsers = shared.stream().anyMatch(binding -> binding.subject().kind() == SubjectKind.ALL_USERS)
                || Grants.rolesGranting(
                                reading.policy(),
                                permission,
                                path.organization().kind(),
                                path)
                        .contains(reading.policy().source().memberRole());
        List<SubjectKind> bound = allUsers ? ACCOUNTS : PRINCIPALS;
        List<Sequence<?, Subject>> sequences = new ArrayList<>();
        if (allUsers) {
            sequences.add(users(reading));
        }
        bindings.forEach(binding -> sequences.add(holders(reading, to(List.of(binding), bound))));
        shared.stream()
                .map(BindingRecord::subject)
                .filter(subject -> subject.kind() == SubjectKind.GROUP)
                .distinct()
                .forEach(group -> sequences.add(members(reading, group, bound)));
        return new Merge<>(ORDER, sequences);
    }

    /** Where and to which roles someone must be bound to have the permission. */
    private List<List<String>> bindings(Reading reading, Path path) {
        List<List<String>> bindings = new ArrayList<>();
        for (Scope scope : path.scopes()) {
            for (Role role : Grants.rolesGranting(reading.policy(), permission, scope.kind(), path)) {
                bindings.add(List.of(scope.kind().noun(), BindingRecord.scopeValue(scope), role.name()));
            }
        }
        return bindings;
    }

    private static List<List<String>> to(List<List<String>> bindings, List<SubjectKind> kinds) {
        return bindings.stream()
                .flatMap(binding -> kinds.stream().map(kind -> {
                    List<String> prefix = new ArrayList<>(binding);
                    prefix.add(kind.text());
                    return List.copyOf(prefix);
                }))
                .toList();
    }

    private Sequence<BindingRecord, Subject> holders(Reading reading, List<List<String>> prefixes) {
        List<String> binding = prefixes.get(0).subList(0, 3);
        return new Sequence<>(
                reading,
                Index.BINDINGS_OF_ROLE,
                prefixes,
                after.map(last -> join(binding, last)),
                size + 1,
                UnaryOperator.identity(),
                BindingRecord::subject);
    }

    private Sequence<GroupMemberRecord, Subject> members(Reading reading, Subject group, List<SubjectKind> kinds) {
        return new Sequence<>(
                reading,
                Index.MEMBERS_OF_GROUP,
                to(List.of(List.of(group.id())), kinds),
                after.map(last -> join(List.of(group.id()), last)),
                size + 1,
                UnaryOperator.identity(),
                GroupMemberRecord::member);
    }

    private Sequence<SubjectRecord, Subject> users(Reading reading) {
        return new Sequence<>(
                reading,
                Index.SUBJECTS,
                to(List.of(List.of()), USERS),
                after,
                size + 1,
                UnaryOperator.identity(),
                SubjectRecord::subject);
    }

    private static List<String> join(List<String> first, List<String> second) {
        List<String> joined = new ArrayList<>(first);
        joined.addAll(second);
        return joined;
    }

    private static List<String> key(Subject subject) {
        return List.of(subject.kind().text(), subject.id());
    }
}
