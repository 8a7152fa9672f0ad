package io.github.communities.core.member;

import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.core.policy.Grant;
import io.github.communities.core.policy.Path;
import io.github.communities.core.work.Writing;
import io.github.communities.error.Refused;
import io.github.communities.error.Stale;
import io.github.communities.member.BindingChanges;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.NewBinding;
import io.github.communities.spi.BindingRecord;
import io.github.communities.spi.Index;
import io.github.communities.spi.RecordKey;
import io.github.communities.spi.RecordKind;
import io.github.communities.spi.RecordRange;
import io.github.communities.spi.SubjectRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Additions and removals of bindings at one scope, judged one after the other and stored all together (MEM-9). */
final class BindingUpdate {
    private final Writing writing;
    private final Path path;
    private final Scope scope;
    private final List<BindingDelta.Step> steps;
    private final Authority authority;
    private final Map<Subject, SubjectRecord> present;
    /** What is stored under the keys of the steps, in force or not. */
    private final Map<RecordKey<?>, BindingRecord> stored = new HashMap<>();
    /** What is in force under the keys of the steps, before them. */
    private final Map<RecordKey<?>, BindingRecord> before = new LinkedHashMap<>();
    /** What is in force under the keys of the steps, so far. */
    private final Map<RecordKey<?>, BindingRecord> after = new LinkedHashMap<>();

    BindingUpdate(Writing writing, Path path, List<BindingDelta.Step> steps) {
        this.writing = writing;
        this.path = path;
        this.scope = path.target();
        this.steps = steps;
        this.authority = new Authority(writing, path);
        Set<Subject> subjects = new HashSet<>();
        List<RecordKey<BindingRecord>> keys = new ArrayList<>();
        for (BindingDelta.Step step : steps) {
            subjects.add(step.binding().subject());
            keys.add(key(step.binding()));
        }
        this.present = writing.present(subjects);
        List<BindingRecord> found = writing.find(RecordKind.BINDING, keys);
        found.forEach(binding -> stored.put(binding.key(), binding));
        writing.inForce(found).forEach(binding -> before.put(binding.key(), binding));
        after.putAll(before);
    }

    /** The steps that make some bindings the only ones; those of roles that the policy does not know are kept (POL-2). */
    static BindingUpdate replacing(Writing writing, Path path, List<NewBinding> wanted, long version) {
        Scope scope = path.target();
        new Authority(writing, path).toManage();
        if (bindingsVersion(writing, scope) != version) {
            throw new Stale(
                    "MEM-9",
                    "the bindings of " + scope.noun() + " " + scope + " have changed since version " + version
                            + "; read them again and decide anew");
        }
        List<BindingRecord> all = new ArrayList<>();
        writing.each(
                RecordRange.of(Index.BINDINGS_AT_SCOPE).under(scope.kind().noun(), BindingRecord.scopeValue(scope)),
                all::add);
        Map<RecordKey<?>, BindingRecord> surplus = new LinkedHashMap<>();
        writing.inForce(all).forEach(binding -> surplus.put(binding.key(), binding));
        List<BindingDelta.Step> steps = new ArrayList<>();
        for (NewBinding binding : wanted) {
            BindingRecord existing = surplus.remove(RecordKind.binding(scope, binding.subject(), binding.role()));
            if (existing == null || !existing.expiresAt().equals(binding.expiresAt())) {
                steps.add(new BindingDelta.Step(binding, true));
            }
        }
        for (BindingRecord binding : surplus.values()) {
            if (writing.policy().knows(binding.role())) {
                steps.add(new BindingDelta.Step(NewBinding.of(binding.subject(), binding.role()), false));
            }
        }
        return new BindingUpdate(writing, path, steps);
    }

    BindingChanges apply() {
        for (BindingDelta.Step step : steps) {
            if (step.addition()) {
                add(step.binding());
            } else {
                remove(step.binding());
            }
        }
        return store();
    }

    private void add(NewBinding binding) {
        Subject subject = binding.subject();
        Role role = binding.role();
        Optional<Instant> wanted = binding.expiresAt().map(end -> end.truncatedTo(ChronoUnit.MICROS));
        Optional<Instant> expiresAt = authority.toGrant(subject, role).cut(wanted);
        refuseSupplied(subject);
        checkSubject(subject, role);
        BindingRecord existing = after.get(key(binding));
        if (existing == null) {
            after.put(key(binding), Bindings.made(writing, path, binding, expiresAt));
        } else if (!existing.expiresAt().equals(expiresAt) && !isShortenedByLease(existing, wanted, expiresAt)) {
            after.put(
                    key(binding),
                    BindingRecord.builder().from(existing).expiresAt(expiresAt).build());
        }
    }

    /** Whether only the lease of who grants would end a binding earlier that someone else has given for longer. */
    private static boolean isShortenedByLease(
            BindingRecord existing, Optional<Instant> wanted, Optional<Instant> expiresAt) {
        boolean reaches = existing.expiresAt().isEmpty()
                || (expiresAt.isPresent() && existing.expiresAt().get().isAfter(expiresAt.get()));
        return reaches && !wanted.equals(expiresAt);
    }

    private void remove(NewBinding binding) {
        Subject subject = binding.subject();
        Role role = binding.role();
        authority.toRevoke(role);
        refuseSupplied(subject);
        if (after.remove(key(binding)) == null) {
            if (!writing.policy().knows(role)) {
                writing.policy().checkBindable(role, scope.kind());
            }
            refuseInherited(subject, role);
        }
    }

    /** The system group is in no directory; what is bound to it is the library's to keep everywhere. */
    private void refuseSupplied(Subject subject) {
        if (writing.hasDirectory()
                && scope.kind() == ScopeKind.ORGANIZATION
                && subject.kind() != SubjectKind.ALL_USERS) {
            throw new Refused(
                    "ORG-5",
                    "the host's directory supplies the roles of " + subject + " at organization " + scope
                            + "; change them there");
        }
    }

    private void checkSubject(Subject subject, Role role) {
        if (subject.kind() == SubjectKind.ALL_USERS) {
            if (writing.policy().managesAccess(role)) {
                throw new Refused("MEM-2", role + " manages access and can't be bound to all users of an organization");
            }
        } else if (!present.containsKey(subject)) {
            throw new Refused("MEM-2", subject + " does not belong to the organization " + path.organization());
        }
        boolean appointed = path.inDefault()
                && scope.kind() == ScopeKind.COMMUNITY
                && role.equals(writing.policy().source().administratorRole());
        if (appointed && !isMember(subject)) {
            throw new Refused(
                    "DEF-9",
                    subject + " is not a member of the default community; add them before appointing them " + role);
        }
    }

    private boolean isMember(Subject subject) {
        boolean bound =
                after.values().stream().anyMatch(binding -> binding.subject().equals(subject));
        return bound
                || writing.grants(subject).at(path, writing.now()).stream()
                        .anyMatch(grant ->
                                grant.scope().equals(scope) && grant.makesMember(subject) && !isTaken(subject, grant));
    }

    private boolean isTaken(Subject subject, Grant grant) {
        RecordKey<?> key = RecordKind.binding(scope, subject, grant.role());
        return grant.boundTo().equals(subject) && before.containsKey(key) && !after.containsKey(key);
    }

    private void refuseInherited(Subject subject, Role role) {
        writing.grants(subject).at(path, writing.now()).stream()
                .filter(grant -> grant.role().equals(role))
                .filter(grant ->
                        grant.inheritedFrom().isPresent() || !grant.scope().equals(scope))
                .findFirst()
                .ifPresent(grant -> {
                    throw new Refused(
                            "DEF-8",
                            "this role can't be revoked at " + scope.noun() + " " + scope
                                    + ", since it is held there as "
                                    + grant.source().text());
                });
    }

    private BindingChanges store() {
        List<BindingRecord> inserted = new ArrayList<>();
        List<BindingRecord> updated = new ArrayList<>();
        List<BindingRecord> added = new ArrayList<>();
        List<BindingRecord> removed = new ArrayList<>();
        List<BindingRecord> lost = new ArrayList<>();
        for (BindingDelta.Step step : steps) {
            RecordKey<?> key = key(step.binding());
            @Nullable BindingRecord old = before.remove(key);
            @Nullable BindingRecord now = after.remove(key);
            if (Objects.equals(old, now)) {
                continue;
            }
            if (now != null) {
                (stored.containsKey(key) ? updated : inserted).add(now);
                added.add(now);
                writing.tell(old == null ? Bindings.added(now) : Bindings.changed(old, now));
            } else if (old != null) {
                removed.add(old);
                writing.tell(Bindings.removed(old));
            }
            if (old != null && (now == null || now.expiresAt().isPresent())) {
                lost.add(old);
            }
        }
        writing.insert(inserted);
        writing.update(updated);
        writing.delete(removed.stream().map(BindingRecord::key).toList());
        if (!added.isEmpty() || !removed.isEmpty()) {
            writing.touchBindings(List.of(scope));
        }
        if (scope instanceof CommunityId community) {
            Departures.settle(writing, community, subjects(added), subjects(removed));
            Agency.forget(writing, community, removed);
            LastHolder.checkAdministrator(writing, path, lost);
        } else if (scope.kind() == ScopeKind.ORGANIZATION) {
            LastHolder.owner(writing).check(writing, lost);
        }
        return new BindingChanges(
                added.stream().map(Bindings::value).toList(),
                removed.stream().map(Bindings::value).toList());
    }

    private RecordKey<BindingRecord> key(NewBinding binding) {
        return RecordKind.binding(scope, binding.subject(), binding.role());
    }

    private static List<Subject> subjects(List<BindingRecord> bindings) {
        return bindings.stream().map(BindingRecord::subject).distinct().toList();
    }

    private static long bindingsVersion(Writing writing, Scope scope) {
        return switch (scope.kind()) {
            case ORGANIZATION -> writing.organization().bindingsVersion().value();
            case COMMUNITY ->
                writing.community((CommunityId) scope).bindingsVersion().value();
            case PROJECT -> writing.project((ProjectId) scope).bindingsVersion().value();
        };
    }
}
