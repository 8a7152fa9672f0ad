package io.github.communities.tck.model;

import static io.github.communities.tck.model.Outcome.ANY;
import static io.github.communities.tck.model.Outcome.Kind.FORBIDDEN;
import static io.github.communities.tck.model.Outcome.Kind.INVALID;
import static io.github.communities.tck.model.Outcome.Kind.NOT_FOUND;
import static io.github.communities.tck.model.Outcome.Kind.REFUSED;
import static io.github.communities.tck.model.Outcome.Kind.STALE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.communities.CommunityId;
import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.member.AccessBinding;
import io.github.communities.member.BindingChanges;
import io.github.communities.member.Removal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Granting, revoking, removing and leaving: the rules MEM, and what DEF and ORG say of them. */
final class MemberModel {
    private final World world;
    private final Giving giving;

    MemberModel(World world) {
        this.world = world;
        this.giving = new Giving(world);
    }

    Expected grant(Subject caller, Scope scope, Subject subject, Role role, Optional<Instant> until) {
        if (isLeftOpen(subject, role) || (role.equals(world.table.owner()) && until.isPresent())) {
            return Expected.nothing();
        }
        if (!world.table.canBeBound(role, scope.kind())) {
            return Expected.only(INVALID, "MEM-3");
        }
        if (until.filter(instant -> !instant.isAfter(world.now)).isPresent()) {
            return Expected.only(INVALID, "MEM-8");
        }
        if (!world.belongs(caller) || !world.exists(scope)) {
            return Expected.only(NOT_FOUND, ANY);
        }
        Expected refusals = Expected.nothing();
        boolean asAdministrator = giving.mayGive(caller, scope, role);
        Instant wanted = until.orElse(World.NEVER);
        boolean shortens = world.binding(scope, subject, role)
                .filter(binding -> wanted.isBefore(binding.end()))
                .isPresent();
        // Appointing takes nothing away (DEF-9), and an earlier expiry is revoking (MEM-3).
        boolean asAppointer = role.equals(world.table.administrator())
                && !shortens
                && world.may(caller, Permission.ORGANIZATION_APPOINT_ADMINISTRATORS, World.ACME)
                && (world.isDefault(scope) || (world.orphaned().contains(scope) && subject.isUser()));
        if (!asAdministrator && !asAppointer) {
            refusals.or(FORBIDDEN, world.may(caller, giving.managing(scope, role), scope) ? "MEM-3" : ANY);
        }
        if (!canBeBound(subject, role)) {
            refusals.or(REFUSED, "MEM-2");
        }
        boolean appointsStranger =
                world.isDefault(scope) && role.equals(world.table.administrator()) && !world.isMember(subject, scope);
        // Whether the system group makes members of all users is left open.
        boolean perhaps =
                appointsStranger && subject.isUser() && world.bound(scope).contains(Subject.allUsers());
        if (appointsStranger && !perhaps) {
            refusals.or(REFUSED, "DEF-9");
        }
        if (!refusals.isNothing()) {
            return refusals;
        }
        Set<Permission> appointing = Set.of(Permission.ORGANIZATION_APPOINT_ADMINISTRATORS);
        Instant limit =
                asAdministrator ? giving.limit(caller, scope, role) : world.limit(caller, appointing, World.ACME);
        if (asAdministrator && asAppointer && !limit.equals(world.limit(caller, appointing, World.ACME))) {
            // Two ways to be permitted, and the rules don't say which of them limits.
            return Expected.nothing();
        }
        Expected granted = granted(scope, subject, role, wanted, shortens ? World.NEVER : limit);
        return perhaps ? granted.or(REFUSED, "DEF-9") : granted;
    }

    private Expected granted(Scope scope, Subject subject, Role role, Instant wanted, Instant limit) {
        Instant end = World.earlier(wanted, limit);
        Runnable effect = () -> world.bind(scope, subject, role, end);
        Optional<Instant> existing = world.binding(scope, subject, role).map(World.Binding::end);
        if (existing.equals(Optional.of(end))) {
            return Expected.unchanged();
        }
        boolean takesLast = takesLastAdministrator(scope, effect);
        if (existing.isPresent() && limit.isBefore(wanted) && limit.isBefore(existing.get())) {
            return Expected.unchanged(); // it lasts longer than the caller can give, and nobody asked to take it
        }
        return takesLast ? Expected.only(REFUSED, "MEM-5") : changes(scope, effect);
    }

    /**
     * Whether the rules say too little of what comes of binding a role: an explicit role that every user has anyway
     * (ORG-3), and who the last owner is when groups own (ORG-5).
     */
    private boolean isLeftOpen(Subject subject, Role role) {
        return (role.equals(world.table.member()) && subject.isUser())
                || (role.equals(world.table.owner()) && !subject.isUser());
    }

    Expected revoke(Subject caller, Scope scope, Subject subject, Role role) {
        if (isLeftOpen(subject, role)) {
            return Expected.nothing();
        }
        if (!world.table.canBeBound(role, scope.kind())) {
            // It can't be there to be taken; whether that is told first is left open.
            return Expected.unchanged()
                    .or(INVALID, "MEM-3")
                    .or(NOT_FOUND, ANY)
                    .or(FORBIDDEN, ANY)
                    .or(REFUSED, ANY);
        }
        if (!world.belongs(caller) || !world.exists(scope)) {
            return Expected.only(NOT_FOUND, ANY);
        }
        boolean there = world.binding(scope, subject, role).isPresent();
        boolean ofNobody = !world.belongs(subject) && subject.kind() != SubjectKind.ALL_USERS;
        Expected refusals = Expected.nothing();
        if (ofNobody) {
            refusals.or(NOT_FOUND, ANY).or(REFUSED, "MEM-2");
        }
        if (!giving.mayGive(caller, scope, role)) {
            boolean manages = world.may(caller, giving.managing(scope, role), scope);
            refusals.or(FORBIDDEN, manages ? "MEM-3" : ANY);
            return manages && !there ? refusals.orUnchanged() : refusals;
        }
        if (ofNobody) {
            return refusals.orUnchanged();
        }
        if (!there) {
            if (isInherited(scope, subject, role)) {
                return Expected.only(REFUSED, "DEF-8");
            }
            if (isHeldFromAbove(scope, subject, role)) {
                // It is held here, but bound above: not there to be taken, or inherited.
                return Expected.unchanged().or(REFUSED, "DEF-8");
            }
        }
        return revoked(scope, subject, role);
    }

    /** Whether a role is one that follows from a role at the organization (DEF-7). */
    private boolean isInherited(Scope scope, Subject subject, Role role) {
        return scope.kind() == ScopeKind.COMMUNITY
                && world.held(subject, scope).stream()
                        .anyMatch(held ->
                                held.role().equals(role) && held.inheritedFrom().isPresent());
    }

    private boolean isHeldFromAbove(Scope scope, Subject subject, Role role) {
        return world.upwards(scope).stream()
                .anyMatch(above -> !above.equals(scope)
                        && Stream.concat(Stream.of(subject), world.identities(subject).stream())
                                .anyMatch(identity ->
                                        world.binding(above, identity, role).isPresent()));
    }

    Expected revoked(Scope scope, Subject subject, Role role) {
        if (world.binding(scope, subject, role).isEmpty()) {
            boolean expired = world.bindings.stream()
                    .anyMatch(binding -> binding.scope().equals(scope)
                            && binding.subject().equals(subject)
                            && binding.role().equals(role));
            return expired ? Expected.unchanged().orChanged(() -> {}) : Expected.unchanged();
        }
        if (role.equals(world.table.owner())
                && world.unexpired()
                                .filter(binding -> binding.role().equals(role))
                                .count()
                        == 1) {
            return Expected.only(REFUSED, "ORG-5");
        }
        Runnable effect = () -> take(scope, subject, role);
        return unlessTheLast(scope, effect, changes(scope, effect));
    }

    Expected remove(Subject caller, Scope scope, Subject subject) {
        if (scope.equals(World.ACME)) {
            return Expected.only(INVALID, ANY);
        }
        if (!world.belongs(caller) || !world.exists(scope)) {
            return Expected.only(NOT_FOUND, ANY);
        }
        if (!world.may(caller, Giving.managing(scope), scope)) {
            return Expected.only(FORBIDDEN, ANY);
        }
        if (!world.belongs(subject) && subject.kind() != SubjectKind.ALL_USERS) {
            Predicate<World.Pending> sent =
                    pending -> pending.team.id.equals(scope) && pending.recipient.equals(Optional.of(subject));
            Expected nothing = Expected.unchanged().or(NOT_FOUND, ANY).or(REFUSED, ANY);
            // What was sent to them ends, though they have not come yet (MEM-7).
            return world.invitations.stream().anyMatch(sent.and(pending -> !pending.ended))
                    ? nothing.orChanged(() -> world.endInvitations(sent))
                    : nothing;
        }
        Expected removed = removed(scope, subject, true);
        if (mayTakeAll(caller, scope, subject)) {
            // Whether to remove from a community takes managing access to its projects too is left open.
            return managesAll(caller, scope, subject) ? removed : removed.or(FORBIDDEN, "MEM-1");
        }
        Expected forbidden = Expected.only(FORBIDDEN, "MEM-3");
        if (!managesAll(caller, scope, subject)) {
            forbidden.or(FORBIDDEN, "MEM-1");
        }
        return takesLastAdministrator(
                        scope,
                        () -> world.bindings.removeIf(binding -> binding.scope().equals(scope)
                                && binding.subject().equals(subject)))
                ? forbidden.or(REFUSED, "MEM-5")
                : forbidden;
    }

    /** To remove is to take every role (MEM-3), those at the projects too. */
    private boolean mayTakeAll(Subject caller, Scope scope, Subject subject) {
        return taken(scope, subject)
                .allMatch(binding -> world.permitted(world.held(caller, world.anyUpwards(binding.scope())))
                        .containsAll(world.table.permissions(binding.role())));
    }

    private boolean managesAll(Subject caller, Scope scope, Subject subject) {
        return taken(scope, subject)
                .allMatch(binding -> world.permitted(world.held(caller, world.anyUpwards(binding.scope())))
                        .contains(giving.managing(binding.scope(), binding.role())));
    }

    /** What a removal takes. */
    private Stream<World.Binding> taken(Scope scope, Subject subject) {
        return world.unexpired()
                .filter(binding -> binding.subject().equals(subject))
                .filter(binding -> binding.scope().equals(scope)
                        || world.anyWork(binding.scope())
                                .filter(work -> work.team.id.equals(scope))
                                .isPresent());
    }

    Expected leave(Subject caller, CommunityId community) {
        return world.belongs(caller) && world.exists(community)
                ? removed(community, caller, false)
                : Expected.only(NOT_FOUND, ANY);
    }

    private Expected removed(Scope scope, Subject subject, boolean byAnother) {
        Set<Scope> scopes = new HashSet<>(Set.of(scope));
        world.works.stream().filter(work -> work.team.id.equals(scope)).forEach(work -> scopes.add(work.id));
        boolean departs = world.team(scope).isPresent() && subject.isUser();
        World.Departure departure = new World.Departure(scope, subject);
        Predicate<World.Binding> own =
                binding -> scopes.contains(binding.scope()) && binding.subject().equals(subject);
        Runnable takes = () -> world.bindings.removeIf(own);
        Runnable effect = () -> {
            takes.run();
            if (departs) {
                world.depart(scope, subject);
            }
        };
        boolean inForce = world.bindings.stream()
                .anyMatch(own.and(binding -> binding.end().isAfter(world.now) && world.exists(binding.scope())));
        boolean invited = departs
                && world.invitations.stream()
                        .anyMatch(pending -> pending.team.id.equals(scope)
                                && pending.recipient.equals(Optional.of(subject))
                                && world.isAlive(pending));
        // A removal counts though nothing was in force; of leaving, only DEF-4 says that.
        boolean counts = byAnother || (world.isDefault(scope) && !world.signedIn.contains(subject));
        boolean first = departs && counts && !world.onceOut.contains(departure);
        // To go once more counts if there was an invitation since (INV-4); whether leaving does too is left open.
        boolean anew = departs
                && Optional.ofNullable(world.departures.get(departure))
                        .filter(gone -> world.team(scope).orElseThrow().lastInvitation > gone)
                        .isPresent();
        if (inForce || first || (byAnother && (anew || invited))) {
            return unlessTheLast(scope, takes, removal(scope, scopes, subject, effect));
        }
        boolean perhaps =
                invited || anew || world.bindings.stream().anyMatch(own) || (departs && !world.out.contains(departure));
        return perhaps ? Expected.unchanged().orChanged(effect) : Expected.unchanged();
    }

    /** What a removal took, and what it left: by groups, by inheritance, from above (MEM-7). */
    private Expected removal(Scope scope, Set<Scope> scopes, Subject subject, Runnable effect) {
        return Expected.changed(Removal.class, removal -> {
            Set<World.Binding> ended = world.unexpired()
                    .filter(binding -> scopes.contains(binding.scope())
                            && binding.subject().equals(subject))
                    .collect(Collectors.toSet());
            effect.run();
            assertEquals(ended, bindings(removal.ended()), "bindings that ended");
            if (subject.isPrincipal()) {
                assertEquals(world.told(subject, scope), Model.sources(removal.remaining()), "what remains");
            }
        });
    }

    /** What comes of it in bindings is what is told (MEM-9). */
    private Expected changes(Scope scope, Runnable effect) {
        return Expected.nothing().or(Outcome.changed(), value -> {
            Set<World.Binding> before = inForce(scope);
            effect.run();
            Set<World.Binding> after = inForce(scope);
            if (value instanceof BindingChanges changes) {
                assertEquals(without(after, before), bindings(changes.added()), "bindings that are new");
                assertEquals(
                        before.stream()
                                .filter(binding -> world.binding(scope, binding.subject(), binding.role())
                                        .isEmpty())
                                .collect(Collectors.toSet()),
                        bindings(changes.removed()),
                        "bindings that are gone");
            }
        });
    }

    private Set<World.Binding> inForce(Scope scope) {
        return world.unexpired()
                .filter(binding -> binding.scope().equals(scope))
                .collect(Collectors.toSet());
    }

    private static Set<World.Binding> without(Set<World.Binding> all, Set<World.Binding> those) {
        return all.stream().filter(binding -> !those.contains(binding)).collect(Collectors.toSet());
    }

    private static Set<World.Binding> bindings(List<AccessBinding> told) {
        return told.stream()
                .map(binding -> new World.Binding(
                        binding.scope(),
                        binding.subject(),
                        binding.role(),
                        binding.expiresAt().orElse(World.NEVER)))
                .collect(Collectors.toSet());
    }

    /** One addition or removal. */
    public record Step(Subject subject, Role role, boolean addition) {
        @Override
        public String toString() {
            return (addition ? "+" : "-") + subject + " " + role;
        }
    }

    Expected update(Subject caller, CommunityId community, List<Step> steps, boolean stale) {
        if (steps.stream().anyMatch(step -> !world.table.canBeBound(step.role(), community.kind()))) {
            return Expected.only(INVALID, "MEM-3");
        }
        if (!world.belongs(caller) || !world.exists(community)) {
            return Expected.only(NOT_FOUND, ANY);
        }
        Expected refusals = Expected.nothing();
        if (stale) {
            refusals.or(STALE, "MEM-9");
        }
        for (Step step : steps) {
            if (step.addition() && !canBeBound(step.subject(), step.role())) {
                refusals.or(REFUSED, "MEM-2");
            }
        }
        if (!world.may(caller, Permission.COMMUNITY_MANAGE_ACCESS, community)) {
            return appointed(caller, community, steps, refusals);
        }
        for (Step step : steps) {
            boolean open = world.isDefault(community) && step.role().equals(world.table.administrator());
            boolean limited = !giving.mayGive(caller, community, step.role())
                    || !giving.limit(caller, community, step.role()).equals(World.NEVER);
            boolean ofNobody = !step.addition()
                    && !world.belongs(step.subject())
                    && step.subject().kind() != SubjectKind.ALL_USERS;
            boolean fromAbove = !step.addition()
                    && (isHeldFromAbove(community, step.subject(), step.role())
                            || isInherited(community, step.subject(), step.role()));
            if (open || limited || ofNobody || fromAbove) {
                // DEF-8 and DEF-9 inside a delta, and what limits its parts, are shown by tests of their own.
                return Expected.nothing();
            }
        }
        if (!refusals.isNothing()) {
            return refusals;
        }
        Runnable effect = () -> take(community, steps);
        boolean same = tried(effect, () -> inForce(community)).equals(inForce(community));
        boolean onlyRowsGo = world.bindings.stream()
                .anyMatch(binding ->
                        binding.scope().equals(community) && !binding.end().isAfter(world.now));
        if (!same) {
            return unlessTheLast(community, effect, changes(community, effect));
        }
        return onlyRowsGo ? Expected.unchanged().orChanged(effect) : Expected.unchanged();
    }

    /**
     * A delta of someone who may not manage access: one appointment is left to them where nobody administers (MEM-6).
     */
    private Expected appointed(Subject caller, CommunityId community, List<Step> steps, Expected refusals) {
        boolean onlyAppoints =
                steps.stream().allMatch(step -> step.addition() && step.role().equals(world.table.administrator()));
        boolean appoints = world.may(caller, Permission.ORGANIZATION_APPOINT_ADMINISTRATORS, World.ACME);
        if (!appoints || !onlyAppoints) {
            // Which of the steps is judged first is left open.
            return appoints && world.isDefault(community)
                    ? refusals.or(FORBIDDEN, ANY).or(REFUSED, "DEF-9")
                    : refusals.or(FORBIDDEN, ANY);
        }
        if (world.isDefault(community)) {
            return Expected.nothing(); // DEF-9 inside a delta is shown by tests of its own
        }
        Set<Subject> appointees = steps.stream().map(Step::subject).collect(Collectors.toSet());
        Subject appointee = steps.get(0).subject();
        if (!world.orphaned().contains(community) || appointees.size() > 1 || !appointee.isUser()) {
            return refusals.or(FORBIDDEN, ANY);
        }
        Instant end = world.limit(caller, Set.of(Permission.ORGANIZATION_APPOINT_ADMINISTRATORS), World.ACME);
        return refusals.isNothing()
                ? changes(community, () -> world.bind(community, appointee, world.table.administrator(), end))
                : refusals;
    }

    /** A replacement, which takes managing access, and then comes to the same as some steps. */
    Expected replace(Subject caller, CommunityId community, List<Step> wanted, boolean stale) {
        boolean manages = !world.belongs(caller)
                || !world.exists(community)
                || world.may(caller, Permission.COMMUNITY_MANAGE_ACCESS, community);
        boolean invalid = wanted.stream().anyMatch(step -> !world.table.canBeBound(step.role(), community.kind()));
        return manages || invalid
                ? update(caller, community, replacing(community, wanted), stale)
                : Expected.only(FORBIDDEN, ANY);
    }

    /** A replacement, as the steps that come to the same. */
    private List<Step> replacing(CommunityId community, List<Step> wanted) {
        List<Step> steps = new ArrayList<>();
        wanted.forEach(step -> steps.add(new Step(step.subject(), step.role(), true)));
        world.unexpired()
                .filter(binding -> binding.scope().equals(community))
                .map(binding -> new Step(binding.subject(), binding.role(), true))
                .filter(step -> !steps.contains(step))
                .toList()
                .forEach(step -> steps.add(new Step(step.subject(), step.role(), false)));
        return steps;
    }

    /** MEM-2. */
    private boolean canBeBound(Subject subject, Role role) {
        if (subject.kind() != SubjectKind.ALL_USERS) {
            return world.belongs(subject);
        }
        return !world.table.managesAccess(role);
    }

    /** MEM-5. */
    private boolean takesLastAdministrator(Scope scope, Runnable effect) {
        return world.team(scope).isPresent()
                && !world.isDefault(scope)
                && !world.administrators(scope, true).isEmpty()
                && tried(effect, () -> world.administrators(scope, true)).isEmpty();
    }

    /** What comes of something that takes away, if it leaves an administrator who does not expire, or takes none. */
    private Expected unlessTheLast(Scope scope, Runnable effect, Expected otherwise) {
        if (takesLastAdministrator(scope, effect)) {
            return Expected.only(REFUSED, "MEM-5");
        }
        // Whether the last of those who do expire may be taken is left open.
        boolean takesLastExpiring = world.team(scope).isPresent()
                && !world.isDefault(scope)
                && !world.administrators(scope, false).isEmpty()
                && tried(effect, () -> world.administrators(scope, false)).isEmpty();
        return takesLastExpiring ? otherwise.or(REFUSED, "MEM-5") : otherwise;
    }

    /** What would be if something were done; it is not. */
    private <T> T tried(Runnable effect, Supplier<T> question) {
        Runnable back = world.asItIs();
        effect.run();
        T answer = question.get();
        back.run();
        return answer;
    }

    private void take(Scope scope, Subject subject, Role role) {
        take(scope, List.of(new Step(subject, role, false)));
    }

    /**
     * Takes steps at once. Whoever loses their last role at a community has been removed from there; of several steps
     * the net effect says who has gone, and who is back (MEM-9).
     */
    private void take(Scope scope, List<Step> steps) {
        Set<Subject> before = world.bound(scope);
        Set<World.Departure> outBefore = new HashSet<>(world.out);
        for (Step step : steps) {
            if (step.addition()) {
                world.bind(scope, step.subject(), step.role(), World.NEVER);
            } else {
                world.unbind(scope, step.subject(), step.role());
            }
        }
        Set<Subject> after = world.bound(scope);
        for (Step step : steps) {
            Subject subject = step.subject();
            World.Departure departure = new World.Departure(scope, subject);
            if (before.contains(subject)
                    && !after.contains(subject)
                    && subject.isUser()
                    && world.team(scope).isPresent()) {
                world.depart(scope, subject);
            } else if (!after.contains(subject) && outBefore.contains(departure)) {
                world.out.add(departure);
            }
        }
    }
}
