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
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.decision.Sentence;
import io.github.communities.error.Refused;
import io.github.communities.error.Stale;
import io.github.communities.member.BindingChanges;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.NewBinding;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.SubjectRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Additions and removals of bindings at one scope, judged one after the other and stored all together (MEM-9). */
final class BindingUpdate {
    private final WriteTransaction writing;
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

    /** What steps at a scope read: as much of it as is read at once. */
    static List<RecordKey<?>> keys(Scope scope, List<BindingDelta.Step> steps) {
        Set<RecordKey<?>> keys = new LinkedHashSet<>();
        if (scope instanceof CommunityId community) {
            keys.add(RecordKind.community(community));
        }
        for (BindingDelta.Step step : steps) {
            Subject subject = step.binding().subject();
            keys.add(RecordKind.binding(scope, subject, step.binding().role()));
            if (subject.kind() != SubjectKind.ALL_USERS) {
                keys.add(RecordKind.subject(subject));
            }
            if (scope instanceof CommunityId community && subject.isUser()) {
                keys.add(RecordKind.departure(community, subject));
            }
        }
        return keys.stream().limit(RecordRange.MAX).toList();
    }

    BindingUpdate(WriteTransaction writing, Path path, List<BindingDelta.Step> steps) {
        this(writing, path, steps, writing.presence().find(subjects(steps)));
    }

    private BindingUpdate(
            WriteTransaction writing, Path path, List<BindingDelta.Step> steps, Map<Subject, SubjectRecord> present) {
        this.writing = writing;
        this.path = path;
        this.scope = path.target();
        this.steps = steps;
        this.authority = new Authority(writing, path);
        this.present = present;
        List<RecordKey<BindingRecord>> keys =
                steps.stream().map(step -> key(step.binding())).toList();
        List<BindingRecord> found = writing.find(RecordKind.BINDING, keys);
        found.forEach(binding -> stored.put(binding.key(), binding));
        writing.presence().inForce(found).forEach(binding -> before.put(binding.key(), binding));
        after.putAll(before);
    }

    /**
     * The steps that make some bindings the only ones; those of roles that the policy does not know are kept (POL-2).
     */
    static BindingUpdate replacing(WriteTransaction writing, Path path, List<NewBinding> wanted, long version) {
        Scope scope = path.target();
        new Authority(writing, path).requireManage();
        if (version < bindingsVersion(writing, scope)
                || version > writing.revision().value()) {
            throw stale(scope, version, "they have changed since, or it is of another organization");
        }
        Map<Subject, SubjectRecord> present = writing.presence()
                .find(wanted.stream().map(NewBinding::subject).distinct().toList());
        for (SubjectRecord named : present.values()) {
            if (named.epoch().value() > version) {
                throw stale(
                        scope,
                        version,
                        named.subject() + " came to the organization, or came back, at revision " + named.epoch()
                                + ", and whoever names them must have seen what is bound since");
            }
        }
        Map<RecordKey<?>, BindingRecord> surplus = new LinkedHashMap<>();
        writing.scan(RecordRange.bindingsAt(scope))
                .keeping(writing.presence()::inForce)
                .forEach(binding -> surplus.put(binding.key(), binding));
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
        return new BindingUpdate(writing, path, steps, present);
    }

    private static Stale stale(Scope scope, long version, String why) {
        return new Stale(
                "MEM-9",
                "version " + version + " of the bindings of " + scope.noun() + " " + scope
                        + " is not what is there now: " + why + "; read them again and decide anew");
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
        Optional<Instant> wanted = Expiry.check(binding.expiresAt(), writing.now());
        BindingRecord existing = after.get(key(binding));
        boolean shortens = existing != null && isEarlier(wanted, existing.expiresAt());
        Optional<Instant> expiresAt = wanted;
        if (shortens) {
            authority.requireRevoke(role);
        } else {
            expiresAt = authority.requireGrant(subject, role, after.values()).limit(wanted);
        }
        refuseSupplied(subject);
        checkSubject(subject, role);
        // The period of who grants ends nothing earlier that someone else has given for longer.
        if (existing == null || shortens || isEarlier(existing.expiresAt(), expiresAt)) {
            after.put(key(binding), bound(binding, expiresAt));
        }
    }

    /** The binding from before this call, though the call may have taken it meanwhile, or a new one (MEM-9). */
    private BindingRecord bound(NewBinding binding, Optional<Instant> expiresAt) {
        BindingRecord old = before.get(key(binding));
        return old == null
                ? Bindings.made(writing, path, binding, expiresAt)
                : BindingRecord.builder().from(old).expiresAt(expiresAt).build();
    }

    private static boolean isEarlier(Optional<Instant> one, Optional<Instant> other) {
        return one.isPresent() && (other.isEmpty() || one.get().isBefore(other.get()));
    }

    private void remove(NewBinding binding) {
        Subject subject = binding.subject();
        Role role = binding.role();
        authority.requireRevoke(role);
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
        if (writing.presence().isInDirectory()
                && scope.kind() == ScopeKind.ORGANIZATION
                && subject.kind() != SubjectKind.ALL_USERS) {
            throw new Refused(
                    "ORG-5",
                    Sentence.of("the host's directory supplies the roles of " + subject + " at ")
                            .and(scope)
                            .and("; change them there"));
        }
    }

    private void checkSubject(Subject subject, Role role) {
        if (subject.kind() == SubjectKind.ALL_USERS) {
            if (writing.policy().managesAccess(role)) {
                throw new Refused("MEM-2", role + " manages access and can't be bound to all users of an organization");
            }
        } else if (!present.containsKey(subject)) {
            throw new Refused(
                    "MEM-2", Sentence.of(subject + " does not belong to the ").and(path.organization()));
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
                            Sentence.of("this role can't be revoked at ")
                                    .and(scope)
                                    .and(", since it is held there as ")
                                    .and(grant.source().sentence()));
                });
    }

    private BindingChanges store() {
        NetEffect effect = new NetEffect();
        steps.forEach(step -> effect.add(key(step.binding())));
        writing.insert(effect.inserted);
        writing.update(effect.updated);
        writing.delete(effect.removed.stream().map(BindingRecord::key).toList());
        if (!effect.added.isEmpty() || !effect.removed.isEmpty()) {
            writing.touchBindings(List.of(scope));
        }
        follow(effect);
        return new BindingChanges(
                effect.added.stream().map(Bindings::value).toList(),
                effect.removed.stream().map(Bindings::value).toList());
    }

    /** What really changed, however many steps it took (MEM-9). */
    private final class NetEffect {
        final List<BindingRecord> inserted = new ArrayList<>();
        final List<BindingRecord> updated = new ArrayList<>();
        final List<BindingRecord> added = new ArrayList<>();
        final List<BindingRecord> removed = new ArrayList<>();
        /** Those that are gone, or end some time now. */
        final List<BindingRecord> lost = new ArrayList<>();

        /** Adds what the steps of one key come to, and tells it; the second step of a key finds nothing any more. */
        void add(RecordKey<BindingRecord> key) {
            @Nullable BindingRecord old = before.remove(key);
            @Nullable BindingRecord now = after.remove(key);
            if (Objects.equals(old, now)) {
                return;
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
    }

    /** What follows from it: who has departed or is back, who is agent, and whether anybody remains to administer. */
    private void follow(NetEffect effect) {
        if (scope instanceof CommunityId community) {
            Departures.record(writing, community, holders(effect.added), holders(effect.removed));
            ServiceAgent.forget(writing, community, effect.removed);
            RequiredRole.checkAdministrator(writing, path, effect.lost);
        } else if (scope.kind() == ScopeKind.ORGANIZATION) {
            RequiredRole.owner(writing).check(writing, effect.lost);
        }
    }

    private RecordKey<BindingRecord> key(NewBinding binding) {
        return RecordKind.binding(scope, binding.subject(), binding.role());
    }

    private static Set<Subject> subjects(Collection<BindingDelta.Step> steps) {
        return steps.stream().map(step -> step.binding().subject()).collect(Collectors.toSet());
    }

    private static List<Subject> holders(List<BindingRecord> bindings) {
        return bindings.stream().map(BindingRecord::subject).distinct().toList();
    }

    private static long bindingsVersion(WriteTransaction writing, Scope scope) {
        return switch (scope.kind()) {
            case ORGANIZATION -> writing.organization().bindingsVersion().value();
            case COMMUNITY ->
                writing.existence()
                        .community((CommunityId) scope)
                        .bindingsVersion()
                        .value();
            case PROJECT ->
                writing.existence().project((ProjectId) scope).bindingsVersion().value();
        };
    }
}
